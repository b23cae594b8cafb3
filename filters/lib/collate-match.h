/* collate-match.h - the lines of a mail's quotes found in its ancestors, for collate*.c alone */
#ifndef COLLATE_MATCH_H
#define COLLATE_MATCH_H

#include "collate.h"
#include "collate-lines.h"

/* How far up the chain of ancestors quotes are looked for: deeper quotes do not occur, and cost stays linear. */
#define MATCH_ANCESTORS 32

struct match {
	struct collation *c;
	struct lines *lines;
	int mail;
	struct body *body;
	struct origin *origins;
	int chain[MATCH_ANCESTORS];  /* the parent first */
	int length;
	int last[MATCH_ANCESTORS];   /* owned index that was found last in each: quotes go on from there */
	GArray *quotes;              /* struct quote: the quoted lines that are not blank, in order */
};

struct quote {
	int line;      /* in the body */
	int id, weight;
	int depth;
	int before;    /* the quote before at this depth; -1: none */
	int after;     /* the next at this depth; -1: none */
	int at;        /* position in the chain of the mail where it was found; -1: not found */
	int index;     /* the owned line there */
	unsigned end;  /* found by its characters: where it ends in the stream; 0: found as a whole line */
};

static inline struct quote *match_quote(const struct match *m, int i)
{
	return &g_array_index(m->quotes, struct quote, i);
}

/* Find the quotes of a mail whose ancestors are done already; fills c->origins[mail] and, if others may quote it, lets the mail
 * own what is its own. */
void match_mail(struct collation *c, struct lines *lines, int mail, bool has_children);

/* Lines that look like words but repeat an ancestor's behind another mark ("| ", ": ", "Ann> ") become quotes. */
void match_other_marks(struct match *m);

/* Whole lines, by blocks. */
void match_lines(struct match *m);

/* What is left, by its characters across line ends. */
void match_stream(struct match *m);

/* What is left after that, by its words: where a changed line belongs. */
void match_edited(struct match *m);

#endif
