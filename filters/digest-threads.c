/* digest-threads - list the threads of a period, one line each */
#include "lib/db.h"
#include "lib/list.h"
#include "lib/msg.h"
#include "lib/options.h"
#include "lib/person.h"
#include "lib/safe.h"
#include "lib/series.h"
#include "lib/thread.h"
#include "lib/window.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: digest-threads [--days N | --week YYYY-Www | --since D] [--until D]\n"
	"                      [--header] [--format=tsv|json] [--] [QUERY]\n"
	"List the threads that have mail matching QUERY in a period, newest first.\n"
	"  --days N       the last N days\n"
	"  --week W       an ISO 8601 week, Monday to Sunday: 2025-W06, or 'last'\n"
	"  --since D      from D on: 2025-02-03, '2025-02-03 10:00', @SECONDS\n"
	"  --until D      up to D, D included\n"
	"  --header       begin with comment lines: the columns, the period\n"
	"  --format=F     tsv (default) or json\n"
	"QUERY is notmuch's; without it the setting digest.query.\n";

struct settings {
	struct window window;
	bool header, json;
};

static unsigned parse_days(const char *s)
{
	guint64 n;

	if (!g_ascii_string_to_unsigned(s, 10, 1, 36500, &n, NULL))
		msg_usage("--days: not a number of days: %s", s);
	return (unsigned)n;
}

static void parse_options(int argc, char **argv, struct settings *set)
{
	enum { DAYS = OPT_OWN, WEEK, SINCE, UNTIL, HEADER, FORMAT };
	static const struct option options[] = {
		{ "days", required_argument, NULL, DAYS },    { "week", required_argument, NULL, WEEK },
		{ "since", required_argument, NULL, SINCE },  { "until", required_argument, NULL, UNTIL },
		{ "header", no_argument, NULL, HEADER },      { "format", required_argument, NULL, FORMAT },
		OPTIONS_COMMON,				      { 0 },
	};
	struct window *w = &set->window;
	int c, starts = 0;
	bool until = false, whole = false;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case DAYS:
			w->since = window_days(parse_days(optarg)).since;
			if (!until)
				w->until = window_now();
			starts++;
			break;
		case WEEK:
			if (!window_week(optarg, w))
				msg_usage("--week: no such week (2025-W06, or 'last'): %s", optarg);
			starts++;
			whole = true;
			break;
		case SINCE:
			if (!window_moment(optarg, true, &w->since))
				msg_usage("--since: not a date (2025-02-03, '2025-02-03 10:00', @SECONDS): %s", optarg);
			if (!until)
				w->until = window_now();
			starts++;
			break;
		case UNTIL:
			if (!window_moment(optarg, false, &w->until))
				msg_usage("--until: not a date (2025-02-03, '2025-02-03 10:00', @SECONDS): %s", optarg);
			until = true;
			break;
		case HEADER:
			set->header = true;
			break;
		case FORMAT:
			if (strcmp(optarg, "json") && strcmp(optarg, "tsv"))
				msg_usage("--format: tsv or json, not %s", optarg);
			set->json = !strcmp(optarg, "json");
			break;
		case OPT_HELP:
			options_help(usage);
		case OPT_VERSION:
			options_version();
		default:
			options_bad();
		}
	}
	if (starts > 1)
		msg_usage("--days, --week and --since: one of them, once");
	if (whole && until)
		msg_usage("--week has an end of its own: no --until");
	if (w->since != LIST_NO_TIME && w->until != LIST_NO_TIME && w->since > w->until)
		msg_usage("the period ends before it begins");
}

/* The query that tells new mail from history: QUERY and the window, absolute. notmuch takes "*" as everything only
 * when it stands alone. */
static char *make_scope(const char *query, const struct window *w)
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
		e->line.subject = safe_line(r->subject);
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

static void print(GHashTable *threads, const char *scope, const struct settings *set)
{
	g_autoptr(GPtrArray) sorted = g_ptr_array_new();
	GHashTableIter it;
	void *value;

	g_hash_table_iter_init(&it, threads);
	while (g_hash_table_iter_next(&it, NULL, &value))
		g_ptr_array_add(sorted, value);
	g_ptr_array_sort(sorted, by_last);
	if (set->header && !set->json)
		list_write_header(stdout, set->window.since, set->window.until);
	for (unsigned i = 0; i < sorted->len; i++) {
		struct list_line *line = &((struct entry *)sorted->pdata[i])->line;

		line->people = g_hash_table_size(((struct entry *)sorted->pdata[i])->people);
		line->end = set->window.until;
		list_set(&line->group, "-");
		list_set(&line->state, "-");
		list_set(&line->series, "-");
		list_set(&line->scope, scope);
		(set->json ? list_write_json : list_write)(stdout, line);
	}
}

int main(int argc, char **argv)
{
	struct settings set = { .window = { LIST_NO_TIME, LIST_NO_TIME } };
	g_autofree char *words = NULL, *query = NULL, *scope = NULL;
	g_autoptr(GPtrArray) rows = NULL;
	struct db *db;

	msg_init(argv[0]);
	parse_options(argc, argv, &set);
	db = db_open();
	words = g_strjoinv(" ", argv + optind);
	query = safe_line(*words ? words : db_setting_or(db, "query", ""));
	if (!*query) {
		db_close(db);
		msg_usage("no QUERY, and the setting digest.query is not set "
			  "(notmuch config set digest.query 'to:LIST')");
	}
	scope = make_scope(query, &set.window);
	rows = db_rows(db, strcmp(scope, "-") ? scope : "*", query, DB_HEADERS);
	if (rows) {
		g_autoptr(GHashTable) threads = collect_new(rows);

		/* Without a scope everything is new: there is nothing besides. */
		if (!strcmp(scope, "-") || add_history(db, threads, query, scope, set.window.until))
			print(threads, scope, &set);
	}
	db_close(db);
	return msg_exit();
}
