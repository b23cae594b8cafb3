#include "verify-version.h"

/* Is a version (0: any) of the series here, in another thread, newer than the newest here? */
static bool has_version(const struct facts *f, int version, bool here, bool elsewhere, bool newer)
{
	for (guint k = 0; f->ledger && k < f->ledger->versions->len; k++) {
		const struct ledger_version *v = f->ledger->versions->pdata[k];

		if ((!version || v->version == version) && (!here || v->here) && (!elsewhere || !v->here) &&
		    (!newer || !f->ledger->newest || v->date > f->ledger->newest->date))
			return true;
	}
	return false;
}

/* Versions as they are said: is one not there, of another size or day? */
static bool misdated(const struct facts *f, const struct claim *c)
{
	for (guint i = 0; i < c->versions->len; i++) {
		const struct claim_version *said = &g_array_index(c->versions, struct claim_version, i);
		bool there = false;

		for (guint k = 0; f->ledger && k < f->ledger->versions->len; k++) {
			const struct ledger_version *v = f->ledger->versions->pdata[k];

			there = there || (v->version == said->version && (!said->count || v->count == said->count) &&
					  (!said->day.day || day_is(&said->day, v->date))) ||
				/* There was a v1 before v2. */
				(v->version > said->version && !said->count && !said->day.day && !has_version(f, said->version, false, false, false));
		}
		if (f->ledger && f->ledger->versions->len ? !there : !known_version_before(f->known, said->version))
			return true;
	}
	return false;
}

/* "Nobody said whether a v8 is needed": does no mail speak of it? */
static bool untold(const struct facts *f, const struct claim *c)
{
	for (guint i = 0; i < c->versions->len; i++)
		if (!known_version_told(f->known, g_array_index(c->versions, struct claim_version, i).version))
			return true;
	return false;
}

static bool has_later(const struct facts *f, int version)
{
	for (int later = version + 1; later < 100; later++)
		if (has_version(f, later, false, false, false))
			return true;
	return false;
}

/* "v1 is replaced by v3" where v2 is here? */
static bool passes_over(const struct claim *c, int newest)
{
	bool older = false, ours = c->versions->len < 2;

	for (guint i = 0; i < c->versions->len; i++) {
		int version = g_array_index(c->versions, struct claim_version, i).version;

		older = older || version < newest;
		ours = ours || version == newest;
	}
	return older && !ours;
}

/* What is said of versions, that they exist, are elsewhere, replace this one. */
bool version_denied(const struct facts *f, const struct claim *c)
{
	bool no = c->not || c->nobody, any = !c->versions->len;
	bool posting = !(c->kinds & ~(unsigned)DEED_POST) && !c->supersede;

	if (no && c->content && untold(f, c))
		return true;
	if (no && c->beyond) {
		for (guint k = 0; f->ledger && k < f->ledger->versions->len; k++) {
			const struct ledger_version *v = f->ledger->versions->pdata[k];

			if (v->version > c->beyond && (v->here || !c->here))
				return true;
		}
	}
	if (c->newest && no && posting && c->versions->len == 1)
		return !has_later(f, g_array_index(c->versions, struct claim_version, 0).version);
	if (c->newest && posting)
		return no ? !f->superseded : f->superseded && !c->here && c->versions->len == 1 &&
					     has_version(f, g_array_index(c->versions, struct claim_version, 0).version, true, false, false);
	if (no && posting && c->newer)
		return f->superseded && !c->here;
	if (no && posting && c->versions->len) {
		for (guint i = 0; i < c->versions->len; i++)
			if (has_version(f, g_array_index(c->versions, struct claim_version, i).version, c->here, c->elsewhere, false) ||
			    (!c->here && has_later(f, g_array_index(c->versions, struct claim_version, i).version)))
				return true;
		return false;
	}
	if (!(no && c->content) && misdated(f, c))
		return true;
	for (guint i = 0; f->ledger && c->here && !no && posting && !c->supersede && !c->elsewhere && i < c->versions->len; i++)
		if (!has_version(f, g_array_index(c->versions, struct claim_version, i).version, true, false, false))
			return true;
	if (c->supersede || (c->newer && !no && posting))
		if (f->superseded == no)
			return true;
	if (!f->ledger || no)
		return false;
	if (c->supersede && f->ledger->newest && passes_over(c, f->ledger->newest->version))
		return true;
	for (guint i = 0; i < c->versions->len; i++)
		any = any || has_version(f, g_array_index(c->versions, struct claim_version, i).version, false,
					 c->elsewhere || c->supersede, c->supersede);
	return (c->supersede || c->elsewhere) && !any;
}

/* Is this version, or series, somebody else's? */
bool version_disowned(const struct facts *f, const struct claim *c)
{
	const struct claim_version *v = ask_version(c);
	struct asked q = { .kinds = DEED_POST, .who = c->owner ? c->owner->who : NULL, .patch = DEED_ANY, .version = v ? v->version : 0 };

	return c->owner && !deeds_count(f->deeds, &q);
}
