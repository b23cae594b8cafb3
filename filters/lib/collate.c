/* collate.c - who answers whom: a thread's words cut into segments, each with the lines that it answers */
#include "collate.h"
#include "collate-match.h"

#include <string.h>

/* Quoted lines that lie this close in the answered mail are one passage. */
#define GAP 3

/* A first line no longer than this may be a greeting. */
#define GREETING 60

/* While a mail is cut. */
struct cutter {
	struct collation *c;
	int mail;
	struct segment now;   /* the passage quoted last: to, to_first, to_end; first line that no segment has yet */
	int run_first, run_end; /* the lines of now.to that were quoted in one go, whatever words stood between */
	bool open;            /* words were met since the last quote */
	bool quoted;          /* a quote was met */
	bool cut_short;       /* the quote ends with "[...]" */
};

bool collation_is_word(const struct collation *c, int mail, int line)
{
	const struct body_line *l = &c->bodies[mail]->lines[line];

	return (l->kind == BODY_TEXT || l->kind == BODY_TRAILER || l->kind == BODY_DIFF) && !body_blank(l);
}

bool collation_is_repeated(const struct collation *c, int mail, int line)
{
	const struct body_line *l = &c->bodies[mail]->lines[line];
	const struct origin *o = &c->origins[mail][line];

	return l->kind == BODY_ATTRIBUTION || (l->depth && (body_blank(l) || l->kind != BODY_QUOTE || (o->mail >= 0 && !o->edited)));
}

/* "Hi Ann," above the first quote greets; it answers nothing. */
static bool greeting(const struct cutter *k, int line)
{
	const struct body_line *l = &k->c->bodies[k->mail]->lines[line];
	size_t len = l->len;

	while (len && g_ascii_isspace(l->text[len - 1]))
		len--;
	return !k->quoted && len <= GREETING && len && strchr(",!:.", l->text[len - 1]) &&
	       (g_ascii_strncasecmp(l->text, "hi", MIN(len, 2)) == 0 || l->text[len - 1] == ',' ||
		g_ascii_strncasecmp(l->text, "hello", MIN(len, 5)) == 0 ||
		g_ascii_strncasecmp(l->text, "hey", MIN(len, 3)) == 0);
}

/* The whole of a patch, quoted down to its end: the words below are about the patch, not about its last hunk. */
static bool whole_patch(const struct cutter *k)
{
	int to = k->now.to, own = 0, covered = 0;
	const struct body *b;
	bool diff = false;

	if (to < 0 || k->now.to_first == k->now.to_end)
		return false;
	b = k->c->bodies[to];
	if ((size_t)(k->run_end - k->run_first) * 2 < b->n)
		return false;
	for (int i = 0; i < (int)b->n; i++) {
		if (!collation_is_word(k->c, to, i))
			continue;
		own++;
		covered += i >= k->run_first && i < k->run_end;
		diff |= b->lines[i].kind == BODY_DIFF;
	}
	return diff && covered * 10 >= own * 9;
}

/* The beginning of a mail, then "> [...]": the rest is meant, too. So quotes what says that a series was applied. */
static bool and_so_on(const struct cutter *k)
{
	if (!k->cut_short)
		return false;
	for (int i = 0; i < k->now.to_first; i++)
		if (collation_is_word(k->c, k->now.to, i))
			return false;
	return true;
}

static void close_segment(struct cutter *k, int end)
{
	struct segment s = k->now;

	s.end = end;
	if (whole_patch(k) || and_so_on(k))
		s.to_first = s.to_end = 0;
	g_array_append_val(k->c->segments, s);
	k->now.first = end;
	k->open = false;
}

static void begin_words(struct cutter *k)
{
	k->open = true;
	if (k->quoted)
		return;
	k->now.to = thread_mail(k->c->thread, (unsigned)k->mail)->parent;
	k->now.to_first = k->now.to_end = 0;
}

/* A quoted line was found: words so far answered what stood above them, and what follows answers what is quoted now. */
static void quote(struct cutter *k, int line, const struct origin *o)
{
	bool answered = k->open;

	if (answered)
		close_segment(k, line);
	if (!k->quoted || k->now.to != o->mail || o->line < k->run_first || o->line > k->run_end + GAP) {
		k->run_first = o->line;
		k->run_end = o->line + 1;
		answered = true;
	}
	k->run_end = MAX(k->run_end, o->line + 1);
	if (answered || o->line < k->now.to_first || o->line > k->now.to_end + GAP) {
		k->now.to = o->mail;
		k->now.to_first = o->line;
		k->now.to_end = o->line + 1;
	}
	k->now.to_end = MAX(k->now.to_end, o->line + 1);
	k->quoted = true;
	k->cut_short = false;
}

/* A quoted attribution or footer says nothing of what is answered. */
static bool says_something(const struct collation *c, const struct origin *o)
{
	enum body_kind kind = c->bodies[o->mail]->lines[o->line].kind;

	return kind != BODY_ATTRIBUTION && kind != BODY_FOOTER;
}

static void cut(struct collation *c, int mail)
{
	struct body *b = c->bodies[mail];
	guint before = c->segments->len;
	struct cutter k = {.c = c, .mail = mail};

	k.now = (struct segment){.mail = mail, .to = thread_mail(c->thread, (unsigned)mail)->parent};
	for (int i = 0; i < (int)b->n; i++) {
		const struct origin *o = &c->origins[mail][i];

		if (o->mail >= 0 && says_something(c, o))
			quote(&k, i, o);
		else if (!k.open && b->lines[i].depth && body_snip(&b->lines[i]))
			k.cut_short = k.quoted;
		else if (!k.open && collation_is_word(c, mail, i) && !body_snip(&b->lines[i]) && !greeting(&k, i))
			begin_words(&k);
	}
	/* What is left over without words (a greeting, a quote that was not found) goes with the last words. */
	if (k.open || c->segments->len == before) {
		if (!k.open && !k.quoted)
			begin_words(&k);
		close_segment(&k, (int)b->n);
	}
	g_array_index(c->segments, struct segment, c->segments->len - 1).end = (int)b->n;
}

/* Mails in an order in which each comes after its parent. Dates do not give one: clocks are wrong. */
static int *parents_first(const struct thread *t)
{
	int n = (int)t->mails->len, done = 0;
	int *order = g_new(int, n + 1), *stack = g_new(int, n + 1);
	bool *seen = g_new0(bool, n + 1);

	for (int i = 0; i < n; i++) {
		int top = 0;

		for (int a = i; a >= 0 && !seen[a]; a = thread_mail(t, (unsigned)a)->parent) {
			seen[a] = true;
			stack[top++] = a;
		}
		while (top)
			order[done++] = stack[--top];
	}
	g_free(stack);
	g_free(seen);
	return order;
}

struct collation *collation_build(const struct thread *t)
{
	struct collation *c = g_new0(struct collation, 1);
	int n = (int)t->mails->len;
	struct lines *lines = lines_new(n);
	g_autofree int *order = parents_first(t);
	g_autofree bool *has_children = g_new0(bool, n + 1);

	c->thread = t;
	c->stats.mails = (unsigned)n;
	c->bodies = g_new0(struct body *, n + 1);
	c->origins = g_new0(struct origin *, n + 1);
	c->segments = g_array_new(FALSE, FALSE, sizeof(struct segment));
	for (int i = 0; i < n; i++) {
		const struct mail *m = thread_mail(t, (unsigned)i);

		c->bodies[i] = body_parse(m->text);
		if (m->parent >= 0)
			has_children[m->parent] = true;
	}
	for (int i = 0; i < n; i++)
		match_mail(c, lines, order[i], has_children[order[i]]);
	lines_free(lines);
	for (int i = 0; i < n; i++)
		cut(c, i);
	return c;
}

void collation_free(struct collation *c)
{
	if (!c)
		return;
	for (guint i = 0; i < c->thread->mails->len; i++) {
		body_free(c->bodies[i]);
		g_free(c->origins[i]);
	}
	g_free(c->bodies);
	g_free(c->origins);
	g_array_free(c->segments, TRUE);
	g_free(c);
}

int collation_segments(const struct collation *c, int mail, int *count)
{
	int low = 0, high = (int)c->segments->len, first;

	while (low < high) {
		int mid = (low + high) / 2;

		if (collation_segment(c, mid)->mail < mail)
			low = mid + 1;
		else
			high = mid;
	}
	first = low;
	while (low < (int)c->segments->len && collation_segment(c, low)->mail == mail)
		low++;
	*count = low - first;
	return first;
}
