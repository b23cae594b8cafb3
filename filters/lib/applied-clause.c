/* applied-clause.c - "Applied to next", "series queued", "now in my tree", and what only sounds like it */
#include "lib/applied-clause.h"
#include "lib/pattern.h"

#include <glib.h>
#include <string.h>

/* The words of maintainers, written as (?&NAME) below. */
#define WORDS                                                                                                      \
	"(?(DEFINE)"                                                                                               \
	"(?<verb>applied|queued(?:\\s+up)?|merged|pulled|picked(?:\\s+up)?|taken|landed|committed|pushed)"           \
	"(?<adverb>now|all|both|just|already|also|then|finally|provisionally|tentatively|manually|and|too|thanks|"   \
	"ok|okay|have|has|been|gone\\s+ahead\\s+and|went\\s+ahead\\s+and|\\w{3,}ed(?:\\s+(?!and\\b)\\S+){0,4}\\s+and)" \
	"(?<thing>this|it|that|these|them|both|all|everything|patch(?:es|set)?|series|set|lot|tests?|fix(?:es)?|rest|" \
	"pr|pull|commits?|branch|first|last|remaining|whole|entire|others?|\\#?\\d+|part)"                           \
	"(?<number>\\#?\\d{1,3}(?:(?:\\s*[-,+&/]\\s*|\\s+and\\s+|\\s+to\\s+|\\s*,\\s*and\\s+)\\#?\\d{1,3})*)"      \
	"(?<which>the|this|these|those|your|all|both|of|first|last|next|remaining|whole|entire|full|other|one|two|"  \
	"three|four|five|six|seven|eight|nine|\\d+)"                                                               \
	"(?<object>(?:(?&which)\\s+)*(?:it|this|that|these|those|them|both|all|everything|patch(?:es|set|series)?|"  \
	"series|set|lot|tests?|fix(?:es)?|rest|pr|pull(?:\\s+request)?|commits?|branch|others?|ones?|cleanups?|"     \
	"first|last|two|three|four|five|six|\\d+)(?:\\s+(?&number))?"                                                                      \
	"(?=\\s*$|\\s*[.,!;:()]|\\s+(?:to|in|into|onto|for|on|with|by|as|via|under|now|thanks|too|already|at|"      \
	"through|up|and|so|anyway|manually|myself|here|today|yesterday|earlier|from|again)\\b))"                     \
	"(?<tree>[-\\w.]*/[-\\w./]+|-?next|fixes|master|main|tip|-?rc\\d*|tree|branch|queue|upstream|mainline|"     \
	"linux-next|linus(?:'s)?|stable|v?\\d+\\.\\d+|net|misc|urgent|for-[-\\w.]+|[-\\w]+-next|[-\\w]+-fixes|"      \
	"kvm\\S*|arm\\S*|drm\\S*|mm\\S*|bpf\\S*|x86\\S*|my|staging|trivial)"                                       \
	"(?<mine>(?:my|our)\\s+(?:\\S+\\s+){0,2}(?:tree|queue|branch)|(?:the\\s+)?(?:linux-next|mainline|upstream|"  \
	"[-\\w.]*/[-\\w./]+|[-\\w]+-(?:next|fixes)|next|tip)\\b|linus'?s?'?\\s+tree)"                               \
	"(?<end>\\s*$|\\s*[.,!;:()])"                                                                              \
	")"

/* Where a clause says that it is done; "v" is the verb. */
enum { ELLIPSIS, TOOK, PERSON, TOLD, NOUN, DOING, PLACE, FORMS };
static const char *const said[FORMS] = {
	/* "Applied to next", "Thanks, queued", "Both now queued up", "Squashed 1-2 and applied 3-4" */
	[ELLIPSIS] = WORDS "^(?:(?&adverb)\\s+)*(?<v>(?&verb))"
	      "(?=(?&end)|\\s+(?:to|in|into|onto|for|on|with|by|as|as-is|via|under|now|again|thanks|thank|too|already|at|"
	      "through|manually|and\\s+(?:pushed|queued|merged|sent))\\b|\\s+(?:the\\s+)?(?&thing)\\b)",
	/* "Took it via the arm64 tree", "Added to my queue" */
	[TOOK] = WORDS "^(?:(?&adverb)\\s+)*(?<v>took(?=\\s+(?&object))|added(?=\\s+(?:(?:this|it|both|these|them)\\s+)?to\\s+(?&mine)))",
	/* "I've applied this", "I have gone ahead and merged the tests", "I squashed it and queued it" */
	[PERSON] = WORDS "\\b(?:i|we)(?:'ve|\\s+have)?\\s+(?:(?&adverb)\\s+|\\w+\\s+(?:it|this|them)\\s+and\\s+)*"
	      "(?<v>(?&verb)|took)\\s+(?:up\\s+)?(?&object)",
	/* "this is queued up for 5.20", "these patches were merged long ago", "this patch landed in linux-next" */
	[TOLD] = WORDS "(?<!'|for\\s|of\\s|like\\s|with\\s|in\\s|on\\s|than\\s|same\\s|similar\\s|other\\s|another\\s|previous\\s)"
	      "\\b(?:this|it|that|these|they|both|all|series|patch(?:es|set)?|set|commits?|pull\\s+request)"
	      "(?:'s|\\s+(?:is|are|was|were|has|have|got|now|all|just|already|both|been|finally|patch(?:es)?|series|set))*"
	      "(?:'s|\\s+(?:is|are|was|were|has|have|got|been|now|just|already|patch|series|patches|set)(?:\\s+up)?)"
	      "\\s+(?<v>(?&verb))(?=(?&end)|\\s+(?:to|in|into|by|for|on|upstream|long|already|now|as|via|through|yesterday|"
	      "today|last)\\b)",
	/* "Series applied, thanks", "Patches 1-3 queued for 6.3", "All four patches merged" */
	[NOUN] = WORDS "^(?:(?&which)\\s+)*(?:series|set|patch(?:es|set|series)?|commits?|pr|pull\\s+request|rest|others|(?&number))"
	      "(?:\\s+(?&number))?\\s+(?:(?:is|are|was|were|has|have|been|now|all|both|just|already|also|finally|provisionally|"
	      "tentatively|manually)\\s+)*(?<v>(?&verb))(?=(?&end)|\\s+(?:thanks|now|manually|upstream|as-is)\\b|"
	      "\\s+(?:to|in|into|for|on|with|via|through|as)\\s+(?:\\S+\\s+){0,3}?\\S+?(?&end))",
	/* "Queueing this for 6.3", "Applying, thanks" */
	[DOING] = WORDS "^(?:(?:thanks|ok|okay|so|now|i'm|i\\s+am)\\s+)*(?<v>applying|queue?ing|merging|pulling|taking|picking)"
	      "(?:\\s+(?:up|now|this|it|both|these|them|all|(?:the\\s+)?(?:series|patch(?:es)?|set)))*"
	      "(?:\\s+(?:to|for|into|in|via|through)\\s+(?:\\S+\\s+){0,2}?\\S+?)?(?&end)",
	/* "This is now in linux-next", "In my tree now", "now in next" */
	[PLACE] = WORDS "^(?:(?:(?:the\\s+)?(?:this|it|these|they|both|all|series|patch(?:es|set)?)(?:'s|\\s+is|\\s+are)|now|already|both|all)"
	      "(?:\\s+(?:now|already|also|all|both))*(?<v>)\\s+in\\s+(?&mine)(?:\\s+now|\\s+already)?(?&end)|"
	      "in\\s+(?&mine)\\s+now(?&end))",
};

/* Said of what is not done, or done only to try: anywhere before the verb, ... */
#define NOT_YET                                                                                                      \
	"\\b(?:should|can|could|would|will|shall|might|may|must|cannot|if|once|when|whenever|until|till|unless|"     \
	"before|after|please|not|never|be|want(?:s|ed)?|hope|hoping|happy|going\\s+to|ready|whether|needs?|being|"     \
	"getting|get|gets|having|assuming|suppose|provided|like|prefer|wish|wonder|you\\s+mean|were\\s+this|on\\s+top|" \
	"about\\s+to|tried|trying|almost|nearly|nobody|nothing)\\b|"                                                   \
	"n't\\b|n\xe2\x80\x99t\\b|'ll\\b|'d\\b"

/* ... in its own clause, ... */
#define NOT_IT "\\b(?:since|because|how|why|what|which|who|did|does|do|seems?|think)\\b"

/* ... and behind it. */
#define ONLY_TRIED                                                                                                   \
	"\\b(?:locally|and\\s+(?:re-?)?(?:verified|tested|tried|built|booted|ran|run|checked|confirmed|"              \
	"compiled|it\\s+(?:works|worked|builds|boots))|to\\s+(?:test|try|check|see|verify|mean|be)|my\\s+(?:test|local|private|own)\\s+(?:tree|branch|setup|kernel|repo|box|board)|on\\s+top\\s+of|"           \
	"to\\s+(?:each|every|any|both|all|some|an?)\\b|for\\s+a\\s+(?:ride|spin|test)|into\\s+(?:account|consideration|" \
	"one|a\\s+single)|(?:to|in|on)\\s+the\\s+wrong|by\\s+(?:mistake|accident)|and\\s+(?:then\\s+)?(?:reverted|dropped)|"                \
	"(?:for|in)\\s+(?:the\\s+)?(?:v\\d+(?![.]?\\w)|next\\s+(?:version|revision|re-?spin|spin|iteration|round)))\\b|"      \
	"^[^,;.]*\\b(?:when|if|unless|cleanly)\\b|^\\s+(?:fine|okay|ok|without)\\b|"                                   \
	"\\bbut\\s+(?:it|this|that|they|the\\s+\\w+)\\s+(?:still\\s+)?(?:fail|break|broke|crash|conflict|do(?:es)?\\s*n)|"     \
	"\\bbut\\b.*\\b(?:dropped|reverted)(?!\\s+(?:patch|the|\\#|\\d))"

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
	pattern_once(&place, "^(?:\\s+(?:up|this|it|them|both|all|the|series|these|patch(?:es)?|now|fixes|first|last|two|"
			 "three|whole|cleanups?|rest|of|\\d[-\\d+,]*|and|with\\s+the\\s+squash|set|tests|branch|pushed|queued|merged|"
			 "manually))*?\\s+(?:to|in|into|onto|for|on|via|through)\\s+(?:the\\s+|branch\\s+|my\\s+|our\\s+|today's\\s+)*"
			 "(https?://[^\\s,;]+(?:\\s+[-\\w./]+)?|[^,;!:?]*?)(?:[.]?$|[.]\\s|[,;!:?]|\\s+(?:thanks|thank|with|and|as|so|after|but|in\\s+order|at|for|now|of)\\b)");
	if (!g_regex_match(place, after, 0, &m))
		return NULL;
	char *to = g_match_info_fetch(m, 1);
	char *open = strchr(to, '(');
	/* "kvmtool (master)" names a branch; more words are a remark. */
	if (open && (!strchr(open, ')') || strchr(open, ' ')))
		*open = '\0';
	strip_marks(to);
	pattern_once(&treeish, WORDS "^https?://|\\b(?&tree)|^-?next|^-?rc");
	if (*to && strlen(to) <= 100 && !strcasestr(to, "merge window") && g_regex_match(treeish, to, 0, NULL))
		return to;
	g_free(to);
	return NULL;
}

/* Where the verb of the form stands in the clause; false if the clause does not have that form. */
static bool verb_at(GRegex **re, const char *pattern, const char *clause, int *start, int *end)
{
	g_autoptr(GMatchInfo) m = NULL;
	if (!g_regex_match(pattern_once(re, pattern), clause, 0, &m))
		return false;
	if (!g_match_info_fetch_named_pos(m, "v", start, end) || *start < 0)
		*start = *end = 0;
	return true;
}

/* "Applied to each entry", "it was pulled in", "I pushed it here", and further back in a sentence anything but a tree or
 * the end: grammar, or done to something else. */
static bool something_else(int form, const char *verb, const char *rest, bool later)
{
	static GRegex *place, *end_of, *honest;
	bool to_something = pattern_in(&place, "^\\s+(?:to|in|into|onto|on|by|as|with|at|through|via|under)\\b", rest);
	bool ends = pattern_in(&end_of, "^\\s*(?:[.,!;:()]|$|(?:up\\s+)?(?:for|now|again|thanks|too|the|first|patch\\w*)\\b)", rest);

	switch (form) {
	case ELLIPSIS:
		return (to_something || (later && !ends)) &&
		       !pattern_in(&honest, "^\\s+(?:with\\s+(?:\\S+\\s+){0,3}?(?:minor|some|small|trivial|few|tiny|slight|tags?|acks?|r-?bs?|fix(?:es|ups?)?|"
				     "tweaks?|edits?|changes?|typos?|nits?|whitespace|squash|message|subject)|this|these|it|both|thanks|"
				     "as[- ]is|(?:as|in)\\s+(?:commit\\s+)?[0-9a-f]{7,40})\\b", rest);
	case TOLD:
		return to_something && !g_regex_match_simple("^\\s+(?:as|in)\\s+(?:commit\\s+)?[0-9a-f]{7,40}\\b", rest, G_REGEX_CASELESS, 0);
	case PERSON:
		return !g_ascii_strncasecmp(verb, "pushed", 6);
	case DOING:
		return to_something;
	case NOUN:
		return to_something && !g_ascii_strncasecmp(rest, " in", 3);
	default:
		return !g_ascii_strncasecmp(verb, "pulled in ", 10);
	}
}

/* Most clauses have none of the words: that is seen faster without an expression. */
static bool any_of(const char *clause, const char *const *stems)
{
	for (; *stems; stems++)
		if (strcasestr(clause, *stems))
			return true;
	return false;
}

bool clause_applies(const char *before, const char *clause, bool later, char **to, bool *told)
{
	static const char *const stems[] = { "appl", "queu", "merg", "pull", "pick", "tak", "took", "land", "commit", "push", "added",
					     NULL };
	static GRegex *forms[FORMS], *not_yet, *not_it, *given, *tried;
	bool verb = any_of(clause, stems), in = strcasestr(clause, "in ") != NULL;
	for (int i = 0; i < FORMS; i++) {
		if (i == PLACE ? !in : !verb)
			continue;
		int vs, ve;
		if (!verb_at(&forms[i], said[i], clause, &vs, &ve))
			continue;
		g_autofree char *lead = g_strdup_printf("%s %.*s", before, vs, clause);
		const char *rest = clause + ve;
		/* "With this applied" is a condition; "With the nit fixed, applied" is none. */
		g_autofree char *own = g_strndup(clause, (gsize)vs);
		if (pattern_in(&not_yet, NOT_YET, lead) || pattern_in(&not_it, NOT_IT, own) ||
		    pattern_in(&given, "\\bwith(?:out)?\\b", own) || pattern_in(&tried, ONLY_TRIED, rest))
			continue;
		g_autofree char *padded = i == PLACE && *rest != ' ' ? g_strconcat(" ", rest, NULL) : NULL;
		g_autofree char *tree = tree_named(padded ? padded : rest);
		if (!tree && something_else(i, clause + vs, rest, later))
			continue;
		*told = i == TOLD || (i == PLACE && !g_regex_match_simple("\\b(?:my|our)\\b", rest, G_REGEX_CASELESS, 0));
		*to = tree ? g_steal_pointer(&tree) : g_strdup("");
		return true;
	}
	return false;
}

bool clause_drops(const char *before, const char *clause)
{
	static const char *const let_go[] = {
		/* "Now dropped.", "Dropped from next", "Reverted for now" */
		WORDS "^(?:(?:now|all|both|so|ok|okay|sorry|just|and|then|thus|hence|therefore)\\s+)*"
		"(?<v>dropped|reverted|unqueued|backed\\s+out)(?=(?&end)|\\s+(?:from|for\\s+now|again|now|until|(?&object)))",
		/* "I've dropped this", "I had to revert the series" */
		WORDS "\\b(?:i|we)(?:'ve|\\s+have|\\s+had\\s+to)?\\s+(?:(?:now|just|already|since|also|thus|therefore)\\s+)*"
		"(?<v>dropped|reverted|unqueued|backed\\s+out|(?<=had\\sto\\s)(?:drop|revert|unqueue))\\s+(?&object)",
		/* "This has been dropped" */
		WORDS "\\b(?:this|it|these|they|both|all|series|patch(?:es|set)?|set|commits?)"
		"(?:'s|\\s+(?:is|are|was|were|has|have))(?:\\s+(?:now|just|been|all|both))*\\s+(?<v>dropped|reverted)(?=(?&end)|\\s+(?:from|for\\s+now|again)\\b)",
	};
	static const char *const stems[] = { "drop", "revert", "unqueue", "backed", NULL };
	static GRegex *forms[G_N_ELEMENTS(let_go)], *not_yet;
	if (!any_of(clause, stems))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(let_go); i++) {
		int vs, ve;
		if (!verb_at(&forms[i], let_go[i], clause, &vs, &ve))
			continue;
		g_autofree char *lead = g_strdup_printf("%s %.*s", before, vs, clause);
		if (!pattern_in(&not_yet, NOT_YET, lead))
			return true;
	}
	return false;
}
