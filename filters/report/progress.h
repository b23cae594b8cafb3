/* progress.h - how far a run is, on standard error: a bar on a terminal, else a line a thread */
#ifndef PROGRESS_H
#define PROGRESS_H

#include "llm/llm.h"
#include "settings.h"

struct progress;

/* `threads` are to be done. NULL, which all below bear, with `quiet`. Until progress_free the bar makes way for messages. */
struct progress *progress_new(unsigned threads, bool quiet);
void progress_free(struct progress *p);

/* Draw the bar anew: tokens a second, the time that is left, guessed from what was done, and the words that come in now. May be
 * called as often as one likes: it draws some times a second. */
void progress_tick(struct progress *p, const struct llm *llm);

/* An answer streams in, or (done) has ended; `of` tells it from others. */
void progress_stream(struct progress *p, const void *of, const char *piece, size_t len);
void progress_stream_done(struct progress *p, const void *of);

/* A thread is done; `how`: "from the cache", "failed", ... or NULL. `asked`: a model took its time over it. */
void progress_done(struct progress *p, const char *thread, const char *how, bool asked);

/* Take the bar away before something else is written to the same terminal. */
void progress_clear(struct progress *p);

/* The last line: what the run took. `failed`: threads that got no summary. */
void progress_total(struct progress *p, const struct settings *s, const struct llm *llm, unsigned failed);

#endif
