/* verify-cite.c - the brackets that hold evidence */
#include "verify-answer.h"

#include <string.h>

enum { LONGEST_QUOTE = 3000, MOST_DIGITS = 6, UNMARKED_WORDS = 4 };

void cite_free(void *p)
{
	struct cite *c = p;

	g_free(c->words);
	g_free(c->whole);
	g_free(c);
}

static void add(GPtrArray *cites, bool state, unsigned mail, const char *words, gsize len)
{
	struct cite *c = g_new0(struct cite, 1);

	c->state = state;
	c->mail = mail;
	c->words = words ? g_strndup(words, len) : NULL;
	g_ptr_array_add(cites, c);
}

static const char *skip_blank(const char *p)
{
	for (;;) {
		if (*p == ' ' || *p == '\t' || *p == '\n')
			p++;
		else if (g_str_has_prefix(p, "　"))
			p += strlen("　");
		else
			return p;
	}
}

/* The length of whichever string stands at p; 0: none. */
static gsize any_of(const char *p, const char *const *list)
{
	for (; *list; list++)
		if (g_str_has_prefix(p, *list))
			return strlen(*list);
	return 0;
}

static const char *const double_marks[] = { "\\\"", "\"", "“", "”", "„", "«", "»", "「", "」", "『", "』", "《", "》",
					    "＂", "``", "''", NULL };
static const char *const single_marks[] = { "\\'", "'", "‘", "’", "`", "‚", NULL };
static const char *const closers[] = { "\\]", "]", "】", "］", NULL };
static const char *const round_closers[] = { ")", "）", NULL };
static const char *const separators[] = { ",", ";", "，", "；", "、", "|", "/", "&", NULL };

struct bracket {
	const char *const *closers;
};

/* "[", "【", "\[", and "(" */
static gsize opening(const char *p, struct bracket *b)
{
	static const char *const square[] = { "\\[", "[", "【", "［", NULL };
	static const char *const round[] = { "(", "（", NULL };
	gsize n = any_of(p, square);

	b->closers = n ? closers : round_closers;
	if (n)
		return n;
	n = any_of(p, round);
	/* "([7 "words"])": the round ones are the sentence's. */
	return n && any_of(skip_blank(p + n), square) ? 0 : n;
}

/* "mail 7", "#7", "邮件 7", "[7]" inside */
static const char *skip_prefix(const char *p)
{
	static const char *const before[] = { "mails", "mail", "message", "msg", "#", "邮件", "第", NULL };

	for (;;) {
		const char *const *w = before;

		p = skip_blank(p);
		if (*p == '[' && g_ascii_isdigit(p[1]))
			return p + 1;
		while (*w && g_ascii_strncasecmp(p, *w, strlen(*w)))
			w++;
		if (!*w)
			return p;
		p += strlen(*w);
	}
}

static bool is_state(const char *p, gsize *len)
{
	*len = !g_ascii_strncasecmp(p, "state", 5) ? 5 : g_str_has_prefix(p, "状态") ? strlen("状态") : 0;
	return *len && !g_ascii_isalnum(p[*len]);
}

/* What may come after a quotation's end: the bracket's end, or more evidence. */
static bool evidence_goes_on(const char *p, const struct bracket *b)
{
	bool blank = *p == ' ';
	gsize n, unused;

	p = skip_blank(p);
	if (any_of(p, b->closers))
		return true;
	n = any_of(p, separators);
	if (!n)
		return blank && g_ascii_isdigit(*p);
	p = skip_prefix(p + n);
	return g_ascii_isdigit(*p) || any_of(p, double_marks) || any_of(p, single_marks) || is_state(p, &unused);
}

/* The end of words whose opening mark is before p; *len are theirs. NULL: no end. */
static const char *quotation(const char *p, const char *const *marks, const struct bracket *b, gsize *len)
{
	const char *start = p;

	for (; *p && p - start < LONGEST_QUOTE; p = g_utf8_next_char(p)) {
		gsize n = any_of(p, marks);

		if (n && evidence_goes_on(p + n, b)) {
			*len = (gsize)(p - start);
			return p + n;
		}
	}
	return NULL;
}

/* No end: what was written up to the bracket's end, or all. */
static const char *unfinished(const char *p, const struct bracket *b, gsize *len)
{
	const char *start = p;

	while (*p && !any_of(p, b->closers))
		p = g_utf8_next_char(p);
	*len = (gsize)(p - start);
	return p;
}

static unsigned count_words(const char *p, gsize len)
{
	g_autofree char *s = g_strndup(p, len);
	g_auto(GStrv) words = g_strsplit_set(g_strstrip(s), " \t\n", -1);

	return g_strv_length(words);
}

/* Words after a number: one quotation or several. *p moves behind them; false: this is no evidence at all. */
static bool words_of(const char **p, unsigned mail, const struct bracket *b, GPtrArray *cites)
{
	const char *first = NULL, *last = NULL;
	guint had = cites->len;
	bool any = false;
	gsize len;

	for (;;) {
		const char *q = skip_blank(*p), *end;
		gsize sep = any_of(q, separators), mark;
		const char *const *marks = double_marks;

		if (!sep && (*q == ':' || *q == '-'))
			sep = 1;
		if (!sep && g_str_has_prefix(q, "："))
			sep = strlen("：");
		q = skip_blank(q + sep);
		mark = any_of(q, double_marks);
		if (!mark) {
			marks = single_marks;
			mark = any_of(q, single_marks);
		}
		if (mark) {
			end = quotation(q + mark, marks, b, &len);
			if (!end)
				end = unfinished(q + mark, b, &len);
			add(cites, false, mail, q + mark, len);
			*p = end;
			first = first ? first : q + mark;
			last = q + mark + len;
			any = true;
			continue;
		}
		if (any || any_of(q, b->closers) || g_ascii_isdigit(*q) || is_state(q, &len) || sep)
			break;
		end = unfinished(q, b, &len);
		if (q == *p || count_words(q, len) < UNMARKED_WORDS)
			return false;
		add(cites, false, mail, q, len);
		*p = end;
		return true;
	}
	for (guint i = had; i < cites->len && cites->len > had + 1; i++)
		((struct cite *)cites->pdata[i])->whole = g_strndup(first, (gsize)(last - first));
	if (!any)
		add(cites, false, mail, NULL, 0);
	return true;
}

static const char *number(const char *p, unsigned *n)
{
	gsize digits = strspn(p, "0123456789");

	*n = digits && digits <= MOST_DIGITS ? (unsigned)g_ascii_strtoull(p, NULL, 10) : 0;
	return digits ? p + digits : NULL;
}

/* The inside of a bracket, up to its end; NULL: it is something else ("[1/5]", "[PATCH]"). */
static const char *inside(const char *p, const struct bracket *b, GPtrArray *cites)
{
	for (;;) {
		const char *q = skip_prefix(p);
		unsigned n;
		gsize len;

		if (is_state(q, &len)) {
			add(cites, true, 0, NULL, 0);
			p = unfinished(q + len, b, &len);
			return *p ? p + any_of(p, b->closers) : p;
		}
		q = number(q, &n);
		if (!q || (*q == '/' && g_ascii_isdigit(q[1])) || *q == '.' || g_ascii_isalpha(*q))
			return NULL;
		if (g_str_has_prefix(q, "封"))
			q += strlen("封");
		if (*q == ']' && (q[1] == ' ' || q[1] == ':' || q[1] == ',') && any_of(skip_blank(q + 2), double_marks) &&
		    p[0] == '[')
			q++;
		if (!words_of(&q, n, b, cites))
			return NULL;
		p = skip_blank(q);
		if (any_of(p, b->closers))
			return p + any_of(p, b->closers);
		if (!*p)
			return p;
		len = any_of(p, separators);
		if (!len && *p == '-' && g_ascii_isdigit(p[1]))
			len = 1;
		if (!len && !g_ascii_isdigit(*p))
			return NULL;
		p += len;
	}
}

/* A link's target after evidence, "(http://...)": it goes. */
static const char *skip_target(const char *p)
{
	const char *end = *p == '(' ? strchr(p, ')') : NULL;

	return end && !memchr(p, '\n', (gsize)(end - p)) ? end + 1 : p;
}

const char *cite_parse(const char *text, const char *p, GPtrArray *cites)
{
	struct bracket b;
	gsize n = opening(p, &b);
	guint had = cites->len;
	const char *end = n ? inside(p + n, &b, cites) : NULL;
	bool bare = false;

	for (guint i = had; end && i < cites->len; i++) {
		const struct cite *c = cites->pdata[i];

		bare = bare || (!c->words && !c->state);
	}
	/* An array's index, a remark in parentheses. */
	if (end && ((bare && p > text && (g_ascii_isalnum(p[-1]) || p[-1] == '_')) || (b.closers != closers && bare)))
		end = NULL;
	if (!end) {
		g_ptr_array_set_size(cites, (gint)had);
		return NULL;
	}
	return skip_target(end);
}
