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
	"usage: digest-state [--format=tsv|json] <LIST\n"
	"Set state and series of each thread of a list from what its mails say.\n"
	"  --format=F  tsv (default), or json: with the whole ledger\n"
	"States of patches: applied, nak, superseded, broken, reviewed, discussed, unanswered;\n"
	"of pull requests: merged, unanswered; of others: discussed, unanswered.\n";

static bool parse_options(int argc, char **argv)
{
	enum { FORMAT = OPT_OWN };
	static const struct option options[] = {
		{ "format", required_argument, NULL, FORMAT },
		OPTIONS_COMMON,
		{ 0 },
	};
	bool json = false;
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case FORMAT:
			json = !strcmp(optarg, "json");
			if (!json && strcmp(optarg, "tsv") != 0)
				msg_usage("--format: tsv or json, not %s", optarg);
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
	return json;
}

/* A thread that cannot be read passes with its columns as they came. */
static void tell(struct ledger_context *c, struct db *db, struct list_line *line, bool json)
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

int main(int argc, char **argv)
{
	struct stage s;
	struct list_line line;

	msg_init(argv[0]);
	bool json = parse_options(argc, argv);
	struct ledger_context *c = NULL;
	stage_init(&s, stdin, json ? NULL : stdout);
	while (stage_next(&s, &line)) {
		struct db *db = stage_db(&s);
		if (!c)
			c = ledger_context_new(db);
		tell(c, db, &line, json);
		list_line_free(&line);
	}
	ledger_context_free(c);
	stage_clear(&s);
	return msg_exit();
}
