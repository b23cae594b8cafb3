/* ollama.c - Ollama's own /api/chat, a JSON object a line
 *
 * Its context is small unless num_ctx says otherwise, and a longer prompt is cut in silence.
 */
#include "dialect.h"

static json_t *request(const struct question *q)
{
	json_t *messages = json_array();
	if (q->system && *q->system)
		json_array_append_new(messages, json_pack("{ss ss}", "role", "system", "content", q->system));
	json_array_append_new(messages, json_pack("{ss ss}", "role", "user", "content", q->user));

	json_t *options = json_object();
	json_object_set_new(options, "num_ctx", json_integer(q->context));
	json_object_set_new(options, "num_predict", json_integer(q->max_tokens));
	if (q->options & SEND_TEMPERATURE)
		json_object_set_new(options, "temperature", json_real(TEMPERATURE));

	json_t *body = json_object();
	if (q->model)
		json_object_set_new(body, "model", json_string(q->model));
	json_object_set_new(body, "messages", messages);
	json_object_set_new(body, "stream", json_true());
	json_object_set_new(body, "options", options);
	return body;
}

static bool event(struct reply *r, const json_t *root, const char *data)
{
	(void)data;
	if (!json_is_object(root))
		return false;
	if (reply_error(r, root))
		return true;
	const json_t *message = json_object_get(root, "message");
	const json_t *done = json_object_get(root, "done");
	if (!message && !done)
		return true;
	r->events = true;
	reply_text(r, json_object_get(message, "content"));
	if (json_string_length(json_object_get(message, "thinking")))
		r->thought = true;
	if (json_is_true(done)) {
		const char *stop = json_string_value(json_object_get(root, "done_reason"));
		reply_stop(r, stop ? stop : "stop");
		r->tokens_in = reply_count(root, "prompt_eval_count");
		r->tokens_out = reply_count(root, "eval_count");
		r->closed = true;
	}
	return true;
}

const struct dialect ollama = {
	.name = "ollama",
	.base = "/api",
	.base_needed = true,
	.path = "/chat",
	.sse = false,
	.context = 32768,
	.key = "Authorization: Bearer %s",
	.request = request,
	.event = event,
};
