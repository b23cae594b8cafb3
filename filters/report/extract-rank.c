/* extract-rank.c - which sentences are alike, and which stand for many */
#include "extract-rank.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define LINKED 0.1    /* sentences less alike than this are not linked */
#define DAMPING 0.15
#define ROUNDS 12

#define STOP_BYTES 7  /* the longest of the words that say nothing */

struct term {
	int id;
	float weight;
};

struct vector {
	struct term *terms;  /* by id */
	guint n;
};

struct ranker {
	GHashTable *ids;       /* term -> id, from 1 */
	GStringChunk *strings;
	GArray *documents;     /* guint, by id: how many sentences hold it */
	GArray *vectors;       /* struct vector */
	GHashTable *stop;
};

static const char *const stop_words[] = {
	"a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because", "been", "before",
	"being", "but", "by", "can", "could", "did", "do", "does", "don't", "each", "for", "from", "get", "had", "has", "have",
	"he", "here", "how", "i", "i'd", "i'll", "i'm", "i've", "if", "in", "into", "is", "it", "it's", "its", "just", "like",
	"may", "me", "might", "more", "my", "need", "no", "not", "now", "of", "on", "one", "only", "or", "other", "our", "out",
	"over", "same", "see", "should", "so", "some", "such", "than", "thanks", "that", "that's", "the", "their", "them",
	"then", "there", "these", "they", "think", "this", "those", "to", "too", "up", "us", "use", "very", "was", "way", "we",
	"well", "were", "what", "when", "where", "which", "while", "who", "why", "will", "with", "would", "yes", "you", "your",
};

struct ranker *ranker_new(void)
{
	struct ranker *r = g_new0(struct ranker, 1);
	guint none = 0;

	r->ids = g_hash_table_new(g_str_hash, g_str_equal);
	r->strings = g_string_chunk_new(16 * 1024);
	r->documents = g_array_new(FALSE, FALSE, sizeof(guint));
	g_array_append_val(r->documents, none);
	r->vectors = g_array_new(FALSE, FALSE, sizeof(struct vector));
	r->stop = g_hash_table_new(g_str_hash, g_str_equal);
	for (size_t i = 0; i < G_N_ELEMENTS(stop_words); i++)
		g_hash_table_add(r->stop, (gpointer)stop_words[i]);
	return r;
}

void ranker_free(struct ranker *r)
{
	for (guint i = 0; i < r->vectors->len; i++)
		g_free(g_array_index(r->vectors, struct vector, i).terms);
	g_array_free(r->vectors, TRUE);
	g_array_free(r->documents, TRUE);
	g_hash_table_unref(r->ids);
	g_hash_table_unref(r->stop);
	g_string_chunk_free(r->strings);
	g_free(r);
}

/* Plurals and verb endings, cut so that "fixes" and "fixing" meet; identifiers stay whole. */
static void stem(GString *w)
{
	static const char *const ends[] = { "'s", "ing", "ed", "es", "s" };

	if (strchr(w->str, '_'))
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(ends) && strchr("sgd", w->str[w->len - 1]); i++) {
		size_t n = strlen(ends[i]);

		if (w->len > n + 3 && g_str_has_suffix(w->str, ends[i]) && !g_str_has_suffix(w->str, "ss")) {
			g_string_truncate(w, w->len - n);
			break;
		}
	}
	if (w->len > 4 && w->str[w->len - 1] == 'e')
		g_string_truncate(w, w->len - 1);
}

static int term_id(struct ranker *r, const char *word)
{
	int id = GPOINTER_TO_INT(g_hash_table_lookup(r->ids, word));
	guint none = 0;

	if (!id) {
		id = (int)r->documents->len;
		g_array_append_val(r->documents, none);
		g_hash_table_insert(r->ids, g_string_chunk_insert(r->strings, word), GINT_TO_POINTER(id));
	}
	return id;
}

static int by_id(const void *a, const void *b)
{
	return ((const struct term *)a)->id - ((const struct term *)b)->id;
}

static void add_word(struct ranker *r, GArray *terms, GString *w)
{
	if (w->len > 1 && (w->len > STOP_BYTES || !g_hash_table_contains(r->stop, w->str))) {
		struct term t;

		stem(w);
		t = (struct term){ term_id(r, w->str), 1 };
		g_array_append_val(terms, t);
	}
	g_string_truncate(w, 0);
}

/* Equal terms become one with their count. */
static void fold_terms(GArray *terms)
{
	guint out = 0;

	g_array_sort(terms, by_id);
	for (guint i = 0; i < terms->len; i++) {
		struct term *t = &g_array_index(terms, struct term, i);

		if (out && g_array_index(terms, struct term, out - 1).id == t->id)
			g_array_index(terms, struct term, out - 1).weight += 1;
		else
			g_array_index(terms, struct term, out++) = *t;
	}
	g_array_set_size(terms, out);
}

guint ranker_add(struct ranker *r, const char *s, size_t n)
{
	GArray *terms = g_array_new(FALSE, FALSE, sizeof(struct term));
	g_autoptr(GString) w = g_string_sized_new(32);
	struct vector v;

	for (const char *end = s + n; s < end;) {
		size_t len = (size_t)(g_utf8_next_char(s) - s);

		if (len > 2) {
			/* A character of Chinese and its kin is a word. */
			add_word(r, terms, w);
			g_string_append_len(w, s, (gssize)len);
			add_word(r, terms, w);
		} else if (len == 2 || g_ascii_isalnum(*s) || *s == '_' || (*s == '\'' && w->len)) {
			for (size_t i = 0; i < len; i++)
				g_string_append_c(w, g_ascii_tolower(s[i]));
		} else {
			add_word(r, terms, w);
		}
		s += len;
	}
	add_word(r, terms, w);
	fold_terms(terms);
	for (guint i = 0; i < terms->len; i++)
		g_array_index(r->documents, guint, g_array_index(terms, struct term, i).id)++;
	v.n = terms->len;
	v.terms = (struct term *)g_array_free(terms, FALSE);
	g_array_append_val(r->vectors, v);
	return r->vectors->len - 1;
}

static struct vector *vector(const struct ranker *r, guint i)
{
	return &g_array_index(r->vectors, struct vector, i);
}

void ranker_weigh(struct ranker *r)
{
	double all = r->vectors->len;

	for (guint i = 0; i < r->vectors->len; i++) {
		struct vector *v = vector(r, i);
		double sum = 0;

		for (guint k = 0; k < v->n; k++) {
			double df = g_array_index(r->documents, guint, v->terms[k].id);

			v->terms[k].weight *= (float)log((all + 1) / df);
			sum += v->terms[k].weight * v->terms[k].weight;
		}
		for (guint k = 0; k < v->n && sum > 0; k++)
			v->terms[k].weight /= (float)sqrt(sum);
	}
}

double ranker_similarity(const struct ranker *r, guint a, guint b)
{
	const struct vector *x = vector(r, a), *y = vector(r, b);
	double sum = 0;

	for (guint i = 0, k = 0; i < x->n && k < y->n;) {
		if (x->terms[i].id < y->terms[k].id)
			i++;
		else if (x->terms[i].id > y->terms[k].id)
			k++;
		else
			sum += x->terms[i++].weight * y->terms[k++].weight;
	}
	return sum;
}

struct link {
	guint a, b;
	double weight;
};

/* Pairs that are alike, found through an index of their terms. */
static GArray *find_links(const struct ranker *r, const guint *which, guint n)
{
	struct posting {
		guint at;
		float weight;
	};
	GArray *links = g_array_new(FALSE, FALSE, sizeof(struct link));
	GArray **index = g_new0(GArray *, r->documents->len);
	double *alike = g_new0(double, n + 1);

	for (guint i = 0; i < n; i++) {
		const struct vector *v = vector(r, which[i]);

		for (guint k = 0; k < v->n; k++) {
			GArray **list = &index[v->terms[k].id];
			struct posting p = { i, v->terms[k].weight };

			for (guint j = 0; *list && j < (*list)->len; j++) {
				const struct posting *q = &g_array_index(*list, struct posting, j);

				alike[q->at] += (double)q->weight * p.weight;
			}
			if (!*list)
				*list = g_array_new(FALSE, FALSE, sizeof(struct posting));
			g_array_append_val(*list, p);
		}
		for (guint j = 0; j < i; j++) {
			struct link l = { i, j, alike[j] };

			if (alike[j] >= LINKED)
				g_array_append_val(links, l);
			alike[j] = 0;
		}
		alike[i] = 0;
	}
	for (guint i = 0; i < r->documents->len; i++)
		if (index[i])
			g_array_free(index[i], TRUE);
	g_free(index);
	g_free(alike);
	return links;
}

void ranker_lexrank(const struct ranker *r, const guint *which, guint n, double *rank)
{
	GArray *links = find_links(r, which, n);
	double *degree = g_new0(double, n + 1), *next = g_new0(double, n + 1);

	for (guint i = 0; i < links->len; i++) {
		const struct link *l = &g_array_index(links, struct link, i);

		degree[l->a] += l->weight;
		degree[l->b] += l->weight;
	}
	for (guint i = 0; i < n; i++)
		rank[i] = 1;
	for (int round = 0; round < ROUNDS; round++) {
		for (guint i = 0; i < n; i++)
			next[i] = degree[i] > 0 ? 0 : rank[i];
		for (guint i = 0; i < links->len; i++) {
			const struct link *l = &g_array_index(links, struct link, i);

			next[l->a] += rank[l->b] * l->weight / degree[l->b];
			next[l->b] += rank[l->a] * l->weight / degree[l->a];
		}
		for (guint i = 0; i < n; i++)
			rank[i] = DAMPING + (1 - DAMPING) * next[i];
	}
	g_array_free(links, TRUE);
	g_free(degree);
	g_free(next);
}
