/* notes.h - what a model noted of the parts of a thread, and what of it goes into the last question
 *
 * Elements of the arrays are opaque; free each array with g_ptr_array_unref.
 */
#ifndef NOTES_H
#define NOTES_H

#include "lib/ledger.h"
#include "lib/list.h"
#include "lib/thread.h"

#include <glib.h>

/* The notes of an answer whose words are in the mails. Counts those of the answer, and those dropped, into *all and *unproved.
 * The ledger may be NULL. */
GPtrArray *notes_read(const struct thread *t, const struct list_line *line, const struct ledger *l, const char *answer,
		      unsigned *all, unsigned *unproved);

/* Append the notes of n parts for which there is room (tokens), in the order of the parts; `passages`: each with what it cites.
 * Those of new mails are taken first, and of these the weightiest: the first of each part, then the second of each. Returns how
 * many are left out. */
unsigned notes_gather(GString *out, GPtrArray *const *parts, unsigned n, unsigned long room, bool passages);

#endif
