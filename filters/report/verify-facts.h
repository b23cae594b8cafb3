/* verify-facts.h - is a text made of nothing but what code knows of a thread? */
#ifndef VERIFY_FACTS_H
#define VERIFY_FACTS_H

#include "lib/ledger.h"
#include "lib/list.h"
#include "lib/thread.h"

/* True if each word of `text` is one of the ledger's language (posted, patches, applied, ...), of the subject, of a name or a
 * tree that the ledger has, and each number and date is one of the thread's: "14 patches" where there are 14, "October 28"
 * where a mail is of that day. line and ledger may be NULL: then less is known. */
bool facts_cover(const struct thread *t, const struct list_line *line, const struct ledger *l, const char *text);

#endif
