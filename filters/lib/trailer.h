/* trailer.h - "Reviewed-by: A <a@example.org>": what a mail's writer gives, in the writer's own lines */
#ifndef TRAILER_H
#define TRAILER_H

#include "body.h"

#include <glib.h>
#include <stdbool.h>

struct trailer {
	char *tag;    /* as it is meant: "Reviewed-by", "Acked-by", "Nacked-by", ... */
	char *name;   /* who, as written; "" if nobody stands there: the writer means themselves */
	char *addr;   /* lower case; "" if none */
	size_t line;  /* index of its line */
};

/* The trailers in a mail's own lines, those with typos too ("reviewed-by", "Acked-by;", "Tested-By :", "Reviewd-by:", "Akced_by:"),
 * and a tag with name and address within a sentence. "Reviewed-and-tested-by" gives two. Free with
 * g_ptr_array_unref. */
GPtrArray *trailers_find(const struct body *b);

/* Is it a sign of approval by its giver: Reviewed-by or Acked-by? */
bool trailer_approves(const char *tag);

/* The first line by which the writer refuses a patch: "Nacked-by: ...", a line "NAK", "NAK: because"; -1 if none. */
int nak_find(const struct body *b);

/* Does the writer take that back: "I withdraw my NAK"? */
bool nak_withdrawn(const struct body *b);

/* True for a line that holds words of the writer (no quote, diff, signature, footer). */
bool body_own(const struct body_line *l);

#endif
