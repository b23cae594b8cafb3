/* body-diff.c - diffs in a mail's text, and what format-patch writes around them */
#include "body-parts.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

/* How many lines a hunk still has to give. */
struct hunk {
	long old, new;
};

/* "@@ -12,3 +12,8 @@": the counts; a count that is not there is 1. */
static bool hunk_head(const struct body_line *l, struct hunk *h)
{
	const char *p = l->text, *end = l->text + l->len;
	long *count[] = {&h->old, &h->new};
	const char *mark[] = {"@@ -", " +"};

	for (int i = 0; i < 2; i++) {
		size_t n = strlen(mark[i]);

		if ((size_t)(end - p) < n || memcmp(p, mark[i], n) != 0)
			return false;
		p += n;
		if (p == end || !g_ascii_isdigit(*p))
			return false;
		while (p < end && g_ascii_isdigit(*p))
			p++;
		*count[i] = 1;
		if (p < end && *p == ',') {
			long v = 0;

			for (p++; p < end && g_ascii_isdigit(*p); p++)
				v = MIN(v * 10 + (*p - '0'), 10000000);
			*count[i] = v;
		}
	}
	return end - p >= 3 && memcmp(p, " @@", 3) == 0;
}

static bool starts_diff(const struct body *b, size_t i)
{
	const struct body_line *l = &b->lines[i];
	struct hunk h;

	if (l->kind != BODY_TEXT)
		return false;
	if (body_starts(l, "diff --git ") || hunk_head(l, &h))
		return true;
	return body_starts(l, "--- ") && l->len > 4 && i + 1 < b->n && b->lines[i + 1].kind == BODY_TEXT &&
	       body_starts(&b->lines[i + 1], "+++ ");
}

/* Lines between "diff --git" and the first hunk. */
static bool extended_head(const struct body_line *l)
{
	static const char *const heads[] = {
		"index ",       "old mode ",   "new mode ",     "new file mode ", "deleted file mode ",
		"similarity ",  "dissimilarity ", "rename from ", "rename to ",   "copy from ",
		"copy to ",     "Binary files ", "--- ",        "+++ ",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
		if (body_starts(l, heads[i]))
			return true;
	return false;
}

/* The signature that format-patch writes: "-- " and git's version. In a hunk whose counts were damaged it would
 * pass for a removed line. */
static bool patch_end(const struct body *b, size_t i)
{
	const struct body_line *l = &b->lines[i];

	return (l->rawlen == 3 && memcmp(l->raw, "-- ", 3) == 0) &&
	       (i + 1 == b->n || b->lines[i + 1].len == 0 || g_ascii_isalnum(b->lines[i + 1].text[0]));
}

static bool diff_char(const struct body *b, size_t i)
{
	return i < b->n && b->lines[i].kind == BODY_TEXT && b->lines[i].len && strchr(" +-\\", b->lines[i].text[0]);
}

/* A mailer folded the long line i of a diff: the next line is its rest. */
static bool folded(const struct body *b, size_t i)
{
	return i + 1 < b->n && b->lines[i + 1].kind == BODY_TEXT && !body_blank(&b->lines[i + 1]) &&
	       !diff_char(b, i + 1) && diff_char(b, i + 2);
}

/* The end of the hunk whose head is line i: by its counts; where they are wrong, by the look of its lines. */
static size_t hunk_end(const struct body *b, size_t i, struct hunk h)
{
	size_t last; /* after the last line that surely is the hunk's */

	i += folded(b, i);
	last = i + 1;
	for (i++; i < b->n; i++) {
		const struct body_line *l = &b->lines[i];
		char c = l->len ? l->text[0] : '\n';
		bool more = h.old > 0 || h.new > 0;

		if (l->kind != BODY_TEXT || patch_end(b, i))
			break;
		if (c == '\r' || (c != '\n' && body_blank(l) && c != ' '))
			c = '\n';
		if (c == '\n' && !more)
			break;
		if (!more && (body_is(l, "--") || body_is(l, "---") || starts_diff(b, i)))
			break;
		if (c == '+')
			h.new--;
		else if (c == '-')
			h.old--;
		else if (c == ' ' || c == '\n')
			h.old--, h.new--;
		else if (c != '\\')
			break;
		/* An empty line is context that lost its blank only if the hunk goes on below it. */
		if (c != '\n' || (h.old <= 0 && h.new <= 0))
			last = i + 1;
	}
	return last;
}

/* From "GIT binary patch" to the blank line below its last block. */
static size_t binary_end(const struct body *b, size_t i)
{
	for (i++; i < b->n; i++) {
		const struct body_line *l = &b->lines[i];

		if (l->kind != BODY_TEXT || patch_end(b, i) || starts_diff(b, i))
			break;
		if (body_blank(l) && !(i + 1 < b->n && (body_starts(l + 1, "literal ") || body_starts(l + 1, "delta "))))
			break;
	}
	return i;
}

/* The end of the diff that starts at line i. */
static size_t diff_end(const struct body *b, size_t i)
{
	struct hunk h;

	if (hunk_head(&b->lines[i], &h))
		return hunk_end(b, i, h);
	if (i + 1 < b->n && body_starts(&b->lines[i], "diff --git ") && body_starts(&b->lines[i + 1], "b/"))
		i++;
	for (i++; i < b->n && b->lines[i].kind == BODY_TEXT; i++) {
		if (hunk_head(&b->lines[i], &h))
			return hunk_end(b, i, h);
		if (body_starts(&b->lines[i], "GIT binary patch"))
			return binary_end(b, i);
		if (!extended_head(&b->lines[i]))
			break;
	}
	return i;
}

void body_find_diffs(struct body *b)
{
	for (size_t i = 0; i < b->n;) {
		size_t end;

		if (!starts_diff(b, i)) {
			i++;
			continue;
		}
		for (end = diff_end(b, i); i < end; i++)
			b->lines[i].kind = BODY_DIFF;
		/* A blank line between two hunks or files belongs to the diff. */
		for (end = i; end < b->n && end < i + 2 && b->lines[end].kind == BODY_TEXT && body_blank(&b->lines[end]);)
			end++;
		if (end > i && end < b->n && starts_diff(b, end))
			while (i < end)
				b->lines[i++].kind = BODY_DIFF;
	}
}

/* " 12 files changed, 3 insertions(+)" */
static bool stat_sum(const struct body_line *l)
{
	size_t i = 1;

	if (l->len < 10 || l->text[0] != ' ' || !g_ascii_isdigit(l->text[1]))
		return false;
	while (i < l->len && g_ascii_isdigit(l->text[i]))
		i++;
	return (l->len - i >= 14 && memcmp(l->text + i, " files changed", 14) == 0) ||
	       (l->len - i >= 13 && memcmp(l->text + i, " file changed", 13) == 0);
}

/* " path/to/file.c | 12 ++--", " logo.png | Bin 0 -> 12 bytes" */
static bool stat_file(const struct body_line *l)
{
	const char *bar = l->len > 4 && l->text[0] == ' ' ? memrchr(l->text, '|', l->len) : NULL;
	const char *end = l->text + l->len;

	if (!bar || bar - l->text < 3 || bar[-1] != ' ' || ++bar == end)
		return false;
	while (bar < end && *bar == ' ')
		bar++;
	return bar < end && (g_ascii_isdigit(*bar) || (end - bar > 3 && memcmp(bar, "Bin", 3) == 0));
}

static bool stat_mode(const struct body_line *l)
{
	return body_starts(l, " create mode ") || body_starts(l, " delete mode ") || body_starts(l, " rename ") ||
	       body_starts(l, " copy ") || body_starts(l, " mode change ") || body_starts(l, " rewrite ");
}

static bool base_line(const struct body_line *l)
{
	static const char *const keys[] = {"base-commit: ", "prerequisite-patch-id: ", "change-id: ",
					   "prerequisite-change-id: ", "prerequisite-message-id: "};

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		if (body_starts(l, keys[i]))
			return true;
	return false;
}

/* The diffstats: found by their sum, since a line of a table may look like one of theirs. */
static void find_diffstats(struct body *b)
{
	for (size_t i = 0; i < b->n; i++) {
		struct body_line *l = b->lines;

		if (l[i].kind == BODY_TEXT && base_line(&l[i]))
			l[i].kind = BODY_STAT;
		if (l[i].kind != BODY_TEXT || !stat_sum(&l[i]))
			continue;
		l[i].kind = BODY_STAT;
		for (size_t k = i; k-- > 0 && l[k].kind == BODY_TEXT && stat_file(&l[k]);)
			l[k].kind = BODY_STAT;
		while (i + 1 < b->n && l[i + 1].kind == BODY_TEXT && stat_mode(&l[i + 1]))
			l[++i].kind = BODY_STAT;
	}
}

/* "---" ends a commit message where a diff or its diffstat follows with nothing but the writer's notes between. The
 * notes are words. */
void body_find_stats(struct body *b)
{
	bool patch = false;

	find_diffstats(b);
	for (size_t i = b->n; i-- > 0;) {
		struct body_line *l = &b->lines[i];

		if (l->kind == BODY_DIFF || (l->kind == BODY_STAT && !base_line(l)))
			patch = true;
		else if (l->depth)
			patch = false;
		else if (patch && l->kind == BODY_TEXT && body_is(l, "---"))
			l->kind = BODY_STAT;
	}
}
