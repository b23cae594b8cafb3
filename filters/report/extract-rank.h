/* extract-rank.h - which sentences are alike, and which stand for many: TF-IDF and LexRank, for extract*.c alone
 *
 * Erkan and Radev, "LexRank: Graph-based Lexical Centrality as Salience in Text Summarization", 2004.
 */
#ifndef EXTRACT_RANK_H
#define EXTRACT_RANK_H

#include <glib.h>
#include <stddef.h>

struct ranker;

struct ranker *ranker_new(void);
void ranker_free(struct ranker *r);

/* Add a sentence; returns its index. */
guint ranker_add(struct ranker *r, const char *s, size_t n);

/* Weigh the terms: call once, when all have been added. */
void ranker_weigh(struct ranker *r);

/* Cosine of two sentences, 0 to 1. */
double ranker_similarity(const struct ranker *r, guint a, guint b);

/* LexRank of `n` sentences among each other; rank[i] is that of which[i], their mean is 1. O(n²) at worst: cap n. */
void ranker_lexrank(const struct ranker *r, const guint *which, guint n, double *rank);

#endif
