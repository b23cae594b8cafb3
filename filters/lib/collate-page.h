/* collate-page.h - the lines of the document: gutter, wrapping, colour; for collate*.c alone
 *
 * A line of ours ("[7] Ann Example, ...") always begins right behind the gutter with "[" and a number. Foreign text
 * that would look like one, or like a gutter, moves one column to the right: nobody can put words into another's mouth.
 */
#ifndef COLLATE_PAGE_H
#define COLLATE_PAGE_H

#include "collate.h"

#define PAGE_COLORS 6

enum page_style { PAGE_TEXT, PAGE_NOTE, PAGE_QUOTE, PAGE_ADDED, PAGE_REMOVED };

struct page {
	const struct collation *c;
	const struct collate_options *o;
	GString *out;
	GArray *speakers;     /* int: the mail that speaks at each depth */
	int spoke;            /* the segment whose line was printed last; -1: none */
	int spoke_depth;      /* and how deep */
	bool *introduced;     /* by mail: its full header stands already */
	int *colors;          /* by mail: of its writer */
	bool history;         /* there are old mails too, so new ones are marked */
	/* The end of a line of prose that was too wide, held back: the next line may go on with it. */
	GString *rest;
	char *rest_indent;
	int rest_depth;
	enum page_style rest_style;
};

void page_init(struct page *p, const struct collation *c, const struct collate_options *o, GString *out);
void page_clear(struct page *p);

/* The lines above the first mail: what thread this is. */
void page_head(struct page *p);

/* The next lines belong to this segment, at this depth; its header is printed when the first one comes, or at
 * once if the mail has not been introduced. */
void page_speaker(struct page *p, int segment, int depth);

/* One line of foreign text, not terminated. */
void page_line(struct page *p, int segment, int depth, enum page_style style, const char *text, size_t len);

/* One line of ours (which may hold foreign text): a summary of a diff, a mark. */
void page_note(struct page *p, int segment, int depth, const char *fmt, ...) G_GNUC_PRINTF(4, 5);

/* An empty line inside of a segment. */
void page_blank(struct page *p, int depth);

/* A line of ours, wrapped. */
void page_put(struct page *p, int depth, enum page_style style, const char *s, size_t len);

/* The line that introduces a speaker, wrapped. */
void page_header(struct page *p, const char *header, const struct mail *m, int depth);

/* Print what was held back. */
void page_flush(struct page *p);

#endif
