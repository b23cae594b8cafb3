/* endpoint.c - the URL that asks go to, and whether a key may go there */
#include "endpoint.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <string.h>

void endpoint_clear(struct endpoint *e)
{
	g_free(e->url);
	g_free(e->host);
	g_free(e->origin);
	*e = (struct endpoint){ 0 };
}

/* By the address itself, never by a prefix: 127.0.0.1.example.org is somebody else. curl never asks the DNS for localhost. */
static bool is_loopback(const char *host)
{
	struct in_addr v4;
	struct in6_addr v6;
	if (!g_ascii_strcasecmp(host, "localhost"))
		return true;
	if (inet_pton(AF_INET, host, &v4) == 1)
		return ntohl(v4.s_addr) >> 24 == 127;
	char *bare = *host == '[' ? g_strndup(host + 1, strcspn(host + 1, "]")) : g_strdup(host);
	bool yes = inet_pton(AF_INET6, bare, &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
	g_free(bare);
	return yes;
}

static char *part(CURLU *u, CURLUPart what)
{
	char *s = NULL, *copy;
	curl_url_get(u, what, &s, what == CURLUPART_PORT ? CURLU_DEFAULT_PORT : 0);
	copy = g_strdup(s ? s : "");
	curl_free(s);
	return copy;
}

/* People write the base with or without what clients add: /v1, a slash at the end, even the whole path. */
static char *full_path(const char *base, const struct dialect *d)
{
	char *path = g_strdup(base);
	size_t n = strlen(path);
	while (n && path[n - 1] == '/')
		path[--n] = '\0';
	char *full;
	if (g_str_has_suffix(path, d->path))
		full = g_strdup(path);
	else
		full = g_strconcat(path, d->base_needed && !g_str_has_suffix(path, d->base) ? d->base : "", d->path, NULL);
	g_free(path);
	return full;
}

static void take(struct endpoint *e, CURLU *u, const struct dialect *d)
{
	char *path = part(u, CURLUPART_PATH), *full = full_path(path, d);
	curl_url_set(u, CURLUPART_PATH, full, 0);
	curl_url_set(u, CURLUPART_FRAGMENT, NULL, 0);
	e->url = part(u, CURLUPART_URL);

	char *scheme = part(u, CURLUPART_SCHEME), *host = part(u, CURLUPART_HOST), *port = part(u, CURLUPART_PORT);
	char *user = part(u, CURLUPART_USER), *password = part(u, CURLUPART_PASSWORD);
	e->host = g_strdup_printf("%s:%s", host, port);
	e->origin = g_strdup_printf("%s://%s:%s%s", scheme, host, port, full);
	e->loopback = is_loopback(host);
	e->plain = !strcmp(scheme, "http");
	e->secret = *user || *password;
	g_free(path);
	g_free(full);
	g_free(scheme);
	g_free(host);
	g_free(port);
	g_free(user);
	g_free(password);
}

const char *endpoint_parse(struct endpoint *e, const char *base, const struct dialect *d)
{
	const char *why = NULL;
	CURLU *u = curl_url();
	*e = (struct endpoint){ 0 };
	if (!g_ascii_strncasecmp(base, "http://", 7) || !g_ascii_strncasecmp(base, "https://", 8))
		why = curl_url_set(u, CURLUPART_URL, base, 0) ? "is not a URL" : NULL;
	else
		why = "is not an http:// or https:// URL";
	if (!why)
		take(e, u, d);
	curl_url_cleanup(u);
	return why;
}
