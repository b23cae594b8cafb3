/* applied-bots.c - what b4 and the bots of maintainers write when a patch is taken */
#include "lib/applied-parts.h"
#include "lib/pattern.h"
#include "lib/person.h"
#include "lib/trailer.h"

#include <stdlib.h>
#include <string.h>

/* The writer's lines as one text. Free with g_free. */
static char *own_text(const struct body *b)
{
	GString *s = g_string_new(NULL);
	for (size_t i = 0; i < b->n; i++)
		if (body_own(&b->lines[i]))
			g_string_append_len(s, b->lines[i].raw, (gssize)b->lines[i].rawlen), g_string_append_c(s, '\n');
	return g_string_free(s, FALSE);
}

static void add_hashes(GPtrArray *commits, const char *text, const char *pattern)
{
	g_autoptr(GRegex) re = g_regex_new(pattern, G_REGEX_CASELESS | G_REGEX_MULTILINE, 0, NULL);
	g_autoptr(GMatchInfo) m = NULL;
	for (g_regex_match(re, text, 0, &m); g_match_info_matches(m); g_match_info_next(m, NULL))
		g_ptr_array_add(commits, g_match_info_fetch(m, 1));
}

static void add_numbers(GArray *patches, const char *text, const char *pattern)
{
	g_autoptr(GRegex) re = g_regex_new(pattern, G_REGEX_CASELESS | G_REGEX_MULTILINE, 0, NULL);
	g_autoptr(GMatchInfo) m = NULL;
	for (g_regex_match(re, text, 0, &m); g_match_info_matches(m); g_match_info_next(m, NULL)) {
		g_autofree char *s = g_match_info_fetch(m, 1);
		int n = atoi(s);
		g_array_append_val(patches, n);
	}
}

bool applied_by_b4(const struct body *b, struct applied *a)
{
	g_autofree char *text = own_text(b);
	static GRegex *item;
	if (!g_regex_match(pattern_once(&item, "(?:^|\\n)\\[\\d+/\\d+\\][^\\n]*\\n(?:[^\\n\\[]*\\n)?\\s+"
					   "(?:commit:|https?://\\S+|\\(no commit info\\))"),
			   text, 0, NULL))
		return false;
	a->formal = true;
	add_numbers(a->patches, text, "^\\[(\\d+)/\\d+\\]");
	add_hashes(a->commits, text, "^\\s+(?:commit:|https?://\\S+/c(?:ommit)?/|\\S+\\?id=)\\s*([0-9a-f]{7,40})\\b");
	return true;
}

/* "for-next", "netdev/net.git (main)": the first group of the pattern. */
static bool names_tree(GRegex **re, const char *pattern, const char *text, struct applied *a)
{
	g_autoptr(GMatchInfo) m = NULL;
	if (!g_regex_match(pattern_once(re, pattern), text, 0, &m))
		return false;
	a->to = g_strstrip(g_match_info_fetch(m, 1));
	return true;
}

static void committer(const char *text, struct applied *a)
{
	static GRegex *re;
	g_autoptr(GMatchInfo) m = NULL;
	if (!g_regex_match(pattern_once(&re, "\\bby ([^\\n<]+<[^>\\n]+>):"), text, 0, &m))
		return;
	g_autofree char *who = g_match_info_fetch(m, 1);
	struct person p;
	person_parse(&p, who, NULL);
	a->by = g_strdup(p.name);
	person_clear(&p);
}

bool applied_by_bot(const struct body *b, const char *subject, struct applied *a)
{
	static GRegex *tracker, *patchwork, *tip, *stable, *mm, *named;
	g_autofree char *text = own_text(b);

	if (names_tree(&tracker, "^\\s*The pull request you sent\\b[^\\0]{0,600}?\\bhas been merged into (\\S+?):?\\n",
		       text, a)) {
		add_hashes(a->commits, text, "/c/([0-9a-f]{12,40})");
	} else if (names_tree(&patchwork,
			      "\\bThis (?:series|patch|pull request) was (?:applied|merged) to ([^\\n]+?)\\n\\s*by ",
			      text, a)) {
		committer(text, a);
		add_numbers(a->patches, text, "^\\s*- (?:\\(no matching commit\\)|\\[[^\\]]*?(\\d+)/\\d+\\])");
		add_hashes(a->commits, text, "/c/([0-9a-f]{7,40})");
	} else if (names_tree(&tip, "^\\s*The following commit has been merged into the (.+?) branch of tip:", text, a)) {
		add_hashes(a->commits, text, "^Commit-ID:\\s*([0-9a-f]{12,40})");
	} else if (names_tree(&stable, "just added the patch titled[^\\0]{0,400}?\\bto the (\\S+) tree", text, a) ||
		   names_tree(&mm, "The patch titled[^\\0]{0,400}?\\bhas been (?:added to|merged into) the (.+?) (?:tree|branch)",
			      text, a)) {
		if (!subject || !g_regex_match(pattern_once(&named, "(?:has been )?(?:added to|merged into)\\b|^\\+ |\\[merged"),
					       subject, 0, NULL)) {
			g_clear_pointer(&a->to, g_free);
			return false;
		}
	} else {
		return false;
	}
	/* Where no patch has a number, group 1 did not take part and gave 0. */
	for (unsigned i = a->patches->len; i-- > 0;)
		if (g_array_index(a->patches, int, i) <= 0)
			g_array_remove_index(a->patches, i);
	a->formal = a->bot = true;
	return true;
}
