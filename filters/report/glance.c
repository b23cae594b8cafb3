#include "glance.h"
#include "layout.h"
#include "markdown.h"

#include <string.h>

enum { MOST = 15, TOP = 3, MUCH = 5 };

static bool has_state(const struct glance_line *g, const char *state)
{
	return !strcmp(g->also ? g->ledger->state : g->line->state, state);
}

static bool is_applied(const struct glance_line *g)
{
	return has_state(g, "applied") || has_state(g, "merged");
}

static bool no_answer(const struct glance_line *g)
{
	return has_state(g, "unanswered");
}

/* Others have written, nobody reviewed, refused or took it, and the last word is not the author's, as far as that one is
 * known: of a patch that is only known by answers he is not. */
static bool wants_version(const struct glance_line *g)
{
	return has_state(g, "discussed") && g->ledger && g->ledger->kind == LEDGER_PATCH && g->ledger->author.name &&
	       !g->ledger->last_is_author;
}

static bool is_blocked(const struct glance_line *g)
{
	return has_state(g, "nak");
}

static bool is_broken(const struct glance_line *g)
{
	return has_state(g, "broken");
}

/* What nobody has answered waits since it was posted, whatever its author has added since. */
static int waited(const struct glance_line *g)
{
	return !g->ledger ? 0 : no_answer(g) ? g->ledger->days : g->ledger->silent;
}

static const char *title(const struct glance_line *g)
{
	return g->also && g->ledger->newest ? g->ledger->newest->title : g->line->subject;
}

static int by_waiting(const void *a, const void *b)
{
	const struct glance_line *x = *(const struct glance_line *const *)a, *y = *(const struct glance_line *const *)b;

	return waited(y) - waited(x);
}

static int by_new(const void *a, const void *b)
{
	const struct glance_line *x = *(const struct glance_line *const *)a, *y = *(const struct glance_line *const *)b;

	return (x->line->new_ < y->line->new_) - (x->line->new_ > y->line->new_);
}

/* The last of those that count; NULL: there is none. */
static const struct ledger_applied *applied(const struct ledger *l)
{
	for (guint i = l->applied->len; i-- > 0;) {
		const struct ledger_applied *a = l->applied->pdata[i];

		if (!a->dropped)
			return a;
	}
	return NULL;
}

static const struct ledger_source *refuser(const struct ledger *l)
{
	for (guint i = l->naks->len; i-- > 0;) {
		const struct ledger_nak *n = l->naks->pdata[i];

		if (!n->withdrawn)
			return &n->by;
	}
	return &l->last;
}

static const struct ledger_source *breaker(const struct ledger *l)
{
	for (guint i = l->reports->len; i-- > 0;) {
		const struct ledger_report *r = l->reports->pdata[i];

		if (r->stands)
			return &r->by;
	}
	return &l->last;
}

/* The mail to look at: who applied it, who broke it, else the one that spoke last. */
static const struct ledger_source *source(const struct glance_line *g)
{
	const struct ledger *l = g->ledger;

	if (!l)
		return NULL;
	if (is_applied(g))
		return applied(l) ? &applied(l)->by : &l->last;
	if (is_blocked(g))
		return refuser(l);
	if (is_broken(g))
		return breaker(l);
	return &l->last;
}

/* Of a series that is taken in part, how much: the rest may still need the reader. */
static void append_part(GString *out, const struct settings *s, const struct ledger *l)
{
	if (!l->applied_patches || l->applied_patches >= l->patches)
		return;
	g_string_append(out, ", ");
	g_string_append_printf(out, s->labels->of_patches, l->applied_patches, l->patches);
}

static void append_line(GString *out, const struct settings *s, const struct glance_line *g, bool days)
{
	const struct ledger_source *by = source(g);

	g_string_append(out, "- ");
	if (g->number) {
		g_string_append_c(out, '[');
		markdown_words(out, title(g));
		g_string_append(out, "](#");
		report_anchor(out, s, g->line, g->number);
		g_string_append_c(out, ')');
	} else {
		markdown_words(out, title(g));
	}
	g_string_append(out, " — ");
	if (days) {
		report_days(out, s, waited(g));
		g_string_append(out, ", ");
	}
	if (by && is_applied(g) && applied(g->ledger) && applied(g->ledger)->told)
		g_string_append_printf(out, "%s ", s->labels->told);
	if (by && by->name && by->id)
		report_link(out, s, by->name, by->id);
	else
		g_string_append_printf(out, s->labels->new_count, g->line->new_);
	if (by && is_applied(g))
		append_part(out, s, g->ledger);
	g_string_append_c(out, '\n');
}

static void append_heading(GString *out, const char *title, unsigned n)
{
	g_string_append_printf(out, "\n**%s** (%u)\n\n", title, n);
}

/* Those of the lines that `is` picks, those that wait longest first; what is left out is said. */
static void append_some(GString *out, const struct settings *s, const GArray *lines, const char *title,
			bool (*is)(const struct glance_line *), bool days)
{
	g_autoptr(GPtrArray) some = g_ptr_array_new();

	for (unsigned i = 0; i < lines->len; i++)
		if (is(&g_array_index(lines, struct glance_line, i)))
			g_ptr_array_add(some, &g_array_index(lines, struct glance_line, i));
	if (!some->len)
		return;
	if (days)
		g_ptr_array_sort(some, by_waiting);
	append_heading(out, title, some->len);
	for (unsigned i = 0; i < some->len && i < MOST; i++)
		append_line(out, s, some->pdata[i], days);
	if (some->len > MOST) {
		g_string_append(out, "- ");
		g_string_append_printf(out, s->labels->more, some->len - MOST);
		g_string_append_c(out, '\n');
	}
}

static void append_discussed(GString *out, const struct settings *s, const GArray *lines)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new();

	for (unsigned i = 0; i < lines->len; i++) {
		struct glance_line *g = &g_array_index(lines, struct glance_line, i);

		if (!g->also && g->line->new_ >= MUCH && g->line->people > 1)
			g_ptr_array_add(all, g);
	}
	g_ptr_array_sort(all, by_new);
	if (all->len)
		append_heading(out, s->labels->discussed, MIN(all->len, TOP));
	for (unsigned i = 0; i < all->len && i < TOP; i++) {
		const struct glance_line *g = all->pdata[i];

		g_string_append(out, "- [");
		markdown_words(out, g->line->subject);
		g_string_append(out, "](#");
		report_anchor(out, s, g->line, g->number);
		g_string_append(out, ") — ");
		g_string_append_printf(out, s->labels->new_count, g->line->new_);
		g_string_append_c(out, '\n');
	}
}

void glance(GString *out, const struct settings *s, const GArray *lines, const GArray *before)
{
	const struct labels *w = s->labels;
	gsize start = out->len, body;

	g_string_append_printf(out, "\n## 👁 %s\n", w->glance);
	body = out->len;
	append_some(out, s, lines, w->is_applied, is_applied, false);
	append_some(out, s, lines, w->no_answer, no_answer, true);
	append_some(out, s, before, w->no_answer_before, no_answer, true);
	append_some(out, s, lines, w->wants_version, wants_version, true);
	append_some(out, s, lines, w->blocked, is_blocked, false);
	append_some(out, s, lines, w->is_broken, is_broken, false);
	append_discussed(out, s, lines);
	if (out->len == body)
		g_string_truncate(out, start);
}
