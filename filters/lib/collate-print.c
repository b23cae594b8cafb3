/* collate-print.c - the lines of the document: gutter, wrapping, colour */
#include "collate-page.h"
#include "collate-wrap.h"

#include <stdio.h>
#include <string.h>

/* Bars of the gutter; a deeper answer tells its depth by a number. Text keeps at least this many columns. */
#define BARS 8
#define TEXT_COLUMNS 30

/* Columns by which the rest of a wide header stands in. */
#define HEADER_HANG 5

static const char *const palette[PAGE_COLORS] = {"36", "33", "35", "32", "34", "31"};

static void sgr(struct page *p, const char *code)
{
	if (p->o->color)
		g_string_append_printf(p->out, "\033[%sm", code);
}

static int speaker(const struct page *p, int depth)
{
	return g_array_index(p->speakers, int, depth);
}

static void bar(struct page *p, int depth, const char *text)
{
	sgr(p, palette[p->colors[speaker(p, depth)]]);
	g_string_append(p->out, text);
	sgr(p, "0");
}

static int gutter_columns(int depth)
{
	if (depth <= BARS)
		return 2 * depth;
	return 2 * (BARS - 1) + snprintf(NULL, 0, "%d| ", depth);
}

/* "| | ", and for what is very deep "| | | | | | 12| ". */
static void put_gutter(struct page *p, int depth)
{
	g_autofree char *number = NULL;

	for (int i = 1; i < MIN(depth, BARS); i++)
		bar(p, i, "| ");
	if (!depth)
		return;
	number = depth > BARS ? g_strdup_printf("%d| ", depth) : g_strdup("| ");
	bar(p, depth, number);
}

/* Without the blank that a gutter ends in. */
static void end_line(struct page *p)
{
	while (p->out->len && p->out->str[p->out->len - 1] == ' ')
		g_string_truncate(p->out, p->out->len - 1);
	g_string_append_c(p->out, '\n');
}

/* Every line of the page begins here. */
static void gutter(struct page *p, int depth)
{
	page_flush(p);
	put_gutter(p, depth);
}

void page_blank(struct page *p, int depth)
{
	gutter(p, depth);
	end_line(p);
}

static void put_styled(struct page *p, enum page_style style, const char *s, size_t len)
{
	static const char *const codes[] = {NULL, "2", "2", "32", "31"};

	if (len && codes[style])
		sgr(p, codes[style]);
	g_string_append_len(p->out, s, (gssize)len);
	if (len && codes[style])
		sgr(p, "0");
}

/* Text that would pass for a header or a gutter. */
static bool like_ours(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len && g_ascii_isdigit(s[i]))
		i++;
	if (i < len && s[i] == '|' && (i + 1 == len || s[i + 1] == ' ' || s[i + 1] == '|'))
		return true;
	i = 0;
	while (i < len && (s[i] == '|' || s[i] == ' ' || g_ascii_isdigit(s[i])))
		i++;
	return s[0] != ' ' && i + 1 < len && s[i] == '[' && g_ascii_isdigit(s[i + 1]);
}

/* One piece of a line. Foreign text must not look like ours where it happens to be broken, either. */
static void put_piece(struct page *p, int depth, enum page_style style, const char *indent, const char *s, size_t len)
{
	put_gutter(p, depth);
	put_styled(p, style, indent, strlen(indent));
	if (!*indent && len && style != PAGE_NOTE && like_ours(s, len))
		g_string_append_c(p->out, ' ');
	put_styled(p, style, s, len);
	end_line(p);
}

void page_flush(struct page *p)
{
	g_autofree char *text = p->rest->len ? g_strdup(p->rest->str) : NULL;

	if (!text)
		return;
	g_string_truncate(p->rest, 0);
	put_piece(p, p->rest_depth, p->rest_style, p->rest_indent, text, strlen(text));
}

static void hold_rest(struct page *p, int depth, enum page_style style, const char *indent, const char *s, size_t len)
{
	g_string_truncate(p->rest, 0);
	g_string_append_len(p->rest, s, (gssize)len);
	g_free(p->rest_indent);
	p->rest_indent = g_strdup(indent);
	p->rest_depth = depth;
	p->rest_style = style;
}

/* One line, wrapped to the width, each piece behind the gutter. What is left over of prose is held back. */
void page_put(struct page *p, int depth, enum page_style style, const char *s, size_t len)
{
	bool prose = p->o->width && (style == PAGE_TEXT || style == PAGE_QUOTE) && wrap_prose(s, len, true);
	g_autofree char *hanging = p->o->width ? wrap_hanging(s, len, style == PAGE_QUOTE, style == PAGE_TEXT) : g_strdup("");
	int room = MAX(p->o->width - gutter_columns(depth), TEXT_COLUMNS);
	const char *indent = "";

	page_flush(p);
	for (bool first = true;; first = false) {
		size_t n = p->o->width ? wrap_fit(s, len, room - (int)strlen(indent), first ? strlen(hanging) : 0) : len;

		if (n == len && !first && prose) {
			hold_rest(p, depth, style, indent, s, len);
			return;
		}
		put_piece(p, depth, style, indent, s, n);
		s += n;
		len -= n;
		while (p->o->width && len && *s == ' ')
			s++, len--;
		if (!len)
			return;
		indent = (int)strlen(hanging) <= room / 2 ? hanging : "";
	}
}

/* Does the line go on with what was held back? */
static bool goes_on(const struct page *p, int segment, int depth, enum page_style style, const GString *line)
{
	size_t indent = p->rest->len ? strlen(p->rest_indent) : 0;

	return p->rest->len && p->spoke == segment && p->rest_depth == depth && p->rest_style == style && line->len > indent &&
	       memcmp(line->str, p->rest_indent, indent) == 0 && g_ascii_isalpha(line->str[indent]) &&
	       wrap_prose(line->str + indent, line->len - indent, false);
}

/* TABs as blanks, counted from the text's first column: a gutter would shift them. */
static void expand(GString *out, const char *text, size_t len)
{
	int column = 0;

	for (const char *c = text; c < text + len; c = g_utf8_next_char(c)) {
		if (*c == '\t') {
			do
				g_string_append_c(out, ' ');
			while (++column % 8);
			continue;
		}
		g_string_append_len(out, c, g_utf8_next_char(c) - c);
		column += wrap_columns(g_utf8_get_char(c));
	}
}

void page_header(struct page *p, const char *header, const struct mail *m, int depth)
{
	size_t len = strlen(header), n;

	for (const char *s = header; len; s += n, len -= n) {
		int used = gutter_columns(depth) + (s > header ? HEADER_HANG : 0);

		n = p->o->width ? wrap_fit(s, len, MAX(p->o->width - used, TEXT_COLUMNS), 0) : len;
		gutter(p, depth);
		sgr(p, m->is_new && p->history ? "1" : "22");
		sgr(p, palette[p->colors[m->number - 1]]);
		if (s > header)
			g_string_append_printf(p->out, "%*s", HEADER_HANG - 1, "");
		g_string_append_len(p->out, s, (gssize)n);
		sgr(p, "0");
		end_line(p);
	}
}

void page_line(struct page *p, int segment, int depth, enum page_style style, const char *text, size_t len)
{
	g_autoptr(GString) line = g_string_new(NULL);
	while (len && g_ascii_isspace(text[len - 1]))
		len--;
	if (len && like_ours(text, len))
		g_string_append_c(line, ' ');
	if (p->o->width)
		expand(line, text, len);
	else
		g_string_append_len(line, text, (gssize)len);
	page_speaker(p, segment, depth);
	if (goes_on(p, segment, depth, style, line)) {
		g_string_insert_c(line, (gssize)strlen(p->rest_indent), ' ');
		g_string_insert(line, (gssize)strlen(p->rest_indent), p->rest->str);
		g_string_truncate(p->rest, 0);
	}
	page_put(p, depth, style, line->str, line->len);
}
