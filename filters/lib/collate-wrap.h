/* collate-wrap.h - where a line that is wider than the terminal is broken; for collate*.c alone */
#ifndef COLLATE_WRAP_H
#define COLLATE_WRAP_H

#include <glib.h>
#include <stdbool.h>

/* Columns of a character: 0, 1, or 2 of Chinese and its kin. */
int wrap_columns(gunichar c);

/* How many bytes of the line fit into so many columns: up to the last blank behind the first `start` bytes or, between wide
 * characters or when there is none, anywhere. An address ("https://...") is never broken: rather is the line too wide. At
 * least one character. */
size_t wrap_fit(const char *s, size_t len, int width, size_t start);

/* What the line's next pieces begin with: of a quote its marks, so that nobody's words pass for another's; else blanks up to
 * where the text begins, in prose behind a bullet. Free with g_free. */
char *wrap_hanging(const char *s, size_t len, bool quote, bool prose);

/* Prose: mostly plain words, and, with `whole`, enough of them to be more than a paragraph's end. Code, paths, tables are none. */
bool wrap_prose(const char *s, size_t len, bool whole);

#endif
