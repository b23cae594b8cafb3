/* ledger-applied.c - who took which patches of a series, and who let go of them again */
#include "lib/applied.h"
#include "lib/ledger-parts.h"

/* Numbers beyond the series' are none of its patches. */
void ledger_add_applied(struct making *k, const struct mail *m, const struct body *b, const struct place *at)
{
	struct applied a;
	if (!applied_find(b, m->subject, &a) && !(k->l->kind == LEDGER_PULL && pulled_find(b, &a)))
		return;
	/* Patches by number are others than a pull request's. */
	if (k->l->kind == LEDGER_PULL && a.patches->len) {
		applied_clear(&a);
		return;
	}
	if ((!a.formal || (a.bot && !person_is_bot(&m->from))) && k->l->kind == LEDGER_PATCH && ledger_by_author(k, m)) {
		applied_clear(&a);
		return;
	}
	struct ledger_applied *n = g_new0(struct ledger_applied, 1);
	ledger_source_set(&n->by, m);
	if (a.by) {
		g_free(n->by.name);
		n->by.name = g_strdup(a.by);
	}
	n->told = a.told;
	n->to = g_steal_pointer(&a.to);
	n->patches = g_steal_pointer(&a.patches);
	n->commits = g_steal_pointer(&a.commits);
	if (at->posting) {
		n->version = at->posting->version;
		n->rfc = at->posting->rfc;
		for (unsigned i = n->patches->len; i-- > 0;)
			if (g_array_index(n->patches, int, i) > at->posting->count)
				g_array_remove_index(n->patches, i);
		if (!n->patches->len && at->patch > 0 && !a.whole)
			g_array_append_val(n->patches, at->patch);
	}
	g_ptr_array_add(k->l->applied, n);
	applied_clear(&a);
}

static bool has_number(const GArray *numbers, int n)
{
	for (unsigned i = 0; i < numbers->len; i++)
		if (g_array_index(numbers, int, i) == n)
			return true;
	return false;
}

/* An applied patch is let go of: some of those it was said of, or all. */
static void let_go(struct ledger_applied *a, const GArray *which)
{
	g_autoptr(GArray) kept = g_array_new(FALSE, FALSE, sizeof(int));
	for (unsigned i = 0; which->len && i < a->patches->len; i++)
		if (!has_number(which, g_array_index(a->patches, int, i)))
			g_array_append_val(kept, g_array_index(a->patches, int, i));
	if (kept->len) {
		g_array_unref(a->patches);
		a->patches = g_steal_pointer(&kept);
	} else {
		a->dropped |= !which->len || a->patches->len;
	}
}

/* "Now dropped": what the same person has applied before is so no more. */
void ledger_take_back(struct making *k, const struct mail *m, const struct body *b, const struct place *at)
{
	struct applied d;
	if (!k->l->applied->len || !dropped_find(b, &d))
		return;
	if (!d.patches->len && !d.whole && at->patch > 0)
		g_array_append_val(d.patches, at->patch);
	for (unsigned i = 0; i < k->l->applied->len; i++) {
		struct ledger_applied *a = g_ptr_array_index(k->l->applied, i);
		if (!ledger_same_person(a->by.name, a->by.addr, m->from.name, m->from.addr) ||
		    (at->posting && (a->version != at->posting->version || a->rfc != at->posting->rfc)))
			continue;
		let_go(a, d.patches);
	}
	applied_clear(&d);
}
