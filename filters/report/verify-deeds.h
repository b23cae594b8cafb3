/* verify-deeds.h - who did what on the list, as one table: the ledger's tags, applied, refused, reported; the thread's mails */
#ifndef VERIFY_DEEDS_H
#define VERIFY_DEEDS_H

#include "lib/ledger.h"
#include "lib/thread.h"
#include "verify-people.h"

enum {
	DEED_REVIEW = 1,      /* Reviewed-by */
	DEED_ACK = 2,
	DEED_TEST = 4,
	DEED_NAK = 8,
	DEED_APPLY = 16,
	DEED_REPORT = 32,     /* a robot's */
	DEED_POST = 64,       /* a patch, or what the thread begins with */
	DEED_ANSWER = 128,
	DEED_WRITE = 256,     /* any mail */
	DEED_TAGS = DEED_REVIEW | DEED_ACK | DEED_TEST,
};

/* A day as a text names it: what it leaves out is 0. */
struct day {
	int year, month, day;
};

struct deed {
	unsigned kind;        /* one of the above */
	unsigned who;         /* number of a person (verify-people.h) */
	int patch;            /* 0: the series or its cover letter; DEED_NOT_PATCH: what is no patch */
	bool carried;         /* a tag that stood in the patch when it was sent */
	unsigned mail;        /* its number; 0: it is in another thread */
	unsigned to;          /* DEED_ANSWER: the number of the mail that it answers */
	int version;
	time_t date;
};

enum { DEED_NOT_PATCH = -1, DEED_ANY = -2 };

struct deeds;

/* The ledger may be NULL. All three must outlive it. Free with deeds_free. */
struct deeds *deeds_new(const struct people *p, const struct thread *t, const struct ledger *l);
void deeds_free(struct deeds *d);

/* Which deeds are asked for: zeroed, all of these kinds by whomever; `patch` is to be set. */
struct asked {
	unsigned kinds;
	const GArray *who;    /* unsigned: one of these persons; NULL: anybody */
	const GArray *not_who; /* none of these; NULL: no matter */
	int patch;            /* a patch's number, 0, or DEED_ANY; a deed to a series is one to each patch, but for answers */
	bool exact;           /* to this patch, not to the series */
	int version;          /* 0: any */
	unsigned to;          /* DEED_ANSWER: to this mail; 0: any */
	bool carried, given;  /* only such */
	bool fresh, old;      /* only in the period, only before it */
	bool here;            /* only in this thread's mails */
	unsigned after;       /* only in mails with a higher number than this */
	const struct day *day; /* only of this day (UTC); NULL: any */
};

/* How many there are. */
unsigned deeds_count(const struct deeds *d, const struct asked *q);

bool day_is(const struct day *day, time_t t);

#endif
