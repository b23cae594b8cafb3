/* fuzz-llm.c - what a server may send, in any pieces: no crash, bounded memory, an answer that is UTF-8
 *
 * The first byte chooses the dialect, the second the size of the pieces; the rest is the body.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "llm/dialect.h"
#include "llm/fault.h"
#include "llm/sse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct run {
	const struct dialect *dialect;
	struct reply reply;
	GString *raw;
};

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void other(void *ctx, const char *line, size_t len)
{
	struct run *r = ctx;
	g_string_append_len(r->raw, line, (gssize)len);
}

static void event(void *ctx, const char *data, size_t len)
{
	struct run *r = ctx;
	must(strlen(data) <= len);
	json_t *root = reply_parse(data, len);
	r->dialect->event(&r->reply, root, data);
	json_decref(root);
}

static void json_line(void *ctx, const char *line, size_t len)
{
	char *s = g_strndup(line, len);
	event(ctx, s, len);
	g_free(s);
}

static void feed(struct run *r, const char *p, size_t size, size_t piece)
{
	struct sse s;
	sse_init(&s);
	s.event = event;
	s.other = other;
	s.ctx = r;
	for (size_t i = 0; i < size; i += piece) {
		size_t n = MIN(piece, size - i);
		if (!(r->dialect->sse ? sse_feed(&s, p + i, n) : framer_feed(&s.lines, p + i, n, json_line, r)))
			break;
	}
	if (r->dialect->sse)
		sse_end(&s);
	else
		framer_end(&s.lines, json_line, r);
	sse_free(&s);
	reply_end(&r->reply);
}

static void check_fault(struct fault *f)
{
	must(!f->text || (g_utf8_validate(f->text, -1, NULL) && !strchr(f->text, '\n') && strlen(f->text) < 400));
	fault_clear(f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct dialect *const all[] = { &openai, &anthropic, &ollama };
	if (size < 2)
		return 0;
	struct run whole = { .dialect = all[data[0] % 3], .raw = g_string_new(NULL) };
	struct run parts = { .dialect = whole.dialect, .raw = g_string_new(NULL) };
	struct fault f = { 0 };
	const char *body = (const char *)data + 2;
	size -= 2;
	reply_init(&whole.reply);
	reply_init(&parts.reply);
	feed(&whole, body, size, size ? size : 1);
	feed(&parts, body, size, 1 + data[1]);

	/* the same however it arrives */
	must(!strcmp(whole.reply.think.text->str, parts.reply.think.text->str));
	must(!g_strcmp0(whole.reply.error, parts.reply.error));
	must(whole.reply.finished == parts.reply.finished && whole.reply.tokens_in == parts.reply.tokens_in);
	must(g_utf8_validate(whole.reply.think.text->str, (gssize)whole.reply.think.text->len, NULL));

	if (whole.reply.error)
		fault_stream(&f, &whole.reply);
	else
		fault_ending(&f, &whole.reply, whole.raw->str, NULL);
	check_fault(&f);
	char *text = g_strndup(body, size);
	fault_status(&f, 400 + data[1], text, "text/html", &parts.reply, SEND_ALL);
	check_fault(&f);
	must(retry_after(text, 0) >= 0);
	g_free(text);

	reply_free(&whole.reply);
	reply_free(&parts.reply);
	g_string_free(whole.raw, TRUE);
	g_string_free(parts.raw, TRUE);
	return 0;
}
