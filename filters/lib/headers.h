/* headers.h - a mail's headers taken out before it is parsed
 *
 * Most headers of a mail tell of its journey and are asked for by nobody, and some are lists of addresses that a parser takes to
 * pieces; each costs as much as a paragraph of text. So a mail is left with those of which GMime makes something: the date,
 * and what the body is.
 */
#ifndef HEADERS_H
#define HEADERS_H

#include <glib.h>
#include <stdbool.h>

enum header_name {
	HEADER_FROM,
	HEADER_REPLY_TO,
	HEADER_SUBJECT,
	HEADER_MESSAGE_ID,
	HEADER_TO,
	HEADER_CC,
	HEADER_LIST_ID,
	HEADER_IN_REPLY_TO,
	HEADER_REFERENCES,
	HEADER_NAMES,
};

extern const char *const header_names[HEADER_NAMES];

struct headers {
	bool taken;               /* else they are where they were */
	char *raw[HEADER_NAMES];  /* the first of each name: all that stands behind the colon, folded; NULL: there is none */
};

/* The mail begins at this byte. Fills *h (zeroed, or used before) and returns where the mail begins now: what is left moved up
 * to the blank line. A mail with a header that looks odd stays whole. Release with headers_clear. */
gint64 headers_take(struct headers *h, GByteArray *bytes, gint64 start);
void headers_clear(struct headers *h);

#endif
