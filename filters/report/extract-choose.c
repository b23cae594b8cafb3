/* extract-choose.c - choosing passages until the budget is spent
 *
 * Greedy, by maximal marginal relevance (Carbonell and Goldstein, 1998): the best passage first, those that repeat it,
 * or come from the same mail or talk, are worth less from then on.
 */
#include "extract-choose.h"
#include "extract-cue.h"

#include <math.h>
#include <string.h>

#define WORDS_MOST 80     /* of one passage */
#define SENTENCES_MOST 10

#define COMPANION 0.26    /* part of a neighbour's worth that counts */
#define COMPANION_LEAST 1.9
#define LEANS 0.5         /* opens with a word that points to what is left out */
#define MIDWAY 0.5        /* opens in the middle of a sentence */
#define OPEN_END 1.4      /* ends in a colon */
#define HALF_QUOTED 0.8   /* holds one end of a quotation */
#define PARAGRAPH 0.2     /* goes on over a paragraph's end */

#define LONG 0.012        /* what each word beyond that costs */
#define LONG_WORDS 40
#define LIST_WORDS 64     /* an announced list may have more */
#define REPEATS 2.2       /* what being like what was chosen costs */
#define REPEATS_WHAT 1.0  /* ... in a part that has one writer, who does not repeat himself */
#define SAME_MAIL 0.7     /* what each passage of the same mail costs */
#define SAME_LETTER 0.25  /* ... of the same letter or patch */
#define SAME_TALK 0.15    /* ... of the same talk */
#define WANTED 0.6        /* what an answer to an objection or question gains that was chosen */
#define CONTEXT 0.8       /* how much a sentence that is shown as context counts as chosen */

/* What says what a series is about is worth so much of its best sentence. */
#define PART_OF_TOP 0.4

void chooser_init(struct chooser *c, struct scene *s)
{
	*c = (struct chooser){ .s = s };
	c->picks = g_array_new(FALSE, FALSE, sizeof(struct pick));
	c->taken = g_array_new(FALSE, TRUE, sizeof(guint));
	g_array_set_size(c->taken, s->t->mails->len);
	c->used = g_new0(bool, scene_count(s) + 1);
	c->like = g_new0(double, scene_count(s) + 1);
	c->wanted = g_new0(double, scene_count(s) + 1);
}

void chooser_clear(struct chooser *c)
{
	g_array_free(c->picks, TRUE);
	g_array_free(c->taken, TRUE);
	g_free(c->used);
	g_free(c->like);
	g_free(c->wanted);
}

static guint *taken(const struct chooser *c, guint i)
{
	return &g_array_index(c->taken, guint, scene_sentence(c->s, i)->mail);
}

static double companion(const struct sentence *x)
{
	return x->score > COMPANION_LEAST ? COMPANION * (x->score - COMPANION_LEAST) : -0.1;
}

/* Whether the sentence needs the one before: by its first word, or as an item in the middle of a list. */
static bool leans(const struct scene *s, guint i)
{
	const struct sentence *x = scene_sentence(s, i);

	return i && scene_adjacent(s, i - 1, i) &&
	       (x->cues & CUE_BIT(CUE_HEDGE) || (x->item && (x[-1].item || x[-1].leads) && x->block != x[-1].block));
}

static unsigned marks(const struct scene *s, guint i)
{
	const struct sentence *x = scene_sentence(s, i);
	const char *own = s->texts[x->mail].own;
	unsigned n = 0;

	for (unsigned k = x->start; k < x->end; k++)
		n += own[k] == '"';
	return n;
}

/* The passages that start with sentence i. */
static void add_passages(const struct scene *s, guint i, GArray *passages)
{
	struct pick p = { .from = i, .to = i, .core = i };
	unsigned words = 0, quotes = 0;
	double others = 0, joints = 0;
	bool led = false;

	for (guint k = i; k < scene_count(s) && k - i < SENTENCES_MOST; k++) {
		const struct sentence *x = scene_sentence(s, k), *core;

		words += x->words;
		if (k > i) {
			if (words > WORDS_MOST || !scene_adjacent(s, k - 1, k))
				break;
			joints += x->block != x[-1].block && !x[-1].leads && !x->item ? PARAGRAPH : 0;
			if (x->score > scene_sentence(s, p.core)->score) {
				others += companion(scene_sentence(s, p.core));
				p.core = k;
			} else {
				others += companion(x);
			}
		}
		/* A list that has been announced costs nothing, and cut in its middle is still one. */
		if (k > i && x->item && led)
			others += fmax(0, -companion(x));
		led = x->leads || (led && x->item);
		p.to = k + 1;
		quotes += marks(s, k);
		core = scene_sentence(s, p.core);
		p.value = core->score + others - joints;
		/* What answers is what matters of it, or it does not matter that it answers. */
		if (p.core <= i + 1)
			p.value += scene_sentence(s, i)->answer;
		if (words > (led ? LIST_WORDS : LONG_WORDS))
			p.value -= LONG * (words - LONG_WORDS);
		if (quotes % 2)
			p.value -= HALF_QUOTED;
		if (leans(s, i))
			p.value -= LEANS;
		if (scene_sentence(s, i)->midway)
			p.value -= MIDWAY;
		if (x->leads && !(x->item && k > i))
			p.value -= OPEN_END;
		g_array_append_val(passages, p);
	}
}

static unsigned in_talk(const struct chooser *c, int top)
{
	unsigned n = 0;

	for (guint k = 0; k < c->picks->len; k++) {
		const struct fact *f = &c->s->facts[scene_sentence(c->s, g_array_index(c->picks, struct pick, k).core)->mail];

		n += f->role == ROLE_REPLY && f->top == top;
	}
	return n;
}

/* What a passage is still worth; false: it cannot be chosen any more. */
static bool worth(const struct chooser *c, const struct pick *p, unsigned each, double *v)
{
	const struct sentence *core = scene_sentence(c->s, p->core);
	const struct fact *f = &c->s->facts[core->mail];
	double like = 0;

	if (*taken(c, p->core) >= each)
		return false;
	for (guint i = p->from; i < p->to; i++) {
		if (c->used[i])
			return false;
		like += c->like[i];
	}
	like = (like / (p->to - p->from) + c->like[p->core]) / 2;
	*v = p->value - (f->role == ROLE_REPLY ? REPEATS : REPEATS_WHAT) * fmax(0, like - 0.15) -
	     (f->role == ROLE_REPLY ? SAME_MAIL : SAME_LETTER) * *taken(c, p->core);
	*v += c->wanted[p->from];
	if (f->role == ROLE_REPLY)
		*v -= SAME_TALK * in_talk(c, f->top);
	return true;
}

static void note_like(struct chooser *c, guint chosen, double part)
{
	for (guint i = 0; i < scene_count(c->s); i++)
		c->like[i] = fmax(c->like[i], part * ranker_similarity(c->s->ranker, i, chosen));
}

/* Who reads an objection wants to know what became of it. */
static void want_answers(struct chooser *c, const struct pick *p)
{
	const struct scene *s = c->s;
	const struct sentence *a = scene_sentence(s, p->from), *z = scene_sentence(s, p->to - 1);
	unsigned cues = scene_sentence(s, p->core)->cues;
	bool asks = cues & (CUE_BIT(EXTRACT_OBJECTION) | CUE_BIT(EXTRACT_QUESTION) | CUE_BIT(EXTRACT_REQUEST));

	if (s->facts[a->mail].role != ROLE_REPLY)
		return;
	for (guint i = 0; i < s->c->segments->len; i++) {
		const struct segment *g = collation_segment(s->c, (int)i);
		guint from, to;

		if (g->to != a->mail || g->to_end <= a->line || g->to_first > z->last)
			continue;
		scene_range(s, g->mail, g->first, g->end, &from, &to);
		if (from < to)
			c->wanted[from] = fmax(c->wanted[from], asks ? WANTED : WANTED / 3);
	}
}

#define SAME_WORDS 6 /* of a sentence that two mails may not share by chance */

/* What stands in a cover letter and again in a patch is said once. */
static void use_same(struct chooser *c, guint chosen)
{
	const struct sentence *a = scene_sentence(c->s, chosen);
	const char *own = c->s->texts[a->mail].own + a->start;
	unsigned n = a->end - a->start;

	for (guint i = 0; a->words >= SAME_WORDS && i < scene_count(c->s); i++) {
		const struct sentence *x = scene_sentence(c->s, i);

		if (x->end - x->start == n && !memcmp(c->s->texts[x->mail].own + x->start, own, n))
			c->used[i] = true;
	}
}

static void take(struct chooser *c, const struct pick *p)
{
	guint at;

	g_array_append_val(c->picks, *p);
	++*taken(c, p->core);
	for (guint i = p->from; i < p->to; i++) {
		c->used[i] = true;
		use_same(c, i);
		note_like(c, i, 1);
	}
	want_answers(c, p);
	if (scene_context(c->s, p->from, &at))
		note_like(c, at, CONTEXT);
}

unsigned choose(struct chooser *c, enum extract_part part, unsigned n, unsigned each, double least, may_choose may,
		const void *arg)
{
	g_autoptr(GArray) passages = g_array_new(FALSE, FALSE, sizeof(struct pick));
	unsigned done = 0;
	double top = 0;

	for (guint i = 0; n && i < scene_count(c->s); i++)
		if (may(c, i, arg))
			add_passages(c->s, i, passages);
	for (; done < n; done++) {
		struct pick best = { 0 };
		double most = fmax(least, part == EXTRACT_WHAT ? top * PART_OF_TOP : 0);

		for (guint i = 0; i < passages->len; i++) {
			const struct pick *p = &g_array_index(passages, struct pick, i);
			double v;

			if (p->value > most && worth(c, p, each, &v) && v > most) {
				most = v;
				best = *p;
			}
		}
		if (best.to == 0)
			break;
		best.part = part;
		top = fmax(top, most);
		take(c, &best);
	}
	return done;
}
