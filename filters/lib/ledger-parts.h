/* ledger-parts.h - what the files of the ledger share */
#ifndef LEDGER_PARTS_H
#define LEDGER_PARTS_H

#include "ledger.h"
#include "posting.h"
#include "body.h"

/* The making of one ledger. */
struct making {
	struct ledger_context *c;
	struct db *db;
	const struct list_line *line;
	const struct thread *t;
	const char *about;         /* Message-ID of a posting in the thread; NULL: what the thread begins with */
	struct ledger *l;
	struct postings *history;  /* of the series' author, up to the end; of the thread where there is no such */
	struct postings *here;     /* of the line's mails, whoever posted them */
	struct postings *asked;    /* the patch that is only known by answers, if there is such */
	GPtrArray *series;         /* struct posting of history: the versions of the series, oldest first */
	const struct posting *newest; /* of these, in the line's threads; NULL */
	GPtrArray *mails;          /* struct mail: the thread's, then those of its fragments in other threads */
	GPtrArray *others;         /* struct thread: those fragments */
	GHashTable *by_id;         /* Message-ID -> struct mail */
};

struct db *ledger_context_db(const struct ledger_context *c);
GHashTable *ledger_context_related(const struct ledger_context *c);

/* An author's postings, looked up once. The context owns them. */
struct postings *ledger_history(struct ledger_context *c, const struct person *author, const struct list_line *line);

/* A word or phrase for a query, in quotation marks. Free with g_free. */
char *ledger_quoted(const char *field, const char *words);

/* From when on other mail can belong to a thread's series: some years before it began, so that the cost does not grow with the
 * mailbox. */
time_t ledger_since(const struct list_line *line);

/* What the query finds of the mail since then that a line's window lets exist: struct db_row. NULL after an error. */
GPtrArray *ledger_rows(struct db *db, const struct list_line *line, const char *terms, time_t since, unsigned want);

/* The text of a posting's cover letter or patch, in whatever thread; NULL if it cannot be read. */
const char *ledger_text(struct making *k, const struct posting *p);

/* Each adds postings of the history to the series: those that titles tie to it, however far; ... */
void ledger_add_akin(struct making *k);
/* ... those that have a patch of this (folded) title; ... */
void ledger_add_with_patch(struct making *k, const char *key);
/* ... newer ones that were posted as an answer, in the line's own threads; ... */
void ledger_add_answering(struct making *k);
/* ... older ones under other titles: those that the oldest one known names, and so on, so that all versions find the
 * same oldest one, which gives the series its key; ... */
void ledger_add_older(struct making *k);
/* ... newer ones elsewhere that name one which is here. */
void ledger_add_elsewhere(struct making *k);

/* From of the newer versions elsewhere that name the newest one here, a patch known only by answers, by its Message-ID or
 * its cover letter's; NULL if there is none, or two authors come into question. Free with g_free. */
char *ledger_who_names(struct making *k);

/* What may be Message-IDs in a text, in links too: strings of the array's own. */
GPtrArray *ledger_ids_in(const char *text);

/* Orders a series: oldest first. */
int ledger_by_date(const void *a, const void *b);

/* Find the series that a thread is about: fills author, history, series, newest. */
void ledger_find_series(struct ledger_context *c, struct making *k);

/* Find the mails of the newest version that are in other threads. */
void ledger_find_fragments(struct making *k);

/* Which patch of which posting a mail is, or answers. */
struct place {
	const struct posting *posting;  /* NULL: none of the series' */
	int patch;                      /* 0: the whole series */
	const struct posting *other;    /* where posting is NULL: what the mail is, or answers, instead; NULL: no patch */
};

/* A cover letter, or patches more than one. A single patch in an answer is a suggestion. */
bool ledger_is_series(const struct posting *p);

/* Tags that stand in a patch: they came with it from earlier versions. Its cover letter only tells about tags. */
void ledger_carried_trailers(struct making *k, const struct mail *m, const struct body *b, const struct place *at);

/* Tags that an answer gives. */
void ledger_given_trailers(struct making *k, const struct mail *m, const struct body *b, const struct place *at);

/* Does the mail say that a patch was taken? Adds that to the ledger. */
void ledger_add_applied(struct making *k, const struct mail *m, const struct body *b, const struct place *at);

/* "Now dropped": what the same person has applied before is so no more. */
void ledger_take_back(struct making *k, const struct mail *m, const struct body *b, const struct place *at);

/* Is the mail by the author of the series? */
bool ledger_by_author(const struct making *k, const struct mail *m);

/* Add the ids of other threads whose state may change with a mail of the line's, each with the line's end (time_t). */
void ledger_find_related(struct making *k, GHashTable *related);

/* Read the mails: trailers, applied, reports, NAKs, answers. */
void ledger_read_mails(struct making *k);

bool ledger_same_person(const char *name_a, const char *addr_a, const char *name_b, const char *addr_b);
void ledger_source_set(struct ledger_source *s, const struct mail *m);
void ledger_source_clear(struct ledger_source *s);

/* Is the mail in one of the line's threads? */
bool ledger_here(const struct making *k, const char *thread);

#endif
