/* verify-patch.h - are the patches that a clause numbers those which its evidence is about? */
#ifndef VERIFY_PATCH_H
#define VERIFY_PATCH_H

#include "lib/thread.h"
#include "verify-answer.h"
#include "verify-people.h"

/* The first patch number of a clause's text that is not proved; 0: none. One is if a mail in `cites` (struct cite: the sentence's) is
 * about that patch or tells its number, or if one is about the series and the text has a word of the patch's title; not if the words
 * that the clause cites number another in its place. A heading's ("Patches 2 and 8:") may be of any mail in `block` (the paragraph's).
 * `most`: how many patches there are; 0: not known. All are wiped out of `text`. */
int patch_stray(const struct thread *t, const struct people *p, unsigned most, char *text, const GPtrArray *own_cites, const GPtrArray *cites,
		const GPtrArray *block);

#endif
