/* body-parts.h - the passes of body_parse(), for body*.c alone
 *
 * Each pass looks at lines that are still BODY_TEXT or BODY_QUOTE and names those that it knows. Their order
 * matters and is that of body_parse().
 */
#ifndef BODY_PARTS_H
#define BODY_PARTS_H

#include "body.h"

/* Diffs outside quotes. */
void body_find_diffs(struct body *b);

/* What format-patch puts around a diff: "---", the diffstat, base-commit and its kin. */
void body_find_stats(struct body *b);

/* "On ..., X wrote:" at any depth, also wrapped over lines. */
void body_find_attributions(struct body *b);

/* "-----Original Message-----", the header lines below it, and the text below those as a quote. */
void body_find_originals(struct body *b);

/* A line's text is this string, trailing white space aside. */
bool body_is(const struct body_line *l, const char *s);

/* A line's text starts with this string. */
bool body_starts(const struct body_line *l, const char *s);

#endif
