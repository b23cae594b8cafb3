/* sse.c - lines, and server-sent events, from a byte stream that arrives in any pieces */
#include "sse.h"

#include <string.h>

static const char bom[] = "\xef\xbb\xbf";

void framer_init(struct framer *l)
{
	*l = (struct framer){ .part = g_string_new(NULL) };
}

void framer_free(struct framer *l)
{
	g_string_free(l->part, TRUE);
}

/* Skip a BOM at the start of the stream, in whatever pieces it comes. Bytes that only looked like one are put back. */
static void skip_bom(struct framer *l, const char **p, const char *end)
{
	while (l->start < 3 && *p < end) {
		if (**p != bom[l->start]) {
			g_string_append_len(l->part, bom, l->start);
			l->start = 3;
			return;
		}
		l->start++;
		(*p)++;
	}
}

static const char *line_end(const char *p, const char *end)
{
	const char *lf = memchr(p, '\n', end - p);
	const char *cr = memchr(p, '\r', (lf ? lf : end) - p);
	return cr ? cr : lf;
}

bool framer_feed(struct framer *l, const char *p, size_t len, line_fn *line, void *ctx)
{
	const char *end = p + len;
	skip_bom(l, &p, end);
	while (p < end) {
		if (l->after_cr && *p == '\n')
			p++;
		l->after_cr = false;
		if (p == end)
			break;
		const char *e = line_end(p, end);
		size_t n = (e ? e : end) - p;
		if (l->part->len + n > LINE_LIMIT)
			return false;
		if (!e) {
			g_string_append_len(l->part, p, n);
			break;
		}
		if (l->part->len) {
			g_string_append_len(l->part, p, n);
			line(ctx, l->part->str, l->part->len);
			g_string_truncate(l->part, 0);
		} else {
			line(ctx, p, n);
		}
		l->after_cr = *e == '\r';
		p = e + 1;
	}
	return true;
}

void framer_end(struct framer *l, line_fn *line, void *ctx)
{
	if (l->start < 3)
		g_string_append_len(l->part, bom, l->start);
	l->start = 3;
	if (l->part->len)
		line(ctx, l->part->str, l->part->len);
	g_string_truncate(l->part, 0);
}

void sse_init(struct sse *s)
{
	*s = (struct sse){ .data = g_string_new(NULL) };
	framer_init(&s->lines);
}

void sse_free(struct sse *s)
{
	framer_free(&s->lines);
	g_string_free(s->data, TRUE);
}

static void dispatch(struct sse *s)
{
	if (s->any)
		s->event(s->ctx, s->data->str, s->data->len);
	g_string_truncate(s->data, 0);
	s->any = false;
}

static void add_data(struct sse *s, const char *value, size_t len)
{
	if (s->data->len + len + 1 > LINE_LIMIT) {
		s->overlong = true;
		return;
	}
	if (s->any)
		g_string_append_c(s->data, '\n');
	g_string_append_len(s->data, value, len);
	s->any = true;
}

static bool is(const char *line, size_t len, const char *field)
{
	return len == strlen(field) && !memcmp(line, field, len);
}

static void sse_line(void *ctx, const char *line, size_t len)
{
	struct sse *s = ctx;
	if (!len) {
		dispatch(s);
		return;
	}
	const char *colon = memchr(line, ':', len);
	size_t name = colon ? (size_t)(colon - line) : len;
	const char *value = colon ? colon + 1 : line + len;
	size_t left = line + len - value;
	if (left && *value == ' ') {
		value++;
		left--;
	}
	if (is(line, name, "data") || is(line, name, "error"))
		add_data(s, value, left);
	else if (name && !is(line, name, "event") && !is(line, name, "id") && !is(line, name, "retry"))
		s->other(s->ctx, line, len);
}

bool sse_feed(struct sse *s, const char *p, size_t len)
{
	return framer_feed(&s->lines, p, len, sse_line, s) && !s->overlong;
}

void sse_end(struct sse *s)
{
	framer_end(&s->lines, sse_line, s);
	dispatch(s);
}
