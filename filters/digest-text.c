/* digest-text - a thread as one document, every reply under the words that it answers */
#include "lib/collate.h"
#include "lib/db.h"
#include "lib/list.h"
#include "lib/msg.h"
#include "lib/options.h"
#include "lib/stage.h"
#include "lib/thread.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum form { FORM_TEXT, FORM_JSON, FORM_STATS };

struct job {
	enum form form;
	struct collate_options options;
	bool printed;
};

static const char usage[] =
	"usage: digest-text [options] [thread:ID|id:ID|QUERY ...]\n"
	"Print each thread as one document: every reply under the words that it answers.\n"
	"Without arguments the threads of the list on standard input.\n"
	"  --collate | --flat            (default: --collate) --flat: in order of date\n"
	"  --diffs=answered|full|none    hunks that stay whole (default: answered)\n"
	"  --format=text|json            (default: text)\n"
	"  --stats                       threads, mails, quoted lines, those of them found\n"
	"  --color=auto|always|never     (default: auto)\n"
	"  --width=N                     wrap to N columns; 0: do not wrap\n"
	"  --help, --version\n";

enum { OPT_COLLATE = OPT_OWN, OPT_FLAT, OPT_DIFFS, OPT_FORMAT, OPT_STATS, OPT_COLOR, OPT_WIDTH };

static const struct option options[] = {
	{"collate", no_argument, NULL, OPT_COLLATE},
	{"flat", no_argument, NULL, OPT_FLAT},
	{"diffs", required_argument, NULL, OPT_DIFFS},
	{"format", required_argument, NULL, OPT_FORMAT},
	{"stats", no_argument, NULL, OPT_STATS},
	{"color", required_argument, NULL, OPT_COLOR},
	{"colour", required_argument, NULL, OPT_COLOR},
	{"width", required_argument, NULL, OPT_WIDTH},
	OPTIONS_COMMON,
	{NULL, 0, NULL, 0},
};

/* The index of a word in a NULL-terminated list, or the end of the program. */
static int choice(const char *option, const char *value, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], value) == 0)
			return i;
	msg_usage("--%s: not one of its values: %s", option, value);
}

static bool color_wanted(int when)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (when)
		return when == 1;
	return isatty(STDOUT_FILENO) && !(no && *no) && term && strcmp(term, "dumb") != 0;
}

/* The terminal's columns; 80 if it does not tell; 0, as it is, in a pipe or file. Who wants colours in a pipe has a pager at its
 * end, and messages still go to the terminal. */
static int terminal_width(bool pager)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;

	if (!isatty(STDOUT_FILENO) && !pager)
		return 0;
	for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
		if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col)
			return size.ws_col;
	return columns && atoi(columns) > 0 ? atoi(columns) : 80;
}

static int width_of(const char *value)
{
	char *end;
	long n = strtol(value, &end, 10);

	if (!*value || *end || n < 0 || n > 10000)
		msg_usage("--width: not a number of columns: %s", value);
	return (int)n;
}

static void parse_options(struct job *job, int argc, char **argv)
{
	static const char *const diffs[] = {"answered", "full", "none", NULL};
	static const char *const formats[] = {"text", "json", NULL};
	static const char *const colors[] = {"auto", "always", "never", NULL};
	int c, color = 0, width = -1;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case OPT_COLLATE:
			job->options.flat = false;
			break;
		case OPT_FLAT:
			job->options.flat = true;
			break;
		case OPT_DIFFS:
			job->options.diffs = (enum collate_diffs)choice("diffs", optarg, diffs);
			break;
		case OPT_FORMAT:
			job->form = choice("format", optarg, formats) ? FORM_JSON : FORM_TEXT;
			break;
		case OPT_STATS:
			job->form = FORM_STATS;
			break;
		case OPT_COLOR:
			color = choice("color", optarg, colors);
			break;
		case OPT_WIDTH:
			width = width_of(optarg);
			break;
		case OPT_HELP:
			options_help(usage);
		case OPT_VERSION:
			options_version();
		default:
			options_bad();
		}
	}
	job->options.color = color_wanted(color);
	job->options.width = width < 0 ? terminal_width(color == 1) : width;
	mail_show_invisible();
}

static void print_text(struct job *job, const struct collation *c)
{
	g_autoptr(GString) out = g_string_new(NULL);

	collation_render(c, &job->options, out);
	if (job->printed)
		putchar('\n');
	msg_write(out->str, out->len);
	job->printed = true;
}

static void print_json(const struct collation *c)
{
	g_autoptr(GString) out = g_string_new(NULL);

	collation_json(c, out);
	msg_write(out->str, out->len);
}

/* One line of the list as one document. */
static void print_thread(struct job *job, struct db *db, const struct list_line *line)
{
	struct thread *t = thread_load(db, line, THREAD_FULL);
	struct collation *c;

	if (!t)
		return;
	c = collation_build(t);
	if (job->form == FORM_STATS)
		printf("%s\t%u\t%u\t%u\n", line->threads, c->stats.mails, c->stats.quoted, c->stats.found);
	else if (job->form == FORM_JSON)
		print_json(c);
	else
		print_text(job, c);
	collation_free(c);
	thread_free(t);
}

static void print_named(struct job *job, struct db *db, const char *threads)
{
	struct list_line line = {.threads = g_strdup(threads)};

	if (thread_from_bare(db, &line, LIST_NO_TIME))
		print_thread(job, db, &line);
	list_line_free(&line);
}

/* A column 1 as it stands in a list: "thread:ID", also several, or "id:ID". */
static bool names_thread(const char *arg)
{
	return g_str_has_prefix(arg, "thread:") || g_str_has_prefix(arg, "id:");
}

/* The threads of all mails that match, in the order of their first match. */
static void print_query(struct job *job, struct db *db, char **words)
{
	g_autofree char *query = g_strjoinv(" ", words);
	g_autoptr(GPtrArray) rows = db_rows(db, query, query, DB_ID);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; rows && i < rows->len; i++) {
		const struct db_row *r = rows->pdata[i];
		g_autofree char *thread = g_strconcat("thread:", r->thread, NULL);

		if (g_hash_table_add(seen, r->thread))
			print_named(job, db, thread);
	}
	if (rows && !rows->len)
		msg_warn("%s: no mail matches", query);
}

static void print_arguments(struct job *job, struct db *db, char **args)
{
	bool names = true;

	for (char **a = args; *a; a++)
		names = names && names_thread(*a);
	if (!names)
		print_query(job, db, args);
	for (char **a = args; names && *a; a++)
		print_named(job, db, *a);
}

static void print_list(struct job *job)
{
	struct list_line line;
	struct stage s;

	stage_init(&s, stdin, NULL);
	while (stage_next(&s, &line)) {
		print_thread(job, stage_db(&s), &line);
		list_line_free(&line);
	}
	stage_clear(&s);
}

int main(int argc, char **argv)
{
	struct job job = {0};

	msg_init(argv[0]);
	parse_options(&job, argc, argv);
	if (optind < argc) {
		struct db *db = db_open();

		print_arguments(&job, db, argv + optind);
		db_close(db);
	} else {
		if (isatty(STDIN_FILENO))
			msg_usage("no thread is named, and standard input is a terminal");
		print_list(&job);
	}
	return msg_exit();
}
