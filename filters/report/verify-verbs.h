/* verify-verbs.h - verbs of saying and doing on a list, and what did not happen, in English and Chinese */
#ifndef VERIFY_VERBS_H
#define VERIFY_VERBS_H

#include <glib.h>
#include <stdbool.h>

/* What stands at text[at] is followed by a verb of saying or doing: "[Marc] also objects", "[Marc]认为". */
bool verb_follows(const char *text, gsize at);

/* The same of a capitalised word text[from..to) that may be no name: where it begins a sentence only by a known verb. */
bool verb_of_stranger(const char *text, gsize from, gsize to);

/* Who stands at text[at..to) is asked, told or answered: "asks [Marc] to", "on [Marc]'s request", "请[Marc]". */
bool verb_addresses(const char *text, gsize at, gsize to);

/* What stands at text[at] is coordinated with what comes at text[next]: "[Marc] and [Oliver] object". */
bool verb_and(const char *text, gsize at, gsize next);

/* What stands at text[at] can be the subject of its clause: nothing, or "and", a comma and the like, stands before it. "as
 * [Marc] suggested" only refers to Marc. */
bool verb_subject(const char *text, gsize at);

/* Lower-case words that begin such clauses without being names: "this", "reviewers", "testing". */
bool verb_common_subject(const char *word);

/* The lower-case word is a month or a day of the week. */
bool verb_calendar(const char *word);

/* The text says that something was not done on the list: "nobody answered", "has not been applied", "尚未合并". */
bool verb_nothing_happened(const char *text);

/* Does the text deny what the quoted words say ("did not measure" beside "I measured"), or say what they deny ("is correct" beside
 * "is not correct")? Only where one word is in both. `no`: the text says no in any way. */
bool verb_reversed(const char *text, const char *words, bool no);

/* Are there other quoted words that deny what the text denies of these? */
bool verb_denied_too(const char *text, const char *words, const char *others);

/* The whole text says no more than that there was nothing before. */
bool verb_no_history(const char *text);

#endif
