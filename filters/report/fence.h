/* fence.h - lines around foreign text that the text itself cannot contain
 *
 * The key in them is a keyed hash of the text. Whoever writes a mail may guess the whole text, the last reply's author best of
 * all; the secret of the hash, 32 random bytes in $XDG_DATA_HOME/notmuch-digest/secret, mode 0600, is what they lack. The same
 * text has the same key next time, or no answer would be found in the cache.
 */
#ifndef FENCE_H
#define FENCE_H

#include <glib.h>

struct fence;

/* Read the secret; make it the first time. Where that fails a warning says so, and it lasts for this run only. */
struct fence *fence_open(void);
void fence_close(struct fence *f);

/* Append "===== BEGIN WHAT KEY =====", the text, "===== END WHAT KEY =====". The text ends with LF then. */
void fence_append(const struct fence *f, GString *out, const char *what, const char *text);

#endif
