#include "verify-verbs.h"
#include "lib/pattern.h"

#include <string.h>

enum { NEAR = 60 /* bytes before a name that can tell whether it is a subject */ };

#define VERBS_EN \
	"says?|said|asks?|asked|objects?|objected|notes?|noted|suggests?|suggested|agrees?|agreed|argues?|argued|" \
	"reports?|reported|points? (?:it )?out|pointed (?:it )?out|proposes?|proposed|repl(?:y|ies|ied)|thinks?|thought|" \
	"wants?|wanted|confirms?|confirmed|explains?|explained|questions?|questioned|requests?|requested|" \
	"recommends?|recommended|disagrees?|disagreed|acks?|acked|nac?ks?|nac?ked|applie[sd]|apply|merges?|merged|" \
	"queues?|queued|rejects?|rejected|refuses?|refused|posts?|posted|sends?|sent|answers?|answered|responds?|" \
	"responded|observes?|observed|states?|stated|claims?|claimed|believes?|believed|worr(?:y|ies|ied)|complains?|" \
	"complained|warns?|warned|promises?|promised|offers?|offered|plans?|planned|intends?|intended|will|would|" \
	"prefers?|preferred|doubts?|doubted|accepts?|accepted|approves?|approved|reviews?|reviewed|tests?|tested|" \
	"gives?|gave|adds?|added|clarif(?:y|ies|ied)|concedes?|conceded|acknowledges?|acknowledged|admits?|admitted|" \
	"insists?|insisted|reminds?|reminded|raises?|raised|critici[sz]e[sd]?|dislikes?|disliked|likes?|liked|" \
	"supports?|supported|opposes?|opposed|endorse[sd]?|considers?|considered|expects?|expected|submits?|" \
	"submitted|announces?|announced|declares?|declared|finds?|found|comments?|commented|remarks?|remarked|" \
	"mentions?|mentioned|writes?|wrote|concludes?|concluded|picks?|picked|takes?|took|drops?|dropped|" \
	"withdr(?:aw|aws|ew)|thanks?|thanked|wonders?|wondered|demands?|demanded|resen(?:d|ds|t)|fixe[sd]|changes?|" \
	"changed|introduces?|introduced|saw|sees|fears?|feared|decide[sd]?|holds|held|keeps|kept|makes|made|feels|felt|means|" \
	"meant|tells|told|lets|knows|knew|sets|ran|runs|shows|showed|understands|understood|leaves|left|gets|got|" \
	"(?:is|was) (?:not )?(?:wary|against|for it|fine|happy|unhappy|unsure|sure|sceptical|skeptical|in favou?r|worried|" \
	"concerned|reluctant|willing|ok|okay|convinced|right|wrong)|has (?:applied|merged|queued|reviewed|tested|acked|rejected|posted|sent|picked)"

/* What has the form of a verb, and may be a plural. */
#define VERB_FORMS_EN "[a-z]{3,}ed|[a-z]{2,}(?:[^aeiousy]|e)s"

#define VERBS_ZH \
	"认为|指出|建议|提出|提议|表示|回复|询问|问|反对|同意|赞同|赞成|拒绝|要求|请求|报告|说|称|强调|确认|解释|质疑|承诺|" \
	"计划|打算|希望|合并|应用|接受|采纳|提交|发布|发送|补充|回应|答复|提醒|担心|不同意|给出|主张|批评|支持|测试|评审|审阅|" \
	"审核|宣布|声明|发现|觉得|怀疑|撤回|修复|修改|引入|感谢"

#define AFTER(verbs) \
	"\\G(?:\\s*\\([^)]*\\))?(?:, who(?:se)?\\b|" \
	"\\s+(?:(?:also|then|first|at first|later|again|still|now|further|strongly|explicitly|himself|herself|both|even|only|" \
	"just|merely|politely|briefly|initially|finally|already|has|had|have|in turn|\\w+ly)\\s+){0,2}(?:" verbs \
	")\\b" \
	"|\\s*(?:也|则|又|还|再次|随后|进一步|明确|已|已经|在邮件中|随即|最后|首先|强烈|并不|对此){0,2}(?:" VERBS_ZH "))"

bool verb_follows(const char *text, gsize at)
{
	static GRegex *re;

	return g_regex_match_full(pattern_once(&re, AFTER(VERBS_EN "|" VERB_FORMS_EN)), text, -1, (int)at, 0, NULL, NULL);
}

/* "Three patches", "Affected machines": the capital is the sentence's. */
static bool begins_sentence(const char *text, gsize at)
{
	while (at && strchr(" *_\"'(-", text[at - 1]))
		at--;
	return !at || strchr(".:;!?", text[at - 1]) || (at >= strlen("：") && g_str_has_prefix(text + at - strlen("："), "："));
}

bool verb_of_stranger(const char *text, gsize from, gsize to)
{
	static GRegex *re;

	return begins_sentence(text, from) ? g_regex_match_full(pattern_once(&re, AFTER(VERBS_EN)), text, -1, (int)to, 0, NULL, NULL) :
					     verb_follows(text, to);
}

bool verb_addresses(const char *text, gsize at, gsize to)
{
	static GRegex *re, *his, *thing;
	const char *from = text + (at > NEAR ? at - NEAR : 0);
	g_autofree char *before = NULL;

	while ((*from & 0xc0) == 0x80)
		from++;
	before = g_strndup(from, (gsize)(text + at - from));
	return g_regex_match(
		pattern_once(&re, "(?:\\b(?:ask(?:s|ed|ing)?|request(?:s|ed)?|tells?|told|remind(?:s|ed)?|urge[sd]?|advise[sd]?|invite[sd]?|wants?|wanted|"
			      "expect(?:s|ed)?|thank(?:s|ed)?|answer(?:s|ed|ing)?|correct(?:s|ed)?|contradict(?:s|ed)?|point(?:s|ed)|refer(?:s|red)?|"
			      "(?:repl(?:y|ies|ied|ying)|respon(?:ds|ded|ding|se)) to|in (?:reply|answer) to|(?:dis)?agree(?:s|d|ing)? with)(?: (?:for|of))?"
			      "\\s+(?:the author\\s+)?|"
			      "(?:请|请求|让|问|询问|要求|提醒|感谢|回复|答复|回答|回应|建议|向|对|同意|赞同|反驳|纠正|与)\\s*(?:作者\\s*)?)$"),
		before, 0, NULL) ||
	       (g_regex_match(pattern_once(&his, "\\b(?:to|at|on|for|after|following|despite|against|with|by|of)\\s+$|(?:按|按照|根据|应|采纳|接受|针对|对于?|依照)\\s*$"),
			     before, 0, NULL) &&
		       g_regex_match_full(pattern_once(&thing, "\\G(?:['’]s?\\s+(?:\\w+\\s+)?(?:questions?|requests?|comments?|concerns?|objections?|suggestions?|"
							   "proposals?|points?|reviews?|remarks?|reports?|mails?|repl(?:y|ies)|answers?|worr(?:y|ies)|doubts?)|"
							   "\\s*的(?:问题|要求|请求|意见|建议|评论|担心|疑问|质疑|报告|邮件|回复|反对))"),
					  text, -1, (int)to, 0, NULL, NULL));
}

bool verb_and(const char *text, gsize at, gsize next)
{
	static GRegex *re;
	g_autofree char *between = g_strndup(text + at, next - at);

	return g_regex_match(pattern_once(&re, "^\\s*(?:,|,?\\s*and|,?\\s*&|和|与|、|以及|及)\\s*$"), between, 0, NULL);
}

bool verb_subject(const char *text, gsize at)
{
	static GRegex *re;
	const char *from = text + (at > NEAR ? at - NEAR : 0);
	g_autofree char *before = NULL;

	/* The beginning of what is left is no beginning of the text. */
	while ((*from & 0xc0) == 0x80)
		from++;
	before = g_strdup_printf("%s%.*s", from > text ? "x" : "", (int)(text + at - from), from);
	return g_regex_match(pattern_once(&re, "(?:^|[,;:，；、。：(]|\\b(?:and|but|while|whereas|however|then|also|because|"
					   "since|although|which|whom|maintainers?|reviewers?|author|that|the)|但|而|并且|而且|维护者|评审者|"
					   "作者|\\d|\\b(?:january|february|march|april|may|june|july|august|september|october|"
					   "november|december|year|week|later|day))\\s*[*_\"'“‘]*$"),
			     before, 0, NULL);
}

bool verb_common_subject(const char *word)
{
	static const char *const list[] = {
		"this", "that", "these", "those", "it", "the", "he", "she", "they", "both", "nobody", "one", "another",
		"others", "some", "all", "each", "several", "many", "most", "reviewers", "reviewer", "maintainers",
		"maintainer", "author", "authors", "contributor", "contributors", "submitter", "developer", "developers",
		"patch", "patches", "series", "thread", "discussion", "feedback", "testing", "tests", "test", "review",
		"reviews", "commit", "kernel", "userspace", "code", "version", "cover", "consensus", "everyone", "everybody",
		"someone", "somebody", "anyone", "none", "who", "what", "which", "there", "no", "linux", "people", "robot",
		"bot", "bots", "users", "user", "hardware", "firmware", "guest", "host", "guests", "hosts", "evidence",
		"results", "documentation", "comments", "replies", "mail", "mails", "bug", "report", "reports", "commenter",
		"participants", "community", "architecture", "spec", "specification", "opinion", "further", "in", "if",
		"when", "as", "and", "but", "then", "also", "however", "i", "we", "you", NULL };

	return g_strv_contains(list, word);
}

bool verb_calendar(const char *word)
{
	static const char *const list[] = { "january", "february", "march", "april", "june", "july", "august", "september",
					    "october", "november", "december", "monday", "tuesday", "wednesday", "thursday",
					    "friday", "saturday", "sunday", NULL };

	return g_strv_contains(list, word);
}

/* Narrow on purpose: somebody's silence, or an act on the list that did not take place. What does not work, does not exist or
 * is not supported is somebody's claim, and needs that mail's words. */
bool verb_nothing_happened(const char *text)
{
	static GRegex *re_en, *re_zh;
	static const char acts[] =
		"repl(?:y|ies|ied)|answer(?:s|ed)?|respon(?:d|ds|ded|se|ses)|review(?:s|ed|er|ers)?|"
		"appl(?:y|ied)|merged?|queued?|pick(?:ed)?|ack(?:s|ed|nowledged)?|acked-by|reviewed-by|decision|decided|"
		"resol(?:ved|ution)|conclu(?:sion|ded)|settled|(?:new|newer|later|next|second|third|fourth) version|v\\d+|resen[dt]|follow(?:ed)?[- ]up|"
		"comment(?:s|ed)?|object(?:s|ed|ion|ions)?|discuss(?:ed|ion|ions)|raised|mentioned|feedback|reaction|agreement|consensus|accepted|"
		"nak(?:s|ed)?|nacked|taken|posted|sent|said|says?|spoken|reacted|explain(?:s|ed)?|explanation|confirm(?:s|ed)?|clarif(?:y|ies|ied)";
	static const char zh[] =
		"(?:尚未|还未|未|没有|无人|无|没|仍未|暂无|尚无|并未|待)[^,，。;；]{0,24}"
		"(?:回复|答复|回应|回答|评审|审阅|审核|应用|合并|接受|采纳|决定|结论|解决|新版本|评论|意见|讨论|反对|反馈|共识|"
		"表态|定论|发布|提交|说明|表示|解释|确认|提及)|等待[^,，。]{0,16}(?:回复|评审|审阅|答复|合并|新版本)|未获|仍待";
	g_autofree char *en = g_strconcat(
		"\\b(?:no|not|none|nobody|nothing|no one|never|neither|without|n't|n’t|has yet to|have yet to|yet to be|still to be|"
		"remains? to be|awaits?|awaiting|waiting for|waits for|pending|lacks?)\\b[^.;]{0,60}?\\b(?:",
		acts, ")\\b|n['’]t\\b[^.;]{0,60}?\\b(?:", acts,
		")\\b|\\bun(?:answered|reviewed|resolved|decided|applied|merged)\\b|\\b(?:silence|(?:remains?|stays?|is|are)(?: still)? "
		"open)\\b",
		NULL);

	return g_regex_match(pattern_once(&re_en, en), text, 0, NULL) || g_regex_match(pattern_once(&re_zh, zh), text, 0, NULL);
}

bool verb_no_history(const char *text)
{
	static GRegex *re;

	return g_regex_match(
		pattern_once(&re, "^\\W*(?:(?:there (?:is|was|were|has been|have been|are) )?(?:no|none|nothing|no such)"
			      "(?: (?:earlier|previous|prior|preceding|further))*(?: (?:discussions?|mails?|messages?|"
			      "history|context|posts?))?(?: (?:said|discussed|happened|posted))?(?: (?:before|in|of|to|from|on|"
			      "this|the|that|thread|period|week|list|it|available|recorded))*|not applicable|n/a|"
			      "(?:本|该)?(?:thread|线程|周期)?(?:此前|之前|在此之前)?(?:暂?无|没有)(?:此前|之前|更早)?的?(?:相关)?"
			      "(?:历史|讨论|邮件|内容)*)\\W*$"),
		text, 0, NULL);
}

/* A word without its ending, lower case; NULL: too short or too common to tell anything. */
static char *stem_of(const char *word)
{
	static const char *const endings[] = { "ation", "ing", "ied", "ies", "ed", "es", "s", "e", NULL };
	static const char *const common[] = { "this", "that", "with", "from", "have", "been", "would", "could", "should", "there",
					      "their", "they", "them", "think", "want", "need", "what", "when", "which", "like",
					      "know", "seem", "look", "make", "take", "come", "going", "work", "find", "only",
					      "even", "very", "clear", "sure", "really", "just", "more", "much", "same", "other",
					      NULL };
	char *low = g_ascii_strdown(word, -1);
	gsize n = strlen(low);

	if (n < 4 || g_strv_contains(common, low)) {
		g_free(low);
		return NULL;
	}
	for (const char *const *e = endings; *e; e++)
		if (g_str_has_suffix(low, *e) && n - strlen(*e) >= 4) {
			low[n - strlen(*e)] = '\0';
			break;
		}
	return low;
}

/* How often a text has a word of this stem. */
static unsigned count_stem(const char *text, const char *stem)
{
	g_auto(GStrv) words = g_strsplit_set(text, " \t\n.,;:!?()\"'`", -1);
	unsigned n = 0;

	for (char **w = words; *w; w++) {
		g_autofree char *s = stem_of(*w);

		n += s && !strcmp(s, stem);
	}
	return n;
}

static bool has_stem(const char *text, const char *stem)
{
	return count_stem(text, stem) > 0;
}

/* One of the words of a match, up to the last of its groups, that both texts have. */
static bool shared(GMatchInfo *m, const char *other)
{
	for (int i = 1; i < g_match_info_get_match_count(m); i++) {
		g_autofree char *word = g_match_info_fetch(m, i), *stem = word && *word ? stem_of(word) : NULL;

		if (stem && has_stem(other, stem))
			return true;
	}
	return false;
}

/* "Are not VM_SHARED" denies what is said to be it, and nothing else that these words speak of. */
static bool predicated(GMatchInfo *m, const char *words)
{
	g_autofree char *word = g_match_info_fetch(m, 1), *pattern = g_strdup_printf("\\b(?:is|are|was|were|be)\\s+%s\\b", word);

	return !strchr(word, '_') || g_regex_match_simple(pattern, words, G_REGEX_CASELESS, 0);
}

/* "A selects it, B does not select it": the text has the word of a match elsewhere, too. */
static bool also_said(GMatchInfo *m, const char *text)
{
	g_autofree char *word = g_match_info_fetch(m, 1), *stem = stem_of(word);

	return stem && count_stem(text, stem) > 1;
}

/* "I don't expect it to break" denies that it will break: "expects it to be fast" says nothing else. True for other verbs, too. */
static bool opined(const char *text, const char *verb, const char *rest)
{
	g_autofree char *stem = stem_of(verb), *clause = NULL;
	g_auto(GStrv) words = g_strsplit_set(rest, " \t\n.,;:!?()\"'`", -1);
	g_autoptr(GMatchInfo) m = NULL;
	g_autoptr(GRegex) re = NULL;
	g_autofree char *pattern = NULL;

	if (!stem || (strcmp(stem, "expect") && strcmp(stem, "believ") && strcmp(stem, "suppos")))
		return true;
	pattern = g_strdup_printf("\\b%s\\w*([^.,;:]*)", stem);
	re = g_regex_new(pattern, G_REGEX_CASELESS, 0, NULL);
	if (!g_regex_match(re, text, 0, &m))
		return true;
	clause = g_match_info_fetch(m, 1);
	for (char **w = words; *w; w++) {
		g_autofree char *s = stem_of(*w);

		if (s && has_stem(clause, s))
			return true;
	}
	return false;
}

/* "Did not measure", "nobody measured"; the group is what was not done. */
static GRegex *denial(void)
{
	static GRegex *re;

	return pattern_once(&re, "(?:\\b(?:did|does|do|has|have|had|is|was|are|were|will|would|can|could|should|must)(?:\\s+not|n['’]t)|"
				 "\\bcannot|\\bnever|\\bnobody|\\bno one)\\s+(?:(?:yet|be|been|has|have|had|ever|well|very|so|\\w+ly)\\s+)*(\\w{4,})");
}

static GRegex *negation(void)
{
	static GRegex *re;

	return pattern_once(&re, "\\b(?:not|never|no|cannot|nor|neither|without|none|nobody|nothing|un(?!der|it|i[oq])\\w+|impossib\\w+|inability)\\b|"
				 "n['’]t\\b");
}

bool verb_denied_too(const char *text, const char *words, const char *others)
{
	g_autoptr(GMatchInfo) m = NULL;

	if (!g_regex_match(negation(), others, 0, NULL))
		return false;
	for (g_regex_match(denial(), text, 0, &m); g_match_info_matches(m); g_match_info_next(m, NULL))
		if (shared(m, words) && shared(m, others))
			return true;
	return false;
}

bool verb_reversed(const char *text, const char *words, bool no)
{
	static GRegex *modal, *negated, *otherwise;
	g_autoptr(GMatchInfo) m = NULL;

	/* "Will not send" beside "will send", but not "was not merged" beside it. */
	pattern_once(&modal, "\\b(?:will|would|could|should|can|may|might|please|if|once|shall|must|why|want|plan)\\b|['’](?:ll|d)\\b|\\?");
	/* "Did not boot before" is what "boots again" says. */
	pattern_once(&otherwise, "\\b(?:before|until|previously|formerly|earlier|unless|without|otherwise|again|any ?more|longer|now|anymore)\\b");
	if (g_regex_match(otherwise, text, 0, NULL) || g_regex_match(otherwise, words, 0, NULL))
		return false;
	if (!g_regex_match(negation(), words, 0, NULL)) {
		bool later = g_regex_match(modal, words, 0, NULL);

		for (g_regex_match(denial(), text, 0, &m); g_match_info_matches(m); g_match_info_next(m, NULL)) {
			g_autofree char *whole = g_match_info_fetch(m, 0);

			if (later != (bool)g_regex_match(modal, whole, 0, NULL) && !strcasestr(whole, "cannot"))
				continue;
			if (shared(m, words) && predicated(m, words) && !also_said(m, text))
				return true;
		}
		return false;
	}
	g_clear_pointer(&m, g_match_info_free);
	/* "not correct", "NOT been compile tested"; a question denies nothing. */
	pattern_once(&negated, "(?<!why )(?<!or )(?:\\b(?:not|never|cannot)|n['’]t)\\s+"
			   "(?:(?:be|been|being|get|got|a|an|the|yet|quite|fully|\\w+ly|compile|build|boot|run)\\s+)*(\\w+)");
	if (no || g_regex_match(negation(), text, 0, NULL) || strchr(words, '?'))
		return false;
	for (g_regex_match(negated, words, 0, &m); g_match_info_matches(m); g_match_info_next(m, NULL)) {
		g_autofree char *verb = g_match_info_fetch(m, 1);
		int from, to;

		if (shared(m, text) && (!g_match_info_fetch_pos(m, 1, &from, &to) || opined(text, verb, words + to)))
			return true;
	}
	return false;
}
