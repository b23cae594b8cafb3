/* ledger-series.c - which series a thread is about, its other versions, its fragments elsewhere */
#include "lib/body.h"
#include "lib/ledger-parts.h"
#include "lib/rejoin.h"
#include "lib/trailer.h"

#include <string.h>

struct ledger_context {
	struct db *db;
	GHashTable *histories;  /* author, end and scope -> struct postings */
	GHashTable *texts;      /* Message-ID of a cover letter in another thread -> its text, NULL if it has none */
};

struct ledger_context *ledger_context_new(struct db *db)
{
	struct ledger_context *c = g_new0(struct ledger_context, 1);
	c->db = db;
	c->histories = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)postings_free);
	c->texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return c;
}

void ledger_context_free(struct ledger_context *c)
{
	if (!c)
		return;
	g_hash_table_unref(c->histories);
	g_hash_table_unref(c->texts);
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
	g_autofree char *query = quoted("subject:", asked->title);
	g_autoptr(GPtrArray) rows = *asked->key ? rows_until_end(k->db, k->line, query, DB_HEADERS) : NULL;
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
	const struct posting *here = k->here->all->len ? g_ptr_array_index(k->here->all, 0) : NULL;
	if (s.patch && s.reply) {
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
	return g_hash_table_lookup(k->history->by_id, id);
}

static bool matches(const char *pattern, const char *s)
{
	return g_regex_match_simple(pattern, s, G_REGEX_CASELESS, 0);
}

/* "[1] https://...": whether the text speaks of a version with "v1 [1]", "from the previous version [1]". */
static bool footnote_of_version(const char *line, const char *text)
{
	g_autoptr(GRegex) re = g_regex_new("^\\s*\\[(\\d+)\\]", 0, 0, NULL);
	g_autoptr(GMatchInfo) m = NULL;
	if (!g_regex_match(re, line, 0, &m))
		return false;
	g_autofree char *n = g_match_info_fetch(m, 1);
	g_autofree char *mark = g_strdup_printf("\\b(?:from|since|in|is|of)\\s+(?:the )?(?:v\\d+|rfc|(?:previous|last) version)"
						"\\s*\\[%s\\]", n);
	return matches(mark, text);
}

/* A line with a mail's Message-ID that presents it as another version: "v1: https://...", "Link to v2: ...",
 * "RFC: <id>". A series that this one only builds upon stands in a sentence. */
static bool labels_version(char **lines, unsigned i, const char *text, const struct posting *older)
{
	static const char label[] = "^\\W*(?:link to |patch )?(?:v\\d+|rfc(?: ?v\\d+)?|(?:previous|last|prior) "
				    "(?:version|revision|posting))\\b.{0,30}?[:=>\\]-]\\s*<?(?:http|id:|[0-9a-z])";
	if (matches(label, lines[i]) || footnote_of_version(lines[i], text))
		return true;
	/* The label may stand on a line of its own above. */
	g_autofree char *vn = g_strdup_printf(older->rfc ? "\\brfc\\b" : "^\\W*(?:changes )?(?:since |from |in )?v%d\\b.{0,12}$",
					      older->version);
	return i > 0 && matches(vn, lines[i - 1]);
}

/* Does the writer of a newer version name `older`, by the Message-ID of one of its mails? */
static bool names_older(const char *text, const struct posting *older)
{
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
	for (unsigned i = 0; lines[i]; i++) {
		bool here = false;
		if (g_str_has_prefix(lines[i], "diff --git ") || g_str_has_prefix(lines[i], "--- a/"))
			break;
		if (*lines[i] == '>' || !strpbrk(lines[i], "@%"))
			continue;
		g_autofree char *plain = g_uri_unescape_string(lines[i], NULL);
		for (unsigned n = 0; n < older->patches->len && !here; n++)
			here = strstr(plain ? plain : lines[i], ((struct posted *)older->patches->pdata[n])->id);
		if (here && labels_version(lines, i, text, older))
			return true;
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

static int by_date(const void *a, const void *b)
{
	const struct posting *x = *(struct posting *const *)a, *y = *(struct posting *const *)b;
	if (x->date != y->date)
		return x->date < y->date ? -1 : 1;
	return strcmp(x->id, y->id);
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

/* Another version number next to ours, which nothing else of this author's continues, under a similar title. */
static bool continued(const struct making *k, const struct posting *a, const struct posting *but)
{
	for (unsigned i = 0; i < k->history->all->len; i++) {
		const struct posting *p = g_ptr_array_index(k->history->all, i);
		if (p != a && p != but && posting_later(a, p) && p->version == a->version + 1 && posting_akin(a, p))
			return true;
	}
	return false;
}

static bool continues(const struct making *k, const struct posting *b, const struct posting *but)
{
	for (unsigned i = 0; i < k->history->all->len; i++) {
		const struct posting *p = g_ptr_array_index(k->history->all, i);
		if (p != b && p != but && posting_later(p, b) && p->version + 1 == b->version && posting_akin(p, b))
			return true;
	}
	return false;
}

/* The one posting that `a` became under another title, or that became `a`: no other is as near. */
static struct posting *retitled(const struct making *k, const struct posting *a, int step)
{
	struct posting *found = NULL;
	for (unsigned i = 0; i < k->history->all->len; i++) {
		struct posting *p = g_ptr_array_index(k->history->all, i);
		const struct posting *older = step > 0 ? a : p, *newer = step > 0 ? p : a;
		if (p->version != a->version + step || p->rfc != a->rfc || !posting_renamed(older, newer) ||
		    continued(k, older, newer) || continues(k, newer, older))
			continue;
		if (found)
			return NULL;
		found = p;
	}
	return found;
}

static void add_retitled(struct making *k)
{
	for (unsigned i = 0; i < k->series->len; i++) {
		const struct posting *a = g_ptr_array_index(k->series, i);
		for (int step = -1; step <= 1; step += 2) {
			struct posting *p = retitled(k, a, step);
			if (p && !in_series(k, p) && retitled(k, p, -step) == a)
				g_ptr_array_add(k->series, p);
		}
	}
}

/* All postings of the author that have a patch of this title. */
static void add_with_patch(struct making *k, const char *key)
{
	for (unsigned i = 0; i < k->history->all->len; i++) {
		struct posting *p = g_ptr_array_index(k->history->all, i);
		for (unsigned n = 0; n < p->patches->len; n++) {
			const struct posted *one = g_ptr_array_index(p->patches, n);
			if (!strcmp(one->key, key) && !in_series(k, p))
				g_ptr_array_add(k->series, p);
		}
	}
}

/* The text of a posting's cover letter or patch; what is in other threads is read once for all lines. */
static const char *text_of(struct making *k, const struct posting *p)
{
	const struct mail *m = g_hash_table_lookup(k->by_id, p->id);
	if (m)
		return m->text;
	char *text = NULL;
	if (g_hash_table_lookup_extended(k->c->texts, p->id, NULL, (void **)&text))
		return text;
	g_autofree char *query = db_id_term(p->id);
	g_autoptr(GPtrArray) rows = db_rows(k->db, query, query, DB_FILES);
	if (rows && rows->len) {
		struct mail *other = mail_new();
		if (mail_read(other, ((struct db_row *)g_ptr_array_index(rows, 0))->files))
			text = g_steal_pointer(&other->text);
		mail_free(other);
	}
	g_hash_table_insert(k->c->texts, g_strdup(p->id), text);
	return text;
}

/* New versions that were posted as an answer to the old, in the line's own threads. */
static void add_answering(struct making *k)
{
	for (unsigned i = 0; i < k->history->all->len; i++) {
		struct posting *p = g_ptr_array_index(k->history->all, i);
		bool yes = false;
		for (unsigned n = 0; n < k->series->len && !yes && !in_series(k, p); n++) {
			const struct posting *s = g_ptr_array_index(k->series, n);
			yes = !strcmp(s->thread, p->thread) && ledger_here(k, p->thread) && posting_later(s, p);
		}
		if (yes)
			g_ptr_array_add(k->series, p);
	}
}

/* Older versions under other titles: those that the oldest one known names, and so on. So all versions find the same
 * oldest one, which gives the series its key. */
static void add_named_older(struct making *k)
{
	for (unsigned rounds = 0; rounds < 100; rounds++) {
		g_ptr_array_sort(k->series, by_date);
		const struct posting *oldest = g_ptr_array_index(k->series, 0);
		const char *text = text_of(k, oldest);
		unsigned had = k->series->len;
		for (unsigned i = 0; text && i < k->history->all->len; i++) {
			struct posting *p = g_ptr_array_index(k->history->all, i);
			if (posting_later(p, oldest) && !in_series(k, p) && names_older(text, p))
				g_ptr_array_add(k->series, p);
		}
		add_retitled(k);
		add_akin(k);
		if (k->series->len == had)
			return;
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
			      names_older(m->text, g_ptr_array_index(k->series, i));
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
 * and their author has a part in the thread. */
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
	if (from && takes_part(k, &author)) {
		set_author(k, &author, NULL);
		k->history = ledger_history(c, &author, k->line);
		add_with_patch(k, k->newest->key);
		add_akin(k);
		g_ptr_array_sort(k->series, by_date);
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
	add_akin(k);
	add_answering(k);
	add_akin(k);
	add_named_older(k);
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
