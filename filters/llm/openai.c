/* openai.c - /v1/chat/completions: OpenAI, llama-server, vLLM, LM Studio, DeepSeek, OpenRouter, Ollama's /v1 */
#include "dialect.h"

#include <string.h>

static json_t *request(const struct question *q)
{
	json_t *messages = json_array();
	if (q->system && *q->system)
		json_array_append_new(messages, json_pack("{ss ss}", "role", "system", "content", q->system));
	json_array_append_new(messages, json_pack("{ss ss}", "role", "user", "content", q->user));

	json_t *body = json_object();
	if (q->model)
		json_object_set_new(body, "model", json_string(q->model));
	json_object_set_new(body, "messages", messages);
	json_object_set_new(body, q->options & SEND_MAX_TOKENS ? "max_tokens" : "max_completion_tokens",
			    json_integer(q->max_tokens));
	json_object_set_new(body, "stream", json_true());
	if (q->options & SEND_USAGE)
		json_object_set_new(body, "stream_options", json_pack("{sb}", "include_usage", 1));
	if (q->options & SEND_TEMPERATURE)
		json_object_set_new(body, "temperature", json_real(TEMPERATURE));
	return body;
}

static bool reasons(const json_t *delta)
{
	static const char *const keys[] = { "reasoning_content", "reasoning", NULL };
	for (int i = 0; keys[i]; i++)
		if (json_string_length(json_object_get(delta, keys[i])))
			return true;
	return false;
}

/* In the finish chunk, in one of its own with choices [] or null, or (llama-server without usage) as timings; of these prompt_n
 * alone leaves out what an earlier request had in common with this one. */
static void take_usage(struct reply *r, const json_t *root)
{
	const json_t *usage = json_object_get(root, "usage");
	if (json_is_object(usage)) {
		r->tokens_in = reply_count(usage, "prompt_tokens");
		r->tokens_out = reply_count(usage, "completion_tokens");
		return;
	}
	const json_t *timings = json_object_get(root, "timings");
	if (json_is_object(timings) && !r->tokens_in) {
		if (json_object_get(timings, "cache_n"))
			r->tokens_in = reply_count(timings, "prompt_n") + reply_count(timings, "cache_n");
		r->tokens_out = reply_count(timings, "predicted_n");
	}
}

static bool event(struct reply *r, const json_t *root, const char *data)
{
	if (!root) {
		const char *p = data + strspn(data, " \t");
		if (strncmp(p, "[DONE]", 6))
			return false;
		r->events = r->finished = r->closed = true;
		return true;
	}
	const json_t *choices = json_object_get(root, "choices");
	const json_t *error = json_object_get(root, "error");
	if (!choices || (error && !json_is_null(error))) { /* null says that there is none */
		if (reply_error(r, root))
			return true;
		return json_is_object(root);
	}
	r->events = true;
	take_usage(r, root);
	const json_t *choice = json_array_get(choices, 0);
	const json_t *delta = json_object_get(choice, "delta");
	if (!delta) /* a server that does not stream */
		delta = json_object_get(choice, "message");
	reply_text(r, json_object_get(delta, "content"));
	if (reasons(delta))
		r->thought = true;
	const char *stop = json_string_value(json_object_get(choice, "finish_reason"));
	if (stop)
		reply_stop(r, stop);
	return true;
}

const struct dialect openai = {
	.name = "openai",
	.base = "",
	.path = "/chat/completions",
	.sse = true,
	.context = 32768,
	.key = "Authorization: Bearer %s",
	.request = request,
	.event = event,
};
