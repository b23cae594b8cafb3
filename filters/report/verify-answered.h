/* verify-answered.h - who answered whom, and what has no answer */
#ifndef VERIFY_ANSWERED_H
#define VERIFY_ANSWERED_H

#include "verify-ask.h"

/* "Nobody answered": was it, were they? */
bool answered_denied(const struct facts *f, const struct claim *c, const struct beside *b);

/* Somebody, or whom the claim names, answered: did nobody, or can it not be known? */
bool answered_lacks(const struct facts *f, const struct claim *c, const struct beside *b);

/* "Ann has not written since": did one of these persons (as of ask_persons()) all the same? */
bool answered_anyway(const struct facts *f, const struct claim *c, const struct beside *b, const GPtrArray *persons);

/* The mails of one of these persons (unsigned; NULL: those of robots' reports), perhaps only the last, or first, of them: numbers
 * (unsigned). Free with g_array_unref. */
GArray *answered_mails(const struct facts *f, const GArray *who, bool last, bool first);

/* The last of these mails; 0: there are none. */
unsigned answered_highest(const GArray *mails);

#endif
