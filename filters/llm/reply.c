/* reply.c - what one try has brought so far, whatever the dialect */
#include "reply.h"

#include <stdlib.h>
#include <string.h>

void reply_init(struct reply *r)
{
	*r = (struct reply){ 0 };
	think_init(&r->think);
}

void reply_free(struct reply *r)
{
	think_free(&r->think);
	g_free(r->stop);
	g_free(r->error);
	g_free(r->kind);
}

static bool hex4(const char *p, const char *end, unsigned *v)
{
	*v = 0;
	if (end - p < 4)
		return false;
	for (int i = 0; i < 4; i++) {
		int d = g_ascii_xdigit_value(p[i]);
		if (d < 0)
			return false;
		*v = *v << 4 | (unsigned)d;
	}
	return true;
}

/* Servers that cut text by UTF-16 units split a pair over two events. UTF-8 has no halves, so that each becomes one
 * of the last 2048 characters, which have no use, until the other half comes. */
enum { HALVES = 0x10f800, HIGH = 0xd800, LOW = 0xdc00, BEYOND = 0xe000 };

static GString *mend_escapes(const char *p)
{
	GString *out = g_string_new(NULL);
	const char *end = p + strlen(p);
	while (p < end) {
		unsigned v, low;
		size_t n = *p == '\\' && end - p > 1 ? 2 : 1;
		if (n == 1 || p[1] != 'u' || !hex4(p + 2, end, &v)) {
			g_string_append_len(out, p, (gssize)n);
			p += n;
			continue;
		}
		bool pair = v >= HIGH && v < LOW && end - p > 7 && p[6] == '\\' && p[7] == 'u' &&
			    hex4(p + 8, end, &low) && low >= LOW && low < BEYOND;
		if (pair)
			g_string_append_len(out, p, 12);
		else if (v >= HIGH && v < BEYOND)
			g_string_append_unichar(out, HALVES + v - HIGH);
		else
			g_string_append_printf(out, "\\u%04x", v ? v : 0xfffd);
		p += pair ? 12 : 6;
	}
	return out;
}

json_t *reply_parse(const char *data, size_t len)
{
	json_t *root = json_loadb(data, len, 0, NULL);
	if (root || !len)
		return root;
	char *valid = g_utf8_make_valid(data, (gssize)len);
	GString *s = mend_escapes(valid);
	g_free(valid);
	root = json_loadb(s->str, s->len, 0, NULL);
	g_string_free(s, TRUE);
	return root;
}

static void feed_char(struct reply *r, gunichar c)
{
	char utf8[6];
	think_feed(&r->think, utf8, (size_t)g_unichar_to_utf8(c, utf8));
}

/* Put halves together; one that stays alone is U+FFFD. */
static void feed_halves(struct reply *r, const char *s)
{
	for (; *s; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		unsigned unit = c >= HALVES ? HIGH + (c - HALVES) : 0;
		if (r->half && unit >= LOW) {
			feed_char(r, 0x10000 + ((r->half - HIGH) << 10) + (unit - LOW));
			r->half = 0;
			continue;
		}
		if (r->half)
			feed_char(r, 0xfffd);
		r->half = unit && unit < LOW ? unit : 0;
		if (!r->half)
			feed_char(r, unit ? 0xfffd : c);
	}
}

void reply_text(struct reply *r, const json_t *v)
{
	if (!json_string_length(v))
		return;
	if (r->half || strstr(json_string_value(v), "\xf4\x8f"))
		feed_halves(r, json_string_value(v));
	else
		think_feed(&r->think, json_string_value(v), json_string_length(v));
}

void reply_end(struct reply *r)
{
	if (r->half)
		feed_char(r, 0xfffd);
	r->half = 0;
	think_end(&r->think);
}

unsigned long reply_count(const json_t *usage, const char *key)
{
	json_int_t n = json_integer_value(json_object_get(usage, key));
	return n > 0 ? (unsigned long)n : 0;
}

/* A value of an error object as text: codes are strings or numbers. */
static char *text_of(const json_t *v)
{
	if (json_is_string(v))
		return g_strdup(json_string_value(v));
	if (json_is_integer(v))
		return g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(v));
	return NULL;
}

/* The context is a field (llama-server) or stands in the words: "maximum context length is 8192 tokens" (OpenAI, vLLM, DeepSeek,
 * OpenRouter), "context length of only 4096 tokens" (LM Studio), "maximum prompt length is 131072" (xAI), "maximum number of
 * tokens allowed (1048576)" (Google), "210000 tokens > 200000 maximum" (Anthropic). */
static unsigned long context_of(const json_t *e, const char *words)
{
	static const char *const before[] = { "context length is ", "context length of only ", "maximum prompt length is ",
					      "number of tokens allowed (", " tokens > ", NULL };
	unsigned long n = reply_count(e, "n_ctx");
	for (int i = 0; !n && before[i]; i++) {
		const char *p = strstr(words, before[i]);
		if (p)
			n = strtoul(p + strlen(before[i]), NULL, 10);
	}
	return n;
}

static void take_error(struct reply *r, const json_t *e, const char *words)
{
	if (r->error)
		return;
	char *type = text_of(json_object_get(e, "type"));
	char *code = text_of(json_object_get(e, "code"));
	r->error = g_strdup(words && *words ? words : "an error without words");
	r->kind = g_strdup_printf("%s %s", type ? type : "", code ? code : "");
	r->context = context_of(e, r->error);
	g_free(type);
	g_free(code);
}

bool reply_error(struct reply *r, const json_t *root)
{
	/* [{"error":…}] and {"errors":[{"message":…}]} */
	if (json_is_array(root))
		root = json_array_get(root, 0);
	const json_t *e = json_object_get(root, "error");
	if (!e)
		e = json_array_get(json_object_get(root, "errors"), 0);
	if (json_is_object(e)) {
		/* {"error":{"message":…,"type":…,"code":…}}; a proxy may nest one more */
		char *words = text_of(json_object_get(e, "message"));
		char *code = words ? NULL : text_of(json_object_get(e, "code"));
		take_error(r, e, words ? words : code);
		g_free(words);
		g_free(code);
		return true;
	}
	if (json_is_string(e)) { /* {"error":"…"} */
		take_error(r, root, json_string_value(e));
		return true;
	}
	const char *object = json_string_value(json_object_get(root, "object"));
	const json_t *words = json_object_get(root, "message");
	/* {"object":"error","message":…} and {"message":…,"code":…}; an Ollama message is an object */
	if (json_is_string(words) &&
	    ((object && !strcmp(object, "error")) || json_object_get(root, "code") || !json_object_get(root, "choices"))) {
		take_error(r, root, json_string_value(words));
		return true;
	}
	/* llama-server's field `error: {"code":500,"message":…}` and FastAPI's {"detail":…} */
	const json_t *detail = json_object_get(root, "detail");
	if (detail) {
		char *s = json_dumps(detail, JSON_COMPACT | JSON_ENCODE_ANY);
		take_error(r, root, s);
		free(s);
		return true;
	}
	return false;
}

void reply_stop(struct reply *r, const char *reason)
{
	static const char *const plain[] = { "stop", "end_turn", "stop_sequence", "eos", NULL };
	static const char *const limit[] = { "length", "max_tokens", "model_context_window_exceeded", NULL };
	static const char *const trouble[] = { "error", "abort", "cancelled", "tool_calls", "tool_use", "function_call",
					       "pause_turn", "insufficient_system_resource", NULL };
	static const char *const refusal[] = { "content_filter", "refusal", "SAFETY", NULL };

	r->finished = true;
	if (g_strv_contains(plain, reason))
		return;
	r->cut = g_strv_contains(limit, reason);
	r->refused = g_strv_contains(refusal, reason);
	r->broken = g_strv_contains(trouble, reason);
	g_free(r->stop);
	r->stop = g_strdup(reason);
}
