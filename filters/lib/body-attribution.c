/* body-attribution.c - "On ..., X wrote:" and what stands for it in other programs and languages */
#include "body-parts.h"

#include <glib.h>
#include <string.h>

/* An attribution is at most this many lines and bytes. */
#define ATTRIBUTION_LINES 4
#define ATTRIBUTION_BYTES 400

static const char *const openers[] = {
	"On ", "Am ", "Le ", "El ", "Il ", "Em ", "Op ", "At ", "Den ", "Dne ", "Dnia ", "W dniu ", "Quoting ",
	"在",
	"于",
	"В ",
	"-----",
};

/* What stands right before the colon, or, in German order, somewhere before it. */
static const char *const verbs[] = {
	"wrote", "writes", "said", "écrit", "escribió", "ha scritto", "escreveu", "skrev", "schreef",
	"kirjoitti", "napsal", "napsal(a)", "napisał", "napisał(a)",
	"写道",
	"寫道",
	"写到",
	"пишет",
	"написал",
	"しました",
};

static bool opens(const char *s)
{
	if (g_ascii_isdigit(*s))
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(openers); i++)
		if (g_str_has_prefix(s, openers[i]))
			return true;
	return false;
}

/* Cut the colon off the end; false if there is none. */
static bool cut_colon(GString *s)
{
	static const char wide[] = "：", nbsp[] = "\u00a0";

	g_strchomp(s->str);
	s->len = strlen(s->str);
	if (g_str_has_suffix(s->str, ":"))
		g_string_truncate(s, s->len - 1);
	else if (g_str_has_suffix(s->str, wide))
		g_string_truncate(s, s->len - 3);
	else
		return false;
	g_strchomp(s->str);
	s->len = strlen(s->str);
	if (g_str_has_suffix(s->str, nbsp))
		g_string_truncate(s, s->len - 2);
	return true;
}

static bool ends_in_verb(const char *s)
{
	for (size_t i = 0; i < G_N_ELEMENTS(verbs); i++)
		if (g_str_has_suffix(s, verbs[i]))
			return true;
	return strstr(s, " schrieb ") || g_str_has_suffix(s, " schrieb");
}

/* "14:03", "4:03", "1.11.22", "11/1/22" at s. */
static bool time_or_day(const char *s)
{
	if (g_ascii_isdigit(*s))
		s++;
	if (*s == ':')
		return g_ascii_isdigit(s[1]) && g_ascii_isdigit(s[2]);
	return (*s == '.' || *s == '/') && g_ascii_isdigit(s[1]);
}

static bool year(const char *s)
{
	return (g_str_has_prefix(s, "19") || g_str_has_prefix(s, "20")) && g_ascii_isdigit(s[2]) &&
	       g_ascii_isdigit(s[3]) && !g_ascii_isdigit(s[4]);
}

/* A year, a time of day or a day with its month stands in it. */
static bool dated(const char *s)
{
	for (; *s; s++)
		if (g_ascii_isdigit(*s) && (year(s) || time_or_day(s + 1)))
			return true;
	return false;
}

/* "Ann Example wrote" right above a quote: names only, so that "as I wrote" stays a sentence. */
static bool only_names(const char *s)
{
	char **words = g_strsplit(s, " ", 0);
	guint n = g_strv_length(words);
	bool names = n >= 3 && n <= 6 && !g_str_equal(words[0], "As") && !g_str_equal(words[0], "Like") &&
		     !g_str_equal(words[0], "What");

	for (guint i = 0; names && i + 1 < n; i++)
		names = g_unichar_isupper(g_utf8_get_char(words[i])) || words[i][0] == '(';
	g_strfreev(words);
	return names;
}

/* `above`: a quote stands below it, or it stands in a quote itself, where no words of the writer can be lost. */
static bool is_attribution(GString *s, bool above)
{
	bool address;

	if (!cut_colon(s))
		return false;
	address = strchr(s->str, '@') != NULL;
	if (!ends_in_verb(s->str))
		/* "2022年11月1日(火) 14:03 Ann <ann@example.org>:", "* Ann <ann@example.org> [2022-11-01 14:03]:" */
		return above && address && dated(s->str) && (g_str_has_suffix(s->str, ">") || g_str_has_suffix(s->str, "]"));
	if (opens(s->str) && (address || dated(s->str)))
		return true;
	return above && (address || dated(s->str) || only_names(s->str));
}

static bool same_block(const struct body_line *a, const struct body_line *b)
{
	return a->kind == b->kind && a->depth == b->depth && !body_blank(b);
}

/* The next line that is neither blank nor a mark of what was left out is quoted deeper than this one. */
static bool quote_follows(const struct body *b, size_t i, int depth)
{
	while (i < b->n && b->lines[i].depth <= depth && (body_blank(&b->lines[i]) || body_snip(&b->lines[i])))
		i++;
	return i < b->n && b->lines[i].depth > depth;
}

/* Most text has no colon at the end of one of so many lines, and needs no closer look. */
static bool colon_near(const struct body *b, size_t i)
{
	static const char wide[] = "：";
	const struct body_line *l = &b->lines[i];

	for (size_t k = 0; k < ATTRIBUTION_LINES && i + k < b->n && same_block(l, l + k); k++) {
		size_t len = l[k].len;

		while (len && g_ascii_isspace(l[k].text[len - 1]))
			len--;
		if (len && (l[k].text[len - 1] == ':' || (len >= 3 && memcmp(l[k].text + len - 3, wide, 3) == 0)))
			return true;
	}
	return false;
}

/* How many lines from i on are one attribution; 0: none. */
static size_t attribution_at(const struct body *b, size_t i)
{
	const struct body_line *l = &b->lines[i];
	GString *s;
	size_t found = 0;

	if ((l->kind != BODY_TEXT && l->kind != BODY_QUOTE) || body_blank(l) || l->len > ATTRIBUTION_BYTES ||
	    !colon_near(b, i))
		return 0;
	s = g_string_new(NULL);
	for (size_t k = 0; k < ATTRIBUTION_LINES && i + k < b->n && same_block(l, l + k); k++) {
		GString *copy;

		g_string_append_printf(s, "%s%.*s", k ? " " : "", (int)MIN(l[k].len, ATTRIBUTION_BYTES), l[k].text);
		if (s->len > ATTRIBUTION_BYTES)
			break;
		g_strchug(s->str);
		s->len = strlen(s->str);
		/* Only what opens like one, or has a name and an address, goes on in the next line. */
		if (k && !opens(s->str) && !memchr(l->text, '@', l->len))
			break;
		copy = g_string_new(s->str);
		if (is_attribution(copy, l->depth || quote_follows(b, i + k + 1, 0)))
			found = k + 1;
		g_string_free(copy, TRUE);
		if (found)
			break;
	}
	g_string_free(s, TRUE);
	return found;
}

void body_find_attributions(struct body *b)
{
	for (size_t i = 0; i < b->n;) {
		size_t n = attribution_at(b, i);

		for (size_t k = 0; k < n; k++)
			b->lines[i + k].kind = BODY_ATTRIBUTION;
		i += MAX(n, 1);
	}
}

/* "-----Original Message-----", "-------- Forwarded Message --------", in any language: dashes, words, dashes. */
static bool original_rule(const struct body_line *l)
{
	static const char *const words[] = {"Original Message", "Original message", "Original Email",
					    "Forwarded Message", "Forwarded message", "Original-Nachricht",
					    "Ursprüngliche Nachricht", "Message d'origine", "Message original",
					    "原始邮件"};

	if (!body_starts(l, "--"))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		const char *at = memmem(l->text, l->len, words[i], strlen(words[i]));

		if (at && memmem(at, l->len - (size_t)(at - l->text), "--", 2))
			return true;
	}
	return false;
}

static bool header_line(const struct body_line *l)
{
	static const char *const keys[] = {"From:", "Sent:", "Date:", "To:", "Cc:", "CC:", "Subject:", "Importance:",
					   "Reply-To:", "Von:", "Gesendet:", "An:", "Betreff:", "De :", "Envoyé :",
					   "À :", "Objet :", "发件人",
					   "发送时间",
					   "收件人", "抄送",
					   "主题"};
	struct body_line bare = *l;

	while (bare.len && (bare.text[0] == '*' || bare.text[0] == ' '))
		bare.text++, bare.len--;
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		if (body_starts(&bare, keys[i]))
			return true;
	return false;
}

/* After the rule: how many header lines (with their continuation lines) stand there. */
static size_t headers_at(const struct body *b, size_t i)
{
	size_t start = i, known = 0;
	int depth = i < b->n ? b->lines[i].depth : 0;

	for (; i < b->n && b->lines[i].depth == depth && !body_blank(&b->lines[i]); i++) {
		if (header_line(&b->lines[i]))
			known++;
		else if (!known || !g_ascii_isspace(b->lines[i].text[0]))
			break;
	}
	return known >= 2 ? i - start : 0;
}

/* Whether the rest up to the end or a footer has quote marks of its own. */
static bool marked_below(const struct body *b, size_t i, int depth)
{
	for (; i < b->n && b->lines[i].kind != BODY_FOOTER; i++)
		if (!body_blank(&b->lines[i]))
			return b->lines[i].depth > depth;
	return false;
}

/* The original without marks: everything below is one quote. */
static void quote_rest(struct body *b, size_t i, int depth)
{
	for (; i < b->n && b->lines[i].kind != BODY_FOOTER && b->lines[i].depth >= depth; i++) {
		struct body_line *l = &b->lines[i];

		l->depth++;
		l->kind = BODY_QUOTE;
	}
}

void body_find_originals(struct body *b)
{
	for (size_t i = 0; i < b->n; i++) {
		struct body_line *l = &b->lines[i];
		size_t heads, end;

		if (l->kind != BODY_TEXT && l->kind != BODY_QUOTE)
			continue;
		/* Outlook's rule is underscores; there the header lines alone prove it. */
		if (!original_rule(l) && !body_starts(l, "____________________"))
			continue;
		heads = headers_at(b, i + 1);
		if (!heads && !original_rule(l))
			continue;
		end = i + 1 + heads;
		for (size_t k = i; k < end; k++)
			b->lines[k].kind = BODY_ATTRIBUTION;
		if (!marked_below(b, end, l->depth))
			quote_rest(b, end, l->depth);
		i = end - 1;
	}
}
