/* sse.h - lines, and server-sent events, from a byte stream that arrives in any pieces
 *
 * A line ends with LF, CR or CR LF; a BOM at the very start is skipped. Lines are bounded: a server that sends
 * gigabytes without a line end costs LINE_LIMIT bytes, then the stream is refused.
 */
#ifndef SSE_H
#define SSE_H

#include <glib.h>
#include <stdbool.h>

enum { LINE_LIMIT = 1 << 20 };

typedef void line_fn(void *ctx, const char *line, size_t len);

struct framer {
	GString *part;   /* a line that is not complete yet */
	bool after_cr;   /* the last byte was CR: an LF now belongs to it */
	unsigned start;  /* bytes of a possible BOM seen; 3: past it */
};

void framer_init(struct framer *l);
void framer_free(struct framer *l);
/* Feed a piece; line() gets each complete line, without its end, in place (not NUL-terminated). False: a line exceeds
 * LINE_LIMIT, feed no more. */
bool framer_feed(struct framer *l, const char *p, size_t len, line_fn *line, void *ctx);
/* The stream has ended: hand over what stands after the last line end. */
void framer_end(struct framer *l, line_fn *line, void *ctx);

struct sse {
	struct framer lines;
	GString *data;                                         /* data lines of the event, LF between */
	bool any;                                              /* the event has data */
	bool overlong;
	void (*event)(void *ctx, const char *data, size_t len); /* an event; NUL-terminated */
	line_fn *other;                                        /* a line that no event stream has (an HTML page, JSON) */
	void *ctx;
};

void sse_init(struct sse *s);
void sse_free(struct sse *s);
/* As framer_feed, for events. `error: …` lines count as data: llama-server once sent errors so. */
bool sse_feed(struct sse *s, const char *p, size_t len);
/* The stream has ended: a last event that lacks its blank line counts (its JSON tells whether it is whole). */
void sse_end(struct sse *s);

#endif
