#include "verify-patch.h"
#include "verify-lexicon.h"
#include "lib/pattern.h"
#include "lib/series.h"

#include <stdlib.h>
#include <string.h>

enum { PATCH_NONE = -1, WORD = 3 /* letters of a title's word that tells it */ };

/* The patch that a mail is, or that it answers, however far below; PATCH_NONE: neither. */
static int patch_of(const struct thread *t, unsigned mail)
{
	const struct mail *m = thread_mail(t, mail - 1);

	for (guint steps = 0; m && steps < t->mails->len; steps++) {
		const struct mail *above = m->parent < 0 ? NULL : thread_mail(t, (unsigned)m->parent);
		struct series_subject s;
		int number;

		series_subject_parse(&s, m->subject);
		/* What answers a mail that is not here has its subject. */
		number = s.patch && (!s.reply || !above) ? s.number : PATCH_NONE;
		series_subject_clear(&s);
		if (number > 0)
			return number;
		m = above;
	}
	return PATCH_NONE;
}

/* Does a text have the number as a whole one, or a range of numbers that it is in: "1-6"? */
static bool is_told(const char *text, int n)
{
	static GRegex *range;
	g_autofree char *pattern = g_strdup_printf("(?<![\\w.:+-])0?%d(?![\\w:%%])", n);
	g_autoptr(GMatchInfo) m = NULL;

	if (!text)
		return false;
	g_regex_match(pattern_once(&range, "(?<![\\w.:+-])(\\d{1,3})\\s?(?:-|–|to|through)\\s?(\\d{1,3})(?![\\w:%-])"), text, 0, &m);
	for (; g_match_info_matches(m); g_match_info_next(m, NULL)) {
		g_autofree char *first = g_match_info_fetch(m, 1), *last = g_match_info_fetch(m, 2);

		if (atoi(first) <= n && n <= atoi(last))
			return true;
	}
	return g_regex_match_simple(pattern, text, 0, 0);
}

/* A number of a patch, and what stands around it up to the next. */
struct number {
	int n;
	gsize from, to;
};

/* The numbers of patches in a text; appended, struct number. Wiped out of it. */
static void take_numbers(const struct people *p, char *text, bool headings, GArray *out)
{
	g_autoptr(GPtrArray) named = people_named(p, text);
	g_autoptr(GArray) lexemes = lexemes_of(text, named);
	gsize behind = 0;

	for (guint i = 0; i < lexemes->len; i++) {
		const struct lexeme *l = &g_array_index(lexemes, struct lexeme, i);
		bool heading = text[l->to] == ':' || g_str_has_prefix(text + l->to, "：");
		g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(int));

		if (l->what != LEX_PATCHES || l->arg || l->n[0] || text[l->from] == '(' || g_str_has_prefix(text + l->from, "（") || heading != headings)
			continue;
		for (guint k = 0; k < out->len; k++)
			if (g_array_index(out, struct number, k).to > l->from)
				g_array_index(out, struct number, k).to = l->from;
		lexicon_numbers(text + l->from, l->to - l->from, numbers);
		for (guint k = 0; k < numbers->len; k++) {
			struct number number = { g_array_index(numbers, int, k), behind, strlen(text) };

			g_array_append_val(out, number);
		}
		memset(text + l->from, ' ', l->to - l->from);
		behind = l->to;
	}
}

static bool has(const GArray *numbers, int n)
{
	for (guint i = 0; i < numbers->len; i++)
		if (g_array_index(numbers, struct number, i).n == n)
			return true;
	return false;
}

/* The titles of the thread's patches that have a word: how many; *of: patch n's has, too. */
static unsigned titles_with(const struct thread *t, const char *word, int n, unsigned *all, bool *of)
{
	unsigned with = 0;

	*all = 0;
	*of = false;
	for (unsigned i = 0; i < t->mails->len; i++) {
		struct series_subject s;

		series_subject_parse(&s, thread_mail(t, i)->subject);
		if (s.patch && !s.reply && s.number > 0) {
			g_auto(GStrv) words = g_strsplit(s.key, " ", -1);
			bool has_it = g_strv_contains((const char *const *)words, word);

			++*all;
			with += has_it;
			*of = *of || (has_it && s.number == n);
		}
		series_subject_clear(&s);
	}
	return with;
}

/* "Simplifies the hotplug logic (patch 14)": does what stands around it have a word of the patch's title that few others have? */
static bool has_title(const struct thread *t, const char *text, const struct number *number)
{
	g_autofree char *around = g_strndup(text + number->from, number->to - number->from), *folded = series_fold(around);
	g_auto(GStrv) words = g_strsplit(folded, " ", -1);

	for (char **w = words; *w; w++) {
		unsigned all, with;
		bool of;

		with = strlen(*w) < WORD ? 0 : titles_with(t, *w, number->n, &all, &of);
		if (with && of && with <= MAX(all / 3, 1))
			return true;
	}
	return false;
}

/* Is one of the cited mails about this patch, or does it tell its number? `exactly`: about no other. */
static bool speaks_of(const struct thread *t, const GPtrArray *cites, int patch, bool exactly)
{
	for (guint i = 0; i < cites->len; i++) {
		const struct cite *c = cites->pdata[i];

		if (!c->state && (patch_of(t, c->mail) == patch || (!exactly && is_told(thread_mail(t, c->mail - 1)->text, patch))))
			return true;
	}
	return false;
}

/* Is any of them about no patch, but about the series, or the facts? */
static bool speaks_of_series(const struct thread *t, const GPtrArray *cites)
{
	for (guint i = 0; i < cites->len; i++) {
		const struct cite *c = cites->pdata[i];

		if (c->state || patch_of(t, c->mail) == PATCH_NONE)
			return true;
	}
	return false;
}

/* The numbers that the quoted words give to patches. */
static GArray *quoted_numbers(const struct people *p, const GPtrArray *cites)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct number));

	for (guint i = 0; i < cites->len; i++) {
		const struct cite *c = cites->pdata[i];
		g_autofree char *words = g_strdup(c->words ? c->words : "");

		take_numbers(p, words, false, out);
	}
	return out;
}

int patch_stray(const struct thread *t, const struct people *p, unsigned most, char *text, const GPtrArray *own_cites, const GPtrArray *cites,
		const GPtrArray *block)
{
	g_autoptr(GArray) own = g_array_new(FALSE, FALSE, sizeof(struct number)), headed = g_array_new(FALSE, FALSE, sizeof(struct number)),
			  quoted = quoted_numbers(p, own_cites);
	bool left_over = false;

	take_numbers(p, text, true, headed);
	take_numbers(p, text, false, own);
	/* "Patch 8 adds a test" beside "patch 7 adds a test": one number is left over on either side. */
	for (guint i = 0; i < quoted->len; i++)
		left_over = left_over || !has(own, g_array_index(quoted, struct number, i).n);
	for (guint i = 0; i < own->len; i++) {
		const struct number *n = &g_array_index(own, struct number, i);
		bool exact = speaks_of(t, cites, n->n, true);

		if (exact)
			continue;
		if ((most && n->n > (int)most) || (left_over && !has(quoted, n->n)))
			return n->n;
		if (!speaks_of(t, cites, n->n, false) && !(speaks_of_series(t, cites) && has_title(t, text, n)))
			return n->n;
	}
	for (guint i = 0; i < headed->len; i++) {
		int n = g_array_index(headed, struct number, i).n;

		if (!speaks_of(t, cites, n, false) && !speaks_of(t, block, n, false))
			return n;
	}
	return 0;
}
