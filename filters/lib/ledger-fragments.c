/* ledger-fragments.c - mails of a version in other threads: sent twice, or answers that lost their patch */
#include "lib/ledger-parts.h"

#include <stdlib.h>
#include <string.h>

/* A clock that is wrong must not part an answer from its patch. */
#define SKEW (24 * 60 * 60)
#define AGAIN (180L * 24 * 60 * 60)

static void add_thread(struct making *k, GHashTable *seen, const char *thread)
{
	if (ledger_here(k, thread) || !g_hash_table_add(seen, g_strdup(thread)))
		return;
	struct list_line line = *k->line;
	g_autofree char *word = g_strconcat("thread:", thread, NULL);
	line.threads = word;
	struct thread *t = thread_load(k->db, &line, THREAD_FULL);
	if (!t)
		return;
	g_ptr_array_add(k->others, t);
	for (unsigned i = 0; i < t->mails->len; i++) {
		struct mail *m = thread_mail(t, i);
		/* Its number is not one of this line's. */
		m->number = 0;
		g_ptr_array_add(k->mails, m);
		g_hash_table_insert(k->by_id, m->id, m);
	}
}

/* The line's threads, and those that hold a version of the series. */
static char *threads_of_series(const struct making *k)
{
	GString *s = g_string_new(k->line->threads);
	g_string_replace(s, " ", " or ", 0);
	for (unsigned i = 0; i < k->series->len; i++)
		g_string_append_printf(s, " or thread:%s", ((struct posting *)k->series->pdata[i])->thread);
	return g_string_free(s, FALSE);
}

/* Threads that answer the newest version but have lost it: by title, if nobody else has posted one of that name. */
static void add_answers(struct making *k, GHashTable *seen)
{
	GString *terms = g_string_new(NULL);
	for (unsigned i = 0; i < k->newest->patches->len; i++) {
		const struct posted *p = g_ptr_array_index(k->newest->patches, i);
		g_autofree char *term = ledger_quoted("subject:", p->title);
		if (strchr(p->key, ' '))
			g_string_append_printf(terms, "%s%s", terms->len ? " or " : "", term);
	}
	g_autofree char *titles = g_string_free(terms, FALSE);
	g_autofree char *known = threads_of_series(k);
	g_autofree char *query = *titles ? g_strdup_printf("(%s) and not (%s)", titles, known) : g_strdup("");
	g_autoptr(GPtrArray) rows = *query ? ledger_rows(k->db, k->line, query, k->newest->date - SKEW, DB_HEADERS) : NULL;
	g_autoptr(GPtrArray) threads = g_ptr_array_new();
	g_autoptr(GHashTable) posted = g_hash_table_new(g_str_hash, g_str_equal);
	bool another = false;

	for (unsigned i = 0; rows && i < rows->len; i++) {
		struct db_row *r = g_ptr_array_index(rows, i);
		struct series_subject s;
		series_subject_parse(&s, r->subject);
		int count = s.count < 0 ? 1 : s.count, number = s.number < 0 ? 1 : s.number;
		bool same = s.patch && s.version == k->newest->version && s.rfc == k->newest->rfc &&
			    count == k->newest->count;
		bool titled = false;
		for (unsigned n = 0; same && n < k->newest->patches->len; n++) {
			const struct posted *p = g_ptr_array_index(k->newest->patches, n);
			titled |= p->number == number && !strcmp(p->key, s.key);
		}
		bool ours = g_hash_table_contains(k->history->by_id, r->id);
		if (titled && !s.reply && !ours)
			another = true;
		if (!s.reply && s.patch)
			g_hash_table_add(posted, r->thread);
		else if (titled)
			g_ptr_array_add(threads, r->thread);
		series_subject_clear(&s);
	}
	for (unsigned i = 0; !another && i < threads->len; i++)
		if (!g_hash_table_contains(posted, g_ptr_array_index(threads, i)))
			add_thread(k, seen, g_ptr_array_index(threads, i));
}

void ledger_find_fragments(struct making *k)
{
	if (!k->newest || k->asked)
		return;
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (unsigned i = 0; i < k->series->len; i++) {
		const struct posting *p = g_ptr_array_index(k->series, i);
		/* What was sent once more came within some months. */
		if (posting_same(p, k->newest) && labs((long)(p->date - k->newest->date)) < AGAIN)
			add_thread(k, seen, p->thread);
	}
	add_answers(k, seen);
}
