/* fault.c - why a try brought no answer, and whether asking again makes sense */
#include "fault.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>

#include "dialect.h"
#include "lib/safe.h"

void fault_clear(struct fault *f)
{
	g_free(f->text);
	*f = (struct fault){ 0 };
}

void fault_set(struct fault *f, const char *fmt, ...)
{
	enum { LONGEST = 300 };
	va_list ap;
	va_start(ap, fmt);
	char *s = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	char *line = safe_line(s);
	g_free(s);
	g_free(f->text);
	if (strlen(line) > LONGEST) {
		const char *cut = g_utf8_find_prev_char(line, line + LONGEST);
		f->text = g_strdup_printf("%.*s…", (int)(cut - line), line);
		g_free(line);
	} else {
		f->text = line;
	}
}

static bool any_of(const char *text, const char *const *words)
{
	bool found = false;
	char *low = text ? g_ascii_strdown(text, -1) : NULL;
	for (; low && *words && !found; words++)
		found = strstr(low, *words);
	g_free(low);
	return found;
}

static bool is_overflow(const struct reply *r, long status)
{
	static const char *const kinds[] = { "exceed_context_size", "context_length_exceeded", NULL };
	static const char *const words[] = { "context length", "context size", "context window", "context limit",
					     "maximum context", "prompt is too long", "prompt too long",
					     "input is too long", "maximum prompt length", "maximum number of tokens",
					     "too many tokens", "request too large", NULL };
	static const char *const rate[] = { "request too large", NULL }; /* for any minute; else 429 speaks of too many at once */
	return any_of(r->kind, kinds) || any_of(r->error, status == 429 ? rate : words);
}

static bool out_of_money(const struct reply *r)
{
	static const char *const kinds[] = { "insufficient_quota", "billing", "insufficient_balance", NULL };
	return any_of(r->kind, kinds);
}

/* The option that a refusal names, of those that were sent. */
static unsigned refused_option(const struct reply *r, unsigned options)
{
	static const struct {
		unsigned option;
		const char *words[3];
	} names[] = {
		{ SEND_USAGE, { "stream_options", "include_usage", NULL } },
		{ SEND_MAX_TOKENS, { "max_completion_tokens", NULL } },
		{ SEND_TEMPERATURE, { "temperature", NULL } },
	};
	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
		if (options & names[i].option && any_of(r->error, names[i].words))
			return names[i].option;
	return 0;
}

static const char *status_name(long status)
{
	switch (status) {
	case 400: return "bad request";
	case 401: return "key refused";
	case 402: return "payment required";
	case 403: return "forbidden";
	case 404: return "not found";
	case 408: return "request timeout";
	case 413: return "request too large";
	case 429: return "too many requests";
	case 500: return "server error";
	case 502: return "bad gateway";
	case 503: return "service unavailable";
	case 504: return "gateway timeout";
	case 529: return "overloaded";
	default: return status >= 500 ? "server error" : status >= 400 ? "refused" : "unexpected";
	}
}

static bool is_html(const char *raw, const char *type)
{
	while (isspace((unsigned char)*raw))
		raw++;
	return *raw == '<' || (type && g_str_has_prefix(type, "text/html"));
}

/* What the body says, if it is not JSON: the title of an HTML page, or its first words. Free with g_free. */
static char *words_of(const char *raw, const char *type)
{
	if (is_html(raw, type)) {
		char *low = g_ascii_strdown(raw, -1);
		const char *t = strstr(low, "<title>");
		const char *end = t ? strstr(t, "</title>") : NULL;
		char *s = end ? g_strdup_printf("an HTML page (%.*s)", (int)MIN(end - t - 7, 100), raw + (t - low) + 7)
			      : g_strdup("an HTML page");
		g_free(low);
		return s;
	}
	return *raw ? g_strdup_printf("%.200s", raw) : NULL;
}

void fault_status(struct fault *f, long status, const char *raw, const char *type, struct reply *r, unsigned options)
{
	json_t *root = reply_parse(raw, strlen(raw));
	if (root)
		reply_error(r, root);
	json_decref(root);

	char *words = r->error ? g_strdup(r->error) : words_of(raw, type);
	fault_set(f, "HTTP %ld, %s%s%s", status, status_name(status), words ? ": " : "", words ? words : "");
	g_free(words);

	f->overflow = status == 413 || (status >= 400 && is_overflow(r, status));
	f->for_all = status == 401 || status == 402 || status == 404 || out_of_money(r);
	f->passing = !f->overflow && !out_of_money(r) &&
		     (status == 408 || status == 425 || status == 429 || status >= 500);
	f->slow = f->passing && (status == 429 || status == 503 || status == 529);
	if ((status == 400 || status == 422) && !f->overflow)
		f->drop = refused_option(r, options);
	if (status >= 300 && status < 400)
		fault_set(f, "HTTP %ld: the server sends elsewhere, which is not followed; correct the endpoint", status);
}

void fault_stream(struct fault *f, const struct reply *r)
{
	static const char *const final[] = { "invalid_request", "authentication", "permission", "not_found", NULL };
	fault_set(f, "the server broke off: %s", r->error);
	f->overflow = is_overflow(r, 200);
	f->for_all = out_of_money(r);
	f->passing = !f->overflow && !f->for_all && !any_of(r->kind, final);
	f->slow = f->passing && strstr(r->kind, "overloaded");
}

static bool is_blank(const char *s)
{
	while (isspace((unsigned char)*s))
		s++;
	return !*s;
}

void fault_ending(struct fault *f, struct reply *r, const char *raw, const char *type)
{
	f->passing = true;
	if (!r->events) {
		char *words = words_of(raw, type);
		fault_set(f, "status 200 without an answer%s%s", words ? ": " : "", words ? words : "");
		g_free(words);
	} else if (!r->finished) {
		fault_set(f, "the answer broke off: the stream ended before the server called it complete");
	} else if (r->refused) {
		fault_set(f, "the server refused to answer (%s)", r->stop);
		f->passing = false;
	} else if (r->broken) {
		fault_set(f, "the answer broke off: the server stopped with \"%s\"", r->stop);
	} else if (is_blank(r->think.text->str)) {
		bool thought = r->thought || r->think.thought;
		if (thought && r->cut) {
			fault_set(f, "the model spent all its tokens on thinking; a larger max_tokens may help");
			f->passing = false;
		} else {
			fault_set(f, "the answer is empty%s%s%s", r->stop ? " (" : "", r->stop ? r->stop : "",
				  r->stop ? ")" : "");
		}
	} else {
		f->passing = false;
	}
}
