/* extract.c - a summary of a thread that nobody wrote: how much of which part, and the items */
#include "extract-choose.h"
#include "extract-cue.h"

#include <math.h>
#include <string.h>

#define ITEMS_LEAST 3
#define ITEMS_MOST 12
#define CONTEXT_WORDS 30 /* of one sentence that is answered */
#define CONTEXT_SHORT 20 /* as long as they fit, those before it are shown too */
#define CONTEXT_LEANS 46 /* ... for an answer that says nothing without them: "It's not." */

/* What a passage must be worth to have a line of its own. */
#define LEAST_WHAT 1.8
#define LEAST_TALK 1.2

/* How many items a part gets. */
struct budget {
	unsigned what, before, new_, each;
};

static struct budget make_budget(const struct scene *s)
{
	unsigned n = s->t->mails->len, old = 0, fresh = 0, letters = 0, all, rest;
	struct budget b;

	for (unsigned i = 0; i < n; i++) {
		if (s->facts[i].role != ROLE_REPLY)
			letters++;
		else if (thread_mail(s->t, i)->is_new)
			fresh++;
		else
			old++;
	}
	all = (unsigned)CLAMP(lround(2.4 * sqrt(n)), ITEMS_LEAST, ITEMS_MOST);
	b.what = letters ? CLAMP((all + 1) / 4, 2, 4) : 0;
	if (old + fresh == 0)
		b.what = MIN(all, 6);
	rest = all - b.what;
	/* History gets its share, but what is new comes first. */
	b.before = old ? CLAMP(lround(rest * (double)old / (old + 1.5 * fresh)), 1, MAX(rest / 2, 1)) : 0;
	b.before = MIN(b.before, 2 * old);
	b.new_ = fresh ? MAX(1, MIN(rest - b.before, 3 * fresh)) : 0;
	b.each = n > 40 ? 2 : 3;
	return b;
}

static bool is_what(const struct chooser *c, guint i, const void *arg)
{
	(void)arg;
	return scene_sentence(c->s, i)->mail == 0 && c->s->facts[0].role != ROLE_REPLY;
}

static bool is_patch(const struct chooser *c, guint i, const void *arg)
{
	const struct sentence *x = scene_sentence(c->s, i);

	(void)arg;
	return x->mail != 0 && c->s->facts[x->mail].role != ROLE_REPLY;
}

static bool is_talk(const struct chooser *c, guint i, const void *arg)
{
	const struct sentence *x = scene_sentence(c->s, i);
	const bool *fresh = arg;

	return c->s->facts[x->mail].role == ROLE_REPLY && thread_mail(c->s->t, (unsigned)x->mail)->is_new == *fresh;
}

static void choose_all(struct chooser *c, const struct budget *b)
{
	static const bool yes = true, no = false;
	unsigned patches = b->what > 2 ? b->what / 3 : 0;
	unsigned done = choose(c, EXTRACT_WHAT, b->what - patches, 4, LEAST_WHAT, is_what, NULL), spare;

	done += choose(c, EXTRACT_WHAT, b->what - done, 1, LEAST_WHAT, is_patch, NULL);
	done += choose(c, EXTRACT_WHAT, b->what - done, 4, LEAST_WHAT, is_what, NULL);
	spare = b->what - done;
	if (!done && b->what)
		choose(c, EXTRACT_WHAT, b->what, 1, 0, is_what, NULL);
	done = choose(c, EXTRACT_BEFORE, b->before, b->each, LEAST_TALK, is_talk, &no);
	spare += b->before - done;
	done = choose(c, EXTRACT_NEW, b->new_ + spare, b->each, LEAST_TALK, is_talk, &yes);
	spare = b->new_ + spare - done;
	if (b->what)
		choose(c, EXTRACT_WHAT, MIN(spare, 2), 1, LEAST_WHAT, is_patch, NULL);
}

/* The label: only what is plain. */
static enum extract_cue cue_of(const struct scene *s, const struct pick *p)
{
	static const enum extract_cue order[] = { EXTRACT_QUESTION, EXTRACT_DECISION, EXTRACT_REPORT, EXTRACT_PROMISE,
						  EXTRACT_OBJECTION, EXTRACT_AGREEMENT, EXTRACT_REQUEST, EXTRACT_TEST };

	unsigned set = scene_sentence(s, p->core)->cues, all = 0;

	for (guint i = p->from; i < p->to; i++)
		all |= scene_sentence(s, i)->cues;
	set |= all & CUE_SURE(EXTRACT_QUESTION);
	if (all & CUE_BIT(EXTRACT_OBJECTION))
		set &= ~CUE_SURE(EXTRACT_AGREEMENT);
	/* "You're right, this is wrong". */
	if (all & CUE_BIT(EXTRACT_AGREEMENT))
		set &= ~CUE_SURE(EXTRACT_OBJECTION);
	if (set & CUE_BIT(CUE_DOUBT))
		set &= ~(CUE_SURE(EXTRACT_AGREEMENT) | CUE_SURE(EXTRACT_DECISION) | CUE_SURE(EXTRACT_PROMISE) |
			 CUE_SURE(EXTRACT_TEST));
	for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
		if (set & CUE_SURE(order[i]))
			return order[i];
	return EXTRACT_PLAIN;
}

/* The words of sentences [from, to). */
static char *words_of(const struct scene *s, guint from, guint to)
{
	const struct sentence *a = scene_sentence(s, from), *z = scene_sentence(s, to - 1);

	return g_strndup(s->texts[a->mail].own + a->start, z->end - a->start);
}

/* The end of the last clause that ends in s[from, to); `to`: none does. */
static size_t clause_end(const char *s, size_t from, size_t to)
{
	for (size_t i = to; i > from + 1; i--)
		if (s[i - 1] == ' ' && strchr(",;:)", s[i - 2]))
			return i;
	return to;
}

/* Keep at most `most` words of a quote, its last ones if `back`, cut at a clause if one ends in time. */
static bool shorten(char **quote, unsigned most, bool back)
{
	char *q = *quote;
	size_t n = strlen(q), cut;
	unsigned words = count_words(q, n);

	if (words <= most)
		return false;
	if (back) {
		size_t late = skip_words(q, n, words - most / 2);

		cut = clause_end(q, skip_words(q, n, words - most), late);
		if (cut == late)
			cut = skip_words(q, n, words - most);
		*quote = g_strdup(q + cut);
		g_free(q);
		return true;
	}
	cut = clause_end(q, skip_words(q, n, most / 2), skip_words(q, n, most));
	while (cut && q[cut - 1] == ' ')
		cut--;
	q[cut] = '\0';
	return true;
}

/* The first sentence to show of those that end with `at`: of its paragraph, as far as it is quoted there. */
static guint context_from(const struct chooser *c, guint at, const struct segment *g, bool leans)
{
	const struct scene *s = c->s;
	unsigned words = scene_sentence(s, at)->words;
	guint from = at;

	while (from && !c->used[from - 1] && scene_adjacent(s, from - 1, from)) {
		const struct sentence *x = scene_sentence(s, from - 1);

		words += x->words;
		if (x->block != scene_sentence(s, at)->block || x->line < g->to_first ||
		    words > (leans ? CONTEXT_LEANS : CONTEXT_SHORT))
			break;
		from--;
	}
	return from;
}

static bool is_name_of(const char *word, size_t n, const struct mail *m)
{
	g_auto(GStrv) tokens = g_str_tokenize_and_fold(m->from.name, NULL, NULL);
	g_autofree char *some = g_strndup(word, n);
	g_autofree char *folded = g_utf8_casefold(some, -1);

	for (char **token = tokens; *token; token++)
		if (g_str_has_prefix(*token, folded))
			return true;
	return false;
}

/* "Hi Marc," in a reply to Ann, where Marc writes in the thread too: by its header it is for Ann, by its words for Marc. */
static bool greets_another(const struct scene *s, int mail, int to)
{
	static const char *const opens[] = { "Hi ", "Hello ", "Hey ", "Dear " };
	const struct body *b = s->texts[mail].body;
	const char *name = NULL;
	bool another = false;
	size_t line = 0, n = 0;

	while (line < b->n && (b->lines[line].kind != BODY_TEXT || body_blank(&b->lines[line])))
		line++;
	for (size_t i = 0; line < b->n && i < G_N_ELEMENTS(opens); i++)
		if (b->lines[line].len > strlen(opens[i]) &&
		    !g_ascii_strncasecmp(b->lines[line].text, opens[i], strlen(opens[i])))
			name = b->lines[line].text + strlen(opens[i]);
	while (name && name + n < b->lines[line].text + b->lines[line].len && !strchr(" ,.:;!", name[n]))
		n++;
	if (n < 2 || is_name_of(name, n, thread_mail(s->t, (unsigned)to)))
		return false;
	for (unsigned i = 0; i < s->t->mails->len && !another; i++)
		another = is_name_of(name, n, thread_mail(s->t, i));
	return another;
}

/* What the words of this passage answer, and the end of what stands right above them there, unless the reader has that
 * already. */
static void find_context(const struct chooser *c, const struct pick *p, struct extract_item *item)
{
	const struct scene *s = c->s;
	const struct sentence *x = scene_sentence(s, p->from);
	const struct segment *g = scene_segment(s, x->mail, x->line);
	bool leans = x->words < 8 || x->cues & (CUE_BIT(CUE_HEDGE) | CUE_BIT(EXTRACT_AGREEMENT));
	guint at;

	if (!g || g->to < 0)
		return;
	item->answers = thread_mail(s->t, (unsigned)g->to)->number;
	item->answers_author = g_strdup(s->facts[g->to].author);
	if (!scene_context(s, p->from, &at) || c->used[at]) {
		if (greets_another(s, x->mail, g->to)) {
			item->answers = 0;
			g_clear_pointer(&item->answers_author, g_free);
		}
		return;
	}
	item->context = words_of(s, context_from(c, at, g, leans), at + 1);
	item->context_front = shorten(&item->context, leans ? CONTEXT_LEANS : CONTEXT_WORDS, true);
}

static bool waits(enum extract_cue cue)
{
	return cue == EXTRACT_QUESTION || cue == EXTRACT_OBJECTION || cue == EXTRACT_REQUEST || cue == EXTRACT_REPORT;
}

/* Nothing that came later replies to the mail, nor, in a talk, to what it replied to itself: two who ask the same get
 * one answer. And nothing decides on what it talks about. */
static bool nobody_answered(const struct scene *s, int mail)
{
	int asked = thread_mail(s->t, (unsigned)mail)->parent;

	for (unsigned i = 0; i < s->t->mails->len; i++) {
		const struct mail *m = thread_mail(s->t, i);

		if (m->parent == mail)
			return false;
		if (asked >= 0 && m->parent == asked && (int)i > mail && s->facts[asked].role == ROLE_REPLY)
			return false;
		if ((int)i <= mail)
			continue;
		for (guint k = s->first[i]; k < s->first[i + 1]; k++)
			if (scene_sentence(s, k)->cues & CUE_BIT(EXTRACT_DECISION))
				return false;
	}
	return true;
}

/* A reply to the mail whose words stand below those of this passage: by whom the passage answered, else the first. */
static unsigned answered_by(const struct scene *s, const struct pick *p)
{
	const struct sentence *a = scene_sentence(s, p->from), *z = scene_sentence(s, p->to - 1);
	unsigned cues = scene_sentence(s, p->core)->cues, first = 0;
	int asked = thread_mail(s->t, (unsigned)a->mail)->parent;

	if (!(cues & (CUE_BIT(EXTRACT_OBJECTION) | CUE_BIT(EXTRACT_QUESTION) | CUE_BIT(EXTRACT_REQUEST))))
		return 0;
	for (guint i = 0; i < s->c->segments->len; i++) {
		const struct segment *g = collation_segment(s->c, (int)i);
		const struct mail *m = thread_mail(s->t, (unsigned)g->mail);

		if (g->to != a->mail || m->parent != a->mail || g->to_first > z->last || g->to_end <= a->line)
			continue;
		if (asked >= 0 && !strcmp(m->from.name, thread_mail(s->t, (unsigned)asked)->from.name))
			return m->number;
		first = first ? first : m->number;
	}
	return first;
}

static void item_free(void *p)
{
	struct extract_item *item = p;

	g_free(item->quote);
	g_free(item->author);
	g_free(item->answers_author);
	g_free(item->context);
	g_free(item);
}

static struct extract_item *make_item(const struct chooser *c, const struct pick *p)
{
	const struct scene *s = c->s;
	struct extract_item *item = g_new0(struct extract_item, 1);
	const struct sentence *x = scene_sentence(s, p->core);
	const struct fact *f = &s->facts[x->mail];

	item->part = p->part;
	item->mail = thread_mail(s->t, (unsigned)x->mail)->number;
	item->author = g_strdup(f->author);
	item->quote = words_of(s, p->from, p->to);
	item->cut_back = shorten(&item->quote, 80, false);
	if (f->role == ROLE_REPLY) {
		item->cue = cue_of(s, p);
		find_context(c, p, item);
		item->answered = answered_by(s, p);
		item->unanswered = waits(item->cue) && nobody_answered(s, x->mail);
	}
	return item;
}

static int by_place(const void *a, const void *b)
{
	const struct pick *x = a, *y = b;

	if (x->part != y->part)
		return x->part < y->part ? -1 : 1;
	return x->from < y->from ? -1 : x->from > y->from;
}

GPtrArray *extract_collated(const struct collation *c)
{
	GPtrArray *items = g_ptr_array_new_with_free_func(item_free);
	struct chooser chooser;
	struct scene scene;
	struct budget b;

	scene_init(&scene, c);
	score_all(&scene);
	chooser_init(&chooser, &scene);
	b = make_budget(&scene);
	choose_all(&chooser, &b);
	g_array_sort(chooser.picks, by_place);
	for (guint i = 0; i < chooser.picks->len; i++)
		g_ptr_array_add(items, make_item(&chooser, &g_array_index(chooser.picks, struct pick, i)));
	chooser_clear(&chooser);
	scene_clear(&scene);
	return items;
}

GPtrArray *extract(const struct thread *t, const struct list_line *line)
{
	struct collation *c = collation_build(t);
	GPtrArray *items = extract_collated(c);

	(void)line;
	collation_free(c);
	return items;
}

const char *extract_cue_name(enum extract_cue cue)
{
	static const char *const names[] = { "", "question", "objection", "agreement", "decision", "promise", "request",
					     "report", "test" };

	return cue < G_N_ELEMENTS(names) ? names[cue] : "";
}
