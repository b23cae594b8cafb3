#include "verify-answer.h"
#include "verify-fold.h"
#include "lib/safe.h"

#include <string.h>

enum { MAX_BYTES = 32768, MAX_SENTENCES = 150, LONGEST_LABEL = 60, LONGEST_WORD = 200 };

static void block_free(void *p)
{
	struct block *b = p;

	g_ptr_array_unref(b->sentences);
	g_free(b);
}

void answer_free(struct answer *a)
{
	if (!a)
		return;
	g_ptr_array_unref(a->blocks);
	g_free(a);
}

static const struct {
	const char *words;
	enum answer_part part;
} part_names[] = {
	{ "what this is", PART_WHAT }, { "what it is", PART_WHAT }, { "what is this", PART_WHAT },
	{ "what this is about", PART_WHAT }, { "what this thread is", PART_WHAT }, { "what this thread is about", PART_WHAT },
	{ "what", PART_WHAT }, { "overview", PART_WHAT },
	{ "这是什么", PART_WHAT }, { "内容", PART_WHAT }, { "概述", PART_WHAT }, { "主题", PART_WHAT },
	{ "what was said before", PART_BEFORE }, { "what was said before the period", PART_BEFORE },
	{ "said before", PART_BEFORE }, { "before", PART_BEFORE }, { "before the period", PART_BEFORE },
	{ "before this period", PART_BEFORE }, { "before this week", PART_BEFORE }, { "previously", PART_BEFORE },
	{ "earlier", PART_BEFORE }, { "earlier discussion", PART_BEFORE }, { "previous discussion", PART_BEFORE },
	{ "history", PART_BEFORE }, { "background", PART_BEFORE }, { "what happened before", PART_BEFORE },
	{ "此前讨论了什么", PART_BEFORE }, { "此前讨论", PART_BEFORE }, { "此前的讨论", PART_BEFORE },
	{ "之前的讨论", PART_BEFORE }, { "之前讨论", PART_BEFORE }, { "此前", PART_BEFORE }, { "之前", PART_BEFORE },
	{ "历史", PART_BEFORE }, { "历史讨论", PART_BEFORE }, { "背景", PART_BEFORE },
	{ "what is new", PART_NEW }, { "what's new", PART_NEW }, { "what’s new", PART_NEW }, { "new", PART_NEW },
	{ "news", PART_NEW }, { "new in this period", PART_NEW }, { "what is new, decided or disputed", PART_NEW },
	{ "what is new, decided or disputed in it", PART_NEW }, { "what is new, decided, or disputed", PART_NEW },
	{ "new, decided or disputed", PART_NEW }, { "new, decided, or disputed", PART_NEW },
	{ "what is new in this period", PART_NEW }, { "this period", PART_NEW }, { "this week", PART_NEW },
	{ "本期新的内容、决定和争议", PART_NEW }, { "新的内容、决定和争议", PART_NEW }, { "本期进展", PART_NEW },
	{ "本期", PART_NEW }, { "本期新内容", PART_NEW }, { "新内容", PART_NEW }, { "新的内容", PART_NEW },
	{ "最新进展", PART_NEW }, { "新进展", PART_NEW }, { "本周进展", PART_NEW },
};

/* Letters and what stands between them; numbers, marks and pictures around a label are decoration. */
static char *undecorated(const char *s, gsize len)
{
	g_autofree char *copy = g_strndup(s, len);
	const char *end = copy + strlen(copy), *p = copy;

	while (*p && !g_unichar_isalpha(g_utf8_get_char(p)))
		p = g_utf8_next_char(p);
	while (end > p && !g_unichar_isalpha(g_utf8_get_char(g_utf8_prev_char(end))))
		end = g_utf8_prev_char(end);
	return g_utf8_strdown(p, end - p);
}

static enum answer_part part_named(const char *s, gsize len)
{
	g_autofree char *label = NULL;

	if (len > 3 * LONGEST_LABEL)
		return PART_UNKNOWN;
	label = undecorated(s, len);
	for (guint i = 0; i < G_N_ELEMENTS(part_names); i++)
		if (!strcmp(label, part_names[i].words))
			return part_names[i].part;
	return PART_UNKNOWN;
}

/* "## What this is", "**New**:", "New: words": the part, and where its words begin. */
static enum answer_part label_of(const char *line, const char **rest)
{
	const char *colon = strchr(line, ':'), *wide = strstr(line, "："), *bold;
	enum answer_part part = part_named(line, strlen(line));

	*rest = line + strlen(line);
	if (part)
		return part;
	if (wide && (!colon || wide < colon))
		colon = wide;
	if (colon && (part = part_named(line, (gsize)(colon - line)))) {
		*rest = g_utf8_next_char(colon);
		*rest += strspn(*rest, "*_ ");
		return part;
	}
	if (g_str_has_prefix(line, "**") && (bold = strstr(line + 2, "**")) &&
	    (part = part_named(line, (gsize)(bold - line))))
		*rest = bold + 2 + strspn(bold + 2, ":.- ");
	return part;
}

struct parser {
	struct answer *answer;
	GString *text;  /* of the block that grows */
	enum answer_part part;
	enum block_kind kind;
	unsigned number;
	unsigned sentences;
	bool named;     /* a part was named */
};

static void end_block(struct parser *p)
{
	struct block *b;

	if (!*g_strstrip(p->text->str) || p->answer->cut) {
		g_string_truncate(p->text, 0);
		return;
	}
	b = g_new0(struct block, 1);
	b->part = p->part;
	b->kind = p->kind;
	b->number = p->number;
	b->sentences = answer_sentences(p->text->str);
	if (p->sentences + b->sentences->len > MAX_SENTENCES) {
		g_ptr_array_set_size(b->sentences, (gint)(MAX_SENTENCES - p->sentences));
		p->answer->cut = true;
	}
	p->sentences += b->sentences->len;
	g_ptr_array_add(p->answer->blocks, b);
	g_string_truncate(p->text, 0);
}

/* The mark of a list's item, or 0. */
static gsize item_mark(const char *s, enum block_kind *kind, unsigned *number)
{
	gsize n = strspn(s, "0123456789");

	*kind = BLOCK_BULLET;
	if (strchr("-*+", *s) && *s && (s[1] == ' ' || s[1] == '\t'))
		return 2;
	if (g_str_has_prefix(s, "• "))
		return strlen("• ");
	if (!n || n > 3 || !strchr(".)", s[n]) || !s[n] || s[n + 1] != ' ')
		return 0;
	*kind = BLOCK_NUMBER;
	*number = (unsigned)g_ascii_strtoull(s, NULL, 10);
	return n + 2;
}

/* Rules, underlines, fences, the second line of a table: marks and no words. */
static bool only_marks(const char *s)
{
	return !s[strspn(s, "-*_=`~|:#> \t")];
}

static bool is_fence(const char *s)
{
	return g_str_has_prefix(s, "```") || g_str_has_prefix(s, "~~~");
}

static void parse_line(struct parser *p, char *line)
{
	const char *s = g_strstrip(line), *rest;
	enum answer_part part;
	enum block_kind kind = BLOCK_PARAGRAPH;
	unsigned number = 0;
	bool alone = *s == '|' || *s == '#';
	gsize mark;

	while (*s == '>' || *s == '|')
		s += 1 + strspn(s + 1, " ");
	if (!*s || only_marks(s)) {
		end_block(p);
		p->kind = BLOCK_PARAGRAPH;
		return;
	}
	if (is_fence(s) && !strchr(s, ' '))
		return;
	part = label_of(s, &rest);
	if (part) {
		end_block(p);
		p->part = part;
		p->kind = BLOCK_PARAGRAPH;
		p->named = true;
		s = rest;
	} else {
		s += strspn(s, "#");
		s += strspn(s, " ");
	}
	mark = item_mark(s, &kind, &number);
	for (gsize more = mark; more; s += mark, mark = more) {
		enum block_kind k;
		unsigned n;

		/* "- - - x" is one item, not a list in a list in a list. */
		more = item_mark(s + mark, &k, &n);
		if (!more)
			break;
	}
	if (mark || alone) {
		end_block(p);
		p->kind = mark ? kind : BLOCK_PARAGRAPH;
		p->number = number;
	}
	if (p->text->len)
		g_string_append_c(p->text, ' ');
	g_string_append(p->text, s + mark);
	if (alone)
		end_block(p);
}

/* Paragraphs without labels: as many as there were to be parts are those parts, in order. */
static void name_parts(struct answer *a, bool history)
{
	static const enum answer_part three[] = { PART_WHAT, PART_BEFORE, PART_NEW }, two[] = { PART_WHAT, PART_NEW };

	if (a->blocks->len != (history ? 3 : 2))
		return;
	for (guint i = 0; i < a->blocks->len; i++)
		if (((struct block *)a->blocks->pdata[i])->kind != BLOCK_PARAGRAPH)
			return;
	for (guint i = 0; i < a->blocks->len; i++)
		((struct block *)a->blocks->pdata[i])->part = history ? three[i] : two[i];
}

/* Words without end would break any page. Chinese has no blanks and breaks anywhere. */
static char *break_words(const char *s)
{
	GString *out = g_string_new(NULL);
	unsigned run = 0;

	for (; *s; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);

		run = c == ' ' || c == '\n' || c == '\t' || fold_is_cjk(c) ? 0 : run + 1;
		if (run > LONGEST_WORD) {
			g_string_append_c(out, ' ');
			run = 1;
		}
		g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

struct answer *answer_parse(const char *text, bool history)
{
	struct parser p = { .answer = g_new0(struct answer, 1), .text = g_string_new(NULL) };
	g_autofree char *safe = safe_text(text, -1), *clean = break_words(safe);
	g_auto(GStrv) lines = NULL;
	gsize len = strlen(clean);

	if (len > MAX_BYTES) {
		char *cut = clean + MAX_BYTES;

		while ((*cut & 0xc0) == 0x80)
			cut--;
		*cut = '\0';
	}
	lines = g_strsplit(clean, "\n", -1);
	p.answer->blocks = g_ptr_array_new_with_free_func(block_free);
	for (char **l = lines; *l; l++)
		parse_line(&p, *l);
	end_block(&p);
	if (!p.named)
		name_parts(p.answer, history);
	p.answer->cut = p.answer->cut || len > MAX_BYTES;
	g_string_free(p.text, TRUE);
	return p.answer;
}
