/* extract-scene.c - a thread made ready for choosing */
#include "extract-scene.h"

#include "extract-cue.h"

#include "lib/series.h"

#include <string.h>

/* LexRank among so many sentences at most, the most promising ones: it is quadratic. */
#define RANKED 400

static void find_role(struct scene *s, int i)
{
	const struct mail *m = thread_mail(s->t, (unsigned)i);
	struct fact *f = &s->facts[i];
	struct series_subject sub;

	series_subject_parse(&sub, m->subject);
	f->version = sub.version;
	f->bot = person_is_bot(&m->from);
	if (sub.reply)
		f->role = ROLE_REPLY;
	else if (sub.patch && sub.number == 0)
		f->role = ROLE_COVER;
	else if (sub.patch && !f->bot)
		f->role = ROLE_PATCH;
	else
		f->role = m->parent < 0 ? ROLE_LETTER : ROLE_REPLY;
	series_subject_clear(&sub);
}

/* Mails stand in order of date, but a clock may be wrong: walk up from each. */
static void count_replies(struct scene *s)
{
	for (unsigned i = 0; i < s->t->mails->len; i++) {
		int p = thread_mail(s->t, i)->parent;
		unsigned steps = 0;

		if (s->facts[i].role != ROLE_REPLY)
			continue;
		if (p >= 0)
			s->facts[p].replies++;
		for (; p >= 0 && steps < 64; p = thread_mail(s->t, (unsigned)p)->parent, steps++)
			s->facts[p].below++;
	}
}

static void find_talk(struct scene *s, int i)
{
	struct fact *f = &s->facts[i];
	unsigned steps = 0;
	int top = i;

	while (s->facts[i].role == ROLE_REPLY && thread_mail(s->t, (unsigned)i)->parent >= 0 && steps++ < 1000) {
		top = i;
		i = thread_mail(s->t, (unsigned)i)->parent;
	}
	f->under = i;
	f->top = top;
	f->whole = s->facts[i].role != ROLE_PATCH && top != i;
	f->talk = s->facts[top].below + 1;
}

/* The last two replies of a thread tell where it stands. */
static void find_ends(struct scene *s)
{
	unsigned found = 0;

	for (unsigned i = s->t->mails->len; i-- > 0 && found < 2;)
		if (s->facts[i].role == ROLE_REPLY) {
			s->facts[i].ends = true;
			found++;
		}
}

static void find_facts(struct scene *s)
{
	unsigned n = s->t->mails->len;
	g_autofree char *opener = n ? person_key(&thread_mail(s->t, 0)->from) : NULL;

	for (unsigned i = 0; i < n; i++) {
		g_autofree char *key = person_key(&thread_mail(s->t, i)->from);

		find_role(s, (int)i);
		s->facts[i].opener = !strcmp(key, opener);
	}
	count_replies(s);
	for (unsigned i = 0; i < n; i++)
		find_talk(s, (int)i);
	find_ends(s);
}

/* git format-patch writes the author's name above a patch that another sends. */
static char *find_author(const struct body *b, const struct person *sender)
{
	static const char head[] = "From: ";
	g_autofree char *line = NULL, *key = NULL, *own = NULL;
	struct person p;
	char *name = NULL;
	size_t i = 0;

	while (i < b->n && body_blank(&b->lines[i]))
		i++;
	if (i == b->n || b->lines[i].depth || b->lines[i].len <= strlen(head) ||
	    memcmp(b->lines[i].text, head, strlen(head)) || !memchr(b->lines[i].text, '<', b->lines[i].len))
		return NULL;
	line = g_strndup(b->lines[i].text + strlen(head), b->lines[i].len - strlen(head));
	person_parse(&p, line, NULL);
	key = person_key(&p);
	own = person_key(sender);
	/* The same person may send from another address. */
	if (strcmp(key, own) && g_ascii_strcasecmp(p.name, sender->name))
		name = g_strdup(p.name);
	person_clear(&p);
	return name;
}

/* "Ann", "Ann Example" below the words: a name and nothing else. */
static bool only_name(const char *s, size_t n, const char *name)
{
	g_autofree char *words = g_ascii_strdown(s, (gssize)n), *own = g_ascii_strdown(name, -1);
	g_auto(GStrv) list = g_strsplit_set(words, " .,-/:~", -1), known = g_strsplit_set(own, " .,-", -1);

	for (char **w = list; *w; w++)
		if (**w && !g_strv_contains((const char *const *)known, *w))
			return false;
	return true;
}

static void drop_names(struct text *t, const char *name)
{
	for (guint k = t->sentences->len; k-- > 0;) {
		const struct sentence *x = text_sentence(t, k);

		if (x->words <= 3 && only_name(t->own + x->start, x->end - x->start, name))
			g_array_remove_index(t->sentences, k);
	}
}

/* Made once, for all threads of a run. */
static const struct cues *known_cues(void)
{
	static struct cues *cues;

	if (g_once_init_enter(&cues))
		g_once_init_leave(&cues, cues_new());
	return cues;
}

static void read_texts(struct scene *s)
{
	const struct cues *cues = known_cues();

	for (unsigned i = 0; i < s->t->mails->len; i++) {
		struct text *t = &s->texts[i];

		text_parse(t, s->c->bodies[i], (int)i, s->facts[i].bot);
		drop_names(t, thread_mail(s->t, i)->from.name);
		if (s->facts[i].role != ROLE_REPLY)
			s->facts[i].author = find_author(s->c->bodies[i], &thread_mail(s->t, i)->from);
		s->first[i] = s->all->len;
		for (guint k = 0; k < t->sentences->len; k++) {
			struct sentence *x = text_sentence(t, k);

			x->cues = cues_of(cues, t->own + x->start, x->end - x->start);
			g_ptr_array_add(s->all, x);
			ranker_add(s->ranker, t->own + x->start, x->end - x->start);
		}
	}
	s->first[s->t->mails->len] = s->all->len;
}

/* A reply's words stand right below what they answer: most of all the last sentence, which they then are about. */
static void find_answered(struct scene *s)
{
	for (guint i = 0; i < s->c->segments->len; i++) {
		const struct segment *g = collation_segment(s->c, (int)i);
		guint from, to, own_from, own_to;

		if (g->to < 0 || g->to_first >= g->to_end)
			continue;
		scene_range(s, g->mail, g->first, g->end, &own_from, &own_to);
		if (own_from == own_to)
			continue;
		scene_range(s, g->to, g->to_first, g->to_end, &from, &to);
		for (guint k = to - from > 8 ? to - 8 : from; k < to; k++)
			s->answered[k] += k + 1 == to ? 1.0f : k + 2 == to && scene_sentence(s, to - 1)->words < 6 ? 0.8f : 0.4f;
	}
}

static double promise(const struct scene *s, guint i)
{
	const struct sentence *x = scene_sentence(s, i);
	unsigned talk = x->cues & ((1u << (EXTRACT_TEST + 1)) - 1);

	return (talk ? 1 : 0) + s->answered[i] + (x->words >= 8 && x->words <= 45) - (x->place == PLACE_CHANGES);
}

/* Indices of the most promising sentences, in order. */
static GArray *candidates(const struct scene *s)
{
	GArray *which = g_array_new(FALSE, FALSE, sizeof(guint));

	for (int level = 3; level >= -1; level--) {
		for (guint i = 0; i < s->all->len && which->len < RANKED; i++) {
			double p = promise(s, i);

			if ((p >= level && p < level + 1) || (level == 3 && p >= 4))
				g_array_append_val(which, i);
		}
	}
	return which;
}

static void find_ranks(struct scene *s)
{
	g_autoptr(GArray) which = candidates(s);
	g_autofree double *rank = g_new0(double, which->len + 1);

	for (guint i = 0; i < s->all->len; i++)
		scene_sentence(s, i)->rank = 0.5;
	ranker_lexrank(s->ranker, (const guint *)(void *)which->data, which->len, rank);
	for (guint i = 0; i < which->len; i++)
		scene_sentence(s, g_array_index(which, guint, i))->rank = rank[i];
}

void scene_init(struct scene *s, const struct collation *c)
{
	unsigned n = c->thread->mails->len;
	struct series_subject sub;

	*s = (struct scene){ .t = c->thread, .c = c };
	s->texts = g_new0(struct text, n + 1);
	s->facts = g_new0(struct fact, n + 1);
	s->first = g_new0(guint, n + 1);
	s->all = g_ptr_array_new();
	s->ranker = ranker_new();
	find_facts(s);
	read_texts(s);
	series_subject_parse(&sub, n ? thread_mail(s->t, 0)->subject : "");
	s->title = ranker_add(s->ranker, sub.title, strlen(sub.title));
	series_subject_clear(&sub);
	ranker_weigh(s->ranker);
	s->answered = g_new0(float, s->all->len + 1);
	find_answered(s);
	find_ranks(s);
}

void scene_clear(struct scene *s)
{
	for (unsigned i = 0; i < s->t->mails->len; i++) {
		text_clear(&s->texts[i]);
		g_free(s->facts[i].author);
	}
	g_free(s->texts);
	g_free(s->facts);
	g_free(s->first);
	g_free(s->answered);
	g_ptr_array_unref(s->all);
	ranker_free(s->ranker);
}

void scene_range(const struct scene *s, int mail, int first, int end, guint *from, guint *to)
{
	guint i = s->first[mail], stop = s->first[mail + 1];

	while (i < stop && scene_sentence(s, i)->last < first)
		i++;
	*from = i;
	while (i < stop && scene_sentence(s, i)->line < end)
		i++;
	*to = i;
}

const struct segment *scene_segment(const struct scene *s, int mail, int line)
{
	int count, at = collation_segments(s->c, mail, &count);

	for (int i = at; i < at + count; i++) {
		const struct segment *g = collation_segment(s->c, i);

		if (line >= g->first && line < g->end)
			return g;
	}
	return NULL;
}

/* A quote that takes in so many sentences is the whole of a mail rather than a point of it. */
#define POINT 8

bool scene_answers(const struct scene *s, const struct segment *g, guint *at)
{
	const struct body *b;
	int line = g->to_end;
	guint from, to;

	if (g->to < 0 || g->to_first >= g->to_end)
		return false;
	b = s->c->bodies[g->to];
	while (line > g->to_first && (body_blank(&b->lines[line - 1]) || b->lines[line - 1].kind == BODY_TRAILER))
		line--;
	scene_range(s, g->to, g->to_first, line, &from, &to);
	if (from == to || to - from > POINT || scene_sentence(s, to - 1)->last < line - 1)
		return false;
	*at = to - 1;
	return true;
}

/* Of the paragraph that stands right above sentence i there, the sentence that it most likely answers: its last, unless
 * an earlier one asks, or is more alike. */
static guint closest(const struct scene *s, guint i, const struct segment *g, guint last)
{
	const struct sentence *end = scene_sentence(s, last);
	guint best = last;
	double most = -1;

	for (guint k = last;; k--) {
		const struct sentence *y = scene_sentence(s, k);
		double v = k == last ? 0.35 : 0;

		if (y->mail != end->mail || y->run != end->run || y->block != end->block || y->line < g->to_first)
			break;
		v += 0.4 * !!(y->cues & CUE_SURE(EXTRACT_QUESTION)) + ranker_similarity(s->ranker, i, k);
		v -= y->words < 5 ? 0.3 : 0;
		if (v > most && !y->leads) {
			most = v;
			best = k;
		}
		if (!k || last - k == 4)
			break;
	}
	return best;
}

bool scene_context(const struct scene *s, guint i, guint *at)
{
	const struct sentence *x = scene_sentence(s, i);
	const struct segment *g;
	guint last;

	if (x->at > 1 || s->facts[x->mail].role != ROLE_REPLY)
		return false;
	g = scene_segment(s, x->mail, x->line);
	if (!g || !scene_answers(s, g, &last))
		return false;
	*at = closest(s, i, g, last);
	/* What a colon announces is not there. */
	if (scene_sentence(s, *at)->leads)
		return false;
	/* Of a letter or patch a quote may be all that was left of it: what is said below it need not be about that. */
	return s->facts[g->to].role == ROLE_REPLY ||
	       (ranker_similarity(s->ranker, i, *at) > 0.05 && !(x->cues & CUE_BIT(EXTRACT_DECISION)));
}

bool scene_adjacent(const struct scene *s, guint a, guint b)
{
	const struct sentence *x = scene_sentence(s, a), *y = scene_sentence(s, b);

	if (x->mail != y->mail || y->start < x->end || memchr(s->texts[x->mail].own + x->end, '\n', y->start - x->end))
		return false;
	/* Next to each other, or a list's item after its bullet. */
	return x->run == y->run && x->place == y->place && y->start - x->end <= (y->item ? 5u : 1u);
}
