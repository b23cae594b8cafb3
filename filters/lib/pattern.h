/* pattern.h - regular expressions that are made once and kept: case ignored, UTF-8 */
#ifndef PATTERN_H
#define PATTERN_H

#include <glib.h>
#include <stdbool.h>

/* The expression of a slot (a static GRegex *, NULL at first), made when first asked for; the slot's. Groups may share a name. */
GRegex *pattern_once(GRegex **slot, const char *pattern);

/* Does a text have it? */
bool pattern_in(GRegex **slot, const char *pattern, const char *text);

#endif
