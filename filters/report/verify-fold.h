/* verify-fold.h - text as it is compared: what a mailer, a model or a keyboard changes does not count
 *
 * Folded away: white space and line ends, case, kinds of dashes and ellipses, compatibility forms (full width), HTML's
 * entities. Dropped: quotation marks of every kind, apostrophes, backticks, backslashes, asterisks, the "\n" at a string's end. All other characters
 * count.
 */
#ifndef VERIFY_FOLD_H
#define VERIFY_FOLD_H

#include <glib.h>
#include <stdbool.h>

struct fold {
	GString *text;    /* without blanks */
	GString *gap;     /* a byte for each of text's: 1 if white space stood before it */
	bool pending;     /* white space at the end */
};

void fold_init(struct fold *f);
void fold_clear(struct fold *f);

/* Append a piece of valid UTF-8 (len -1: all), white space before it. */
void fold_add(struct fold *f, const char *s, gssize len);

/* Nothing is found across this point: text that was written apart stands on its two sides. */
void fold_break(struct fold *f);

/* Take punctuation off both ends: what a quotation may lack or add. */
void fold_trim(struct fold *f);

/* How much it says: two for a word, or a name in code ("f(a, b)" has three), one for a Chinese character. */
unsigned fold_weight(const struct fold *f);
unsigned fold_weight_of(const char *text);

/* Bytes up to where `words` (len of its bytes from `at`) begins in f, at or after `from`; -1: nowhere. Only whole words are
 * found: "able" is not in "unable". */
gssize fold_find(const struct fold *f, gsize from, const struct fold *words, gsize at, gsize len);

/* Chinese, Japanese, Korean: written without blanks between words. */
bool fold_is_cjk(gunichar c);

#endif
