/* request.h - one HTTP request and what comes back; inside filters/llm only */
#ifndef REQUEST_H
#define REQUEST_H

#include <curl/curl.h>

#include "http.h"
#include "sse.h"

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
	size_t heads;              /* bytes of headers and trailers */
	double started, last;      /* monotonic seconds; last: 0 until the first byte */
	bool over;
	struct fault fault;        /* ours: a deadline, a limit */
	char error[CURL_ERROR_SIZE];
};

struct request *request_new(struct http *h, char *body, unsigned options, struct reply *r);
void request_free(struct request *q);

/* curl's write callback: bytes of the body, in any pieces. */
size_t request_write(char *p, size_t size, size_t n, void *request);

/* curl's header callback, trailers too. */
size_t request_header(char *p, size_t size, size_t n, void *request);

/* It is over, by curl's verdict or ours: an answer, or q->fault tells why there is none. */
void request_judge(struct request *q, CURLcode code);

/* Monotonic seconds. */
double request_now(void);

#endif
