/* job.c - one question on its way: tried, waited for, tried again, answered */
#include "toolong.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/msg.h"

double llm_now(void)
{
	return (double)g_get_monotonic_time() / 1e6;
}

bool job_running(const struct job *j)
{
	return j->request || j->command;
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

void job_release(struct llm *l, struct job *j)
{
	end_try(l, j);
	fault_clear(&j->fault);
	g_free(j->ask.name);
	g_free(j->ask.system);
	g_free(j->ask.user);
	g_free(j->key);
	*j = (struct job){ 0 };
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

/* What was asked of whom. The host stands in it, and what shapes the answer, as configured: what was found out on the way
 * may not be known yet when it is asked for again. The key does not. */
static char *key_of(const struct llm *l, const struct llm_ask *a)
{
	char *limits = g_strdup_printf("%u %g", l->config.max_tokens, TEMPERATURE);
	char *key = cache_key("1", l->config.backend, l->command ? l->command : http_endpoint(l->http)->origin,
			      l->model ? l->model : "", limits, a->system, a->user, NULL);
	g_free(limits);
	return key;
}

void job_take(struct llm *l, struct job *j)
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
	job_release(l, j);
}

void job_fail(struct llm *l, const struct llm_calls *calls, struct job *j, const char *why)
{
	char *all = NULL;
	if (j->tries > 1)
		all = g_strdup_printf("%s (%u tries)", why, j->tries);
	j->ask.error = all ? all : why;
	j->ask.retries = j->tries ? j->tries - 1 : 0;
	done(l, calls, j);
	g_free(all);
}

bool job_from_cache(struct llm *l, const struct llm_calls *calls, struct job *j)
{
	struct cached hit;
	j->limit = llm_max_tokens(l);
	if (!cache_get(l->cache, j->key, &hit)) {
		char *why = toolong_get(l, j);
		if (!why)
			return false;
		j->ask.overflow = true;
		job_fail(l, calls, j, why);
		g_free(why);
		return true;
	}
	j->ask.text = hit.text;
	j->ask.cut = hit.cut;
	j->ask.cached = true;
	l->totals.cached++;
	done(l, calls, j);
	g_free(hit.text);
	return true;
}

static unsigned long prompt_tokens(const struct llm *l, const struct job *j)
{
	return (unsigned long)((double)j->raw * budget_factor(&l->budget));
}

/* So much too long, whatever the estimate is worth, that sending it would be a waste. */
static bool too_long(const struct llm *l, const struct job *j)
{
	return (l->context_known || l->dialect == &ollama) && prompt_tokens(l, j) > llm_room(l) + llm_room(l) / 4;
}

/* A multiple for which a server need not load its model anew each time: Ollama does when num_ctx changes. */
static unsigned long wanted_context(struct llm *l, unsigned long prompt)
{
	unsigned long need = prompt + prompt / 8 + llm_max_tokens(l) + TEMPLATE, n = 4096;
	while (n < need)
		n *= 2;
	l->num_ctx = MAX(l->num_ctx, MIN(n, l->context));
	return l->num_ctx;
}

static char *body_of(struct llm *l, const struct job *j)
{
	struct question q = {
		.model = l->model,
		.system = j->ask.system,
		.user = j->ask.user,
		.max_tokens = j->limit,
		.context = (unsigned)wanted_context(l, prompt_tokens(l, j)),
		.options = l->options,
	};
	json_t *root = l->dialect->request(&q);
	char *body = json_dumps(root, JSON_COMPACT | JSON_REAL_PRECISION(3));
	json_decref(root);
	return body;
}

/* Somebody asks the very same now: wait for that answer. */
bool job_has_twin(const struct llm *l, const struct job *j)
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
	j->limit = llm_max_tokens(l);
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
	j->ask.tokens_in = r->tokens_in ? r->tokens_in : prompt_tokens(l, j);
	j->ask.tokens_out = r->tokens_out ? r->tokens_out : llm_estimate(l, r->think.text->str);
	if (!r->tokens_in || !r->tokens_out)
		l->totals.estimated = true;
	l->totals.tokens_in += j->ask.tokens_in;
	l->totals.tokens_out += j->ask.tokens_out;
}

/* The server answered part of the prompt, without a word. Perhaps it can be asked in parts, so that nobody is told why:
 * that its context should be larger is said once in any case. */
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
		  counted, prompt_tokens(l, j));
	j->fault.overflow = true;
	if (!l->cut_told)
		msg_warn("%s: %s", llm_host(l), j->fault.text);
	l->cut_told = true;
	l->context = MIN(l->context, counted); /* it may be larger, but who knows what of it an answer has left */
	l->context_known = true;
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

static unsigned others_running(const struct llm *l, const struct job *j)
{
	unsigned n = 0;
	for (unsigned i = 0; i < l->config.jobs; i++)
		n += &l->jobs[i] != j && job_running(&l->jobs[i]);
	return n;
}

bool job_has_room(const struct llm *l, const struct job *j, unsigned running)
{
	enum { OFTEN = 2 };
	return running + 1 <= (j->tries >= OFTEN ? MIN(l->borne, l->allowed) : l->allowed);
}

static void learn_from(struct llm *l, struct job *j)
{
	const struct fault *f = &j->fault;
	if (!f->unreachable) {
		l->heard = true;
		l->in_a_row = 0;
	}
	if (f->slow && !f->unreachable) /* enough: no more at once than those that it serves now */
		l->borne = l->allowed = MAX(1, MIN(l->allowed, others_running(l, j)));
	if (f->overflow && j->reply.context) {
		l->context = j->reply.context;
		l->context_known = true;
	}
	if (f->after > 0)
		l->not_before = MAX(l->not_before, llm_now() + f->after);
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
		j->due = llm_now() + wait;
		return;
	}
	l->unreachable += f->unreachable;
	l->in_a_row += f->unreachable;
	if (hopeless(l, f) && !l->give_up)
		l->give_up = g_strdup_printf("not asked: %s", f->text);
	j->ask.overflow = f->overflow;
	if (f->overflow)
		toolong_put(l, j, f->text);
	char *why = f->after > 0 && f->passing && j->tries < TRIES
			    ? g_strdup_printf("%s; it asks to wait %.0f s, which is too long", f->text, f->after)
			    : g_strdup(f->text);
	job_fail(l, calls, j, why);
	g_free(why);
}

/* True if the try is over. */
static bool try_over(struct job *j)
{
	return j->request ? http_over(j->request, &j->fault) : command_work(j->command, &j->fault);
}

void job_attend(struct llm *l, const struct llm_calls *calls, struct job *j)
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
	l->allowed = MIN(l->allowed + 1 / l->allowed, l->config.jobs);
	answer(l, calls, j);
}

void job_start(struct llm *l, const struct llm_calls *calls, struct job *j)
{
	if (too_long(l, j)) {
		char *why = g_strdup_printf("the prompt of some %lu tokens does not fit into %lu, the context less the "
					    "answer", prompt_tokens(l, j), llm_room(l));
		j->ask.overflow = true;
		toolong_put(l, j, why);
		job_fail(l, calls, j, why);
		g_free(why);
		return;
	}
	start(l, j);
	if (!job_running(j))
		again(l, calls, j);
}
