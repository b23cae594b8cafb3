/* posting.h - patch series as they were posted, and which of them are versions of one */
#ifndef POSTING_H
#define POSTING_H

#include "series.h"

#include <glib.h>
#include <stdbool.h>
#include <time.h>

/* One patch of a posting (number 0: the cover letter; a single patch has number 1 and no cover). */
struct posted {
	int number;
	char *id;
	char *title;
	char *key;       /* folded title */
	time_t date;
};

/* One version of a series by one author, as it came in one thread. */
struct posting {
	int version;
	bool rfc;
	int count;          /* patches it says it has; 1 for a single patch */
	bool single;        /* "[PATCH] title", without N/M */
	char *target;       /* "5.10" where the prefix names a kernel; else "" */
	char *author;       /* person_key() */
	char *title, *key;  /* of the cover, the single patch, or the first patch that is there */
	bool whole;         /* cover or single patch is there: the title is the series' */
	char *id;           /* of the mail that has the title */
	char *thread;
	time_t date;        /* of its oldest mail */
	GPtrArray *patches; /* struct posted, cover among them */
};

/* The postings of some mails. */
struct postings {
	GPtrArray *all;     /* struct posting, oldest first */
	GHashTable *by_id;  /* Message-ID -> struct posting */
};

struct postings *postings_new(void);
void postings_free(struct postings *p);

/* Tell of a mail; what is no patch itself is ignored. Mails must come in order of date. `author` is a person_key(). */
void postings_add(struct postings *p, const char *id, const char *thread, const char *author, const char *subject,
		  time_t date);

/* The same for a patch that is only known by an answer to it: nobody's, from a mail that is not there. */
void postings_add_asked(struct postings *p, const char *id, const char *thread, const char *subject, time_t date);

/* The number of a mail's patch in its posting; -1 if it is not there. */
int posting_number(const struct posting *p, const char *id);

/* Does it have a patch of this number? */
bool posting_has(const struct posting *p, int number);

/* Is b a later version than a: posted later, with a higher version or no RFC any more? Says nothing of titles. */
bool posting_later(const struct posting *a, const struct posting *b);

/* The same version (sent again, or in two threads). */
bool posting_same(const struct posting *a, const struct posting *b);

/* Do titles tell that these are versions of one series by one author? */
bool posting_akin(const struct posting *a, const struct posting *b);

/* May b be the next version of a under a changed title? Posted within two months, by the same author, for the same
 * subsystem, with much of the words. That no other comes into question is for the caller to see to. */
bool posting_renamed(const struct posting *a, const struct posting *b);

/* A key for the series of which this is the oldest version: 12 hexadecimal digits. Free with g_free. */
char *posting_series_key(const struct posting *oldest);

#endif
