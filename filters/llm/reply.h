/* reply.h - what one try has brought so far, whatever the dialect */
#ifndef REPLY_H
#define REPLY_H

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#include "think.h"

struct reply {
	struct think think;     /* think.text is the answer */
	bool events;            /* something of the dialect was understood */
	bool finished;          /* the server says that the answer is whole */
	bool closed;            /* and that nothing more will come */
	bool cut;               /* … because of max_tokens or a full context */
	char *stop;             /* the server's reason to stop when it is not a plain end */
	bool refused;           /* that reason is a refusal: the same again next time */
	bool broken;            /* … or trouble of the server's: perhaps not the next time */
	bool thought;           /* there was reasoning apart from the content */
	unsigned long tokens_in, tokens_out;   /* 0: not told */

	unsigned half;          /* the first half of a surrogate pair that the last piece ended in; 0: none */

	char *error;            /* the server's words; NULL: no error */
	char *kind;             /* its type and code, joined by a blank; "" if there is none */
	unsigned long context;  /* the context it tells with an overflow; 0: none */
};

void reply_init(struct reply *r);
void reply_free(struct reply *r);

/* Parse JSON that a server sent, mending what strict parsers refuse: NUL, bytes that are not UTF-8, half a surrogate
 * pair, which reply_text() puts together with the other half in the next piece. NULL if it is not JSON. */
json_t *reply_parse(const char *data, size_t len);

/* Text of the answer; v may be NULL or not a string. */
void reply_text(struct reply *r, const json_t *v);

/* No more text will come. */
void reply_end(struct reply *r);

/* If the object is an error in any shape that servers use, take it and return true. The first error stands. */
bool reply_error(struct reply *r, const json_t *root);

/* Why the server stopped: a plain end, a limit, a refusal, or something else. */
void reply_stop(struct reply *r, const char *reason);

/* A token count, or 0. */
unsigned long reply_count(const json_t *usage, const char *key);

#endif
