#include "thread.h"
#include "msg.h"
#include "series.h"

#include <string.h>

/* "thread:A thread:B" as a query in which both stand. */
static char *threads_query(const char *threads, time_t end)
{
	g_auto(GStrv) words = g_strsplit(threads, " ", -1);
	g_autofree char *any = g_strjoinv(" or ", words);

	if (end == LIST_NO_TIME)
		return g_strdup_printf("(%s)", any);
	return g_strdup_printf("(%s) and date:..@%lld", any, (long long)end);
}

/* What orders mails of the same second: a series is sent in one go. */
struct place {
	struct mail *mail;
	bool reply;
	int number;
};

static int by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->mail->date != y->mail->date)
		return x->mail->date < y->mail->date ? -1 : 1;
	if (x->reply != y->reply)
		return x->reply ? 1 : -1;
	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return strcmp(x->mail->id, y->mail->id);
}

static void number_mails(GPtrArray *mails)
{
	struct place *places = g_new0(struct place, mails->len);

	for (unsigned i = 0; i < mails->len; i++) {
		struct series_subject s;

		places[i].mail = mails->pdata[i];
		series_subject_parse(&s, places[i].mail->subject);
		places[i].reply = s.reply;
		places[i].number = s.number;
		series_subject_clear(&s);
	}
	qsort(places, mails->len, sizeof(*places), by_place);
	for (unsigned i = 0; i < mails->len; i++) {
		places[i].mail->number = i + 1;
		mails->pdata[i] = places[i].mail;
	}
	g_free(places);
}

static struct mail *mail_from_row(struct db_row *r, enum thread_depth depth)
{
	struct mail *m = mail_new();

	m->id = g_strdup(r->id);
	m->thread = g_strdup(r->thread);
	m->subject = g_strdup(r->subject);
	m->date = r->date;
	m->parent = -1;
	if (depth == THREAD_FULL && !mail_read(m, r->files))
		msg_fail("id:%s: %s", r->id, m->error);
	/* mail_read knows Reply-To, and with it the people behind a list that rewrites From. */
	if (!m->from.name)
		person_parse(&m->from, r->from, NULL);
	return m;
}

/* Is `of` among the ancestors of `mail`? Then it must not become its child. */
static bool descends(const struct thread *t, int mail, int of)
{
	for (unsigned steps = 0; mail >= 0 && steps <= t->mails->len; steps++) {
		if (mail == of)
			return true;
		mail = thread_mail(t, (unsigned)mail)->parent;
	}
	return mail >= 0;
}

static int find(GHashTable *index, const char *id)
{
	return id ? GPOINTER_TO_INT(g_hash_table_lookup(index, id)) - 1 : -1;
}

/* The nearest ancestor that is there (RFC 5322 3.6.4): the direct parent is what In-Reply-To says, else the last of
 * References; the rest of References stands in for it when it is not there. */
static void build_tree(struct thread *t)
{
	g_autoptr(GHashTable) index = g_hash_table_new(g_str_hash, g_str_equal);

	for (unsigned i = 0; i < t->mails->len; i++)
		g_hash_table_insert(index, thread_mail(t, i)->id, GINT_TO_POINTER((int)i + 1));
	for (unsigned i = 0; i < t->mails->len; i++) {
		struct mail *m = thread_mail(t, i);
		unsigned n = m->references ? g_strv_length(m->references) : 0;
		const char *direct = m->in_reply_to ? m->in_reply_to : n ? m->references[n - 1] : NULL;
		int parent = find(index, direct);

		if (direct && parent < 0)
			m->missing = g_strdup(direct);
		while (parent < 0 && n > 0)
			parent = find(index, m->references[--n]);
		if (parent >= 0 && !descends(t, parent, (int)i))
			m->parent = parent;
	}
}

/* Append the mails that a query finds. */
static bool add_mails(struct db *db, struct thread *t, const char *query, const char *asked, bool is_new,
		      enum thread_depth depth)
{
	unsigned want = DB_HEADERS | (depth == THREAD_FULL ? DB_FILES : 0);
	g_autoptr(GPtrArray) rows = db_rows(db, query, asked, want);

	for (unsigned i = 0; rows && i < rows->len; i++) {
		struct mail *m = mail_from_row(rows->pdata[i], depth);

		m->is_new = is_new;
		t->news += is_new;
		g_ptr_array_add(t->mails, m);
	}
	return rows != NULL;
}

/* New mail and history are asked for apart: reading a message's terms is what costs, so none is read twice. */
static bool add_both(struct db *db, struct thread *t, const struct list_line *line, enum thread_depth depth)
{
	g_autofree char *all = threads_query(line->threads, line->end), *news = NULL, *history = NULL;

	if (!line->scope || !strcmp(line->scope, "-"))
		return add_mails(db, t, all, NULL, true, depth);
	news = g_strdup_printf("%s and (%s)", all, line->scope);
	history = g_strdup_printf("%s and not (%s)", all, line->scope);
	return add_mails(db, t, news, line->scope, true, depth) &&
	       add_mails(db, t, history, line->scope, false, depth);
}

struct thread *thread_load(struct db *db, const struct list_line *line, enum thread_depth depth)
{
	struct thread *t = g_new0(struct thread, 1);
	bool done;

	t->threads = g_strdup(line->threads);
	t->mails = g_ptr_array_new_with_free_func((GDestroyNotify)mail_free);
	done = add_both(db, t, line, depth);
	if (done && !t->mails->len)
		msg_fail("%s: no such thread", line->threads);
	if (!done || !t->mails->len) {
		thread_free(t);
		return NULL;
	}
	number_mails(t->mails);
	if (depth == THREAD_FULL)
		build_tree(t);
	return t;
}

void thread_free(struct thread *t)
{
	if (!t)
		return;
	g_ptr_array_unref(t->mails);
	g_free(t->threads);
	g_free(t);
}

void thread_describe(const struct thread *t, struct list_line *line)
{
	g_autoptr(GHashTable) people = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	line->new_ = t->news;
	line->total = t->mails->len;
	line->last = LIST_NO_TIME;
	for (unsigned i = 0; i < t->mails->len; i++) {
		const struct mail *m = thread_mail(t, i);

		g_hash_table_add(people, person_key(&m->from));
		if (m->is_new)
			line->last = m->date;
	}
	line->people = g_hash_table_size(people);
	line->first = thread_mail(t, 0)->date;
	list_set(&line->subject, thread_mail(t, 0)->subject);
}

/* In a query an id may stand in quotation marks, each inside of it doubled. */
static char *bare_id(const char *term)
{
	size_t len = strlen(term);
	GString *id;

	if (len < 3 || term[0] != '"' || term[len - 1] != '"')
		return g_strdup(term);
	id = g_string_new_len(term + 1, (gssize)len - 2);
	g_string_replace(id, "\"\"", "\"", 0);
	return g_string_free(id, FALSE);
}

bool thread_from_bare(struct db *db, struct list_line *line, time_t end)
{
	struct thread *t;

	line->end = end;
	if (g_str_has_prefix(line->threads, "id:")) {
		g_autofree char *id = bare_id(line->threads + 3), *thread = db_thread_of(db, id);

		if (!thread) {
			msg_fail("%s: no such mail", line->threads);
			return false;
		}
		list_set(&line->threads, thread);
	}
	list_set(&line->group, "-");
	list_set(&line->state, "-");
	list_set(&line->series, "-");
	list_set(&line->scope, "-");
	t = thread_load(db, line, THREAD_INDEX);
	if (!t)
		return false;
	thread_describe(t, line);
	thread_free(t);
	return true;
}
