/* body.h - the lines of a mail's text, told apart */
#ifndef BODY_H
#define BODY_H

#include <stdbool.h>
#include <stddef.h>

enum body_kind {
	BODY_TEXT,         /* the writer's own words (blank lines between them too) */
	BODY_QUOTE,        /* quoted: depth says how deep */
	BODY_DIFF,         /* a diff: headers, hunks, context; only outside quotes */
	BODY_STAT,         /* "---", diffstat, "N files changed", base-commit and the like around a diff */
	BODY_TRAILER,      /* "Reviewed-by: ..." and the like, the writer's own */
	BODY_ATTRIBUTION,  /* "On ..., X wrote:" before a quote */
	BODY_SIGNATURE,    /* from "-- " to the end, RFC 3676 4.3 */
	BODY_FOOTER,       /* a mailing list's footer */
	BODY_ATTACHED,     /* a text attachment that is no patch: "[-- attachment: ..." and its lines */
};

struct body_line {
	enum body_kind kind;
	int depth;         /* quote depth; 0 outside quotes */
	const char *raw;   /* the line as it stands in the text, not terminated */
	size_t rawlen;
	const char *text;  /* the same without its quote marks */
	size_t len;
};

struct body {
	struct body_line *lines;
	size_t n;
};

/* Tell the lines of a mail's text apart. The lines point into `text`, which must outlive the body. Free with
 * body_free. NULL text gives a body of no lines. */
struct body *body_parse(const char *text);
void body_free(struct body *b);

/* A line's text is white space. */
bool body_blank(const struct body_line *l);

/* A line is only a mark for what was left out: "[...]", "[snip]". */
bool body_snip(const struct body_line *l);

#endif
