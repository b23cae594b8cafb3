/* toolong.c - a prompt that a server found too long is not sent to it again for a day */
#include "toolong.h"

#include <stdlib.h>
#include <time.h>

/* With less room for its answer, or another context, it may fit. */
static char *key_of(const struct llm *l, const struct job *j)
{
	char *beside = g_strdup_printf("%u %u", l->config.context, j->limit);
	char *key = cache_key("too long", j->key, beside, NULL);
	g_free(beside);
	return key;
}

/* "SECONDS CONTEXT WHY" */
void toolong_put(struct llm *l, const struct job *j, const char *why)
{
	char *key = key_of(l, j);
	struct cached c = { .text = g_strdup_printf("%lld %lu %s", (long long)time(NULL), l->context, why) };
	cache_put(l->cache, key, &c);
	g_free(c.text);
	g_free(key);
}

char *toolong_get(struct llm *l, const struct job *j)
{
	enum { DAY = 86400 };
	char *key = key_of(l, j), *why = NULL, *end;
	struct cached c;
	if (cache_get(l->cache, key, &c)) {
		long long when = strtoll(c.text, &end, 10);
		unsigned long context = strtoul(end, &end, 10);
		if (*end == ' ' && context && time(NULL) - when < DAY) {
			why = g_strdup(end + 1);
			l->context = context;
			l->context_known = true;
		}
		g_free(c.text);
	}
	g_free(key);
	return why;
}
