/* rejoin.c - which threads are fragments of one series version */
#include "lib/rejoin.h"

#include "lib/person.h"
#include "lib/series.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

/* Patches sent one by one, without a thread, still come within this time of each other. */
#define TOGETHER (60 * 60)
/* A clock that is wrong must not part an answer from its patch. */
#define SKEW (24 * 60 * 60)

/* A mail with a patch's subject: the patch (or cover) itself, or an answer to it. */
struct post {
	struct series_subject s;
	char *id;
	char *author;  /* of the mail: person_key() */
	time_t date;
};

struct fragment {
	GPtrArray *posts;    /* patches and covers */
	GPtrArray *answers;
	bool headless;       /* the first mail answers a patch that is not here */
	bool any;            /* a mail was added */
};

static void post_free(void *data)
{
	struct post *p = data;
	series_subject_clear(&p->s);
	g_free(p->id);
	g_free(p->author);
	g_free(p);
}

struct fragment *fragment_new(void)
{
	struct fragment *f = g_new0(struct fragment, 1);
	f->posts = g_ptr_array_new_with_free_func(post_free);
	f->answers = g_ptr_array_new_with_free_func(post_free);
	return f;
}

void fragment_free(struct fragment *f)
{
	if (!f)
		return;
	g_ptr_array_unref(f->posts);
	g_ptr_array_unref(f->answers);
	g_free(f);
}

void fragment_add(struct fragment *f, const char *id, const char *from, const char *subject, time_t date)
{
	struct post *p = g_new0(struct post, 1);
	bool first = !f->any;

	f->any = true;
	series_subject_parse(&p->s, subject);
	p->id = g_strdup(id);
	p->date = date;
	if (!p->s.patch) {
		post_free(p);
		return;
	}
	struct person who;
	person_parse(&who, from, NULL);
	p->author = person_key(&who);
	person_clear(&who);
	if (first)
		f->headless = p->s.reply;
	g_ptr_array_add(p->s.reply ? f->answers : f->posts, p);
}

static struct post *post_at(const GPtrArray *a, unsigned i)
{
	return g_ptr_array_index(a, i);
}

void fragment_posted(const struct fragment *f, int *version, int *number)
{
	*version = *number = -1;
	for (unsigned i = 0; i < f->posts->len; i++) {
		const struct series_subject *s = &post_at(f->posts, i)->s;
		int v = s->rfc ? s->version : s->version + 1000;
		int n = MAX(s->number, 0);
		*version = MAX(*version, v);
		*number = *number < 0 ? n : MIN(*number, n);
	}
}

/* The work: a union-find over fragments. */
struct work {
	struct fragment *const *f;
	unsigned n, *sets;
	rejoin_references refs;
	void *ctx;
};

static unsigned root(const struct work *w, unsigned i)
{
	while (w->sets[i] != i)
		i = w->sets[i];
	return i;
}

static void join(struct work *w, unsigned a, unsigned b)
{
	a = root(w, a);
	b = root(w, b);
	w->sets[MAX(a, b)] = MIN(a, b);
}

/* Series, version and count, whoever wrote it. */
static char *version_key(const struct series_subject *s, const char *title)
{
	return g_strdup_printf("%s\t%s\t%c%d\t%d", title, series_target(s), s->rfc ? 'r' : 'v', s->version, s->count);
}

/* Join all that give the same key. The table holds index + 1. */
static void join_by(struct work *w, GHashTable *seen, char *key, unsigned i)
{
	unsigned other = GPOINTER_TO_UINT(g_hash_table_lookup(seen, key));
	if (other) {
		join(w, other - 1, i);
		g_free(key);
	} else {
		g_hash_table_insert(seen, key, GUINT_TO_POINTER(i + 1));
	}
}

/* The same patch or cover of the same version by the same author twice, or two from one sending. With all_versions
 * also covers and single patches of the same title. */
static void join_same_posts(struct work *w, bool all_versions)
{
	GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (unsigned i = 0; i < w->n; i++) {
		for (unsigned k = 0; k < w->f[i]->posts->len; k++) {
			const struct post *p = post_at(w->f[i]->posts, k);
			char *version = version_key(&p->s, p->s.key);
			if (*p->s.key)
				join_by(w, seen, g_strdup_printf("post\t%s\t%s", p->author, version), i);
			g_free(version);
			char *stem = rejoin_stem(p->id);
			if (stem)
				join_by(w, seen, g_strdup_printf("stem\t%s", stem), i);
			g_free(stem);
			if (all_versions && p->s.number <= 0 && *p->s.key)
				join_by(w, seen,
					g_strdup_printf("series\t%s\t%s\t%s", p->author, p->s.key, series_target(&p->s)),
					i);
		}
	}
	g_hash_table_unref(seen);
}

/* Patches of one author, version and count in one fragment. */
struct loose {
	unsigned fragment;
	char *key;           /* author, version, count */
	time_t first, last;
	GHashTable *numbers; /* set of patch numbers */
	const char *id;      /* of the oldest */
};

static void loose_free(void *data)
{
	struct loose *l = data;
	g_free(l->key);
	g_hash_table_unref(l->numbers);
	g_free(l);
}

static int by_key_and_date(const void *a, const void *b)
{
	const struct loose *x = *(struct loose *const *)a, *y = *(struct loose *const *)b;
	int c = strcmp(x->key, y->key);
	if (!c)
		c = (x->first > y->first) - (x->first < y->first);
	return c ? c : (int)x->fragment - (int)y->fragment;
}

static void collect_loose(const struct fragment *f, unsigned i, GPtrArray *out)
{
	unsigned start = out->len;
	for (unsigned k = 0; k < f->posts->len; k++) {
		const struct post *p = post_at(f->posts, k);
		if (p->s.count < 2)
			continue;
		char *version = version_key(&p->s, "");
		char *key = g_strdup_printf("%s\t%s", p->author, version);
		g_free(version);
		struct loose *l = NULL;
		for (unsigned j = start; j < out->len && !l; j++) {
			struct loose *o = g_ptr_array_index(out, j);
			if (!strcmp(o->key, key))
				l = o;
		}
		if (l) {
			g_free(key);
		} else {
			l = g_new0(struct loose, 1);
			*l = (struct loose){ i, key, p->date, p->date, g_hash_table_new(NULL, NULL), p->id };
			g_ptr_array_add(out, l);
		}
		l->last = MAX(l->last, p->date);
		g_hash_table_add(l->numbers, GINT_TO_POINTER(p->s.number + 1));
	}
}

/* A patch that answers a mail (its cover, say) which is nowhere belongs to that, not to its neighbours. If its parent
 * were here, or shared with theirs, notmuch would have made one thread of them. */
static bool has_parent(const struct work *w, const char *id)
{
	char **refs = w->refs(w->ctx, id);
	bool has = refs && refs[0];
	g_strfreev(refs);
	return has;
}

/* One posting's worth of loose[from..to): join them if no two hold the same number and at most one (a cover that answers
 * the last version, say) has a parent. */
static void join_posting(struct work *w, const GPtrArray *loose, unsigned from, unsigned to)
{
	GHashTable *numbers = g_hash_table_new(NULL, NULL);
	bool conflict = false;

	for (unsigned i = from; i < to && !conflict; i++) {
		const struct loose *l = g_ptr_array_index(loose, i);
		GHashTableIter it;
		void *number;
		g_hash_table_iter_init(&it, l->numbers);
		while (g_hash_table_iter_next(&it, &number, NULL))
			if (!g_hash_table_add(numbers, number))
				conflict = true;
	}
	g_hash_table_unref(numbers);
	unsigned parents = 0;
	for (unsigned i = from; i < to && !conflict; i++)
		parents += has_parent(w, ((struct loose *)g_ptr_array_index(loose, i))->id);
	conflict |= parents > 1;
	for (unsigned i = from + 1; i < to && !conflict; i++)
		join(w, ((struct loose *)g_ptr_array_index(loose, from))->fragment,
		     ((struct loose *)g_ptr_array_index(loose, i))->fragment);
}

/* Patches 1/3, 2/3 and 3/3 that came each as its own thread. */
static void join_loose_patches(struct work *w)
{
	GPtrArray *loose = g_ptr_array_new_with_free_func(loose_free);
	for (unsigned i = 0; i < w->n; i++)
		collect_loose(w->f[i], i, loose);
	g_ptr_array_sort(loose, by_key_and_date);

	for (unsigned from = 0, to; from < loose->len; from = to) {
		const struct loose *first = g_ptr_array_index(loose, from);
		time_t last = first->last;
		for (to = from + 1; to < loose->len; to++) {
			const struct loose *l = g_ptr_array_index(loose, to);
			if (strcmp(l->key, first->key) != 0 || l->first > last + TOGETHER)
				break;
			last = MAX(last, l->last);
		}
		if (to - from > 1)
			join_posting(w, loose, from, to);
	}
	g_ptr_array_unref(loose);
}

/* The patch that `a` answers, and which fragment has it; NULL if there is none or not only one. */
static const struct post *patch_answered(const struct work *w, const struct post *a, unsigned *where)
{
	const struct post *found = NULL;
	for (unsigned i = 0; i < w->n; i++) {
		for (unsigned k = 0; k < w->f[i]->posts->len; k++) {
			const struct post *p = post_at(w->f[i]->posts, k);
			if (p->s.version != a->s.version || p->s.count != a->s.count || p->s.rfc != a->s.rfc ||
			    p->s.number != a->s.number || strcmp(p->s.key, a->s.key) != 0 ||
			    a->date + SKEW < p->date)
				continue;
			if (found && (root(w, *where) != root(w, i) || strcmp(found->author, p->author) != 0))
				return NULL;
			found = p;
			*where = i;
		}
	}
	return found;
}

static bool posted_by(const struct fragment *f, const char *author)
{
	for (unsigned k = 0; k < f->posts->len; k++)
		if (!strcmp(post_at(f->posts, k)->author, author))
			return true;
	return false;
}

/* Who sent what in one go: stem to author, and stem to index + 1. */
struct sendings {
	GHashTable *authors, *where;
};

static void collect_sendings(const struct work *w, struct sendings *s)
{
	s->authors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	s->where = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (unsigned i = 0; i < w->n; i++) {
		for (unsigned k = 0; k < w->f[i]->posts->len; k++) {
			const struct post *p = post_at(w->f[i]->posts, k);
			char *stem = rejoin_stem(p->id);
			if (!stem)
				continue;
			g_hash_table_replace(s->authors, g_strdup(stem), p->author);
			g_hash_table_replace(s->where, stem, GUINT_TO_POINTER(i + 1));
		}
	}
}

/* The sending of the nearest ancestor that tells one. */
static char *stem_above(const struct work *w, const char *id)
{
	char **refs = w->refs(w->ctx, id);
	char *stem = NULL;
	for (unsigned k = refs ? g_strv_length(refs) : 0; k-- > 0 && !stem;)
		stem = rejoin_stem(refs[k]);
	g_strfreev(refs);
	return stem;
}

/* Answers without their patch: to the one thread that has it, or to the others of the same sending. Where its author
 * posted something in the fragment too, that is another version: it stays apart, as notmuch has it. */
static void join_answers(struct work *w)
{
	struct sendings s;
	collect_sendings(w, &s);
	for (unsigned i = 0; i < w->n; i++) {
		const struct fragment *f = w->f[i];
		if (!f->headless || !f->answers->len)
			continue;
		const struct post *a = post_at(f->answers, 0);
		unsigned where = i;
		const struct post *p = patch_answered(w, a, &where);
		if (p) {
			if (!posted_by(f, p->author))
				join(w, i, where);
			continue;
		}
		char *stem = stem_above(w, a->id);
		const char *author = stem ? g_hash_table_lookup(s.authors, stem) : NULL;
		if (stem && !(author && posted_by(f, author)))
			join_by(w, s.where, stem, i);
		else
			g_free(stem);
	}
	g_hash_table_unref(s.authors);
	g_hash_table_unref(s.where);
}

void rejoin(struct fragment *const *f, unsigned n, bool all_versions, rejoin_references refs, void *ctx,
	    unsigned *sets)
{
	struct work w = { f, n, sets, refs, ctx };
	for (unsigned i = 0; i < n; i++)
		sets[i] = i;
	join_same_posts(&w, all_versions);
	join_loose_patches(&w);
	join_answers(&w);
	for (unsigned i = 0; i < n; i++)
		sets[i] = root(&w, i);
}
