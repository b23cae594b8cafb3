#include "listing.h"
#include "list.h"
#include "person.h"
#include "series.h"

#include <stdio.h>
#include <string.h>

const char *listing_fault(const char *query)
{
	bool quoted = false;
	int open = 0;

	for (; *query; query++) {
		if (*query == '"')
			quoted = !quoted;
		else if (!quoted && *query == '(')
			open++;
		else if (!quoted && *query == ')' && --open < 0)
			return "a parenthesis is closed that was not opened";
	}
	return quoted ? "a quotation mark is not closed" : open ? "a parenthesis is not closed" : NULL;
}

/* The query that tells new mail from history: QUERY and the window, absolute. notmuch takes "*" as everything only
 * when it stands alone. */
char *listing_scope(const char *query, const struct window *w)
{
	g_autofree char *dates = NULL;
	bool all = !strcmp(query, "*");

	if (w->since != LIST_NO_TIME)
		dates = g_strdup_printf("date:@%lld..@%lld", (long long)w->since, (long long)w->until);
	else if (w->until != LIST_NO_TIME)
		dates = g_strdup_printf("date:..@%lld", (long long)w->until);
	if (!dates)
		return g_strdup(all ? "-" : query);
	return all ? g_steal_pointer(&dates) : g_strdup_printf("(%s) and %s", query, dates);
}

/* What is known of a thread while the rows go by. */
struct entry {
	struct list_line line;
	GHashTable *people;
	bool reply;        /* of the first mail, and its patch number: a series is sent within a second */
	int number;
	char *id;
};

static void entry_free(void *p)
{
	struct entry *e = p;

	list_line_free(&e->line);
	if (e->people)
		g_hash_table_unref(e->people);
	g_free(e->id);
	g_free(e);
}

/* Does this row come before what the entry took for its first mail? Same order as thread_load's numbers. */
static bool comes_first(const struct entry *e, const struct db_row *r, const struct series_subject *s)
{
	if (!e->id || r->date != e->line.first)
		return !e->id || r->date < e->line.first;
	if (s->reply != e->reply)
		return !s->reply;
	if (s->number != e->number)
		return s->number < e->number;
	return strcmp(r->id, e->id) < 0;
}

static void add_row(struct entry *e, const struct db_row *r)
{
	struct series_subject s;
	struct person p;

	e->line.total++;
	person_parse(&p, r->from, NULL);
	g_hash_table_add(e->people, person_key(&p));
	person_clear(&p);
	if (e->id && r->date > e->line.first)
		return;
	series_subject_parse(&s, r->subject);
	if (comes_first(e, r, &s)) {
		e->line.first = r->date;
		e->reply = s.reply;
		e->number = s.number;
		list_set(&e->id, r->id);
		g_free(e->line.subject);
		e->line.subject = g_strdup(r->subject);
	}
	series_subject_clear(&s);
}

/* An entry for each thread of the new messages, which come oldest first. */
static GHashTable *collect_new(GPtrArray *rows)
{
	GHashTable *threads = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, entry_free);

	for (unsigned i = 0; i < rows->len; i++) {
		const struct db_row *r = rows->pdata[i];
		struct entry *e = g_hash_table_lookup(threads, r->thread);

		if (!e) {
			e = g_new0(struct entry, 1);
			e->people = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
			e->line.threads = g_strconcat("thread:", r->thread, NULL);
			g_hash_table_insert(threads, e->line.threads + strlen("thread:"), e);
		}
		e->line.new_++;
		e->line.last = r->date;
		add_row(e, r);
	}
	return threads;
}

/* What these threads hold besides, up to the end: a few large queries instead of one for each thread, and nothing that
 * was read already, because reading a message's terms is what costs. */
static bool add_history(struct db *db, GHashTable *threads, const char *asked, const char *scope, time_t end)
{
	enum { PER_QUERY = 400 };
	g_autofree const char **ids = (const char **)g_hash_table_get_keys_as_array(threads, NULL);
	unsigned n = g_hash_table_size(threads);

	for (unsigned from = 0; from < n; from += PER_QUERY) {
		g_autoptr(GString) query = g_string_new("(");
		g_autoptr(GPtrArray) rows = NULL;

		for (unsigned i = from; i < n && i < from + PER_QUERY; i++)
			g_string_append_printf(query, "%sthread:%s", i > from ? " or " : "", ids[i]);
		g_string_append_printf(query, ") and not (%s)", scope);
		if (end != LIST_NO_TIME)
			g_string_append_printf(query, " and date:..@%lld", (long long)end);
		rows = db_rows(db, query->str, asked, DB_HEADERS);
		if (!rows)
			return false;
		for (unsigned i = 0; i < rows->len; i++) {
			const struct db_row *r = rows->pdata[i];
			struct entry *e = g_hash_table_lookup(threads, r->thread);

			if (e)
				add_row(e, r);
		}
	}
	return true;
}

/* Newest first, as notmuch search has it. */
static int by_last(const void *a, const void *b)
{
	const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;

	if (x->line.last != y->line.last)
		return x->line.last < y->line.last ? 1 : -1;
	return strcmp(x->line.threads, y->line.threads);
}

static void line_free(void *p)
{
	list_line_free(p);
	g_free(p);
}

static GPtrArray *take_lines(GHashTable *threads, const char *scope, time_t end)
{
	g_autoptr(GPtrArray) sorted = g_ptr_array_new();
	GPtrArray *lines = g_ptr_array_new_with_free_func(line_free);
	GHashTableIter it;
	void *value;

	g_hash_table_iter_init(&it, threads);
	while (g_hash_table_iter_next(&it, NULL, &value))
		g_ptr_array_add(sorted, value);
	g_ptr_array_sort(sorted, by_last);
	for (unsigned i = 0; i < sorted->len; i++) {
		struct entry *e = sorted->pdata[i];
		struct list_line *line = g_new0(struct list_line, 1);

		e->line.people = g_hash_table_size(e->people);
		e->line.end = end;
		list_set(&e->line.group, "-");
		list_set(&e->line.state, "-");
		list_set(&e->line.series, "-");
		list_set(&e->line.scope, scope);
		list_line_copy(line, &e->line);
		g_ptr_array_add(lines, line);
	}
	return lines;
}

GPtrArray *listing_make(struct db *db, const char *query, const struct window *w)
{
	g_autofree char *scope = listing_scope(query, w);
	bool all = !strcmp(scope, "-");
	g_autoptr(GPtrArray) rows = db_rows(db, all ? "*" : scope, query, DB_HEADERS);
	g_autoptr(GHashTable) threads = rows ? collect_new(rows) : NULL;

	/* Without a scope everything is new: there is nothing besides. */
	if (!threads || (!all && !add_history(db, threads, query, scope, w->until)))
		return NULL;
	return take_lines(threads, scope, w->until);
}

bool listing_parse_scope(const char *scope, char **query, struct window *w)
{
	const char *dates = g_strrstr(scope, "date:@");
	long long since, until;
	int used = 0;

	if (!dates || sscanf(dates, "date:@%lld..@%lld%n", &since, &until, &used) != 2 || dates[used])
		return false;
	if (dates == scope)
		*query = g_strdup("*");
	else if (scope[0] == '(' && dates - scope > 6 && !strncmp(dates - 6, ") and ", 6))
		*query = g_strndup(scope + 1, (gsize)(dates - 6 - scope - 1));
	else
		return false;
	*w = (struct window){ (time_t)since, (time_t)until };
	return true;
}
