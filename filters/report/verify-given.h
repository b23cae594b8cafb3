/* verify-given.h - tags, applied, refused, a robot's report: who gave what to which patch */
#ifndef VERIFY_GIVEN_H
#define VERIFY_GIVEN_H

#include "verify-ask.h"

/* Was it not given, or not by them, or not to all of these patches? */
bool given_lacks(const struct facts *f, const struct claim *c, const struct beside *b);

/* Was it given where the claim says that it was not? */
bool given_all_the_same(const struct facts *f, const struct claim *c, const struct beside *b);

/* "The other eight patches have no review", where no patch is numbered: do not as many lack it? */
bool given_others_denied(const struct facts *f, const struct claim *c);

#endif
