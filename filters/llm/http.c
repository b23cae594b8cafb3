/* http.c - requests in flight: one code path for every dialect */
#include "http.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/msg.h"
#include "sse.h"

enum {
	RAW_LIMIT = 256 << 10,     /* of a body that is no event stream */
	TEXT_LIMIT = 4 << 20,      /* of an answer */
	AFTER_END = 2,             /* seconds that a finished stream may stay open */
};

struct http {
	CURLM *multi;
	struct curl_slist *headers;
	struct endpoint to;
	const struct dialect *dialect;
	const struct llm_config *config;
	char *key, *ca_file;
	GPtrArray *running;
	double last;               /* when the server last sent anything to anybody */
};

struct request {
	struct http *http;
	CURL *easy;
	char *body;
	struct reply *reply;
	struct sse sse;
	GString *raw;              /* what is no event: an error's JSON, an HTML page */
	unsigned options;
	long status;
	double started, last;      /* monotonic seconds; last: 0 until the first byte */
	bool over;
	struct fault fault;        /* ours: a deadline, a limit */
	char error[CURL_ERROR_SIZE];
};

static double now(void)
{
	return (double)g_get_monotonic_time() / 1e6;
}

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

/* What is no event is kept to be looked at when the stream has ended. */
static void other_line(void *ctx, const char *line, size_t len)
{
	struct request *q = ctx;
	if (q->raw->len + len < RAW_LIMIT) {
		g_string_append_len(q->raw, line, (gssize)len);
		g_string_append_c(q->raw, '\n');
	} else if (!q->fault.text) {
		fault_set(&q->fault, "status 200 without an answer: more than %d KiB that are none", RAW_LIMIT >> 10);
		q->fault.passing = true;
	}
}

static void event(void *ctx, const char *data, size_t len)
{
	struct request *q = ctx;
	if (q->reply->closed && !q->reply->error)
		return;
	json_t *root = reply_parse(data, len);
	if (!q->http->dialect->event(q->reply, root, data) && len)
		other_line(q, data, len);
	json_decref(root);
	if (q->reply->think.text->len > TEXT_LIMIT && !q->fault.text)
		fault_set(&q->fault, "the answer does not end: more than %d MiB", TEXT_LIMIT >> 20);
}

static void json_line(void *ctx, const char *line, size_t len)
{
	event(ctx, line, len);
}

static bool feed(struct request *q, const char *p, size_t len)
{
	if (q->status != 200) {
		g_string_append_len(q->raw, p, (gssize)MIN(len, RAW_LIMIT - q->raw->len));
		return q->raw->len < RAW_LIMIT;
	}
	bool fits = q->http->dialect->sse ? sse_feed(&q->sse, p, len)
					  : framer_feed(&q->sse.lines, p, len, json_line, q);
	if (!fits && !q->fault.text) {
		fault_set(&q->fault, "the server sent a line of more than %d KiB", LINE_LIMIT >> 10);
		q->fault.passing = true;
	}
	return !q->fault.text;
}

static size_t write_cb(char *p, size_t size, size_t n, void *ctx)
{
	struct request *q = ctx;
	if (!q->status)
		curl_easy_getinfo(q->easy, CURLINFO_RESPONSE_CODE, &q->status);
	q->last = q->http->last = now();
	return feed(q, p, size * n) ? size * n : CURL_WRITEFUNC_ERROR;
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
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, write_cb);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, q);
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
	struct request *q = g_new0(struct request, 1);
	q->http = h;
	q->easy = curl_easy_init();
	q->body = body;
	q->reply = r;
	q->raw = g_string_new(NULL);
	q->options = options;
	q->started = now();
	sse_init(&q->sse);
	q->sse.event = event;
	q->sse.other = other_line;
	q->sse.ctx = q;
	set_options(q);
	curl_multi_add_handle(h->multi, q->easy);
	g_ptr_array_add(h->running, q);
	return q;
}

void http_end(struct http *h, struct request *q)
{
	g_ptr_array_remove_fast(h->running, q);
	curl_multi_remove_handle(h->multi, q->easy);
	curl_easy_cleanup(q->easy);
	sse_free(&q->sse);
	g_string_free(q->raw, TRUE);
	fault_clear(&q->fault);
	free(q->body);
	g_free(q);
}

/* An error of the transport itself, the body aside. */
static void transport_fault(struct request *q, CURLcode code)
{
	struct fault *f = &q->fault;
	const char *words = *q->error ? q->error : curl_easy_strerror(code);
	long why = 0;
	const char *host = q->http->to.host;
	f->passing = true;
	switch (code) {
	case CURLE_COULDNT_CONNECT:
		curl_easy_getinfo(q->easy, CURLINFO_OS_ERRNO, &why);
		if (why)
			words = g_strerror((int)why);
		/* fall through */
	case CURLE_COULDNT_RESOLVE_PROXY:
	case CURLE_COULDNT_RESOLVE_HOST:
		f->unreachable = f->slow = true;
		fault_set(f, "no connection to %s: %s", host, words);
		break;
	case CURLE_OPERATION_TIMEDOUT: /* the only one left to curl is that of connecting */
		f->unreachable = true;
		fault_set(f, "no connection to %s in time", host);
		break;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_URL_MALFORMAT:
		f->passing = false;
		f->for_all = true;
		fault_set(f, "%s: %s", host, words);
		break;
	case CURLE_GOT_NOTHING:
		fault_set(f, "%s hung up without a word", host);
		break;
	default:
		fault_set(f, "%s: %s: %s", host, q->last > 0 ? "the answer broke off" : "no answer", words);
	}
}

static double after_of(struct request *q)
{
	struct curl_header *h;
	if (curl_easy_header(q->easy, "Retry-After", 0, CURLH_HEADER, -1, &h) != CURLHE_OK)
		return 0;
	return retry_after(h->value, (double)time(NULL));
}

/* The words of a server may repeat the key. */
static void redact(struct http *h, struct fault *f)
{
	if (!f->text || !h->key || strlen(h->key) < 4 || !strstr(f->text, h->key))
		return;
	char **parts = g_strsplit(f->text, h->key, -1);
	g_free(f->text);
	f->text = g_strjoinv("[key]", parts);
	g_strfreev(parts);
}

/* The body is complete. A server that does not stream has sent one JSON object: an answer or an error. */
static void close_stream(struct request *q)
{
	if (q->http->dialect->sse)
		sse_end(&q->sse);
	else
		framer_end(&q->sse.lines, json_line, q);
	if (q->reply->events || q->reply->error || !q->raw->len)
		return;
	json_t *root = reply_parse(q->raw->str, q->raw->len);
	if (root)
		q->http->dialect->event(q->reply, root, q->raw->str);
	json_decref(root);
}

static void judge(struct request *q, CURLcode code)
{
	struct fault *f = &q->fault;
	struct reply *r = q->reply;
	char *type = NULL;
	long status = 0;
	curl_easy_getinfo(q->easy, CURLINFO_CONTENT_TYPE, &type);
	curl_easy_getinfo(q->easy, CURLINFO_RESPONSE_CODE, &status);
	if (status == 200 && !code)
		close_stream(q);
	reply_end(r);
	if (f->text) {
		/* a limit of ours was hit */
	} else if (status && status != 200) {
		fault_status(f, status, q->raw->str, type, r, q->options);
		f->after = after_of(q);
	} else if (r->error) {
		fault_stream(f, r);
	} else if (code && !r->finished) {
		transport_fault(q, code);
	} else {
		fault_ending(f, r, q->raw->str, type);
	}
	redact(q->http, f);
	q->over = true;
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
		judge(q, CURLE_OK); /* whole, though the server keeps it open */
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
	judge(q, CURLE_OPERATION_TIMEDOUT);
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
			judge(q, code);
	}
	double t = now();
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
