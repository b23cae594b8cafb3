#include "lib/pattern.h"

GRegex *pattern_once(GRegex **slot, const char *pattern)
{
	if (!*slot)
		*slot = g_regex_new(pattern, G_REGEX_CASELESS | G_REGEX_OPTIMIZE | G_REGEX_DUPNAMES, 0, NULL);
	return *slot;
}

bool pattern_in(GRegex **slot, const char *pattern, const char *text)
{
	return g_regex_match(pattern_once(slot, pattern), text, 0, NULL);
}
