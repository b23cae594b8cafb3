/* htmltag.c - HTML cut into tags and text, as browsers cut it */
#include "lib/htmltag.h"
#include "lib/entity.h"

#include <string.h>

static const struct {
	const char *name;
	unsigned flags;
} tags[TAG_COUNT] = {
	[TAG_OTHER] = {"", 0},
	[TAG_A] = {"a", TAG_FORMATTING},
	[TAG_ADDRESS] = {"address", TAG_BLOCK},
	[TAG_ARTICLE] = {"article", TAG_BLOCK},
	[TAG_ASIDE] = {"aside", TAG_BLOCK},
	[TAG_AUDIO] = {"audio", TAG_NEVER_SHOWN},
	[TAG_B] = {"b", TAG_FORMATTING},
	[TAG_BIG] = {"big", TAG_FORMATTING},
	[TAG_BLOCKQUOTE] = {"blockquote", TAG_BLOCK},
	[TAG_BODY] = {"body", 0},
	[TAG_BR] = {"br", TAG_VOID},
	[TAG_CAPTION] = {"caption", TAG_BLOCK | TAG_CELL},
	[TAG_CENTER] = {"center", TAG_BLOCK},
	[TAG_CODE] = {"code", TAG_FORMATTING},
	[TAG_DD] = {"dd", TAG_BLOCK},
	[TAG_DETAILS] = {"details", TAG_BLOCK},
	[TAG_DIV] = {"div", TAG_BLOCK},
	[TAG_DL] = {"dl", TAG_BLOCK | TAG_PARAGRAPH | TAG_LIST},
	[TAG_DT] = {"dt", TAG_BLOCK},
	[TAG_EM] = {"em", TAG_FORMATTING},
	[TAG_FIELDSET] = {"fieldset", TAG_BLOCK},
	[TAG_FIGURE] = {"figure", TAG_BLOCK},
	[TAG_FONT] = {"font", TAG_FORMATTING},
	[TAG_FOOTER] = {"footer", TAG_BLOCK},
	[TAG_FORM] = {"form", TAG_BLOCK},
	[TAG_H1] = {"h1", TAG_BLOCK | TAG_PARAGRAPH},
	[TAG_H2] = {"h2", TAG_BLOCK | TAG_PARAGRAPH},
	[TAG_H3] = {"h3", TAG_BLOCK | TAG_PARAGRAPH},
	[TAG_H4] = {"h4", TAG_BLOCK | TAG_PARAGRAPH},
	[TAG_H5] = {"h5", TAG_BLOCK | TAG_PARAGRAPH},
	[TAG_H6] = {"h6", TAG_BLOCK | TAG_PARAGRAPH},
	[TAG_HEAD] = {"head", 0},
	[TAG_HEADER] = {"header", TAG_BLOCK},
	[TAG_HR] = {"hr", TAG_BLOCK | TAG_VOID},
	[TAG_HTML] = {"html", 0},
	[TAG_I] = {"i", TAG_FORMATTING},
	[TAG_IFRAME] = {"iframe", TAG_RAW | TAG_NEVER_SHOWN},
	[TAG_IMG] = {"img", TAG_VOID},
	[TAG_INPUT] = {"input", TAG_VOID},
	[TAG_LI] = {"li", TAG_BLOCK},
	[TAG_LINK] = {"link", TAG_VOID},
	[TAG_LISTING] = {"listing", TAG_BLOCK | TAG_PARAGRAPH},
	[TAG_MAIN] = {"main", TAG_BLOCK},
	[TAG_META] = {"meta", TAG_VOID},
	[TAG_NAV] = {"nav", TAG_BLOCK},
	[TAG_NOEMBED] = {"noembed", TAG_RAW | TAG_NEVER_SHOWN},
	[TAG_NOFRAMES] = {"noframes", TAG_RAW | TAG_NEVER_SHOWN},
	[TAG_OBJECT] = {"object", TAG_NEVER_SHOWN | TAG_CELL},
	[TAG_OL] = {"ol", TAG_BLOCK | TAG_LIST},
	[TAG_P] = {"p", TAG_BLOCK | TAG_PARAGRAPH},
	[TAG_PRE] = {"pre", TAG_BLOCK | TAG_PARAGRAPH},
	[TAG_S] = {"s", TAG_FORMATTING},
	[TAG_SCRIPT] = {"script", TAG_RAW | TAG_NEVER_SHOWN},
	[TAG_SECTION] = {"section", TAG_BLOCK},
	[TAG_SMALL] = {"small", TAG_FORMATTING},
	[TAG_STRIKE] = {"strike", TAG_FORMATTING},
	[TAG_STRONG] = {"strong", TAG_FORMATTING},
	[TAG_STYLE] = {"style", TAG_RAW | TAG_NEVER_SHOWN},
	[TAG_SVG] = {"svg", TAG_NEVER_SHOWN},
	[TAG_TABLE] = {"table", TAG_BLOCK | TAG_CELL | TAG_TABLE_ROOT},
	[TAG_TBODY] = {"tbody", TAG_ROW},
	[TAG_TD] = {"td", TAG_CELL},
	[TAG_TEMPLATE] = {"template", TAG_NEVER_SHOWN | TAG_CELL},
	[TAG_TEXTAREA] = {"textarea", TAG_RAW},
	[TAG_TFOOT] = {"tfoot", TAG_ROW},
	[TAG_TH] = {"th", TAG_CELL},
	[TAG_THEAD] = {"thead", TAG_ROW},
	[TAG_TITLE] = {"title", TAG_RAW | TAG_NEVER_SHOWN},
	[TAG_TR] = {"tr", TAG_BLOCK | TAG_ROW},
	[TAG_TT] = {"tt", TAG_FORMATTING},
	[TAG_U] = {"u", TAG_FORMATTING},
	[TAG_UL] = {"ul", TAG_BLOCK | TAG_LIST},
	[TAG_VIDEO] = {"video", TAG_NEVER_SHOWN},
	[TAG_XMP] = {"xmp", TAG_BLOCK | TAG_PARAGRAPH | TAG_RAW},
};

unsigned tag_flags(enum tag_id id)
{
	return tags[id].flags;
}

static enum tag_id id_of(const char *name)
{
	static const char *const void_others[] = {"area", "base", "col", "embed", "source", "track", "wbr", NULL};
	for (int i = 1; i < TAG_COUNT; i++)
		if (tags[i].name[0] == name[0] && strcmp(tags[i].name, name) == 0)
			return (enum tag_id)i;
	return g_strv_contains(void_others, name) ? TAG_META : TAG_OTHER;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* The '>' that ends a tag: not one inside a quoted value. Without an end it is no tag. */
static const char *tag_end(const char *s, const char *end)
{
	enum { NAME, BEFORE_VALUE, VALUE } state = NAME;

	for (; s < end; s++) {
		if (*s == '>')
			return s;
		if (state == NAME && *s == '=') {
			state = BEFORE_VALUE;
		} else if (state == BEFORE_VALUE && (*s == '"' || *s == '\'')) {
			s = memchr(s + 1, *s, (size_t)(end - s - 1));
			if (!s)
				return NULL;
			state = NAME;
		} else if (state == BEFORE_VALUE && !is_blank(*s)) {
			state = VALUE;
		} else if (state == VALUE && is_blank(*s)) {
			state = NAME;
		}
	}
	return NULL;
}

/* "<!...": a comment, or what browsers treat as one. */
static const char *comment_end(const char *s, const char *end)
{
	if (end - s < 4 || memcmp(s, "<!--", 4) != 0) {
		const char *gt = memchr(s, '>', (size_t)(end - s));
		return gt ? gt + 1 : end;
	}
	s += 4;
	if (s < end && *s == '>')
		return s + 1;
	if (end - s >= 2 && memcmp(s, "->", 2) == 0)
		return s + 2;
	while ((s = memmem(s, (size_t)(end - s), "--", 2))) {
		const char *q = s + 2;
		if (q < end && *q == '!')
			q++;
		if (q < end && *q == '>')
			return q + 1;
		s++;
	}
	return end;
}

const char *tag_next(const char *s, const char *end, struct tag *t, const char **text_end)
{
	for (; s < end && (s = memchr(s, '<', (size_t)(end - s))); s++) {
		const char *name = s + 1;
		*text_end = s;
		if (name < end && (*name == '!' || *name == '?')) {
			t->kind = TAG_COMMENT;
			return comment_end(s, end);
		}
		t->kind = name < end && *name == '/' ? TAG_CLOSE : TAG_OPEN;
		name += t->kind == TAG_CLOSE;
		if (name >= end || !g_ascii_isalpha(*name)) {
			if (t->kind != TAG_CLOSE)
				continue; /* "a < b" */
			t->kind = TAG_COMMENT;
			return comment_end(s, end);
		}
		const char *p = name;
		size_t n = 0;
		for (; p < end && !is_blank(*p) && *p != '/' && *p != '>'; p++)
			if (n + 1 < sizeof t->name)
				t->name[n++] = g_ascii_tolower(*p);
		t->name[n] = '\0';
		const char *close = tag_end(p, end);
		if (!close)
			return NULL;
		t->id = id_of(t->name);
		t->attrs = p;
		t->attrs_len = (size_t)(close - p);
		t->self_closing = close > p && close[-1] == '/';
		return close + 1;
	}
	*text_end = end;
	return NULL;
}

const char *tag_raw_end(const char *s, const char *end, const struct tag *t)
{
	size_t n = strlen(t->name);
	for (; s < end && (s = memmem(s, (size_t)(end - s), "</", 2)); s += 2)
		if ((size_t)(end - s) >= n + 2 && g_ascii_strncasecmp(s + 2, t->name, n) == 0 &&
		    ((size_t)(end - s) == n + 2 || !g_ascii_isalnum(s[n + 2])))
			return s;
	return end;
}

char *tag_attribute(const struct tag *t, const char *name)
{
	const char *p = t->attrs, *end = t->attrs + t->attrs_len;
	size_t want = strlen(name);

	while (p < end) {
		while (p < end && (is_blank(*p) || *p == '/'))
			p++;
		const char *start = p;
		while (p < end && !is_blank(*p) && *p != '/' && (*p != '=' || p == start))
			p++;
		size_t n = (size_t)(p - start);
		bool mine = n == want && g_ascii_strncasecmp(start, name, n) == 0;
		while (p < end && is_blank(*p))
			p++;
		const char *value = "", *stop = value;
		if (p < end && *p == '=') {
			for (p++; p < end && is_blank(*p); p++)
				;
			if (p < end && (*p == '"' || *p == '\'')) {
				value = p + 1;
				stop = memchr(value, *p, (size_t)(end - value));
				stop = stop ? stop : end;
				p = stop < end ? stop + 1 : end;
			} else {
				for (value = p; p < end && !is_blank(*p); p++)
					;
				stop = p;
			}
		}
		if (mine)
			return entity_decode_all(value, (size_t)(stop - value));
	}
	return NULL;
}
