/* extract-text.c - a mail's own words as sentences */
#include "extract-text.h"

#include <string.h>

/* A paragraph of so few words that ends in a comma is a greeting: "Ann," */
#define GREETING_WORDS 3

/* A paragraph of so many words is none of a changelog. */
#define CHANGES_WORDS 15

/* Longer words on average are none. */
#define WORD_BYTES 40

/* A block being gathered: a paragraph or an item of a list. */
struct block {
	unsigned start;      /* in the own text */
	bool open, item;
	bool link;           /* its last line is an address */
	bool midway;         /* its first sentence began above the code before it */
	size_t indent;
};

struct maker {
	struct text *t;
	GString *own;
	GArray *line_at;     /* by line of the body: offset in own where it starts */
	struct block block;
	int mail, blocks, run;
	enum place place;
	bool shortlog;
	int lead;            /* where in own an address stands that may begin a sentence; -1: none does */
	bool code;           /* the line before was code */
	bool broken;         /* the last line of own is not one of the words that come now */
};

static bool blank(const struct body_line *l)
{
	for (size_t i = 0; i < l->len; i++)
		if (!g_ascii_isspace(l->text[i]))
			return false;
	return true;
}

/* The text of a line, white space folded, one blank before it if something stands there. */
static void append(struct maker *m, const struct body_line *l)
{
	bool gap = m->own->len && m->own->str[m->own->len - 1] != '\n';

	for (size_t i = 0; i < l->len; i++) {
		if (g_ascii_isspace(l->text[i])) {
			gap = m->own->len && m->own->str[m->own->len - 1] != '\n';
			continue;
		}
		if (gap)
			g_string_append_c(m->own, ' ');
		gap = false;
		g_string_append_c(m->own, l->text[i]);
	}
}

/* The body's line in which this offset of own lies. */
static int line_of(const struct maker *m, unsigned offset)
{
	guint low = 0, high = m->line_at->len;

	while (high - low > 1) {
		guint mid = (low + high) / 2;

		if (g_array_index(m->line_at, unsigned, mid) <= offset)
			low = mid;
		else
			high = mid;
	}
	return (int)low;
}

static void add_sentence(struct maker *m, unsigned start, unsigned end)
{
	const char *s = m->own->str;
	struct sentence x = { .mail = m->mail, .start = start, .end = end, .block = m->blocks, .run = m->run,
			      .place = m->place, .item = m->block.item, .rank = 1 };

	x.words = count_words(s + start, end - start);
	/* What has no blanks is no sentence: a blob, a line of dashes. */
	if (!x.words || end - start > WORD_BYTES * x.words)
		return;
	if (x.words <= GREETING_WORDS && s[end - 1] == ',')
		return;
	x.leads = s[end - 1] == ':';
	x.midway = m->block.midway && start == m->block.start;
	x.line = line_of(m, start);
	x.last = line_of(m, end - 1);
	g_array_append_val(m->t->sentences, x);
}

static void close_block(struct maker *m)
{
	const char *s = m->own->str;
	size_t i = m->block.start, n = m->own->len;

	if (!m->block.open)
		return;
	m->block.open = false;
	/* A paragraph ends a changelog; a short one may be its part. */
	if (m->place == PLACE_CHANGES && !m->block.item && !m->block.indent && count_words(s + i, n - i) >= CHANGES_WORDS)
		m->place = PLACE_PROSE;
	while (i < n) {
		size_t end = sentence_end(s, i, n);

		add_sentence(m, (unsigned)i, (unsigned)end);
		for (i = end; i < n && s[i] == ' ';)
			i++;
	}
	m->blocks++;
}

static void open_block(struct maker *m, const struct body_line *l, size_t mark, bool item)
{
	unsigned at;

	close_block(m);
	at = (unsigned)m->own->len;
	append(m, l);
	m->block = (struct block){ .start = at, .open = true, .item = item, .indent = mark };
	if (m->own->len > at && m->own->str[at] == ' ')
		m->block.start++;
	/* The bullet is not of the sentence. */
	if (item)
		while (m->block.start < m->own->len && m->own->str[m->block.start] != ' ')
			m->block.start++;
	while (m->block.start < m->own->len && m->own->str[m->block.start] == ' ')
		m->block.start++;
}

static void other_kind(struct maker *m, const struct body_line *l)
{
	close_block(m);
	if (m->own->len && m->own->str[m->own->len - 1] != '\n')
		g_string_append_c(m->own, '\n');
	if (!blank(l))
		m->code = l->kind == BODY_DIFF;
	m->lead = -1;
	if ((l->kind == BODY_QUOTE || l->kind == BODY_ATTRIBUTION || l->kind == BODY_DIFF) && !blank(l))
		m->broken = true;
}

/* "It is told here:" and on the next line where: an address is the rest of a sentence that has no end yet. */
static bool goes_on(const struct maker *m, const struct body_line *l)
{
	return m->block.open && !m->block.link && !strchr(".!?", m->own->str[m->own->len - 1]) && line_link(l);
}

static bool opens_sentence(const struct body_line *l)
{
	for (size_t i = 0; i < l->len; i++)
		if (!g_ascii_isspace(l->text[i]))
			return g_ascii_isupper(l->text[i]);
	return false;
}

/* A word of prose in lower case, no identifier. */
static bool small_word(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && g_ascii_islower(s[i]))
		i++;
	return i && (i == n || s[i] == ' ' || s[i] == ',');
}

/* A paragraph, and with it the address on the line above, if that is how it begins. */
static void open_paragraph(struct maker *m, const struct body_line *l, size_t mark, bool code)
{
	bool small = small_word(l->text + mark, l->len - mark);
	int lead = m->lead;

	open_block(m, l, mark, false);
	m->block.midway = code && small;
	if (lead >= 0 && small)
		m->block.start = (unsigned)lead;
}

/* What is no part of a sentence. */
static void idle_line(struct maker *m, const struct body_line *l)
{
	size_t at;

	close_block(m);
	at = m->own->len;
	append(m, l);
	m->lead = line_link(l) ? (int)(at + (m->own->str[at] == ' ')) : -1;
}

static void text_line(struct maker *m, const struct body_line *l)
{
	size_t mark;
	enum look look = line_look(l, &mark);
	bool code = m->code;

	/* A comment in code goes on with a star. */
	if (m->code && look == LOOK_ITEM && memchr(l->text, '*', mark))
		look = LOOK_CODE;
	m->code = look == LOOK_CODE;
	if (m->broken)
		m->run++;
	m->broken = false;
	if (look == LOOK_CHANGES)
		m->place = PLACE_CHANGES;
	if (!m->shortlog && look == LOOK_IDLE && goes_on(m, l)) {
		append(m, l);
		m->block.link = true;
		return;
	}
	/* No full stop stands after an address. */
	if (m->block.link && opens_sentence(l))
		close_block(m);
	m->block.link = false;
	if (look == LOOK_SHORTLOG) {
		m->shortlog = true;
		m->place = PLACE_PROSE;
	}
	if (m->shortlog || (look != LOOK_PROSE && look != LOOK_ITEM)) {
		idle_line(m, l);
		return;
	}
	/* An indented block between paragraphs is mostly an example. */
	if (look == LOOK_ITEM)
		open_block(m, l, mark, true);
	else if (!m->block.open || (!m->block.item && mark > m->block.indent + 1))
		open_paragraph(m, l, mark, code);
	else
		append(m, l);
	m->lead = -1;
}

/* What each sentence's run still holds. */
static void number_runs(GArray *sentences)
{
	int left = 0, at = 0;

	for (guint i = 0; i < sentences->len; i++) {
		struct sentence *x = &g_array_index(sentences, struct sentence, i);

		at = i && x[-1].run == x->run ? at + 1 : 0;
		x->at = at;
	}
	for (guint i = sentences->len; i-- > 0;) {
		struct sentence *x = &g_array_index(sentences, struct sentence, i);

		left = i + 1 < sentences->len && x[1].run == x->run ? left + 1 : 0;
		x->left = left;
	}
}

/* Instead of sentences. */
static void keep_lines(struct maker *m, const GArray *ranges)
{
	g_array_set_size(m->t->sentences, 0);
	m->block.item = false;
	m->place = PLACE_PROSE;
	for (guint i = 0; i < ranges->len; i++) {
		const struct line_range *r = &g_array_index(ranges, struct line_range, i);
		unsigned start = g_array_index(m->line_at, unsigned, r->first);
		unsigned end = (guint)r->end < m->line_at->len ? g_array_index(m->line_at, unsigned, r->end)
							      : (unsigned)m->own->len;

		while (start < end && g_ascii_isspace(m->own->str[start]))
			start++;
		while (end > start && g_ascii_isspace(m->own->str[end - 1]))
			end--;
		m->run = m->blocks = (int)i;
		if (end > start)
			add_sentence(m, start, end);
	}
}

void text_parse(struct text *t, struct body *b, int mail, bool robot)
{
	g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(struct line_range));
	struct maker m = { .t = t, .own = g_string_new(NULL), .mail = mail, .lead = -1 };

	m.line_at = g_array_sized_new(FALSE, FALSE, sizeof(unsigned), (guint)b->n);
	t->body = b;
	t->sentences = g_array_new(FALSE, FALSE, sizeof(struct sentence));
	for (size_t k = 0; k < b->n; k++) {
		const struct body_line *l = &b->lines[k];
		unsigned at = (unsigned)m.own->len;

		g_array_append_val(m.line_at, at);
		if (l->kind != BODY_TEXT) {
			other_kind(&m, l);
		} else if (blank(l)) {
			close_block(&m);
			m.lead = -1;
			m.shortlog = false;
		} else {
			text_line(&m, l);
		}
	}
	close_block(&m);
	if (robot && bot_report(b, ranges))
		keep_lines(&m, ranges);
	number_runs(t->sentences);
	g_array_free(m.line_at, TRUE);
	t->own = g_string_free(m.own, FALSE);
}

void text_clear(struct text *t)
{
	g_array_free(t->sentences, TRUE);
	g_free(t->own);
}
