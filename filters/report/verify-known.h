/* verify-known.h - what code knows of a thread: is a text made of nothing else, and are its numbers of this thread? */
#ifndef VERIFY_KNOWN_H
#define VERIFY_KNOWN_H

#include "lib/ledger.h"
#include "lib/list.h"
#include "lib/thread.h"

struct known;

/* line and ledger may be NULL: then less is known. Free with known_free. */
struct known *known_new(const struct thread *t, const struct list_line *line, const struct ledger *l);
void known_free(struct known *k);

/* True if each word of `text` is one of the ledger's language (posted, patches, applied, ...), of the subject, of a name or a
 * tree that the ledger has, and each number and date is one of the thread's: "14 patches" where there are 14, "October 28"
 * where a mail is of that day. With `subject` it may tell the subject in Chinese, of which a part cannot be known. */
bool known_cover(const struct known *k, const char *text, bool subject);

/* The first number or month of `text` that neither stands in one of the texts (const char *) nor is a fact of the thread, or of
 * whose kind the quotes have another one ("64 cores" beside "16 cores"); NULL: none. Free with g_free. */
char *known_stray(const struct known *k, const char *text, const GPtrArray *texts, const GPtrArray *quotes);

/* For the two above. Is it a word of a subject, a name or a tree, whatever its
 * ending; what such a word is in Chinese; a file, or name, that a mail has; a version of the series, one of these or before them, one that a mail speaks of; the version before the first mail's? Is a mail of the thread of this month
 * (from 1)? A number by what it counts: the words behind and before it, "" if there are none; `word` is the number as it
 * stands there: what counts nothing may also be of a subject. */
bool known_word(const struct known *k, const char *word);
bool known_translated(const struct known *k, const char *chinese);
bool known_in_mail(const struct known *k, const char *name);
bool known_version(const struct known *k, long version);
bool known_version_last(const struct known *k, long version);
bool known_version_before(const struct known *k, long version);
bool known_version_told(const struct known *k, long version);
bool known_in_month(const struct known *k, long month);
bool known_number(const struct known *k, long n, const char *word, const char *last, const char *next);

/* Is a mail, or a version, of this day? What is not said is 0. */
bool known_day(const struct known *k, int year, int month, int day);

/* "2022-10-28", "2022年10月28日" and "10月28日" at p: the end; NULL: none. *of_mail: one of the thread is of that day. */
const char *known_date(const struct known *k, const char *p, bool *of_mail);

/* "january", "jan": 1; 0: none. The name of a month. */
long known_month(const char *word);
const char *known_month_name(long month);

/* The length of the word that begins at p, in a run of one kind: letters, digits, Chinese. */
gsize known_run(const char *p);

#endif
