/* anthropic.c - /v1/messages */
#include "dialect.h"

#include <string.h>

static json_t *request(const struct question *q)
{
	json_t *body = json_object();
	if (q->model)
		json_object_set_new(body, "model", json_string(q->model));
	if (q->system && *q->system)
		json_object_set_new(body, "system", json_string(q->system));
	json_object_set_new(body, "messages", json_pack("[{ss ss}]", "role", "user", "content", q->user));
	json_object_set_new(body, "max_tokens", json_integer(q->max_tokens));
	json_object_set_new(body, "stream", json_true());
	if (q->options & SEND_TEMPERATURE)
		json_object_set_new(body, "temperature", json_real(TEMPERATURE));
	return body;
}

/* What the prompt cost: its cached parts are counted apart. message_delta repeats the counts, finally. */
static void take_usage(struct reply *r, const json_t *usage)
{
	unsigned long in = reply_count(usage, "input_tokens") + reply_count(usage, "cache_read_input_tokens") +
			   reply_count(usage, "cache_creation_input_tokens");
	unsigned long out = reply_count(usage, "output_tokens");
	if (in > r->tokens_in)
		r->tokens_in = in;
	if (out)
		r->tokens_out = out;
}

/* A server that does not stream: the whole message at once. */
static void take_message(struct reply *r, const json_t *root)
{
	size_t i;
	json_t *block;
	json_array_foreach(json_object_get(root, "content"), i, block)
		reply_text(r, json_object_get(block, "text"));
	take_usage(r, json_object_get(root, "usage"));
	const char *stop = json_string_value(json_object_get(root, "stop_reason"));
	if (stop)
		reply_stop(r, stop);
}

static bool event(struct reply *r, const json_t *root, const char *data)
{
	(void)data;
	if (!root)
		return false;
	const char *type = json_string_value(json_object_get(root, "type"));
	if (!type || !strcmp(type, "error"))
		return reply_error(r, root) || json_is_object(root);
	r->events = true;
	if (!strcmp(type, "message_start")) {
		take_usage(r, json_object_get(json_object_get(root, "message"), "usage"));
	} else if (!strcmp(type, "content_block_start")) {
		/* empty as a rule; some servers put the first words here */
		reply_text(r, json_object_get(json_object_get(root, "content_block"), "text"));
	} else if (!strcmp(type, "content_block_delta")) {
		const json_t *delta = json_object_get(root, "delta");
		reply_text(r, json_object_get(delta, "text"));
		if (json_object_get(delta, "thinking"))
			r->thought = true;
	} else if (!strcmp(type, "message_delta")) {
		take_usage(r, json_object_get(root, "usage"));
		const char *stop =
			json_string_value(json_object_get(json_object_get(root, "delta"), "stop_reason"));
		if (stop)
			reply_stop(r, stop);
	} else if (!strcmp(type, "message_stop")) {
		r->finished = r->closed = true;
	} else if (!strcmp(type, "message")) {
		take_message(r, root);
	}
	return true;
}

const struct dialect anthropic = {
	.name = "anthropic",
	.base = "/v1",
	.base_needed = true,
	.path = "/messages",
	.sse = true,
	.context = 200000,
	.key = "x-api-key: %s",
	.header = "anthropic-version: 2023-06-01",
	.request = request,
	.event = event,
};
