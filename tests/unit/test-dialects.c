/* test-dialects.c - requests as each dialect builds them, events and errors as servers send them */
#include "llm/dialect.h"
#include "llm/fault.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void feed(const struct dialect *d, struct reply *r, const char *const *events)
{
	for (; *events; events++) {
		json_t *root = reply_parse(*events, strlen(*events));
		assert_true(d->event(r, root, *events));
		json_decref(root);
	}
	reply_end(r);
}

#define FEED(d, r, ...) feed(d, r, (const char *const[]){ __VA_ARGS__, NULL })

static char *request(const struct dialect *d, unsigned options)
{
	struct question q = {
		.model = "m", .system = "s", .user = "u", .max_tokens = 7, .context = 4096, .options = options,
	};
	json_t *root = d->request(&q);
	char *s = json_dumps(root, JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(3));
	json_decref(root);
	return s;
}

static void check_request(const struct dialect *d, unsigned options, const char *expected)
{
	char *s = request(d, options);
	assert_string_equal(s, expected);
	free(s);
}

static void requests(void **state)
{
	(void)state;
	check_request(&openai, SEND_ALL,
		      "{\"max_tokens\":7,\"messages\":[{\"content\":\"s\",\"role\":\"system\"},{\"content\":\"u\","
		      "\"role\":\"user\"}],\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true},"
		      "\"temperature\":0.2}");
	check_request(&openai, 0,
		      "{\"max_completion_tokens\":7,\"messages\":[{\"content\":\"s\",\"role\":\"system\"},{\"content\":"
		      "\"u\",\"role\":\"user\"}],\"model\":\"m\",\"stream\":true}");
	check_request(&anthropic, SEND_ALL,
		      "{\"max_tokens\":7,\"messages\":[{\"content\":\"u\",\"role\":\"user\"}],\"model\":\"m\",\"stream\":"
		      "true,\"system\":\"s\",\"temperature\":0.2}");
	check_request(&ollama, SEND_ALL,
		      "{\"messages\":[{\"content\":\"s\",\"role\":\"system\"},{\"content\":\"u\",\"role\":\"user\"}],"
		      "\"model\":\"m\",\"options\":{\"num_ctx\":4096,\"num_predict\":7,\"temperature\":0.2},\"stream\":"
		      "true}");
}

static void an_openai_stream(void **state)
{
	struct reply r;
	(void)state;
	reply_init(&r);
	FEED(&openai, &r, "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":null}}]}",
	     "{\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}",
	     "{\"choices\":[{\"delta\":{\"reasoning\":\"hm\",\"content\":null}}]}",
	     "{\"choices\":[{\"delta\":{\"content\":\"one\"},\"finish_reason\":null}]}",
	     "{\"choices\":[{\"delta\":{\"content\":\" two\"}}],\"usage\":null,\"error\":null}",
	     "{\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}",
	     "{\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":2}}");
	assert_string_equal(r.think.text->str, "one two");
	assert_true(r.events && r.finished && r.cut && r.thought && !r.closed && !r.error);
	assert_int_equal(r.tokens_in, 11);
	assert_int_equal(r.tokens_out, 2);
	FEED(&openai, &r, " [DONE]");
	assert_true(r.closed);
	reply_free(&r);
}

static void usage_in_other_places(void **state)
{
	struct reply r;
	(void)state;
	reply_init(&r);
	FEED(&openai, &r, "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"timings\":{\"cache_n\":40,"
			  "\"prompt_n\":2,\"predicted_n\":5}}");
	assert_int_equal(r.tokens_in, 42);
	assert_int_equal(r.tokens_out, 5);
	FEED(&openai, &r, "{\"choices\":null,\"usage\":{\"prompt_tokens\":43,\"completion_tokens\":6}}");
	assert_int_equal(r.tokens_in, 43);
	assert_int_equal(r.tokens_out, 6);
	reply_free(&r);
	/* without cache_n prompt_n is what was new of the prompt: of a question asked again next to nothing */
	reply_init(&r);
	FEED(&openai, &r, "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"timings\":{\"prompt_n\":1,\"predicted_n\":5}}");
	assert_int_equal(r.tokens_in, 0);
	assert_int_equal(r.tokens_out, 5);
	reply_free(&r);
}

static void servers_that_do_not_stream(void **state)
{
	struct reply r;
	(void)state;
	reply_init(&r);
	FEED(&openai, &r, "{\"error\":null,\"choices\":[{\"message\":{\"content\":\"all\"},\"finish_reason\":\"stop\"}]}");
	assert_string_equal(r.think.text->str, "all");
	assert_true(r.finished);
	reply_free(&r);
	reply_init(&r);
	FEED(&anthropic, &r, "{\"type\":\"message\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\"},{\"type\":"
			     "\"text\",\"text\":\"all\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":3}}");
	assert_string_equal(r.think.text->str, "all");
	assert_true(r.finished);
	reply_free(&r);
}

static void an_anthropic_stream(void **state)
{
	struct reply r;
	(void)state;
	reply_init(&r);
	FEED(&anthropic, &r,
	     "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":1,\"cache_read_input_tokens\":45,"
	     "\"output_tokens\":0}}}",
	     "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"thinking\"}}",
	     "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}}",
	     "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"signature_delta\",\"signature\":\"x\"}}",
	     "{\"type\":\"ping\"}", "{\"type\":\"content_block_start\",\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
	     "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"one\"}}",
	     "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\" two\"}}",
	     "{\"type\":\"content_block_stop\"}", "{\"type\":\"something_new\"}",
	     "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"max_tokens\"},\"usage\":{\"output_tokens\":8}}",
	     "{\"type\":\"message_stop\"}");
	assert_string_equal(r.think.text->str, "one two");
	assert_true(r.finished && r.closed && r.cut && r.thought);
	assert_int_equal(r.tokens_in, 46);
	assert_int_equal(r.tokens_out, 8);
	reply_free(&r);
}

static void an_ollama_stream(void **state)
{
	struct reply r;
	(void)state;
	reply_init(&r);
	FEED(&ollama, &r, "{\"message\":{\"content\":\"\",\"thinking\":\"hm\"},\"done\":false}",
	     "{\"message\":{\"content\":\"one\"},\"done\":false}",
	     "{\"message\":{\"content\":\" two\"},\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":12,"
	     "\"eval_count\":3}");
	assert_string_equal(r.think.text->str, "one two");
	assert_true(r.finished && r.closed && !r.cut && r.thought);
	assert_int_equal(r.tokens_in, 12);
	assert_int_equal(r.tokens_out, 3);
	reply_free(&r);
}

/* d's event, then: what the error says, its kind, and the context it tells. */
static void check_error(const struct dialect *d, const char *event, const char *words, const char *kind,
			unsigned long context)
{
	struct reply r;
	reply_init(&r);
	FEED(d, &r, event);
	assert_non_null(r.error);
	assert_string_equal(r.error, words);
	assert_string_equal(r.kind, kind);
	assert_int_equal(r.context, context);
	assert_false(r.events);
	reply_free(&r);
}

static void errors_of_every_shape(void **state)
{
	(void)state;
	check_error(&openai, "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"code\":\"c\"}}", "m", "t c", 0);
	check_error(&openai, "{\"error\":{\"message\":\"m\",\"type\":null,\"code\":500}}", "m", " 500", 0);
	check_error(&openai, "{\"error\":\"m\"}", "m", " ", 0);
	check_error(&openai, "{\"error\":{\"code\":\"only\"}}", "only", " only", 0);
	check_error(&openai, "[{\"error\":{\"message\":\"m\",\"code\":429}}]", "m", " 429", 0);
	check_error(&openai, "{\"success\":false,\"errors\":[{\"message\":\"m\",\"code\":7}]}", "m", " 7", 0);
	check_error(&openai, "{\"error\":{}}", "an error without words", " ", 0);
	check_error(&openai, "{\"object\":\"error\",\"message\":\"m\",\"type\":\"Bad\",\"code\":400}", "m", "Bad 400", 0);
	check_error(&openai, "{\"code\":500,\"message\":\"m\"}", "m", " 500", 0);
	check_error(&openai, "{\"detail\":\"m\"}", "\"m\"", " ", 0);
	check_error(&openai, "{\"choices\":[],\"error\":{\"message\":\"m\"}}", "m", " ", 0);
	check_error(&openai,
		    "{\"error\":{\"code\":400,\"message\":\"too big\",\"type\":\"exceed_context_size_error\","
		    "\"n_prompt_tokens\":15041,\"n_ctx\":256}}",
		    "too big", "exceed_context_size_error 400", 256);
	check_error(&openai, "{\"error\":{\"message\":\"This model's maximum context length is 8192 tokens.\"}}",
		    "This model's maximum context length is 8192 tokens.", " ", 8192);
	check_error(&openai, "{\"error\":\"However, the model is loaded with context length of only 4096 tokens\"}",
		    "However, the model is loaded with context length of only 4096 tokens", " ", 4096);
	check_error(&openai, "[{\"error\":{\"message\":\"exceeds the maximum number of tokens allowed (1048576).\"}}]",
		    "exceeds the maximum number of tokens allowed (1048576).", " ", 1048576);
	check_error(&anthropic, "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}",
		    "Overloaded", "overloaded_error ", 0);
	check_error(&anthropic,
		    "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: "
		    "210000 tokens > 200000 maximum\"}}",
		    "prompt is too long: 210000 tokens > 200000 maximum", "invalid_request_error ", 200000);
	check_error(&anthropic, "{\"error\":{\"message\":\"llama's\",\"code\":503}}", "llama's", " 503", 0);
	check_error(&ollama, "{\"error\":\"m\"}", "m", " ", 0);
}

static void the_first_error_stands(void **state)
{
	struct reply r;
	(void)state;
	reply_init(&r);
	FEED(&openai, &r, "{\"choices\":[{\"delta\":{\"content\":\"x\"}}]}", "{\"error\":\"first\"}",
	     "{\"error\":\"second\"}", "[DONE]");
	assert_string_equal(r.error, "first");
	reply_free(&r);
}

static void json_that_strict_parsers_refuse(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "{\"t\":\"\\ud83d\"}", "\xef\xbf\xbd" },
		{ "{\"t\":\"\\ude00x\"}", "\xef\xbf\xbd" "x" },
		{ "{\"t\":\"\\ud83d\\ude42\"}", "\xf0\x9f\x99\x82" },
		{ "{\"t\":\"\\ud83d\\ude42 \\ud83d\"}", "\xf0\x9f\x99\x82 \xef\xbf\xbd" },
		{ "{\"t\":\"a\\u0000b\"}", "a\xef\xbf\xbd" "b" },
		{ "{\"t\":\"\\\\u0000\\ud800\"}", "\\u0000\xef\xbf\xbd" },
		{ "{\"t\":\"caf\xe9\"}", "caf\xef\xbf\xbd" },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		json_t *root = reply_parse(cases[i].in, strlen(cases[i].in));
		assert_non_null(root);
		struct reply r;
		reply_init(&r);
		reply_text(&r, json_object_get(root, "t"));
		reply_end(&r);
		assert_string_equal(r.think.text->str, cases[i].out);
		reply_free(&r);
		json_decref(root);
	}
	assert_null(reply_parse("", 0));
	assert_null(reply_parse("{\"t\":\"\\ud8", 9));
	assert_null(reply_parse("\\u", 2));
}

static void odd_types_do_no_harm(void **state)
{
	static const char *const odd[] = { "[]", "3", "null", "\"x\"", "{\"choices\":3}", "{\"choices\":[3]}",
		"{\"choices\":[{\"delta\":[]}]}", "{\"choices\":[{\"delta\":{\"content\":{}},\"finish_reason\":3}]}",
		"{\"type\":3}", "{\"type\":\"message_start\",\"message\":3}", "{\"type\":\"message\",\"content\":{}}",
		"{\"message\":[],\"done\":{}}", "{\"message\":{\"content\":3},\"done\":true,\"prompt_eval_count\":-1}",
		"{\"error\":[]}", "{\"error\":null}", "{\"usage\":[],\"choices\":[]}" };
	static const struct dialect *const all[] = { &openai, &anthropic, &ollama };
	(void)state;
	for (size_t d = 0; d < 3; d++) {
		for (size_t i = 0; i < G_N_ELEMENTS(odd); i++) {
			struct reply r;
			json_t *root = json_loads(odd[i], JSON_DECODE_ANY, NULL);
			reply_init(&r);
			all[d]->event(&r, root, odd[i]);
			assert_int_equal(r.think.text->len, 0);
			assert_int_equal(r.tokens_in, 0);
			reply_free(&r);
			json_decref(root);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests),
		cmocka_unit_test(an_openai_stream),
		cmocka_unit_test(usage_in_other_places),
		cmocka_unit_test(servers_that_do_not_stream),
		cmocka_unit_test(an_anthropic_stream),
		cmocka_unit_test(an_ollama_stream),
		cmocka_unit_test(errors_of_every_shape),
		cmocka_unit_test(the_first_error_stands),
		cmocka_unit_test(json_that_strict_parsers_refuse),
		cmocka_unit_test(odd_types_do_no_harm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
