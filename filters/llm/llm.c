/* llm.c - hand out questions, try, wait, try again, hand back answers */
#include "llm.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "job.h"
#include "lib/msg.h"

enum { JOBS = 256, TICK = 250 /* ms */ };

static const struct dialect *find_dialect(const char *name)
{
	static const struct dialect *const all[] = { &openai, &anthropic, &ollama };
	for (unsigned i = 0; i < G_N_ELEMENTS(all); i++)
		if (!strcmp(all[i]->name, name))
			return all[i];
	return NULL;
}

static bool open_backend(struct llm *l)
{
	const struct llm_config *c = &l->config;
	if (c->backend && !strcmp(c->backend, "command")) {
		if (!c->command || !*c->command) {
			msg_fail("backend command: no command is set");
			return false;
		}
		commands_open();
		l->command = g_strdup(c->command);
		return true;
	}
	l->dialect = c->backend ? find_dialect(c->backend) : NULL;
	if (!l->dialect)
		msg_fail("backend %s: not known", c->backend ? c->backend : "(none)");
	else if (!c->endpoint || !*c->endpoint)
		msg_fail("backend %s: no endpoint is set", c->backend);
	else if (!(c->model && *c->model) && l->dialect != &openai)
		msg_fail("backend %s: no model is set", c->backend);
	else
		l->http = http_open(&l->config, l->dialect);
	return l->http;
}

struct llm *llm_open(const struct llm_config *c)
{
	struct llm *l = g_new0(struct llm, 1);
	l->config = *c;
	l->config.jobs = CLAMP(c->jobs, 1, JOBS);
	l->options = SEND_ALL;
	if (!open_backend(l)) {
		g_free(l);
		return NULL;
	}
	l->model = c->model && *c->model ? g_strdup(c->model) : NULL;
	l->context_known = c->context;
	l->context = c->context ? c->context : l->dialect ? l->dialect->context : 128 << 10;
	l->cache = c->cache ? cache_open() : NULL;
	l->jobs = g_new0(struct job, l->config.jobs);
	l->allowed = l->borne = l->config.jobs;
	return l;
}

void llm_close(struct llm *l)
{
	if (!l)
		return;
	for (unsigned i = 0; i < l->config.jobs; i++)
		if (l->jobs[i].used)
			job_release(l, &l->jobs[i]);
	http_close(l->http);
	if (l->command)
		commands_close();
	cache_close(l->cache);
	g_free(l->jobs);
	g_free(l->command);
	g_free(l->model);
	g_free(l->give_up);
	g_free(l);
}

const struct llm_totals *llm_totals(const struct llm *l)
{
	return &l->totals;
}

unsigned long llm_estimate(const struct llm *l, const char *text)
{
	return (unsigned long)ceil((double)budget_raw(text) * (l ? budget_factor(&l->budget) : 1));
}

unsigned llm_max_tokens(const struct llm *l)
{
	enum { ANSWER = 4096 }; /* thinking aside, a long section has a fourth of them */
	if (l->config.max_tokens)
		return l->config.max_tokens;
	return (unsigned)CLAMP(l->context / 4, 1, ANSWER); /* of a small context most must be left for the mails */
}

unsigned long llm_room(const struct llm *l)
{
	unsigned long taken = llm_max_tokens(l) + TEMPLATE;
	return l->context > taken ? l->context - taken : 0;
}

const char *llm_host(const struct llm *l)
{
	return l->command ? "a command" : http_endpoint(l->http)->host;
}

static unsigned running(const struct llm *l)
{
	unsigned n = 0;
	for (unsigned i = 0; i < l->config.jobs; i++)
		n += job_running(&l->jobs[i]);
	return n;
}

/* Get one that waits going, if its time has come: by the cache, by a request, or by giving up. Seconds until its time
 * comes; 0: its state has changed. */
static double start_one(struct llm *l, const struct llm_calls *calls, struct job *j)
{
	if (!j->tries && job_has_twin(l, j))
		return INFINITY;
	if (!j->tries && job_from_cache(l, calls, j))
		return 0;
	if (l->give_up) {
		l->unreachable += l->in_a_row > 0;
		job_fail(l, calls, j, j->tries ? j->fault.text : l->give_up);
		return 0;
	}
	if (!job_has_room(l, j, running(l)))
		return INFINITY;
	double due = MAX(j->due, j->tries ? 0 : l->not_before), t = llm_now();
	if (!j->tries && due - t > WAITING) {
		char *why = g_strdup_printf("not asked: the server asks to wait %.0f s, which is too long", due - t);
		job_fail(l, calls, j, why);
		g_free(why);
		return 0;
	}
	if (due > t)
		return due - t;
	job_start(l, calls, j);
	return job_running(j) ? INFINITY : 0;
}

/* Start what is due, first what was tried before. Seconds until the next is due. */
static double start_due(struct llm *l, const struct llm_calls *calls)
{
	double next = INFINITY;
	for (int fresh = 0; fresh < 2; fresh++) {
		for (unsigned i = 0; i < l->config.jobs; i++) {
			struct job *j = &l->jobs[i];
			if (!j->used || job_running(j) || (j->tries == 0) != fresh)
				continue;
			double wait = start_one(l, calls, j); /* MIN() would do it twice */
			next = MIN(next, wait);
		}
	}
	return next;
}

/* Fill free places. False: there will be no more. */
static bool fill(struct llm *l, const struct llm_calls *calls)
{
	for (unsigned i = 0; i < l->config.jobs; i++) {
		struct job *j = &l->jobs[i];
		if (j->used)
			continue;
		enum llm_more more = calls->next(calls->ctx, &j->ask);
		if (more == LLM_END)
			return false;
		if (more == LLM_WAIT)
			return true;
		job_take(l, j);
	}
	return true;
}

static unsigned busy(struct llm *l)
{
	unsigned used = 0;
	l->totals.running = running(l);
	l->totals.waiting = 0;
	l->totals.trouble = NULL;
	for (unsigned i = 0; i < l->config.jobs; i++) {
		const struct job *j = &l->jobs[i];
		used += j->used;
		if (!j->used || !j->tries || job_running(j))
			continue;
		l->totals.waiting++;
		l->totals.trouble = j->fault.text;
	}
	return used;
}

static void wait_for(struct llm *l, double seconds)
{
	int ms = seconds * 1000 < TICK ? (int)ceil(seconds * 1000) : TICK;
	if (l->http) {
		http_wait(l->http, ms);
		return;
	}
	struct command **c = g_new(struct command *, l->config.jobs);
	size_t n = 0;
	for (unsigned i = 0; i < l->config.jobs; i++)
		if (l->jobs[i].command)
			c[n++] = l->jobs[i].command;
	commands_wait(c, n, ms);
	g_free(c);
}

bool llm_run(struct llm *l, const struct llm_calls *calls)
{
	double began = llm_now(), before = l->totals.seconds;
	bool more = true;
	for (;;) {
		if (more)
			more = fill(l, calls);
		double next = start_due(l, calls);
		if (!busy(l) && !(more && next == 0)) {
			if (!more)
				break;
			/* next() had nothing though nothing is on its way: it will not change. */
			more = fill(l, calls);
			if (!busy(l))
				break;
			continue;
		}
		if (next > 0)
			wait_for(l, next);
		if (l->http)
			http_work(l->http);
		for (unsigned i = 0; i < l->config.jobs; i++)
			if (job_running(&l->jobs[i]))
				job_attend(l, calls, &l->jobs[i]);
		l->totals.seconds = before + llm_now() - began;
		if (calls->tick)
			calls->tick(calls->ctx);
	}
	return l->totals.answered || !l->totals.failed || l->unreachable < l->totals.failed;
}
