/* applied.h - does a mail say that a patch was taken? */
#ifndef APPLIED_H
#define APPLIED_H

#include "body.h"

#include <glib.h>
#include <stdbool.h>

struct applied {
	char *to;          /* tree or branch as its writer names it; "" if none is named */
	GArray *patches;   /* int, in order: the numbers named; empty: what the mail answers */
	GPtrArray *commits; /* char *: commit hashes */
	char *by;          /* the committer where a bot speaks for one; NULL: the writer */
	bool whole;        /* it says "the series", "both": more than what the mail answers */
	bool formal;       /* a form that only a committer's tool or a bot writes: it counts from the author, too, ... */
	bool bot;          /* ... but a bot's only from the bot */
	bool told;         /* "it was merged", "it landed in": its writer may be another than who did it */
	size_t line;       /* index of the line that says so */
};

/* Read a mail's own lines for "Applied to next, thanks!" and its kin (b4's thanks, the bots of pull requests, patchwork,
 * tip and stable). False for plans, wishes, conditions, questions and for those who applied it to try it; then
 * *a is empty. Release with applied_clear. */
bool applied_find(const struct body *b, const char *subject, struct applied *a);

/* The same for what only the answer to a pull request means: "Done, thanks", "the merge is in kvm/queue". */
bool pulled_find(const struct body *b, struct applied *a);
void applied_clear(struct applied *a);

/* "Now dropped.", "I've reverted this": only patches and whole are set. */
bool dropped_find(const struct body *b, struct applied *a);

/* Patch numbers in words: "patches 1-3 and 5", "3+5", "the first two"; appended to out in order, each once. */
void applied_numbers(const char *s, GArray *out);

#endif
