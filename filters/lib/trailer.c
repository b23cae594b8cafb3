/* trailer.c - trailers as people write them */
#include "lib/trailer.h"
#include "lib/person.h"

#include <string.h>

/* What a tag begins with, as it is meant and as it is also written. */
static const struct {
	const char *written, *meant;
} words[] = {
	{ "reviewed", "Reviewed" }, { "rewiewed", "Reviewed" }, { "rewieved", "Reviewed" }, { "revieved", "Reviewed" },
	{ "acked", "Acked" },       { "ack", "Acked" },         { "tested", "Tested" },     { "test", "Tested" },
	{ "nacked", "Nacked" },     { "nack", "Nacked" },       { "naked", "Nacked" },      { "nak", "Nacked" },
	{ "nak'd", "Nacked" },      { "nack'd", "Nacked" },     { "reported", "Reported" }, { "suggested", "Suggested" },
	{ "signed-off", "Signed-off" }, { "co-developed", "Co-developed" }, { "debugged", "Debugged" },
	{ "bisected", "Bisected" }, { "regression-tested", "Tested" }, { "build-tested", "Tested" },
	{ "compile-tested", "Tested" }, { "boot-tested", "Tested" },
};

/* One slip of the fingers may be in these, behind the first letter. */
static const char *const mistyped[] = { "Reviewed", "Acked", "Tested", "Nacked" };

bool body_own(const struct body_line *l)
{
	return l->depth == 0 && (l->kind == BODY_TEXT || l->kind == BODY_TRAILER || l->kind == BODY_STAT);
}

bool trailer_approves(const char *tag)
{
	return !strcmp(tag, "Reviewed-by") || !strcmp(tag, "Acked-by");
}

static void trailer_free(void *data)
{
	struct trailer *t = data;
	g_free(t->tag);
	g_free(t->name);
	g_free(t->addr);
	g_free(t);
}

/* A letter too many, one that lacks, or two that changed places. */
static bool one_slip(const char *a, const char *b)
{
	size_t la = strlen(a), lb = strlen(b);
	while (la && lb && *a == *b)
		a++, b++, la--, lb--;
	while (la && lb && a[la - 1] == b[lb - 1])
		la--, lb--;
	return la + lb == 1 || (la == 2 && lb == 2 && a[0] == b[1] && a[1] == b[0]);
}

static const char *meant(const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (!g_ascii_strcasecmp(words[i].written, word))
			return words[i].meant;
	g_autofree char *low = g_ascii_strdown(word, -1);
	for (size_t i = 0; i < G_N_ELEMENTS(mistyped); i++) {
		g_autofree char *right = g_ascii_strdown(mistyped[i], -1);
		if (*low == *right && one_slip(low, right))
			return mistyped[i];
	}
	return NULL;
}

static bool has_letter(const char *s)
{
	while (*s && !g_ascii_isalpha(*s) && (guchar)*s < 0x80)
		s++;
	return *s;
}

/* "# comment" or "(arm64)" after the address is no part of the person. */
static void split_person(struct trailer *t, const char *who)
{
	g_autofree char *s = g_strdup(who);
	char *close = strchr(s, '>');
	struct person p;

	if (close)
		close[1] = '\0';
	else
		s[strcspn(s, "#")] = '\0';
	g_strstrip(s);
	if (!has_letter(s) || !g_ascii_strcasecmp(s, "me") || !g_ascii_strcasecmp(s, "myself")) {
		t->name = g_strdup("");
		t->addr = g_strdup("");
		return;
	}
	person_parse(&p, s, NULL);
	t->name = g_strdup(p.name);
	t->addr = g_strdup(p.addr);
	person_clear(&p);
}

static void add(GPtrArray *out, const char *word, const char *who, size_t line)
{
	struct trailer *t = g_new0(struct trailer, 1);
	t->tag = g_strconcat(word, "-by", NULL);
	t->line = line;
	split_person(t, who);
	g_ptr_array_add(out, t);
}

/* What people put for the hyphen, and for the colon. */
#define HYPHEN "(?:\\s?[-_\xe2\x80\x90\xe2\x80\x91\xe2\x80\x93]\\s?|\\s)"
#define COLON "\\s*(?:[:;]|\xef\xbc\x9a)[*\\s]*"

/* A tag at the start of the line, up to its colon. The words between "-" or blanks; "and" joins two tags. */
static GRegex *line_form(void)
{
	static GRegex *re;
	if (!re)
		re = g_regex_new("^[\\s*+\xe2\x80\xa2]*([A-Za-z']+(?:[- ](?:off|developed|tested))?)"
				 "(?:[- /]+(?:and|&)?[- ]*([A-Za-z]+))?" HYPHEN "by" COLON "(.*)$",
				 G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
	return re;
}

/* A tag without a colon, or within a sentence: only with name and address. */
static GRegex *loose_form(void)
{
	static GRegex *re;
	if (!re)
		re = g_regex_new("(?<![-\\w])(reviewed|acked|tested|nacked)-by\\s*[:;,]?\\s+"
				 "([^<>:]{1,60}<[^<>@\\s]+@[^<>\\s]+>)",
				 G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
	return re;
}

static char *own_line(const struct body *b, size_t i)
{
	if (i >= b->n || !body_own(&b->lines[i]))
		return NULL;
	return g_strndup(b->lines[i].raw, b->lines[i].rawlen);
}

/* The person of a trailer whose line was folded before its address. */
static char *unfold(const struct body *b, size_t i, const char *who)
{
	g_autofree char *next = strchr(who, '<') || strchr(who, '@') ? NULL : own_line(b, i + 1);
	if (next && *who && *g_strchug(next) == '<' && strchr(next, '@'))
		return g_strdup_printf("%s %s", who, next);
	return g_strdup(who);
}

static bool line_trailer(const struct body *b, size_t i, const char *line, GPtrArray *out)
{
	g_autoptr(GMatchInfo) m = NULL;
	if (!g_regex_match(line_form(), line, 0, &m))
		return false;
	g_autofree char *first = g_match_info_fetch(m, 1), *second = g_match_info_fetch(m, 2);
	g_autofree char *rest = g_match_info_fetch(m, 3), *who = unfold(b, i, rest);
	const char *a = meant(g_strdelimit(first, " ", '-')), *z = *second ? meant(second) : NULL;

	if (!a || (*second && !z))
		return false;
	/* "Tested by: running it" has no tag's form at all: what is not quite one needs an address behind. */
	bool exact = !g_ascii_strncasecmp(first, a, strlen(a)) && g_regex_match_simple("-by\\s*[:;]", line, G_REGEX_CASELESS, 0);
	if (!strchr(who, '@') && !exact)
		return false;
	add(out, a, who, i);
	if (z)
		add(out, z, who, i);
	return true;
}

GPtrArray *trailers_find(const struct body *b)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(trailer_free);
	for (size_t i = 0; i < b->n; i++) {
		g_autofree char *line = own_line(b, i);
		g_autoptr(GMatchInfo) m = NULL;
		if (!line || !strcasestr(line, "by") || line_trailer(b, i, line, out))
			continue;
		for (g_regex_match(loose_form(), line, 0, &m); g_match_info_matches(m);
		     g_match_info_next(m, NULL)) {
			g_autofree char *word = g_match_info_fetch(m, 1), *who = g_match_info_fetch(m, 2);
			add(out, meant(word), who, i);
		}
	}
	return out;
}

#define NAK "N(?:AK|ACK|ak|ack)(?:'?ed|'d|ing)?\\b"
#define OF_IT "(?:this|it|that|the|these)(?:\\s+(?:one|patch(?:es)?|series|set|approach|idea|change|version|concept|whole\\s+thing))?"
#define END_OF_IT "(?=\\s*$|\\s*[.,!:;()]|\\s+(?:until|unless|because|as|since|for\\s+now)\\b)"

int nak_find(const struct body *b)
{
	static GRegex *re;
	if (!re)
		re = g_regex_new("^\\s*(?i:(?:so|and|then|thus|big|fat|strong|hard|clear|firm|a|an|that's|it's|this\\s+is|consider\\s+this|"
				 "sorry[,.]?|no[,.])\\s+)*" NAK "(?:" END_OF_IT "|\\s+-|\\s+from\\s+me\\b|\\s+for\\s+now\\b|\\s+until\\b|"
				 "\\s+(?:to|on)\\s+" OF_IT END_OF_IT ")|"
				 "^\\s*nac?k[.!]*\\s*$|"
				 "\\bI(?:'m|\\s+am|\\s+have\\s+to|\\s+must|'ll\\s+have\\s+to)?\\s+" NAK "\\s+" OF_IT END_OF_IT "|"
				 "^(?!.*(?i:\\b(?:no|not|without|withdraw|retract|take\\s+back|dropp?)\\b|n't\\b)).*\\b" NAK "\\s+from\\s+(?:me|my\\s+side)\\b",
				 G_REGEX_OPTIMIZE, 0, NULL);
	for (size_t i = 0; i < b->n; i++) {
		g_autofree char *line = b->lines[i].kind == BODY_TEXT ? own_line(b, i) : NULL;
		if (line && g_regex_match(re, line, 0, NULL))
			return (int)i;
	}
	g_autoptr(GPtrArray) trailers = trailers_find(b);
	for (unsigned i = 0; i < trailers->len; i++) {
		const struct trailer *t = g_ptr_array_index(trailers, i);
		if (!strcmp(t->tag, "Nacked-by"))
			return (int)t->line;
	}
	return -1;
}

bool nak_withdrawn(const struct body *b)
{
	static GRegex *re;
	if (!re)
		re = g_regex_new("\\bI(?:'ve|\\s+have|\\s+hereby)?\\s+(?:withdr[ae]w|retract|t[ao]ke\\s+back|drop|lift)(?:ed|ped|n)?\\s+"
				 "(?:my|the|that)\\s+nac?k\\b|\\bmy\\s+nac?k\\s+(?:is|has\\s+been|was)\\s+(?:withdrawn|retracted|lifted|dropped)\\b",
				 G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
	for (size_t i = 0; i < b->n; i++) {
		g_autofree char *line = b->lines[i].kind == BODY_TEXT ? own_line(b, i) : NULL;
		if (line && g_regex_match(re, line, 0, NULL))
			return true;
	}
	return false;
}
