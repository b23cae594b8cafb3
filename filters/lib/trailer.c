/* trailer.c - trailers as people write them */
#include "lib/trailer.h"
#include "lib/person.h"

#include <string.h>

/* What a tag begins with, as it is meant and as it is mistyped. */
static const struct {
	const char *written, *meant;
} words[] = {
	{ "reviewed", "Reviewed" }, { "reviewd", "Reviewed" }, { "reviwed", "Reviewed" }, { "rewiewed", "Reviewed" },
	{ "reveiwed", "Reviewed" }, { "revieved", "Reviewed" }, { "review", "Reviewed" }, { "reviewe", "Reviewed" },
	{ "rviewed", "Reviewed" },  { "acked", "Acked" },       { "ack", "Acked" },       { "aked", "Acked" },
	{ "tested", "Tested" },     { "test", "Tested" },       { "nacked", "Nacked" },   { "nack", "Nacked" },
	{ "naked", "Nacked" },      { "nak", "Nacked" },        { "nak'd", "Nacked" },
	{ "nack'd", "Nacked" },     { "reported", "Reported" }, { "suggested", "Suggested" },
	{ "signed-off", "Signed-off" }, { "co-developed", "Co-developed" }, { "debugged", "Debugged" },
	{ "bisected", "Bisected" }, { "regression-tested", "Tested" }, { "build-tested", "Tested" },
	{ "compile-tested", "Tested" },
};

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

static const char *meant(const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (!g_ascii_strcasecmp(words[i].written, word))
			return words[i].meant;
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
	if (!has_letter(s)) {
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

/* A tag at the start of the line, up to its colon. The words between "-" or blanks; "and" joins two tags. */
static GRegex *line_form(void)
{
	static GRegex *re;
	if (!re)
		re = g_regex_new("^\\s*([A-Za-z']+(?:[- ](?:off|developed|tested))?)"
				 "(?:[- /]+(?:and|&)?[- ]*([A-Za-z]+))?[- ]by\\s*[:;]\\s*(.*)$",
				 G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
	return re;
}

/* A tag without a colon, or within a sentence: only with name and address. */
static GRegex *loose_form(void)
{
	static GRegex *re;
	if (!re)
		re = g_regex_new("\\b(reviewed|acked|tested|nacked)-by\\s*[:;,]?\\s+"
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
	/* "Tested by: running it" has no tag's form at all: a blank for the hyphen needs an address behind. */
	if (!strchr(who, '@') && !g_regex_match_simple("-by\\s*[:;]", line, G_REGEX_CASELESS, 0))
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

int nak_find(const struct body *b)
{
	static GRegex *re;
	if (!re)
		re = g_regex_new("^\\s*(?i:(?:so|big|strong|hard|clear|a|an|that's|it's|this is)\\s+)*"
				 "N(?:AK|ACK|ak|ack)(?:'?ed)?(?:\\s*$|\\s*[.,!:;]|\\s+-|\\s+from me\\b|\\s+for now\\b)",
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
