/* digest-ids - name, date, Message-ID and references of each mail of a pipe */
#include "lib/incoming.h"
#include "lib/msg.h"
#include "lib/options.h"
#include "lib/safe.h"

#include <getopt.h>
#include <glib.h>

static const char usage[] =
	"usage: digest-ids [--files]\n"
	"Print a line for each mail of a batch from git-cat-file(1) on standard input: its\n"
	"name, date (seconds since 1970), Message-ID, and the Message-IDs that it refers to.\n"
	"  --files        standard input holds names of files, one in a line\n";

static bool parse_options(int argc, char **argv)
{
	enum { FILES = OPT_OWN };
	static const struct option options[] = { { "files", no_argument, NULL, FILES }, OPTIONS_COMMON, { 0 } };
	bool files = false;
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case FILES:
			files = true;
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
		msg_usage("no arguments, please: %s", argv[optind]);
	return files;
}

int main(int argc, char **argv)
{
	struct incoming mail;

	msg_init(argv[0]);
	incoming_init(&mail, stdin, parse_options(argc, argv));
	while (incoming_next(&mail)) {
		g_autofree char *name = safe_line(mail.name), *refs = g_strjoinv(" ", mail.refs);

		printf("%s\t%lld\t%s\t%s\n", name, (long long)mail.date, mail.id, refs);
		if (ferror(stdout))
			break;
	}
	incoming_clear(&mail);
	return msg_exit();
}
