#include "split.h"

#include <stdbool.h>
#include <string.h>

enum {
	DEEPEST = 24,   /* answers to answers to answers: deeper ones count as of this depth */
	LAST = 3,       /* lines told again of what a part stands under, at each depth */
	LINE = 160,     /* bytes of each */
	LEAST = 512,
};

/* What stands open at a depth: a mail's header, and the last lines below it. */
struct open {
	const char *head;
	gsize head_len;
	const char *last[LAST];
	gsize last_len[LAST];
	unsigned n;
};

struct cutter {
	GPtrArray *parts;
	gsize bytes;
	struct open open[DEEPEST];
	unsigned depths;     /* how many of these are open */
	const char *start;   /* of the part that grows */
	char *context;       /* of it */
	const char *best;    /* where it had better end, NULL: nowhere yet */
	char *best_context;
	int best_worth;
};

static void split_free(void *p)
{
	struct split *s = p;

	g_free(s->context);
	g_free(s->text);
	g_free(s);
}

/* Behind the gutter of a line (collate.h): "| | ", and deep down "| | | | | | | 9| ". */
static const char *skip_gutter(const char *line, const char *end, unsigned *depth)
{
	const char *p = line;

	*depth = 0;
	while (p < end) {
		const char *bar = p;
		unsigned number = 0;

		while (bar < end && g_ascii_isdigit(*bar))
			number = MIN(number * 10 + (unsigned)(*bar++ - '0'), DEEPEST);
		if (bar >= end || *bar != '|' || (number && !*depth))
			break;
		*depth = number ? number : *depth + 1;
		p = bar + 1;
		if (p < end && *p == ' ')
			p++;
	}
	*depth = MIN(*depth, DEEPEST - 1);
	return p;
}

/* "[7] Ann Author, ..." behind the gutter. */
static bool is_head(const char *p, const char *end)
{
	if (p >= end || *p++ != '[')
		return false;
	if (p >= end || !g_ascii_isdigit(*p))
		return false;
	while (p < end && g_ascii_isdigit(*p))
		p++;
	return p + 1 < end && p[0] == ']' && p[1] == ' ';
}

static bool is_blank(const char *p, const char *end)
{
	while (p < end && g_ascii_isspace(*p))
		p++;
	return p == end;
}

static void append_cut(GString *out, const char *line, gsize len)
{
	gsize n = MIN(len, LINE);

	while (n && n < len && ((guchar)line[n] & 0xc0) == 0x80)
		n--;
	g_string_append_len(out, line, (gssize)n);
	if (n < len)
		g_string_append(out, " …");
	g_string_append_c(out, '\n');
}

/* Depths [from, to) of what stands open, with `lines` of each. */
static char *open_lines(const struct cutter *c, unsigned from, unsigned to, unsigned lines)
{
	GString *out = g_string_new(NULL);

	for (unsigned d = from; d < to && d < c->depths; d++) {
		const struct open *o = &c->open[d];

		if (!o->head)
			continue;
		append_cut(out, o->head, o->head_len);
		for (unsigned i = o->n - MIN(o->n, lines); i < o->n; i++)
			append_cut(out, o->last[i], o->last_len[i]);
	}
	return g_string_free(out, FALSE);
}

/* What a line of this depth stands under, if a part begins there; of a header's own depth nothing. Less of it where it would take
 * more than a third of the part. */
static char *context_at(const struct cutter *c, unsigned depth, bool head)
{
	unsigned to = head ? depth : depth + 1;
	char *context = open_lines(c, 0, to, LAST);

	for (unsigned lines = LAST; strlen(context) > c->bytes / 3 && lines-- > 0;) {
		g_free(context);
		context = open_lines(c, 0, to, lines);
	}
	for (unsigned from = 1; strlen(context) > c->bytes / 3 && from < to; from++) {
		g_free(context);
		context = open_lines(c, from, to, 0);
	}
	return context;
}

static void remember(struct cutter *c, const char *line, gsize len, unsigned depth, bool head, bool blank)
{
	struct open *o = &c->open[depth];

	for (; c->depths <= depth; c->depths++)
		c->open[c->depths] = (struct open){ 0 };
	c->depths = depth + 1;
	if (head) {
		*o = (struct open){ .head = line, .head_len = len };
	} else if (!blank) {
		if (o->n == LAST) {
			memmove(o->last, o->last + 1, sizeof(o->last) - sizeof(*o->last));
			memmove(o->last_len, o->last_len + 1, sizeof(o->last_len) - sizeof(*o->last_len));
			o->n--;
		}
		o->last[o->n] = line;
		o->last_len[o->n++] = len;
	}
}

static void close_part(struct cutter *c, const char *end, char *next_context)
{
	struct split *s = g_new0(struct split, 1);

	s->context = c->context;
	s->text = g_strndup(c->start, (gsize)(end - c->start));
	g_ptr_array_add(c->parts, s);
	c->start = end;
	c->context = next_context;
	g_clear_pointer(&c->best_context, g_free);
	c->best = NULL;
	c->best_worth = 0;
}

static bool fits(const struct cutter *c, const char *end)
{
	return strlen(c->context) + (gsize)(end - c->start) <= c->bytes;
}

/* Mails begin better places to cut at than blank lines, and those than any other; but later ones are better than what would leave
 * a part half empty. */
static void consider(struct cutter *c, const char *line, unsigned depth, bool head, bool blank)
{
	int worth = head ? depth ? 3 : 4 : blank ? 2 : 1;

	if (line == c->start || (worth < c->best_worth && (gsize)(c->best - c->start) > c->bytes / 2))
		return;
	if (!fits(c, line))
		return;
	g_free(c->best_context);
	c->best_context = context_at(c, depth, head);
	c->best = line;
	c->best_worth = worth;
}

/* A line that no part can hold whole: cut where characters end. */
static void cut_line(struct cutter *c, const char *line, gsize len, unsigned depth)
{
	const char *end = line + len;

	while (!fits(c, end)) {
		gsize taken = strlen(c->context), room = c->bytes > taken + 64 ? c->bytes - taken : 64;
		const char *at = c->start + room;

		while (at > c->start + 1 && ((guchar)*at & 0xc0) == 0x80)
			at--;
		close_part(c, at, context_at(c, depth, false));
	}
}

static void take_line(struct cutter *c, const char *line, gsize len)
{
	gsize words = len && line[len - 1] == '\n' ? len - 1 : len;
	const char *end = line + words;
	unsigned depth;
	const char *text = skip_gutter(line, end, &depth);
	bool head = is_head(text, end), blank = is_blank(text, end);

	consider(c, line, depth, head, blank);
	if (!fits(c, line + len) && c->best) {
		char *context = g_steal_pointer(&c->best_context);

		close_part(c, c->best, context);
		/* What stands between that place and this line is in the next part; it must fit, too. */
		if (!fits(c, line + len) && c->start < line)
			close_part(c, line, context_at(c, depth, head));
	}
	if (!fits(c, line + len))
		cut_line(c, line, len, depth);
	remember(c, line, words, depth, head, blank);
}

GPtrArray *split_document(const char *document, gsize bytes)
{
	struct cutter c = { .bytes = MAX(bytes, LEAST), .start = document, .context = g_strdup("") };
	const char *line = document;

	c.parts = g_ptr_array_new_with_free_func(split_free);
	while (*line) {
		const char *end = strchr(line, '\n');
		gsize len = end ? (gsize)(end + 1 - line) : strlen(line);

		take_line(&c, line, len);
		line += len;
	}
	if (c.start < line || !c.parts->len)
		close_part(&c, line, g_strdup(""));
	g_free(c.context);
	g_free(c.best_context);
	return c.parts;
}
