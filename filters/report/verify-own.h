/* verify-own.h - what each mail of a thread says in its writer's own words, and whether given words are among them
 *
 * Own are text, diffs, diffstats, trailers and attached texts, and the subject of a mail that is no reply. Not own are
 * quotes (marked or not), attributions, signatures and a list's footer.
 */
#ifndef VERIFY_OWN_H
#define VERIFY_OWN_H

#include "verify-fold.h"
#include "lib/collate.h"

#include <stdbool.h>

enum own_found {
	OWN_FOUND,
	OWN_NO_MAIL,    /* the thread has no mail of that number */
	OWN_NO_WORDS,   /* nothing was quoted */
	OWN_SHORT,      /* less than four words (of Chinese eight characters), or four like "it is not that"; and no whole line */
	OWN_NOWHERE,
	OWN_ELSEWHERE,  /* in another mail of the thread */
	OWN_CUT,        /* found, but without the "not" (or "I don't think that") right before it */
};

struct own;

/* The collation must outlive it. Free with own_free. */
struct own *own_new(const struct collation *c);
void own_free(struct own *o);

/* How many mails there are; what number n (from 1) says itself, folded; its diffs without their marks; its short lines, each alone,
 * folded and trimmed. The own's. */
unsigned own_count(const struct own *o);
const struct fold *own_text(struct own *o, unsigned number);
const struct fold *own_code(struct own *o, unsigned number);
GHashTable *own_lines(struct own *o, unsigned number);

/* Look for words (valid UTF-8, without their quotation marks) in mail `number`. An ellipsis in them stands for anything
 * between pieces, which must come in order. For OWN_ELSEWHERE *where is the first such mail. */
enum own_found own_find(struct own *o, unsigned number, const char *words, unsigned *where);

/* The lines of mail `number` in which the words stand, and a few around them, at most some `bytes` whole lines; NULL if they are not
 * there as one piece. Free with g_free. */
char *own_passage(struct own *o, unsigned number, const char *words, gsize bytes);

/* Does mail `number` say this word or name in its own text? Any length. */
bool own_mentions(struct own *o, unsigned number, const char *word);

/* The same, but not far from `words`, if these are there. */
bool own_mentions_near(struct own *o, unsigned number, const char *word, const char *words);

/* Does any mail of the thread, in whatever place? */
bool own_anywhere(const struct own *o, const char *word);

#endif
