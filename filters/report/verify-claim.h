/* verify-claim.h - a sentence about the facts, taken apart: who did (or did not do) what to which patches, in which version, when
 *
 * "Ann gave Reviewed-by for patches 1 and 2, Bob for patch 4; patch 5 has none" is three claims. What one leaves out it has from the
 * one before: the deed, and him or the patches with which that one began.
 */
#ifndef VERIFY_CLAIM_H
#define VERIFY_CLAIM_H

#include "verify-lexicon.h"

enum claim_span {
	SPAN_NONE,      /* no patch is spoken of */
	SPAN_NUMBERS,   /* those in ->patches */
	SPAN_ALL_BUT,   /* all but those in ->patches */
	SPAN_EACH,      /* each patch of the series */
	SPAN_SERIES,    /* the series */
	SPAN_WHOLE,     /* the whole of it */
	SPAN_OTHERS,    /* those that no claim of the sentence numbers */
};

struct claim_version {
	int version, count;  /* count: patches; 0: not said */
	struct day day;
};

struct claim {
	gsize from, to;       /* where it stands: bytes */
	GPtrArray *who;       /* const struct naming *: each of them */
	bool author, anybody; /* the series' author is among them; somebody else than the author */
	unsigned kinds;       /* DEED_...: all of them */
	bool any, loose, tag; /* one of them; not by the tag's own name; by the word "tag" */
	bool label;           /* only a heading: "Reviews:" */
	bool doubled;         /* "nobody has not": what it says is anybody's guess */
	bool been;            /* something was answered, by whomever */
	const struct naming *owner; /* whose the version or series is: "Ann's v2"; NULL: not said */
	enum claim_span span;
	GArray *patches;      /* int */
	int each;             /* SPAN_EACH, SPAN_OTHERS: how many it says that are; 0: not said */
	int of, total;        /* "of of total patches"; 0: not said */
	GArray *versions;     /* struct claim_version */
	int beyond;           /* no version after this one; 0: not said */
	struct day day;
	int times;            /* mails */
	bool not, nobody;     /* it was not done; by nobody */
	bool but;             /* by nobody but ->who */
	bool only_who, only_patches;
	bool object;          /* ->who is not who did it: "nobody answered Ann", "Ann's mail" */
	bool only_then;       /* ->fresh, ->old: then and at no other time */
	bool not_all;         /* "not all patches" */
	bool own_last, own_first; /* of the last (or first) mail of ->who */
	bool carried, here, given, fresh, old, after; /* as in LEX_ */
	bool by;              /* ->who stands behind "by" */
	int count;            /* of how many patches something is; 0: not said, or of a version */
	bool supersede, newest, newer, elsewhere, absent, last, sole, report, test, pronoun, that_mail, content, partly, state;
};

/* The claims of a text, in order; the lexemes' namings must outlive them. Free with g_ptr_array_unref. */
GPtrArray *claims_of(const char *text, const GArray *lexemes);

#endif
