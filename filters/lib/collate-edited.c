/* collate-edited.c - quoted lines that somebody changed by hand: where they belong
 *
 * A changed line is no proof of what was said, so it stays in the document as a quote. But the words below it answer
 * the line that it was made from, and that one is near the quote's other lines.
 */
#include "collate-match.h"

#include <string.h>

/* Lines around the place of the neighbouring quotes that are compared. */
#define NEAR 6

/* Shared words, in percent of the longer line's, that make two lines versions of each other. */
#define ALIKE 60
#define WORDS 4

static GHashTable *words_of(const struct body_line *l, int *count)
{
	GHashTable *set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	size_t i = 0;

	*count = 0;
	while (i < l->len) {
		size_t start;

		while (i < l->len && !g_ascii_isalnum(l->text[i]) && (unsigned char)l->text[i] < 0x80)
			i++;
		for (start = i; i < l->len && (g_ascii_isalnum(l->text[i]) || (unsigned char)l->text[i] >= 0x80);)
			i++;
		if (i > start) {
			g_hash_table_add(set, g_ascii_strdown(l->text + start, (gssize)(i - start)));
			(*count)++;
		}
	}
	return set;
}

static int alike(const struct body_line *a, const struct body_line *b)
{
	int na, nb, shared = 0;
	g_autoptr(GHashTable) wa = words_of(a, &na);
	g_autoptr(GHashTable) wb = words_of(b, &nb);
	GHashTableIter iter;
	gpointer word;

	g_hash_table_iter_init(&iter, wa);
	while (g_hash_table_iter_next(&iter, &word, NULL))
		shared += g_hash_table_contains(wb, word);
	return shared < WORDS ? 0 : shared * 100 / MAX(na, nb);
}

static void look_near(struct match *m, struct quote *q, const struct quote *near)
{
	int mail = m->chain[near->at], best = 0;
	int from = MAX(0, near->index - NEAR), to = MIN(lines_count(m->lines, mail) - 1, near->index + NEAR);

	for (int index = from; index <= to; index++) {
		int line = lines_owned(m->lines, mail, index)->line;
		int score = alike(&m->body->lines[q->line], &m->c->bodies[mail]->lines[line]);

		if (score > best && score >= ALIKE) {
			best = score;
			m->origins[q->line] = (struct origin){mail, line, true};
		}
	}
}

void match_edited(struct match *m)
{
	for (int i = 0; i < (int)m->quotes->len; i++) {
		struct quote *q = match_quote(m, i);

		if (q->at >= 0 || m->body->lines[q->line].kind != BODY_QUOTE)
			continue;
		if (i && match_quote(m, i - 1)->at >= 0)
			look_near(m, q, match_quote(m, i - 1));
		if (m->origins[q->line].mail < 0 && i + 1 < (int)m->quotes->len && match_quote(m, i + 1)->at >= 0)
			look_near(m, q, match_quote(m, i + 1));
	}
}
