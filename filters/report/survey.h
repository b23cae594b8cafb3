/* survey.h - the ledgers of a whole list, before its report is written */
#ifndef SURVEY_H
#define SURVEY_H

#include "lib/ledger.h"
#include "lib/db.h"

#include <glib.h>

/* What waits for an answer since before the period: how far to look back. */
enum { SURVEY_BACK_DAYS = 30 };

struct survey {
	struct ledger_context *context;
	GPtrArray *ledgers;  /* struct ledger, one for each line; NULL where column 3 is "-" or the thread cannot be read */
	GPtrArray *lines;    /* struct list_line: patches and pull requests of the days before, unanswered to the end */
	GPtrArray *before;   /* struct ledger of these */
};

/* Loads each thread that digest-state has judged, one at a time, and keeps its ledger only. What fails is reported when
 * the section is made, not here. */
struct survey *survey_make(struct db *db, const GPtrArray *lines);
void survey_free(struct survey *v);

#endif
