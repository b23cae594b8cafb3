#include "preview.h"

#include <glib.h>
#include <stdio.h>

struct preview {
	const struct settings *settings;
	const struct llm *llm;
	unsigned threads, secret, asks;
	unsigned long tokens_in;
};

struct preview *preview_new(const struct settings *s, const struct llm *llm)
{
	struct preview *p = g_new0(struct preview, 1);

	p->settings = s;
	p->llm = llm;
	if (s->print_prompt)
		return p;
	if (llm)
		printf("# to %s (%s%s%s)\n#tokens\trequests\tthreads\tsubject\n", llm_host(llm), s->llm.backend,
		       s->llm.model ? ", " : "", s->llm.model ? s->llm.model : "");
	else
		printf("# no model is set up: nothing would be sent\n");
	return p;
}

static void print_prompts(const struct list_line *line, struct question *q)
{
	struct llm_ask ask = { 0 };
	unsigned number;

	while (question_next(q, &ask, &number)) {
		printf("##### %s: system\n%s\n##### %s: user\n%s\n", line->threads, ask.system, line->threads, ask.user);
		g_free(ask.system);
		g_free(ask.user);
	}
	if (question_result(q)->parts > 1)
		printf("##### %s: one more question will follow, made of the notes on these parts\n\n", line->threads);
	if (question_result(q)->error)
		printf("##### %s: %s\n\n", line->threads, question_result(q)->error);
}

void preview_thread(struct preview *p, const struct list_line *line, struct question *q)
{
	unsigned long tokens;
	unsigned asks;

	if (p->settings->print_prompt) {
		print_prompts(line, q);
		return;
	}
	if (!p->llm)
		return;
	question_estimate(q, &asks, &tokens);
	p->threads++;
	p->asks += asks;
	p->tokens_in += tokens;
	printf("%lu\t%u\t%s\t%s\n", tokens, asks, line->threads, line->subject);
}

void preview_private(struct preview *p, const struct list_line *line)
{
	p->secret++;
	if (p->settings->print_prompt)
		printf("##### %s: private, nothing is sent\n\n", line->threads);
	else if (p->llm)
		printf("# private, not sent: %s\t%s\n", line->threads, line->subject);
}

void preview_end(struct preview *p)
{
	const struct settings *s = p->settings;
	unsigned long most = p->llm ? (unsigned long)p->asks * llm_max_tokens(p->llm) : 0;

	if (!s->print_prompt && p->llm) {
		printf("# threads: %u; private, not sent: %u; requests: %u; tokens: %lu in, at most %lu out", p->threads, p->secret,
		       p->asks, p->tokens_in, most);
		if (s->price_in > 0 || s->price_out > 0)
			printf("; cost: %.4f for what is sent, at most %.4f in all",
			       (double)p->tokens_in * s->price_in / 1e6,
			       ((double)p->tokens_in * s->price_in + (double)most * s->price_out) / 1e6);
		printf("\n# tokens are estimates; answers that are in the cache already cost nothing\n");
	}
	g_free(p);
}
