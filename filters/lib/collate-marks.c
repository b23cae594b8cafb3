/* collate-marks.c - quotes behind other marks than ">", and quotes that somebody changed
 *
 * "| ", ": " and "Ann> " begin lines of tables and of code as well. So they count as quote marks only where the rest
 * of the line stands in an ancestor.
 */
#include "collate-match.h"

#include <string.h>

/* How many ancestors are asked, and how long a line must be to prove that its mark is one. */
#define ASKED 3
#define PROOF 12

/* The length of such a mark at the start of a line; 0: none. */
static size_t other_mark(const struct body_line *l)
{
	size_t i = 0;

	while (i < l->len && (l->text[i] == ' ' || l->text[i] == '\t') && i < 4)
		i++;
	if (i < l->len && (l->text[i] == '|' || l->text[i] == ':'))
		return i + 1;
	/* "Ann> ", "AE> " and " > " */
	for (size_t letters = 0; i < l->len && letters <= 10; letters++, i++) {
		if (l->text[i] == '>')
			return i + 1;
		if (!g_ascii_isalpha(l->text[i]))
			break;
	}
	return 0;
}

static struct body_line without(const struct body_line *l, size_t mark)
{
	struct body_line rest = *l;

	rest.text += mark;
	rest.len -= mark;
	return rest;
}

static bool stands_above(const struct match *m, const struct body_line *rest, int least)
{
	int weight, id = lines_id(m->lines, rest, false, &weight);

	if (id <= 0 || weight < least)
		return false;
	for (int at = 0; at < MIN(m->length, ASKED); at++)
		if (lines_find(m->lines, m->chain[at], id) >= 0)
			return true;
	return false;
}

static bool candidate(const struct match *m, size_t k)
{
	const struct body_line *l = &m->body->lines[k];

	return k < m->body->n && (l->kind == BODY_TEXT || l->kind == BODY_QUOTE) && other_mark(l) > 0;
}

static void make_quote(struct body_line *l)
{
	*l = without(l, other_mark(l));
	if (l->len && l->text[0] == ' ')
		l->text++, l->len--;
	l->kind = BODY_QUOTE;
	l->depth++;
}

/* A block of lines with such a mark is a quote if one of its lines proves it; its short lines go along if they stand
 * there too. */
static size_t mark_block(struct match *m, size_t from)
{
	size_t end = from;
	bool proved = false;

	for (; candidate(m, end); end++) {
		struct body_line rest = without(&m->body->lines[end], other_mark(&m->body->lines[end]));

		/* Unless the ancestor has it with the mark: then it is pasted, not quoted. */
		if (stands_above(m, &rest, PROOF) && !stands_above(m, &m->body->lines[end], 1))
			proved = true;
	}
	for (size_t k = from; proved && k < end; k++) {
		struct body_line rest = without(&m->body->lines[k], other_mark(&m->body->lines[k]));

		if (body_blank(&rest) || stands_above(m, &rest, 1))
			make_quote(&m->body->lines[k]);
	}
	return end;
}

void match_other_marks(struct match *m)
{
	for (size_t k = 0; k < m->body->n;)
		k = candidate(m, k) ? mark_block(m, k) : k + 1;
}
