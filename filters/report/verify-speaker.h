/* verify-speaker.h - does what is cited come from the persons whom a clause names? */
#ifndef VERIFY_SPEAKER_H
#define VERIFY_SPEAKER_H

#include "verify-answer.h"
#include "verify-own.h"
#include "verify-people.h"

/* Each person who is said to speak must have written a cited mail; if nobody is said to, of the persons named one must. Those who are
 * only asked or answered must be above a cited mail. One who wrote nothing in the thread can still be spoken of in a cited mail.
 * The name of the one who fails, the clause's spelling; NULL: nobody does. Free with g_free. *author: he wrote in the thread. */
char *speaker_missing(struct own *o, const struct people *p, const struct thread *t, const struct clause *c, bool *author);

#endif
