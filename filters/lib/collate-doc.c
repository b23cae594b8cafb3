/* collate-doc.c - the order of the document: every answer under the lines that it answers */
#include "collate-doc.h"
#include "series.h"

#include <limits.h>
#include <stdlib.h>

/* An answer, and the line below which it stands; INT_MAX: below the whole mail. */
struct answer {
	int to, line;
	int segment;
	int turn;   /* among those that are left below the end of a text: by mail */
};

static int by_turn(const void *a, const void *b)
{
	const struct answer *x = a, *y = b;

	if (x->turn != y->turn)
		return x->turn < y->turn ? -1 : 1;
	return x->segment < y->segment ? -1 : x->segment > y->segment;
}

static int by_place(const void *a, const void *b)
{
	const struct answer *x = a, *y = b;

	if (x->to != y->to)
		return x->to < y->to ? -1 : 1;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	/* Segments are in order of date. */
	return x->segment < y->segment ? -1 : x->segment > y->segment;
}

/* The patches of a series are no answers to its cover letter: they stand beside it. */
static bool stands_alone(const struct collation *c, const struct segment *s)
{
	struct series_subject subject;
	bool alone;

	if (s->to < 0)
		return true;
	if (s->to_first < s->to_end)
		return false;
	series_subject_parse(&subject, thread_mail(c->thread, (unsigned)s->mail)->subject);
	alone = subject.patch && !subject.reply;
	series_subject_clear(&subject);
	return alone;
}

/* All answers, by mail and line; those that stand alone first, with to = -1. */
static GArray *all_answers(const struct collation *c)
{
	GArray *all = g_array_sized_new(FALSE, FALSE, sizeof(struct answer), c->segments->len);

	for (int i = 0; i < (int)c->segments->len; i++) {
		const struct segment *s = collation_segment(c, i);
		struct answer a = {s->to, doc_anchor(c, s), i, 0};

		if (stands_alone(c, s))
			a.to = -1;
		g_array_append_val(all, a);
	}
	g_array_sort(all, by_place);
	return all;
}

/* The first answer at or after this place. */
static guint answers_from(const GArray *all, int to, int line)
{
	guint low = 0, high = all->len;
	struct answer key = {to, line, -1, 0};

	while (low < high) {
		guint mid = (low + high) / 2;

		if (by_place(&g_array_index(all, struct answer, mid), &key) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* One level of the walk. Levels lie on a stack of our own: a chain of answers can be as long as a thread. */
struct level {
	struct speech speech;
	guint next, end;   /* answers to this segment's lines */
	bool over;         /* all lines were told */
};

/* The last segment of a mail takes the answers to the mail as a whole. */
static bool last_of_mail(const struct collation *c, int segment)
{
	return segment + 1 == (int)c->segments->len ||
	       collation_segment(c, segment + 1)->mail != collation_segment(c, segment)->mail;
}

static bool first_of_mail(const struct collation *c, int segment)
{
	return !segment || collation_segment(c, segment - 1)->mail != collation_segment(c, segment)->mail;
}

static void push(struct doc *d, GArray *stack, const GArray *all, int segment)
{
	const struct segment *s = collation_segment(d->c, segment);
	struct level l;

	l.over = false;
	speech_begin(d, &l.speech, segment, (int)stack->len);
	l.next = answers_from(all, s->mail, first_of_mail(d->c, segment) ? 0 : s->first);
	l.end = last_of_mail(d->c, segment) ? answers_from(all, s->mail + 1, 0) : answers_from(all, s->mail, s->end);
	page_speaker(&d->page, segment, (int)stack->len);
	g_array_append_val(stack, l);
}

/* Below the end of a text a mail's words stand in their own order: "Hi Ann, my answers are below" above the last of these. */
static void order_left(const struct collation *c, struct answer *left, guint n)
{
	g_autoptr(GHashTable) turns = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < n; i++) {
		gpointer mail = GINT_TO_POINTER(collation_segment(c, left[i].segment)->mail), turn;

		if (!g_hash_table_lookup_extended(turns, mail, NULL, &turn))
			g_hash_table_insert(turns, mail, turn = GUINT_TO_POINTER(i));
		left[i].turn = GPOINTER_TO_INT(turn);
	}
	qsort(left, n, sizeof(*left), by_turn);
}

/* The next of the answers that are left when all lines were told. No search in `all` begins or ends among them. */
static int next_left(const struct doc *d, struct level *l, GArray *all)
{
	if (!l->over)
		order_left(d->c, &g_array_index(all, struct answer, l->next), l->end - l->next);
	l->over = true;
	return g_array_index(all, struct answer, l->next++).segment;
}

static void walk(struct doc *d, GArray *all, int segment)
{
	GArray *stack = g_array_new(FALSE, FALSE, sizeof(struct level));

	push(d, stack, all, segment);
	while (stack->len) {
		struct level *l = &g_array_index(stack, struct level, stack->len - 1);
		const struct answer *a = &g_array_index(all, struct answer, l->next);

		if (l->next < l->end && a->line < l->speech.line && !speech_closes(d, &l->speech)) {
			speech_flush(d, &l->speech);
			l->next++;
			push(d, stack, all, a->segment);
		} else if (speech_next(d, &l->speech)) {
			continue;
		} else if (l->next < l->end) {
			speech_flush(d, &l->speech);
			push(d, stack, all, next_left(d, l, all));
		} else {
			speech_end(d, &l->speech);
			g_array_set_size(stack, stack->len - 1);
		}
	}
	g_array_free(stack, TRUE);
}

void doc_collated(struct doc *d)
{
	GArray *all = all_answers(d->c);

	for (guint i = 0; i < all->len && g_array_index(all, struct answer, i).to < 0; i++)
		walk(d, all, g_array_index(all, struct answer, i).segment);
	g_array_free(all, TRUE);
}

void collation_render(const struct collation *c, const struct collate_options *o, GString *out)
{
	struct doc d;

	doc_init(&d, c, o, out);
	page_head(&d.page);
	if (o->flat)
		doc_flat(&d);
	else
		doc_collated(&d);
	doc_clear(&d);
}

void collate(const struct thread *t, const struct collate_options *o, GString *out, struct collate_stats *stats)
{
	struct collation *c = collation_build(t);

	if (stats)
		*stats = c->stats;
	collation_render(c, o, out);
	collation_free(c);
}
