/* diff.c - what the diffs in a mail touch */
#include "diff.h"

#include <string.h>

/* Names of new functions are gathered from at most this many of a hunk. */
#define NAMES 12

static void hunk_clear(void *p)
{
	struct hunk *h = p;

	g_free(h->file);
	if (h->functions)
		g_ptr_array_unref(h->functions);
}

static bool starts(const struct body_line *l, const char *s)
{
	size_t n = strlen(s);

	return l->len >= n && memcmp(l->text, s, n) == 0;
}

/* A path from a header line: without "a/", "b/" and what follows a TAB. */
static char *path(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && s[n] != '\t' && s[n] != '\r')
		n++;
	if (n > 2 && (s[0] == 'a' || s[0] == 'b') && s[1] == '/')
		s += 2, n -= 2;
	return g_strndup(s, n);
}

static void header(struct hunk *h, const struct body_line *l)
{
	const char *b;

	if (starts(l, "diff --git ")) {
		b = memmem(l->text, l->len, " b/", 3);
		if (b) {
			g_free(h->file);
			h->file = path(b + 1, l->len - (size_t)(b + 1 - l->text));
		}
	} else if (starts(l, "+++ ") && !starts(l, "+++ /dev/null")) {
		g_free(h->file);
		h->file = path(l->text + 4, l->len - 4);
	} else if (starts(l, "--- ") && !starts(l, "--- /dev/null") && !*h->file) {
		g_free(h->file);
		h->file = path(l->text + 4, l->len - 4);
	} else if (starts(l, "new file")) {
		h->what = "new ";
	} else if (starts(l, "deleted file")) {
		h->what = "deleted ";
	} else if (starts(l, "rename to")) {
		h->what = "renamed ";
	} else if (starts(l, "Binary files") || starts(l, "GIT binary patch")) {
		h->what = "binary ";
	}
}

/* The name that a line of C (or shell, or assembler) declares: what stands before "(", or "struct x". NULL: none. */
static char *declared(const char *s, size_t len)
{
	const char *paren = memchr(s, '(', len);
	size_t start, end;

	if (!paren) {
		static const char *const kinds[] = {"struct ", "union ", "enum "};

		for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
			size_t n = strlen(kinds[i]);

			if (len <= n || memcmp(s, kinds[i], n) != 0)
				continue;
			end = n;
			while (end < len && (g_ascii_isalnum(s[end]) || s[end] == '_'))
				end++;
			return end > n ? g_strndup(s, end) : NULL;
		}
		return NULL;
	}
	end = (size_t)(paren - s);
	while (end && s[end - 1] == ' ')
		end--;
	start = end;
	while (start && (g_ascii_isalnum(s[start - 1]) || s[start - 1] == '_'))
		start--;
	if (start == end)
		return NULL;
	return g_strdup_printf("%.*s()", (int)(end - start), s + start);
}

static void touch(struct hunk *h, char *name)
{
	if (!name)
		return;
	if (h->functions->len < NAMES && !g_ptr_array_find_with_equal_func(h->functions, name, g_str_equal, NULL))
		g_ptr_array_add(h->functions, name);
	else
		g_free(name);
}

/* "@@ -1,2 +3,4 @@ static int f(void)" */
static void hunk_line(struct hunk *h, const struct body_line *l)
{
	const char *at = l->len > 3 ? memmem(l->text + 3, l->len - 3, "@@ ", 3) : NULL;

	if (at)
		touch(h, declared(at + 3, l->len - (size_t)(at + 3 - l->text)));
}

/* A function that the hunk adds: a definition at the line's start that ends without ";". */
static bool defines(const struct body_line *l)
{
	char last = l->text[l->len - 1];

	return l->len > 4 && (g_ascii_isalpha(l->text[1]) || l->text[1] == '_') && last != ';' && last != ':' &&
	       memchr(l->text, '(', l->len) && !memchr(l->text, '=', l->len) && memchr(l->text, ' ', l->len);
}

static void count(struct hunk *h, const struct body_line *l)
{
	if (!l->len)
		return;
	if (l->text[0] == '-')
		h->removed++;
	if (l->text[0] != '+')
		return;
	h->added++;
	if (defines(l))
		touch(h, declared(l->text + 1, l->len - 1));
}

static bool hunk_starts(const struct body_line *l)
{
	return starts(l, "@@ -");
}

/* A line that belongs to a file's header: the file's first, or one that follows such. */
static bool file_starts(const struct body *b, int i)
{
	return starts(&b->lines[i], "diff --git ") ||
	       (starts(&b->lines[i], "--- ") && (size_t)i + 1 < b->n && starts(&b->lines[i + 1], "+++ "));
}

static int header_end(const struct body *b, int i, struct hunk *h)
{
	int start = i;

	for (; (size_t)i < b->n && b->lines[i].kind == BODY_DIFF && !hunk_starts(&b->lines[i]); i++) {
		if (i > start && starts(&b->lines[i], "diff --git "))
			break;
		header(h, &b->lines[i]);
	}
	return i;
}

static int hunk_end(const struct body *b, int i, struct hunk *h)
{
	hunk_line(h, &b->lines[i]);
	for (i++; (size_t)i < b->n && b->lines[i].kind == BODY_DIFF; i++) {
		if (hunk_starts(&b->lines[i]) || file_starts(b, i))
			break;
		count(h, &b->lines[i]);
	}
	return i;
}

GArray *diff_hunks(const struct body *b)
{
	GArray *hunks = g_array_new(FALSE, TRUE, sizeof(struct hunk));
	const char *what = "";

	g_array_set_clear_func(hunks, hunk_clear);
	for (int i = 0; (size_t)i < b->n;) {
		struct hunk h = {.first = i, .what = ""};
		const struct hunk *before = hunks->len ? &g_array_index(hunks, struct hunk, hunks->len - 1) : NULL;

		if (b->lines[i].kind != BODY_DIFF) {
			what = "";
			i++;
			continue;
		}
		h.functions = g_ptr_array_new_with_free_func(g_free);
		h.file = g_strdup(before && before->end == i && hunk_starts(&b->lines[i]) ? before->file : "");
		h.what = before && before->end == i && hunk_starts(&b->lines[i]) ? what : "";
		h.body = hunk_starts(&b->lines[i]) ? i : header_end(b, i, &h);
		h.end = h.body;
		if ((size_t)h.body < b->n && b->lines[h.body].kind == BODY_DIFF && hunk_starts(&b->lines[h.body]))
			h.end = hunk_end(b, h.body, &h);
		what = h.what;
		i = h.end;
		g_array_append_val(hunks, h);
	}
	return hunks;
}
