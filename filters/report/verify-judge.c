#include "verify-judge.h"
#include "verify-answered.h"
#include "verify-given.h"
#include "verify-version.h"

/* The last mail of the thread, or of somebody: is it another's, or of another day? */
static bool last_denied(const struct facts *f, const struct claim *c, const struct beside *b)
{
	g_autoptr(GPtrArray) persons = ask_persons(f, c);
	unsigned last = f->thread->mails->len;
	bool among = !b->cited->len;

	if (c->own_last && persons->len) {
		g_autoptr(GArray) his = answered_mails(f, persons->pdata[0], true, false);

		last = answered_highest(his);
	}
	if (last && c->day.day && !day_is(&c->day, thread_mail(f->thread, last - 1)->date))
		return true;
	if (c->own_last || c->not || c->nobody)
		return !last;
	for (guint i = 0; i < persons->len; i++)
		if (!people_wrote(f->people, g_array_index((const GArray *)persons->pdata[i], unsigned, 0), last))
			return true;
	for (guint i = 0; i < b->cited->len; i++)
		among = among || g_array_index(b->cited, unsigned, i) == last;
	return c->that_mail && !among;
}

/* Posted, wrote, answered: by persons. */
static bool writer_denied(const struct facts *f, const struct claim *c, const struct beside *b)
{
	g_autoptr(GPtrArray) persons = ask_persons(f, c);
	g_autoptr(GArray) patches = ask_patches(f, c, b), all = ask_everybody(persons, NULL), any = g_array_new(FALSE, FALSE, sizeof(int));
	bool answering = c->kinds & DEED_ANSWER, posting = c->kinds & DEED_POST;
	struct asked q = ask_of(c, c->kinds & (DEED_POST | DEED_ANSWER | DEED_WRITE), false);
	int whichever = DEED_ANY;

	g_array_append_val(any, whichever);
	q.given = false;
	q.exact = posting && c->span == SPAN_NUMBERS;
	/* "Posted v2 with a reply": the day is the version's. */
	if (posting && c->versions->len)
		q.day = NULL;
	for (guint i = 0; i < persons->len; i++)
		if (!ask_done(f, q, persons->pdata[i], answering || q.exact ? patches : any))
			return true;
	q.exact = false;
	if (answering && c->of && ask_miscounted(f, c, q, false))
		return true;
	for (guint i = 0; c->only_then && (c->fresh || c->old) && i < persons->len; i++) {
		struct asked other = { .kinds = q.kinds, .patch = DEED_ANY, .who = persons->pdata[i], .fresh = !c->fresh, .old = c->fresh };

		if (deeds_count(f->deeds, &other))
			return true;
	}
	for (guint i = 0; (c->kinds & DEED_WRITE) && c->times && i < persons->len; i++) {
		q.who = persons->pdata[i];
		if (deeds_count(f->deeds, &q) != (unsigned)c->times)
			return true;
	}
	q.who = NULL;
	q.not_who = all;
	if (answering) {
		g_autoptr(GArray) others = ask_everybody(persons, f->author);

		q.not_who = others;
		return c->only_who && ask_touched(f, q, NULL, patches);
	}
	return c->only_who && deeds_count(f->deeds, &q);
}

static bool writer_was_there(const struct facts *f, const struct claim *c, const struct beside *b)
{
	g_autoptr(GPtrArray) persons = ask_persons(f, c);
	g_autoptr(GArray) all = ask_everybody(persons, NULL);
	struct asked q = ask_of(c, DEED_WRITE, true);

	q.day = NULL;
	q.given = false;
	q.not_who = all;
	if (c->but)
		return persons->len && deeds_count(f->deeds, &q) > 0;
	return answered_anyway(f, c, b, persons);
}

/* "The patches are not in this thread": are they? */
static bool is_here(const struct facts *f, const struct claim *c, const struct beside *b)
{
	g_autoptr(GArray) patches = ask_patches(f, c, b);
	struct asked q = { .kinds = DEED_POST, .here = true };

	return c->span && ask_touched(f, q, NULL, patches);
}

/* "Ann's question of 7 March": did she write none then? */
static bool never_wrote(const struct facts *f, const struct claim *c)
{
	g_autoptr(GPtrArray) persons = ask_persons(f, c);
	struct asked q = { .kinds = DEED_WRITE, .patch = DEED_ANY, .day = c->day.day ? &c->day : NULL };

	for (guint i = 0; i < persons->len; i++) {
		q.who = persons->pdata[i];
		if (!deeds_count(f->deeds, &q))
			return true;
	}
	return false;
}

/* "Patches 2 and 2" */
static bool twice_numbered(const struct claim *c)
{
	for (guint i = 0; i < c->patches->len; i++)
		for (guint k = 0; k < i; k++)
			if (g_array_index(c->patches, int, i) == g_array_index(c->patches, int, k))
				return true;
	return false;
}

bool claim_refuted(const struct facts *f, const struct claim *c, const struct beside *b)
{
	bool no = c->not || c->nobody;

	if (c->label)
		return false;
	if (c->span == SPAN_OTHERS && !b->numbered->len)
		return given_others_denied(f, c);
	if (c->doubled || twice_numbered(c) || version_disowned(f, c))
		return true;
	if (c->sole && f->thread->mails->len != 1)
		return true;
	/* "4 of them are new" */
	if (c->times && !c->kinds && !c->who->len && !no && (c->fresh || c->old) &&
	    c->times != (int)(c->fresh ? f->thread->news : f->thread->mails->len - f->thread->news))
		return true;
	if (c->count && f->patches && c->count != f->patches && !no && !c->versions->len &&
	    (c->span == SPAN_SERIES || (c->kinds & DEED_POST)) && !(c->kinds & ~(unsigned)DEED_POST))
		return true;
	if (c->total && f->patches && c->total != f->patches && (c->kinds & (DEED_TAGS | DEED_NAK | DEED_APPLY | DEED_ANSWER)))
		return true;
	if (c->span == SPAN_OTHERS && c->each && f->patches && c->each + (int)b->numbered->len != f->patches)
		return true;
	if (c->each && f->patches && c->span == SPAN_EACH && c->each != f->patches)
		return true;
	for (guint i = 0; f->patches && c->kinds && c->span == SPAN_NUMBERS && i < c->patches->len; i++)
		if (g_array_index(c->patches, int, i) > f->patches)
			return true;
	if (c->object && c->content && !c->kinds && !no && never_wrote(f, c))
		return true;
	if (c->absent)
		return is_here(f, c, b);
	if (version_denied(f, c) || (c->last && last_denied(f, c, b)))
		return true;
	if (no)
		return ((c->kinds & (DEED_TAGS | DEED_NAK | DEED_APPLY | DEED_REPORT)) && given_all_the_same(f, c, b)) ||
		       ((c->kinds & DEED_ANSWER) && answered_denied(f, c, b)) || ((c->kinds & DEED_WRITE) && writer_was_there(f, c, b));
	if ((c->kinds & DEED_ANSWER) && (!b->words || (c->been && c->anybody)) && answered_lacks(f, c, b))
		return true;
	return ((c->kinds & (DEED_TAGS | DEED_NAK | DEED_APPLY | DEED_REPORT)) && given_lacks(f, c, b)) ||
	       (!b->words && (c->kinds & (DEED_POST | DEED_ANSWER | DEED_WRITE)) && !c->last && writer_denied(f, c, b));
}
