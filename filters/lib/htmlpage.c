/* htmlpage.c - lines, quotes and lists of a page as plain text */
#include "lib/htmlpage.h"
#include "lib/entity.h"

#include <string.h>

enum { INDENT_MAX = 16, LEAD_MAX = 80 };

/* End the line. Blanks at its end go, but not from <pre>, nor from "-- ", which starts a signature. */
static void end_line(struct page *p)
{
	GString *out = p->out;
	size_t len = out->len, line = MIN(p->line, len);

	if (!p->pre) {
		while (len > line && out->str[len - 1] == ' ')
			len--;
		bool signature = len - line == 2 && memcmp(out->str + line, "--", 2) == 0;
		if (signature && (p->space || len < out->len))
			g_string_overwrite(out, len++, " ");
		g_string_truncate(out, len);
	}
	p->empty = out->len == line;
	while (p->empty && out->len && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1); /* of the quote marks */
	g_string_append_c(out, '\n');
	p->in_line = p->space = false;
	p->lead = 0;
}

static void put_quotes(struct page *p)
{
	for (int i = 0; i < p->quotes; i++)
		g_string_append(p->out, "> ");
	p->line = p->out->len;
}

void page_empty_line(struct page *p)
{
	if (p->out->len > p->start && !p->empty) {
		put_quotes(p);
		end_line(p);
	}
}

/* Start a line: first the empty one that is due, then quote marks, indentation, a list item's marker. */
static void start_line(struct page *p)
{
	int lead = p->lead;
	if (p->lines > 1)
		page_empty_line(p);
	p->lines = 0;
	put_quotes(p);
	int indent = MIN(p->indent, INDENT_MAX) * 2;
	if (*p->marker)
		indent -= (int)MIN(strlen(p->marker), (size_t)indent);
	g_string_append_printf(p->out, "%*s", indent, "");
	if (*p->marker)
		g_string_append(p->out, p->marker);
	g_string_append_printf(p->out, "%*s", lead, "");
	*p->marker = '\0';
	p->lead = 0;
	p->in_line = true;
	p->space = p->empty = false;
}

void page_block(struct page *p, int n)
{
	if (p->in_line)
		end_line(p);
	p->lines = MAX(p->lines, n);
	p->lead = 0;
}

static void put_char(struct page *p, gunichar c)
{
	if (!p->in_line)
		start_line(p);
	else if (p->space)
		g_string_append_c(p->out, ' ');
	p->space = false;
	g_string_append_unichar(p->out, c);
}

void page_break(struct page *p)
{
	if (p->in_line) {
		end_line(p);
	} else if (p->pre) {
		start_line(p);
		end_line(p);
	} else {
		page_empty_line(p);
		p->lines = 0;
	}
}

void page_text(struct page *p, const char *s, const char *end)
{
	bool pre = p->pre;
	while (s < end) {
		gunichar c;
		size_t used = *s == '&' ? entity_decode(s, (size_t)(end - s), &c) : 0;
		if (!used) {
			c = (guchar)*s < 0x80 ? (gunichar)*s : g_utf8_get_char(s);
			used = (size_t)g_utf8_skip[(guchar)*s];
		}
		s += MIN(used, (size_t)(end - s));
		bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
		if (pre && c == '\n')
			page_break(p);
		else if (pre && c == '\r')
			continue;
		else if (c == 0xA0 && (p->in_line || pre))
			put_char(p, ' ');
		else if (c == 0xA0)
			p->lead += p->lead < LEAD_MAX;
		else if (!blank || pre)
			put_char(p, c);
		else
			p->space = p->in_line && p->out->str[p->out->len - 1] != ' ';
	}
}

void page_quote(struct page *p)
{
	page_block(p, 1);
	if (p->lines > 1)
		page_empty_line(p);
	p->lines = 0;
	p->quotes++;
	p->start = p->out->len;
}
