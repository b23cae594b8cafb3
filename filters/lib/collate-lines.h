/* collate-lines.h - the lines that each mail of a thread owns, and where they stand
 *
 * A mail owns what it brought into the thread: its lines outside quotes, and quoted lines that stand in no ancestor.
 * Lines are compared without white space. Equal lines have equal ids, so that comparing is one integer.
 */
#ifndef COLLATE_LINES_H
#define COLLATE_LINES_H

#include "body.h"

#include <glib.h>
#include <stdbool.h>

/* One owned line, blank ones left out. */
struct owned {
	int line;        /* in the mail's body */
	int id;
	int weight;      /* bytes without white space, at most LINES_WEIGHT */
	int next;        /* the next owned line of this mail with this id; -1: none */
	int tail;        /* of the first line with this id only: the last one with it */
	unsigned end;    /* where it ends in the stream */
};

#define LINES_WEIGHT 60

struct mail_lines {
	GArray *owned;      /* struct owned, in order */
	GHashTable *first;  /* id -> index of the first owned line with it, plus one */
	GString *stream;    /* all owned lines without white space and ">", for quotes that were wrapped anew */
};

struct lines {
	GHashTable *ids;       /* line without white space -> id */
	GStringChunk *strings;
	GString *key;          /* while a line is looked up */
	struct mail_lines *mails;
	int n;
};

struct lines *lines_new(int mails);
void lines_free(struct lines *l);

/* The id of a line: a new one if `add`, else -1 for a line that nobody owns so far. 0: the line is blank.
 * *weight may be NULL. */
int lines_id(struct lines *l, const struct body_line *line, bool add, int *weight);

/* The mail owns this line of its body. Lines are added in order. */
void lines_own(struct lines *l, int mail, const struct body *b, int line);

/* The index of the first owned line of the mail with this id; -1: none. Others follow by ->next. */
int lines_find(const struct lines *l, int mail, int id);

static inline struct owned *lines_owned(const struct lines *l, int mail, int index)
{
	return &g_array_index(l->mails[mail].owned, struct owned, index);
}

static inline int lines_count(const struct lines *l, int mail)
{
	return (int)l->mails[mail].owned->len;
}

/* The owned line in whose stretch of the stream this offset lies. */
int lines_at(const struct lines *l, int mail, unsigned offset);

/* A line without white space (and without ">" for a stream), appended. */
void lines_squeeze(GString *out, const char *text, size_t len, bool stream);

#endif
