/* layout.h - the report as Markdown: head, chapters, sections, foot */
#ifndef LAYOUT_H
#define LAYOUT_H

#include "lib/ledger.h"
#include "lib/list.h"
#include "lib/thread.h"
#include "settings.h"

#include <glib.h>

/* The lines of the list in the order of the report: chapters (groups) as they first appear, inside of them as listed. Takes
 * struct list_line pointers; sorts them in place. */
void report_order(GPtrArray *lines);

/* Title, when made, period, totals, distribution. `made` is UTC seconds. since and until are what the list's header told
 * (LIST_NO_TIME: nothing); then the lines' scope and end must do. */
void report_head(GString *out, const struct settings *s, const GPtrArray *lines, time_t made, time_t since,
		 time_t until);

/* The heading of a group's chapter. */
void report_chapter(GString *out, const struct settings *s, const GPtrArray *lines, const char *group);

/* A section's heading and facts; `number` counts within the group from 1. t may be NULL: it could not be read; so may l:
 * how many of the patches the state is true of is not known. */
void report_section(GString *out, const struct settings *s, const struct list_line *line, const struct thread *t,
		    const struct ledger *l, unsigned number);

/* "reviewed (9 of 44 patches)", lest the word be taken for the whole series. */
void report_state(GString *out, const struct settings *s, const char *state, const struct ledger *l);

/* The section's list of mails, and the end of the section. */
void report_mails(GString *out, const struct settings *s, const struct thread *t);

/* One "[n]" that leads to mail n of the thread in the archive. */
void report_cite(GString *out, const struct settings *s, const struct thread *t, unsigned mail);

/* A link with these words to a message in the archive. */
void report_link(GString *out, const struct settings *s, const char *words, const char *message_id);

/* "02-03", local time. */
void report_date(GString *out, time_t t);

/* "3 days" */
void report_days(GString *out, const struct settings *s, int days);

/* The anchor of a section's heading, without "#": what lowdown(1) makes of it. */
void report_anchor(GString *out, const struct settings *s, const struct list_line *line, unsigned number);

#endif
