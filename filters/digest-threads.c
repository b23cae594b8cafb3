/* digest-threads - list the threads of a period, one line each */
#include "lib/db.h"
#include "lib/list.h"
#include "lib/listing.h"
#include "lib/msg.h"
#include "lib/options.h"
#include "lib/safe.h"
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

static void print(const GPtrArray *lines, const struct settings *set, unsigned hidden)
{
	if (set->header && !set->json) {
		list_write_header(stdout, set->window.since, set->window.until);
		if (hidden)
			printf("#private\t%u\n", hidden);
	}
	for (unsigned i = 0; i < lines->len; i++)
		(set->json ? list_write_json : list_write)(stdout, lines->pdata[i]);
}

int main(int argc, char **argv)
{
	struct settings set = { .window = { LIST_NO_TIME, LIST_NO_TIME } };
	g_autofree char *words = NULL, *query = NULL;
	g_autoptr(GPtrArray) lines = NULL;
	const char *fault;
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
	fault = listing_fault(query);
	if (fault) {
		db_close(db);
		msg_usage("query %s: %s", query, fault);
	}
	lines = listing_make(db, query, &set.window);
	if (lines)
		print(lines, &set, db_hidden(db));
	db_close(db);
	return msg_exit();
}
