/* collate-doc.h - what of a thread is shown, and in which order; for collate*.c alone */
#ifndef COLLATE_DOC_H
#define COLLATE_DOC_H

#include "collate-page.h"
#include "diff.h"

/* The hunks of one mail, and which of them stay whole. */
struct mail_hunks {
	GArray *hunks;   /* struct hunk */
	bool *whole;     /* by hunk */
};

struct doc {
	const struct collation *c;
	const struct collate_options *o;
	struct page page;
	struct mail_hunks *hunks;  /* by mail */
	bool **answered;           /* by mail, by line: the last line of what somebody answered */
};

void doc_init(struct doc *d, const struct collation *c, const struct collate_options *o, GString *out);
void doc_clear(struct doc *d);

/* The line below which an answer stands; INT_MAX: below the whole mail. */
int doc_anchor(const struct collation *c, const struct segment *s);

/* While the lines of a segment are printed. */
struct speech {
	int segment, depth;
	int line;                /* the next line of the body */
	bool blank, begun;       /* an empty line is due before the next one; something was printed */
	bool noted;              /* the line before was a diff's summary */
	bool quote;              /* the line before was a quote that was not found */
	bool quoted_blank;       /* the empty line that is due stands in a quote */
	int attached;            /* lines of an attachment that were left out */
	const char *file;        /* of the hunks that were left out; NULL: none were */
	const char *what;
	GString *functions;
	int names, added, removed;
};

void speech_begin(struct doc *d, struct speech *s, int segment, int depth);
void speech_end(struct doc *d, struct speech *s);

/* Print (or leave out) the next line, or hunk; false when there is none left. */
bool speech_next(struct doc *d, struct speech *s);

/* What is left of the segment only closes it (trailers, "Thanks," and a name, small diffs): answers can wait for that. */
bool speech_closes(const struct doc *d, const struct speech *s);

/* Print what was left out so far: something else comes. */
void speech_flush(struct doc *d, struct speech *s);

/* In order of date, quotes trimmed to what is answered. */
void doc_flat(struct doc *d);

/* Every answer under what it answers. */
void doc_collated(struct doc *d);

#endif
