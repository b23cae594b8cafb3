/* http.h - requests in flight: one code path for every dialect
 *
 * Streams over curl's multi interface with deadlines of their own, no redirects, TLS verified, HTTP/2 where the
 * server offers it, connections reused, proxies as curl finds them in the environment (but none on the way to
 * loopback).
 */
#ifndef HTTP_H
#define HTTP_H

#include "dialect.h"
#include "endpoint.h"
#include "fault.h"
#include "llm.h"

struct http;
struct request;

/* NULL after an error that was reported. */
struct http *http_open(const struct llm_config *c, const struct dialect *d);
void http_close(struct http *h);
const struct endpoint *http_endpoint(const struct http *h);

/* Send a question; the answer grows in *r, which must live as long as the request. body is taken (free). */
struct request *http_start(struct http *h, char *body, unsigned options, struct reply *r);
/* Move bytes, watch deadlines; never blocks. */
void http_work(struct http *h);
/* Sleep until something can be moved, for at most so long. */
void http_wait(struct http *h, int milliseconds);
/* True when the request is over: then *f tells the fault, or none. */
bool http_over(struct request *q, struct fault *f);
/* Drop it, whatever its state. */
void http_end(struct http *h, struct request *q);

#endif
