#include "verify-answered.h"

static bool mail_answered(const struct facts *f, unsigned mail)
{
	struct asked q = { .kinds = DEED_ANSWER, .patch = DEED_ANY, .to = mail };

	return deeds_count(f->deeds, &q) > 0;
}

/* Have all of these mails an answer? False if there are none. */
static bool all_answered(const struct facts *f, const GArray *mails)
{
	bool all = mails->len > 0;

	for (guint i = 0; i < mails->len; i++)
		all = all && mail_answered(f, g_array_index(mails, unsigned, i));
	return all;
}

/* The mails of one of these persons, those of robots' reports: numbers. Perhaps only the last, or first, of them. */
GArray *answered_mails(const struct facts *f, const GArray *who, bool last, bool first)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(unsigned));

	for (unsigned n = 1; n <= f->thread->mails->len; n++) {
		bool his = false;

		for (guint i = 0; who && i < who->len; i++)
			his = his || people_wrote(f->people, g_array_index(who, unsigned, i), n);
		for (guint i = 0; !who && f->ledger && i < f->ledger->reports->len; i++)
			his = his || ((struct ledger_report *)f->ledger->reports->pdata[i])->by.mail == n;
		if (his && last)
			g_array_set_size(out, 0);
		if (his && !(first && out->len))
			g_array_append_val(out, n);
	}
	return out;
}

unsigned answered_highest(const GArray *mails)
{
	unsigned n = 0;

	for (guint i = 0; i < mails->len; i++)
		n = MAX(n, g_array_index(mails, unsigned, i));
	return n;
}

/* Did one of them write after this day? */
static bool wrote_after(const struct facts *f, const GArray *who, const struct day *day)
{
	bool passed = false;

	for (unsigned n = 1; n <= f->thread->mails->len; n++) {
		bool then = day_is(day, thread_mail(f->thread, n - 1)->date);

		for (guint i = 0; passed && !then && i < who->len; i++)
			if (people_wrote(f->people, g_array_index(who, unsigned, i), n))
				return true;
		passed = passed || then;
	}
	return false;
}

/* "Ann has not answered since": did she? */
bool answered_anyway(const struct facts *f, const struct claim *c, const struct beside *b, const GPtrArray *persons)
{
	struct asked q = ask_of(c, DEED_WRITE, true);

	q.day = NULL;
	q.given = false;
	q.after = c->after ? answered_highest(b->cited) : 0;
	for (guint i = 0; c->after && c->day.day && i < persons->len; i++)
		if (wrote_after(f, persons->pdata[i], &c->day))
			return true;
	if (c->after && c->day.day)
		return false;
	if (((c->kinds & DEED_ANSWER) || c->after) && !q.after && !q.fresh && !q.old)
		return false; /* to what, since when? */
	for (guint i = 0; i < persons->len; i++) {
		q.who = persons->pdata[i];
		if (deeds_count(f->deeds, &q))
			return true;
	}
	return false;
}

/* "Nobody answered": whom, or what? */
bool answered_denied(const struct facts *f, const struct claim *c, const struct beside *b)
{
	g_autoptr(GPtrArray) persons = ask_persons(f, c);
	const struct claim *before = b->before;
	struct asked q = ask_of(c, DEED_ANSWER, true);
	bool robot = f->ledger && f->ledger->reports->len && (c->report || (before && (before->kinds & DEED_REPORT)));

	q.day = NULL;
	q.given = false;
	if (robot && c->report && c->span == SPAN_NUMBERS) {
		g_autoptr(GArray) patches = ask_patches(f, c, b);
		struct asked about = { .kinds = DEED_REPORT };

		if (!ask_done(f, about, NULL, patches))
			return true;
	}
	if (robot && c->report) {
		g_autoptr(GArray) mails = answered_mails(f, NULL, false, false);

		return all_answered(f, mails);
	}
	if (c->of)
		return ask_miscounted(f, c, q, true);
	if (c->span == SPAN_NUMBERS || c->span == SPAN_ALL_BUT || c->span == SPAN_EACH || c->span == SPAN_OTHERS) {
		g_autoptr(GArray) patches = ask_patches(f, c, b);

		q.version = f->ledger && f->ledger->newest ? f->ledger->newest->version : 0;
		for (guint i = 0; i < persons->len && !c->object && !c->nobody; i++)
			if (ask_touched(f, q, persons->pdata[i], patches))
				return true;
		if (persons->len && !c->object && !c->nobody)
			return false;
		return c->not_all ? ask_done(f, q, NULL, patches) : ask_touched(f, q, NULL, patches);
	}
	if (persons->len && !c->object && !c->nobody)
		return answered_anyway(f, c, b, persons);
	if (c->content || (c->pronoun && !c->nobody))
		return false;
	if (persons->len && !c->but) {
		for (guint i = 0; i < persons->len; i++) {
			g_autoptr(GArray) mails = answered_mails(f, persons->pdata[i], c->last, c->own_first);

			if (!mails->len || all_answered(f, mails))
				return true;
		}
		return false;
	}
	q.not_who = f->author;
	/* "Before the period there was only this; nobody had answered" */
	q.old = q.old || (before && before->old && !c->fresh && !c->after);
	if (q.old || c->fresh)
		return deeds_count(f->deeds, &q) > 0;
	if (robot) {
		g_autoptr(GArray) mails = answered_mails(f, NULL, false, false);

		return all_answered(f, mails);
	}
	if (c->last || (before && before->last))
		return false; /* none is after it */
	if (b->cited->len)
		return all_answered(f, b->cited);
	return f->answered && !c->that_mail && !c->after && !c->partly;
}

/* Somebody, or whom the claim names, answered: whom, or what? */
bool answered_lacks(const struct facts *f, const struct claim *c, const struct beside *b)
{
	g_autoptr(GPtrArray) persons = ask_persons(f, c);
	struct asked q = ask_of(c, DEED_ANSWER, false);

	if (c->span == SPAN_NUMBERS || c->span == SPAN_ALL_BUT || c->span == SPAN_EACH || c->span == SPAN_OTHERS) {
		g_autoptr(GArray) patches = ask_patches(f, c, b);

		q.given = false;
		return (!persons->len || c->object) && !ask_done(f, q, NULL, patches);
	}
	if (c->of)
		return false;
	/* Nothing comes after the last mail. */
	if (c->been && ((c->last && !c->own_last) || (b->before && b->before->last && !b->before->own_last && !c->last)))
		return true;
	if (c->been && (c->object || c->anybody || !persons->len))
		return !answered_denied(f, c, b);
	if (c->object || !(c->that_mail || c->after))
		return false;
	/* "Ann answered that", "Ann answered again": what, since when? */
	for (guint i = 0; i < persons->len; i++) {
		unsigned n = 0;

		q.who = persons->pdata[i];
		q.day = NULL;
		q.given = false;
		q.after = c->after ? answered_highest(b->cited) : 0;
		for (guint k = 0; !c->after && k < b->cited->len; k++) {
			q.to = g_array_index(b->cited, unsigned, k);
			n += deeds_count(f->deeds, &q);
		}
		if (c->after ? !q.after || !deeds_count(f->deeds, &q) : !n)
			return true;
	}
	return false;
}
