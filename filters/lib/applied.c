/* applied.c - "Applied to next, thanks!", and what only sounds like it */
#include "lib/applied.h"
#include "lib/applied-parts.h"
#include "lib/trailer.h"

#include <stdlib.h>
#include <string.h>

/* The words of maintainers, written as (?&NAME) below. */
#define WORDS                                                                                                      \
	"(?(DEFINE)"                                                                                               \
	"(?<verb>applied|queued(?:\\s+up)?|merged|pulled|picked(?:\\s+up)?|taken|landed|committed|pushed)"           \
	"(?<adverb>now|all|both|just|already|also|then|finally|provisionally|tentatively|manually|and|too|have|has|" \
	"gone\\s+ahead\\s+and|went\\s+ahead\\s+and|been|squashed\\s+\\S+\\s+and|fixed\\s+(?:it|that|this)?\\s*up\\s+and)" \
	"(?<thing>this|it|that|these|them|both|all|everything|patch(?:es|set)?|series|set|lot|tests?|fix(?:es)?|rest|" \
	"pr|pull|commits?|branch|first|last|remaining|whole|entire|others?|\\#?\\d+|part)"                           \
	"(?<tree>[-\\w.]*/[-\\w./]+|-?next|fixes|master|main|tip|-?rc\\d*|tree|branch|queue|upstream|mainline|"     \
	"linux-next|linus(?:'s)?|stable|v?\\d+\\.\\d+|net|misc|urgent|for-[-\\w.]+|[-\\w]+-next|[-\\w]+-fixes|"      \
	"kvm\\S*|arm\\S*|drm\\S*|mm\\S*|bpf\\S*|x86\\S*|my|staging|trivial)"                                       \
	")"

/* Where a clause says that it is done. */
static const char *const said[] = {
	/* "Applied to next", "Thanks, queued", "Both now queued up", "Squashed 1-2 and applied 3-4" */
	WORDS "^(?:(?&adverb)\\s+)*(?&verb)"
	      "(?=\\s*$|\\s*[,.!;:)]|\\s+(?:to|in|into|onto|for|on|with|by|as|via|under|now|thanks|thank|too|already|at|through)\\b|"
	      "\\s+(?:the\\s+)?(?&thing)\\b)",
	/* "I've applied this", "I have gone ahead and merged the tests", "I squashed it and queued it" */
	WORDS "\\b(?:i|we)(?:'ve|\\s+have)?\\s+(?:(?&adverb)\\s+|\\w+\\s+(?:it|this|them)\\s+and\\s+)*(?&verb)"
	      "\\s+(?:up\\s+)?(?:(?:the|all|your)\\s+)*(?&thing)\\b",
	/* "this is queued up for 5.20", "these patches were merged long ago", "this patch landed in linux-next" */
	WORDS "(?<!')\\b(?:this|it|that|these|they|both|all|series|patch(?:es|set)?|set|commits?|pull\\s+request)"
	      "(?:'s|\\s+(?:is|are|was|were|has|have|got|now|all|just|already|both|been|finally|patch(?:es)?|series|set))*"
	      "(?:'s|\\s+(?:is|are|was|were|has|have|got|been|now|just|patch|series|patches|set)(?:\\s+up)?)"
	      "\\s+(?&verb)(?=\\s*$|\\s+(?:to|in|into|by|for|on|upstream|long|already|now|as|via|through)\\b)",
};

/* Said of what is not done, or done only to try: before the verb. */
#define NOT_YET                                                                                                      \
	"\\b(?:should|can|could|would|will|shall|might|may|must|cannot|if|once|when|whenever|until|till|unless|"     \
	"before|after|please|not|never|be|to\\s+be|want(?:s|ed)?|hope|hoping|happy|going\\s+to|ready|whether|"         \
	"needs?|since|because|being|getting|get|gets|having|assuming|suppose|provided|like|prefer|wish|wonder|"        \
	"you\\s+mean|were\\s+this|on\\s+top|how|why|what|which|who|did|does|do|seems?|think)\\b|"          \
	"n't\\b|n\xe2\x80\x99t\\b|'ll\\b|'d\\b"

/* ... and behind it. */
#define ONLY_TRIED                                                                                                   \
	"\\b(?:locally|cleanly|and\\s+(?:re-?)?(?:verified|tested|tried|built|booted|ran|run|checked|confirmed|"      \
	"compiled|it\\s+(?:works|worked|builds|boots))|to\\s+(?:test|try|check|see|verify)|on\\s+top\\s+of|"           \
	"to\\s+(?:each|every|any|both|all|some|an?)\\b|for\\s+a\\s+(?:ride|spin|test))\\b|"                                                       \
	"^[^,;.]*\\b(?:when|if|unless)\\b"

static GRegex *compiled(GRegex **re, const char *pattern)
{
	if (!*re)
		*re = g_regex_new(pattern, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
	return *re;
}

static bool has(GRegex **re, const char *pattern, const char *s)
{
	return g_regex_match(compiled(re, pattern), s, 0, NULL);
}

/* Quotation marks and blanks off the ends, in place. */
static void strip_marks(char *s)
{
	g_strdelimit(s, "`\"", ' ');
	g_strstrip(s);
	size_t n = strlen(s);
	if (n > 1 && s[n - 1] == '\'')
		s[--n] = '\0';
	if (*s == '\'')
		memmove(s, s + 1, n);
}

/* "to next", "in kvm/queue", "for 5.20": a place that looks like a tree or branch. */
static char *tree_named(const char *after)
{
	static GRegex *place, *treeish;
	g_autoptr(GMatchInfo) m = NULL;
	compiled(&place, "^(?:\\s+(?:up|this|it|them|both|all|the|series|these|patch(?:es)?|now|fixes|first|last|two|"
			 "three|whole|cleanups?|rest|of|\\d[-\\d+,]*|and|with\\s+the\\s+squash|set|tests|branch))*?\\s+"
			 "(?:to|in|into|onto|for|on)\\s+(?:the\\s+|branch\\s+|my\\s+|our\\s+|today's\\s+)*"
			 "([^,;!:?]*?)(?:[.]?$|[.]\\s|[,;!:?]|\\s+(?:thanks|thank|with|and|as|so|after|but|in\\s+order|at|for)\\b)");
	if (!g_regex_match(place, after, 0, &m))
		return NULL;
	char *to = g_match_info_fetch(m, 1);
	char *open = strchr(to, '(');
	/* "kvmtool (master)" names a branch; more words are a remark. */
	if (open && (!strchr(open, ')') || strchr(open, ' ')))
		*open = '\0';
	strip_marks(to);
	compiled(&treeish, WORDS "\\b(?&tree)|^-?next|^-?rc");
	if (*to && strlen(to) <= 60 && !strcasestr(to, "merge window") && g_regex_match(treeish, to, 0, NULL))
		return to;
	g_free(to);
	return NULL;
}

/* Does this clause, with what came before it in the sentence, say so? Fills to and told. */
static bool clause_says(const char *before, const char *clause, bool later, struct applied *a)
{
	static GRegex *forms[G_N_ELEMENTS(said)], *not_yet, *given, *tried, *place, *end_of;
	for (size_t i = 0; i < G_N_ELEMENTS(said); i++) {
		g_autoptr(GMatchInfo) m = NULL;
		int start, end, vs, ve;
		if (!g_regex_match(compiled(&forms[i], said[i]), clause, 0, &m) ||
		    !g_match_info_fetch_pos(m, 0, &start, &end))
			continue;
		/* The verb itself: what a form matched before its thing or place. */
		static GRegex *verb;
		g_autoptr(GMatchInfo) v = NULL;
		compiled(&verb, "\\b(?:applied|queued(?:\\s+up)?|merged|pulled|picked(?:\\s+up)?|taken|landed|committed|"
				"pushed)\\b");
		g_autofree char *head = g_strndup(clause, (gsize)end);
		if (!g_regex_match(verb, head, 0, &v))
			continue;
		vs = ve = 0;
		while (g_match_info_matches(v)) {
			g_match_info_fetch_pos(v, 0, &vs, &ve);
			g_match_info_next(v, NULL);
		}
		g_autofree char *lead = g_strdup_printf("%s %.*s", before, vs, clause);
		const char *rest = clause + ve;
		/* "With this applied" is a condition; "With the nit fixed, applied" is none. */
		g_autofree char *own = g_strndup(clause, (gsize)vs);
		if (has(&not_yet, NOT_YET, lead) || has(&given, "\\bwith(?:out)?\\b", own) || has(&tried, ONLY_TRIED, rest))
			continue;
		g_autofree char *tree = tree_named(rest);
		/* "Applied to each entry", and further back in a sentence anything but a tree or the end: grammar. */
		bool to_something = has(&place, "^\\s+(?:to|in|into|onto|on|by|as|with|at|through|via|under)\\b", rest);
		bool ends = has(&end_of, "^\\s*(?:[.,!;:)]|$|(?:up\\s+)?(?:for|now|thanks|too|the|first|patch\\w*)\\b)", rest);
		if (i == 0 && !tree && (to_something || (later && !ends)))
			if (!g_regex_match_simple("^\\s+(?:with\\s+(?:minor|some|small|trivial)|this|these|it|both|thanks)\\b",
						  rest, G_REGEX_CASELESS, 0))
				continue;
		/* "It was pulled in", "I pushed it here": done to something else. */
		bool pushed = !g_ascii_strncasecmp(clause + vs, "pushed", 6);
		if (!tree && (i == 2 ? to_something : i == 1 ? pushed : !g_ascii_strncasecmp(clause + vs, "pulled in ", 10)))
			continue;
		a->to = tree ? g_steal_pointer(&tree) : g_strdup("");
		a->told = i == 2;
		return true;
	}
	return false;
}

/* One sentence, clause by clause. */
static bool sentence_says(const char *sentence, struct applied *a)
{
	static GRegex *polite;
	enum { LONGEST = 800 };
	size_t len = strlen(sentence);
	/* What goes on and on is a table or an attack, and says nothing in so many words. */
	if (!len || len > LONGEST || sentence[len - 1] == '?')
		return false;
	/* Clauses part at commas and dashes; "applied, thanks" is two. */
	compiled(&polite, "\\s*(?:[,;:]|\\s-{1,2}\\s|\\s\xe2\x80\x93\\s|\xe2\x80\xa6|\\.{3}|[(])\\s*");
	g_auto(GStrv) clauses = g_regex_split(polite, sentence, 0);
	GString *before = g_string_new(NULL);
	bool yes = false;
	for (unsigned i = 0; clauses[i] && !yes; i++) {
		/* The rest of the sentence, not only the clause: a tree's name may hold "(". */
		const char *from = strstr(sentence, clauses[i]);
		yes = *clauses[i] && clause_says(before->str, from ? from : clauses[i], i > 0, a);
		g_string_append_printf(before, "%s ", clauses[i]);
	}
	g_string_free(before, TRUE);
	return yes;
}

/* The writer's paragraphs, cut into sentences. */
static bool text_says(const struct body *b, struct applied *a, GString *sentence_out)
{
	static GRegex *ends;
	compiled(&ends, "(?<=[.!?])[)\"']*\\s+");
	for (size_t i = 0; i < b->n;) {
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
		for (char **s = sentences; *s; s++) {
			if (!sentence_says(*s, a))
				continue;
			g_string_assign(sentence_out, *s);
			a->line = start;
			return true;
		}
		i += i == start || i < b->n;
	}
	return false;
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
	compiled(&first, "\\bfirst\\s+(one|two|three|four|five|six|seven|eight|nine|\\d)?\\s*"
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
	/* "patches 1-3, 5 and 7", "patch #2", and after the verb "3+5", "1-2" */
	compiled(&list, "\\b(?:patch(?:es)?|commits?|applied|queued|merged|squashed|picked|took)\\s+(?:up\\s+)?#?"
			"(\\d{1,3}(?:\\s*(?:-|\xe2\x80\x93|\\.\\.|to|[,+&/]|and|,\\s*and)\\s*#?\\d{1,3})*)(?![\\w.]*[.]\\d)\\b");
	compiled(&range, "(\\d+)(?:\\s*(?:-|\xe2\x80\x93|\\.\\.|to)\\s*(\\d+))?");
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
		if (!line || !has(&re, "^\\s*(?:all\\s+)?done(?:[,.!]|\\s+and\\b|\\s*$)|"
				       "\\bmerge\\s+is\\s+(?:now\\s+|currently\\s+)*in\\s+\\S+/\\S+", line))
			continue;
		begin(a);
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
	GString *sentence = g_string_new(NULL);
	bool yes = text_says(b, a, sentence) && !tester(b, sentence->str);
	if (yes) {
		applied_by_b4(b, a);
		if (!a->patches->len)
			applied_numbers(sentence->str, a->patches);
	} else {
		applied_clear(a);
	}
	g_string_free(sentence, TRUE);
	return yes;
}

void applied_clear(struct applied *a)
{
	g_free(a->to);
	g_free(a->by);
	g_clear_pointer(&a->patches, g_array_unref);
	g_clear_pointer(&a->commits, g_ptr_array_unref);
	*a = (struct applied){ 0 };
}
