/* applied.c - "Applied to next, thanks!", and what only sounds like it */
#include "lib/applied.h"
#include "lib/applied-clause.h"
#include "lib/applied-parts.h"
#include "lib/pattern.h"
#include "lib/trailer.h"

#include <stdlib.h>
#include <string.h>

/* Does a clause say it? What came before it in the sentence, and the rest of the sentence from it on. */
typedef bool (*clause_test)(const char *before, const char *clause, bool later, struct applied *a);

static bool applies(const char *before, const char *clause, bool later, struct applied *a)
{
	g_autofree char *to = NULL;
	bool told;
	if (!clause_applies(before, clause, later, &to, &told))
		return false;
	/* The first that says so counts; a later one may name the tree. */
	if (!a->to)
		a->told = told;
	if (!a->to || *to) {
		g_free(a->to);
		a->to = g_steal_pointer(&to);
	}
	return true;
}

static bool drops(const char *before, const char *clause, bool later, struct applied *a)
{
	(void)later;
	(void)a;
	return clause_drops(before, clause);
}

/* One sentence, clause by clause. */
static bool sentence_says(const char *sentence, clause_test says, struct applied *a)
{
	static GRegex *polite;
	enum { LONGEST = 800 };
	size_t len = strlen(sentence);
	/* What goes on and on is a table or an attack, and says nothing in so many words. */
	if (!len || len > LONGEST || sentence[len - 1] == '?')
		return false;
	/* Clauses part at commas and dashes; "applied, thanks" is two. */
	pattern_once(&polite, "\\s*(?:[,;:]|\\s-{1,2}\\s|\\s\xe2\x80\x93\\s|\xe2\x80\xa6|\\.{3}|[(])\\s*");
	g_autoptr(GMatchInfo) m = NULL;
	bool more = g_regex_match(polite, sentence, 0, &m);
	for (int at = 0;;) {
		int start, end;
		g_autofree char *before = g_strndup(sentence, (gsize)at);
		if (sentence[at] && says(before, sentence + at, at > 0, a))
			return true;
		if (!more || !g_match_info_fetch_pos(m, 0, &start, &end))
			return false;
		at = end;
		more = g_match_info_next(m, NULL);
	}
}

/* The writer's paragraphs, cut into sentences: the first that says it, which is the caller's; NULL. Those after it are looked
 * at only for the tree. */
static char *sentence_of(const struct body *b, clause_test says, struct applied *a)
{
	static GRegex *ends;
	char *found = NULL;
	pattern_once(&ends, "(?<=[.!?])[)\"']*\\s+");
	for (size_t i = 0; i < b->n && !(found && (!a->to || *a->to));) {
		GString *par = g_string_new(NULL);
		size_t start = i;
		for (; i < b->n && b->lines[i].kind == BODY_TEXT && !b->lines[i].depth; i++) {
			g_autofree char *line = g_strndup(b->lines[i].raw, b->lines[i].rawlen);
			if (!*g_strstrip(line))
				break;
			g_string_append_printf(par, "%s%s", par->len ? " " : "", line);
		}
		g_auto(GStrv) sentences = g_regex_split(ends, par->str, 0);
		g_string_free(par, TRUE);
		for (char **s = sentences; *s && !(found && (!a->to || *a->to)); s++) {
			if (!sentence_says(*s, says, a) || found)
				continue;
			a->line = start;
			found = g_strdup(*s);
		}
		i += i == start || i < b->n;
	}
	return found;
}

/* The writer tried it and says so with a tag: then "applied" was part of trying. */
static bool tester(const struct body *b, const char *sentence)
{
	g_autoptr(GPtrArray) trailers = trailers_find(b);
	for (unsigned i = 0; i < trailers->len; i++)
		if (!strcmp(((struct trailer *)g_ptr_array_index(trailers, i))->tag, "Tested-by"))
			return !strcasestr(sentence, "thank");
	return false;
}

static void add_number(GArray *out, int n)
{
	for (unsigned i = 0; i < out->len; i++)
		if (g_array_index(out, int, i) == n)
			return;
	g_array_append_val(out, n);
}

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

void applied_numbers(const char *s, GArray *out)
{
	static const char *const counts[] = { "", "one", "two", "three", "four", "five", "six", "seven", "eight",
					      "nine" };
	static GRegex *list, *first, *range;
	g_autoptr(GMatchInfo) m = NULL, f = NULL;
	pattern_once(&first, "\\bfirst\\s+(one|two|three|four|five|six|seven|eight|nine|\\d)?\\s*"
			 "(?:patch(?:es)?|cleanups?|fix(?:es)?|commits?|ones?|of)?\\b");
	if (g_regex_match(first, s, 0, &f)) {
		g_autofree char *word = g_match_info_fetch(f, 1);
		int n = *word ? atoi(word) : 1;
		for (int i = 1; *word && i < (int)G_N_ELEMENTS(counts); i++)
			if (!g_ascii_strcasecmp(word, counts[i]))
				n = i;
		for (int i = 1; i <= n; i++)
			add_number(out, i);
	}
	/* "patches 1-3, 5 and 7", "patch #2", after the verb "3+5", "1-2", and before it "1-3 applied" */
#define NUMBERS "(\\d{1,3}(?:\\s*(?:-|\xe2\x80\x93|\\.\\.|to|[,+&/]|and|,\\s*and)\\s*#?\\d{1,3})*)(?![\\w.]*[.]\\d)\\b"
	pattern_once(&list, "(?|\\b(?:patch(?:es)?|commits?|applied|queued|merged|squashed|picked|took)\\s+(?:up\\s+)?#?" NUMBERS
			"|^\\s*#?" NUMBERS "(?=\\s+(?:now\\s+)?(?:applied|queued|merged|pulled)\\b))");
	pattern_once(&range, "(\\d+)(?:\\s*(?:-|\xe2\x80\x93|\\.\\.|to)\\s*(\\d+))?");
	for (g_regex_match(list, s, 0, &m); g_match_info_matches(m); g_match_info_next(m, NULL)) {
		g_autofree char *numbers = g_match_info_fetch(m, 1);
		g_autoptr(GMatchInfo) r = NULL;
		for (g_regex_match(range, numbers, 0, &r); g_match_info_matches(r); g_match_info_next(r, NULL)) {
			g_autofree char *from = g_match_info_fetch(r, 1), *to = g_match_info_fetch(r, 2);
			int a = atoi(from), z = to && *to ? atoi(to) : a;
			for (int i = a; i <= z && i <= a + 200; i++)
				if (i > 0)
					add_number(out, i);
		}
	}
	g_array_sort(out, by_number);
}

static void begin(struct applied *a)
{
	*a = (struct applied){ .patches = g_array_new(FALSE, FALSE, sizeof(int)),
			       .commits = g_ptr_array_new_with_free_func(g_free) };
}

bool pulled_find(const struct body *b, struct applied *a)
{
	static GRegex *re;
	for (size_t i = 0; i < b->n; i++) {
		const struct body_line *l = &b->lines[i];
		g_autofree char *line = l->kind == BODY_TEXT && !l->depth ? g_strndup(l->raw, l->rawlen) : NULL;
		if (!line || !pattern_in(&re, "^\\s*(?:all\\s+)?done(?:[,.!]|\\s+and\\b|\\s*$)|"
				       "\\bmerge\\s+is\\s+(?:now\\s+|currently\\s+)*in\\s+\\S+/\\S+", line))
			continue;
		begin(a);
		a->to = g_strdup("");
		a->line = i;
		return true;
	}
	return false;
}

/* "Pushed the series": more than the patch that the mail answers. */
static bool of_the_whole(const char *sentence)
{
	static GRegex *re;
	return pattern_in(&re, "\\b(?:the|this|your|whole|entire|full)\\s+(?:patch\\s*)?(?:series|set|lot)\\b|"
			"^(?:\\w+\\W+)?(?:series|both|all)\\b|"
			"\\b(?:applied|queued|merged|pulled|picked|took|pushed)\\s+(?:up\\s+)?(?:both|all|everything)\\b", sentence);
}

/* What the mail is about: the numbers that the sentence names. */
static void set_extent(const char *sentence, struct applied *a)
{
	if (!a->patches->len)
		applied_numbers(sentence, a->patches);
	a->whole = !a->patches->len && of_the_whole(sentence);
}

/* b4's list below words of the maintainer's own, "let it simmer in -next": who has commits took it, unless he tells of dropping
 * them. Links in their place may be anybody's. */
static bool only_listed(const struct body *b, struct applied *a)
{
	static GRegex *re;

	for (size_t i = 0; i + 1 < b->n; i++) {
		const struct body_line *l = &b->lines[i + 1];

		if (b->lines[i].raw[0] != '[' || !body_own(l))
			continue;
		g_autofree char *line = g_strndup(l->raw, l->rawlen);
		if (!pattern_in(&re, "^\\s+commit:\\s*[0-9a-f]{12,40}\\s*$", line))
			continue;
		g_autofree char *dropped = sentence_of(b, drops, a);
		if (dropped || !applied_by_b4(b, a))
			return false;
		g_free(a->to);
		a->to = g_strdup("");
		a->line = i;
		return true;
	}
	return false;
}

bool applied_find(const struct body *b, const char *subject, struct applied *a)
{
	begin(a);
	if (applied_by_bot(b, subject, a))
		return true;
	g_autofree char *sentence = sentence_of(b, applies, a);
	if (!sentence && only_listed(b, a))
		return true;
	if (!sentence || tester(b, sentence)) {
		applied_clear(a);
		return false;
	}
	applied_by_b4(b, a);
	set_extent(sentence, a);
	return true;
}

bool dropped_find(const struct body *b, struct applied *a)
{
	begin(a);
	g_autofree char *sentence = sentence_of(b, drops, a);
	if (!sentence) {
		applied_clear(a);
		return false;
	}
	set_extent(sentence, a);
	return true;
}

void applied_clear(struct applied *a)
{
	g_free(a->to);
	g_free(a->by);
	g_clear_pointer(&a->patches, g_array_unref);
	g_clear_pointer(&a->commits, g_ptr_array_unref);
	*a = (struct applied){ 0 };
}
