/* llm.c - hand out questions, try, wait, try again, hand back answers */
#include "llm.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "budget.h"
#include "cache.h"
#include "command.h"
#include "http.h"
#include "lib/msg.h"

enum { JOBS = 256, TICK = 250 /* ms */, RESERVE = 64 /* tokens of a chat template */ };

/* A place for a question on its way. */
struct job {
	bool used;
	struct llm_ask ask;
	char *key;               /* its name in the cache */
	unsigned long raw;       /* uncorrected tokens of the prompt */
	struct reply reply;
	struct request *request; /* one of these two while a try runs */
	struct command *command;
	unsigned tries;
	double due, waited;      /* monotonic second of the next try; seconds waited between tries */
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
	unsigned long num_ctx;   /* the largest that was asked for */
	struct job *jobs;
	char *give_up;           /* why it makes no sense to send anything any more */
	double not_before;       /* the server asked for a pause until then */
	bool heard;              /* a server was there, whatever it said */
	unsigned unreachable;    /* asks that failed for want of a connection */
	unsigned in_a_row;       /* … the last so many */
};

static double now(void)
{
	return (double)g_get_monotonic_time() / 1e6;
}

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
	l->config.max_tokens = c->max_tokens ? c->max_tokens : 2048;
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
	return l;
}

static void end_try(struct llm *l, struct job *j)
{
	if (j->request)
		http_end(l->http, j->request);
	if (j->command)
		command_end(j->command);
	if (j->request || j->command)
		reply_free(&j->reply);
	j->request = NULL;
	j->command = NULL;
}

static void release(struct llm *l, struct job *j)
{
	end_try(l, j);
	fault_clear(&j->fault);
	g_free(j->ask.name);
	g_free(j->ask.system);
	g_free(j->ask.user);
	g_free(j->key);
	*j = (struct job){ 0 };
}

void llm_close(struct llm *l)
{
	if (!l)
		return;
	for (unsigned i = 0; i < l->config.jobs; i++)
		if (l->jobs[i].used)
			release(l, &l->jobs[i]);
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

unsigned long llm_room(const struct llm *l)
{
	unsigned long taken = l->config.max_tokens + RESERVE;
	return l->context > taken ? l->context - taken : 0;
}

const char *llm_host(const struct llm *l)
{
	return l->command ? l->command : http_endpoint(l->http)->host;
}

static void make_valid(char **s)
{
	if (!*s)
		*s = g_strdup("");
	if (!g_utf8_validate(*s, -1, NULL)) {
		char *valid = g_utf8_make_valid(*s, -1);
		g_free(*s);
		*s = valid;
	}
}

/* What was asked of whom. The host stands in it, and what shapes the answer; the key does not. */
static char *key_of(const struct llm *l, const struct llm_ask *a)
{
	char *limit = g_strdup_printf("%u", l->config.max_tokens);
	char *key = cache_key("1", l->config.backend, l->command ? l->command : http_endpoint(l->http)->origin,
			      l->model ? l->model : "", limit, a->system, a->user, NULL);
	g_free(limit);
	return key;
}

static void take_in(struct llm *l, struct job *j)
{
	j->used = true;
	make_valid(&j->ask.system);
	make_valid(&j->ask.user);
	j->key = key_of(l, &j->ask);
	j->raw = budget_raw(j->ask.system) + budget_raw(j->ask.user);
}

static void done(struct llm *l, const struct llm_calls *calls, struct job *j)
{
	if (j->ask.text)
		l->totals.answered++;
	else
		l->totals.failed++;
	calls->done(calls->ctx, &j->ask);
	release(l, j);
}

static void fail(struct llm *l, const struct llm_calls *calls, struct job *j, const char *why)
{
	char *all = NULL;
	if (j->tries > 1)
		all = g_strdup_printf("%s (%u tries)", why, j->tries);
	j->ask.error = all ? all : why;
	j->ask.retries = j->tries ? j->tries - 1 : 0;
	done(l, calls, j);
	g_free(all);
}

static bool from_cache(struct llm *l, const struct llm_calls *calls, struct job *j)
{
	struct cached hit;
	if (!cache_get(l->cache, j->key, &hit))
		return false;
	j->ask.text = hit.text;
	j->ask.cut = hit.cut;
	j->ask.cached = true;
	l->totals.cached++;
	done(l, calls, j);
	g_free(hit.text);
	return true;
}

/* A multiple for which a server need not load its model anew each time: Ollama does when num_ctx changes. */
static unsigned long wanted_context(struct llm *l, unsigned long prompt)
{
	unsigned long need = prompt + prompt / 8 + l->config.max_tokens + RESERVE, n = 4096;
	while (n < need)
		n *= 2;
	l->num_ctx = MAX(l->num_ctx, MIN(n, l->context));
	return l->num_ctx;
}

static char *body_of(struct llm *l, const struct job *j)
{
	unsigned long prompt = (unsigned long)((double)j->raw * budget_factor(&l->budget));
	struct question q = {
		.model = l->model,
		.system = j->ask.system,
		.user = j->ask.user,
		.max_tokens = l->config.max_tokens,
		.context = (unsigned)wanted_context(l, prompt),
		.options = l->options,
	};
	json_t *root = l->dialect->request(&q);
	char *body = json_dumps(root, JSON_COMPACT);
	json_decref(root);
	return body;
}

/* Somebody asks the very same now: wait for that answer. */
static bool asked_already(const struct llm *l, const struct job *j)
{
	for (unsigned i = 0; l->cache && i < l->config.jobs; i++) {
		const struct job *o = &l->jobs[i];
		if (o != j && o->used && o->tries && !strcmp(o->key, j->key))
			return true;
	}
	return false;
}

static void start(struct llm *l, struct job *j)
{
	fault_clear(&j->fault);
	reply_init(&j->reply);
	j->shown = 0;
	j->tries++;
	l->totals.tries++;
	if (j->tries > 1)
		l->totals.retries++;
	if (l->http)
		j->request = http_start(l->http, body_of(l, j), l->options, &j->reply);
	else
		j->command = command_start(l->command, j->ask.system, j->ask.user,
					   l->config.whole > 0 ? l->config.whole : 3600, &j->reply, &j->fault);
	if (!j->request && !j->command)
		reply_free(&j->reply);
}

static bool running(const struct job *j)
{
	return j->request || j->command;
}

/* New text of an answer, for whoever watches. Thinking that turns out as such takes text back: begin again. */
static void show(struct llm *l, const struct llm_calls *calls, struct job *j)
{
	const GString *text = j->reply.think.text;
	if (text->len < j->shown)
		j->shown = 0;
	if (text->len == j->shown)
		return;
	size_t len = text->len - j->shown;
	l->totals.live += (len + 3) / 4;
	if (calls->stream)
		calls->stream(calls->ctx, &j->ask, text->str + j->shown, len);
	j->shown = text->len;
}

static void count(struct llm *l, struct job *j)
{
	const struct reply *r = &j->reply;
	if (!r->events)
		return;
	j->ask.tokens_in = r->tokens_in ? r->tokens_in : (unsigned long)((double)j->raw * budget_factor(&l->budget));
	j->ask.tokens_out = r->tokens_out ? r->tokens_out : llm_estimate(l, r->think.text->str);
	if (!r->tokens_in || !r->tokens_out)
		l->totals.estimated = true;
	l->totals.tokens_in += j->ask.tokens_in;
	l->totals.tokens_out += j->ask.tokens_out;
}

/* The server answered part of the prompt, without a word. */
static void check_cut(struct llm *l, struct job *j)
{
	unsigned long counted = j->reply.tokens_in;
	if (!budget_cut(&l->budget, j->raw, counted)) {
		budget_learn(&l->budget, j->raw, counted);
		return;
	}
	fault_set(&j->fault,
		  "the server saw only %lu of some %lu tokens: it cut the prompt; give it a larger context, and set "
		  "digest.context to it",
		  counted, (unsigned long)((double)j->raw * budget_factor(&l->budget)));
	j->fault.overflow = true;
	l->context = MIN(l->context, counted + l->config.max_tokens);
}

static void answer(struct llm *l, const struct llm_calls *calls, struct job *j)
{
	struct cached keep = { .text = g_strstrip(g_strdup(j->reply.think.text->str)), .cut = j->reply.cut };
	cache_put(l->cache, j->key, &keep);
	j->ask.text = keep.text;
	j->ask.cut = keep.cut;
	j->ask.retries = j->tries - 1;
	done(l, calls, j);
	g_free(keep.text);
}

static void learn_from(struct llm *l, struct job *j)
{
	const struct fault *f = &j->fault;
	if (!f->unreachable) {
		l->heard = true;
		l->in_a_row = 0;
	}
	if (f->overflow && j->reply.context) {
		l->context = j->reply.context;
		l->context_known = true;
	}
	if (f->after > 0)
		l->not_before = MAX(l->not_before, now() + MIN(f->after, WAITING));
}

/* Would every other ask end like this one? A server that answered before is given more credit. */
static bool hopeless(const struct llm *l, const struct fault *f)
{
	enum { ENOUGH = 3 };
	if (f->unreachable)
		return !l->heard || l->in_a_row >= ENOUGH;
	return f->for_all && l->totals.answered == l->totals.cached;
}

/* A try failed: again later, again at once without what the server refuses, or never. */
static void again(struct llm *l, const struct llm_calls *calls, struct job *j)
{
	learn_from(l, j);
	struct fault *f = &j->fault;
	if (f->drop) { /* it was sent this time and will not be any more */
		l->options &= ~f->drop;
		end_try(l, j);
		j->tries--;
		j->due = 0;
		return;
	}
	double wait = retry_wait(f, j->tries, j->waited, l->config.backoff > 0 ? l->config.backoff : 1,
				 g_random_double());
	if (wait >= 0 && !(f->unreachable && l->give_up)) {
		end_try(l, j);
		j->waited += wait;
		j->due = now() + wait;
		return;
	}
	l->unreachable += f->unreachable;
	l->in_a_row += f->unreachable;
	if (hopeless(l, f) && !l->give_up)
		l->give_up = g_strdup_printf("not asked: %s", f->text);
	j->ask.overflow = f->overflow;
	char *why = f->after > 0 && f->passing && j->tries < TRIES
			    ? g_strdup_printf("%s; it asks to wait %.0f s, which is too long", f->text, f->after)
			    : g_strdup(f->text);
	fail(l, calls, j, why);
	g_free(why);
}

/* True if the try is over. */
static bool try_over(struct job *j)
{
	return j->request ? http_over(j->request, &j->fault) : command_work(j->command, &j->fault);
}

static void attend(struct llm *l, const struct llm_calls *calls, struct job *j)
{
	bool over = try_over(j);
	show(l, calls, j);
	if (!over)
		return;
	count(l, j);
	if (!j->fault.text)
		check_cut(l, j);
	if (j->fault.text) {
		again(l, calls, j);
		return;
	}
	l->heard = true;
	l->in_a_row = 0;
	answer(l, calls, j);
}

/* Start what is due. Seconds until the next is. */
static double start_due(struct llm *l, const struct llm_calls *calls)
{
	double t = now(), next = INFINITY;
	for (unsigned i = 0; i < l->config.jobs; i++) {
		struct job *j = &l->jobs[i];
		if (!j->used || running(j) || (!j->tries && asked_already(l, j)))
			continue;
		if (!j->tries && from_cache(l, calls, j)) {
			next = 0;
			continue;
		}
		if (l->give_up) {
			l->unreachable += l->in_a_row > 0;
			fail(l, calls, j, j->tries ? j->fault.text : l->give_up);
			next = 0;
			continue;
		}
		double due = MAX(j->due, j->tries ? 0 : l->not_before);
		if (due > t) {
			next = MIN(next, due - t);
			continue;
		}
		start(l, j);
		if (!running(j)) {
			again(l, calls, j);
			next = 0;
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
		take_in(l, j);
	}
	return true;
}

static unsigned busy(struct llm *l)
{
	unsigned used = 0;
	l->totals.running = 0;
	for (unsigned i = 0; i < l->config.jobs; i++) {
		used += l->jobs[i].used;
		l->totals.running += running(&l->jobs[i]);
	}
	l->totals.waiting = used - l->totals.running;
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
	double began = now(), before = l->totals.seconds;
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
			if (running(&l->jobs[i]))
				attend(l, calls, &l->jobs[i]);
		l->totals.seconds = before + now() - began;
		if (calls->tick)
			calls->tick(calls->ctx);
	}
	return l->totals.answered || !l->totals.failed || l->unreachable < l->totals.failed;
}
