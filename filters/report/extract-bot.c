/* extract-bot.c - what a build robot's report says: what failed, with which configuration, and the first message
 *
 * Of such a mail nothing is prose; the lines that matter stand at known places (the kernel test robot's form).
 */
#include "extract-text.h"

#include <string.h>

static bool starts(const struct body_line *l, const char *s)
{
	size_t n = strlen(s), i = 0;

	while (i < l->len && g_ascii_isspace(l->text[i]))
		i++;
	return l->len - i >= n && !memcmp(l->text + i, s, n);
}

static bool holds(const struct body_line *l, const char *s)
{
	return memmem(l->text, l->len, s, strlen(s)) != NULL;
}

static bool usable(const struct body *b, size_t i)
{
	return i < b->n && b->lines[i].kind == BODY_TEXT && !body_blank(&b->lines[i]);
}

static void add(GArray *ranges, size_t first, size_t end)
{
	struct line_range r = { (int)first, (int)end };

	g_array_append_val(ranges, r);
}

/* "[auto build test ERROR on ...]" and the lines of its kind below it. */
static size_t verdict_end(const struct body *b, size_t i)
{
	for (i++; usable(b, i) && starts(&b->lines[i], "[") && !starts(&b->lines[i], "[If your patch");)
		i++;
	return i;
}

static bool is_new_error(const struct body_line *l)
{
	return starts(l, ">> ") && (holds(l, "error") || holds(l, "undefined"));
}

static bool is_new(const struct body_line *l)
{
	return starts(l, ">> ");
}

static bool is_message(const struct body_line *l)
{
	return holds(l, ": error:") || holds(l, ": warning:") || holds(l, "ERROR: modpost:") || holds(l, "undefined reference");
}

/* The first line of a kind, with those above it that say where. */
static bool first_line(const struct body *b, size_t from, bool (*is)(const struct body_line *), GArray *ranges)
{
	for (size_t i = from; i < b->n; i++) {
		const struct body_line *l = &b->lines[i];
		size_t first = i;

		if (!usable(b, i) || !is(l))
			continue;
		while (first > from && usable(b, first - 1) &&
		       (holds(l - (i - first) - 1, "In function") || holds(l - (i - first) - 1, "inlined from")))
			first--;
		add(ranges, first, i + 1);
		return true;
	}
	return false;
}

/* What it marks as new, of whatever checker; else the first message of the compiler. */
static bool message(const struct body *b, size_t from, GArray *ranges)
{
	return first_line(b, from, is_new_error, ranges) || first_line(b, from, is_new, ranges) ||
	       first_line(b, from, is_message, ranges);
}

bool bot_report(const struct body *b, GArray *ranges)
{
	size_t i = 0, rest;
	bool form;

	while (i < b->n && !(usable(b, i) && (starts(&b->lines[i], "[auto build test ") ||
					      starts(&b->lines[i], "tree: ") || starts(&b->lines[i], "FYI, we noticed"))))
		i++;
	if (i == b->n)
		return false;
	form = starts(&b->lines[i], "[");
	rest = verdict_end(b, i);
	add(ranges, i, rest);
	for (i = rest; i < b->n; i++)
		if (usable(b, i) && starts(&b->lines[i], "config: ")) {
			rest = i + 1 + (usable(b, i + 1) && starts(&b->lines[i + 1], "compiler: "));
			add(ranges, i, rest);
			break;
		}
	/* Below a verdict of the usual form nothing is prose, whatever was found there. */
	return message(b, rest, ranges) || form;
}
