/* rejoin.h - fragments of one series version that arrived as several threads
 *
 * A thread breaks where a mailer drops In-Reply-To, where a patch was sent alone, or where a mail between two others
 * never came. What belongs together is told by facts of the mails: author, title, version and count of the
 * patches, and Message-IDs that one run of git send-email or b4 gave out. Never by "PATCH v2 /4" alone, and never
 * across two authors.
 */
#ifndef REJOIN_H
#define REJOIN_H

#include "lib/list.h"

#include <stdbool.h>
#include <time.h>

struct db;

/* What the mails of one line say of patch series. */
struct fragment;

struct fragment *fragment_new(void);
void fragment_free(struct fragment *f);

/* Tell it one of its mails; the oldest must come first. Mails that neither are nor answer a patch are accepted. */
void fragment_add(struct fragment *f, const char *id, const char *from, const char *subject, time_t date);

/* The version of the newest series posted in it (RFCs below all others), and the least number of a patch in it
 * (0: the cover, or a single patch); -1 both if nothing was posted in it. */
void fragment_posted(const struct fragment *f, int *version, int *number);

/* The Message-IDs that a mail refers to, NULL-terminated, to be freed with g_strfreev; NULL if unknown. It is
 * asked for few mails: those without which a thread would be whole. */
typedef char **(*rejoin_references)(void *ctx, const char *id);

/* Which fragments belong together: sets[i] becomes the least index of those that i belongs with. With all_versions,
 * the other versions of a series too (same author, same title). */
void rejoin(struct fragment *const *f, unsigned n, bool all_versions, rejoin_references refs, void *ctx,
	    unsigned *sets);

/* Tell each fragment the mails of its line, up to the line's end, many lines a query. Of a thread that begins with a patch the
 * answers are left out: only patches join it to others. False after an error, which has been reported. */
bool rejoin_read(struct db *db, const struct list_line *const *lines, unsigned n, struct fragment *const *fragments);

/* A rejoin_references: asks the database, which is its context. */
char **rejoin_references_of(void *db, const char *id);

/* What all Message-IDs of one sending have in common ("20220906180930.230218-9-me@example.org" and its
 * neighbours), or NULL if the id tells nothing. Free with g_free. */
char *rejoin_stem(const char *id);

#endif
