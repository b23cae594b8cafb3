/* series.h - what a subject says of a patch series
 *
 * Documentation/process/submitting-patches.rst, "The canonical patch format", and what people send in fact.
 */
#ifndef SERIES_H
#define SERIES_H

#include <stdbool.h>

struct series_subject {
	bool reply;      /* "Re:", "AW:", "Fwd:", "回复:" and their kin stood in front */
	bool patch;      /* a bracket holds PATCH, vN or N/M ("[RFC 5/6]", "[v2 0/6]"), and no PULL: it is, or
	                  * answers, a patch or a cover letter */
	bool rfc;        /* ... RFC */
	bool resend;     /* ... RESEND or REPOST */
	bool pull;       /* "[GIT PULL]", "[PULL]" */
	int version;     /* vN; 1 if none stands there */
	int number;      /* N of N/M; -1 if none */
	int count;       /* M of N/M; -1 if none */
	char *prefix;    /* the other words of the bracket, lower case: "kvm-unit-tests", "net-next"; "" if none */
	char *title;     /* what follows the brackets, one blank between words */
	char *key;       /* title folded for comparing: lower case, only letters and digits and single blanks */
};

/* Take a decoded subject apart; every field is set. Release with series_subject_clear. */
void series_subject_parse(struct series_subject *s, const char *subject);
void series_subject_clear(struct series_subject *s);

/* The prefix where it names a stable kernel, "" where it does not: "5.10" and "5.15.y" of a backport tell two series apart,
 * "net-next" and "for-6.2" do not. */
const char *series_target(const struct series_subject *s);

/* A title folded for comparing, as in ->key. Free with g_free. */
char *series_fold(const char *title);

#endif
