/* verify-stray.c - numbers and months of a claim that are neither the mail's nor the thread's */
#include "verify-known.h"
#include "verify-fold.h"

#include <stdlib.h>
#include <string.h>

/* "3 objections": who sums up counts. */
static bool summed_up(const char *next)
{
	static const char *const things[] = { "point",	 "reason", "problem", "objection", "question", "issue", "comment", "bug",
					      "way",	 "option", "step",    "place",	   "case",     "change", "fix",	    "concern",
					      "nit",	 "remark", "suggestion", "alternative", "request", "个问题", "个原因", "个理由",
					      "条意见", "条建议", "个建议",  "个方案",	   "个疑问",   "处",	 "点",	    NULL };

	for (const char *const *w = things; *w; w++)
		if (g_str_has_prefix(next, *w))
			return true;
	return false;
}

/* Does a text have the number as a whole one, in digits or spelled? */
static bool text_has(const char *text, const char *number, long n)
{
	static const char *const words[] = { "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
					     "twelve" };
	gsize len = strlen(number);

	for (const char *p = strstr(text, number); p; p = strstr(p + 1, number))
		if ((p == text || !g_ascii_isdigit(p[-1])) && !g_ascii_isdigit(p[len]))
			return true;
	return n >= 1 && n <= (long)G_N_ELEMENTS(words) && strcasestr(text, words[n - 1]);
}

static bool any_has(const GPtrArray *texts, const char *number, long n)
{
	for (guint i = 0; i < texts->len; i++)
		if (text_has(texts->pdata[i], number, n))
			return true;
	return false;
}

static bool any_matches(const GPtrArray *texts, const char *pattern)
{
	for (guint i = 0; i < texts->len; i++)
		if (g_regex_match_simple(pattern, texts->pdata[i], G_REGEX_CASELESS, 0))
			return true;
	return false;
}

/* "v4", "version 4", "GICv4" */
static bool any_version(const GPtrArray *texts, const char *number)
{
	g_autofree char *pattern = g_strdup_printf("v(?:ersion )?%s(?!\\d)", number);

	return any_matches(texts, pattern);
}

/* "2022-09-23" and "next-20220923" are the 23rd of September. */
static bool any_day(const GPtrArray *texts, long month, long day)
{
	g_autofree char *pattern = g_strdup_printf("\\d{4}(-?)%02ld\\g{1}%02ld(?!\\d)", month, day);

	return month && any_matches(texts, pattern);
}

static bool any_month(const struct known *k, const GPtrArray *texts, long month)
{
	return known_in_month(k, month) || any_matches(texts, known_month_name(month));
}

/* The length of a number that stands for itself at p: not "arm64", "64KB", "0x10", "-rc3". 0: none. */
static gsize number_at(const char *text, const char *p)
{
	gsize n = strspn(p, "0123456789");
	const char *before = p > text ? g_utf8_prev_char(p) : NULL;
	gunichar c, after;

	if (!n || n > 9)
		return 0;
	/* "v3" is one, "PMUv3" is none. */
	if (before && *before == 'v' && (before == text || !g_ascii_isalnum(before[-1])))
		before = NULL;
	c = before ? g_utf8_get_char(before) : ' ';
	if ((g_unichar_isalnum(c) && !fold_is_cjk(c)) || (before && strchr("_.#-/", *before)))
		return 0;
	while ((p[n] == '.' || p[n] == ',') && g_ascii_isdigit(p[n + 1]))
		n += 1 + strspn(p + n + 1, "0123456789");
	after = g_utf8_get_char(p + n);
	return (g_unichar_isalpha(after) && !fold_is_cjk(after)) || after == '_' || after == '-' ? 0 : n;
}

/* The number at p, between the words before it and the next: is it of none of the texts, and no fact of the thread? What it is to be called; NULL: it is. */
static char *stray_number(const struct known *k, const GPtrArray *texts, const char *p, gsize len, const char *before, const char *last,
			  const char *next)
{
	static const char *const since[] = { "since", "against", "from", "over", "to", "after", "than", "relative", NULL };
	g_autofree char *number = g_strndup(p, len);
	long n = strtol(p, NULL, 10), month = known_month(last) ? known_month(last) : known_month(next);
	bool whole = strspn(number, "0123456789") == len;

	if (whole && (!strcmp(last, "v") || !strcmp(last, "version")))
		return known_version(k, n) || (known_version_last(k, n) && g_strv_contains(since, before)) || any_version(texts, number) ? NULL : g_strdup_printf("v%s", number);
	if (any_has(texts, number, n) || summed_up(next) || any_day(texts, month, n) || (whole && known_number(k, n, number, last, next)))
		return NULL;
	return g_steal_pointer(&number);
}

/* "In January", "5 January"; "may" and "march" are verbs as well. */
static bool names_month(const char *word, bool capital, const char *last, const char *next)
{
	static const char *const before[] = { "in", "since", "until", "of", "from", "by", "early", "late", "mid", "during", NULL };
	long month = known_month(word);

	return month && !strcmp(word, known_month_name(month)) && (capital || strlen(word) > 5) &&
	       (g_strv_contains(before, last) || g_ascii_isdigit(*last) || g_ascii_isdigit(*next));
}

/* "一月份", "2 月" */
static char *stray_month_zh(const struct known *k, const char *text, const GPtrArray *texts)
{
	static const char *const names[] = { "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二" };
	g_autoptr(GRegex) re = g_regex_new("(?<![一二三四五六七八九十\\d])(十[一二]?|[一二三四五六七八九]|\\d{1,2})\\s*月(?!\\s*\\d)", 0, 0, NULL);
	g_autoptr(GMatchInfo) m = NULL;

	for (g_regex_match(re, text, 0, &m); g_match_info_matches(m); g_match_info_next(m, NULL)) {
		g_autofree char *name = g_match_info_fetch(m, 1);
		long month = strtol(name, NULL, 10);

		for (long i = 0; i < 12; i++)
			if (!strcmp(name, names[i]))
				month = i + 1;
		if (month >= 1 && month <= 12 && !any_month(k, texts, month))
			return g_match_info_fetch(m, 0);
	}
	return NULL;
}

/* "64 cores" beside a quotation that has "16 cores" and no 64. */
static bool of_another_number(const GPtrArray *quotes, const char *number, long n, const char *unit)
{
	static const char *const joints[] = { "and", "the", "are", "was", "were", "for", "with", "from", "but", "then", "than", "which",
					      "that", "per", "not", "has", "have", NULL };
	g_autofree char *kind = g_strndup(unit, 5), *pattern = g_strdup_printf("\\b\\d+[ -]?%s", kind);

	return strlen(unit) > 2 && !g_strv_contains(joints, unit) && g_ascii_isalpha(*unit) && any_matches(quotes, pattern) && !any_has(quotes, number, n);
}

char *known_stray(const struct known *k, const char *text, const GPtrArray *texts, const GPtrArray *quotes)
{
	g_autofree char *low = g_utf8_strdown(text, -1), *last = g_strdup(""), *before = g_strdup("");
	bool same = strlen(low) == strlen(text);

	for (const char *p = low; *p;) {
		gsize n = known_run(p), len = g_ascii_isdigit(*p) ? number_at(low, p) : 0;
		bool of_mail = true;
		const char *end = len ? known_date(k, p, &of_mail) : NULL, *after = p + MAX(n, len);
		g_autofree char *word = g_strndup(p, n), *next = NULL;
		char *stray = NULL;

		if (!of_mail)
			return g_strndup(p, (gsize)(end - p));
		if (end || !n) {
			p = end ? end : g_utf8_next_char(p);
			continue;
		}
		after += strspn(after, " ");
		next = g_strndup(after, known_run(after));
		if (len) {
			g_autofree char *number = g_strndup(p, len);

			stray = of_another_number(quotes, number, strtol(p, NULL, 10), next) ? g_steal_pointer(&number) :
											       stray_number(k, texts, p, len, before, last, next);
		}
		if (!len && names_month(word, !same || g_ascii_isupper(text[p - low]), last, next) &&
			 !any_month(k, texts, known_month(word)))
			stray = g_strdup(word);
		if (stray)
			return stray;
		p += MAX(n, len);
		g_free(before);
		before = g_steal_pointer(&last);
		last = g_steal_pointer(&word);
	}
	return stray_month_zh(k, text, texts);
}
