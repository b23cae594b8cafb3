#include "survey.h"
#include "lib/listing.h"
#include "lib/series.h"

#include <string.h>

static void free_ledger(void *p)
{
	if (p)
		ledger_free(p);
}

static struct ledger *make(struct survey *v, struct db *db, const struct list_line *line)
{
	struct thread *t = thread_load(db, line, THREAD_FULL);
	struct ledger *l = t ? ledger_make(v->context, line, t) : NULL;

	thread_free(t);
	return l;
}

/* Could nobody have answered? Two people at most, since a robot may be one, and something that wants an answer. */
static bool candidate(const struct list_line *line)
{
	struct series_subject s;
	bool wants;

	series_subject_parse(&s, line->subject);
	wants = !s.reply && (s.patch || s.pull);
	series_subject_clear(&s);
	return wants && line->people <= 2;
}

/* The same version sent once more is one thing that waits: the first that is seen. */
static bool seen_before(GHashTable *seen, const struct ledger *l)
{
	char *key;

	if (!l->newest || !strcmp(l->series, "-"))
		return false;
	key = g_strdup_printf("%s %d %d", l->series, l->newest->version, l->newest->rfc);
	return !g_hash_table_add(seen, key);
}

static void look_back(struct survey *v, struct db *db, const GPtrArray *lines)
{
	const struct list_line *any = lines->pdata[0];
	g_autoptr(GHashTable) listed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GPtrArray) found = NULL;
	g_autofree char *query = NULL;
	struct window w, back;

	if (!listing_parse_scope(any->scope, &query, &w))
		return;
	for (unsigned i = 0; i < lines->len; i++) {
		g_auto(GStrv) words = g_strsplit(((struct list_line *)lines->pdata[i])->threads, " ", -1);

		for (char **word = words; *word; word++)
			g_hash_table_add(listed, g_strdup(*word));
	}
	back = (struct window){ w.since - SURVEY_BACK_DAYS * 86400, w.since - 1 };
	found = listing_make(db, query, &back);
	for (unsigned i = 0; found && i < found->len; i++) {
		struct list_line *line = found->pdata[i];
		struct ledger *l;

		if (g_hash_table_contains(listed, line->threads) || !candidate(line))
			continue;
		/* What counts is how it stood when the period ended. */
		line->end = any->end;
		l = make(v, db, line);
		if (!l || strcmp(l->state, "unanswered") || seen_before(seen, l)) {
			free_ledger(l);
			continue;
		}
		list_set(&line->state, l->state);
		g_ptr_array_add(v->before, l);
		g_ptr_array_add(v->lines, line);
		found->pdata[i] = g_new0(struct list_line, 1);
	}
}

static void free_line(void *p)
{
	list_line_free(p);
	g_free(p);
}

struct survey *survey_make(struct db *db, const GPtrArray *lines)
{
	struct survey *v = g_new0(struct survey, 1);
	bool any = false;

	v->ledgers = g_ptr_array_new_with_free_func(free_ledger);
	v->before = g_ptr_array_new_with_free_func(free_ledger);
	v->lines = g_ptr_array_new_with_free_func(free_line);
	v->context = ledger_context_new(db);
	for (unsigned i = 0; i < lines->len; i++) {
		const struct list_line *line = lines->pdata[i];
		bool judged = strcmp(line->state, "-") != 0;

		any = any || judged;
		g_ptr_array_add(v->ledgers, judged ? make(v, db, line) : NULL);
	}
	if (any)
		look_back(v, db, lines);
	return v;
}

void survey_free(struct survey *v)
{
	if (!v)
		return;
	g_ptr_array_unref(v->ledgers);
	g_ptr_array_unref(v->before);
	g_ptr_array_unref(v->lines);
	ledger_context_free(v->context);
	g_free(v);
}
