/* ledger-series.c - which series a thread is about */
#include "lib/ledger-parts.h"

#include <string.h>

/* Does the subject name the patch that is asked for? exactly: in the same version too. */
static bool is_asked(const struct series_subject *asked, const char *subject, bool exactly)
{
	struct series_subject s;
	series_subject_parse(&s, subject);
	bool same = s.patch && !s.reply && !strcmp(s.key, asked->key) && !strcmp(s.prefix, asked->prefix);
	if (exactly)
		same = same && s.version == asked->version && s.rfc == asked->rfc && s.number == asked->number &&
		       s.count == asked->count;
	series_subject_clear(&s);
	return same;
}

/* The author of the patch that a thread of answers is about, from a posting of it elsewhere (exactly), or of another
 * of its versions; NULL if two authors come into question. *id becomes the posting's mail. */
static char *asked_author(struct making *k, const struct series_subject *asked, bool exactly, char **id)
{
	g_autofree char *query = ledger_quoted("subject:", asked->title);
	g_autoptr(GPtrArray) rows = *asked->key ? ledger_rows(k->db, k->line, query, ledger_since(k->line), DB_HEADERS) : NULL;
	char *from = NULL;
	for (unsigned i = 0; rows && i < rows->len; i++) {
		const struct db_row *r = g_ptr_array_index(rows, i);
		if (!is_asked(asked, r->subject, exactly))
			continue;
		if (from && strcmp(from, r->from) != 0) {
			g_clear_pointer(&from, g_free);
			g_clear_pointer(id, g_free);
			break;
		}
		if (!from) {
			from = g_strdup(r->from);
			*id = g_strdup(r->id);
		}
	}
	return from;
}

/* Is it to him that the thread's first mail was written, or does he write in the thread? */
static bool takes_part(const struct making *k, const struct person *p)
{
	const struct mail *first = thread_mail(k->t, 0);
	g_autofree char *to = first->to ? g_utf8_strdown(first->to, -1) : NULL;
	if (to && p->addr && *p->addr && strstr(to, p->addr))
		return true;
	for (unsigned i = 0; i < k->t->mails->len; i++) {
		const struct person *w = &thread_mail(k->t, i)->from;
		if (ledger_same_person(w->name, w->addr, p->name, p->addr))
			return true;
	}
	return false;
}

static void set_author(struct making *k, const struct person *author, const char *id)
{
	struct ledger_source *a = &k->l->author;
	const struct mail *m = id ? g_hash_table_lookup(k->by_id, id) : NULL;
	ledger_source_clear(a);
	a->name = g_strdup(author->name);
	a->addr = g_strdup(author->addr);
	a->id = g_strdup(id);
	a->mail = m ? m->number : 0;
	a->date = m ? m->date : 0;
}

/* The first patch in a thread that begins with an answer: a later version of what is answered. */
static const struct posting *posted_later(const struct making *k, const struct series_subject *asked)
{
	for (unsigned i = 0; i < k->here->all->len; i++) {
		const struct posting *p = g_ptr_array_index(k->here->all, i);
		if (p->version > asked->version || (asked->rfc && !p->rfc))
			return p;
	}
	return NULL;
}

/* The posting by which the thread is to be understood, of its author's history, which is loaded here. */
static const struct posting *main_posting(struct ledger_context *c, struct making *k)
{
	const struct mail *first = thread_mail(k->t, 0);
	g_autofree char *id = NULL, *from = NULL;
	struct person author = { 0 };
	struct series_subject s;

	series_subject_parse(&s, first->subject);
	const struct posting *here = k->about		     ? g_hash_table_lookup(k->here->by_id, k->about) :
				     k->here->all->len ? g_ptr_array_index(k->here->all, 0) :
							 NULL;
	if (s.patch && s.reply && !k->about) {
		from = asked_author(k, &s, true, &id);
		here = from ? NULL : posted_later(k, &s);
	}
	series_subject_clear(&s);
	if (here)
		id = g_strdup(here->id);
	if (!id)
		return NULL;
	if (from) {
		person_parse(&author, from, NULL);
	} else {
		const struct mail *m = g_hash_table_lookup(k->by_id, id);
		author = (struct person){ g_strdup(m->from.name), g_strdup(m->from.addr) };
	}
	set_author(k, &author, id);
	k->history = ledger_history(c, &author, k->line);
	person_clear(&author);
	const struct posting *p = g_hash_table_lookup(k->history->by_id, id);
	/* An author whose From no query finds: what is in the thread will do. */
	if (!p && here)
		k->history = k->here;
	return p ? p : here;
}

/* A few patches of a version sent once more, without their cover, are no version of their own. */
static bool partial(const struct making *k, const struct posting *p)
{
	if (p->whole || (int)p->patches->len >= p->count)
		return false;
	for (unsigned i = 0; i < k->series->len; i++) {
		const struct posting *o = g_ptr_array_index(k->series, i);
		if (o != p && o->whole && o->count == p->count && ledger_here(k, o->thread))
			return true;
	}
	return false;
}

/* The newest version in the line's own threads. */
static void find_newest(struct making *k)
{
	k->newest = NULL;
	for (unsigned i = 0; i < k->series->len; i++) {
		const struct posting *p = g_ptr_array_index(k->series, i);
		if (!ledger_here(k, p->thread) || partial(k, p))
			continue;
		/* Of one sent twice, that which has more of it. */
		if (!k->newest || posting_later(k->newest, p) ||
		    (posting_same(k->newest, p) && p->patches->len > k->newest->patches->len))
			k->newest = p;
	}
}

/* Answers to a patch that is nowhere. It stands for itself; its author is known only if other versions of it are there
 * and their author has a part in the thread, or if a later version names it. */
static void find_asked(struct ledger_context *c, struct making *k)
{
	const struct mail *first = thread_mail(k->t, 0);
	const char *id = first->missing ? first->missing : "";
	g_autofree char *other = NULL;
	struct series_subject s;

	k->asked = postings_new();
	postings_add_asked(k->asked, id, first->thread, first->subject, first->date);
	ledger_source_clear(&k->l->author);
	k->newest = k->asked->all->len ? g_ptr_array_index(k->asked->all, 0) : NULL;
	if (!k->newest)
		return;
	g_ptr_array_add(k->series, (void *)k->newest);
	series_subject_parse(&s, first->subject);
	g_autofree char *from = asked_author(k, &s, false, &other);
	series_subject_clear(&s);
	struct person author = { 0 };
	if (from)
		person_parse(&author, from, NULL);
	bool ours = from && takes_part(k, &author);
	if (!ours) {
		g_free(from);
		person_clear(&author);
		from = ledger_who_names(k);
		person_parse(&author, from ? from : "", NULL);
	}
	if (from) {
		set_author(k, &author, NULL);
		k->history = ledger_history(c, &author, k->line);
		ledger_add_with_patch(k, k->newest->key);
		ledger_add_akin(k);
		if (!ours)
			ledger_add_elsewhere(k);
		ledger_add_akin(k);
		g_ptr_array_sort(k->series, ledger_by_date);
	}
	person_clear(&author);
}

void ledger_find_series(struct ledger_context *c, struct making *k)
{
	const struct posting *p = main_posting(c, k);
	if (!p) {
		find_asked(c, k);
		return;
	}
	g_ptr_array_add(k->series, (void *)p);
	ledger_add_akin(k);
	ledger_add_answering(k);
	ledger_add_akin(k);
	ledger_add_older(k);
	find_newest(k);
	/* Answers only: they are about the version that they answer. */
	if (!k->newest)
		k->newest = p;
	ledger_add_elsewhere(k);
	ledger_add_akin(k);
	g_ptr_array_sort(k->series, ledger_by_date);
}
