/* extract-score.c - what a sentence is worth
 *
 * Weights were set by reading what comes out for threads of many kinds. They are sums of small reasons on purpose: no
 * single phrase decides.
 */
#include "extract-scene.h"

#include <math.h>
#include <string.h>

struct worth {
	unsigned cue;
	double talk;   /* of a reply's sentence */
	double sure;   /* and that if it is plain */
	double what;   /* of a cover letter's, a patch's, an opening mail's */
};

static const struct worth worths[] = {
	{ EXTRACT_QUESTION, 0.6, 0, -0.3 },    { EXTRACT_OBJECTION, 0.7, 0.3, 0.2 }, { EXTRACT_AGREEMENT, 0.5, 0.3, 0 },
	{ EXTRACT_DECISION, 1.5, 0.8, -0.2 },  { EXTRACT_PROMISE, 0.8, 0.3, -0.2 },  { EXTRACT_REQUEST, 0.5, 0.1, 0.1 },
	{ EXTRACT_REPORT, 0.8, 0.4, 0.4 },     { EXTRACT_TEST, 0.6, 0.3, 0.5 },	     { CUE_PURPOSE, 0, 0, 0.6 },
	{ CUE_REASON, 0.4, 0, 0.3 },	       { CUE_MINOR, -1.0, 0, -0.5 },	     { CUE_IDLE, -1.0, 0, -1.2 },
	{ CUE_HEDGE, -0.2, 0, -0.3 },	       { CUE_VERSION, 0, 0, -0.5 },	     { CUE_JEST, -0.6, 0, -0.6 },
	{ CUE_OPINION, 0.4, 0, 0 },
};

static double length_worth(unsigned words)
{
	if (words < 4)
		return -1.2;
	if (words < 8)
		return -0.4;
	return words > 45 ? -0.4 : 0;
}

static bool concludes(const struct sentence *x)
{
	return x->cues & (CUE_BIT(EXTRACT_AGREEMENT) | CUE_BIT(EXTRACT_DECISION) | CUE_BIT(EXTRACT_PROMISE));
}

/* A short answer is shown with what it answers. */
static unsigned shown_words(const struct scene *s, guint i)
{
	const struct sentence *x = scene_sentence(s, i);
	guint at;

	if (x->at || x->words >= 8 || !scene_context(s, i, &at) || s->facts[scene_sentence(s, at)->mail].role != ROLE_REPLY)
		return x->words;
	return x->words < 4 ? 4 + x->words : x->words + scene_sentence(s, at)->words;
}

/* What a reply says by itself. */
static double talk_score(const struct scene *s, guint i)
{
	const struct sentence *x = scene_sentence(s, i);
	const struct fact *f = &s->facts[x->mail];
	double v = 0.7 + length_worth(shown_words(s, i)) + 0.02 * fmin(x->words, 30) + 0.6 * fmin(x->rank, 3);

	for (size_t k = 0; k < G_N_ELEMENTS(worths); k++)
		if (x->cues & CUE_BIT(worths[k].cue))
			v += worths[k].talk + (worths[k].sure && x->cues & CUE_SURE(worths[k].cue) ? worths[k].sure : 0);
	v += 0.9 * fmin(log2(1 + s->answered[i]), 2);
	/* The first sentence below a quote is the answer. */
	if (!x->at)
		v += 0.4;
	if (!x->left && x->at)
		v += 0.1;
	if (x->place == PLACE_CHANGES)
		v -= 1;
	/* What is talked about most; the end of a talk is where it stands. */
	v += 0.2 * log2(f->talk);
	if (!f->below && concludes(x))
		v += 0.4;
	if (!f->below && f->talk > 2)
		v += 0.3;
	if (f->ends)
		v += 0.8;
	if (!f->below && x->cues & CUE_SURE(EXTRACT_QUESTION))
		v += 0.5;
	/* What others say of the whole, and what set many to talk. */
	if (!f->opener)
		v += (f->whole ? 0.8 : 0) + 0.25 * log2(1 + f->below);
	if (!f->opener && f->whole && x->cues & CUE_BIT(EXTRACT_DECISION))
		v += 0.8;
	/* What comes next: the author says what he has done about it, or will do. */
	if (f->opener && x->cues & CUE_SURE(EXTRACT_PROMISE) && x->words > 5)
		v += 0.6;
	/* Thanks and apologies around what was done do not make it less. */
	if (x->cues & CUE_BIT(CUE_IDLE) && x->cues & (CUE_SURE(EXTRACT_PROMISE) | CUE_SURE(EXTRACT_DECISION)))
		v += 1;
	/* Of a robot's report only what matters is left. */
	if (f->bot)
		v += 1.5;
	return v;
}

/* A passage that opens with an answer is worth part of what it answers, which is shown with it. */
static double answer_score(const struct scene *s, guint i)
{
	const struct sentence *x = scene_sentence(s, i);
	guint at;

	if (x->at || !scene_context(s, i, &at) || s->facts[scene_sentence(s, at)->mail].role != ROLE_REPLY)
		return 0;
	return 0.3 * fmin(fmax(scene_sentence(s, at)->score, 0), 4);
}

/* Whether whoever wrote what these words answer gives in to them: "Oh, I see". */
static bool gave_in(const struct scene *s, const struct segment *answer)
{
	const struct mail *asked = thread_mail(s->t, (unsigned)answer->to);

	for (guint i = 0; i < s->c->segments->len; i++) {
		const struct segment *g = collation_segment(s->c, (int)i);
		guint from, to;

		if (g->to != answer->mail || g->to_first >= answer->end || g->to_end <= answer->first ||
		    strcmp(thread_mail(s->t, (unsigned)g->mail)->from.name, asked->from.name))
			continue;
		scene_range(s, g->mail, g->first, g->end, &from, &to);
		if (from < to && scene_sentence(s, from)->cues & CUE_BIT(EXTRACT_AGREEMENT) &&
		    !(scene_sentence(s, from)->cues & CUE_BIT(CUE_DOUBT)))
			return true;
	}
	return false;
}

#define GIVEN_UP 0.4 /* what an objection is worth less that its author took back */

/* An objection that was given up must not stand there as if it held. */
static void find_given_up(struct scene *s)
{
	for (guint i = 0; i < s->c->segments->len; i++) {
		const struct segment *g = collation_segment(s->c, (int)i);
		guint from, to, objections = 0;

		if (g->to < 0 || g->to_first >= g->to_end || s->facts[g->to].role != ROLE_REPLY || !s->facts[g->mail].replies)
			continue;
		scene_range(s, g->to, g->to_first, g->to_end, &from, &to);
		for (guint k = from; k < to; k++)
			objections += !!(scene_sentence(s, k)->cues & CUE_BIT(EXTRACT_OBJECTION));
		if (!objections || !gave_in(s, g))
			continue;
		for (guint k = from; k < to; k++)
			if (scene_sentence(s, k)->cues & CUE_BIT(EXTRACT_OBJECTION))
				scene_sentence(s, k)->score -= GIVEN_UP;
	}
}

static double what_score(const struct scene *s, guint i)
{
	const struct sentence *x = scene_sentence(s, i);
	double v = 1 + length_worth(x->words) + 0.4 * fmin(x->rank, 3);

	for (size_t k = 0; k < G_N_ELEMENTS(worths); k++)
		if (x->cues & CUE_BIT(worths[k].cue))
			v += worths[k].what;
	if (x->cues & CUE_SURE(CUE_PURPOSE) && !x->item && !(x->cues & CUE_BIT(CUE_IDLE)))
		v += 1.1;
	v += 0.15 * log2(1 + s->facts[x->mail].below);
	v += 1.5 * ranker_similarity(s->ranker, i, s->title);
	v += 1.2 * exp(-x->block / 4.0);
	if (x->item)
		v -= 0.3;
	if (x->place == PLACE_CHANGES)
		v -= 2.5;
	return v;
}

void score_all(struct scene *s)
{
	for (guint i = 0; i < s->all->len; i++) {
		struct sentence *x = scene_sentence(s, i);

		x->score = s->facts[x->mail].role == ROLE_REPLY ? talk_score(s, i) : what_score(s, i);
	}
	find_given_up(s);
	for (guint i = 0; i < s->all->len; i++) {
		struct sentence *x = scene_sentence(s, i);

		if (s->facts[x->mail].role == ROLE_REPLY)
			x->answer = answer_score(s, i);
	}
}
