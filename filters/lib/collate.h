/* collate.h - a thread as one document: every reply under the words that it answers
 *
 * Two layers. collation_build() finds out who answers which lines of whom: facts, for programs (extract, verify,
 * json). collate() makes a text of them, for models and for people.
 */
#ifndef COLLATE_H
#define COLLATE_H

#include "body.h"
#include "thread.h"

#include <stdio.h>

/* Quotes of a thread, for --stats. */
struct collate_stats {
	unsigned mails;
	unsigned quoted;  /* quoted lines (blank ones aside) of mails that have an ancestor in the thread */
	unsigned found;   /* those of them found in an ancestor's own text */
};

/* Where a quoted line comes from. */
struct origin {
	int mail;  /* index of the mail whose own line it repeats; -1: not found, or the line is no quote */
	int line;  /* that line in the mail's body */
	bool edited; /* not found, but changed by hand from about there: mail and line say after which line it
		      * belongs, and are not proof of its words */
};

/* Words of one mail that answer the same lines. A mail has one segment or more (one without words when it has
 * none), in the order of its text. */
struct segment {
	int mail;            /* index of the mail whose words they are */
	int first, end;      /* its body lines [first, end); of these the words are those that collation_is_word() tells */
	int to;              /* index of the answered mail; -1: it answers nothing that is here */
	int to_first, to_end; /* the answered lines in that mail's body, as far as they were quoted right above the words;
			      * equal: the words answer the mail as a whole */
};

struct collation {
	const struct thread *thread;
	struct body **bodies;     /* by mail index; lines that proved to be quotes without a quote mark are BODY_QUOTE here */
	struct origin **origins;  /* by mail index, then by line of its body */
	GArray *segments;         /* struct segment, by mail, then by line */
	struct collate_stats stats;
};

/* Find out who answers whom. The thread (THREAD_FULL) must outlive the collation. Linear in the size of the thread.
 * Free with collation_free. */
struct collation *collation_build(const struct thread *t);
void collation_free(struct collation *c);

/* True for a line that the mail's writer wrote: text, a trailer, or a diff. Blank lines, quotes, signatures, diffstats,
 * attributions, footers and attachments are none. */
bool collation_is_word(const struct collation *c, int mail, int line);

/* True for a line that the mail's writer repeats from another mail: a quote that was found, and what stands around quotes. */
bool collation_is_repeated(const struct collation *c, int mail, int line);

/* The segments of one mail: index of the first in ->segments, and how many. */
int collation_segments(const struct collation *c, int mail, int *count);

static inline const struct segment *collation_segment(const struct collation *c, int i)
{
	return &g_array_index(c->segments, struct segment, i);
}

enum collate_diffs { COLLATE_DIFFS_ANSWERED, COLLATE_DIFFS_FULL, COLLATE_DIFFS_NONE };

struct collate_options {
	enum collate_diffs diffs;
	bool flat;        /* in order of date, quotes trimmed to what is answered, instead of collated */
	bool color;       /* SGR sequences by speaker and depth */
	int width;        /* wrap prose to this many columns; 0: lines stay as they are */
};

/* The thread (THREAD_FULL) as one text, appended to `out`. The same numbers [n] as the report's list of mails;
 * new mails are marked. `stats` may be NULL. */
void collate(const struct thread *t, const struct collate_options *o, GString *out,
             struct collate_stats *stats);

/* The same from a collation that is there already. */
void collation_render(const struct collation *c, const struct collate_options *o, GString *out);

/* The collation as one JSON object, for programs: mails, segments, who answers what. Appended, one line. */
void collation_json(const struct collation *c, GString *out);

#endif
