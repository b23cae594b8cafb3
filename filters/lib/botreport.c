/* botreport.c - kernel test robot, syzbot, CI: what broke
 *
 * Their ">> file:line: error: ..." marks what is new and is no quote; so this reads the text, not its told-apart lines.
 */
#include "lib/botreport.h"

#include <glib.h>
#include <string.h>

static bool match(const char *pattern, const char *s, char **group)
{
	g_autoptr(GRegex) re = g_regex_new(pattern, G_REGEX_CASELESS | G_REGEX_MULTILINE, 0, NULL);
	g_autoptr(GMatchInfo) m = NULL;
	if (!g_regex_match(re, s, 0, &m))
		return false;
	if (group)
		*group = g_strstrip(g_match_info_fetch(m, 1));
	return true;
}

/* The first of the patterns that the text has: its group 1. */
static char *first_of(const char *const *patterns, size_t n, const char *text)
{
	char *s = NULL;
	for (size_t i = 0; i < n; i++)
		if (match(patterns[i], text, &s) && *s)
			return s;
	return NULL;
}

/* A line as what it means: one that tells a reader where and what; cut at a word's end, and that is told. */
static char *shortened(char *s)
{
	enum { MOST = 200 };
	char *end, *word;

	if (g_utf8_strlen(s, -1) <= MOST)
		return s;
	end = g_utf8_offset_to_pointer(s, MOST);
	word = g_utf8_strrchr(s, end - s, ' ');
	if (word && word > g_utf8_offset_to_pointer(s, MOST / 2))
		end = word;
	while (end > s && end[-1] == ' ')
		end--;
	*end = '\0';
	word = g_strconcat(s, "\xe2\x80\xa6", NULL);
	g_free(s);
	return word;
}

bool bot_report_well(const char *text, const char *subject)
{
	static const char well[] = "\\bbuild success\\b|^BUILD SUCCESS|did not trigger any issue|^state\\s*:\\s*success\\b|"
				   "\\b(?:no (?:issues|regressions|errors) (?:were )?found|all tests passed|tests? passed)\\b";

	return (text && match(well, text, NULL)) || (subject && match("\\bBUILD SUCCESS\\b|: success for\\b", subject, NULL));
}

bool bot_report_find(const char *text, const char *subject, struct bot_report *r)
{
	static const char bad[] =
		"\\bauto build test (?:ERROR|WARNING)\\b|(?:new ones|ones) prefixed by >>|^Yet something to improve|"
		"still triggering an issue|\\b(?:build|boot)/?(?:boot)? failed\\b|noticed (?:a|the following|\")|"
		"\\bregression\\b|\\bfail(?:ed|ure|s|ures)?\\b|\\bBUG:|\\bKASAN:|\\bWARNING: |\\berror:";
	static const char *const whats[] = {
		"^>> (.*\\b(?:error|undefined|fatal)\\b.*)$",
		"^>> (.+)$",
		"still triggering an issue:?\\s*\\n+(.+)$",
		"^.*\\bnoticed ((?:a|an) .*? regression of .*?)(?: on:|,? due to|$)",
		"^.*\\bnoticed (\".+?\").*$",
		"^(.*\\b(?:fatal error|error):.*)$",
		"^((?:BUG|KASAN|KCSAN|UBSAN|WARNING|INFO|Oops)[: ].*)$",
		"^(.*\\b(?:not ok|FAIL(?:ED|URE)?)\\b.*)$",
		"^(.*\\bwarning:.*)$",
		"^(.*\\b(?:failed|failure|regression)\\b.*)$",
	};

	*r = (struct bot_report){ 0 };
	if (!text || bot_report_well(text, subject) || !match(bad, text, NULL))
		return false;
	/* "noticed a 12.3% improvement of" is good news, where nothing else got worse. */
	if (match("\\bnoticed an? .*\\bimprovement of\\b", text, NULL) && !match("\\bregression\\b|\\berror:|\\bfailed\\b", text, NULL))
		return false;
	r->error = match("\\bauto build test ERROR\\b|^Yet something to improve|\\berrors? \\(new ones|\\berror:|"
			 "\\bfail(?:ed|ure|s|ures)?\\b|still triggering|\\bBUG:|\\bKASAN:",
			 text, NULL) &&
		   !match("\\bauto build test WARNING\\b", text, NULL);
	r->what = first_of(whats, G_N_ELEMENTS(whats), text);
	if (!r->what)
		r->what = g_strdup("");
	r->what = shortened(r->what);
	if (!match("^config:\\s*(\\S+)", text, &r->config) && !match("^.*\\bconfig: (\\S+)", text, &r->config) &&
	    !match("\\b(?:arch|architecture|kernel config):?\\s+(\\S+)", text, &r->config))
		r->config = g_strdup("");
	return true;
}

void bot_report_clear(struct bot_report *r)
{
	g_free(r->what);
	g_free(r->config);
	*r = (struct bot_report){ 0 };
}
