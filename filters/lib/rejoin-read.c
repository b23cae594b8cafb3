/* rejoin-read.c - what the database tells of the mails of some lines: subjects, authors, references */
#include "lib/rejoin.h"

#include "lib/db.h"
#include "lib/mail.h"
#include "lib/series.h"

#include <string.h>

/* Lines of one query. */
#define CHUNK 200

struct owned {
	const struct list_line *line;
	struct fragment *fragment;
};

/* Whose mails are which line's: thread id to its line. A thread that stands in two lines belongs to the first. */
static GHashTable *owners(const struct list_line *const *lines, unsigned n, struct fragment *const *fragments)
{
	GHashTable *owner = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (unsigned i = 0; i < n; i++) {
		g_auto(GStrv) words = g_strsplit(lines[i]->threads, " ", -1);
		for (char **w = words; *w; w++) {
			if (g_hash_table_contains(owner, *w + strlen("thread:")))
				continue;
			struct owned *o = g_new(struct owned, 1);
			*o = (struct owned){ lines[i], fragments[i] };
			g_hash_table_insert(owner, g_strdup(*w + strlen("thread:")), o);
		}
	}
	return owner;
}

/* The scopes of some lines as one query: it names the excluded tags that the lists asked for. */
static char *scopes_of(const struct list_line *const *lines, unsigned n)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	GString *all = g_string_new(NULL);
	for (unsigned i = 0; i < n; i++) {
		const char *scope = lines[i]->scope;
		if (strcmp(scope, "-") != 0 && g_hash_table_add(seen, (char *)scope))
			g_string_append_printf(all, "%s(%s)", all->len ? " or " : "", scope);
	}
	return g_string_free(all, !all->len);
}

/* Whether its first mail answers something: then what it answers, and who answers, counts as well. */
static bool begins_with_answer(const struct list_line *line)
{
	struct series_subject s;
	series_subject_parse(&s, line->subject);
	bool reply = s.reply;
	series_subject_clear(&s);
	return reply;
}

/* The threads of such lines as a query, up to the latest end of them; NULL: there are none. */
static char *mails_of(const struct list_line *const *lines, unsigned n, bool answers)
{
	GString *query = g_string_new(NULL);
	time_t end = 0;
	bool open = false;
	for (unsigned i = 0; i < n; i++) {
		if (begins_with_answer(lines[i]) != answers)
			continue;
		g_string_append_printf(query, "%s%s", query->len ? " " : "", lines[i]->threads);
		open |= lines[i]->end == LIST_NO_TIME;
		end = MAX(end, lines[i]->end);
	}
	if (!query->len)
		return g_string_free(query, TRUE);
	g_string_replace(query, " ", " or ", 0);
	if (!open) {
		g_string_prepend_c(query, '(');
		g_string_append_printf(query, ") and date:..@%lld", (long long)end);
	}
	return g_string_free(query, FALSE);
}

static void tell(GHashTable *owner, const struct db_row *r)
{
	const struct owned *o = g_hash_table_lookup(owner, r->thread);
	if (o && (o->line->end == LIST_NO_TIME || r->date <= o->line->end))
		fragment_add(o->fragment, r->id, r->from, r->subject, r->date);
}

bool rejoin_read(struct db *db, const struct list_line *const *lines, unsigned n, struct fragment *const *fragments)
{
	g_autoptr(GHashTable) owner = owners(lines, n, fragments);
	for (unsigned from = 0; from < n; from += CHUNK) {
		unsigned some = MIN(CHUNK, n - from);
		g_autofree char *asked = scopes_of(lines + from, some);
		for (int answers = 0; answers <= 1; answers++) {
			g_autofree char *query = mails_of(lines + from, some, answers);
			g_autoptr(GPtrArray) rows = NULL;
			if (!query)
				continue;
			rows = db_rows(db, query, asked, answers ? DB_HEADERS : DB_HEADERS | DB_NO_ANSWERS);
			if (!rows)
				return false;
			for (unsigned i = 0; i < rows->len; i++)
				tell(owner, g_ptr_array_index(rows, i));
		}
	}
	return true;
}

char **rejoin_references_of(void *db, const char *id)
{
	g_autofree char *query = db_id_term(id);
	g_autoptr(GPtrArray) rows = db_rows(db, query, query, DB_FILES);
	char **refs = NULL;
	if (rows && rows->len) {
		struct mail *m = mail_new();
		mail_read(m, ((struct db_row *)g_ptr_array_index(rows, 0))->files);
		refs = g_strdupv(m->references);
		mail_free(m);
	}
	return refs;
}
