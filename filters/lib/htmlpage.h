/* htmlpage.h - lines, quotes and lists of a page as plain text */
#ifndef HTMLPAGE_H
#define HTMLPAGE_H

#include <glib.h>
#include <stdbool.h>

struct page {
	GString *out;
	size_t start;     /* where the page, or the innermost quote, begins in out */
	int quotes;       /* depth: each "> " */
	int indent;       /* depth of lists */
	char marker[16];  /* of a list item, before its first word; "": none is due */
	bool pre;         /* white space counts */

	int lines;        /* line ends to write before the next word: 1, or 2 for an empty line between */
	bool in_line;     /* something stands on this line */
	bool empty;       /* the last line was an empty one */
	size_t line;      /* where its words begin in out */
	int lead;         /* no-break spaces before its first word */
	bool space;       /* a blank, if a word follows */
};

/* Text with its references still encoded. */
void page_text(struct page *p, const char *s, const char *end);

/* End the line, if there is one; n 2: leave an empty line before what follows. */
void page_block(struct page *p, int n);

/* <br>. */
void page_break(struct page *p);

/* An empty line, unless one is there or the page begins here. */
void page_empty_line(struct page *p);

/* Begin a quote; it ends where p->quotes is lowered again. */
void page_quote(struct page *p);

#endif
