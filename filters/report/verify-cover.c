/* verify-cover.c - is a text made of nothing but what code knows of a thread? */
#include "verify-known.h"
#include "verify-fold.h"
#include "verify-lexicon.h"
#include "verify-vocabulary.h"

#include <string.h>

enum { SOME = 4 /* of so many characters of a subject in Chinese one may be unknown */ };

struct cjk {
	unsigned all, unknown;
};

/* The longest of the words in `list` (blanks between them) with which the text up to end begins: bytes; 0: none. */
static gsize begins_with(const char *p, const char *end, const char *list)
{
	gsize best = 0;

	for (gsize n; *list; list += n + strspn(list + n, " ")) {
		n = strcspn(list, " ");
		if (n > best && n <= (gsize)(end - p) && !strncmp(p, list, n))
			best = n;
	}
	return best;
}

static bool any_known(const struct known *k, const char *list)
{
	g_auto(GStrv) words = g_strsplit(list, " ", -1);

	for (char **w = words; *w; w++)
		if (known_word(k, *w))
			return true;
	return false;
}

bool known_translated(const struct known *k, const char *chinese)
{
	const char *end = chinese + strlen(chinese);

	for (gsize n; chinese < end; chinese += n) {
		n = 0;
		for (const struct vocabulary_pair *v = vocabulary_pairs; v->english; v++)
			if (begins_with(chinese, end, v->chinese) > n && any_known(k, v->english))
				n = begins_with(chinese, end, v->chinese);
		if (!n)
			return false;
	}
	return true;
}

/* The longest piece of Chinese at p, up to end, that is known: bytes; 0: none. */
static gsize cjk_piece(const struct known *k, const char *p, const char *end)
{
	gsize best = 0;

	for (const char *const *w = vocabulary_chinese; *w; w++)
		best = MAX(best, begins_with(p, end, *w));
	for (const struct vocabulary_pair *v = vocabulary_pairs; v->english; v++) {
		gsize n = begins_with(p, end, v->chinese);

		if (n > best && any_known(k, v->english))
			best = n;
	}
	for (gsize n = (gsize)(end - p); n > best; n--) {
		g_autofree char *piece = g_strndup(p, n);

		if (known_word(k, piece))
			best = n;
	}
	return best;
}

/* How much of a piece of Chinese there is, and how much of it is not known: characters, added. */
static void count_cjk(const struct known *k, const char *p, gsize len, struct cjk *count)
{
	gsize n;

	for (const char *end = p + len; p < end; p += n) {
		n = cjk_piece(k, p, end);
		if (!n) {
			n = (gsize)(g_utf8_next_char(p) - p);
			count->unknown++;
		}
		count->all += (unsigned)g_utf8_strlen(p, (gssize)n);
	}
}

static bool is_known(const struct known *k, const char *word, bool subject)
{
	return vocabulary_has(word, subject) || known_month(word) || known_word(k, word);
}

/* The length of a file's name with its folders at p; 0: none. */
static gsize path_at(const char *p)
{
	gsize n = 0;
	bool folder = false;

	for (; g_ascii_isalnum(p[n]) || (p[n] && strchr("_./-", p[n])); n++)
		folder = folder || p[n] == '/';
	while (n && strchr("./-", p[n - 1]))
		n--;
	return folder ? n : 0;
}

static bool covered(const struct known *k, const char *low, bool subject, struct cjk *chinese)
{
	g_autofree char *last = g_strdup("");

	for (const char *p = low; *p;) {
		gsize n = known_run(p), whole = strcspn(p, " ,.;:()[]\"'") ;
		bool of_mail = true;
		const char *end = g_ascii_isdigit(*p) ? known_date(k, p, &of_mail) : NULL;
		g_autofree char *word = g_strndup(p, n), *joined = g_strndup(p, whole), *next = NULL;
		const char *after;

		if (!of_mail)
			return false;
		if (end) {
			p = end;
			continue;
		}
		if (!n) {
			p = g_utf8_next_char(p);
			continue;
		}
		if (path_at(p)) {
			g_autofree char *path = g_strndup(p, path_at(p));

			if (known_in_mail(k, path)) {
				p += strlen(path);
				continue;
			}
		}
		/* "kvm_arm_v7", "6.1", a commit: as one. */
		if (whole > n && known_word(k, joined)) {
			p += whole;
			continue;
		}
		after = p + n + strspn(p + n, " ");
		next = g_strndup(after, known_run(after));
		if (g_ascii_isdigit(*p) || (lexicon_number(word) > 1 && !vocabulary_has(word, false))) {
			long number = lexicon_number(word);

			if (!known_number(k, number, word, last, next))
				return false;
		} else if (fold_is_cjk(g_utf8_get_char(p))) {
			count_cjk(k, p, n, chinese);
		} else if (!is_known(k, word, subject)) {
			return false;
		}
		g_free(last);
		last = g_strdup(word);
		p += n;
	}
	return true;
}

bool known_cover(const struct known *k, const char *text, bool subject)
{
	g_autofree char *low = g_utf8_strdown(text, -1);
	struct cjk chinese = { 0 };

	return covered(k, low, subject, &chinese) && (!chinese.unknown || (subject && chinese.unknown * SOME <= chinese.all));
}
