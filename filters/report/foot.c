#include "foot.h"
#include "markdown.h"

#include <stdlib.h>

/* 12345 as "12 345" would be read in some countries as two numbers; plain digits are read alike by all. */
static void append_tokens(GString *out, const struct labels *w, const struct llm_totals *t)
{
	g_string_append_printf(out, w->foot_tokens, t->tokens_in, t->tokens_out);
	if (t->estimated)
		g_string_append(out, w->foot_estimated);
}

double foot_cost(const struct settings *s, const struct llm_totals *t)
{
	return ((double)t->tokens_in * s->price_in + (double)t->tokens_out * s->price_out) / 1e6;
}

static void append_model(GString *out, const struct settings *s, const struct llm *llm, unsigned failed)
{
	const struct llm_totals *t = llm_totals(llm);
	const struct labels *w = s->labels;
	g_autoptr(GString) name = g_string_new(NULL);

	markdown_words(name, s->llm.model ? s->llm.model : s->llm.backend);
	g_string_append_printf(out, w->foot_model, name->str);
	g_string_append_printf(out, w->foot_summaries, t->answered);
	append_tokens(out, w, t);
	if (s->price_in > 0 || s->price_out > 0)
		g_string_append_printf(out, w->foot_cost, foot_cost(s, t));
	if (t->cached)
		g_string_append_printf(out, w->foot_cached, t->cached);
	if (t->retries)
		g_string_append_printf(out, w->foot_retries, t->retries);
	if (failed)
		g_string_append_printf(out, w->foot_failed, failed);
	if (!getenv("SOURCE_DATE_EPOCH"))
		g_string_append_printf(out, w->foot_seconds, t->seconds);
	g_string_append(out, w->foot_end);
}

static void append_verified(GString *out, const struct settings *s, const struct verify_counts *c)
{
	const struct labels *w = s->labels;

	if (s->verify == VERIFY_OFF)
		g_string_append(out, w->foot_unchecked);
	else if (c->unverified)
		g_string_append_printf(out, s->verify == VERIFY_DROP ? w->dropped : w->marked, c->unverified, c->sentences);
	else if (c->sentences)
		g_string_append_printf(out, w->foot_verified, c->sentences);
}

void foot(GString *out, const struct settings *s, const struct llm *llm, const struct verify_counts *counts,
	  unsigned failed)
{
	g_string_append(out, "\n---\n\n");
	if (!llm) {
		g_string_append(out, s->labels->foot_extract);
	} else {
		append_model(out, s, llm, failed);
		append_verified(out, s, counts);
	}
	if (counts->bad_items)
		g_string_append_printf(out, s->labels->foot_bad, counts->bad_items, counts->items);
	g_string_append_c(out, '\n');
}
