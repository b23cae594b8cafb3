/* settings.h - what digest-report was told: options, environment, notmuch's configuration, in this order */
#ifndef SETTINGS_H
#define SETTINGS_H

#include "labels.h"
#include "lib/db.h"
#include "llm/llm.h"

enum verify { VERIFY_MARK, VERIFY_DROP, VERIFY_OFF };

struct settings {
	const struct labels *labels;
	const char *title;
	const char *link;        /* archive address with one %s for the Message-ID */
	const char *private_;    /* query, or NULL: none is private */
	const char *output;      /* file name, or NULL: standard output */
	const char *prompt;      /* file with a system prompt of the user's own, or NULL */
	bool extract;            /* no model */
	bool json;
	bool dry_run, print_prompt, quiet;
	enum verify verify;
	unsigned hidden;         /* private threads that were left out of the list */
	double price_in, price_out; /* per million tokens; 0: not told */
	struct llm_config llm;   /* unless extract */
	char *key;               /* owned: llm.key points here */
};

/* Parse the command line and look up the rest; leaves by itself for --help, --version and what is wrong
 * (EXIT_USAGE). Strings live as long as argv and db. */
void settings_read(struct settings *s, int argc, char **argv, struct db **db);
void settings_clear(struct settings *s);

#endif
