/* html.c - an HTML mail as plain text */
#include "lib/html.h"
#include "lib/css.h"
#include "lib/htmlpage.h"
#include "lib/htmltag.h"

#include <stdlib.h>
#include <string.h>

/* Deeper elements than any mailer writes: what follows is left out, and a line says so. */
enum { DEPTH_MAX = 512 };

struct element {
	enum tag_id tag;
	char name[16];       /* of tags we have no number for, as far as it fits */
	struct css_look look;
	bool hides;          /* this element hid what its parent showed */
	int number;          /* of the last item of an <ol>; -1: <ul> */
};

struct html {
	struct page page;
	struct css_sheet *sheet;
	struct element stack[DEPTH_MAX];
	int depth;           /* elements on the stack; stack[0] is the page */
	int open[TAG_COUNT]; /* how many of each are on the stack */
};

static struct element *top(struct html *h)
{
	return &h->stack[h->depth - 1];
}

static void put_text(struct html *h, const char *s, const char *end)
{
	if (css_hides(&top(h)->look))
		return;
	h->page.pre = top(h)->look.pre;
	page_text(&h->page, s, end);
}

static bool is_block(enum tag_id t)
{
	return tag_flags(t) & TAG_BLOCK;
}

/* What closing an element does to the page. */
static void leave(struct html *h, const struct element *e)
{
	if (e->tag < TAG_COUNT)
		h->open[e->tag]--;
	if (e->look.gone)
		return;
	switch (e->tag) {
	case TAG_BLOCKQUOTE:
		page_block(&h->page, 2);
		h->page.quotes--;
		break;
	case TAG_UL:
	case TAG_OL:
		page_block(&h->page, h->page.indent > 1 ? 1 : 2);
		h->page.indent--;
		break;
	case TAG_DD:
		page_block(&h->page, 1);
		h->page.indent--;
		break;
	default:
		if (is_block(e->tag))
			page_block(&h->page, tag_flags(e->tag) & TAG_PARAGRAPH ? 2 : 1);
	}
	if (e->tag == TAG_LI)
		h->page.marker[0] = '\0';
}

static void pop_to(struct html *h, int depth)
{
	struct element kept[16];
	int n = 0;

	while (h->depth > depth) {
		struct element *e = top(h);
		/* A <font> or <span>-like element that nobody closed goes on in what follows, and so does its hiding. */
		bool goes_on = h->depth > depth + 1 && e->hides && (tag_flags(e->tag) & TAG_FORMATTING);
		if (goes_on && n < (int)G_N_ELEMENTS(kept))
			kept[n++] = *e;
		leave(h, e);
		h->depth--;
	}
	while (n-- > 0) {
		h->stack[h->depth++] = kept[n];
		h->open[kept[n].tag]++;
	}
}

/* Where the innermost open element of this tag is, not looking beyond a barrier; 0: nowhere. */
static int find_open(const struct html *h, enum tag_id tag, const char *name, unsigned barrier)
{
	if (tag < TAG_COUNT && tag != TAG_OTHER && !h->open[tag])
		return 0;
	for (int i = h->depth - 1; i > 0; i--) {
		const struct element *e = &h->stack[i];
		if (e->tag == tag && (tag != TAG_OTHER || strcmp(e->name, name) == 0))
			return i;
		if (tag_flags(e->tag) & barrier)
			return 0;
	}
	return 0;
}

static void close_open(struct html *h, enum tag_id tag, unsigned barrier)
{
	int at = find_open(h, tag, "", barrier);
	if (at)
		pop_to(h, at);
}

/* Elements whose end tag may be left out end where certain others begin. */
static void close_implied(struct html *h, enum tag_id tag)
{
	if (is_block(tag))
		close_open(h, TAG_P, TAG_CELL);
	switch (tag) {
	case TAG_LI:
		close_open(h, TAG_LI, TAG_CELL | TAG_LIST);
		break;
	case TAG_DD:
	case TAG_DT:
		close_open(h, TAG_DD, TAG_CELL | TAG_LIST);
		close_open(h, TAG_DT, TAG_CELL | TAG_LIST);
		break;
	case TAG_TR:
		close_open(h, TAG_TR, TAG_TABLE_ROOT);
		break;
	case TAG_TD:
	case TAG_TH:
		close_open(h, TAG_TD, TAG_TABLE_ROOT);
		close_open(h, TAG_TH, TAG_TABLE_ROOT);
		break;
	default:
		break;
	}
}

/* What opening a visible element does to the page. */
static void enter(struct html *h, struct element *e)
{
	struct element *list;

	switch (e->tag) {
	case TAG_BLOCKQUOTE:
		page_quote(&h->page);
		break;
	case TAG_UL:
	case TAG_OL:
		page_block(&h->page, h->page.indent ? 1 : 2);
		h->page.indent++;
		break;
	case TAG_LI:
		page_block(&h->page, 1);
		list = NULL;
		for (int i = h->depth - 2; i > 0 && !list; i--)
			if (h->stack[i].tag == TAG_UL || h->stack[i].tag == TAG_OL)
				list = &h->stack[i];
		if (list && list->tag == TAG_OL)
			g_snprintf(h->page.marker, sizeof h->page.marker, "%d. ", ++list->number);
		else
			g_strlcpy(h->page.marker, "* ", sizeof h->page.marker);
		break;
	case TAG_DD:
		page_block(&h->page, 1);
		h->page.indent++;
		break;
	case TAG_TD:
	case TAG_TH:
		if (h->page.in_line)
			g_string_append(h->page.out, "  ");
		h->page.space = false;
		break;
	default:
		if (is_block(e->tag))
			page_block(&h->page, tag_flags(e->tag) & TAG_PARAGRAPH ? 2 : 1);
	}
}

/* Elements that hold nothing. */
static void empty_element(struct html *h, const struct tag *t, const struct css_look *look)
{
	if (css_hides(look))
		return;
	if (t->id == TAG_BR) {
		page_break(&h->page);
	} else if (t->id == TAG_HR) {
		static const char rule[] = "* * *";

		page_block(&h->page, 1);
		put_text(h, rule, rule + strlen(rule));
		page_block(&h->page, 1);
	} else if (t->id == TAG_IMG) {
		char *alt = tag_attribute(t, "alt");
		if (alt && *g_strstrip(alt)) {
			char *shown, *end = alt + MIN(strlen(alt), 200u);

			while (end > alt && (*end & 0xc0) == 0x80)
				end--;
			*end = '\0';
			shown = g_strdup_printf("[image: %s]", alt);
			put_text(h, shown, shown + strlen(shown));
			g_free(shown);
		}
		g_free(alt);
	}
}

static struct css_look look_of(struct html *h, const struct tag *t)
{
	struct css_look look = top(h)->look;

	if (tag_flags(t->id) & TAG_NEVER_SHOWN)
		look.gone = true;
	if (t->id == TAG_A)
		look.color = 0x0000EE;
	if (t->id == TAG_PRE || t->id == TAG_XMP || t->id == TAG_LISTING || t->id == TAG_TEXTAREA)
		look.pre = true;
	char *id = tag_attribute(t, "id"), *classes = tag_attribute(t, "class");
	css_sheet_apply(h->sheet, &look, t->name, id, classes);
	g_free(id);
	g_free(classes);
	if (!t->attrs_len)
		return look;

	char *color = t->id == TAG_FONT ? tag_attribute(t, "color") : t->id == TAG_BODY ? tag_attribute(t, "text") : NULL;
	char *ground = tag_attribute(t, "bgcolor"), *style = tag_attribute(t, "style"), *hidden = tag_attribute(t, "hidden");
	css_apply_colors(&look, color, ground);
	if (style)
		css_apply(&look, style);
	if (hidden)
		look.gone = true;
	g_free(color);
	g_free(ground);
	g_free(style);
	g_free(hidden);
	return look;
}

/* False: the stack is full. */
static bool open_tag(struct html *h, const struct tag *t)
{
	if (t->id == TAG_HTML || t->id == TAG_HEAD)
		return true;
	close_implied(h, t->id);
	struct css_look look = look_of(h, t);
	if (tag_flags(t->id) & TAG_VOID) {
		empty_element(h, t, &look);
		return true;
	}
	if (t->self_closing && t->id == TAG_OTHER)
		return true;
	if (h->depth == DEPTH_MAX)
		return false;

	struct element *e = &h->stack[h->depth++];
	*e = (struct element){.tag = t->id, .look = look, .hides = css_hides(&look) && !css_hides(&e[-1].look)};
	g_strlcpy(e->name, t->name, sizeof e->name);
	h->open[t->id]++;
	if (!look.gone)
		enter(h, e);
	return true;
}

static void close_tag(struct html *h, const struct tag *t)
{
	unsigned barrier = tag_flags(t->id) & (TAG_CELL | TAG_ROW) ? TAG_TABLE_ROOT : TAG_CELL;
	if (t->id == TAG_TABLE)
		barrier = 0;
	if (t->id == TAG_BR) { /* browsers read </br> so */
		empty_element(h, t, &top(h)->look);
		return;
	}
	if (t->id == TAG_HTML || t->id == TAG_BODY)
		return;
	char name[16];
	g_strlcpy(name, t->name, sizeof name);
	int at = find_open(h, t->id, name, barrier);
	if (at)
		pop_to(h, at);
}

static bool for_screens(const struct tag *style)
{
	char *media = tag_attribute(style, "media");
	bool yes = !media || !*media || g_ascii_strcasecmp(media, "all") == 0 || g_ascii_strcasecmp(media, "screen") == 0;
	g_free(media);
	return yes;
}

/* The style sheets first: they count for what stands before them, too. */
static void read_sheets(struct html *h, const char *html, const char *end)
{
	struct tag t;
	for (const char *s = html; s < end;) {
		const char *text = s;
		s = tag_next(s, end, &t, &text);
		if (!s)
			return;
		if (t.kind == TAG_OPEN && (tag_flags(t.id) & TAG_RAW)) {
			const char *close = tag_raw_end(s, end, &t);
			if (t.id == TAG_STYLE && for_screens(&t))
				css_sheet_add(h->sheet, s, (size_t)(close - s));
			s = close;
		}
	}
}

static void give_up(struct html *h, const char *why)
{
	page_block(&h->page, 1);
	g_string_append_printf(h->page.out, "[-- %s: the rest is not shown --]\n", why);
}

static void render(struct html *h, const char *s, const char *end)
{
	struct tag t;

	while (s < end) {
		const char *text_end;
		const char *next = tag_next(s, end, &t, &text_end);
		put_text(h, s, text_end);
		if (!next) {
			if (text_end < end)
				give_up(h, "HTML with a tag that never ends");
			return;
		}
		s = next;
		if (t.kind == TAG_CLOSE) {
			close_tag(h, &t);
		} else if (t.kind == TAG_OPEN) {
			if (!open_tag(h, &t)) {
				give_up(h, "HTML nested too deep");
				return;
			}
			if (tag_flags(t.id) & TAG_RAW) {
				const char *close = tag_raw_end(s, end, &t);
				put_text(h, s, close);
				s = close;
			} else if (t.id == TAG_PRE && s < end && *s == '\n') {
				s++;
			}
		}
	}
}

void html_append(GString *out, const char *text, size_t len)
{
	struct html *h = g_new0(struct html, 1);

	h->page.out = out;
	h->page.start = out->len;
	h->sheet = css_sheet_new();
	h->stack[0] = (struct element){.tag = TAG_OTHER, .look = css_root};
	h->depth = 1;
	read_sheets(h, text, text + len);
	render(h, text, text + len);
	pop_to(h, 1);
	page_block(&h->page, 1);
	css_sheet_free(h->sheet);
	g_free(h);
}
