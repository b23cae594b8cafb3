/* verify-state.h - what may cite [state]: what did not happen, and short facts of the ledger */
#ifndef VERIFY_STATE_H
#define VERIFY_STATE_H

#include "lib/ledger.h"
#include "lib/list.h"
#include "verify-people.h"

/* May `text` rest on [state]? Only what says that something was not done on the list (replied to, reviewed, applied,
 * decided, ...) and does not contradict the ledger, or in a few words a fact that the ledger has (applied, superseded, NAKed,
 * reviewed, broken). Nobody speaks in it: what somebody says needs that mail's words. line and ledger may be NULL. */
bool state_carries(const struct people *p, const struct list_line *line, const struct ledger *l, const char *text);

#endif
