/* request.c - one HTTP request and what comes back */
#include "request.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/msg.h"

enum {
	HEAD_LIMIT = 128 << 10,    /* of headers and trailers, which curl keeps */
	RAW_LIMIT = 256 << 10,     /* of a body that is no event stream */
	TEXT_LIMIT = 4 << 20,      /* of an answer */
};

double request_now(void)
{
	return (double)g_get_monotonic_time() / 1e6;
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

/* In the middle of an answer it may have been a piece of it; before one, the beginning of an error or a page. */
static void not_an_event(struct request *q, const char *data, size_t len)
{
	if (q->reply->events && *data == '{' && !q->fault.text) {
		fault_set(&q->fault, "the answer is damaged: an event that is not JSON");
		q->fault.passing = true;
		return;
	}
	other_line(q, data, len);
}

static void event(void *ctx, const char *data, size_t len)
{
	struct request *q = ctx;
	if (q->reply->closed && !q->reply->error)
		return;
	json_t *root = reply_parse(data, len);
	if (!q->http->dialect->event(q->reply, root, data) && len)
		not_an_event(q, data, len);
	json_decref(root);
	if (q->reply->think.text->len > TEXT_LIMIT && !q->fault.text)
		fault_set(&q->fault, "the answer does not end: more than %d MiB", TEXT_LIMIT >> 20);
}

static void json_line(void *ctx, const char *line, size_t len)
{
	event(ctx, line, len);
}

struct request *request_new(struct http *h, char *body, unsigned options, struct reply *r)
{
	struct request *q = g_new0(struct request, 1);
	q->http = h;
	q->easy = curl_easy_init();
	if (!q->easy)
		msg_die(EXIT_SOME, "curl: out of memory");
	q->body = body;
	q->reply = r;
	q->raw = g_string_new(NULL);
	q->options = options;
	q->started = request_now();
	sse_init(&q->sse);
	q->sse.event = event;
	q->sse.other = other_line;
	q->sse.ctx = q;
	return q;
}

void request_free(struct request *q)
{
	curl_easy_cleanup(q->easy);
	sse_free(&q->sse);
	g_string_free(q->raw, TRUE);
	fault_clear(&q->fault);
	free(q->body);
	g_free(q);
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

size_t request_write(char *p, size_t size, size_t n, void *ctx)
{
	struct request *q = ctx;
	if (!q->status)
		curl_easy_getinfo(q->easy, CURLINFO_RESPONSE_CODE, &q->status);
	q->last = q->http->last = request_now();
	return feed(q, p, size * n) ? size * n : CURL_WRITEFUNC_ERROR;
}

size_t request_header(char *p, size_t size, size_t n, void *ctx)
{
	struct request *q = ctx;
	(void)p;
	q->heads += size * n;
	if (q->heads <= HEAD_LIMIT)
		return size * n;
	fault_set(&q->fault, "%s: more than %d KiB of headers", q->http->to.host, HEAD_LIMIT >> 10);
	q->fault.passing = true;
	return 0;
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

/* The words of a server may repeat the key. Taken out before anything is made of them: what is cut short later could
 * show a part of it. */
static char *redacted(const struct http *h, char *words)
{
	if (!words || !h->key || !strstr(words, h->key))
		return words;
	char **parts = g_strsplit(words, h->key, -1);
	g_free(words);
	words = g_strjoinv("[key]", parts);
	g_strfreev(parts);
	return words;
}

static void redact(struct request *q)
{
	char *raw = redacted(q->http, g_string_free(q->raw, FALSE));
	q->raw = g_string_new(raw);
	g_free(raw);
	q->reply->error = redacted(q->http, q->reply->error);
	q->reply->stop = redacted(q->http, q->reply->stop);
	GString *answer = q->reply->think.text;
	if (q->http->key && strstr(answer->str, q->http->key))
		g_string_replace(answer, q->http->key, "[key]", 0);
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

/* The body of a refusal: its JSON may hide the key from a look at the bytes. */
static void take_error(struct request *q)
{
	json_t *root = reply_parse(q->raw->str, q->raw->len);
	reply_error(q->reply, root);
	json_decref(root);
}

void request_judge(struct request *q, CURLcode code)
{
	struct fault *f = &q->fault;
	struct reply *r = q->reply;
	char *type = NULL;
	long status = 0;
	curl_easy_getinfo(q->easy, CURLINFO_CONTENT_TYPE, &type);
	curl_easy_getinfo(q->easy, CURLINFO_RESPONSE_CODE, &status);
	if (status == 200 && !code)
		close_stream(q);
	else if (status != 200)
		take_error(q);
	reply_end(r);
	redact(q);
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
	q->over = true;
}
