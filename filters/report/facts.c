#include "facts.h"
#include "lib/safe.h"
#include "lib/series.h"

#include <stdlib.h>
#include <string.h>

static bool has_history(const struct thread *t)
{
	return t->news != t->mails->len;
}

/* Names come from mail; a comma, a bracket or a colon in one must not pass for ours. */
static char *name_of(const struct mail *m)
{
	return g_strdelimit(safe_line(m->from.name ? m->from.name : "somebody"), ",:;[]()\"", ' ');
}

static void append_day(GString *out, time_t t)
{
	g_autoptr(GDateTime) when = t ? g_date_time_new_from_unix_utc(t) : NULL;
	g_autofree char *day = when ? g_date_time_format(when, "%Y-%m-%d") : NULL;

	g_string_append(out, day ? day : "no date");
}

/* A mail that brings a patch (or a cover letter) itself. */
static bool is_patch(const struct mail *m)
{
	struct series_subject s;
	bool patch;

	series_subject_parse(&s, m->subject);
	patch = s.patch && !s.reply;
	series_subject_clear(&s);
	return patch;
}

/* How many are new or old, and from when to when. */
static void append_span(GString *out, const struct thread *t, bool fresh)
{
	time_t first = 0, last = 0;
	unsigned n = 0;

	for (unsigned i = 0; i < t->mails->len; i++) {
		const struct mail *m = thread_mail(t, i);

		if (m->is_new != fresh)
			continue;
		n++;
		if (!first)
			first = m->date;
		last = m->date;
	}
	g_string_append_printf(out, "%u mail%s", n, n == 1 ? "" : "s");
	if (!n)
		return;
	g_string_append(out, ", ");
	append_day(out, first);
	g_string_append(out, " to ");
	append_day(out, last);
}

struct writer {
	char *name;
	unsigned news, old, order;
};

static int by_mails(const void *a, const void *b)
{
	const struct writer *const *x = a, *const *y = b;

	if ((*x)->news != (*y)->news)
		return (*x)->news > (*y)->news ? -1 : 1;
	if ((*x)->old != (*y)->old)
		return (*x)->old > (*y)->old ? -1 : 1;
	return (*x)->order < (*y)->order ? -1 : 1;
}

static void writer_free(void *p)
{
	struct writer *w = p;

	g_free(w->name);
	g_free(w);
}

static GPtrArray *all_writers(const struct thread *t)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GPtrArray *writers = g_ptr_array_new_with_free_func(writer_free);

	for (unsigned i = 0; i < t->mails->len; i++) {
		const struct mail *m = thread_mail(t, i);
		char *key = person_key(&m->from);
		struct writer *w = g_hash_table_lookup(seen, key);

		if (!w) {
			w = g_new0(struct writer, 1);
			w->name = name_of(m);
			w->order = i;
			g_ptr_array_add(writers, w);
			g_hash_table_insert(seen, g_strdup(key), w);
		}
		w->news += m->is_new;
		w->old += !m->is_new;
		g_free(key);
	}
	g_ptr_array_sort(writers, by_mails);
	return writers;
}

static void append_writers(GString *out, const struct thread *t)
{
	g_autoptr(GPtrArray) writers = all_writers(t);
	const char *before = "";

	g_string_append(out, has_history(t) ? "Wrote in the period: " : "Wrote: ");
	for (unsigned i = 0; i < writers->len; i++) {
		const struct writer *w = writers->pdata[i];

		if (!w->news)
			continue;
		g_string_append_printf(out, "%s%s (%u)", before, w->name, w->news);
		before = ", ";
	}
	before = "\nWrote before it, but not in the period: ";
	for (unsigned i = 0; i < writers->len; i++) {
		const struct writer *w = writers->pdata[i];

		if (w->news)
			continue;
		g_string_append_printf(out, "%s%s (%u)", before, w->name, w->old);
		before = ", ";
	}
	g_string_append_c(out, '\n');
}

/* "[2]-[5], [7]" of the marked mails; false if none is. */
static bool append_ranges(GString *out, const struct thread *t, const bool *marked)
{
	const char *before = "";

	for (unsigned i = 0; i < t->mails->len; i++) {
		unsigned last = i;

		if (!marked[i])
			continue;
		while (last + 1 < t->mails->len && marked[last + 1])
			last++;
		g_string_append_printf(out, "%s[%u]", before, i + 1);
		if (last > i)
			g_string_append_printf(out, "%s[%u]", last > i + 1 ? "-" : ", ", last + 1);
		before = ", ";
		i = last;
	}
	return *before;
}

static void append_ends(GString *out, const struct thread *t)
{
	unsigned n = t->mails->len;
	g_autofree bool *answered = g_new0(bool, n), *marked = g_new0(bool, n);
	g_autoptr(GString) patches = g_string_new(NULL);
	const char *before = "Not answered by any mail: ";

	for (unsigned i = 0; i < n; i++)
		if (thread_mail(t, i)->parent >= 0 && !is_patch(thread_mail(t, i)))
			answered[thread_mail(t, i)->parent] = true;
	for (unsigned i = 0; i < n; i++) {
		const struct mail *m = thread_mail(t, i);
		g_autofree char *name = name_of(m);

		marked[i] = !answered[i] && is_patch(m) && n > 1;
		if (answered[i] || marked[i])
			continue;
		g_string_append_printf(out, "%s[%u] %s", before, m->number, name);
		before = ", ";
	}
	if (*before == ',')
		g_string_append_c(out, '\n');
	if (append_ranges(patches, t, marked))
		g_string_append_printf(out, "Patches (and cover letters) that no mail replies to: %s\n", patches->str);
}

/* Patches of the same bracket that are not here: a lone "25/30" is part of something. */
static void append_missing(GString *out, const struct thread *t)
{
	struct series_subject first, s;
	unsigned here = 0;
	bool cover = false;

	series_subject_parse(&first, thread_mail(t, 0)->subject);
	for (unsigned i = 0; i < t->mails->len && first.count > 0; i++) {
		series_subject_parse(&s, thread_mail(t, i)->subject);
		if (s.patch && !s.reply && s.count == first.count) {
			here += s.number > 0;
			cover |= s.number == 0;
		}
		series_subject_clear(&s);
	}
	if (first.patch && first.count > 0 && (here < (unsigned)first.count || !cover))
		g_string_append_printf(out, "Of the series of %d patches here are %u, %s its cover letter\n", first.count, here,
				       cover ? "and" : "without");
	series_subject_clear(&first);
}

/* The list that most of the mails came by. */
static void append_list(GString *out, const struct thread *t)
{
	g_autoptr(GHashTable) counts = g_hash_table_new(g_str_hash, g_str_equal);
	const char *best = NULL;
	unsigned most = 0;

	for (unsigned i = 0; i < t->mails->len; i++) {
		const char *id = thread_mail(t, i)->list_id;
		unsigned n;

		if (!id)
			continue;
		n = GPOINTER_TO_UINT(g_hash_table_lookup(counts, id)) + 1;
		g_hash_table_insert(counts, (gpointer)id, GUINT_TO_POINTER(n));
		if (n > most) {
			most = n;
			best = id;
		}
	}
	if (best) {
		g_autofree char *name = safe_line(best);

		g_string_append_printf(out, "List: %s\n", name);
	}
}

void facts_append(GString *out, const struct list_line *line, const struct thread *t, const struct ledger *l)
{
	const struct mail *last = thread_mail(t, t->mails->len - 1);
	g_autofree char *subject = safe_line(line->subject), *name = name_of(last);

	g_string_append_printf(out, "Subject: %s\n", subject);
	append_list(out, t);
	if (has_history(t)) {
		g_string_append(out, "Mails of the period, marked NEW: ");
		append_span(out, t, true);
		g_string_append(out, "\nMails before it: ");
		append_span(out, t, false);
	} else {
		g_string_append(out, "Mails, all of them new: ");
		append_span(out, t, true);
	}
	g_string_append_c(out, '\n');
	if (l)
		facts_ledger(out, l);
	append_writers(out, t);
	append_missing(out, t);
	if (t->mails->len == 1) {
		g_string_append(out, "This mail is the only one: nobody replied to it\n");
		return;
	}
	g_string_append_printf(out, "Last mail: [%u] %s, ", last->number, name);
	append_day(out, last->date);
	g_string_append_c(out, '\n');
	append_ends(out, t);
}

/* ", patch 3/7": its title stands in the document. */
static void append_place(GString *out, const struct mail *m)
{
	struct series_subject s;

	series_subject_parse(&s, m->subject);
	if (s.patch && !s.reply && s.number == 0)
		g_string_append(out, ", cover letter");
	else if (s.patch && !s.reply && s.number > 0)
		g_string_append_printf(out, ", patch %d/%d", s.number, s.count);
	else if (s.patch && !s.reply)
		g_string_append(out, ", patch");
	series_subject_clear(&s);
}

void facts_mails(GString *out, const struct thread *t)
{
	for (unsigned i = 0; i < t->mails->len; i++) {
		const struct mail *m = thread_mail(t, i);
		g_autofree char *name = name_of(m);

		g_string_append_printf(out, "[%u] ", m->number);
		append_day(out, m->date);
		g_string_append_printf(out, "%s %s", m->is_new && has_history(t) ? " NEW" : "", name);
		if (m->parent >= 0 && !is_patch(m))
			g_string_append_printf(out, ", answers [%d]", m->parent + 1);
		append_place(out, m);
		if (m->error)
			g_string_append(out, " (cannot be read)");
		g_string_append_c(out, '\n');
	}
}
