/* section-json.h - a section as a line of JSON, for programs
 *
 * The columns of the list under their names (digest-list(5)), and "ledger" (null: digest-state did not run), "mails" and "summary".
 */
#ifndef SECTION_JSON_H
#define SECTION_JSON_H

#include "summary.h"

/* The extract's items; `why`, a line that says why there is no summary, or NULL. The caller's reference. */
struct json_t *section_json_extract(const struct summary *of, const char *why);

/* A model's answer: its sentences, each with its evidence and its fault; with --verify=off its text as it came. The caller's
 * reference. */
struct json_t *section_json_model(const struct summary *of, const struct question_result *answer);

/* The whole line, LF included. of->thread NULL: it could not be read. Takes `summary`, which may be NULL. */
void section_json(GString *out, const struct summary *of, struct json_t *summary);

#endif
