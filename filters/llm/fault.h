/* fault.h - why a try brought no answer, and whether asking again makes sense */
#ifndef FAULT_H
#define FAULT_H

#include <stdbool.h>

#include "reply.h"

/* At most so many tries an ask, and so many seconds of waiting between them. */
enum { TRIES = 5, WAITING = 90 };

struct fault {
	char *text;            /* one line without control characters; NULL: there is no fault */
	bool passing;          /* it may go well next time */
	bool slow;             /* give it longer than a moment: overloaded, loading its model, not up */
	bool unreachable;      /* no server was there to speak to */
	bool for_all;          /* any other ask would end the same: a key refused, money gone */
	bool overflow;         /* the prompt is too long */
	unsigned drop;         /* enum option that the server refuses: ask again at once without it */
	double after;          /* Retry-After in seconds; 0: none that means anything */
};

void fault_clear(struct fault *f);

/* Set the text from a format; foreign words in it become one harmless line of at most some 300 bytes. */
void fault_set(struct fault *f, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* A status other than 200. raw is the body's beginning, type its content type or NULL; options are those sent. */
void fault_status(struct fault *f, long status, const char *raw, const char *type, struct reply *r, unsigned options);

/* An error inside a stream of status 200. */
void fault_stream(struct fault *f, const struct reply *r);

/* The stream ended in good order: was there an answer? Sets nothing if there was. */
void fault_ending(struct fault *f, struct reply *r, const char *raw, const char *type);

/* Retry-After's seconds from its value: a number or a date; 0 if it is neither, or past. now: seconds since 1970. */
double retry_after(const char *value, double now);

/* Seconds to wait before try number `tries` + 1, given what was waited so far; negative: give up. base: the first
 * wait; chance: 0 … 1, for the jitter. */
double retry_wait(const struct fault *f, unsigned tries, double waited, double base, double chance);

#endif
