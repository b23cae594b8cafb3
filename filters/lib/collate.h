/* collate.h - a thread as one document: every reply under the words that it answers */
#ifndef COLLATE_H
#define COLLATE_H

#include "thread.h"

#include <stdio.h>

enum collate_diffs { COLLATE_DIFFS_ANSWERED, COLLATE_DIFFS_FULL, COLLATE_DIFFS_NONE };

struct collate_options {
	enum collate_diffs diffs;
	bool flat;        /* in order of date, quotes trimmed to what is answered, instead of collated */
	bool color;       /* SGR sequences by speaker and depth */
	int width;        /* wrap prose to this many columns; 0: lines stay as they are */
	bool visible;     /* for people: make invisible characters visible (a prompt has them stripped) */
};

/* Quotes of a thread, for --stats. */
struct collate_stats {
	unsigned mails;
	unsigned quoted;  /* quoted lines (blank ones aside) of mails that have an ancestor in the thread */
	unsigned found;   /* those of them found in an ancestor's own text */
};

/* The thread (THREAD_FULL) as one text, appended to `out`. The same numbers [n] as the report's list of mails;
 * new mails are marked. `stats` may be NULL. */
void collate(const struct thread *t, const struct collate_options *o, GString *out,
             struct collate_stats *stats);

#endif
