/* css.c - as much of CSS as it takes to tell what a reader of an HTML mail cannot see */
#include "lib/css.h"

#include <stdlib.h>
#include <string.h>

const struct css_look css_root = {.color = 0x000000, .ground = 0xFFFFFF};

enum { RULES_MAX = 5000, TRANSPARENT = 0x1000000, PICTURE = 0x2000000 };

/* Comments away, escapes undone, lower case: "n\6f ne" hides as "none" does. */
static char *plain_css(const char *s, size_t len)
{
	GString *out = g_string_sized_new(len);
	const char *end = s + len;

	while (s < end) {
		if (*s == '/' && s + 1 < end && s[1] == '*') {
			const char *close = g_strstr_len(s + 2, end - s - 2, "*/");
			s = close ? close + 2 : end;
		} else if (*s == '\\' && s + 1 < end) {
			gunichar c = 0;
			int n = 0;
			for (s++; s < end && n < 6 && g_ascii_isxdigit(*s); s++, n++)
				c = c * 16 + (gunichar)g_ascii_xdigit_value(*s);
			if (n && c > 0x20 && c < 0x7F)
				g_string_append_c(out, g_ascii_tolower((char)c));
			if (n && s < end && g_ascii_isspace(*s))
				s++;
		} else {
			g_string_append_c(out, g_ascii_tolower(*s++));
		}
	}
	return g_string_free(out, FALSE);
}

/* A colour as 0xRRGGBB; false if it is none we know. */
static bool parse_color(const char *s, guint32 *color)
{
	static const struct {
		const char *name;
		guint32 rgb;
	} names[] = {
		{"white", 0xFFFFFF}, {"black", 0}, {"transparent", TRANSPARENT}, {"snow", 0xFFFAFA},
		{"whitesmoke", 0xF5F5F5}, {"ivory", 0xFFFFF0}, {"ghostwhite", 0xF8F8FF}, {"red", 0xFF0000},
		{"blue", 0x0000FF}, {"green", 0x008000}, {"gray", 0x808080}, {"grey", 0x808080}, {"navy", 0x000080},
		{"yellow", 0xFFFF00}, {"silver", 0xC0C0C0}, {"windowtext", 0}, {"window", 0xFFFFFF},
	};
	s += strspn(s, " \t\r\n");
	if (*s == '#' || strspn(s, "0123456789abcdef") == 6) {
		s += *s == '#';
		size_t n = strspn(s, "0123456789abcdef");
		gulong v = strtoul(s, NULL, 16);
		if (n == 6)
			*color = (guint32)v;
		else if (n == 3)
			*color = (guint32)(((v >> 8) * 0x11 << 16) | ((v >> 4 & 15) * 0x11 << 8) | (v & 15) * 0x11);
		return n == 6 || n == 3;
	}
	if (g_str_has_prefix(s, "rgb")) {
		double v[4] = {0, 0, 0, 1};
		const char *p = strchr(s, '(');
		for (int i = 0; p && i < 4; i++) {
			char *next;
			v[i] = CLAMP(g_ascii_strtod(p + 1, &next), 0, 255);
			p = next + strspn(next, " %");
			if (*p == ')')
				break;
			if (*p != ',' && *p != '/')
				p--;
		}
		*color = v[3] < 0.05 ? TRANSPARENT : (guint32)v[0] << 16 | (guint32)v[1] << 8 | (guint32)v[2];
		return true;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		size_t n = strlen(names[i].name);
		if (strncmp(s, names[i].name, n) == 0 && !g_ascii_isalpha(s[n])) {
			*color = names[i].rgb;
			return true;
		}
	}
	return false;
}

/* What a background makes of the ground that was there. Of a picture nobody knows what is seen on it. */
static guint32 parse_ground(const char *value, guint32 before)
{
	guint32 color;
	if (strstr(value, "url(") || strstr(value, "gradient("))
		return PICTURE;
	return parse_color(value, &color) && color != TRANSPARENT ? color : before;
}

/* A length that is nothing to the eye: 0, 0px, 1px, .05em. Not "0.9em", not "100%", not "auto". */
static bool is_nothing(const char *value, double px)
{
	char *unit;
	double v = g_ascii_strtod(value, &unit);
	if (unit == value)
		return false;
	unit += strspn(unit, " ");
	if (g_str_has_prefix(unit, "em") || g_str_has_prefix(unit, "rem"))
		return v <= 0.1;
	if (*unit == '%')
		return v <= 10;
	return v <= px;
}

/* A size that is a share of the parent's. */
static bool is_relative(const char *value)
{
	char *unit;
	g_ascii_strtod(value, &unit);
	return unit != value && (*unit == '%' || g_str_has_prefix(unit, "em"));
}

/* Far outside of the page. */
static bool is_far(const char *value)
{
	return g_ascii_strtod(value, NULL) <= -500;
}

struct declarations {
	bool flat, narrow, clips; /* no height, no width, and what sticks out is cut off */
	bool away, positioned;
};

static void declare(struct css_look *look, struct declarations *d, const char *name, const char *value)
{
	guint32 color;
	bool is_pre = g_str_has_prefix(value, "pre") || g_str_has_prefix(value, "break-spaces");

	if (strcmp(name, "display") == 0)
		look->gone |= g_str_has_prefix(value, "none");
	else if (strcmp(name, "visibility") == 0)
		look->invisible = g_str_has_prefix(value, "hidden") || g_str_has_prefix(value, "collapse");
	else if (strcmp(name, "font-size") == 0)
		look->tiny = is_nothing(value, 1) || (look->tiny && is_relative(value));
	else if (strcmp(name, "font") == 0 && strpbrk(value, "0123456789"))
		look->tiny = is_nothing(strpbrk(value, "0123456789"), 1) && !strstr(value, "00 ");
	else if (strcmp(name, "opacity") == 0)
		look->gone |= g_ascii_isdigit(value[value[0] == '.']) && g_ascii_strtod(value, NULL) < 0.05;
	else if (strcmp(name, "white-space") == 0)
		look->pre = is_pre && !g_str_has_prefix(value, "pre-line");
	else if (strcmp(name, "color") == 0 && parse_color(value, &color))
		look->color = color;
	else if (g_str_has_prefix(name, "background"))
		look->ground = parse_ground(value, look->ground);
	else if (strcmp(name, "max-height") == 0 || strcmp(name, "height") == 0)
		d->flat |= is_nothing(value, 0);
	else if (strcmp(name, "max-width") == 0 || strcmp(name, "width") == 0)
		d->narrow |= is_nothing(value, 0);
	else if (strcmp(name, "overflow") == 0)
		d->clips |= g_str_has_prefix(value, "hidden") || g_str_has_prefix(value, "clip");
	else if (strcmp(name, "text-indent") == 0)
		look->gone |= is_far(value);
	else if (strcmp(name, "left") == 0 || strcmp(name, "top") == 0 || strcmp(name, "right") == 0)
		d->away |= is_far(value);
	else if (strcmp(name, "position") == 0)
		d->positioned = g_str_has_prefix(value, "absolute") || g_str_has_prefix(value, "fixed") ||
		                g_str_has_prefix(value, "relative");
	else if (strcmp(name, "clip") == 0)
		look->gone |= g_str_has_prefix(value, "rect(") && !strpbrk(value, "23456789");
	else if (strcmp(name, "transform") == 0)
		look->gone |= g_str_has_prefix(value, "scale(0)");
}

void css_apply(struct css_look *look, const char *text)
{
	struct declarations d = {0};
	char *css = plain_css(text, strlen(text));
	char *rest = NULL;

	for (char *one = strtok_r(css, ";", &rest); one; one = strtok_r(NULL, ";", &rest)) {
		char *colon = strchr(one, ':');
		if (!colon)
			continue;
		*colon = '\0';
		declare(look, &d, g_strstrip(one), g_strstrip(colon + 1));
	}
	look->gone |= (d.flat || d.narrow) && d.clips;
	look->gone |= d.away && d.positioned;
	g_free(css);
}

void css_apply_colors(struct css_look *look, const char *color, const char *bgcolor)
{
	guint32 rgb;
	char *fg = g_ascii_strdown(color ? color : "", -1), *bg = g_ascii_strdown(bgcolor ? bgcolor : "", -1);
	if (parse_color(fg, &rgb))
		look->color = rgb;
	if (parse_color(bg, &rgb) && rgb != TRANSPARENT)
		look->ground = rgb;
	g_free(fg);
	g_free(bg);
}

/* So near that nobody tells them apart. */
static bool same_color(guint32 a, guint32 b)
{
	if (a == TRANSPARENT)
		return true;
	if (b == PICTURE)
		return false;
	for (int shift = 0; shift < 24; shift += 8)
		if (abs((int)(a >> shift & 0xFF) - (int)(b >> shift & 0xFF)) > 8)
			return false;
	return true;
}

bool css_hides(const struct css_look *look)
{
	return look->gone || look->invisible || look->tiny || same_color(look->color, look->ground);
}

struct css_sheet {
	GHashTable *rules; /* selector ("p", ".x", "#y", "p.x") -> GString of declarations */
	unsigned n;
};

struct css_sheet *css_sheet_new(void)
{
	struct css_sheet *sheet = g_new0(struct css_sheet, 1);
	sheet->rules = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return sheet;
}

void css_sheet_free(struct css_sheet *sheet)
{
	g_hash_table_unref(sheet->rules);
	g_free(sheet);
}

static void add_rule(struct css_sheet *sheet, char *selectors, const char *declarations)
{
	char *rest = NULL;
	for (char *one = strtok_r(selectors, ",", &rest); one; one = strtok_r(NULL, ",", &rest)) {
		g_strstrip(one);
		char *last = strrchr(one, ' ');
		bool nested = last != NULL;
		last = last ? last + 1 : one;
		/* "div p" must not hide every p. */
		if (!*last || strpbrk(one, ":[*+~>") || (nested && !strpbrk(last, ".#")) || sheet->n++ > RULES_MAX)
			continue;
		const char *old = g_hash_table_lookup(sheet->rules, last);
		if (old && strlen(old) > 4096)
			continue;
		g_hash_table_insert(sheet->rules, g_strdup(last), g_strconcat(old ? old : "", ";", declarations, NULL));
	}
}

/* The '}' that closes the block after p; the end if none does. */
static char *block_end(char *p)
{
	int depth = 1;
	for (; *p; p++)
		if (*p == '{')
			depth++;
		else if (*p == '}' && --depth == 0)
			break;
	return p;
}

static bool for_everyone(const char *at_rule)
{
	const char *p = g_str_has_prefix(at_rule, "@media") ? at_rule + 6 : "";
	p += strspn(p, " ");
	return strcmp(p, "all") == 0 || strcmp(p, "screen") == 0 || strcmp(p, "only screen") == 0;
}

static void add_rules(struct css_sheet *sheet, char *css, int depth)
{
	for (char *open; (open = strchr(css, '{'));) {
		*open = '\0';
		char *head = css;
		for (char *semi; (semi = strchr(head, ';'));)
			head = semi + 1; /* @import, @charset */
		g_strstrip(head);
		bool last;
		char *end = *head == '@' ? block_end(open + 1) : strchrnul(open + 1, '}');
		last = !*end;
		*end = '\0';
		if (*head != '@')
			add_rule(sheet, head, open + 1);
		else if (for_everyone(head) && depth < 4)
			add_rules(sheet, open + 1, depth + 1);
		if (last)
			return;
		css = end + 1;
	}
}

void css_sheet_add(struct css_sheet *sheet, const char *text, size_t len)
{
	char *css = plain_css(text, len);
	/* <style><!-- ... --></style> */
	for (char *p = css; (p = strstr(p, "<!--"));)
		memset(p, ' ', 4);
	for (char *p = css; (p = strstr(p, "-->"));)
		memset(p, ' ', 3);
	g_strdelimit(css, "\t\r\n\f", ' ');
	add_rules(sheet, css, 0);
	g_free(css);
}

static void apply_rule(const struct css_sheet *sheet, struct css_look *look, const char *prefix, const char *mark,
                       const char *name)
{
	char *key = g_strconcat(prefix, mark, name, NULL);
	const char *declarations = g_hash_table_lookup(sheet->rules, key);
	if (declarations)
		css_apply(look, declarations);
	g_free(key);
}

void css_sheet_apply(const struct css_sheet *sheet, struct css_look *look, const char *tag, const char *id,
                     const char *classes)
{
	if (!g_hash_table_size(sheet->rules))
		return;
	apply_rule(sheet, look, tag, "", "");
	if (classes) {
		char *lower = g_ascii_strdown(classes, -1);
		char **all = g_strsplit_set(lower, " \t\r\n", 100);
		for (char **c = all; *c; c++) {
			if (!**c)
				continue;
			apply_rule(sheet, look, "", ".", *c);
			apply_rule(sheet, look, tag, ".", *c);
		}
		g_strfreev(all);
		g_free(lower);
	}
	if (id) {
		char *lower = g_ascii_strdown(id, -1);
		apply_rule(sheet, look, "", "#", lower);
		apply_rule(sheet, look, tag, "#", lower);
		g_free(lower);
	}
}
