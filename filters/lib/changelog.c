/* changelog.c - "Changes in v3:", "v2 -> v3:", "* From v2:", and the lines below */
#include "lib/changelog.h"
#include "lib/pattern.h"
#include "lib/trailer.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#define MOST_LINES 40

/* A heading's form; %1 is this version, %2 the one before. */
static const char *const forms[] = {
	"^[-*#\\s\\[]*(?:[a-z ]{0,40}\\b)?v?%2\\s*(?:-+>|=>|\xe2\x86\x92|to|\\.{2,3}|/)\\s*v%1\\b",
	"^[-*#\\s\\[]*(?:[a-z ]{0,40}\\b)?(?:changes?|changelog|change log|changed|new|updates?|diff\\S*|history|delta)\\b"
	"[^.]{0,30}\\b(?:in|for|of|with)?\\s*(?:this )?(?:version |patch ?)?v?%1\\b",
	"^[-*#\\s\\[]*(?:[a-z ]{0,40}\\b)?(?:since|from|against|vs\\.?|over|compared (?:to|with))\\s+"
	"(?:the )?(?:v%2|version %2|(?:last|previous|prior) (?:version|revision|posting|iteration|series))\\b",
	"^[-*#\\s\\[]*v%1\\s*(?:[:)\\]-]|\\([^)]*\\):?)\\s*(?!\\s*<?https?:)",
	"^[-*#\\s\\[]*v%1\\s*(?:changes?)?\\s*[:.]?\\s*$",
};

/* Any version's heading: the next one ends this one's list. */
static const char any_heading[] =
	"^[-*#\\s\\[]*(?:[a-z ]{0,40}\\b)?(?:v\\d+|rfc(?: ?v?\\d+)?)\\s*(?:-+>|=>|\xe2\x86\x92|\\.{2,3})\\s*(?:v?\\d+|rfc)|"
	"^[-*#\\s\\[]*(?:changes?|changelog|change log|updates?)\\s+(?:in|for|since|from|of)?\\s*(?:v\\d|rfc|version)|"
	"^[-*#\\s\\[]*(?:since|from)\\s+(?:v\\d|rfc)|^[-*#\\s\\[]*(?:v\\d+|rfc(?: ?v\\d+)?)\\s*(?:[:)\\]]|\\(.*\\):?\\s*$|$)|"
	"^\\s*-*\\s*(?:link to )?v\\d+\\s*:\\s*<?http";

static bool matches(const char *pattern, const char *s)
{
	return g_regex_match_simple(pattern, s, G_REGEX_CASELESS, 0);
}

static char *line_at(const struct body *b, size_t i)
{
	return g_strchomp(g_strndup(b->lines[i].raw, b->lines[i].rawlen));
}

static char *pattern_for(const char *form, int version)
{
	g_autofree char *now = g_strdup_printf("%d", version);
	/* What became of an RFC is version 1. */
	g_autofree char *last = version > 1 ? g_strdup_printf("%d", version - 1) : g_strdup("(?:0|rfc(?: ?v?\\d+)?)");
	GString *s = g_string_new(form);
	if (version == 1)
		g_string_replace(s, "v%2", "(?:v0|rfc(?: ?v?\\d+)?)", 0);
	g_string_replace(s, "%1", now, 0);
	g_string_replace(s, "%2", last, 0);
	return g_string_free(s, FALSE);
}

/* Where this version's list begins: the heading's line, -1 if there is none. */
static int heading(const struct body *b, int version)
{
	for (size_t f = 0; f < G_N_ELEMENTS(forms); f++) {
		g_autofree char *pattern = pattern_for(forms[f], version);
		g_autoptr(GRegex) re = g_regex_new(pattern, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
		for (size_t i = 0; i < b->n; i++) {
			if (!body_own(&b->lines[i]))
				continue;
			g_autofree char *line = line_at(b, i);
			/* "v1: https://lore..." is a link to it, and a long line is prose. */
			if (strlen(line) > 100 || strstr(line, "http") || !g_regex_match(re, line, 0, NULL))
				continue;
			/* A first version has no list; "v1:" under an RFC has. */
			return (int)i;
		}
	}
	return -1;
}

static bool is_blank(const char *s)
{
	return !s[strspn(s, " \t\r")];
}

static bool is_item(const char *s)
{
	return g_ascii_isspace(*s) || strchr("-*+o#", *s) || g_ascii_isdigit(*s);
}

/* "- this", "* this", "1. this": what follows up to the next one belongs to it. */
static bool is_bullet(const char *s)
{
	static const char *const marks[] = { "-", "*", "+", "o", "#", "\xe2\x80\xa2", "\xc2\xb7", "\xe2\x80\x93" };

	s += strspn(s, " \t");
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
		size_t n = strlen(marks[i]);

		if (!strncmp(s, marks[i], n) && (s[n] == ' ' || s[n] == '\t'))
			return true;
	}
	return g_ascii_isdigit(*s) && matches("^\\d+[.)]\\s", s);
}

/* A line of the list, or the rest of the item before it. */
static void add_line(GString *out, const char *line, bool *in_item, bool blank)
{
	if (is_bullet(line))
		*in_item = true;
	else if (blank)
		*in_item = false;
	if (*in_item && out->len && !is_bullet(line)) {
		g_string_truncate(out, out->len - 1);
		g_string_append_printf(out, " %s\n", line + strspn(line, " \t"));
	} else {
		g_string_append_printf(out, "%s\n", line);
	}
}

static bool is_link(const char *line)
{
	return matches("^\\s*<?https?://\\S+$", line);
}

/* A line that is no part of a list any more. */
static bool ends_list(const char *line, bool after_blank)
{
	static GRegex *any;
	if (pattern_in(&any, any_heading, line) || g_str_has_prefix(line, "---") || matches("^\\[\\d+\\][: ]", line) ||
	    is_link(line) || matches("^[A-Z][A-Za-z-]+-by:", line))
		return true;
	return after_blank && !is_item(line);
}

char *changelog_find(const struct body *b, int version)
{
	int at = heading(b, version);
	if (at < 0)
		return NULL;
	static GRegex *any;
	GString *out = g_string_new(NULL);
	bool blank = false, in_item = false;
	unsigned lines = 0;

	/* "V2 -> V3: Filter out the flags." has its text on the heading's own line. */
	g_autofree char *head = line_at(b, (size_t)at);
	char *colon = strchr(head, ':');
	if (colon && !is_blank(colon + 1) && !strstr(colon, "http"))
		g_string_append_printf(out, "%s\n", g_strstrip(colon + 1));
	for (size_t i = (size_t)at + 1; i < b->n && lines < MOST_LINES; i++) {
		if (!body_own(&b->lines[i]) || b->lines[i].kind != BODY_TEXT)
			break;
		g_autofree char *line = line_at(b, i);
		if (is_blank(line)) {
			blank = true;
			continue;
		}
		/* The link to the last version stands between the heading and the list. */
		if (!out->len && is_link(line))
			continue;
		if (out->len && ends_list(line, blank))
			break;
		if (!out->len && pattern_in(&any, any_heading, line))
			break;
		if (blank && out->len && !is_item(line))
			break;
		add_line(out, line, &in_item, blank);
		blank = false;
		lines++;
	}
	g_string_truncate(out, out->len ? out->len - 1 : 0);
	return g_string_free(out, !out->len);
}
