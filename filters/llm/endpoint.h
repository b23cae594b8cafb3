/* endpoint.h - the URL that asks go to, and whether a key may go there */
#ifndef ENDPOINT_H
#define ENDPOINT_H

#include <stdbool.h>

#include "dialect.h"

struct endpoint {
	char *url;       /* complete: base and the dialect's path */
	char *host;      /* HOST:PORT, for messages */
	char *origin;    /* SCHEME://HOST:PORT/PATH without user name and password: whom we ask, for the cache */
	bool loopback;
	bool plain;      /* http */
	bool secret;     /* the URL has a user name or password */
};

/* Take the base URL apart. NULL, or why it cannot be used (static text). */
const char *endpoint_parse(struct endpoint *e, const char *base, const struct dialect *d);
void endpoint_clear(struct endpoint *e);

#endif
