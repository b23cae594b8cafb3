/* applied-clause.h - the words by which maintainers say that they took a patch, or let go of it; for applied.c only */
#ifndef APPLIED_CLAUSE_H
#define APPLIED_CLAUSE_H

#include <stdbool.h>

/* Does a sentence (no line ends) say so from a clause on, with what came before it in the sentence? `later`: it is not the
 * sentence's first. True: *to is the tree or branch named, "" if none is (free with g_free), *told that it is told of somebody. */
bool clause_applies(const char *before, const char *clause, bool later, char **to, bool *told);

/* The same for "Now dropped.", "I have reverted this". */
bool clause_drops(const char *before, const char *clause);

#endif
