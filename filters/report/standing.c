#include "standing.h"
#include "layout.h"
#include "markdown.h"

#include <string.h>

enum { MAX_NAMES = 8, MAX_CHANGES = 12 };

static void start(GString *out, const char *label)
{
	g_string_append_printf(out, "- %s: ", label);
}

/* "Name [7]"; of a mail in another thread the archive's link. */
static void append_source(GString *out, const struct settings *s, const struct thread *t,
			  const struct ledger_source *by)
{
	markdown_words(out, by->name);
	g_string_append_c(out, ' ');
	if (by->mail)
		report_cite(out, s, t, by->mail);
	else
		report_link(out, s, "↗", by->id);
}

static void append_version_name(GString *out, int version, bool rfc)
{
	g_string_append_printf(out, rfc ? "RFC v%d" : "v%d", version);
}

static void append_versions(GString *out, const struct settings *s, const struct ledger *l)
{
	if (l->versions->len < 2)
		return;
	start(out, s->labels->versions);
	for (unsigned i = 0; i < l->versions->len; i++) {
		const struct ledger_version *v = l->versions->pdata[i];
		g_autoptr(GString) name = g_string_new(NULL);

		append_version_name(name, v->version, v->rfc);
		g_string_append(out, i ? " → " : "");
		g_string_append(out, v == l->newest ? "**" : "");
		report_link(out, s, name->str, v->id);
		g_string_append(out, v == l->newest ? "** " : " ");
		report_date(out, v->date);
	}
	g_string_append_c(out, '\n');
}

/* "Reviewed-by: 2 of 5 patches: Name [3], Name [4]", of the newest version; nobody reviews the own patch. */
static void append_tag(GString *out, const struct settings *s, const struct thread *t, const struct ledger *l,
		       const char *tag)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	unsigned patches = ledger_count(l, tag), names = 0;

	for (unsigned i = 0; i < l->trailers->len; i++) {
		const struct ledger_trailer *r = l->trailers->pdata[i];

		if (r->own || g_ascii_strcasecmp(r->tag, tag) || !l->newest || r->version != l->newest->version ||
		    r->rfc != l->newest->rfc || !g_hash_table_add(seen, r->by.addr))
			continue;
		if (!names) {
			start(out, tag);
			g_string_append_printf(out, s->labels->of_patches, patches, MAX(l->patches, patches));
		}
		if (names < MAX_NAMES) {
			g_string_append(out, names ? ", " : ": ");
			append_source(out, s, t, &r->by);
		}
		names++;
	}
	if (names > MAX_NAMES)
		g_string_append_printf(out, ", +%u", names - MAX_NAMES);
	if (names)
		g_string_append_c(out, '\n');
}

/* ", #1-3, 7": ascending numbers, as they are. */
static void append_patches(GString *out, const GArray *patches)
{
	for (unsigned i = 0; i < patches->len; i++) {
		int first = g_array_index(patches, int, i), last = first;
		unsigned k = i;

		while (k + 1 < patches->len && g_array_index(patches, int, k + 1) == last + 1)
			last = g_array_index(patches, int, ++k);
		g_string_append_printf(out, "%s%d", i ? ", " : ", #", first);
		/* Two are no range. */
		if (last > first + 1) {
			g_string_append_printf(out, "-%d", last);
			i = k;
		}
	}
}

static void append_applied(GString *out, const struct settings *s, const struct thread *t, const struct ledger *l)
{
	for (unsigned i = 0; i < l->applied->len; i++) {
		const struct ledger_applied *a = l->applied->pdata[i];

		start(out, l->kind == LEDGER_PULL ? s->labels->merged : s->labels->applied);
		if (a->told)
			g_string_append_printf(out, "%s ", s->labels->told);
		append_source(out, s, t, &a->by);
		if (*a->to) {
			g_string_append_printf(out, " %s ", s->labels->to);
			markdown_words(out, a->to);
		}
		if (l->kind == LEDGER_PATCH) {
			g_string_append(out, ", ");
			append_version_name(out, a->version, a->rfc);
		}
		append_patches(out, a->patches);
		if (a->dropped)
			g_string_append_printf(out, " (%s)", s->labels->taken_back);
		g_string_append_c(out, '\n');
	}
}

static void append_reports(GString *out, const struct settings *s, const struct thread *t, const struct ledger *l)
{
	for (unsigned i = 0; i < l->reports->len; i++) {
		const struct ledger_report *r = l->reports->pdata[i];

		start(out, r->error ? s->labels->broken : s->labels->warned);
		append_version_name(out, r->version, r->rfc);
		if (r->patch)
			g_string_append_printf(out, " #%d", r->patch);
		g_string_append(out, ", ");
		append_source(out, s, t, &r->by);
		if (r->what && *r->what) {
			g_string_append(out, ": ");
			markdown_words(out, r->what);
		}
		if (r->config && *r->config) {
			g_string_append(out, " (");
			markdown_words(out, r->config);
			g_string_append_c(out, ')');
		}
		g_string_append_c(out, '\n');
	}
}

static void append_naks(GString *out, const struct settings *s, const struct thread *t, const struct ledger *l)
{
	for (unsigned i = 0; i < l->naks->len; i++) {
		const struct ledger_nak *n = l->naks->pdata[i];

		start(out, "NAK");
		append_version_name(out, n->version, n->rfc);
		if (n->patch)
			g_string_append_printf(out, " #%d", n->patch);
		g_string_append(out, ", ");
		append_source(out, s, t, &n->by);
		if (n->withdrawn)
			g_string_append_printf(out, " (%s)", s->labels->withdrawn);
		g_string_append_c(out, '\n');
	}
}

static void append_last(GString *out, const struct settings *s, const struct thread *t, const struct ledger *l)
{
	if (!l->last.name)
		return;
	start(out, person_is_bot(&thread_mail(t, t->mails->len - 1)->from) ? s->labels->last_persons_word :
									      s->labels->last_word);
	append_source(out, s, t, &l->last);
	g_string_append(out, ", ");
	report_days(out, s, l->silent);
	if (l->last_is_author)
		g_string_append_printf(out, " (%s)", s->labels->author);
	g_string_append_c(out, '\n');
}

/* In the author's own words, so as a quote. */
static void append_changes(GString *out, const struct settings *s, const struct ledger *l)
{
	g_auto(GStrv) lines = NULL;
	unsigned n;

	if (!l->newest || !l->newest->changes)
		return;
	lines = g_strsplit(l->newest->changes, "\n", -1);
	n = g_strv_length(lines);
	g_string_append_printf(out, "- %s:\n", s->labels->changes);
	for (unsigned i = 0; i < n && i < MAX_CHANGES; i++) {
		g_strstrip(lines[i]);
		if (!*lines[i])
			continue;
		g_string_append(out, "  - ");
		markdown_words(out, strchr("-*+o", lines[i][0]) && lines[i][1] == ' ' ? lines[i] + 2 : lines[i]);
		g_string_append_c(out, '\n');
	}
	if (n > MAX_CHANGES)
		g_string_append_printf(out, "  - … (+%u)\n", n - MAX_CHANGES);
}

static void append_lines(GString *out, const struct settings *s, const struct thread *t, const struct ledger *l)
{
	append_versions(out, s, l);
	append_applied(out, s, t, l);
	append_naks(out, s, t, l);
	append_reports(out, s, t, l);
	append_tag(out, s, t, l, "Reviewed-by");
	append_tag(out, s, t, l, "Acked-by");
	append_tag(out, s, t, l, "Tested-by");
	append_last(out, s, t, l);
	append_changes(out, s, l);
}

/* Other series within the thread, each with its own lines below it. */
static void append_also(GString *out, const struct settings *s, const struct thread *t, const struct ledger *l)
{
	for (unsigned i = 0; i < l->also->len; i++) {
		const struct ledger *other = l->also->pdata[i];
		g_autoptr(GString) lines = g_string_new(NULL);

		if (!other->newest)
			continue;
		start(out, s->labels->also);
		g_string_append(out, "**");
		markdown_words(out, other->newest->title);
		g_string_append(out, "**, ");
		append_source(out, s, t, &other->author);
		g_string_append(out, ": ");
		report_state(out, s, other->state, other);
		g_string_append_c(out, '\n');
		append_lines(lines, s, t, other);
		for (char *line = lines->str, *end; *line; line = end) {
			end = strchr(line, '\n') + 1;
			g_string_append_printf(out, "  %.*s", (int)(end - line), line);
		}
	}
}

void standing(GString *out, const struct settings *s, const struct thread *t, const struct ledger *l)
{
	append_lines(out, s, t, l);
	append_also(out, s, t, l);
	g_string_append_c(out, '\n');
}
