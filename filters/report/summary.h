/* summary.h - a section's summary as Markdown: the extract, or what a model answered */
#ifndef SUMMARY_H
#define SUMMARY_H

#include "lib/list.h"
#include "lib/thread.h"
#include "settings.h"

#include <glib.h>

/* The extract of a thread under its heading. `why` is a line to put above it, or NULL: why there is no summary. */
void summary_extract(GString *out, const struct settings *s, const struct list_line *line, const struct thread *t,
		     const char *why);

/* A model's answer under its heading. `cut`: the server stopped it at its limit. */
void summary_model(GString *out, const struct settings *s, const struct thread *t, const char *text, bool cut);

#endif
