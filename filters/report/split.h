/* split.h - a document that is too large, in parts that are not
 *
 * A part begins where a mail begins, if it can, and tells under which lines it stands, so that nobody's words lose their speaker.
 * Every line of the document is in exactly one part.
 */
#ifndef SPLIT_H
#define SPLIT_H

#include <glib.h>

struct split {
	char *context;  /* the headers, and the last lines under each, that the text stands under; "" if it begins at the top */
	char *text;     /* a piece of the document */
};

/* The parts of a collated document, each, context included, of at most `bytes` (512 at least). Elements are struct split; free with
 * g_ptr_array_unref. */
GPtrArray *split_document(const char *document, gsize bytes);

#endif
