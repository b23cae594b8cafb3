/* digest-state - where each thread stands, by facts of its mails */
#include "lib/ledger.h"
#include "lib/list.h"
#include "lib/msg.h"
#include "lib/options.h"
#include "lib/stage.h"
#include "lib/thread.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: digest-state [--format=tsv|json] [--related] <LIST\n"
	"Set state and series of each thread of a list from what its mails say.\n"
	"  --format=F  tsv (default), or json: with the whole ledger\n"
	"  --related   then the other threads whose state these threads' mails may have changed\n"
	"States of patches: applied, nak, superseded, broken, reviewed, discussed, unanswered;\n"
	"of pull requests: merged, unanswered; of others: discussed, unanswered.\n";

static bool json, related;

static void parse_options(int argc, char **argv)
{
	enum { FORMAT = OPT_OWN, RELATED };
	static const struct option options[] = {
		{ "format", required_argument, NULL, FORMAT },
		{ "related", no_argument, NULL, RELATED },
		OPTIONS_COMMON,
		{ 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case FORMAT:
			json = !strcmp(optarg, "json");
			if (!json && strcmp(optarg, "tsv") != 0)
				msg_usage("--format: tsv or json, not %s", optarg);
			break;
		case RELATED:
			related = true;
			break;
		case OPT_HELP:
			options_help(usage);
		case OPT_VERSION:
			options_version();
		default:
			options_bad();
		}
	}
	if (optind < argc)
		msg_usage("%s: no arguments are taken: the list comes on standard input", argv[optind]);
}

/* A thread that cannot be read passes with its columns as they came. */
static void tell(struct ledger_context *c, struct db *db, struct list_line *line)
{
	struct thread *t = thread_load(db, line, THREAD_FULL);
	struct ledger *l = t ? ledger_make(c, line, t) : NULL;

	if (l) {
		list_set(&line->state, l->state);
		list_set(&line->series, l->series);
	}
	if (json && l)
		ledger_write_json(stdout, line, l);
	else if (json)
		list_write_json(stdout, line);
	else
		list_write(stdout, line);
	ledger_free(l);
	thread_free(t);
}

static void mark(GHashTable *told, const struct list_line *line)
{
	g_auto(GStrv) words = g_strsplit(line->threads, " ", -1);

	for (char **w = words; *w; w++)
		if (g_str_has_prefix(*w, "thread:"))
			g_hash_table_add(told, g_strdup(*w + strlen("thread:")));
}

/* The related threads that were not told yet, and then those related to them: the answers to an old version's patch are about
 * a series that has a new one. */
static void tell_related(struct ledger_context *c, struct db *db, GHashTable *found, GHashTable *told)
{
	g_autoptr(GHashTable) more = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	GHashTable *step[] = { found, more, NULL };

	for (unsigned i = 0; step[i]; i++) {
		GHashTableIter it;
		void *id, *end;

		ledger_relate(c, step[i + 1]);
		g_hash_table_iter_init(&it, step[i]);
		while (g_hash_table_iter_next(&it, &id, &end)) {
			struct list_line line = { .threads = g_strconcat("thread:", id, NULL) };

			if (g_hash_table_add(told, g_strdup(id)) && thread_from_bare(db, &line, *(time_t *)end))
				tell(c, db, &line);
			list_line_free(&line);
		}
	}
}

int main(int argc, char **argv)
{
	g_autoptr(GHashTable) told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	struct stage s;
	struct list_line line;

	msg_init(argv[0]);
	parse_options(argc, argv);
	struct ledger_context *c = NULL;
	stage_init(&s, stdin, json ? NULL : stdout);
	while (stage_next(&s, &line)) {
		struct db *db = stage_db(&s);
		if (!c) {
			c = ledger_context_new(db);
			ledger_relate(c, related ? found : NULL);
		}
		mark(told, &line);
		tell(c, db, &line);
		list_line_free(&line);
	}
	if (c && related)
		tell_related(c, stage_db(&s), found, told);
	ledger_context_free(c);
	stage_clear(&s);
	return msg_exit();
}
