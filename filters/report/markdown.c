#include "markdown.h"
#include "lib/safe.h"

#include <string.h>

enum { DEEPEST = 9 /* columns of indentation */, MAX_BYTES = 65536 };

/* "http:", "www." and their kin become links by themselves. */
static gboolean before_autolink(const char *text, const char *p)
{
	static const char *const starts[] = { "http", "https", "ftp", "mailto" };

	if (*p == '.')
		return p - text >= 3 && !g_ascii_strncasecmp(p - 3, "www", 3);
	for (guint i = 0; i < G_N_ELEMENTS(starts); i++) {
		gsize n = strlen(starts[i]);

		if ((gsize)(p - text) >= n && !g_ascii_strncasecmp(p - n, starts[i], n))
			return TRUE;
	}
	return FALSE;
}

/* "&amp;", "&#x41;" */
static gboolean entity(const char *p)
{
	gsize n = strspn(p + 1, "#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

	return n && p[1 + n] == ';';
}

/* Brackets as in "[PATCH v2]" mean nothing and stay as people write them; those of links, images, footnotes, definitions
 * and check boxes do. Inside of a link's text they must be in pairs. lowdown takes "[a] (b)" for a link, too, so that what
 * may come after the text counts. */
static gboolean brackets_mean_nothing(const char *text)
{
	int depth = 0;

	for (const char *p = text; *p; p++) {
		if (*p == '[') {
			if (p[1] == '^' || p[1] == ']' || (p > text && p[-1] == '!') ||
			    (p[1] && strchr(" xX", p[1]) && p[2] == ']'))
				return FALSE;
			depth++;
		} else if (*p == ']') {
			const char *next = p + 1 + strspn(p + 1, " \t");

			if (--depth < 0 || !*next || *next == '(' || p[1] == '[' || p[1] == ':')
				return FALSE;
		}
	}
	return depth == 0;
}

static gboolean special(const char *text, const char *p, gboolean brackets)
{
	switch (*p) {
	case '\\':
		return g_ascii_ispunct(p[1]) || !p[1];
	case '`':
	case '*':
	case '<':
	case '~':
	case '^':
	case '|':
	case '_': /* lowdown takes arm_v7_pmu for emphasis, CommonMark does not */
		return TRUE;
	case '$':
	case '=':
		return p[1] == *p || (p > text && p[-1] == *p);
	case '[':
	case ']':
		return brackets;
	case '&':
		return entity(p);
	case ':':
	case '.':
		return before_autolink(text, p);
	}
	return FALSE;
}

/* lowdown makes a link of a bare address, and of "a_b@c.d" one to b@c.d. */
static gboolean cut_autolink(const char *text, const char *p)
{
	while (p > text && (g_ascii_isalnum(p[-1]) || strchr(".+-_", p[-1]))) {
		if (*--p == '_')
			return TRUE;
	}
	return FALSE;
}

/* lowdown takes "1/2" of "[PATCH 1/2]" for a fraction, "(c)" for a copyright and "--days" for a dash; no backslash helps,
 * a character reference does. */
static gboolean unescapable(const char *text, const char *p)
{
	if (*p == '@')
		return cut_autolink(text, p);
	if (*p == '/')
		return p > text && (p[-1] == '1' || p[-1] == '3') && (p[1] == '2' || p[1] == '4') &&
		       !g_ascii_isalnum(p[2]) && !(p - text > 1 && g_ascii_isalnum(p[-2]));
	if (*p == ')')
		return (p - text > 1 && strchr("cCrR", p[-1]) && p[-2] == '(') ||
		       (p - text > 2 && !g_ascii_strncasecmp(p - 3, "(tm", 3));
	return *p == '-' && p > text && p[-1] == '-' && g_ascii_isalnum(p[1]);
}

/* What would start a block if it came first in a line: the offset of the character to escape, or -1. */
static gssize block_start(const char *text)
{
	gsize digits = strspn(text, "0123456789");

	if (digits)
		return text[digits] == '.' || text[digits] == ')' ? (gssize)digits : -1;
	return *text && strchr("#>+-=:", *text) ? 0 : -1; /* ":" begins lowdown's definitions */
}

/* [from, to) of a line, which says what stands around it. */
static void append_words(GString *out, const char *line, const char *from, const char *to)
{
	gboolean brackets = !brackets_mean_nothing(line);
	gssize block = block_start(line);

	for (const char *p = from; p < to; p++) {
		if (unescapable(line, p)) {
			g_string_append_printf(out, "&#%d;", *p);
			continue;
		}
		if (p - line == block || special(line, p, brackets))
			g_string_append_c(out, '\\');
		g_string_append_c(out, *p);
	}
}

void markdown_words(GString *out, const char *text)
{
	g_autofree char *line = safe_line(text);

	append_words(out, line, line, line + strlen(line));
}

/* The end of a code span that begins at p, NULL if none does. */
static const char *code_end(const char *p)
{
	gsize n = strspn(p, "`");

	if (!n)
		return NULL;
	for (const char *q = p + n; (q = strchr(q, '`')); ) {
		gsize m = strspn(q, "`");

		if (m == n)
			return q + n;
		q += m;
	}
	return NULL;
}

/* The bracket that closes the one at p, within reason. */
static const char *partner(const char *p, char open, char close)
{
	int depth = 0;

	for (const char *q = p; *q && q - p < 2000; q++) {
		if (*q == open)
			depth++;
		else if (*q == close && --depth == 0)
			return q;
	}
	return NULL;
}

/* "[text](target)", "![text](target)": where text and link end; FALSE: it is none. */
static gboolean link_at(const char *p, const char **text, const char **text_end, const char **end)
{
	const char *open = p + (*p == '!');

	if (*open != '[')
		return FALSE;
	*text = open + 1;
	*text_end = partner(open, '[', ']');
	if (!*text_end || (*text_end)[1] != '(')
		return FALSE;
	*end = partner(*text_end + 1, '(', ')');
	return *end != NULL;
}

/* Take off links and bold, outside of code. */
static char *without_links(const char *s, int depth)
{
	GString *out = g_string_new(NULL);

	for (const char *p = s; *p;) {
		const char *text, *text_end, *end = code_end(p);

		if (end) {
			g_string_append_len(out, p, end - p);
			p = end;
		} else if (depth < 4 && link_at(p, &text, &text_end, &end)) {
			g_autofree char *inner = g_strndup(text, (gsize)(text_end - text));
			g_autofree char *plain = without_links(inner, depth + 1);

			g_string_append(out, plain);
			p = end + 1;
		} else if (p[0] == '*' && p[1] == '*' && p[2] && !strchr(" */", p[2]) && (end = strstr(p + 3, "**")) &&
			   end[-1] != ' ' && end - p < 500) {
			g_autofree char *inner = g_strndup(p + 2, (gsize)(end - p - 2));
			g_autofree char *plain = depth < 4 ? without_links(inner, depth + 1) : g_strdup(inner);

			g_string_append(out, plain);
			p = end + 2;
		} else {
			g_string_append_c(out, *p++);
		}
	}
	return g_string_free(out, FALSE);
}

void markdown_inline(GString *out, const char *text)
{
	g_autofree char *line = safe_line(text);
	g_autofree char *plain = without_links(line, 0);

	for (const char *p = plain; *p;) {
		const char *end = code_end(p), *start = p;

		if (end) {
			g_string_append_len(out, p, end - p);
			p = end;
			continue;
		}
		p += strspn(p, "`");
		p += strcspn(p, "`");
		append_words(out, plain, start, p);
	}
	/* What follows may begin with a bracket. */
	if (g_str_has_suffix(out->str, "!"))
		g_string_overwrite(out, out->len - 1, "\\!");
}

void markdown_address(GString *out, const char *addr)
{
	const char *at = strchr(addr, '@');
	gboolean plain = at && at > addr && at[1];

	for (const char *p = addr; plain && *p; p++)
		plain = g_ascii_isalnum(*p) || strchr("._+-=", *p) || p == at;
	if (plain) {
		/* lowdown loses "<a_b@c.d>": it is neither an autolink to it nor text. */
		g_string_append_printf(out, strchr(addr, '_') ? "`<%s>`" : "<%s>", addr);
	} else if (*addr) {
		g_string_append(out, "\\<");
		markdown_words(out, addr);
		g_string_append_c(out, '>');
	}
}

void markdown_url(GString *out, const char *pattern, const char *message_id)
{
	g_autofree char *id = g_uri_escape_string(message_id, "@$+=,", FALSE);
	const char *hole = strstr(pattern, "%s");
	gsize before = hole ? (gsize)(hole - pattern) : strlen(pattern);

	g_string_append_len(out, pattern, (gssize)before);
	g_string_append(out, id);
	if (hole)
		g_string_append(out, hole + 2);
}

/* A rule, a setext underline, a fence, a table's second line: nothing but their characters. */
static gboolean only_marks(const char *s)
{
	return *s && !s[strspn(s, "-*_=`~|: \t")];
}

static gboolean structural(const char *line, const char *p)
{
	switch (*p) {
	case '<':
		return p[1] && (g_ascii_isalpha(p[1]) || strchr("/!?", p[1]));
	case '!':
		return p[1] == '[';
	case '[': /* lowdown finds a definition's "]:" even behind a backslash */
		return p[1] == '^' || (strspn(line, " \t") == (gsize)(p - line) && strstr(p, "]:"));
	case ']':
		return p[1] && strchr("([:", p[1]);
	case '&':
		return entity(p);
	case ':':
	case '.':
		return before_autolink(line, p);
	}
	return FALSE;
}

/* The words of a list's item; NULL if the line is none. */
static const char *after_item_mark(const char *s)
{
	gsize n = strspn(s, "0123456789");

	if (n ? !s[n] || !strchr(".)", s[n]) : !*s || !strchr("-*+", *s))
		return NULL;
	s += n + 1;
	return *s == ' ' || *s == '\t' ? s + strspn(s, " \t") : NULL;
}

/* Inside of an item no other block begins: a quote, a heading, a list of its own on the same line. */
static gboolean opens_block(const char *s)
{
	return strchr("#>:`~", *s) || after_item_mark(s) || only_marks(s);
}

static void append_prose_line(GString *out, const char *line)
{
	const char *p = line, *first = line + strspn(line, " \t"), *item = after_item_mark(first);

	/* A list in a list in a list ... */
	if (first - line > DEEPEST)
		p = first - DEEPEST;
	/* Four blanks are a block of code, unless they carry a list on. */
	if (first - line > 3 && !strchr("-*+0123456789", *first))
		p = first - 3;
	for (; *p; p++) {
		gboolean starts = (p == first && (strchr("#>:", *p) || only_marks(p) || g_str_has_prefix(p, "```") ||
						  g_str_has_prefix(p, "~~~"))) ||
				  (p == item && opens_block(p));

		if (starts || structural(line, p))
			g_string_append_c(out, '\\');
		g_string_append_c(out, *p);
	}
}

gboolean markdown_prose(GString *out, const char *text, unsigned max_lines)
{
	g_autofree char *clean = safe_text(text, -1);
	g_auto(GStrv) lines = NULL;
	gsize bytes = 0;
	guint n;

	g_strchomp(clean);
	lines = g_strsplit(clean, "\n", -1);
	n = g_strv_length(lines);
	for (guint i = 0; i < n && i < max_lines; i++) {
		bytes += strlen(lines[i]);
		if (bytes > MAX_BYTES)
			return FALSE;
		append_prose_line(out, lines[i]);
		g_string_append_c(out, '\n');
	}
	return n <= max_lines;
}
