/* cache.h - answers kept under what was asked of whom
 *
 * $XDG_CACHE_HOME/notmuch-digest (or ~/.cache/…), mode 0700; a file an answer, 0600, written beside and renamed, so that
 * kill -9 leaves an old state or a new one. What is damaged, too old or somebody else's is a miss.
 */
#ifndef CACHE_H
#define CACHE_H

#include <stdbool.h>

struct cache;

struct cached {
	char *text;
	bool cut;
};

/* Opens and prunes what is older than the age limit. NULL, after a warning, if the directory cannot be used: then
 * nothing is kept. */
struct cache *cache_open(void);
void cache_close(struct cache *c);

/* The name of a question: a hash over its parts, each told apart from the next; ends with NULL. g_free. */
char *cache_key(const char *first, ...) __attribute__((sentinel));

/* True on a hit; *out->text is to be freed with g_free. c may be NULL. */
bool cache_get(struct cache *c, const char *key, struct cached *out);

/* Keep an answer; when this returns it is on disk. Failure is warned of once. c may be NULL. */
void cache_put(struct cache *c, const char *key, const struct cached *answer);

#endif
