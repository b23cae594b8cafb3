#include "verify-own.h"
#include "verify-fold.h"
#include "lib/body.h"

#include <string.h>

enum {
	LONGEST_LINE = 200,
	BESIDE = 400,      /* bytes around words in which somebody is still spoken of */
};

struct own_mail {
	bool read;
	struct fold text;
	GArray *starts;     /* size_t: where in it each line of the body begins */
	struct fold *code;  /* its diffs without their marks; NULL: nobody asked yet */
	GHashTable *lines;  /* short lines, folded and trimmed; NULL: nobody asked yet */
};

struct own {
	const struct collation *collation;
	struct own_mail *mails;
	unsigned n;
};

struct own *own_new(const struct collation *c)
{
	struct own *o = g_new0(struct own, 1);

	o->n = c->thread->mails->len;
	o->collation = c;
	o->mails = g_new0(struct own_mail, o->n + 1);
	return o;
}

void own_free(struct own *o)
{
	if (!o)
		return;
	for (unsigned i = 0; i < o->n; i++) {
		struct own_mail *m = &o->mails[i];

		if (!m->read)
			continue;
		fold_clear(&m->text);
		if (m->code)
			fold_clear(m->code);
		g_free(m->code);
		g_array_unref(m->starts);
		g_clear_pointer(&m->lines, g_hash_table_unref);
	}
	g_free(o->mails);
	g_free(o);
}

static bool is_own(const struct body_line *l)
{
	if (g_str_has_prefix(l->raw, MAIL_MARK))
		return false;
	switch (l->kind) {
	case BODY_TEXT:
	case BODY_DIFF:
	case BODY_STAT:
	case BODY_TRAILER:
	case BODY_ATTACHED:
		return true;
	default:
		return false;
	}
}

static void add_line(struct own_mail *m, const char *text, size_t len)
{
	struct fold f;

	if (len > LONGEST_LINE)
		return;
	fold_init(&f);
	fold_add(&f, text, (gssize)len);
	fold_trim(&f);
	if (f.text->len)
		g_hash_table_add(m->lines, g_strdup(f.text->str));
	fold_clear(&f);
}

/* A trailer is whole without its address, too. */
static void add_trailer(struct own_mail *m, const char *text, size_t len)
{
	const char *address = memchr(text, '<', len);

	if (address)
		add_line(m, text, (size_t)(address - text));
}

/* A line of a patch, behind its mark. */
static bool is_code(const struct body_line *l)
{
	return l->kind == BODY_DIFF && l->len && strchr("+- ", *l->text);
}

static void add_body(struct own_mail *m, const struct body *b)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct body_line *l = &b->lines[i];

		g_array_append_val(m->starts, m->text.text->len);
		if (!is_own(l)) {
			if (l->kind != BODY_QUOTE || !body_blank(l))
				fold_break(&m->text);
			continue;
		}
		fold_add(&m->text, l->text, (gssize)l->len);
	}
}

const struct fold *own_code(struct own *o, unsigned number)
{
	struct own_mail *m = &o->mails[number - 1];
	const struct body *b = o->collation->bodies[number - 1];

	if (m->code)
		return m->code;
	m->code = g_new(struct fold, 1);
	fold_init(m->code);
	for (size_t i = 0; i < b->n; i++) {
		const struct body_line *l = &b->lines[i];

		if (!is_own(l))
			fold_break(m->code);
		else if (is_code(l))
			fold_add(m->code, l->text + 1, (gssize)l->len - 1);
	}
	return m->code;
}

static bool is_reply(const char *subject)
{
	static const char *const marks[] = { "re:", "aw:", "sv:", "回复:", "回复：", "答复:", "答复：", "转发:" };

	for (unsigned i = 0; i < G_N_ELEMENTS(marks); i++)
		if (!g_ascii_strncasecmp(subject, marks[i], strlen(marks[i])))
			return true;
	return false;
}

static struct own_mail *own_mail(struct own *o, unsigned number)
{
	struct own_mail *m = &o->mails[number - 1];
	const struct mail *mail = thread_mail(o->collation->thread, number - 1);

	if (m->read)
		return m;
	m->read = true;
	fold_init(&m->text);
	m->starts = g_array_new(FALSE, FALSE, sizeof(gsize));
	if (!is_reply(mail->subject)) {
		fold_add(&m->text, mail->subject, -1);
		fold_break(&m->text);
	}
	add_body(m, o->collation->bodies[number - 1]);
	return m;
}

unsigned own_count(const struct own *o)
{
	return o->n;
}

const struct fold *own_text(struct own *o, unsigned number)
{
	return &own_mail(o, number)->text;
}

GHashTable *own_lines(struct own *o, unsigned number)
{
	struct own_mail *m = own_mail(o, number);
	const struct mail *mail = thread_mail(o->collation->thread, number - 1);
	const struct body *b = o->collation->bodies[number - 1];

	if (m->lines)
		return m->lines;
	m->lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	if (!is_reply(mail->subject))
		add_line(m, mail->subject, strlen(mail->subject));
	for (size_t i = 0; i < b->n; i++) {
		const struct body_line *l = &b->lines[i];

		if (!is_own(l))
			continue;
		add_line(m, l->text, l->len);
		if (l->kind == BODY_TRAILER)
			add_trailer(m, l->text, l->len);
		if (is_code(l))
			add_line(m, l->text + 1, l->len - 1);
	}
	return m->lines;
}

/* The body's line in which a byte of the folded text stands. */
static unsigned line_of(const struct own_mail *m, gsize at)
{
	unsigned line = 0;

	while (line + 1 < m->starts->len && g_array_index(m->starts, gsize, line + 1) <= at)
		line++;
	return line;
}

/* A paragraph's edge, or somebody else's words. */
static bool ends_passage(const struct body_line *l)
{
	return !is_own(l) || body_blank(l);
}

char *own_passage(struct own *o, unsigned number, const char *words, gsize bytes)
{
	const struct own_mail *m = number && number <= o->n ? own_mail(o, number) : NULL;
	const struct body *b;
	struct fold f;
	unsigned first, last;
	gssize at;
	gsize size = 0;
	GString *out;

	if (!m || !m->starts->len)
		return NULL;
	b = o->collation->bodies[number - 1];
	fold_init(&f);
	fold_add(&f, words, -1);
	fold_trim(&f);
	at = fold_find(&m->text, g_array_index(m->starts, gsize, 0), &f, 0, f.text->len);
	if (at >= 0) {
		first = line_of(m, (gsize)at);
		last = line_of(m, (gsize)at + f.text->len - 1);
	}
	fold_clear(&f);
	if (at < 0)
		return NULL;
	for (unsigned i = first; i <= last; i++)
		size += b->lines[i].len + 1;
	/* As much before as after. */
	for (bool grown = true; grown;) {
		grown = false;
		if (first > 0 && !ends_passage(&b->lines[first - 1]) && size + b->lines[first - 1].len < bytes) {
			size += b->lines[--first].len + 1;
			grown = true;
		}
		if (last + 1 < b->n && !ends_passage(&b->lines[last + 1]) && size + b->lines[last + 1].len < bytes) {
			size += b->lines[++last].len + 1;
			grown = true;
		}
	}
	out = g_string_new(NULL);
	for (unsigned i = first; i <= last; i++)
		if (is_own(&b->lines[i]))
			g_string_append_printf(out, "%.*s\n", (int)b->lines[i].len, b->lines[i].text);
	return g_string_free(out, FALSE);
}

bool own_mentions(struct own *o, unsigned number, const char *word)
{
	struct fold f;
	bool found;

	if (!number || number > o->n)
		return false;
	fold_init(&f);
	fold_add(&f, word, -1);
	found = fold_find(&own_mail(o, number)->text, 0, &f, 0, f.text->len) >= 0;
	fold_clear(&f);
	return found;
}

bool own_mentions_near(struct own *o, unsigned number, const char *word, const char *words)
{
	const struct fold *hay;
	struct fold f, w;
	gssize at = -1, there = -1;

	if (!number || number > o->n)
		return false;
	hay = &own_mail(o, number)->text;
	fold_init(&f);
	fold_init(&w);
	fold_add(&f, word, -1);
	fold_add(&w, words, -1);
	fold_trim(&w);
	there = fold_find(hay, 0, &w, 0, w.text->len);
	if (there >= 0)
		at = fold_find(hay, there > BESIDE ? (gsize)there - BESIDE : 0, &f, 0, f.text->len);
	there += (gssize)w.text->len + BESIDE;
	fold_clear(&f);
	fold_clear(&w);
	return at >= 0 && at < there;
}

bool own_anywhere(const struct own *o, const char *word)
{
	for (unsigned i = 0; i < o->n; i++) {
		const struct mail *m = thread_mail(o->collation->thread, i);

		if ((m->text && strcasestr(m->text, word)) || (m->to && strcasestr(m->to, word)) ||
		    strcasestr(m->subject, word) || strcasestr(m->from.name, word))
			return true;
	}
	return false;
}
