/* dialect.h - one small file for each way to talk to a server
 *
 * A dialect builds the request and reads the events; transport, framing, deadlines, retries are not its business.
 */
#ifndef DIALECT_H
#define DIALECT_H

#include <jansson.h>
#include <stdbool.h>

#include "reply.h"

/* What a server may refuse to take; sent until it does. */
enum option {
	SEND_USAGE = 1,         /* stream_options: include_usage */
	SEND_TEMPERATURE = 2,
	SEND_MAX_TOKENS = 4,    /* named max_tokens; without it max_completion_tokens, as OpenAI's reasoners want it */
	SEND_ALL = 7
};

struct question {
	const char *model;     /* or NULL */
	const char *system, *user; /* valid UTF-8 */
	unsigned max_tokens;
	unsigned context;      /* tokens the server must have room for (Ollama's num_ctx) */
	unsigned options;      /* enum option */
};

struct dialect {
	const char *name;
	const char *base;      /* what the endpoint's path may end in, "/v1"; added where missing if base_needed */
	bool base_needed;
	const char *path;      /* appended to it, "/chat/completions" */
	bool sse;              /* events; else a JSON object a line */
	unsigned context;      /* assumed where neither the configuration nor the server tells */
	const char *key;       /* header, printf form */
	const char *header;    /* one more, or NULL */
	json_t *(*request)(const struct question *q);
	/* One event's JSON. False: it is none of this dialect. */
	bool (*event)(struct reply *r, const json_t *root, const char *data);
};

extern const struct dialect openai, anthropic, ollama;

/* Low, so that quotes are copied and not told again in other words. */
#define TEMPERATURE 0.2

#endif
