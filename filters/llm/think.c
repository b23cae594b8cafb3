/* think.c - keep a model's thinking out of its answer */
#include "think.h"

#include <string.h>

static const char *const opening[] = { "<think>", "<thinking>", NULL };
static const char *const closing[] = { "</think>", "</thinking>", NULL };

void think_init(struct think *t)
{
	*t = (struct think){ .text = g_string_new(NULL), .held = g_string_new(NULL) };
}

void think_free(struct think *t)
{
	g_string_free(t->text, TRUE);
	g_string_free(t->held, TRUE);
}

/* True if held is one of these tags; *partly if it is the beginning of one. */
static bool match(const GString *held, const char *const *tags, bool *partly)
{
	for (; *tags; tags++) {
		if (!strncmp(*tags, held->str, held->len)) {
			*partly = true;
			if (strlen(*tags) == held->len)
				return true;
		}
	}
	return false;
}

static bool at_line_start(const GString *text)
{
	size_t i = text->len;
	while (i && (text->str[i - 1] == ' ' || text->str[i - 1] == '\t'))
		i--;
	return !i || text->str[i - 1] == '\n';
}

static void release(struct think *t)
{
	if (!t->inside)
		g_string_append_len(t->text, t->held->str, t->held->len);
	g_string_truncate(t->held, 0);
}

/* Held begins with '<'. Decide, or wait for more. */
static void decide(struct think *t)
{
	bool partly = false;
	if ((t->inside || at_line_start(t->text)) && match(t->held, closing, &partly)) {
		if (!t->inside)
			g_string_truncate(t->text, 0);
		t->inside = false;
		t->thought = true;
		g_string_truncate(t->held, 0);
	} else if (!t->inside && at_line_start(t->text) && match(t->held, opening, &partly)) {
		t->inside = true;
		t->thought = true;
		g_string_truncate(t->held, 0);
	} else if (!partly) {
		release(t);
	}
}

void think_feed(struct think *t, const char *p, size_t len)
{
	const char *end = p + len;
	while (p < end) {
		if (t->held->len) {
			/* A second '<' ends what looked like a tag and may begin one itself. */
			if (*p == '<')
				release(t);
			g_string_append_c(t->held, *p++);
			decide(t);
			continue;
		}
		const char *lt = memchr(p, '<', end - p);
		const char *stop = lt ? lt : end;
		if (!t->inside)
			g_string_append_len(t->text, p, stop - p);
		p = stop;
		if (lt) {
			g_string_append_c(t->held, '<');
			p++;
		}
	}
}

void think_end(struct think *t)
{
	release(t);
}
