/* ledger-related.c - the other threads that stand or fall with the mails of one: its dependants, not only what it needs */
#include "lib/ledger-parts.h"

#include <string.h>

static void add(struct making *k, GHashTable *related, const char *thread)
{
	if (ledger_here(k, thread) || g_hash_table_contains(related, thread))
		return;
	time_t *end = g_new(time_t, 1);
	*end = k->line->end;
	g_hash_table_insert(related, g_strdup(thread), end);
}

/* The titles of all patches that are posted or answered here: folded, and terms for a query. A title of one word says
 * nothing. */
static GHashTable *titles(const struct making *k, GString *terms)
{
	GHashTable *keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (unsigned i = 0; i < k->t->mails->len; i++) {
		struct series_subject s;
		series_subject_parse(&s, thread_mail(k->t, i)->subject);
		if (s.patch && strchr(s.key, ' ') && g_hash_table_add(keys, g_strdup(s.key))) {
			g_autofree char *term = ledger_quoted("subject:", s.title);
			g_string_append_printf(terms, "%s%s", terms->len ? " or " : "", term);
		}
		series_subject_clear(&s);
	}
	return keys;
}

/* Answers that lost their patch look for it by its title, whoever posted it, and it looks for them; so does anybody who posted
 * one of that name. */
static void add_titled(struct making *k, GHashTable *related)
{
	g_autoptr(GString) terms = g_string_new(NULL);
	g_autoptr(GHashTable) keys = titles(k, terms);
	g_autoptr(GPtrArray) rows = terms->len ? ledger_rows(k->db, k->line, terms->str, 0, DB_HEADERS) : NULL;
	for (unsigned i = 0; rows && i < rows->len; i++) {
		const struct db_row *r = g_ptr_array_index(rows, i);
		struct series_subject s;
		series_subject_parse(&s, r->subject);
		if (s.patch && g_hash_table_contains(keys, s.key))
			add(k, related, r->thread);
		series_subject_clear(&s);
	}
}

/* All mails of a thread may be excluded, private, or later than the line's end. */
static bool exists(const struct making *k, const char *thread)
{
	g_autofree char *term = g_strconcat("thread:", thread, NULL);
	g_autoptr(GPtrArray) rows = ledger_rows(k->db, k->line, term, 0, DB_ID);
	return rows && rows->len;
}

/* A new version names the old ones, also one that never came and of which only answers are there. */
static void add_named(struct making *k, GHashTable *related)
{
	for (unsigned i = 0; i < k->t->mails->len; i++) {
		const struct mail *m = thread_mail(k->t, i);
		g_autoptr(GPtrArray) ids = g_hash_table_contains(k->here->by_id, m->id) ? ledger_ids_in(m->text) : NULL;
		for (unsigned n = 0; ids && n < ids->len; n++) {
			g_autofree char *thread = db_thread_referring(k->db, g_ptr_array_index(ids, n));
			if (thread && exists(k, thread))
				add(k, related, thread);
		}
	}
}

/* What may be taken for the next version under another title is one only as long as nothing else comes into question. */
static void add_renamed(struct making *k, GHashTable *related)
{
	for (unsigned i = 0; i < k->history->all->len; i++) {
		const struct posting *h = g_ptr_array_index(k->history->all, i);
		if (!ledger_here(k, h->thread))
			continue;
		for (unsigned n = 0; n < k->history->all->len; n++) {
			const struct posting *p = g_ptr_array_index(k->history->all, n);
			if (posting_renamed(h, p) || posting_renamed(p, h))
				add(k, related, p->thread);
		}
	}
}

void ledger_find_related(struct making *k, GHashTable *related)
{
	for (unsigned i = 0; i < k->series->len; i++)
		add(k, related, ((const struct posting *)g_ptr_array_index(k->series, i))->thread);
	add_titled(k, related);
	add_named(k, related);
	if (k->history)
		add_renamed(k, related);
}
