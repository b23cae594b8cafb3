/* db.h - the notmuch database: read-only, beside whoever writes to it
 *
 * Only `notmuch tag` and `notmuch new` ever write. libnotmuch 0.37 aborts when another process commits
 * while a query is iterated; so each query is drained at once into rows under a guard that reopens the
 * database and asks again, and no libnotmuch object outlives the call that made it.
 */
#ifndef DB_H
#define DB_H

#include <glib.h>
#include <notmuch.h>
#include <stdbool.h>
#include <time.h>

struct db;

/* Open the user's database (NOTMUCH_CONFIG, NOTMUCH_PROFILE, NOTMUCH_DATABASE as notmuch(1) takes them) for
 * reading, or leave with EXIT_SOME and one line that says why not. SIGPIPE is set back to its default,
 * which opening disturbs. */
struct db *db_open(void);

/* The same, but NULL, without a word, where there is none. */
struct db *db_open_if_any(void);

void db_close(struct db *db);

/* A setting: DIGEST_NAME from the environment, else digest.NAME from notmuch's configuration, else NULL.
 * name is written as in the configuration ("api_key_command"). A value that is empty counts as unset.
 * The string belongs to the database. */
const char *db_setting(struct db *db, const char *name);

/* The same without a database, for filters that may do without one; NULL too if there is no configuration. Free with
 * g_free. */
char *db_setting_alone(const char *name);

/* The same, or fallback. */
const char *db_setting_or(struct db *db, const char *name, const char *fallback);

/* What a row tells. Strings belong to the row. */
struct db_row {
	char *id;        /* Message-ID without <> */
	char *thread;    /* thread id without "thread:" */
	time_t date;     /* UTC; 0 if the mail has none */
	char *from;      /* decoded From, as the database has it */
	char *subject;   /* decoded and safe */
	char **files;    /* with DB_FILES: every file of the message, NULL-terminated; else NULL */
	char **tags;     /* with DB_TAGS */
};

/* Threads that queries would have given but for DIGEST_PUBLIC: when that is set and not empty (somebody else will read what
 * comes out), threads with a mail that matches digest.private do not exist. */
unsigned db_hidden(const struct db *db);

enum db_want {
	DB_ID = 0,
	DB_HEADERS = 1,
	DB_FILES = 2,
	DB_TAGS = 4,
	DB_NO_ANSWERS = 8,  /* leave out mail whose subject begins with "Re:" or the like: of that no more is read */
};

/* All messages that match the query, oldest first, as struct db_row; free with g_ptr_array_unref. Mail
 * with an excluded tag (search.exclude_tags, and digest/report, which delivered reports have) does not exist, unless `asked` (the user's own query, or a line's
 * scope; may be NULL) names that tag. NULL after an error, which has been reported (msg_fail names the query). */
GPtrArray *db_rows(struct db *db, const char *query, const char *asked, unsigned want);

/* The thread ("thread:ID") of a message; NULL if there is no such mail. Free with g_free. */
char *db_thread_of(struct db *db, const char *message_id);

/* The same, without "thread:", and also for a mail that never came but that others refer to: their
 * thread, of which nothing may be left that a query finds. */
char *db_thread_referring(struct db *db, const char *message_id);

/* True if a file of that mail is there, excluded tags or not. Cheap: no query. */
bool db_has_file(struct db *db, const char *message_id);

/* "id:" query term for a Message-ID, quoted. Free with g_free. */
char *db_id_term(const char *message_id);

#endif
