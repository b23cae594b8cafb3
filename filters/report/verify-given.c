#include "verify-given.h"

/* What only the word of the state tells, where there is no ledger. */
static bool has_word(const struct facts *f, unsigned kind)
{
	return kind == DEED_APPLY ? f->applied : kind == DEED_NAK ? f->nak : kind == DEED_REPORT ? f->broken : f->reviewed;
}

static bool undone(const struct facts *f, const struct claim *c, const struct beside *b, unsigned kind)
{
	struct asked q = ask_of(c, ask_widened(c, kind), false);
	g_autoptr(GPtrArray) persons = ask_persons(f, c);
	g_autoptr(GArray) patches = ask_patches(f, c, b), all = ask_everybody(persons, NULL);
	/* "The series is reviewed" says not by how much; "Ann reviewed the series" does. */
	bool whole = c->span == SPAN_SERIES && (persons->len || kind == DEED_APPLY) && !c->partly && !b->words;

	for (int n = 1; whole && n <= f->patches; n++)
		g_array_insert_val(patches, n - 1, n);
	if (whole && f->patches)
		g_array_set_size(patches, (guint)f->patches);
	if (!persons->len && !ask_done(f, q, NULL, patches))
		return true;
	for (guint i = 0; i < persons->len && !(b->words && c->loose); i++)
		if (!ask_done(f, q, persons->pdata[i], patches))
			return true;
	q.who = persons->len ? all : NULL;
	if ((c->of || c->total) && ask_miscounted(f, c, q, false))
		return true;
	for (q.patch = 1; ask_exclusive(c) && q.patch <= f->patches; q.patch++)
		if (!ask_has(patches, q.patch) && deeds_count(f->deeds, &q))
			return true;
	q.who = NULL;
	q.not_who = all;
	return c->only_who && ask_touched(f, q, NULL, patches);
}

/* A tag, "applied", "refused", a robot's report: was it not given, or not by them, or not to all of these patches? */
bool given_lacks(const struct facts *f, const struct claim *c, const struct beside *b)
{
	unsigned asked = c->kinds & (DEED_TAGS | DEED_NAK | DEED_APPLY | DEED_REPORT);

	if (c->state)
		return (asked & DEED_APPLY) && !f->applied;
	for (unsigned kind = 1; kind <= DEED_REPORT; kind <<= 1) {
		unsigned one = c->any ? asked : asked & kind;

		if (one && (f->ledger ? undone(f, c, b, one) : !has_word(f, one)))
			return true;
	}
	return false;
}

/* Was it done where the claim says that it was not? */
bool given_all_the_same(const struct facts *f, const struct claim *c, const struct beside *b)
{
	unsigned kinds = c->kinds & (DEED_TAGS | DEED_NAK | DEED_APPLY | DEED_REPORT);
	struct asked q = ask_of(c, kinds | (kinds & DEED_REVIEW ? ask_widened(c, DEED_REVIEW) : 0), true);
	g_autoptr(GPtrArray) persons = ask_persons(f, c);
	g_autoptr(GArray) patches = ask_patches(f, c, b), all = ask_everybody(persons, NULL);
	bool each = c->span == SPAN_NONE || c->span == SPAN_SERIES;

	if (!f->ledger)
		return (kinds & DEED_APPLY) ? f->all_applied : false;
	if (c->but) {
		q.not_who = all;
		return ask_touched(f, q, NULL, patches);
	}
	if (c->not_all)
		return ask_done(f, q, NULL, patches);
	if (c->of)
		return ask_miscounted(f, c, q, true);
	/* "Not applied": not all of it, perhaps. */
	if (kinds == DEED_APPLY && each && !persons->len)
		return f->all_applied || (f->applied && !c->partly && !c->after);
	if (!each && f->ledger->newest)
		q.version = f->ledger->newest->version;
	for (guint i = 0; i < persons->len; i++)
		if (ask_touched(f, q, persons->pdata[i], patches))
			return true;
	if (!persons->len && ask_touched(f, q, NULL, patches))
		return true;
	for (q.patch = 1; ask_exclusive(c) && q.patch <= f->patches; q.patch++)
		if (!ask_has(patches, q.patch) && !deeds_count(f->deeds, &q))
			return true;
	return false;
}

/* "The other eight patches have no review": than which, is not said here. */
bool given_others_denied(const struct facts *f, const struct claim *c)
{
	unsigned kinds = c->kinds & (DEED_TAGS | DEED_NAK | DEED_APPLY | DEED_REPORT | DEED_ANSWER);
	struct asked q = ask_of(c, kinds | (kinds & DEED_REVIEW ? ask_widened(c, DEED_REVIEW) : 0), true);
	int without = 0;

	for (q.patch = 1; q.patch <= f->patches; q.patch++)
		without += !deeds_count(f->deeds, &q);
	return !(c->not || c->nobody) || (kinds && (c->each ? without != c->each : !without));
}
