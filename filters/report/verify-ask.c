#include "verify-ask.h"

bool ask_has(const GArray *numbers, int n)
{
	for (guint i = 0; i < numbers->len; i++)
		if (g_array_index(numbers, int, i) == n)
			return true;
	return false;
}

/* Is it said of these patches alone? */
bool ask_exclusive(const struct claim *c)
{
	return c->span == SPAN_ALL_BUT || (c->only_patches && c->span == SPAN_NUMBERS);
}

/* The patches that a claim is about, one by one; DEED_ANY alone: whichever. */
GArray *ask_patches(const struct facts *f, const struct claim *c, const struct beside *b)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(int));
	int any = DEED_ANY;

	if (c->span == SPAN_NUMBERS)
		g_array_append_vals(out, c->patches->data, c->patches->len);
	for (int n = 1; n <= f->patches && (c->span >= SPAN_ALL_BUT && c->span != SPAN_SERIES); n++)
		if (!(c->span == SPAN_OTHERS && ask_has(b->numbered, n)) && !(c->span == SPAN_ALL_BUT && ask_has(c->patches, n)))
			g_array_append_val(out, n);
	if (!out->len)
		g_array_append_val(out, any);
	return out;
}

/* Each of the persons as a set of numbers, for a name may be several people's; NULL: nobody is named. Free with
 * g_ptr_array_unref; the sets are others'. */
GPtrArray *ask_persons(const struct facts *f, const struct claim *c)
{
	GPtrArray *out = g_ptr_array_new();

	for (guint i = 0; i < c->who->len; i++)
		g_ptr_array_add(out, ((const struct naming *)c->who->pdata[i])->who);
	if (c->author)
		g_ptr_array_add(out, f->author);
	return out;
}

/* All of them together. */
GArray *ask_everybody(const GPtrArray *persons, const GArray *more)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(unsigned));

	for (guint i = 0; i < persons->len; i++) {
		const GArray *who = persons->pdata[i];

		g_array_append_vals(out, who->data, who->len);
	}
	if (more)
		g_array_append_vals(out, more->data, more->len);
	return out;
}

const struct claim_version *ask_version(const struct claim *c)
{
	return c->versions->len == 1 ? &g_array_index(c->versions, struct claim_version, 0) : NULL;
}

struct asked ask_of(const struct claim *c, unsigned kinds, bool no)
{
	const struct claim_version *v = ask_version(c);
	struct asked q = { .kinds = kinds, .patch = DEED_ANY, .carried = c->carried && (kinds & DEED_TAGS), .fresh = c->fresh, .old = c->old };

	q.given = (c->here || (no && c->given)) && !q.carried;
	q.day = c->day.day ? &c->day : NULL;
	q.version = v && !v->count && !no && (kinds & ~(unsigned)(DEED_WRITE | DEED_ANSWER)) ? v->version : 0;
	return q;
}

/* Did these persons (NULL: whoever) do one of these kinds to each of the patches? */
bool ask_done(const struct facts *f, struct asked q, const GArray *who, const GArray *patches)
{
	q.who = who;
	for (guint i = 0; i < patches->len; i++) {
		q.patch = g_array_index(patches, int, i);
		if (!deeds_count(f->deeds, &q))
			return false;
	}
	return true;
}

/* Or to any of them? */
bool ask_touched(const struct facts *f, struct asked q, const GArray *who, const GArray *patches)
{
	q.who = who;
	for (guint i = 0; i < patches->len; i++) {
		q.patch = g_array_index(patches, int, i);
		if (deeds_count(f->deeds, &q))
			return true;
	}
	return false;
}

/* Kinds as they are asked for: "reviewed" of nobody in particular is Acked-by, too. */
unsigned ask_widened(const struct claim *c, unsigned kind)
{
	return c->loose && (kind & DEED_REVIEW) && (!c->who->len || c->not || c->nobody) ? kind | DEED_ACK : kind;
}

/* How many patches have it, of how many. */
bool ask_miscounted(const struct facts *f, const struct claim *c, struct asked q, bool no)
{
	int n = 0;

	for (q.patch = 1; q.patch <= f->patches; q.patch++)
		n += deeds_count(f->deeds, &q) > 0;
	if (c->of && c->span == SPAN_NUMBERS && (int)c->patches->len != c->of)
		return true;
	if (c->total && f->patches && c->total != f->patches)
		return true;
	return c->of && f->patches && ((no ? f->patches - n : n) != c->of);
}
