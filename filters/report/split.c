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

static unsigned depth_of(const char *line, gsize len)
{
	unsigned depth = 0;

	for (; len && *line == '|' && depth + 1 < DEEPEST; depth++) {
		gsize n = len > 1 && line[1] == ' ' ? 2 : 1;

		line += n;
		len -= n;
	}
	return depth;
}

/* "[7] Ann Author, ..." behind the bars of its depth. */
static bool is_head(const char *line, gsize len)
{
	const char *p = line, *end = line + len;

	while (p < end && (*p == '|' || *p == ' '))
		p++;
	if (p >= end || *p++ != '[')
		return false;
	if (p >= end || !g_ascii_isdigit(*p))
		return false;
	while (p < end && g_ascii_isdigit(*p))
		p++;
	return p + 1 < end && p[0] == ']' && p[1] == ' ';
}

static bool is_blank(const char *line, gsize len)
{
	for (gsize i = 0; i < len; i++)
		if (!strchr("| \n", line[i]))
			return false;
	return true;
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

static void remember(struct cutter *c, const char *line, gsize len, unsigned depth, bool head)
{
	struct open *o = &c->open[depth];

	for (; c->depths <= depth; c->depths++)
		c->open[c->depths] = (struct open){ 0 };
	c->depths = depth + 1;
	if (head) {
		*o = (struct open){ .head = line, .head_len = len };
	} else if (!is_blank(line, len)) {
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
	unsigned depth = depth_of(line, len);
	gsize words = len && line[len - 1] == '\n' ? len - 1 : len;
	bool head = is_head(line, words);

	consider(c, line, depth, head, is_blank(line, len));
	if (!fits(c, line + len) && c->best) {
		char *context = g_steal_pointer(&c->best_context);

		close_part(c, c->best, context);
		/* What stands between that place and this line is in the next part; it must fit, too. */
		if (!fits(c, line + len) && c->start < line)
			close_part(c, line, context_at(c, depth, head));
	}
	if (!fits(c, line + len))
		cut_line(c, line, len, depth);
	remember(c, line, words, depth, head);
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
