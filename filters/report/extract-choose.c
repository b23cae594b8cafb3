/* extract-choose.c - choosing sentences until the budget is spent */
#include "extract-choose.h"

#include <math.h>

#define WORDS_MOST 60     /* of one piece */
#define WORDS_ENOUGH 28   /* a piece of so many needs no neighbour */
#define LEAST 1.0         /* a piece of less worth is not worth its line */

#define REPEATS 2.0       /* what being like a chosen piece costs */
#define SAME_MAIL 0.7     /* what each piece of the same mail costs */
#define SAME_TOPIC 0.25   /* ... of the same patch's talk */

void chooser_init(struct chooser *c, struct scene *s)
{
	*c = (struct chooser){ .s = s };
	c->picks = g_array_new(FALSE, FALSE, sizeof(struct pick));
	c->taken = g_array_new(FALSE, TRUE, sizeof(guint));
	g_array_set_size(c->taken, s->t->mails->len);
	c->used = g_new0(bool, scene_count(s) + 1);
}

void chooser_clear(struct chooser *c)
{
	g_array_free(c->picks, TRUE);
	g_array_free(c->taken, TRUE);
	g_free(c->used);
}

static unsigned taken(const struct chooser *c, int mail)
{
	return g_array_index(c->taken, guint, mail);
}

/* Whether sentence b can be quoted together with a, which stands right before it. */
static bool together(const struct chooser *c, guint a, guint b)
{
	const struct sentence *x = scene_sentence(c->s, a), *y = scene_sentence(c->s, b);
	const char *own = c->s->texts[x->mail].own;

	if (x->mail != y->mail || x->run != y->run || c->used[a] || c->used[b])
		return false;
	for (unsigned i = x->end; i < y->start; i++)
		if (own[i] == '\n')
			return false;
	/* Next to each other, or a list's item after its bullet. */
	return y->start - x->end <= (y->item ? 5u : 1u) && (x->block == y->block || x->leads || (x->item && y->item));
}

static unsigned words(const struct chooser *c, const struct pick *p)
{
	unsigned n = 0;

	for (guint i = p->from; i < p->to; i++)
		n += scene_sentence(c->s, i)->words;
	return n;
}

/* A sentence that leans on its neighbours takes them along; a short one takes what explains it. */
static void extend(const struct chooser *c, struct pick *p)
{
	const struct scene *s = c->s;
	guint count = scene_count(s);

	while (p->from && (scene_sentence(s, p->from)->cues & CUE_BIT(CUE_HEDGE)) && p->core - p->from < 2) {
		guint before = p->from - 1;

		c->used[p->core] = false;
		if (!together(c, before, p->from) || scene_sentence(s, before)->block != scene_sentence(s, p->from)->block ||
		    words(c, p) + scene_sentence(s, before)->words > WORDS_MOST)
			break;
		p->from = before;
	}
	while (p->to < count && together(c, p->to - 1, p->to)) {
		const struct sentence *next = scene_sentence(s, p->to);
		unsigned sum = words(c, p);

		if (sum + next->words > WORDS_MOST || (next->cues & CUE_BIT(CUE_IDLE)))
			break;
		if (sum >= WORDS_ENOUGH && !scene_sentence(s, p->to - 1)->leads)
			break;
		p->to++;
	}
}

static double likest(const struct chooser *c, guint i)
{
	double most = 0;

	for (guint k = 0; k < c->picks->len; k++) {
		const struct pick *p = &g_array_index(c->picks, struct pick, k);

		for (guint j = p->from; j < p->to; j++)
			most = fmax(most, ranker_similarity(c->s->ranker, i, j));
	}
	return most;
}

static unsigned on_topic(const struct chooser *c, int under)
{
	unsigned n = 0;

	for (guint k = 0; k < c->picks->len; k++) {
		const struct pick *p = &g_array_index(c->picks, struct pick, k);
		const struct sentence *x = scene_sentence(c->s, p->core);

		n += c->s->facts[x->mail].role == ROLE_REPLY && c->s->facts[x->mail].under == under;
	}
	return n;
}

static double value(const struct chooser *c, guint i, double like)
{
	const struct sentence *x = scene_sentence(c->s, i);
	double v = x->score - REPEATS * fmax(0, like - 0.2) - SAME_MAIL * taken(c, x->mail);

	if (c->s->facts[x->mail].role == ROLE_REPLY)
		v -= SAME_TOPIC * on_topic(c, c->s->facts[x->mail].under);
	return v;
}

unsigned choose(struct chooser *c, enum extract_part part, unsigned n, unsigned each, may_choose may, const void *arg)
{
	guint count = scene_count(c->s);
	g_autofree double *like = g_new(double, count + 1);
	unsigned done = 0;

	for (guint i = 0; i < count; i++)
		like[i] = may(c, i, arg) ? likest(c, i) : -1;
	while (done < n) {
		double best = LEAST;
		struct pick p = { .part = part, .from = count };

		for (guint i = 0; i < count; i++) {
			double v;

			if (like[i] < 0 || c->used[i] || taken(c, scene_sentence(c->s, i)->mail) >= each)
				continue;
			v = value(c, i, like[i]);
			if (v > best) {
				best = v;
				p.from = p.core = i;
			}
		}
		if (p.from == count)
			break;
		p.to = p.from + 1;
		extend(c, &p);
		for (guint i = p.from; i < p.to; i++)
			c->used[i] = true;
		g_array_append_val(c->picks, p);
		g_array_index(c->taken, guint, scene_sentence(c->s, p.core)->mail)++;
		for (guint i = 0; i < count; i++)
			for (guint j = p.from; like[i] >= 0 && j < p.to; j++)
				like[i] = fmax(like[i], ranker_similarity(c->s->ranker, i, j));
		done++;
	}
	return done;
}
