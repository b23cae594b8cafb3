/* stage.h - the loop that every filter of the pipeline runs: lines in, lines out */
#ifndef STAGE_H
#define STAGE_H

#include "db.h"
#include "list.h"

struct stage {
	struct list_reader reader;
	struct db *db;      /* NULL until somebody needs it */
	FILE *pass;         /* where comment lines go; NULL: nowhere */
	time_t since, until; /* the period, if the list began with a header that told it; else LIST_NO_TIME */
	unsigned hidden;    /* private threads that were left out, if the header told */
	GHashTable *seen;   /* threads that came as bare lines: each becomes one line only */
};

/* Read the list on `in` (its name in messages is "standard input"); comments go to `pass` as they are, or nowhere if
 * it is NULL. */
void stage_init(struct stage *s, FILE *in, FILE *pass);

/* The next thread, as twelve columns: bare lines are filled in from the database, bad ones reported and left out.
 * False at the end. Release *line with list_line_free. */
bool stage_next(struct stage *s, struct list_line *line);

/* The database, opened when first asked for (or does not return: db_open). */
struct db *stage_db(struct stage *s);

void stage_clear(struct stage *s);

#endif
