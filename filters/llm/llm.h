/* llm.h - ask a language model many questions over a few connections
 *
 * One process, one thread: the curl multi interface, at most `jobs` requests in flight. The caller hands out
 * questions when asked for one and takes answers as they complete, in any order; so memory is bounded by
 * `jobs`, whatever the number of threads. A broken answer is thrown away and asked again; an answer from
 * the cache costs nothing. Nothing here prints a key.
 */
#ifndef LLM_H
#define LLM_H

#include <stdbool.h>
#include <stddef.h>

/* The strings must live as long as the struct llm. */
struct llm_config {
	const char *backend;   /* "openai", "anthropic", "ollama", "command" */
	const char *endpoint;  /* base URL as clients of that dialect take it */
	const char *model;     /* may be NULL where the server has one only */
	const char *command;   /* for "command": run by sh -c, prompt on stdin, summary on stdout */
	const char *key;       /* API key or NULL */
	const char *ca_file;   /* PEM file of a private authority, or NULL */
	unsigned context;      /* tokens that prompt and answer share; 0: the dialect's default */
	unsigned max_tokens;   /* of an answer; 0: 4096, or a fourth of the context if that is less */
	unsigned jobs;         /* requests in flight, 1 to 256; fewer while the server says that it has enough */
	bool cache;            /* look up and keep answers */

	/* Seconds; 0 is the default. `first` runs until the first byte of the answer's body, anew with each byte of
	 * another answer (a server with one slot lets the others wait), `idle` between any two bytes (a keep-alive
	 * comment is one), `whole` over one try; a command has `whole` only. */
	double connect, first, idle, whole; /* 15, 600, 180, 3600 */
	double backoff;                     /* the first wait before a retry, doubled each time: 1 */
};

struct llm;

/* Check the configuration and prepare; NULL after an error that was reported (msg_fail): an unknown backend, a key
 * that would go over plain http to a host that is not loopback, a missing endpoint. */
struct llm *llm_open(const struct llm_config *c);
void llm_close(struct llm *l);

/* One question and what came of it. */
struct llm_ask {
	/* The caller fills these; llm_run releases the strings with g_free when the ask is done. */
	char *name;            /* for messages: "thread:000..." */
	char *system;
	char *user;
	void *data;            /* the caller's own */

	/* llm_run fills these before it calls done(); they live until done() returns. */
	const char *text;      /* the answer, valid UTF-8 without thinking; NULL if it failed for good */
	const char *error;     /* why it failed, one line that can stand in a report; else NULL */
	bool cut;              /* the server stopped it at max_tokens */
	bool cached;
	bool overflow;         /* it failed because the prompt is too long: llm_room() tells what fits, ask in parts */
	unsigned retries;
	unsigned long tokens_in, tokens_out;  /* as the server counts; estimates where it does not; 0 from the cache */
};

enum llm_more { LLM_ASK, LLM_WAIT, LLM_END };

struct llm_calls {
	/* Fill *ask (it comes zeroed) with the next question: LLM_ASK; none now but perhaps after the next done():
	 * LLM_WAIT; none any more: LLM_END. */
	enum llm_more (*next)(void *ctx, struct llm_ask *ask);
	/* An ask is complete; if the cache is on, its answer has been stored. */
	void (*done)(void *ctx, const struct llm_ask *ask);
	/* Text as it streams in, for progress only: it may yet be thrown away and begin anew. May be NULL. */
	void (*stream)(void *ctx, const struct llm_ask *ask, const char *piece, size_t len);
	/* Called whenever something may have moved, four times a second at least, for a progress display. May be NULL. */
	void (*tick)(void *ctx);
	void *ctx;
};

/* Ask until next() says LLM_END and all is answered or failed. False if the server is down for all: nothing
 * was answered and every ask failed for want of a connection (exit status EXIT_LATER). */
bool llm_run(struct llm *l, const struct llm_calls *calls);

/* What all runs so far came to. Tokens count what was paid: each try that the server counted, nothing from the
 * cache. */
struct llm_totals {
	unsigned answered;     /* asks with a text, cached ones among them */
	unsigned failed;       /* asks that failed for good */
	unsigned cached;       /* asks answered from the cache */
	unsigned tries;        /* requests that were sent */
	unsigned retries;      /* those of them that were not an ask's first */
	unsigned running;      /* in flight now */
	unsigned waiting;      /* now waiting to be tried again */
	const char *trouble;   /* what one of these met last; NULL: none waits. Valid in tick() only */
	unsigned long tokens_in, tokens_out;
	bool estimated;        /* some of these tokens are estimates */
	unsigned long live;    /* tokens streamed so far, answers in flight included: estimated, for a rate */
	double seconds;        /* inside llm_run */
};
const struct llm_totals *llm_totals(const struct llm *l);

/* Tokens that a text will cost, estimated from its bytes and script, corrected by what this server reported so
 * far. l may be NULL. */
unsigned long llm_estimate(const struct llm *l, const char *text);

/* Tokens that an answer may have: as configured, or what becomes the context, as configured or as the server told. */
unsigned llm_max_tokens(const struct llm *l);

/* Tokens that system and user may have together so that the answer still fits: the context less llm_max_tokens() and a
 * reserve for the chat template. */
unsigned long llm_room(const struct llm *l);

/* Where asks go, for messages and --dry-run: "127.0.0.1:8080", or "a command". No key, no user name. */
const char *llm_host(const struct llm *l);

#endif
