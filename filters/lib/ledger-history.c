/* ledger-history.c - what is looked up once for all lines: the postings of authors, and texts of other threads */
#include "lib/ledger-parts.h"

#include <string.h>

struct ledger_context {
	struct db *db;
	GHashTable *histories;  /* author, end and scope -> struct postings */
	GHashTable *texts;      /* Message-ID of a cover letter in another thread -> its text, NULL if it has none */
	GHashTable *related;    /* the caller's; NULL if it does not want to know */
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

void ledger_relate(struct ledger_context *c, GHashTable *related)
{
	c->related = related;
}

GHashTable *ledger_context_related(const struct ledger_context *c)
{
	return c->related;
}

struct db *ledger_context_db(const struct ledger_context *c)
{
	return c->db;
}

/* A word or phrase for a query: quotation marks inside would end it, and ".." is a range to Xapian even there. Punctuation
 * parts the words of a phrase as a blank does. */
char *ledger_quoted(const char *field, const char *words)
{
	g_autofree char *clean = g_strdelimit(g_strdup(words), "\"", ' ');
	for (char *dots = clean; (dots = strstr(dots, ".."));)
		*dots = ' ';
	return g_strdup_printf("%s\"%s\"", field, clean);
}

time_t ledger_since(const struct list_line *line)
{
	enum { YEARS = 4 };
	struct tm tm;
	if (line->first == LIST_NO_TIME || !gmtime_r(&line->first, &tm) || tm.tm_year < 70 + YEARS)
		return 0;
	/* From a year's beginning, so that threads of one window share what was looked up. */
	return timegm(&(struct tm){ .tm_year = tm.tm_year - YEARS, .tm_mday = 1 });
}

GPtrArray *ledger_rows(struct db *db, const struct list_line *line, const char *terms, time_t since, unsigned want)
{
	g_autofree char *end = line->end == LIST_NO_TIME ? g_strdup("") : g_strdup_printf("@%lld", (long long)line->end);
	g_autofree char *query = g_strdup_printf("(%s) and date:@%lld..%s", terms, (long long)MAX(since, 0), end);
	return db_rows(db, query, strcmp(line->scope, "-") ? line->scope : NULL, want);
}

/* A name of two words or more, by which an author's other addresses are found. */
static bool full_name(const struct person *p)
{
	return p->name && strchr(p->name, ' ') && !strchr(p->name, '@');
}

struct postings *ledger_history(struct ledger_context *c, const struct person *author, const struct list_line *line)
{
	g_autofree char *key = person_key(author);
	time_t since = ledger_since(line);
	char *cached = g_strdup_printf("%s\t%lld\t%lld\t%s", key, (long long)since, (long long)line->end, line->scope);
	struct postings *h = g_hash_table_lookup(c->histories, cached);
	if (h) {
		g_free(cached);
		return h;
	}
	g_autofree char *name = full_name(author) ? ledger_quoted("from:", author->name) : NULL;
	g_autofree char *addr = author->addr && *author->addr ? ledger_quoted("from:", author->addr) : NULL;
	g_autofree char *query = g_strjoin(name && addr ? " or " : "", addr ? addr : "", name ? name : "", NULL);
	h = postings_new();
	g_hash_table_insert(c->histories, cached, h);
	g_autoptr(GPtrArray) rows = *query ? ledger_rows(c->db, line, query, since, DB_HEADERS) : NULL;
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

/* The text of a posting's cover letter or patch; what is in other threads is read once for all lines. */
const char *ledger_text(struct making *k, const struct posting *p)
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
