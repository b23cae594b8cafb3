#include "verify-known.h"
#include "verify-fold.h"
#include "verify-vocabulary.h"
#include "lib/series.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_VERSIONS = 99 };

static const char *const months[] = { "january", "february", "march", "april", "may", "june", "july", "august", "september",
				      "october", "november", "december", NULL };

struct known {
	const struct thread *thread;
	GHashTable *words;      /* known words, lower case, and their stems (vocabulary_stem()) behind a blank */
	GHashTable *patches, *mails, *people, *days, *versions; /* numbers of things */
	GHashTable *dates;      /* year, month * 100 + day of mails */
};

static void add_word(GHashTable *set, char *word)
{
	g_autofree char *stem = vocabulary_stem(word);

	g_hash_table_add(set, word);
	g_hash_table_add(set, g_strconcat(" ", stem, NULL));
}

static void add_words(GHashTable *set, const char *text)
{
	g_autofree char *low = g_utf8_strdown(text ? text : "", -1);

	for (const char *p = low; *p;) {
		const char *start = p;

		while (*p && (g_unichar_isalnum(g_utf8_get_char(p)) || *p == '_'))
			p = g_utf8_next_char(p);
		if (p > start)
			add_word(set, g_strndup(start, (gsize)(p - start)));
		else
			p = g_utf8_next_char(p);
	}
}

static void add_number(GHashTable *set, long n)
{
	g_hash_table_add(set, GINT_TO_POINTER((int)n));
}

static void add_date(struct known *k, time_t at)
{
	struct tm tm;

	if (at <= 0 || !gmtime_r(&at, &tm))
		return;
	add_number(k->dates, tm.tm_year + 1900);
	add_number(k->dates, -((tm.tm_mon + 1) * 100 + tm.tm_mday));
}

static void add_thread(struct known *k, const struct thread *t)
{
	g_autoptr(GHashTable) each = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTableIter i;
	gpointer count;

	long span = (long)(thread_mail(t, t->mails->len - 1)->date - thread_mail(t, 0)->date) / (24 * 60 * 60);

	add_number(k->days, span);
	add_number(k->days, span + 1);
	add_number(k->mails, t->mails->len);
	add_number(k->mails, t->news);
	add_number(k->mails, (long)t->mails->len - (long)t->news);
	for (unsigned n = 0; n < t->mails->len; n++) {
		const struct mail *m = thread_mail(t, n);
		char *key = person_key(&m->from);

		add_date(k, m->date);
		add_words(k->words, m->from.name);
		count = g_hash_table_lookup(each, key);
		g_hash_table_insert(each, key, GINT_TO_POINTER(GPOINTER_TO_INT(count) + 1));
	}
	add_words(k->words, thread_mail(t, 0)->subject);
	add_number(k->people, g_hash_table_size(each));
	g_hash_table_iter_init(&i, each);
	while (g_hash_table_iter_next(&i, NULL, &count))
		add_number(k->mails, GPOINTER_TO_INT(count));
}

static void add_subject(struct known *k, const char *subject)
{
	struct series_subject s;

	series_subject_parse(&s, subject);
	if (s.patch && s.count > 0)
		add_number(k->patches, s.count);
	if (s.patch)
		add_number(k->versions, s.version);
	series_subject_clear(&s);
	add_words(k->words, subject);
}

static void add_source(struct known *k, const struct ledger_source *s)
{
	add_words(k->words, s->name);
	add_date(k, s->date);
}

static void add_ledger(struct known *k, const struct ledger *l)
{
	add_number(k->patches, l->patches);
	add_number(k->patches, l->reviewed);
	add_number(k->patches, l->applied_patches);
	add_number(k->mails, l->answers);
	add_number(k->days, l->days);
	add_number(k->days, l->silent);
	add_source(k, &l->author);
	for (guint i = 0; i < l->versions->len; i++) {
		const struct ledger_version *v = l->versions->pdata[i];

		add_number(k->versions, v->version);
		add_number(k->patches, v->count);
		add_date(k, v->date);
		add_words(k->words, v->title);
	}
	for (guint i = 0; i < l->applied->len; i++) {
		const struct ledger_applied *a = l->applied->pdata[i];

		add_source(k, &a->by);
		add_words(k->words, a->to);
		for (guint n = 0; n < a->commits->len; n++)
			add_words(k->words, a->commits->pdata[n]);
	}
	for (guint i = 0; i < l->trailers->len; i++)
		add_source(k, &((struct ledger_trailer *)l->trailers->pdata[i])->by);
	for (guint i = 0; i < l->reports->len; i++)
		add_source(k, &((struct ledger_report *)l->reports->pdata[i])->by);
	for (guint i = 0; i < l->naks->len; i++)
		add_source(k, &((struct ledger_nak *)l->naks->pdata[i])->by);
}

static GHashTable *numbers(void)
{
	return g_hash_table_new(NULL, NULL);
}

static bool has(GHashTable *set, long n)
{
	return g_hash_table_contains(set, GINT_TO_POINTER((int)n));
}

long known_month(const char *word)
{
	for (long i = 0; months[i]; i++)
		if (!strcmp(word, months[i]) || (strlen(word) == 3 && !strncmp(word, months[i], 3)))
			return i + 1;
	return 0;
}

bool known_number(const struct known *k, long n, const char *word, const char *last, const char *next)
{
	long month = known_month(last) ? known_month(last) : known_month(next);

	if (month && n <= 31)
		return has(k->dates, -(month * 100 + n));
	if (g_str_has_prefix(next, "patch") || g_str_has_prefix(next, "个补丁"))
		return has(k->patches, n);
	if (!strcmp(next, "mail") || !strcmp(next, "mails") || g_str_has_prefix(next, "message") ||
	    g_str_has_prefix(next, "repl") || g_str_has_prefix(next, "封"))
		return has(k->mails, n);
	if (!strcmp(next, "people") || !strcmp(next, "participants") || !strcmp(next, "authors") ||
	    g_str_has_prefix(next, "人") || g_str_has_prefix(next, "位"))
		return has(k->people, n);
	if (!strcmp(next, "days") || !strcmp(next, "day") || g_str_has_prefix(next, "天"))
		return has(k->days, n);
	if (!strcmp(last, "v") || !strcmp(last, "version") || g_str_has_prefix(next, "版") || g_str_has_suffix(last, "第"))
		return has(k->versions, n);
	return has(k->dates, n) || has(k->patches, n) || has(k->mails, n) || g_hash_table_contains(k->words, word);
}

/* The end of a number and the sign behind it, "-" or a Chinese one, blanks passed over; NULL: it is not followed by that. */
static const char *number_and(const char *p, const char *sign, long *n)
{
	char *end;

	*n = strtol(p, &end, 10);
	if (end == p)
		return NULL;
	if (*end == '-')
		return end + 1;
	p = end + strspn(end, " ");
	return g_str_has_prefix(p, sign) ? p + strlen(sign) + strspn(p + strlen(sign), " ") : NULL;
}

const char *known_date(const struct known *k, const char *p, bool *of_mail)
{
	long year = 0, month, day;
	const char *rest = number_and(p, "年", &year), *last;
	char *end;

	if (rest && year > 1000)
		p = rest;
	else
		year = 0;
	last = number_and(p, "月", &month);
	if (!last || (!year && last[-1] == '-') || month > 12)
		return NULL;
	day = strtol(last, &end, 10);
	*of_mail = (!year || has(k->dates, year)) && has(k->dates, -(month * 100 + day));
	return end != last ? end : NULL;
}

gsize known_run(const char *p)
{
	gunichar first = g_utf8_get_char(p);
	const char *q = p;

	while (*q) {
		gunichar c = g_utf8_get_char(q);

		if (!(g_unichar_isalnum(c) || c == '_') || fold_is_cjk(c) != fold_is_cjk(first) ||
		    (g_unichar_isdigit(c) != 0) != (g_unichar_isdigit(first) != 0))
			break;
		q = g_utf8_next_char(q);
	}
	return (gsize)(q - p);
}

struct known *known_new(const struct thread *t, const struct list_line *line, const struct ledger *l)
{
	struct known *k = g_new0(struct known, 1);

	*k = (struct known){ t, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), numbers(), numbers(), numbers(), numbers(),
			     numbers(), numbers() };
	add_thread(k, t);
	add_subject(k, thread_mail(t, 0)->subject);
	if (line && line->subject)
		add_subject(k, line->subject);
	if (l)
		add_ledger(k, l);
	return k;
}

void known_free(struct known *k)
{
	if (!k)
		return;
	g_hash_table_unref(k->words);
	g_hash_table_unref(k->patches);
	g_hash_table_unref(k->mails);
	g_hash_table_unref(k->people);
	g_hash_table_unref(k->days);
	g_hash_table_unref(k->versions);
	g_hash_table_unref(k->dates);
	g_free(k);
}

bool known_word(const struct known *k, const char *word)
{
	g_autofree char *stem = vocabulary_stem(word), *key = g_strconcat(" ", stem, NULL);

	return g_hash_table_contains(k->words, key);
}

bool known_in_mail(const struct known *k, const char *name)
{
	for (guint i = 0; i < k->thread->mails->len; i++) {
		const struct mail *m = thread_mail(k->thread, i);

		if (m->text && strcasestr(m->text, name))
			return true;
	}
	return false;
}

bool known_version(const struct known *k, long version)
{
	return has(k->versions, version);
}

bool known_version_last(const struct known *k, long version)
{
	struct series_subject s;
	bool last;

	series_subject_parse(&s, thread_mail(k->thread, 0)->subject);
	last = s.patch && version > 0 && s.version == version + 1;
	series_subject_clear(&s);
	return last;
}

bool known_version_told(const struct known *k, long version)
{
	g_autofree char *pattern = g_strdup_printf("\\bv(?:ersion )?%ld(?!\\d)", version);

	for (guint i = 0; i < k->thread->mails->len; i++) {
		const struct mail *m = thread_mail(k->thread, i);

		if (m->text && g_regex_match_simple(pattern, m->text, G_REGEX_CASELESS, 0))
			return true;
	}
	return known_version_before(k, version);
}

bool known_version_before(const struct known *k, long version)
{
	for (long later = version; later <= MOST_VERSIONS; later++)
		if (has(k->versions, later))
			return version > 0;
	return false;
}

bool known_day(const struct known *k, int year, int month, int day)
{
	return (!year || has(k->dates, year)) && has(k->dates, -(month * 100 + day));
}

bool known_in_month(const struct known *k, long month)
{
	bool any = false;

	for (long day = 1; day <= 31 && !any; day++)
		any = has(k->dates, -(month * 100 + day));
	return any;
}

const char *known_month_name(long month)
{
	return months[month - 1];
}
