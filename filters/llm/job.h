/* job.h - one question on its way: tried, waited for, tried again, answered; inside filters/llm only */
#ifndef JOB_H
#define JOB_H

#include "budget.h"
#include "cache.h"
#include "command.h"
#include "http.h"

enum { TEMPLATE = 64 }; /* tokens of a chat template */

/* A place for a question. */
struct job {
	bool used;
	struct llm_ask ask;
	char *key;               /* its name in the cache */
	unsigned long raw;       /* uncorrected tokens of the prompt */
	unsigned limit;          /* tokens that the answer may have, as asked for last */
	struct reply reply;
	struct request *request; /* one of these two while a try runs */
	struct command *command;
	unsigned tries;
	double due;              /* monotonic second of the next try */
	double waited;           /* seconds, between tries */
	size_t shown;            /* bytes of the answer that stream() has seen */
	struct fault fault;      /* the last try's */
};

struct llm {
	struct llm_config config;
	char *model, *command;
	const struct dialect *dialect;
	struct http *http;
	struct cache *cache;
	struct budget budget;
	struct llm_totals totals;
	unsigned options;        /* what the server has not refused yet */
	unsigned long context;   /* as configured, told, or assumed */
	bool context_known;
	bool cut_told;           /* … that it cut a prompt */
	unsigned long num_ctx;   /* the largest that was asked for */
	struct job *jobs;
	double allowed;          /* requests at once that the server may bear, at most config.jobs */
	double borne;            /* … that it has borne when it last said that it has enough */
	double not_before;       /* the server asked for a pause until then */
	char *give_up;           /* why it makes no sense to send anything any more */
	bool heard;              /* a server was there, whatever it said */
	unsigned unreachable;    /* asks that failed for want of a connection */
	unsigned in_a_row;       /* … the last so many */
};

/* Monotonic seconds. */
double llm_now(void);

/* The caller's question has been filled in: make it sendable, name it, count it. */
void job_take(struct llm *l, struct job *j);
void job_release(struct llm *l, struct job *j);

/* A try is under way. */
bool job_running(const struct job *j);
/* Another one asks the very same now: its answer will do. */
bool job_has_twin(const struct llm *l, const struct job *j);

/* Answered from the cache, or known from there to be too long, and done. */
bool job_from_cache(struct llm *l, const struct llm_calls *calls, struct job *j);
/* May it be sent beside so many others? The server decides: one more is tried now and then, but not with a question that
 * was refused often. */
bool job_has_room(const struct llm *l, const struct job *j, unsigned running);
/* Begin a try; what goes wrong at once is dealt with as for any other try. */
void job_start(struct llm *l, const struct llm_calls *calls, struct job *j);
/* Look at a try under way: show new text; when it is over, finish the job or set when it is due again. */
void job_attend(struct llm *l, const struct llm_calls *calls, struct job *j);
/* Done without an answer. */
void job_fail(struct llm *l, const struct llm_calls *calls, struct job *j, const char *why);

#endif
