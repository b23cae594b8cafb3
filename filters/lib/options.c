#include "options.h"
#include "msg.h"

#include <stdio.h>
#include <stdlib.h>

void options_help(const char *usage)
{
	fputs(usage, stdout);
	exit(msg_exit());
}

void options_version(void)
{
	printf("%s (notmuch-digest) %s\n", msg_name(), VERSION);
	exit(msg_exit());
}

void options_bad(void)
{
	fprintf(stderr, "%s: try '%s --help'\n", msg_name(), msg_name());
	exit(EXIT_USAGE);
}
