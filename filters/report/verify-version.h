/* verify-version.h - versions of a series: that they exist, whose they are, that one replaces another */
#ifndef VERIFY_VERSION_H
#define VERIFY_VERSION_H

#include "verify-ask.h"

/* Are the claim's versions not there, of another size or day, replaced, or not, against what it says? */
bool version_denied(const struct facts *f, const struct claim *c);

/* Is this version, or series, somebody else's than the claim says? */
bool version_disowned(const struct facts *f, const struct claim *c);

#endif
