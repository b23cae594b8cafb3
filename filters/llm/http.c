/* http.c - requests in flight: one code path for every dialect */
#include "request.h"

#include <string.h>

#include "lib/msg.h"

enum { AFTER_END = 2 }; /* seconds that a finished stream may stay open */

static bool key_is_sane(const char *key)
{
	for (const char *p = key; *p; p++)
		if (*p <= ' ' || *p == 0x7f)
			return false;
	return true;
}

static bool may_send(const struct http *h)
{
	if (h->to.plain && !h->to.loopback && (h->key || h->to.secret)) {
		msg_fail("%s: a key over plain http goes to this machine only; use https", h->to.host);
		return false;
	}
	if (h->key && !key_is_sane(h->key)) {
		msg_fail("%s: the API key has white space or control characters in it", h->to.host);
		return false;
	}
	return true;
}

static void add_header(struct http *h, const char *line)
{
	h->headers = curl_slist_append(h->headers, line);
}

static void add_headers(struct http *h)
{
	add_header(h, "Content-Type: application/json");
	add_header(h, h->dialect->sse ? "Accept: text/event-stream, application/json"
				      : "Accept: application/x-ndjson, application/json");
	add_header(h, "Expect:"); /* a body over 1 MB would wait for a 100 that some servers never send */
	if (h->dialect->header)
		add_header(h, h->dialect->header);
	if (h->key) {
		GString *line = g_string_new(NULL);
		g_string_printf(line, h->dialect->key, h->key);
		add_header(h, line->str);
		g_string_free(line, TRUE);
	}
}

struct http *http_open(const struct llm_config *c, const struct dialect *d)
{
	struct http *h = g_new0(struct http, 1);
	const char *why = endpoint_parse(&h->to, c->endpoint, d);
	h->config = c;
	h->dialect = d;
	h->key = c->key ? g_strstrip(g_strdup(c->key)) : NULL;
	if (h->key && !*h->key)
		g_clear_pointer(&h->key, g_free);
	h->ca_file = g_strdup(c->ca_file);
	h->running = g_ptr_array_new();
	if (why)
		msg_fail("endpoint: %s", why);
	if (why || !may_send(h)) {
		http_close(h);
		return NULL;
	}
	curl_global_init(CURL_GLOBAL_DEFAULT);
	h->multi = curl_multi_init();
	curl_multi_setopt(h->multi, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
	curl_multi_setopt(h->multi, CURLMOPT_MAXCONNECTS, (long)MAX(c->jobs, 1));
	add_headers(h);
	return h;
}

void http_close(struct http *h)
{
	if (!h)
		return;
	while (h->running->len)
		http_end(h, h->running->pdata[0]);
	g_ptr_array_free(h->running, TRUE);
	if (h->multi)
		curl_multi_cleanup(h->multi);
	curl_slist_free_all(h->headers);
	endpoint_clear(&h->to);
	g_free(h->key);
	g_free(h->ca_file);
	g_free(h);
}

const struct endpoint *http_endpoint(const struct http *h)
{
	return &h->to;
}

static void set_options(struct request *q)
{
	struct http *h = q->http;
	CURL *e = q->easy;
	const struct llm_config *c = h->config;
	curl_easy_setopt(e, CURLOPT_URL, h->to.url);
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(e, CURLOPT_HTTPHEADER, h->headers);
	curl_easy_setopt(e, CURLOPT_POST, 1L);
	curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(q->body));
	curl_easy_setopt(e, CURLOPT_POSTFIELDS, q->body);
	curl_easy_setopt(e, CURLOPT_USERAGENT, "notmuch-digest/" VERSION);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, request_write);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, q);
	curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, request_header);
	curl_easy_setopt(e, CURLOPT_HEADERDATA, q);
	curl_easy_setopt(e, CURLOPT_PRIVATE, q);
	curl_easy_setopt(e, CURLOPT_ERRORBUFFER, q->error);
	/* CURLOPT_NOSIGNAL stays off: curl then keeps SIGPIPE of a TLS connection from us. */
	curl_easy_setopt(e, CURLOPT_TCP_KEEPALIVE, 1L);
	curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, (long)((c->connect > 0 ? c->connect : 15) * 1000));
	curl_easy_setopt(e, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	curl_easy_setopt(e, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(e, CURLOPT_SSL_VERIFYHOST, 2L);
	if (!h->to.plain) /* wait for the first connection to say whether it can carry all */
		curl_easy_setopt(e, CURLOPT_PIPEWAIT, 1L);
	if (h->ca_file)
		curl_easy_setopt(e, CURLOPT_CAINFO, h->ca_file);
	if (h->to.loopback) /* a proxy's loopback is not ours, and the key would travel to it */
		curl_easy_setopt(e, CURLOPT_PROXY, "");
}

struct request *http_start(struct http *h, char *body, unsigned options, struct reply *r)
{
	struct request *q = request_new(h, body, options, r);
	set_options(q);
	curl_multi_add_handle(h->multi, q->easy);
	g_ptr_array_add(h->running, q);
	return q;
}

void http_end(struct http *h, struct request *q)
{
	g_ptr_array_remove_fast(h->running, q);
	curl_multi_remove_handle(h->multi, q->easy);
	request_free(q);
}

static double or_default(double set, double otherwise)
{
	return set > 0 ? set : otherwise;
}

static void watch(struct request *q, double t)
{
	const struct llm_config *c = q->http->config;
	struct fault *f = &q->fault;
	double first = or_default(c->first, 600), idle = or_default(c->idle, 180), whole = or_default(c->whole, 3600);
	if (q->reply->finished && t - q->last > AFTER_END) {
		request_judge(q, CURLE_OK); /* whole, though the server keeps it open */
		return;
	}
	if (t - q->started > whole)
		fault_set(f, "no end of the answer after %.0f s", whole);
	else if (q->last > 0 && t - q->last > idle)
		fault_set(f, "silence for %.0f s in the middle of the answer", idle);
	else if (q->last <= 0 && t - MAX(q->started, q->http->last) > first)
		fault_set(f, "not a byte of an answer for %.0f s", first);
	else
		return;
	f->passing = true;
	request_judge(q, CURLE_OPERATION_TIMEDOUT);
}

void http_work(struct http *h)
{
	int running, left;
	CURLMsg *m;
	curl_multi_perform(h->multi, &running);
	while ((m = curl_multi_info_read(h->multi, &left))) {
		struct request *q;
		CURLcode code = m->data.result; /* the message dies with the handle */
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &q);
		if (!q->over)
			request_judge(q, code);
	}
	double t = request_now();
	for (guint i = 0; i < h->running->len; i++) {
		struct request *q = h->running->pdata[i];
		if (!q->over)
			watch(q, t);
	}
}

void http_wait(struct http *h, int milliseconds)
{
	curl_multi_poll(h->multi, NULL, 0, milliseconds, NULL);
}

bool http_over(struct request *q, struct fault *f)
{
	if (!q->over)
		return false;
	fault_clear(f);
	*f = q->fault;
	q->fault = (struct fault){ 0 };
	return true;
}
