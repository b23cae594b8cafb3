/* toolong.h - a prompt that a server found too long is not sent to it again for a day; inside filters/llm only
 *
 * Else a run that is repeated would send it once more, to learn the same. Kept in the cache; somebody who configures another
 * context asks anew.
 */
#ifndef TOOLONG_H
#define TOOLONG_H

#include "job.h"

/* Remember that this question was too long: why, and the context that the server has, as far as it is known. */
void toolong_put(struct llm *l, const struct job *j, const char *why);

/* It is known to be: then the context is, too. Why, to be freed with g_free; else NULL. */
char *toolong_get(struct llm *l, const struct job *j);

#endif
