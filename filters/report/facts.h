/* facts.h - what code knows of a thread, for the model to rely on */
#ifndef FACTS_H
#define FACTS_H

#include "lib/ledger.h"
#include "lib/list.h"
#include "lib/thread.h"

#include <glib.h>

/* Append the facts of a thread, a line each; the ledger may be NULL: digest-state did not run. */
void facts_append(GString *out, const struct list_line *line, const struct thread *t, const struct ledger *l);

/* Those of the ledger: state, versions, who gave which trailer, who applied what, reports. No ages: they depend on the day. */
void facts_ledger(GString *out, const struct ledger *l);

/* Append a line for each mail: number, date, new or not, speaker, whom it answers, subject where it is another than that
 * of the mail it answers. */
void facts_mails(GString *out, const struct thread *t);

#endif
