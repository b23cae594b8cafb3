/* verify-reader.h - where claims begin and end in a text, and what one leaves out: for verify-claim.c, which reads the words */
#ifndef VERIFY_READER_H
#define VERIFY_READER_H

#include "verify-claim.h"

enum slot { SLOT_NONE, SLOT_WHO, SLOT_DEED, SLOT_PATCHES, SLOT_NOT, SLOT_VERSION, SLOT_LAST, SLOTS };

struct reader {
	const char *text;
	GPtrArray *claims;
	struct claim *now;
	bool own[SLOTS];        /* what this claim says itself */
	enum slot first, slot;  /* what it began with, what came last */
	enum slot before_first; /* what the claim before began with */
	bool joined, comma, broken; /* "and", ",", ";" since then */
	bool colon;             /* what is broken is so by ":" */
	bool listed;            /* since what came last only "and", "or" */
	bool then;              /* what came last is "in the period" or the like */
	/* "Only" waits for what it is about; patches, or "in the period", stood right before it. */
	bool only, only_after, only_then;
	bool apart;             /* this claim began after ";" */
	struct day coming;      /* the day of the version that comes: "2 月 3 日发出的 v2" */
	gsize gap;              /* letters since then that are in no lexeme */
};

/* Begin with a text, which must outlive the reader. ->claims is the caller's to free, with g_ptr_array_unref. */
void reader_start(struct reader *r, const char *text);

/* The next claim begins at this byte. */
void reader_begin(struct reader *r, gsize at);

/* The present one ends there: what it leaves out it has from the one before; it is kept, or its details are the one before's. */
void reader_end(struct reader *r, gsize at);

/* Something for this slot comes: the claim that it belongs to, which may be a new one. */
struct claim *reader_claim_for(struct reader *r, enum slot slot, const struct lexeme *l);

/* Does the present claim say nothing yet? Does it say something as it stands, so that what comes after an "and" may be another? */
bool reader_is_empty(const struct reader *r);
bool reader_is_complete(const struct reader *r);

#endif
