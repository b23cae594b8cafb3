/* collate-stream.c - quoted lines that were wrapped anew, snipped inside or quoted behind another mark
 *
 * A mailer that wraps a quote moves its line ends and drops marks into its middle; the characters stay. So what
 * whole lines did not place is looked for in the ancestors' text without white space and ">".
 */
#include "collate-match.h"

#include <string.h>

/* A piece that does not go on from the one before must be this long to prove anything. */
#define PIECE 14

/* Ancestors that are searched, and bytes a mail may cost: what repeats nothing must not make a thread slow. */
#define GENERATIONS 8
#define BUDGET (8u << 20)

struct search {
	struct match *m;
	GString *needle;
	size_t budget;
};

static const GString *stream(const struct match *m, int at)
{
	return m->lines->mails[m->chain[at]].stream;
}

/* Where the quote's place ends in its mail's stream. */
static unsigned end_of(const struct match *m, const struct quote *q)
{
	return q->end ? q->end : lines_owned(m->lines, m->chain[q->at], q->index)->end;
}

static void place(struct match *m, struct quote *q, int at, size_t start, size_t len)
{
	q->at = at;
	q->end = (unsigned)(start + len);
	q->index = lines_at(m->lines, m->chain[at], q->end - 1);
	m->last[at] = q->index;
}

/* The line goes on where another one ended. */
static bool goes_on(struct search *s, struct quote *q, const struct quote *from)
{
	const GString *text;
	unsigned end;

	if (from->at < 0)
		return false;
	text = stream(s->m, from->at);
	end = end_of(s->m, from);
	if (text->len - end < s->needle->len || memcmp(text->str + end, s->needle->str, s->needle->len) != 0)
		return false;
	place(s->m, q, from->at, end, s->needle->len);
	return true;
}

/* The line ends where the next one begins. */
static bool goes_before(struct search *s, struct quote *q, const struct quote *next)
{
	const GString *text;
	size_t start;

	if (next->at < 0 || next->end)
		return false;
	text = stream(s->m, next->at);
	start = next->index ? lines_owned(s->m->lines, s->m->chain[next->at], next->index - 1)->end : 0;
	if (start < s->needle->len || memcmp(text->str + start - s->needle->len, s->needle->str, s->needle->len) != 0)
		return false;
	place(s->m, q, next->at, start - s->needle->len, s->needle->len);
	return true;
}

/* Where a piece stands in an ancestor: after what was found last, else anywhere. NULL: nowhere. */
static const char *find(struct search *s, int at, const char *piece, size_t len)
{
	const GString *text = stream(s->m, at);
	unsigned from = s->m->last[at] >= 0 ? lines_owned(s->m->lines, s->m->chain[at], s->m->last[at])->end : 0;
	const char *found;

	if (text->len > s->budget || len > text->len)
		return NULL;
	s->budget -= text->len;
	found = memmem(text->str + from, text->len - from, piece, len);
	return found ? found : memmem(text->str, text->len, piece, len);
}

/* The ancestors by how likely they are: that of the quote's depth, then its neighbours. */
static int likely(const struct match *m, int depth, int n)
{
	int at = depth - 1 + (n % 2 ? (n + 1) / 2 : -(n / 2));

	return at < m->length ? at : -1;
}

static bool stands_in(struct search *s, struct quote *q, const char *piece, size_t len)
{
	for (int n = 0; n < 2 * GENERATIONS; n++) {
		int at = likely(s->m, q->depth, n);
		const char *found = at < 0 ? NULL : find(s, at, piece, len);

		if (found) {
			place(s->m, q, at, (size_t)(found - stream(s->m, at)->str), len);
			return true;
		}
	}
	return false;
}

/* "the beginning [...] the end": each piece must stand there, the last one says where. */
static bool snipped(struct search *s, struct quote *q)
{
	static const char *const marks[] = {"[...]", "[snip]", "[..]", "[…]", "...", "…"};
	g_autoptr(GString) text = g_string_new(s->needle->str);
	g_auto(GStrv) pieces = NULL;
	bool found = false;

	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		g_string_replace(text, marks[i], "\n", 0);
	pieces = g_strsplit(text->str, "\n", 0);
	if (!pieces[0] || !pieces[1])
		return false;
	for (char **p = pieces; *p; p++) {
		struct quote before = *q;

		if (!**p)
			continue;
		if (strlen(*p) < PIECE || !stands_in(s, q, *p, strlen(*p)) || (found && before.at != q->at)) {
			q->at = -1;
			q->end = 0;
			return false;
		}
		found = true;
	}
	return found;
}

static void search_quote(struct search *s, int i)
{
	struct quote *q = match_quote(s->m, i);
	const struct body_line *l = &s->m->body->lines[q->line];

	g_string_truncate(s->needle, 0);
	lines_squeeze(s->needle, l->text, l->len, true);
	if (!s->needle->len)
		return;
	if (i && goes_on(s, q, match_quote(s->m, i - 1)))
		return;
	if (q->before >= 0 && goes_on(s, q, match_quote(s->m, q->before)))
		return;
	if (s->needle->len >= PIECE && stands_in(s, q, s->needle->str, s->needle->len))
		return;
	snipped(s, q);
}

void match_stream(struct match *m)
{
	struct search s = {.m = m, .needle = g_string_new(NULL), .budget = BUDGET};

	if (!m->length)
		goto out;
	for (guint i = 0; i < m->quotes->len; i++)
		if (match_quote(m, (int)i)->at < 0)
			search_quote(&s, (int)i);
	/* A short line above one that was found. */
	for (guint i = m->quotes->len; i-- > 1;) {
		struct quote *q = match_quote(m, (int)i - 1);

		if (q->at >= 0)
			continue;
		g_string_truncate(s.needle, 0);
		lines_squeeze(s.needle, m->body->lines[q->line].text, m->body->lines[q->line].len, true);
		if (s.needle->len)
			goes_before(&s, q, match_quote(m, (int)i));
	}
out:
	g_string_free(s.needle, TRUE);
}
