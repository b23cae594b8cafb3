#include "facts.h"
#include "lib/safe.h"

#include <string.h>

static void append_day(GString *out, time_t t)
{
	g_autoptr(GDateTime) when = t ? g_date_time_new_from_unix_utc(t) : NULL;
	g_autofree char *day = when ? g_date_time_format(when, "%Y-%m-%d") : NULL;

	g_string_append(out, day ? day : "no date");
}

/* Words of the mails, that must not pass for ours. */
static void append_words(GString *out, const char *words)
{
	g_autofree char *line = safe_line(words);

	g_string_append(out, g_strdelimit(line, ";[]\"", ' '));
}

static void append_source(GString *out, const struct ledger_source *s)
{
	append_words(out, s->name);
	if (s->mail)
		g_string_append_printf(out, " in [%u], ", s->mail);
	else
		g_string_append(out, " in another thread, ");
	append_day(out, s->date);
}

static void append_version(GString *out, int version, bool rfc)
{
	g_string_append_printf(out, "%sv%d", rfc ? "RFC " : "", version);
}

/* What the word says, so that the model does not make more of it. */
static void append_state(GString *out, const struct ledger *l)
{
	static const char *const meanings[][2] = {
		{ "applied", "somebody says so of at least one patch" },
		{ "nak", "somebody refused it" },
		{ "superseded", "a newer version stands in another thread" },
		{ "broken", "a robot's report on the newest version stands" },
		{ "reviewed", "reviewed or acked in part at least; nobody says here that it is applied" },
		{ "discussed", "others replied; neither reviewed, acked, refused nor applied" },
		{ "unanswered", "nobody but its author wrote" },
		{ "merged", "a maintainer says that it was pulled" },
	};

	g_string_append_printf(out, "State: %s", l->state);
	for (gsize i = 0; i < G_N_ELEMENTS(meanings); i++)
		if (l->kind != LEDGER_OTHER && !strcmp(l->state, meanings[i][0]))
			g_string_append_printf(out, " (%s)", meanings[i][1]);
	g_string_append_c(out, '\n');
}

static void append_versions(GString *out, const struct ledger *l)
{
	const char *before = "Versions: ";

	for (unsigned i = 0; i < l->versions->len; i++) {
		const struct ledger_version *v = l->versions->pdata[i];

		g_string_append(out, before);
		append_version(out, v->version, v->rfc);
		if (v->count > 0)
			g_string_append_printf(out, " (%d patch%s)", v->count, v->count == 1 ? "" : "es");
		g_string_append_c(out, ' ');
		append_day(out, v->date);
		if (v->here && v->mail)
			g_string_append_printf(out, " in [%u]", v->mail);
		else if (!v->here)
			g_string_append(out, " in another thread");
		before = "; ";
	}
	if (*before == ';')
		g_string_append_c(out, '\n');
}

/* The same person's, of the same kind. */
static bool alike(const struct ledger_trailer *a, const struct ledger_trailer *b)
{
	return a->carried == b->carried && a->own == b->own && !strcmp(a->tag, b->tag) && !strcmp(a->by.name, b->by.name);
}

static bool met_before(const struct ledger *l, unsigned i)
{
	for (unsigned j = 0; j < i; j++)
		if (alike(l->trailers->pdata[j], l->trailers->pdata[i]))
			return true;
	return false;
}

static void append_trailer(GString *out, const struct ledger *l, unsigned first)
{
	const struct ledger_trailer *t = l->trailers->pdata[first];
	const char *before = ": ";

	g_string_append(out, t->carried ? "Stood in the patches when they were sent: " : "Given in this thread: ");
	append_words(out, t->tag);
	g_string_append(out, " by ");
	append_words(out, t->by.name);
	for (unsigned i = first; i < l->trailers->len; i++) {
		const struct ledger_trailer *o = l->trailers->pdata[i];

		if (!alike(t, o))
			continue;
		g_string_append(out, before);
		if (o->patch > 0)
			g_string_append_printf(out, "patch %d", o->patch);
		else
			g_string_append(out, "the series");
		if (o->by.mail && !o->carried)
			g_string_append_printf(out, " in [%u]", o->by.mail);
		before = ", ";
	}
	g_string_append_c(out, '\n');
}

static void append_trailers(GString *out, const struct ledger *l)
{
	for (unsigned i = 0; i < l->trailers->len; i++) {
		const struct ledger_trailer *t = l->trailers->pdata[i];

		if (!t->own && !met_before(l, i))
			append_trailer(out, l, i);
	}
	if (l->kind == LEDGER_PATCH && l->patches > 1)
		g_string_append_printf(out, "Patches of the newest version here that somebody else reviewed or acked: %u of %u\n",
				       l->reviewed, l->patches);
}

static void append_applied(GString *out, const struct ledger *l)
{
	for (unsigned i = 0; i < l->applied->len; i++) {
		const struct ledger_applied *a = l->applied->pdata[i];

		g_string_append(out, a->told ? "Applied by somebody, tells " : "Applied, says ");
		append_source(out, &a->by);
		if (*a->to) {
			g_string_append(out, ", to ");
			append_words(out, a->to);
		}
		if (a->patches->len) {
			g_string_append(out, ": patches");
			for (unsigned k = 0; k < a->patches->len; k++)
				g_string_append_printf(out, " %d", g_array_index(a->patches, int, k));
		}
		if (a->dropped)
			g_string_append(out, "; taken back by the same person later");
		g_string_append_c(out, '\n');
	}
}

static void append_reports(GString *out, const struct ledger *l)
{
	for (unsigned i = 0; i < l->reports->len; i++) {
		const struct ledger_report *r = l->reports->pdata[i];

		g_string_append_printf(out, "A robot's %s: ", r->error ? "report of an error" : "warning");
		append_source(out, &r->by);
		if (r->patch > 0)
			g_string_append_printf(out, ", on patch %d", r->patch);
		g_string_append(out, " of ");
		append_version(out, r->version, r->rfc);
		g_string_append(out, r->stands ? "\n" : ", which is not the newest version\n");
	}
	for (unsigned i = 0; i < l->naks->len; i++) {
		const struct ledger_nak *n = l->naks->pdata[i];

		g_string_append(out, "Refused by ");
		append_source(out, &n->by);
		g_string_append(out, n->patch > 0 ? ", one patch" : "");
		g_string_append(out, n->withdrawn ? ", taken back by the same person later\n" : "\n");
	}
}

void facts_ledger(GString *out, const struct ledger *l)
{
	append_state(out, l);
	append_versions(out, l);
	append_applied(out, l);
	append_reports(out, l);
	append_trailers(out, l);
	for (unsigned i = 0; i < l->also->len; i++) {
		const struct ledger *other = l->also->pdata[i];

		g_string_append(out, "Another series in this thread, by ");
		append_source(out, &other->author);
		g_string_append(out, ": ");
		append_words(out, other->newest ? other->newest->title : "");
		g_string_append_c(out, '\n');
		facts_ledger(out, other);
	}
}
