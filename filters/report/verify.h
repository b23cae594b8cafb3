/* verify.h - does what a model wrote about a thread stand in the thread's mails?
 *
 * A sentence is verified when each piece of its evidence is: the quoted words stand in the cited mail's own text, of the
 * persons that a clause names one wrote a cited mail, numbers are the mail's or the thread's, nothing is denied that the
 * words say, [state] carries only what did not happen, and the mails are of the time that the part speaks of. What this cannot
 * see: words that are there and do not mean what the sentence says in others.
 */
#ifndef VERIFY_H
#define VERIFY_H

#include "lib/collate.h"
#include "lib/ledger.h"
#include "lib/list.h"
#include "lib/thread.h"
#include "verify-answer.h"

enum verify_fault {
	VERIFIED,
	FAULT_UNCITED,     /* no evidence */
	FAULT_TAIL,        /* more is said after the last evidence */
	FAULT_NO_MAIL,     /* the thread has no such mail */
	FAULT_NO_WORDS,    /* a number without words */
	FAULT_SHORT,       /* too few words to prove anything */
	FAULT_NOWHERE,     /* no mail of the thread has these words */
	FAULT_ELSEWHERE,   /* another mail has */
	FAULT_CUT,         /* the "not" before them was left out */
	FAULT_SPEAKER,     /* none of the persons named wrote a cited mail */
	FAULT_STRANGER,    /* the person named is not in this thread, and the cited mail does not speak of him either */
	FAULT_STATE,       /* [state] for something else than what did not happen, or against the facts */
	FAULT_NO_HISTORY,  /* there is nothing before */
	FAULT_OLD,         /* told as new, but cites only mails that are not */
	FAULT_NEW,         /* told as said before, but cites only new mails */
	FAULT_NUMBER,      /* a number or month that neither the cited mails nor the thread's facts have */
	FAULT_REVERSED,    /* says that something was not done where the quoted words say it was, or the reverse */
	VERIFY_FAULTS,
};

struct verify_counts {
	unsigned sentences;
	unsigned unverified;             /* those of them that are not verified, for whatever fault */
	unsigned faults[VERIFY_FAULTS];  /* by fault; [VERIFIED]: verified ones */
	unsigned items, bad_items;       /* of extracts: a bad one is a bug */
};

/* "uncited", "no-words", ...; NULL for VERIFIED. For programs: a report has labels of its own. */
const char *verify_fault_name(enum verify_fault fault);

/* One more sentence with this fault. */
void verify_count(struct verify_counts *counts, enum verify_fault fault);

struct verify_result {
	enum verify_fault fault;
	unsigned mail;      /* whose number the fault is about; 0: none */
	unsigned elsewhere; /* FAULT_ELSEWHERE: the mail that has the words */
	const char *name;   /* FAULT_SPEAKER, FAULT_STRANGER: who; FAULT_NUMBER: what; valid until the next sentence */
};

struct verifier;

/* The collation of a thread, its line and its ledger must outlive it; line and ledger may be NULL: then [state] can carry
 * less. A mail is taken up when it is first cited. Free with verify_free. */
struct verifier *verify_new(const struct collation *c, const struct list_line *line, const struct ledger *l);
void verify_free(struct verifier *v);

/* A paragraph or item begins, which outlives its sentences' checks: "this mail" means none that was cited before it, and its heading
 * ("Patches 2 and 8:") is for all of it. */
void verify_begin(struct verifier *v, const struct block *b);

/* Look a sentence up; marks the evidence that holds as verified. */
struct verify_result verify_sentence(struct verifier *v, struct sentence *s, enum answer_part part);

/* One piece of evidence alone. */
enum verify_fault verify_cite(struct verifier *v, const struct cite *c, unsigned *elsewhere);

/* The cited words of verified evidence and what stands around them in the mail, some `bytes` long: so that who reads on can tell
 * whether they mean what was made of them. NULL: [state], or not found. Free with g_free. */
char *verify_passage(struct verifier *v, const struct cite *c, gsize bytes);

/* The words of an extract's item: of whatever length, they must stand in that mail's own text. */
bool verify_extracted(struct verifier *v, unsigned mail, const char *words);

#endif
