/* ledger-series.c - which series a thread is about, its other versions, its fragments elsewhere */
#include "lib/body.h"
#include "lib/ledger-parts.h"
#include "lib/rejoin.h"
#include "lib/trailer.h"

#include <string.h>

struct ledger_context {
	struct db *db;
	GHashTable *histories;  /* author, end and scope -> struct postings */
};

struct ledger_context *ledger_context_new(struct db *db)
{
	struct ledger_context *c = g_new0(struct ledger_context, 1);
	c->db = db;
	c->histories = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)postings_free);
	return c;
}

void ledger_context_free(struct ledger_context *c)
{
	if (!c)
		return;
	g_hash_table_unref(c->histories);
	g_free(c);
}

struct db *ledger_context_db(const struct ledger_context *c)
{
	return c->db;
}

/* A word or phrase for a query: quotation marks inside would end it. */
static char *quoted(const char *field, const char *words)
{
	g_autofree char *clean = g_strdelimit(g_strdup(words), "\"", ' ');
	return g_strdup_printf("%s\"%s\"", field, clean);
}

/* Everything that a line's window lets exist and `terms` match. */
static GPtrArray *rows_until_end(struct db *db, const struct list_line *line, const char *terms, unsigned want)
{
	g_autofree char *query = line->end == LIST_NO_TIME ?
					 g_strdup(terms) :
					 g_strdup_printf("(%s) and date:..@%lld", terms, (long long)line->end);
	return db_rows(db, query, strcmp(line->scope, "-") ? line->scope : NULL, want);
}

/* A name of two words or more, by which an author's other addresses are found. */
static bool full_name(const struct person *p)
{
	return p->name && strchr(p->name, ' ') && !strchr(p->name, '@');
}

char *ledger_author_key(const struct making *k, const struct person *p)
{
	const struct ledger_source *a = &k->l->author;
	if (a->name && ledger_same_person(a->name, a->addr, p->name, p->addr)) {
		struct person same = { a->name, a->addr };
		return person_key(&same);
	}
	return person_key(p);
}

struct postings *ledger_history(struct ledger_context *c, const struct person *author, const struct list_line *line)
{
	g_autofree char *key = person_key(author);
	char *cached = g_strdup_printf("%s\t%lld\t%s", key, (long long)line->end, line->scope);
	struct postings *h = g_hash_table_lookup(c->histories, cached);
	if (h) {
		g_free(cached);
		return h;
	}
	g_autofree char *name = full_name(author) ? quoted("from:", author->name) : NULL;
	g_autofree char *addr = author->addr && *author->addr ? quoted("from:", author->addr) : NULL;
	g_autofree char *query = g_strjoin(name && addr ? " or " : "", addr ? addr : "", name ? name : "", NULL);
	h = postings_new();
	g_hash_table_insert(c->histories, cached, h);
	g_autoptr(GPtrArray) rows = *query ? rows_until_end(c->db, line, query, DB_HEADERS) : NULL;
	for (unsigned i = 0; rows && i < rows->len; i++) {
		const struct db_row *r = g_ptr_array_index(rows, i);
		struct person p;
		person_parse(&p, r->from, NULL);
		if (ledger_same_person(author->name, author->addr, p.name, p.addr))
			postings_add(h, r->id, r->thread, key, r->subject, r->date);
		person_clear(&p);
	}
	return h;
}

/* The author of the patch that a thread of answers is about, from a posting of the same title, version and count
 * elsewhere; not if two authors have one. */
static char *asked_author(struct making *k, const struct series_subject *asked, char **id)
{
	g_autofree char *query = quoted("subject:", asked->title);
	g_autoptr(GPtrArray) rows = *asked->key ? rows_until_end(k->db, k->line, query, DB_HEADERS) : NULL;
	char *from = NULL;
	for (unsigned i = 0; rows && i < rows->len; i++) {
		const struct db_row *r = g_ptr_array_index(rows, i);
		struct series_subject s;
		series_subject_parse(&s, r->subject);
		bool same = s.patch && !s.reply && s.version == asked->version && s.rfc == asked->rfc &&
			    s.number == asked->number && s.count == asked->count && !strcmp(s.key, asked->key);
		series_subject_clear(&s);
		if (!same)
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

/* The posting by which the thread's first mail is to be understood: of the history that it belongs to, loaded
 * here. */
static const struct posting *main_posting(struct ledger_context *c, struct making *k)
{
	const struct mail *first = thread_mail(k->t, 0);
	const char *id = NULL;
	g_autofree char *found = NULL, *from = NULL;
	struct person author = { 0 };
	struct series_subject s;

	series_subject_parse(&s, first->subject);
	if (s.patch && s.reply) {
		from = asked_author(k, &s, &found);
		id = found;
		if (from)
			person_parse(&author, from, NULL);
	} else if (k->here->all->len) {
		id = ((struct posting *)g_ptr_array_index(k->here->all, 0))->id;
		const struct mail *m = g_hash_table_lookup(k->by_id, id);
		author.name = g_strdup(m->from.name);
		author.addr = g_strdup(m->from.addr);
	}
	series_subject_clear(&s);
	if (!id)
		return NULL;
	g_free(k->l->author.name);
	g_free(k->l->author.addr);
	g_free(k->l->author.id);
	const struct mail *m = g_hash_table_lookup(k->by_id, id);
	k->l->author.name = g_strdup(author.name);
	k->l->author.addr = g_strdup(author.addr);
	k->l->author.id = g_strdup(id);
	k->l->author.mail = m ? m->number : 0;
	k->history = ledger_history(c, &author, k->line);
	person_clear(&author);
	return g_hash_table_lookup(k->history->by_id, id);
}

/* Does the writer of `newer` name `older` as its last version? A line that holds the Message-ID of one of its mails
 * and tells, it or one of the three before it, of versions. */
static bool names_older(const char *text, const struct posting *older, const struct posting *newer)
{
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
	g_autofree char *vn = older->rfc ? g_strdup("\\brfc\\b|\\bv\\d") : g_strdup_printf("\\bv%d\\b", older->version);
	for (unsigned i = 0; lines[i]; i++) {
		bool here = false;
		if (g_str_has_prefix(lines[i], "diff --git ") || g_str_has_prefix(lines[i], "--- a/"))
			break;
		if (*lines[i] == '>' || !strchr(lines[i], '/'))
			continue;
		g_autofree char *plain = g_uri_unescape_string(lines[i], NULL);
		for (unsigned n = 0; n < older->patches->len && !here; n++)
			here = strstr(plain ? plain : lines[i], ((struct posted *)older->patches->pdata[n])->id);
		if (!here)
			continue;
		if (g_regex_match_simple(vn, lines[i], G_REGEX_CASELESS, 0))
			return true;
		for (unsigned back = 1; back <= 3 && back <= i; back++)
			if (g_regex_match_simple("\\b(?:v\\d+|versions?|rfc|previous|since|changes|changelog|earlier)\\b",
						 lines[i - back], G_REGEX_CASELESS, 0))
				return older->version + 1 == newer->version || older->rfc;
	}
	return false;
}

/* "change-id: 20221020-slug-0123abcd", the same over all versions of a series sent with b4. */
static char *change_id(const char *text)
{
	g_autoptr(GRegex) re = g_regex_new("^change-id: (\\S{8,})$", G_REGEX_MULTILINE, 0, NULL);
	g_autoptr(GMatchInfo) m = NULL;
	return text && g_regex_match(re, text, 0, &m) ? g_match_info_fetch(m, 1) : NULL;
}

static bool in_series(const struct making *k, const struct posting *p)
{
	return g_ptr_array_find(k->series, p, NULL);
}

/* All postings that titles tie to those that are in the series already, however far. */
static void add_akin(struct making *k)
{
	for (bool more = true; more;) {
		more = false;
		for (unsigned i = 0; i < k->history->all->len; i++) {
			struct posting *p = g_ptr_array_index(k->history->all, i);
			bool akin = false;
			for (unsigned n = 0; n < k->series->len && !akin && !in_series(k, p); n++)
				akin = posting_akin(g_ptr_array_index(k->series, n), p);
			if (akin)
				g_ptr_array_add(k->series, p);
			more |= akin;
		}
	}
}

static const char *text_of(const struct making *k, const struct posting *p)
{
	const struct mail *m = g_hash_table_lookup(k->by_id, p->id);
	return m ? m->text : NULL;
}

/* New versions that were posted as an answer to the old, in the line's own threads, and old versions that the texts here
 * name. */
static void add_named_here(struct making *k)
{
	for (unsigned i = 0; i < k->history->all->len; i++) {
		struct posting *p = g_ptr_array_index(k->history->all, i);
		bool yes = false;
		for (unsigned n = 0; n < k->series->len && !yes && !in_series(k, p); n++) {
			const struct posting *s = g_ptr_array_index(k->series, n);
			if (posting_later(s, p))
				yes = (!strcmp(s->thread, p->thread) && ledger_here(k, p->thread)) ||
				      names_older(text_of(k, p), s, p);
			else if (posting_later(p, s))
				yes = names_older(text_of(k, s), p, s);
		}
		if (yes)
			g_ptr_array_add(k->series, p);
	}
}

static bool any_later(const struct making *k)
{
	for (unsigned i = 0; i < k->series->len; i++) {
		const struct posting *p = g_ptr_array_index(k->series, i);
		if (k->newest && posting_later(k->newest, p))
			return true;
	}
	return false;
}

/* Does a mail elsewhere, which holds the id of a version that is here or its change-id, present itself as another
 * version? */
static bool mail_names(const struct making *k, const struct posting *p, const struct db_row *r, const char *change)
{
	struct mail *m = mail_new();
	bool yes = mail_read(m, r->files) && (p->whole || posting_number(p, r->id) >= 0);
	if (yes) {
		g_autofree char *theirs = change_id(m->text);
		yes = change && theirs && !strcmp(change, theirs);
		for (unsigned i = 0; i < k->series->len && !yes; i++)
			yes = posting_later(g_ptr_array_index(k->series, i), p) &&
			      names_older(m->text, g_ptr_array_index(k->series, i), p);
	}
	mail_free(m);
	return yes;
}

/* Versions elsewhere under another title: their cover letters name one that is here. Asked of the database only when titles
 * did not find a newer one. */
static void add_named_elsewhere(struct making *k)
{
	if (!k->newest || any_later(k))
		return;
	g_autofree char *change = change_id(text_of(k, k->newest));
	g_autofree char *id = quoted("body:", k->newest->id), *ci = change ? quoted("body:", change) : NULL;
	g_autofree char *terms = g_strjoin(" or ", id, ci, NULL);
	g_autoptr(GPtrArray) rows = rows_until_end(k->db, k->line, terms, DB_FILES);
	for (unsigned i = 0; rows && i < rows->len; i++) {
		const struct db_row *r = g_ptr_array_index(rows, i);
		struct posting *p = g_hash_table_lookup(k->history->by_id, r->id);
		if (p && !in_series(k, p) && mail_names(k, p, r, change))
			g_ptr_array_add(k->series, p);
	}
}

static int by_date(const void *a, const void *b)
{
	const struct posting *x = *(struct posting *const *)a, *y = *(struct posting *const *)b;
	if (x->date != y->date)
		return x->date < y->date ? -1 : 1;
	return strcmp(x->id, y->id);
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

/* Answers to a patch that is nowhere: it stands for itself, and its author is not known. */
static void find_asked(struct making *k)
{
	const struct mail *first = thread_mail(k->t, 0);
	k->asked = postings_new();
	postings_add_asked(k->asked, first->missing ? first->missing : "", first->thread, first->subject, first->date);
	ledger_source_clear(&k->l->author);
	k->newest = k->asked->all->len ? g_ptr_array_index(k->asked->all, 0) : NULL;
	if (k->newest)
		g_ptr_array_add(k->series, (void *)k->newest);
}

void ledger_find_series(struct ledger_context *c, struct making *k)
{
	const struct posting *p = main_posting(c, k);
	if (!p) {
		find_asked(k);
		return;
	}
	g_ptr_array_add(k->series, (void *)p);
	add_akin(k);
	add_named_here(k);
	add_akin(k);
	find_newest(k);
	/* Answers only: they are about the version that they answer. */
	if (!k->newest)
		k->newest = p;
	add_named_elsewhere(k);
	add_akin(k);
	g_ptr_array_sort(k->series, by_date);
}

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

/* Threads that answer the newest version but have lost it: by title, if nobody else has posted one of that name. */
static void add_answers(struct making *k, GHashTable *seen)
{
	GString *terms = g_string_new(NULL);
	for (unsigned i = 0; i < k->newest->patches->len; i++) {
		const struct posted *p = g_ptr_array_index(k->newest->patches, i);
		if (strchr(p->key, ' '))
			g_string_append_printf(terms, "%ssubject:\"%s\"", terms->len ? " or " : "", p->key);
	}
	g_autofree char *query = g_string_free(terms, FALSE);
	g_autoptr(GPtrArray) rows = *query ? rows_until_end(k->db, k->line, query, DB_HEADERS) : NULL;
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
		if (posting_same(p, k->newest))
			add_thread(k, seen, p->thread);
	}
	add_answers(k, seen);
}
