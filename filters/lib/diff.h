/* diff.h - what the diffs in a mail touch */
#ifndef DIFF_H
#define DIFF_H

#include "body.h"

#include <glib.h>

/* One hunk, with the file's header lines if it is the file's first. A file without hunks (renamed, binary) is one
 * too. */
struct hunk {
	int first, body, end;  /* lines of the mail: header lines [first, body), hunk [body, end) */
	char *file;            /* as the diff names it, without "a/" or "b/"; "" if it does not */
	const char *what;      /* "new ", "deleted ", "renamed ", "binary ", or "" */
	GPtrArray *functions;  /* char *: what it touches, as far as the diff says */
	int added, removed;
};

/* The hunks of a mail's diffs, in order. Free with g_array_unref. */
GArray *diff_hunks(const struct body *b);

#endif
