/* changelog.h - what its author says changed since the last version of a patch */
#ifndef CHANGELOG_H
#define CHANGELOG_H

#include "body.h"

/* The lines that tell what is new in this version, from the mail of a cover letter or patch, LF between, as they
 * stand, an item ("- ...") that is wrapped over lines made one; NULL if there are none. Free with g_free. */
char *changelog_find(const struct body *b, int version);

#endif
