#include "summary.h"
#include "extract.h"
#include "markdown.h"
#include "layout.h"

enum { MAX_LINES = 120 };

static void append_quote(GString *out, const char *words, bool front, bool back)
{
	g_string_append(out, front ? "“… " : "“");
	markdown_words(out, words);
	g_string_append(out, back ? " …”" : "”");
}

/* - **Speaker** [7], answers [3] “their words”: “own words” */
static void append_item(GString *out, const struct settings *s, const struct thread *t, const struct extract_item *x)
{
	g_string_append(out, "- **");
	markdown_words(out, thread_mail(t, x->mail - 1)->from.name);
	g_string_append(out, "** ");
	report_cite(out, s, t, x->mail);
	if (x->answers) {
		g_string_append_printf(out, " %s ", s->labels->answers);
		report_cite(out, s, t, x->answers);
		if (x->context) {
			g_string_append_c(out, ' ');
			append_quote(out, x->context, x->context_front, x->context_back);
		}
	}
	g_string_append(out, ": ");
	append_quote(out, x->quote, x->cut_front, x->cut_back);
	g_string_append_c(out, '\n');
}

void summary_extract(GString *out, const struct settings *s, const struct list_line *line, const struct thread *t,
		     const char *why)
{
	const struct labels *w = s->labels;
	const char *const parts[] = { w->what, w->before, w->news };
	g_autoptr(GPtrArray) items = extract(t, line);
	int part = -1;

	g_string_append_printf(out, "#### 📄 %s\n\n%s\n", w->extract, why ? why : w->extract_note);
	for (unsigned i = 0; i < items->len; i++) {
		const struct extract_item *x = items->pdata[i];

		if ((int)x->part != part) {
			part = (int)x->part;
			g_string_append_printf(out, "\n**%s**\n\n", parts[part]);
		}
		append_item(out, s, t, x);
	}
	g_string_append_c(out, '\n');
}

void summary_model(GString *out, const struct settings *s, const struct thread *t, const char *text, bool cut)
{
	(void)t;
	g_string_append_printf(out, "#### 🤖 %s\n\n", s->labels->summary);
	if (!markdown_prose(out, text, MAX_LINES))
		g_string_append_printf(out, "\n*%s*\n", s->labels->long_);
	if (cut)
		g_string_append_printf(out, "\n*%s*\n", s->labels->cut);
	g_string_append_c(out, '\n');
}
