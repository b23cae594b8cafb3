/* glance.h - "At a glance": what happened and what waits, on top of the report */
#ifndef GLANCE_H
#define GLANCE_H

#include "lib/ledger.h"
#include "settings.h"

/* A section of the report as the glance sees it. */
struct glance_line {
	const struct list_line *line;
	unsigned number;               /* of its section within the group */
	const struct ledger *ledger;   /* NULL: the thread could not be read */
	bool also;                     /* another series within the thread, which the ledger is about */
};

/* Append the chapter; nothing if there is nothing to tell. `before` holds those that wait for an answer since before the
 * period and have no section (number 0). */
void glance(GString *out, const struct settings *s, const GArray *lines, const GArray *before);

#endif
