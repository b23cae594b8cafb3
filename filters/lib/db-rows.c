/* db-rows.c - queries, each drained at once into rows */
#include "db-parts.h"
#include "msg.h"
#include "safe.h"
#include "series.h"

#include <dlfcn.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>

/* libnotmuch 0.37 lets Xapian's "the database was modified" escape while a query is iterated, and C++ then
 * ends the process. Inside guarded code the escape leads back here instead; what was under way leaks, the
 * handle is given up and a new one opened. */
static sigjmp_buf guard;
static volatile sig_atomic_t guarded;

static void on_terminate(void)
{
	if (guarded) {
		guarded = 0;
		siglongjmp(guard, 1);
	}
	abort();
}

void db_catch_escapes(void)
{
	/* std::set_terminate(void (*)()): C has no other name for it. */
	void *(*set)(void (*)(void)) = NULL;

	*(void **)&set = dlsym(RTLD_DEFAULT, "_ZSt13set_terminatePFvvE");
	if (set)
		set(on_terminate);
}

static void row_free(void *p)
{
	struct db_row *r = p;

	g_free(r->id);
	g_free(r->thread);
	g_free(r->from);
	g_free(r->subject);
	g_strfreev(r->files);
	g_strfreev(r->tags);
	g_free(r);
}

static char **read_files(notmuch_message_t *m)
{
	GPtrArray *a = g_ptr_array_new();
	notmuch_filenames_t *f = notmuch_message_get_filenames(m);

	for (; f && notmuch_filenames_valid(f); notmuch_filenames_move_to_next(f))
		g_ptr_array_add(a, g_strdup(notmuch_filenames_get(f)));
	if (f)
		notmuch_filenames_destroy(f);
	g_ptr_array_add(a, NULL);
	return (char **)g_ptr_array_free(a, FALSE);
}

static char **read_tags(notmuch_message_t *m)
{
	GPtrArray *a = g_ptr_array_new();
	notmuch_tags_t *t = notmuch_message_get_tags(m);

	for (; t && notmuch_tags_valid(t); notmuch_tags_move_to_next(t))
		g_ptr_array_add(a, g_strdup(notmuch_tags_get(t)));
	if (t)
		notmuch_tags_destroy(t);
	g_ptr_array_add(a, NULL);
	return (char **)g_ptr_array_free(a, FALSE);
}

/* How many messages are held at a time. */
enum { BATCH = 256 };

/* Returns how many are left. */
static unsigned drop_answers(notmuch_message_t **m, unsigned n)
{
	unsigned left = 0;

	for (unsigned i = 0; i < n; i++) {
		struct series_subject s;

		series_subject_parse(&s, notmuch_message_get_header(m[i], "subject"));
		if (s.reply)
			notmuch_message_destroy(m[i]);
		else
			m[left++] = m[i];
		series_subject_clear(&s);
	}
	return left;
}

/* The rows of some messages, column by column: what stands in one column of the database lies together, so that its blocks are
 * read once and not again for each message. */
static void read_rows(notmuch_message_t **m, struct db_row **rows, unsigned n, unsigned want)
{
	for (unsigned i = 0; i < n; i++) {
		rows[i] = g_new0(struct db_row, 1);
		rows[i]->id = g_strdup(notmuch_message_get_message_id(m[i]));
		rows[i]->thread = g_strdup(notmuch_message_get_thread_id(m[i]));
		if (want & DB_TAGS)
			rows[i]->tags = read_tags(m[i]);
		if (want & DB_FILES)
			rows[i]->files = read_files(m[i]);
	}
	for (unsigned i = 0; i < n; i++)
		rows[i]->date = notmuch_message_get_date(m[i]);
	for (unsigned i = 0; i < n && (want & DB_HEADERS); i++)
		rows[i]->from = g_strdup(notmuch_message_get_header(m[i], "from"));
	for (unsigned i = 0; i < n && (want & DB_HEADERS); i++)
		{
		const char *subject = notmuch_message_get_header(m[i], "subject");

		rows[i]->subject = subject ? safe_subject(subject) : NULL;
	}
}

/* The tags of search.exclude_tags that the asker did not name: those are left out. */
static void exclude(struct db *db, notmuch_query_t *query, const char *asked)
{
	notmuch_query_t *probe = asked ? notmuch_query_create(db->nm, asked) : NULL;

	for (char **tag = db->excluded; *tag; tag++)
		if (!probe || notmuch_query_add_tag_exclude(probe, *tag) != NOTMUCH_STATUS_IGNORED)
			notmuch_query_add_tag_exclude(query, *tag);
	if (probe)
		notmuch_query_destroy(probe);
	notmuch_query_set_omit_excluded(query, NOTMUCH_EXCLUDE_ALL);
}

/* The library catches most errors itself: it gives NULL, or no file, or the year 1970, and notes the exception. */
static bool is_whole(struct db *db, const struct db_row *r, unsigned want)
{
	const char *noted = notmuch_database_status_string(db->nm);

	return r->id && r->thread && (!(want & DB_HEADERS) || (r->from && r->subject)) && (!r->files || *r->files) &&
	       !(noted && strstr(noted, "Xapian"));
}

static bool is_hidden(struct db *db, const struct db_row *r)
{
	if (!db->hidden || !r->thread || !g_hash_table_contains(db->hidden, r->thread))
		return false;
	g_hash_table_add(db->met, g_strdup(r->thread));
	return true;
}

/* Some messages as rows, but for hidden ones. */
static notmuch_status_t add_rows(struct db *db, notmuch_message_t **m, unsigned n, unsigned want, bool last, GPtrArray *rows)
{
	notmuch_status_t st = NOTMUCH_STATUS_SUCCESS;
	struct db_row *batch[BATCH];

	if (want & DB_NO_ANSWERS)
		n = drop_answers(m, n);
	read_rows(m, batch, n, want);
	for (unsigned i = 0; i < n; i++) {
		if (!batch[i]->id || !batch[i]->thread || (!last && !is_whole(db, batch[i], want)))
			st = NOTMUCH_STATUS_XAPIAN_EXCEPTION;
		if (is_hidden(db, batch[i]))
			row_free(batch[i]);
		else
			g_ptr_array_add(rows, batch[i]);
		notmuch_message_destroy(m[i]);
	}
	return st;
}

static int by_date(const void *a, const void *b)
{
	const struct db_row *x = *(struct db_row *const *)a, *y = *(struct db_row *const *)b;

	return (x->date > y->date) - (x->date < y->date);
}

/* One try. A row that could not be read whole means that the database moved on under us: XAPIAN_EXCEPTION, try again. In the
 * `last` try it is what there is: a From that is empty in the database is looked for in a file that may be gone. */
static notmuch_status_t drain(struct db *db, const char *text, const char *asked, unsigned want, bool last,
			      GPtrArray *rows)
{
	notmuch_query_t *query = notmuch_query_create(db->nm, text);
	notmuch_messages_t *found = NULL;
	notmuch_message_t *batch[BATCH];
	notmuch_status_t st;

	if (!query)
		return NOTMUCH_STATUS_OUT_OF_MEMORY;
	exclude(db, query, asked);
	/* In the order in which they lie in the database. */
	notmuch_query_set_sort(query, NOTMUCH_SORT_UNSORTED);
	st = notmuch_query_search_messages(query, &found);
	while (!st && notmuch_messages_valid(found)) {
		unsigned n = 0;

		for (; n < BATCH && notmuch_messages_valid(found); notmuch_messages_move_to_next(found)) {
			batch[n] = notmuch_messages_get(found);
			if (batch[n])
				n++;
			else
				st = NOTMUCH_STATUS_XAPIAN_EXCEPTION;
		}
		if (add_rows(db, batch, n, want, last, rows))
			st = NOTMUCH_STATUS_XAPIAN_EXCEPTION;
	}
	notmuch_query_destroy(query);
	g_ptr_array_sort(rows, by_date);
	return st;
}

GPtrArray *db_rows(struct db *db, const char *query, const char *asked, unsigned want)
{
	enum { TRIES = 8 };
	GPtrArray *volatile rows = NULL;
	volatile notmuch_status_t st = NOTMUCH_STATUS_SUCCESS;

	for (volatile int i = 0; i < TRIES; i++) {
		if (rows)
			g_ptr_array_unref(rows);
		rows = g_ptr_array_new_with_free_func(row_free);
		if (sigsetjmp(guard, 0)) {
			st = NOTMUCH_STATUS_XAPIAN_EXCEPTION;
			db->nm = db_handle();
			continue;
		}
		guarded = 1;
		st = drain(db, query, asked, want, i == TRIES - 1, rows);
		guarded = 0;
		if (st != NOTMUCH_STATUS_XAPIAN_EXCEPTION || i == TRIES - 1)
			break;
		/* Not notmuch_database_reopen(): the old handle's note of an exception would be taken for a new one. */
		notmuch_database_destroy(db->nm);
		db->nm = db_handle();
	}
	if (!st)
		return rows;
	g_ptr_array_unref(rows);
	{
		const char *why = notmuch_database_status_string(db->nm);

		msg_fail("query %s: %s", query, why ? why : notmuch_status_to_string(st));
	}
	return NULL;
}
