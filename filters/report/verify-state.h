/* verify-state.h - what may cite [state]: what did not happen, and short facts of the ledger */
#ifndef VERIFY_STATE_H
#define VERIFY_STATE_H

#include "lib/ledger.h"
#include "lib/list.h"
#include "verify-known.h"
#include "verify-people.h"

/* May `text` rest on [state]? Only what says that something was not done on the list (replied to, reviewed, applied,
 * decided, ...) and does not contradict the ledger, or what is made of nothing but facts of the thread (known_cover()): who
 * posted, how many patches, when, who applied or reviewed it. What else somebody says needs that mail's words. line and ledger
 * may be NULL. */
bool state_carries(const struct people *p, const struct known *k, const struct thread *t, const struct list_line *line,
		   const struct ledger *l, const char *text);

/* Is what a text that cites [state] beside a mail's words says of the state false? */
bool state_denies(const struct list_line *line, const struct ledger *l, const char *text);

#endif
