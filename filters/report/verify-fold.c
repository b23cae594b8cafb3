#include "verify-fold.h"
#include "lib/charset.h"
#include "lib/safe.h"

#include <string.h>

enum { BREAK = 1 };

void fold_init(struct fold *f)
{
	f->text = g_string_new(NULL);
	f->gap = g_string_new(NULL);
	f->pending = true;
}

void fold_clear(struct fold *f)
{
	g_string_free(f->text, TRUE);
	g_string_free(f->gap, TRUE);
}

bool fold_is_cjk(gunichar c)
{
	return (c >= 0x2e80 && c <= 0xa4cf && c != 0x3001 && c != 0x3002) || (c >= 0xac00 && c <= 0xd7af) ||
	       (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
}

static bool is_quotation_mark(gunichar c)
{
	return c == '"' || c == '\'' || c == '`' || c == 0xb4 || c == 0xab || c == 0xbb || c == 0x2bc ||
	       (c >= 0x2018 && c <= 0x201f) || (c >= 0x2032 && c <= 0x2037) || c == 0x2039 || c == 0x203a ||
	       (c >= 0x3008 && c <= 0x300f) || (c >= 0x301d && c <= 0x301f);
}

static bool is_dropped(gunichar c)
{
	return is_quotation_mark(c) || c == '\\' || c == '*' || safe_is_invisible(c);
}

static gunichar fold_char(gunichar c)
{
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x2043)
		return '-';
	if (c == 0x3002)
		return '.';
	if (c == 0x3001)
		return ',';
	return g_unichar_tolower(c);
}

static void put(struct fold *f, gunichar c)
{
	g_string_append_c(f->gap, f->pending);
	if (c < 0x80)
		g_string_append_c(f->text, (char)c);
	else
		g_string_append_unichar(f->text, c);
	while (f->gap->len < f->text->len)
		g_string_append_c(f->gap, 0);
	f->pending = false;
}

static bool ends_with(const struct fold *f, const char *s)
{
	gsize n = strlen(s);

	return f->text->len >= n && !memcmp(f->text->str + f->text->len - n, s, n);
}

/* Two dots or more are an ellipsis, in brackets or not; two hyphens or more a dash. */
static void put_folded(struct fold *f, gunichar c)
{
	if (c == '-' && ends_with(f, "-"))
		return;
	if (c == '.' && ends_with(f, "..."))
		return;
	if (c == '.' && ends_with(f, ".") && !f->pending) {
		put(f, '.');
		put(f, '.');
		return;
	}
	if ((c == ']' && ends_with(f, "[...")) || (c == ')' && ends_with(f, "(..."))) {
		gsize open = f->text->len - 4;

		memmove(f->text->str + open, "...", 3);
		g_string_truncate(f->text, open + 3);
		g_string_truncate(f->gap, f->text->len);
		return;
	}
	put(f, c);
}

/* "&lt;" and the few others that people and models write; the bytes that it takes, 0: none. */
static gsize entity(const char *p, const char *end, gunichar *c)
{
	static const struct {
		const char *name;
		gunichar c;
	} all[] = { { "&lt;", '<' }, { "&gt;", '>' }, { "&amp;", '&' }, { "&quot;", '"' }, { "&#39;", '\'' },
		    { "&nbsp;", ' ' } };

	for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
		gsize n = strlen(all[i].name);

		if ((gsize)(end - p) >= n && !memcmp(p, all[i].name, n)) {
			*c = all[i].c;
			return n;
		}
	}
	return 0;
}

/* The "\n" that ends a string of C: no part of its words. */
static bool ends_string(const char *p, const char *end)
{
	return *p == '\\' && p + 1 < end && (p[1] == 'n' || p[1] == 't') && (p + 2 == end || p[2] == '"' || p[2] == '\\');
}

/* Plain characters of which nothing is folded but their case: most of all text. */
static bool is_simple(unsigned char c)
{
	switch (c) {
	case '"':
	case '\'':
	case '`':
	case '\\':
	case '*':
	case '-':
	case '.':
	case ']':
	case ')':
	case '&':
		return false;
	}
	return c > ' ' && c < 0x7f;
}

void fold_add(struct fold *f, const char *s, gssize len)
{
	gsize bytes = len < 0 ? strlen(s) : (gsize)len;
	g_autofree char *normal = NULL;
	const char *end = s + bytes;

	if (!charset_is_plain(s, bytes)) {
		g_autofree char *piece = g_strndup(s, bytes);

		normal = g_str_is_ascii(piece) ? g_steal_pointer(&piece) : g_utf8_normalize(piece, -1, G_NORMALIZE_ALL_COMPOSE);
		s = normal;
		end = s + strlen(s);
	}
	f->pending = true;
	while (s < end) {
		gunichar c;
		gsize used;

		if (is_simple((unsigned char)*s)) {
			g_string_append_c(f->gap, f->pending);
			g_string_append_c(f->text, g_ascii_tolower(*s++));
			f->pending = false;
			continue;
		}
		if (ends_string(s, end)) {
			f->pending = true;
			s += 2;
			continue;
		}
		c = g_utf8_get_char(s);
		used = c == '&' ? entity(s, end, &c) : 0;
		s = used ? s + used : g_utf8_next_char(s);
		if (g_unichar_isspace(c))
			f->pending = true;
		else if (!is_dropped(c))
			put_folded(f, fold_char(c));
	}
}

void fold_break(struct fold *f)
{
	f->pending = true;
	if (f->text->len && !ends_with(f, "\001"))
		put(f, BREAK);
	f->pending = true;
}

void fold_trim(struct fold *f)
{
	static const char marks[] = ".,;:!?-+>|#";
	gsize n;

	while (f->text->len && strchr(marks, f->text->str[f->text->len - 1]))
		g_string_truncate(f->text, f->text->len - 1);
	n = strspn(f->text->str, marks);
	g_string_erase(f->text, 0, (gssize)n);
	g_string_truncate(f->gap, f->text->len + n);
	if (n)
		g_string_erase(f->gap, 0, (gssize)n);
	if (f->gap->len)
		f->gap->str[0] = 1;
}

unsigned fold_weight(const struct fold *f)
{
	unsigned weight = 0;
	bool counted = false;

	for (const char *p = f->text->str; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (f->gap->str[p - f->text->str] || (c < 0x80 && strchr("(,<>=&|+[{;", (int)c)))
			counted = false;
		if (fold_is_cjk(c)) {
			weight++;
			counted = false;
		} else if (!counted && g_unichar_isalnum(c)) {
			weight += 2;
			counted = true;
		}
	}
	return weight;
}

unsigned fold_weight_of(const char *text)
{
	struct fold f;
	unsigned weight;

	fold_init(&f);
	fold_add(&f, text, -1);
	weight = fold_weight(&f);
	fold_clear(&f);
	return weight;
}

static bool is_letter(gunichar c)
{
	return (g_unichar_isalnum(c) || c == '_') && !fold_is_cjk(c);
}

/* Does a word begin or end at this byte? */
static bool word_edge(const struct fold *f, gsize at)
{
	const char *s = f->text->str;

	if (at == 0 || at >= f->text->len || f->gap->str[at])
		return true;
	return !is_letter(g_utf8_get_char(s + at)) || !is_letter(g_utf8_get_char(g_utf8_prev_char(s + at)));
}

gssize fold_find(const struct fold *f, gsize from, const struct fold *words, gsize at, gsize len)
{
	const char *s = f->text->str;

	if (!len)
		return -1;
	while (from + len <= f->text->len) {
		const char *hit = memmem(s + from, f->text->len - from, words->text->str + at, len);

		if (!hit)
			return -1;
		if (word_edge(f, (gsize)(hit - s)) && word_edge(f, (gsize)(hit - s) + len))
			return hit - s;
		from = (gsize)(hit - s) + 1;
	}
	return -1;
}
