/* verify-state.h - what may cite [state]: what the facts say, and what did not happen */
#ifndef VERIFY_STATE_H
#define VERIFY_STATE_H

#include "lib/ledger.h"
#include "lib/list.h"
#include "verify-known.h"
#include "verify-people.h"

struct state;

/* Line and ledger may be NULL: then less is known. All must outlive it. Free with state_free. */
struct state *state_new(const struct people *p, const struct known *k, const struct thread *t, const struct list_line *line,
			const struct ledger *l);
void state_free(struct state *s);

/* May `text` rest on [state]? No claim of it (verify-claim.h) may be against the facts, and what it says beside must be made of the
 * thread's own words (known_cover()); only of what was not done on the list (replied to, reviewed, applied, decided, ...) the rest is
 * free. `cited`: numbers (unsigned) of the mails that "this mail" and "since then" can mean; may be empty. */
bool state_carries(const struct state *s, const char *text, const GArray *cited);

/* Is what a text that cites [state] beside the words of these mails says of the state false? */
bool state_denies(const struct state *s, const char *text, const GArray *cited);

#endif
