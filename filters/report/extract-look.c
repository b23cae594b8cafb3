/* extract-look.c - which lines of a mail are prose */
#include "extract-text.h"

#include <string.h>

#define WIDE_GAP 8 /* blanks; a justified paragraph has fewer */

/* A line without its indent and trailing blanks. */
struct piece {
	const char *s;
	size_t n;
	size_t indent;  /* in columns */
	size_t bytes;   /* of the indent */
	unsigned plain; /* words as prose has them */
	unsigned all;   /* all that stand between blanks */
};

static struct piece trim(const struct body_line *l)
{
	struct piece p = { .s = l->text, .n = l->len };

	while (p.n && (*p.s == ' ' || *p.s == '\t')) {
		p.indent += *p.s == '\t' ? 8 : 1;
		p.s++, p.n--, p.bytes++;
	}
	while (p.n && g_ascii_isspace(p.s[p.n - 1]))
		p.n--;
	return p;
}

static bool starts(const struct piece *p, const char *s)
{
	size_t n;

	/* Most lines differ in the first character. */
	if (!p->n || ((p->s[0] ^ s[0]) & ~0x20))
		return false;
	n = strlen(s);
	return p->n >= n && !g_ascii_strncasecmp(p->s, s, n);
}

static bool holds(const struct piece *p, const char *s)
{
	return memmem(p->s, p->n, s, strlen(s)) != NULL;
}

static bool one_of(const struct piece *p, const char *const *list, bool (*test)(const struct piece *, const char *))
{
	for (; *list; list++)
		if (test(p, *list))
			return true;
	return false;
}

/* "- ", "* ", "o ", "1. ", "2) ", "(a) ": the bytes of the bullet and the blanks after it; 0: none. */
static size_t bullet(const struct piece *p)
{
	size_t i = 0, digits = 0;

	if (!p->n)
		return 0;
	if (strchr("-*+o", p->s[0])) {
		i = 1;
	} else if (p->n > 3 && !memcmp(p->s, "\u2022", 3)) {
		i = 3;
	} else {
		bool open = p->s[0] == '(';

		i = open;
		while (i < p->n && g_ascii_isdigit(p->s[i]) && digits < 2)
			i++, digits++;
		if (!digits && open && i < p->n && g_ascii_islower(p->s[i]))
			i++, digits++;
		if (!digits || i >= p->n || !(p->s[i] == ')' || (!open && p->s[i] == '.')))
			return 0;
		i++;
	}
	if (i >= p->n || (p->s[i] != ' ' && p->s[i] != '\t'))
		return 0;
	while (i < p->n && (p->s[i] == ' ' || p->s[i] == '\t'))
		i++;
	return i < p->n ? i : 0;
}

static bool letter(char c)
{
	return g_ascii_isalpha(c) || c == '\'' || c == '-' || (c & 0x80);
}

/* Count the words. */
static void tally(struct piece *p)
{
	size_t i = 0;

	p->plain = p->all = 0;
	while (i < p->n) {
		size_t start = i, end;

		while (i < p->n && p->s[i] != ' ' && p->s[i] != '\t')
			i++;
		end = i;
		while (i < p->n && (p->s[i] == ' ' || p->s[i] == '\t'))
			i++;
		if (start == end)
			continue;
		p->all++;
		while (end > start && !letter(p->s[end - 1]) && strchr(".,;:!?)\"`", p->s[end - 1]))
			end--;
		while (end > start && p->s[end - 1] == '\'')
			end--;
		while (start < end && !letter(p->s[start]) && strchr("(\"`", p->s[start]))
			start++;
		while (start < end && p->s[start] == '\'')
			start++;
		if (end == start || !(g_ascii_isalpha(p->s[start]) || p->s[start] & 0x80))
			continue;
		while (start < end && letter(p->s[start]))
			start++;
		p->plain += start == end;
	}
}

/* Cells of a table or of a drawing: two gaps, or one that no prose has. */
static bool columns(const struct piece *p)
{
	unsigned gaps = 0;

	for (size_t i = 1; i + 2 < p->n; i++)
		if (p->s[i] == '\t' || (p->s[i] == ' ' && p->s[i + 1] == ' ' && p->s[i + 2] == ' ')) {
			size_t start = i;

			gaps++;
			while (i + 1 < p->n && g_ascii_isspace(p->s[i + 1]))
				i++;
			if (i + 1 - start >= WIDE_GAP)
				return true;
		}
	return gaps >= 2;
}

/* Numbers without a word: a row of a profile, of counters. */
static bool figures(const struct piece *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (g_ascii_isalpha(p->s[i]) || p->s[i] & 0x80)
			return false;
	return p->all > 1;
}

static bool code(const struct piece *p)
{
	static const char *const heads[] = { "#include", "#define", "#if", "#end", "/*", "*/", "$ ", "# ", "static ",
					     "struct ", "return ", "if (", "for (", "while (", "else ", "case ", "goto ",
					     "| ", "|-", "+-", "<<", "==", "...", "//", "void ", "int ", "enum ", NULL };
	static const char *const inside[] = { "://", " = ", "->", "==", "&&", "||", "();", " | ", "+0x", "%s", "%d", NULL };
	char last = p->n ? p->s[p->n - 1] : 0;
	unsigned plain = p->plain, all = p->all;

	/* A label, "return;"; a function of a call trace. */
	if (all == 1 && p->indent && (last == ':' || last == ';' || (p->indent > 1 && memchr(p->s, '_', p->n) && !strchr(".?!,", last))))
		return true;
	if (starts(p, "$ ") || columns(p) || figures(p) || last == '{' || last == '}' || last == '\\')
		return true;
	if (last == ';' && plain * 3 < all * 2)
		return true;
	if (one_of(p, heads, starts) && (last == ';' || last == ')' || last == ',' || plain * 3 < all * 2))
		return true;
	/* What a compiler writes above its message; the message itself says something. */
	if (starts(p, "In file included from ") || starts(p, "inlined from "))
		return true;
	/* Of prose alone all words are plain; then nothing needs to be looked for. */
	if (plain * 2 < all && one_of(p, inside, holds))
		return true;
	if (all >= 3 && plain * 3 < all)
		return true;
	/* Dumps of registers, hashes, times. */
	return p->n > 2 && p->s[0] == '[' && g_ascii_isspace(p->s[1]) && all > 1;
}

/* "[2/6] Title": what tools write of the patches that they took. */
static bool number_of_series(const struct piece *p)
{
	size_t i = 1;

	if (p->n < 6 || p->s[0] != '[' || !g_ascii_isdigit(p->s[1]))
		return false;
	while (i < p->n && (g_ascii_isdigit(p->s[i]) || p->s[i] == '/'))
		i++;
	return i + 1 < p->n && p->s[i] == ']' && p->s[i + 1] == ' ' && memchr(p->s, '/', i);
}

/* git's "commit 0123456789ab", and with "upstream" after it; not the words "Commit 0123456789ab ("Title") broke ...". */
static bool names_commit(const struct piece *p)
{
	return (starts(p, "commit ") || starts(p, "Upstream commit ")) &&
	       (p->all <= 2 || (p->all == 3 && (holds(p, "upstream") || holds(p, "Upstream"))));
}

/* "[1] https://...", "Link: ...", a lone address: nothing that says something. */
static bool idle(const struct piece *p)
{
	static const char *const heads[] = {
		"http://", "https://", "git://", "Link: ", "base-commit", "The following changes since commit",
		"are available in the Git repository", "for you to fetch changes up to", "Signed-off-by", "diff -",
		"Cc: ", "To: ", "From: ", "Subject: ", "Date: ", "---", "===", "***", "___", "~~~", "^^^",
		"[...]", "[snip]", "<snip>", "commit: ", "url: ", "base: ", "patch link: ", "patch subject: ",
		"reproduce:", "reproduce (", "0-DAY CI", "Fixes: ", "-----BEGIN", "-----END", "prerequisite-",
		"If you fix the issue, kindly add", "| ", NULL
	};
	bool reference = p->n > 3 && p->s[0] == '[' && g_ascii_isdigit(p->s[1]) &&
			 (holds(p, "http") || holds(p, "lore") || holds(p, "git"));

	return reference || number_of_series(p) || names_commit(p) || (starts(p, "index ") && holds(p, "..")) ||
	       one_of(p, heads, starts) || (holds(p, "://") && !memchr(p->s, ' ', p->n));
}

/* The head of a line, a word's end after it; what follows, punctuation skipped, in *rest. */
static bool head_word(const struct piece *p, const char *head, struct piece *rest)
{
	size_t i = strlen(head);

	if (!starts(p, head) || (i < p->n && g_ascii_isalnum(p->s[i])))
		return false;
	while (i < p->n && (p->s[i] == ' ' || g_ascii_ispunct(p->s[i])))
		i++;
	*rest = (struct piece){ .s = p->s + i, .n = p->n - i };
	return true;
}

/* "Hi Marc,", "Thanks,", "Best regards, Ann", "M.": short and known. "Thanks, applied" is none. */
static bool courtesy(const struct piece *p)
{
	static const char *const opens[] = { "Hi", "Hello", "Hey", "Dear", "Morning", "Good morning" };
	static const char *const closes[] = { "Thanks", "Thank you", "Cheers", "Regards", "Best", "Kind regards", "Thx", "BR",
					      "Many thanks", "Sincerely", "Best regards", "With best regards" };
	static const char *const more[] = { "again", "a lot", "so much", "in advance", "all", "both", "very much", NULL };
	struct piece rest;
	unsigned all = p->all;

	if (all > 6)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(opens); i++)
		if (head_word(p, opens[i], &rest))
			return all <= 2 || strchr(",!:.", p->s[p->n - 1]);
	for (size_t i = 0; i < G_N_ELEMENTS(closes); i++)
		if (head_word(p, closes[i], &rest) && all <= 4 &&
		    (!rest.n || g_ascii_isupper(rest.s[0]) || one_of(&rest, more, starts)))
			return true;
	return all == 1 && p->n <= 2 && g_ascii_isupper(p->s[0]);
}

/* "v2 -> v3:", "Changes since v1", "* From v6:", "Changelog", "V2:" */
static bool changes(const struct piece *p)
{
	static const char *const heads[] = { "Changes since", "Changes from", "Changes in", "Changes v", "Change since",
					     "Changelog", "Change log", "Change from", "Changed since", "Changes:", "History:",
					     "Revision history", "Since v", "From v", "RFC ->", "* From v", "* from v",
					     "Version history", "* since v", "* Changes", "** From v", "Changes between", NULL };
	unsigned all = p->all;
	size_t i = 0;

	if (one_of(p, heads, starts))
		return all <= 8 || p->s[p->n - 1] == ':';
	while (i < p->n && strchr("*-[ ", p->s[i]))
		i++;
	if (i + 1 < p->n && (p->s[i] == 'v' || p->s[i] == 'V') && g_ascii_isdigit(p->s[i + 1]))
		return all <= 6 && (holds(p, "->") || holds(p, "=>") || p->s[p->n - 1] == ':' || all == 1);
	return false;
}

/* "Ann Example (3):" */
static bool shortlog(const struct piece *p)
{
	const char *open = p->n > 4 ? memrchr(p->s, '(', p->n) : NULL;

	if (!open || open == p->s || open[-1] != ' ' || p->s[p->n - 1] != ':' || p->s[p->n - 2] != ')')
		return false;
	for (open++; open < p->s + p->n - 2; open++)
		if (!g_ascii_isdigit(*open))
			return false;
	return true;
}

bool line_link(const struct body_line *l)
{
	static const char *const heads[] = { "http://", "https://", "<http", "(http", NULL };
	struct piece p = trim(l);

	return one_of(&p, heads, starts);
}

enum look line_look(const struct body_line *l, size_t *mark)
{
	struct piece p = trim(l);
	size_t b;

	tally(&p);
	*mark = p.bytes;
	if (!p.indent && shortlog(&p))
		return LOOK_SHORTLOG;
	if (changes(&p))
		return LOOK_CHANGES;
	if (idle(&p) || courtesy(&p))
		return LOOK_IDLE;
	b = bullet(&p);
	if (b) {
		struct piece rest = { .s = p.s + b, .n = p.n - b };

		tally(&rest);
		*mark = p.bytes + b;
		return code(&rest) ? LOOK_CODE : LOOK_ITEM;
	}
	return code(&p) ? LOOK_CODE : LOOK_PROSE;
}
