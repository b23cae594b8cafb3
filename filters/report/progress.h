/* progress.h - how far a run is, on standard error: a bar on a terminal, else a line a thread */
#ifndef PROGRESS_H
#define PROGRESS_H

#include "llm/llm.h"

struct progress;

/* `threads` are to be done. NULL, which all below bear, with `quiet`. Free with progress_free, which takes the bar away. */
struct progress *progress_new(unsigned threads, bool quiet);
void progress_free(struct progress *p);

/* Draw the bar anew: tokens a second and the time that is left, guessed from what was done. Some times a second. */
void progress_tick(struct progress *p, const struct llm *llm);

/* A thread is done; `how`: "from the cache", "failed", ... or NULL. */
void progress_done(struct progress *p, const char *thread, const char *how);

/* Take the bar away before something else is written to the same terminal. */
void progress_clear(struct progress *p);

#endif
