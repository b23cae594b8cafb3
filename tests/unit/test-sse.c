/* test-sse.c - lines and events from a stream in any pieces; thinking kept out of an answer */
#include "llm/sse.h"
#include "llm/think.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void on_event(void *ctx, const char *data, size_t len)
{
	GString *s = ctx;
	assert_int_equal(strlen(data), len);
	g_string_append_printf(s, "{%s}", data);
}

static void on_other(void *ctx, const char *line, size_t len)
{
	g_string_append_printf(ctx, "<%.*s>", (int)len, line);
}

static char *events(const char *in, size_t len, size_t piece)
{
	GString *out = g_string_new(NULL);
	struct sse s;
	sse_init(&s);
	s.event = on_event;
	s.other = on_other;
	s.ctx = out;
	for (size_t i = 0; i < len; i += piece)
		assert_true(sse_feed(&s, in + i, MIN(piece, len - i)));
	sse_end(&s);
	sse_free(&s);
	return g_string_free(out, FALSE);
}

/* The same whatever the pieces. */
static void check(const char *in, const char *expected)
{
	size_t len = strlen(in);
	for (size_t piece = 1; piece <= len; piece++) {
		char *got = events(in, len, piece);
		assert_string_equal(got, expected);
		g_free(got);
	}
}

static void line_ends(void **state)
{
	(void)state;
	check("data: a\n\ndata: b\n\n", "{a}{b}");
	check("data: a\r\rdata: b\r\r", "{a}{b}");
	check("data: a\r\n\r\ndata: b\r\n\r\n", "{a}{b}");
	check("data: a\r\n\ndata: b\n\r\n", "{a}{b}");
	check("data: a\n\r\r\ndata: b\r\n\n", "{a}{b}");
}

static void fields(void **state)
{
	(void)state;
	check("data:a\n\n", "{a}");
	check("data:  a\n\n", "{ a}");
	check("data: a\ndata: b\ndata\ndata:\n\n", "{a\nb\n\n}");
	check(": comment\n\n:\n\nevent: x\nid: 1\nretry: 5\n\n", "");
	check("event: x\ndata: a\nid: 3\n\n", "{a}");
	check("error: {\"code\":500}\n\n", "{{\"code\":500}}");
	check("data\n\n", "{}");
	check("\n\n\n", "");
	check("database: no\n\n", "<database: no>");
	check("{\"error\": \"x\"}", "<{\"error\": \"x\"}>");
	check("<html>\n\n<p>", "<<html>><<p>>");
}

static void byte_order_mark(void **state)
{
	(void)state;
	check("\xef\xbb\xbf" "data: a\n\n", "{a}");
	check("\xef\xbb\xbf\xef\xbb\xbf" "data: a\n\n", "<\xef\xbb\xbf" "data: a>");
	check("\xef\xbb", "<\xef\xbb>");
	check("\xef\xbb" "data: a\n", "<\xef\xbb" "data: a>");
	check("data: \xef\xbb\xbf\n\n", "{\xef\xbb\xbf}");
}

static void an_end_without_a_blank_line(void **state)
{
	(void)state;
	check("data: a\n\ndata: [DONE]", "{a}{[DONE]}");
	check("data: [DONE]\n", "{[DONE]}");
}

static void endless_lines_are_refused(void **state)
{
	static char garbage[65536];
	struct sse s;
	size_t fed = 0;
	GString *out = g_string_new(NULL);
	(void)state;
	memset(garbage, 'x', sizeof garbage);
	sse_init(&s);
	s.event = on_event;
	s.other = on_other;
	s.ctx = out;
	while (sse_feed(&s, garbage, sizeof garbage))
		fed += sizeof garbage;
	assert_in_range(fed, 1, LINE_LIMIT);
	assert_in_range(s.lines.part->allocated_len, 0, 2 * LINE_LIMIT + 1);
	sse_free(&s);
	g_string_free(out, TRUE);
}

static void endless_events_are_refused(void **state)
{
	struct sse s;
	unsigned long fed = 0;
	GString *out = g_string_new(NULL);
	(void)state;
	sse_init(&s);
	s.event = on_event;
	s.other = on_other;
	s.ctx = out;
	while (sse_feed(&s, "data: 0123456789\n", 17))
		fed += 17;
	assert_in_range(fed, LINE_LIMIT / 2, 2 * LINE_LIMIT);
	assert_in_range(s.data->allocated_len, 0, 2 * LINE_LIMIT + 1);
	sse_free(&s);
	g_string_free(out, TRUE);
}

static void check_thought(const char *in, const char *expected, bool thought)
{
	size_t len = strlen(in);
	for (size_t piece = 1; piece <= len; piece++) {
		struct think t;
		think_init(&t);
		for (size_t i = 0; i < len; i += piece)
			think_feed(&t, in + i, MIN(piece, len - i));
		think_end(&t);
		assert_string_equal(t.text->str, expected);
		assert_int_equal(t.thought, thought);
		think_free(&t);
	}
}

static void thinking_is_removed(void **state)
{
	(void)state;
	check_thought("<think>hm</think>yes", "yes", true);
	check_thought("  <think>\nhm < x\n</think>\n\nyes", "  \n\nyes", true);
	check_thought("<thinking>hm</thinking>yes", "yes", true);
	check_thought("one\n<think>hm</think>two", "one\ntwo", true);
	check_thought("hm, opened in the prompt\n</think>yes", "yes", true);
	check_thought("<think>never closed", "", true);
	check_thought("<think><think>a</think>b", "b", true);
}

static void what_is_no_thinking_stays(void **state)
{
	(void)state;
	check_thought("a < b << c <thin", "a < b << c <thin", false);
	check_thought("From: A <a@example.org>\n<thin>x</thin>", "From: A <a@example.org>\n<thin>x</thin>", false);
	check_thought("the tag <think> is removed", "the tag <think> is removed", false);
	check_thought("<<think>", "<<think>", false);
	check_thought("</thin", "</thin", false);
	check_thought("nor does </think> count here", "nor does </think> count here", false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(line_ends),
		cmocka_unit_test(fields),
		cmocka_unit_test(byte_order_mark),
		cmocka_unit_test(an_end_without_a_blank_line),
		cmocka_unit_test(endless_lines_are_refused),
		cmocka_unit_test(endless_events_are_refused),
		cmocka_unit_test(thinking_is_removed),
		cmocka_unit_test(what_is_no_thinking_stays),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
