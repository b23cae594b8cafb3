/* flowed.c - text/plain; format=flowed (RFC 3676) */
#include "lib/flowed.h"

#include <string.h>

enum { DEPTHS = 64 };

struct line {
	const char *start; /* with its quote marks */
	size_t depth;      /* number of '>' in front: RFC 3676 knows them only side by side */
	const char *text;  /* behind the marks and the stuffing */
	size_t len;
	bool stuffed;
};

static bool starts(const struct line *l, const char *with)
{
	size_t n = strlen(with);
	return l->len >= n && memcmp(l->text, with, n) == 0;
}

static const char *take_line(const char *p, struct line *l)
{
	const char *end = strchrnul(p, '\n');

	l->start = p;
	while (*p == '>')
		p++;
	l->depth = (size_t)(p - l->start);
	l->stuffed = *p == ' ';
	l->text = p + l->stuffed;
	l->len = (size_t)(end - l->text);
	return *end ? end + 1 : end;
}

static bool begins_diff(const struct line *l)
{
	return starts(l, "diff --git ") || starts(l, "@@ -") || starts(l, "--- a/") || starts(l, "+++ b/") ||
	       starts(l, "--- /dev/null") || starts(l, "Index: ");
}

/* A line of blanks parts paragraphs, whatever RFC 3676 makes of its last blank. */
static bool is_blank(const struct line *l)
{
	return strspn(l->text, " \t") >= l->len;
}

/* Could the line stand inside a diff that has begun? */
static bool continues_diff(const struct line *l)
{
	static const char *const heads[] = {"index ", "new file ", "deleted file ", "old mode ", "new mode ",
	                                    "similarity ", "rename ", "copy ", "Binary files ", "GIT binary "};
	if (!l->len || strchr("+- @\\\t", l->text[0]) || (l->stuffed && !l->depth))
		return !(l->len == 3 && memcmp(l->text, "-- ", 3) == 0);
	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
		if (starts(l, heads[i]))
			return true;
	return begins_diff(l);
}

/* A conforming sender stuffs the context line " \tx" to "  \tx". One that was not stuffed proves that the diffs
 * came as they are. */
static bool diffs_are_bare(const char *text)
{
	bool in_hunk = false;
	while (*text) {
		struct line l;
		text = take_line(text, &l);
		if (l.depth)
			continue;
		if (begins_diff(&l))
			in_hunk = in_hunk || starts(&l, "@@ -");
		else if (!continues_diff(&l))
			in_hunk = false;
		else if (in_hunk && l.stuffed && l.len && l.text[0] != ' ')
			return true;
	}
	return false;
}

struct state {
	GString *out;
	bool delsp;
	bool bare;           /* unquoted diffs are not stuffed */
	bool in_diff[DEPTHS];
	bool open;           /* the last line is flowed: the next of this depth joins it */
	size_t depth;
};

static void add(struct state *s, const struct line *l)
{
	size_t depth = MIN(l->depth, DEPTHS - 1);
	bool signature = l->len == 3 && memcmp(l->text, "-- ", 3) == 0;
	bool joins = s->open && l->depth == s->depth && !signature && !begins_diff(l) && !is_blank(l);

	/* In a diff, what starts as no line of a diff can is the rest of a line that the mailer wrapped. */
	if (s->in_diff[depth])
		joins = joins && !continues_diff(l);
	if (!joins)
		s->in_diff[depth] = begins_diff(l) || (s->in_diff[depth] && continues_diff(l));
	bool as_is = !depth && s->in_diff[depth] && s->bare;
	bool flows = !signature && !as_is && !is_blank(l) && l->text[l->len - 1] == ' ';

	if (s->open && !joins)
		g_string_append_c(s->out, '\n');
	if (!joins) {
		g_string_append_len(s->out, l->start, (gssize)l->depth);
		if (l->stuffed && (l->depth || as_is))
			g_string_append_c(s->out, ' ');
	}
	g_string_append_len(s->out, l->text, (gssize)(l->len - (flows && s->delsp)));
	if (!flows)
		g_string_append_c(s->out, '\n');
	s->open = flows;
	s->depth = l->depth;
}

void flowed_append(GString *out, const char *text, bool delsp)
{
	struct state s = {.out = out, .delsp = delsp, .bare = diffs_are_bare(text)};

	while (*text) {
		struct line l;
		text = take_line(text, &l);
		add(&s, &l);
	}
	if (s.open)
		g_string_append_c(out, '\n');
}
