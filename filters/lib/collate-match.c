/* collate-match.c - whole quoted lines found in the ancestors of a mail, block by block
 *
 * A quoted line rarely stands alone. So for each line that does not simply go on from the one before, every place
 * where it stands is judged by how much of the quote goes on from there: "}" follows the block it is in. Depth says
 * which ancestor is likely; the quote's own claims are not asked.
 */
#include "collate-match.h"

#include <string.h>

/* A place is judged by this many lines from there on, and of a frequent line this many places are looked at. */
#define RUN_LINES 16
#define RUN_ENOUGH 160
#define PLACES 256

/* What one generation of difference between depth and place costs, in characters. */
#define GENERATION 12

static struct owned *owned(const struct match *m, int at, int index)
{
	return lines_owned(m->lines, m->chain[at], index);
}

/* How much of the quote, from line i on, stands at this place in one go. */
static int run_weight(const struct match *m, int i, int at, int index)
{
	int count = lines_count(m->lines, m->chain[at]), weight = 0;

	for (int n = 0; i >= 0 && index < count && n < RUN_LINES && weight < RUN_ENOUGH; n++) {
		const struct quote *q = match_quote(m, i);

		if (owned(m, at, index)->id != q->id)
			break;
		weight += q->weight + 1;
		i = q->after;
		index++;
	}
	return weight;
}

struct place {
	int at, index, score;
};

static void consider(const struct match *m, int i, int at, int index, struct place *best)
{
	const struct quote *q = match_quote(m, i);
	int score = run_weight(m, i, at, index) - GENERATION * ABS(at + 1 - q->depth);

	/* Quotes keep the order of what they quote, and go on where they were. */
	if (index > m->last[at])
		score += 6;
	if (index == m->last[at] + 1)
		score += 10;
	if (best->at < 0 || score > best->score)
		*best = (struct place){at, index, score};
}

static void consider_ancestor(const struct match *m, int i, int at, struct place *best)
{
	int index = lines_find(m->lines, m->chain[at], match_quote(m, i)->id);
	int first = index, places = 0;

	/* Those after the last one found come first: among many they are the likely ones. */
	while (index >= 0 && index <= m->last[at])
		index = owned(m, at, index)->next;
	for (; index >= 0 && places < PLACES; index = owned(m, at, index)->next, places++)
		consider(m, i, at, index, best);
	for (; first >= 0 && first <= m->last[at] && places < PLACES; first = owned(m, at, first)->next, places++)
		consider(m, i, at, first, best);
}

static void place_quote(struct match *m, int i)
{
	struct quote *q = match_quote(m, i);
	struct place best = {-1, -1, 0};

	if (q->before >= 0) {
		const struct quote *b = match_quote(m, q->before);

		/* A line that is not short and goes on from the one before needs no search. */
		if (b->at >= 0 && b->index + 1 < lines_count(m->lines, m->chain[b->at]) &&
		    owned(m, b->at, b->index + 1)->id == q->id &&
		    (q->weight > 20 || run_weight(m, i, b->at, b->index + 1) > 40))
			best = (struct place){b->at, b->index + 1, 0};
	}
	if (best.at < 0)
		for (int at = 0; at < m->length; at++)
			consider_ancestor(m, i, at, &best);
	if (best.at < 0)
		return;
	q->at = best.at;
	q->index = best.index;
	m->last[best.at] = best.index;
}

void match_lines(struct match *m)
{
	for (guint i = 0; i < m->quotes->len; i++)
		if (match_quote(m, (int)i)->id > 0)
			place_quote(m, (int)i);
}

/* Quoted lines, attributions and footers inside quotes too: the ancestor owns them as well. */
static void collect(struct match *m)
{
	g_autoptr(GArray) newest = g_array_new(FALSE, TRUE, sizeof(int)); /* by depth: index of the last quote, plus one */

	for (size_t k = 0; k < m->body->n; k++) {
		const struct body_line *l = &m->body->lines[k];
		struct quote q = {.line = (int)k, .depth = l->depth, .before = -1, .after = -1, .at = -1};
		int *last;

		if (!l->depth)
			continue;
		q.id = lines_id(m->lines, l, false, &q.weight);
		if (!q.id)
			continue;
		if (newest->len <= (guint)l->depth)
			g_array_set_size(newest, (guint)l->depth + 1);
		last = &g_array_index(newest, int, l->depth);
		if (*last) {
			q.before = *last - 1;
			match_quote(m, q.before)->after = (int)m->quotes->len;
		}
		*last = (int)m->quotes->len + 1;
		g_array_append_val(m->quotes, q);
	}
}

static void note_origins(struct match *m)
{
	for (guint i = 0; i < m->quotes->len; i++) {
		const struct quote *q = match_quote(m, (int)i);
		struct origin *o = &m->origins[q->line];

		if (q->at < 0)
			continue;
		o->mail = m->chain[q->at];
		o->line = owned(m, q->at, q->index)->line;
	}
}

static void count_quotes(struct match *m)
{
	struct collate_stats *s = &m->c->stats;

	for (guint i = 0; m->length && i < m->quotes->len; i++) {
		const struct quote *q = match_quote(m, (int)i);

		if (m->body->lines[q->line].kind != BODY_QUOTE)
			continue;
		s->quoted++;
		s->found += q->at >= 0;
	}
}

static void own(struct match *m)
{
	for (size_t k = 0; k < m->body->n; k++) {
		const struct body_line *l = &m->body->lines[k];

		if (!l->depth || (l->kind == BODY_QUOTE && (m->origins[k].mail < 0 || m->origins[k].edited)))
			lines_own(m->lines, m->mail, m->body, (int)k);
	}
}

void match_mail(struct collation *c, struct lines *lines, int mail, bool has_children)
{
	struct match m = {.c = c, .lines = lines, .mail = mail, .body = c->bodies[mail]};

	m.origins = g_new0(struct origin, m.body->n + 1);
	c->origins[mail] = m.origins;
	for (size_t k = 0; k < m.body->n; k++)
		m.origins[k].mail = -1;
	for (int a = thread_mail(c->thread, (unsigned)mail)->parent; a >= 0 && m.length < MATCH_ANCESTORS;
	     a = thread_mail(c->thread, (unsigned)a)->parent) {
		m.last[m.length] = -1;
		m.chain[m.length++] = a;
	}
	m.quotes = g_array_new(FALSE, FALSE, sizeof(struct quote));
	if (m.length)
		match_other_marks(&m);
	collect(&m);
	match_lines(&m);
	match_stream(&m);
	note_origins(&m);
	match_edited(&m);
	count_quotes(&m);
	if (has_children)
		own(&m);
	g_array_free(m.quotes, TRUE);
}
