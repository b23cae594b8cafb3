/* verify-vocabulary.h - the closed list of words that a fact of a thread may be told in
 *
 * Nothing in it says why, how or what for.
 */
#ifndef VERIFY_VOCABULARY_H
#define VERIFY_VOCABULARY_H

#include <glib.h>
#include <stdbool.h>

/* A lower-case word without its ending, for comparing. Free with g_free. */
char *vocabulary_stem(const char *word);

/* Is a lower-case English word one of them, whatever its ending? `subject`: or one of what subjects are about. */
bool vocabulary_has(const char *word, bool subject);

/* The Chinese phrases; NULL at the end. */
extern const char *const vocabulary_chinese[];

/* What subjects often say: English words, and what these are in Chinese, both with blanks between them; NULL at the end. The Chinese
 * is a subject's if one of the English words is. */
struct vocabulary_pair {
	const char *english, *chinese;
};
extern const struct vocabulary_pair vocabulary_pairs[];

#endif
