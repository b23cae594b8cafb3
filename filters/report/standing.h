/* standing.h - where a thread stands, as lines of its section: the ledger, by code, each fact with its mail */
#ifndef STANDING_H
#define STANDING_H

#include "lib/ledger.h"
#include "settings.h"

/* State, versions, trailers, applied, broken, NAKs, last word, what changed since the last version. */
void standing(GString *out, const struct settings *s, const struct thread *t, const struct ledger *l);

#endif
