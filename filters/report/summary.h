/* summary.h - a section's summary as Markdown: the extract, or what a model answered */
#ifndef SUMMARY_H
#define SUMMARY_H

#include "lib/ledger.h"
#include "lib/list.h"
#include "lib/thread.h"
#include "question.h"
#include "settings.h"
#include "verify.h"

#include <glib.h>

/* What a summary is of. */
struct summary {
	const struct settings *settings;
	const struct list_line *line;
	const struct thread *thread;   /* THREAD_FULL */
	const struct ledger *ledger;   /* NULL: digest-state did not run */
	struct verify_counts *counts;  /* added to */
};

/* The extract of a thread under its heading. `why` is a line to put above it, or NULL: why there is no summary. */
void summary_extract(GString *out, const struct summary *of, const char *why);

/* A model's answer under its heading, checked as the settings say. */
void summary_model(GString *out, const struct summary *of, const struct question_result *answer);

#endif
