/* db-parts.h - what db*.c share, for them alone */
#ifndef DB_PARTS_H
#define DB_PARTS_H

#include "db.h"

struct db {
	notmuch_database_t *nm;
	GHashTable *settings;  /* "digest.x" -> value, and the environment's words once asked */
	char **excluded;       /* search.exclude_tags, and the reports' own tag */
	GHashTable *hidden;    /* threads that digest.private matches, when somebody else will read; else NULL */
	GHashTable *met;       /* those of them that a query would have given */
};

/* Open the user's database, or do not return. */
notmuch_database_t *db_handle(void);

/* From now on an exception that escapes from libnotmuch while rows are read leads back to db_rows(). */
void db_catch_escapes(void);

#endif
