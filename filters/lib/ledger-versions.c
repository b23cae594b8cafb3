/* ledger-versions.c - what makes postings versions of one series: titles, links, change-ids, answers */
#include "lib/ledger-parts.h"

#include <string.h>

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

/* The Message-IDs by which a text can name a posting: its mails'. Of a patch that is only known by answers also what they
 * answer further up and is not here, its cover letter among that. */
static GPtrArray *ids_of(const struct making *k, const struct posting *p)
{
	GPtrArray *ids = g_ptr_array_new();
	for (unsigned i = 0; i < p->patches->len; i++)
		g_ptr_array_add(ids, ((struct posted *)g_ptr_array_index(p->patches, i))->id);
	char **refs = thread_mail(k->t, 0)->references;
	for (; k->asked && g_ptr_array_find(k->asked->all, p, NULL) && refs && *refs; refs++)
		g_ptr_array_add(ids, *refs);
	return ids;
}

/* Does the writer of a newer version name `older` by one of its ids? */
static bool names_older(const struct making *k, const char *text, const struct posting *older)
{
	g_autoptr(GPtrArray) ids = ids_of(k, older);
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
	for (unsigned i = 0; lines[i]; i++) {
		bool here = false;
		if (g_str_has_prefix(lines[i], "diff --git ") || g_str_has_prefix(lines[i], "--- a/"))
			break;
		if (*lines[i] == '>' || !strpbrk(lines[i], "@%"))
			continue;
		g_autofree char *plain = g_uri_unescape_string(lines[i], NULL);
		for (unsigned n = 0; n < ids->len && !here; n++)
			here = strstr(plain ? plain : lines[i], g_ptr_array_index(ids, n));
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

int ledger_by_date(const void *a, const void *b)
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
void ledger_add_akin(struct making *k)
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
void ledger_add_with_patch(struct making *k, const char *key)
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

/* New versions that were posted as an answer to the old, in the line's own threads. */
void ledger_add_answering(struct making *k)
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

/* What bounds a Message-ID in a text or a link. */
static bool bounds_id(char c)
{
	return g_ascii_isspace(c) || c == '\v' || (c && strchr("<>/\"'()[],", c));
}

GPtrArray *ledger_ids_in(const char *text)
{
	GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);
	for (const char *word = text; word && *word;) {
		const char *end = word, *last;
		while (*end && !bounds_id(*end))
			end++;
		for (last = end; last > word && strchr(".;:", last[-1]); last--)
			;
		size_t len = (size_t)(last - word);
		if (len >= 4 && (memchr(word + 1, '@', len - 3) || memmem(word, len, "%40", 3))) {
			char *id = g_uri_unescape_segment(word, last, NULL);
			g_ptr_array_add(ids, id ? id : g_strndup(word, len));
		}
		word = *end ? end + 1 : end;
	}
	return ids;
}

/* The postings of the history whose Message-IDs stand anywhere in a text. */
static GPtrArray *postings_named(const struct making *k, const char *text)
{
	GPtrArray *named = g_ptr_array_new();
	g_autoptr(GPtrArray) ids = ledger_ids_in(text);
	for (unsigned i = 0; i < ids->len; i++) {
		struct posting *p = g_hash_table_lookup(k->history->by_id, g_ptr_array_index(ids, i));
		if (p && !g_ptr_array_find(named, p, NULL))
			g_ptr_array_add(named, p);
	}
	return named;
}

/* Older versions under other titles: those that the oldest one known names, and so on. So all versions find the same
 * oldest one, which gives the series its key. */
void ledger_add_older(struct making *k)
{
	for (unsigned rounds = 0; rounds < 100; rounds++) {
		g_ptr_array_sort(k->series, ledger_by_date);
		const struct posting *oldest = g_ptr_array_index(k->series, 0);
		const char *text = ledger_text(k, oldest);
		unsigned had = k->series->len;
		g_autoptr(GPtrArray) named = postings_named(k, text);
		for (unsigned i = 0; i < named->len; i++) {
			struct posting *p = g_ptr_array_index(named, i);
			if (posting_later(p, oldest) && !in_series(k, p) && names_older(k, text, p))
				g_ptr_array_add(k->series, p);
		}
		add_retitled(k);
		ledger_add_akin(k);
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
			      names_older(k, m->text, g_ptr_array_index(k->series, i));
	}
	mail_free(m);
	return yes;
}

/* A query for the mails whose text may name a posting: by its cover letter, or patch, and what is above it. */
static char *naming(const struct making *k, const struct posting *p)
{
	g_autoptr(GPtrArray) ids = ids_of(k, p);
	GString *terms = g_string_new(NULL);
	for (unsigned i = 0; i < ids->len; i++) {
		const char *id = g_ptr_array_index(ids, i);
		/* As it is, and as archives write it in a link. */
		g_autofree char *link = g_uri_escape_string(id, "@!$&'()*+,;=:", FALSE);
		g_autofree char *term = ledger_quoted("body:", id), *linked = ledger_quoted("body:", link);
		if (p->whole && strcmp(id, p->id) != 0)
			continue;
		g_string_append_printf(terms, "%s%s", terms->len ? " or " : "", term);
		if (strcmp(id, link) != 0)
			g_string_append_printf(terms, " or %s", linked);
	}
	return g_string_free(terms, FALSE);
}

char *ledger_who_names(struct making *k)
{
	g_autofree char *terms = naming(k, k->newest);
	g_autoptr(GPtrArray) rows = ledger_rows(k->db, k->line, terms, ledger_since(k->line), DB_HEADERS | DB_FILES);
	const char *from = NULL;
	for (unsigned i = 0; rows && i < rows->len; i++) {
		const struct db_row *r = g_ptr_array_index(rows, i);
		struct series_subject s;
		series_subject_parse(&s, r->subject);
		struct mail *m = s.patch && !s.reply && (s.version > k->newest->version || (k->newest->rfc && !s.rfc)) ? mail_new() : NULL;
		series_subject_clear(&s);
		bool names = m && mail_read(m, r->files) && names_older(k, m->text, k->newest);
		mail_free(m);
		if (names && from && strcmp(from, r->from) != 0)
			return NULL;
		if (names)
			from = r->from;
	}
	return g_strdup(from);
}

/* Versions elsewhere under another title: their cover letters name one that is here. Asked of the database only when titles
 * did not find a newer one. */
void ledger_add_elsewhere(struct making *k)
{
	if (!k->newest || any_later(k))
		return;
	g_autofree char *change = change_id(ledger_text(k, k->newest));
	g_autofree char *ids = naming(k, k->newest), *ci = change ? ledger_quoted("body:", change) : NULL;
	g_autofree char *terms = g_strjoin(" or ", ids, ci, NULL);
	g_autoptr(GPtrArray) rows = ledger_rows(k->db, k->line, terms, ledger_since(k->line), DB_FILES);
	for (unsigned i = 0; rows && i < rows->len; i++) {
		const struct db_row *r = g_ptr_array_index(rows, i);
		struct posting *p = g_hash_table_lookup(k->history->by_id, r->id);
		if (p && !in_series(k, p) && mail_names(k, p, r, change))
			g_ptr_array_add(k->series, p);
	}
}
