#include "db-parts.h"
#include "msg.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* An empty profile is not "no profile" for libnotmuch, but it is for people. */
static void drop_empty_profile(void)
{
	if (getenv("NOTMUCH_PROFILE") && !*getenv("NOTMUCH_PROFILE"))
		unsetenv("NOTMUCH_PROFILE");
}

/* NULL: there is none; *why, which may be NULL, tells more. Free it with free. */
static notmuch_database_t *try_handle(char **why, notmuch_status_t *st)
{
	notmuch_database_t *nm = NULL;

	drop_empty_profile();
	*st = notmuch_database_open_with_config(NULL, NOTMUCH_DATABASE_MODE_READ_ONLY, NULL, NULL, &nm, why);
	/* It ignores SIGPIPE by way of GMime; a filter must end when its reader leaves. */
	signal(SIGPIPE, SIG_DFL);
	return *st ? NULL : nm;
}

notmuch_database_t *db_handle(void)
{
	char *why = NULL;
	notmuch_status_t st;
	notmuch_database_t *nm = try_handle(&why, &st);

	if (!nm) {
		g_autofree char *reason = g_strdup(why ? g_strchomp(why) : notmuch_status_to_string(st));

		free(why);
		msg_die(EXIT_SOME, "notmuch database: %s", reason);
	}
	free(why);
	return nm;
}

static void read_settings(struct db *db)
{
	notmuch_config_pairs_t *pairs = notmuch_config_get_pairs(db->nm, "digest.");
	notmuch_config_values_t *tags;
	GPtrArray *excluded = g_ptr_array_new();

	for (; pairs && notmuch_config_pairs_valid(pairs); notmuch_config_pairs_move_to_next(pairs))
		g_hash_table_insert(db->settings, g_strdup(notmuch_config_pairs_key(pairs)),
				    g_strdup(notmuch_config_pairs_value(pairs)));
	if (pairs)
		notmuch_config_pairs_destroy(pairs);
	tags = notmuch_config_get_values_string(db->nm, "search.exclude_tags");
	for (; tags && notmuch_config_values_valid(tags); notmuch_config_values_move_to_next(tags))
		g_ptr_array_add(excluded, g_strdup(notmuch_config_values_get(tags)));
	if (tags)
		notmuch_config_values_destroy(tags);
	/* A report that was delivered is not what it reports on. */
	g_ptr_array_add(excluded, g_strdup("digest/report"));
	g_ptr_array_add(excluded, NULL);
	db->excluded = (char **)g_ptr_array_free(excluded, FALSE);
}

static void hide_private(struct db *db);

static struct db *db_with(notmuch_database_t *nm)
{
	struct db *db = g_new0(struct db, 1);

	db->nm = nm;
	db_catch_escapes();
	db->settings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	read_settings(db);
	hide_private(db);
	return db;
}

struct db *db_open(void)
{
	return db_with(db_handle());
}

struct db *db_open_if_any(void)
{
	char *why = NULL;
	notmuch_status_t st;
	notmuch_database_t *nm = try_handle(&why, &st);

	free(why);
	return nm ? db_with(nm) : NULL;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	notmuch_database_destroy(db->nm);
	g_hash_table_unref(db->settings);
	g_strfreev(db->excluded);
	g_clear_pointer(&db->hidden, g_hash_table_unref);
	g_clear_pointer(&db->met, g_hash_table_unref);
	g_free(db);
}

/* DIGEST_NAME, NULL if unset or empty. */
static const char *from_environment(const char *name)
{
	g_autofree char *upper = g_ascii_strup(name, -1), *var = g_strconcat("DIGEST_", upper, NULL);
	const char *value = getenv(g_strdelimit(var, ".-", '_'));

	return value && *value ? value : NULL;
}

const char *db_setting(struct db *db, const char *name)
{
	g_autofree char *key = g_strconcat("digest.", name, NULL);
	const char *value = from_environment(name);

	if (!value)
		value = g_hash_table_lookup(db->settings, key);
	return value && *value ? value : NULL;
}

char *db_setting_alone(const char *name)
{
	g_autofree char *key = g_strconcat("digest.", name, NULL), *why = NULL;
	const char *value = from_environment(name);
	char *copy, *found = NULL;
	notmuch_database_t *nm = NULL;

	if (value)
		return g_strdup(value);
	drop_empty_profile();
	/* It fails where there is no database, and has read the configuration all the same. */
	notmuch_database_load_config(NULL, NULL, NULL, &nm, &why);
	signal(SIGPIPE, SIG_DFL);
	if (!nm)
		return NULL;
	if (!notmuch_database_get_config(nm, key, &found) && found && *found)
		copy = g_strdup(found);
	else
		copy = NULL;
	free(found);
	notmuch_database_destroy(nm);
	return copy;
}

const char *db_setting_or(struct db *db, const char *name, const char *fallback)
{
	const char *value = db_setting(db, name);

	return value ? value : fallback;
}

/* Mail with an excluded tag makes a thread private, too: better one too many. */
static void hide_private(struct db *db)
{
	const char *query = db_setting(db, "public") ? db_setting(db, "private") : NULL;
	char *none = NULL, **excluded = db->excluded;
	g_autoptr(GPtrArray) rows = NULL;

	if (!query)
		return;
	db->excluded = &none;
	rows = db_rows(db, query, NULL, DB_ID);
	db->excluded = excluded;
	if (!rows)
		msg_die(EXIT_SOME, "digest.private: it cannot be found out which threads are private");
	db->hidden = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	db->met = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (unsigned i = 0; i < rows->len; i++)
		g_hash_table_add(db->hidden, g_strdup(((struct db_row *)rows->pdata[i])->thread));
}

unsigned db_hidden(const struct db *db)
{
	return db->met ? g_hash_table_size(db->met) : 0;
}

char *db_id_term(const char *message_id)
{
	GString *s = g_string_new("id:\"");

	for (; *message_id; message_id++) {
		if (*message_id == '"')
			g_string_append_c(s, '"');
		g_string_append_c(s, *message_id);
	}
	return g_string_free(g_string_append_c(s, '"'), FALSE);
}

char *db_thread_of(struct db *db, const char *message_id)
{
	g_autofree char *term = db_id_term(message_id);
	g_autoptr(GPtrArray) rows = db_rows(db, term, term, DB_ID);

	if (!rows || !rows->len)
		return NULL;
	return g_strconcat("thread:", ((struct db_row *)rows->pdata[0])->thread, NULL);
}

/* The mail, or the ghost of one that others refer to; NULL: neither. Destroy it. */
static notmuch_message_t *find(struct db *db, const char *message_id)
{
	enum { TRIES = 8 };

	for (int i = 0; i < TRIES; i++) {
		notmuch_message_t *m = NULL;

		if (!notmuch_database_find_message(db->nm, message_id, &m) && (!m || notmuch_message_get_thread_id(m)))
			return m;
		if (m)
			notmuch_message_destroy(m);
		/* The database moved on under us. */
		notmuch_database_destroy(db->nm);
		db->nm = db_handle();
	}
	return NULL;
}

char *db_thread_referring(struct db *db, const char *message_id)
{
	notmuch_message_t *m = find(db, message_id);
	char *thread = m ? g_strdup(notmuch_message_get_thread_id(m)) : NULL;

	if (m)
		notmuch_message_destroy(m);
	return thread;
}

bool db_has_file(struct db *db, const char *message_id)
{
	notmuch_message_t *m = find(db, message_id);
	notmuch_filenames_t *f;
	bool found = false;

	if (!m)
		return false;
	/* A ghost has none. */
	for (f = notmuch_message_get_filenames(m); !found && f && notmuch_filenames_valid(f);
	     notmuch_filenames_move_to_next(f))
		found = !access(notmuch_filenames_get(f), F_OK);
	notmuch_message_destroy(m);
	return found;
}
