/* test-retry.c - faults told apart, Retry-After, the waits between tries, where a key may go */
#include "llm/endpoint.h"
#include "llm/fault.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define NOW 1445412480.0 /* Wed, 21 Oct 2015 07:28:00 GMT */

static void seconds_and_dates(void **state)
{
	(void)state;
	assert_float_equal(retry_after("5", NOW), 5, 0);
	assert_float_equal(retry_after(" 1.5 ", NOW), 1.5, 0);
	assert_float_equal(retry_after("0", NOW), 0, 0);
	assert_float_equal(retry_after("-1", NOW), 0, 0);
	assert_float_equal(retry_after("Wed, 21 Oct 2015 07:28:30 GMT", NOW), 30, 0);
	assert_float_equal(retry_after("Wed, 21 Oct 2015 07:27:30 GMT", NOW), 0, 0);
	assert_float_equal(retry_after("Wednesday, 21-Oct-15 07:29:00 GMT", NOW), 60, 0);
	assert_float_equal(retry_after("soon", NOW), 0, 0);
	assert_float_equal(retry_after("", NOW), 0, 0);
	assert_float_equal(retry_after("5 apples", NOW), 0, 0);
	assert_float_equal(retry_after("nan", NOW), 0, 0);
	assert_float_equal(retry_after("inf", NOW), 0, 0);
	assert_float_equal(retry_after("1e999", NOW), 0, 0);
}

static void waits_double_and_end(void **state)
{
	struct fault f = { .passing = true };
	(void)state;
	assert_float_equal(retry_wait(&f, 1, 0, 1, 1), 1, 0);
	assert_float_equal(retry_wait(&f, 1, 0, 1, 0), 0.5, 0);
	assert_float_equal(retry_wait(&f, 2, 1, 1, 1), 2, 0);
	assert_float_equal(retry_wait(&f, 4, 7, 1, 1), 8, 0);
	assert_true(retry_wait(&f, TRIES, 0, 1, 0) < 0);
	f.slow = true;
	assert_float_equal(retry_wait(&f, 4, 28, 1, 1), 32, 0);
	assert_true(retry_wait(&f, 2, WAITING - 7, 1, 1) < 0);
	f.passing = false;
	assert_true(retry_wait(&f, 1, 0, 1, 0) < 0);
}

static void the_servers_word_stands(void **state)
{
	struct fault f = { .passing = true, .after = 20 };
	(void)state;
	assert_float_equal(retry_wait(&f, 1, 0, 1, 0), 20, 0);
	assert_in_range((int)(1000 * retry_wait(&f, 1, 0, 1, 0.5)), 20001, 22000);
	f.after = WAITING + 1;
	assert_true(retry_wait(&f, 1, 0, 1, 0) < 0);
}

enum { FINAL, PASSING, SLOW, TOO_LONG, DROP };

static void check(long status, const char *body, int expected, bool for_all)
{
	struct fault f = { 0 };
	struct reply r;
	reply_init(&r);
	fault_status(&f, status, body, NULL, &r, 7);
	int got = f.drop ? DROP : f.overflow ? TOO_LONG : f.slow ? SLOW : f.passing ? PASSING : FINAL;
	assert_int_equal(got, expected);
	assert_int_equal(f.for_all, for_all);
	assert_non_null(f.text);
	assert_null(strchr(f.text, '\n'));
	assert_in_range(strlen(f.text), 1, 304);
	fault_clear(&f);
	reply_free(&r);
}

static void final_and_passing(void **state)
{
	(void)state;
	check(400, "{\"error\":{\"message\":\"no\"}}", FINAL, false);
	check(401, "", FINAL, true);
	check(402, "", FINAL, true);
	check(403, "", FINAL, false);
	check(404, "{\"error\":\"model 'x' not found\"}", FINAL, true);
	check(408, "", PASSING, false);
	check(413, "", TOO_LONG, false);
	check(418, "", FINAL, false);
	check(429, "{\"error\":{\"message\":\"slow down\",\"code\":\"rate_limit_exceeded\"}}", SLOW, false);
	check(429, "{\"error\":{\"message\":\"pay\",\"code\":\"insufficient_quota\"}}", FINAL, true);
	check(429, "{\"error\":{\"message\":\"pay\",\"type\":\"insufficient_quota\"}}", FINAL, true);
	check(500, "", PASSING, false);
	check(502, "<html><title>Bad Gateway</title>", PASSING, false);
	check(503, "{\"error\":{\"message\":\"Loading model\"}}", SLOW, false);
	check(504, "", PASSING, false);
	check(529, "", SLOW, false);
	check(301, "", FINAL, false);
	check(204, "", FINAL, false);
	check(400, "{\"error\":{\"message\":\"m\",\"code\":\"context_length_exceeded\"}}", TOO_LONG, false);
	check(400, "{\"error\":{\"message\":\"the request exceeds the available context size\"}}", TOO_LONG, false);
	check(429, "{\"error\":{\"message\":\"Request too large for m: Limit 30000, Requested 40000\"}}", TOO_LONG, false);
	check(500, "{\"error\":{\"message\":\"the request exceeds the available context size\"}}", TOO_LONG, false);
	check(400, "{\"error\":{\"message\":\"too many tokens: total number of tokens cannot exceed 4081\"}}", TOO_LONG, false);
	check(429, "{\"message\":\"Too many tokens, please wait before trying again.\"}", SLOW, false);
	check(400, "{\"error\":{\"message\":\"input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000\"}}", TOO_LONG,
	      false);
	check(400, "{\"error\":{\"message\":\"'max_completion_tokens' is too large: 4096. This model's maximum context length is 4096 "
		   "tokens\"}}", TOO_LONG, false);
	check(400, "{\"error\":{\"message\":\"Unknown field: stream_options\"}}", DROP, false);
	check(400, "{\"error\":{\"message\":\"Use 'max_completion_tokens' instead\"}}", DROP, false);
	check(422, "{\"detail\":[{\"loc\":[\"body\",\"temperature\"]}]}", DROP, false);
}

static void long_and_hostile_words(void **state)
{
	GString *body = g_string_new("{\"error\":{\"message\":\"\\u001b[2J\\u202e\\r\\nX");
	(void)state;
	for (int i = 0; i < 1000; i++)
		g_string_append(body, "\xe4\xb8\x96");
	g_string_append(body, "\"}}");
	check(500, body->str, PASSING, false);
	g_string_free(body, TRUE);
	check(500, "\xff\xfe\x01\x02", PASSING, false);
}

static void words_of_pages(void **state)
{
	struct fault f = { 0 };
	struct reply r;
	(void)state;
	reply_init(&r);
	fault_status(&f, 502, "<HTML><TITLE>Bad\nGateway</TITLE>", "text/html", &r, 7);
	assert_string_equal(f.text, "HTTP 502, bad gateway: an HTML page (Bad Gateway)");
	fault_clear(&f);
	fault_status(&f, 503, "try later", "text/plain", &r, 7);
	assert_string_equal(f.text, "HTTP 503, service unavailable: try later");
	fault_clear(&f);
	reply_free(&r);
}

static void check_endpoint(const struct dialect *d, const char *base, const char *url, bool loopback)
{
	struct endpoint e;
	assert_null(endpoint_parse(&e, base, d));
	assert_string_equal(e.url, url);
	assert_int_equal(e.loopback, loopback);
	endpoint_clear(&e);
}

static void base_urls(void **state)
{
	(void)state;
	check_endpoint(&openai, "http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1/chat/completions", true);
	check_endpoint(&openai, "http://localhost:1234/v1/", "http://localhost:1234/v1/chat/completions", true);
	check_endpoint(&openai, "https://h.example/api/v1/chat/completions", "https://h.example/api/v1/chat/completions",
		       false);
	check_endpoint(&openai, "https://h.example/d/x?api-version=1", "https://h.example/d/x/chat/completions?api-version=1",
		       false);
	check_endpoint(&anthropic, "https://api.anthropic.com", "https://api.anthropic.com/v1/messages", false);
	check_endpoint(&anthropic, "https://api.anthropic.com/v1/", "https://api.anthropic.com/v1/messages", false);
	check_endpoint(&ollama, "http://127.0.0.1:11434", "http://127.0.0.1:11434/api/chat", true);
	check_endpoint(&ollama, "http://[::1]:11434/api/", "http://[::1]:11434/api/chat", true);
}

static void who_is_loopback(void **state)
{
	static const char *const no[] = { "http://127.0.0.1.example.org", "http://localhost.example.org",
					  "http://127.0.0.1@example.org", "http://10.0.0.1", "http://[::2]",
					  "http://128.0.0.1", "http://0.0.0.0", "http://example.org/127.0.0.1",
					  "http://example.org#@127.0.0.1", "http://127.example.org" };
	static const char *const yes[] = { "http://127.1", "http://127.255.3.4", "http://LOCALHOST", "http://[::1]",
					   "http://2130706433", "http://0x7f000001", "http://u:p@127.0.0.1" };
	struct endpoint e;
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(no); i++) {
		assert_null(endpoint_parse(&e, no[i], &openai));
		assert_false(e.loopback);
		endpoint_clear(&e);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(yes); i++) {
		assert_null(endpoint_parse(&e, yes[i], &openai));
		assert_true(e.loopback);
		endpoint_clear(&e);
	}
}

static void no_secret_in_names(void **state)
{
	struct endpoint e;
	(void)state;
	assert_null(endpoint_parse(&e, "https://joe:pass@h.example/v1", &openai));
	assert_true(e.secret);
	assert_string_equal(e.host, "h.example:443");
	assert_string_equal(e.origin, "https://h.example:443/v1/chat/completions");
	endpoint_clear(&e);
}

static void what_is_no_url(void **state)
{
	static const char *const bad[] = { "localhost:8080", "ftp://h", "file:///etc/passwd", "http://", "", "http://a b/" };
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		struct endpoint e;
		assert_non_null(endpoint_parse(&e, bad[i], &openai));
		endpoint_clear(&e);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(seconds_and_dates),	cmocka_unit_test(waits_double_and_end),
		cmocka_unit_test(the_servers_word_stands), cmocka_unit_test(final_and_passing),
		cmocka_unit_test(long_and_hostile_words), cmocka_unit_test(words_of_pages),
		cmocka_unit_test(base_urls),		cmocka_unit_test(who_is_loopback),
		cmocka_unit_test(no_secret_in_names),	cmocka_unit_test(what_is_no_url),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
