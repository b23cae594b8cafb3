/* verify-ask.h - what claims about a thread are judged by, and the questions that one puts to the table of deeds */
#ifndef VERIFY_ASK_H
#define VERIFY_ASK_H

#include "verify-claim.h"
#include "verify-deeds.h"
#include "verify-known.h"

struct facts {
	const struct people *people;
	const struct known *known;
	const struct thread *thread;
	const struct ledger *ledger;   /* NULL: only the word of the state is known */
	struct deeds *deeds;
	GArray *author;                /* unsigned: the one who posted the series */
	int patches;                   /* of the newest version here; 0: it is none */
	bool applied, all_applied, reviewed, superseded, nak, broken, answered;
};

/* What a claim is judged beside. */
struct beside {
	const struct claim *before;  /* the claim before it in the sentence; NULL: it is the first */
	const GArray *numbered;      /* int: the patches that the sentence numbers */
	const GArray *cited;         /* unsigned: the mails that "this mail" and "since then" can mean */
	bool words;                  /* these mails' words are cited, too: what persons do is for them to prove */
};

/* Is it one of these (int)? */
bool ask_has(const GArray *numbers, int n);

/* Is the claim made of its patches alone? */
bool ask_exclusive(const struct claim *c);

/* The patches that a claim is about, one by one (int); DEED_ANY alone: whichever. Free with g_array_unref. */
GArray *ask_patches(const struct facts *f, const struct claim *c, const struct beside *b);

/* Each of a claim's persons as a set of numbers (GArray of unsigned), for a name may be several people's; empty: nobody is named. The
 * sets are others'. Free with g_ptr_array_unref. */
GPtrArray *ask_persons(const struct facts *f, const struct claim *c);

/* All of them together, and `more` (unsigned; NULL: none). Free with g_array_unref. */
GArray *ask_everybody(const GPtrArray *persons, const GArray *more);

/* The one version that a claim names; NULL: none, or several. */
const struct claim_version *ask_version(const struct claim *c);

/* A claim as a question after deeds of these kinds; `no`: it says that they were not done. It keeps pointers to the claim. */
struct asked ask_of(const struct claim *c, unsigned kinds, bool no);

/* Did these persons (unsigned; NULL: whoever) do it to each of the patches? To any of them? */
bool ask_done(const struct facts *f, struct asked q, const GArray *who, const GArray *patches);
bool ask_touched(const struct facts *f, struct asked q, const GArray *who, const GArray *patches);

/* A kind as it is asked for: "reviewed" of nobody in particular is Acked-by, too. */
unsigned ask_widened(const struct claim *c, unsigned kind);

/* Is the number of patches that have it (`no`: that have not), or of all, another than the claim says? */
bool ask_miscounted(const struct facts *f, const struct claim *c, struct asked q, bool no);

#endif
