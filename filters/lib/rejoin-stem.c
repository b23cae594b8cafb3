/* rejoin-stem.c - Message-IDs as the senders of patches give them out */
#include "lib/rejoin.h"

#include <glib.h>

char *rejoin_stem(const char *id)
{
	/* git send-email, b4, git format-patch --thread */
	static GRegex *forms[3];
	static const char *const patterns[] = {
		"^([0-9]{14}\\.[0-9]+)-[0-9]+-(.+)$",
		"^([0-9]{8}-.+-v[0-9]+)-[0-9]+-([0-9a-f]+@.+)$",
		"^(?:cover|[0-9a-f]{40})(\\.[0-9]{9,})\\.(git.*@.+)$",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(patterns); i++) {
		if (!forms[i])
			forms[i] = g_regex_new(patterns[i], G_REGEX_OPTIMIZE | G_REGEX_RAW, 0, NULL);
		GMatchInfo *match;
		char *stem = NULL;
		if (g_regex_match(forms[i], id, 0, &match)) {
			char *a = g_match_info_fetch(match, 1);
			char *b = g_match_info_fetch(match, 2);
			stem = g_strdup_printf("%s %s", a, b);
			g_free(a);
			g_free(b);
		}
		g_match_info_unref(match);
		if (stem)
			return stem;
	}
	return NULL;
}
