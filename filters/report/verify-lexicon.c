#include "verify-lexicon.h"
#include "verify-fold.h"
#include "verify-known.h"

#include <stdlib.h>
#include <string.h>

/* A number that counts something, one that numbers a patch, and several of these. */
#define N "(\\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[一二两三四五六七八九十]+)"
#define UNITS "\\s*(?:mails?|messages?|repl|patch|people|persons|days?|times|of (?:the |its )?\\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|" \
	      "nov|dec|封|个(?!补丁)|人|天|月|年|名)"
#define NUM "[1-9]\\d{0,2}(?!\\d|-\\d\\d-|" UNITS ")(?:/\\d{1,3})?"
#define SEP "\\s*(?:,\\s*and|,\\s*or|,|，|、|and|or|&|和|与|及|-|–|~|to|through|至|到)\\s*"
#define LIST NUM "(?:" SEP NUM ")*"
#define MONTH "(january|february|march|april|may|june|july|august|september|october|november|december)"
#define PATCH_EN "patch(?:es)?"

/* The first that fits counts. Words begin at a word's beginning, and end at one's end. */
static const struct {
	enum lex what;
	unsigned arg;
	const char *pattern;
} lexicon[] = {
	{ LEX_DATE, 0, "(\\d{4})-(\\d{2})-(\\d{2})" },
	{ LEX_DATE, 0, "(\\d{4})\\s*年\\s*(\\d{1,2})\\s*月\\s*(\\d{1,2})\\s*[日号]?" },
	{ LEX_DATE, 1, "(\\d{2})-(\\d{2})(?![-\\d])" },
	{ LEX_DATE, 1, "(\\d{1,2})\\s*月\\s*(\\d{1,2})\\s*[日号]?" },
	{ LEX_DATE, 2, "(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?" MONTH "(?:,?\\s+(\\d{4}))?" },
	{ LEX_DATE, 3, MONTH "\\s+(\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+(\\d{4}))?(?!\\d)" },
	{ LEX_ELSEWHERE, 0, "elsewhere|别处|(?:in |into )?(?:another|other|a different|a separate) threads?|(?:在)?(?:另一?个?|另外的?|其他|别的)\\s*(?:thread|线程)\\s*(?:中|里)?" },
	{ LEX_BEYOND, 0, "(?:after|beyond|newer than|later than) v(\\d{1,2})|v(\\d{1,2})\\s*之后" },
	{ LEX_VERSION, 0, "(?:rfc )?v(\\d{1,2})(?!\\.?\\d)|(?:rfc )?version (\\d{1,2})(?!\\.?\\d)|第\\s*" N "\\s*版|(first|second|third|fourth|fifth|sixth) version|the (first|second|third)(?=,? (?:with|dates|dated) )" },
	{ LEX_OF, 0, N "(?: out)? of (?:the |its |these |all )*" N "? ?" PATCH_EN "|" N " of " N "(?! \\w)" },
	{ LEX_OF, 3, N "\\s*个补丁(?:中|里)的?(?:已经?|共)?(?:只?有|仅有)?\\s*" N "\\s*个" },
	{ LEX_OF, 1, N "\\s*个补丁(?:中|里)|(?:out )?of (?:the |its )" N " " PATCH_EN }, /* the total alone */
	{ LEX_OF, 2, "其中的?\\s*" N "\\s*个(?:补丁)?" },
	{ LEX_PATCHES, 0, PATCH_EN "\\s*(?:numbers? )?#?" LIST "|补丁\\s*#?" LIST "|第\\s*" LIST "\\s*(?:个|号)\\s*补丁|[(（]\\s*" LIST "\\s*[)）]|(first|second|third) patch|" LIST "(?=\\s*[(（](?-i:[A-Z]))" },
	{ LEX_PATCHES, 1, "(?:the )?first " N " " PATCH_EN "|前\\s*" N "\\s*个补丁" },
	{ LEX_PATCHES, 2, "(?:all|each|every)(?: of)?(?: the)?(?: " PATCH_EN ")?,? (?:but|except(?: for)?|other than|save)(?: " PATCH_EN ")? " LIST "|"
			  "(?:apart from|except for|besides) " PATCH_EN " " LIST ",? (?:all|every|each)(?: other)? " PATCH_EN "|"
			  "除(?:了)?补丁\\s*" LIST "\\s*(?:之|以)?外[,，]?\\s*(?:的?(?:其他|其余|所有)(?:的)?补丁)?" },
	{ LEX_EACH, 1, "no " PATCH_EN "|none of (?:the |its |these )?(?:" N " )?" PATCH_EN },
	{ LEX_OTHERS, 1, "no other " PATCH_EN },
	{ LEX_EACH, 0, "(?:all|both|each|every|any)(?: of)?(?: the| its| these)?(?: " N ")? ?" PATCH_EN "(?: themselves)?|the (?:" N " )?" PATCH_EN " themselves|the " N " patches|"
		       "(?:所有|全部|每个|各个?)的?\\s*" N "?\\s*个?补丁(?:本身)?|" N "\\s*个补丁(?:本身(?:都|均)?|都|均)|补丁本身" },
	{ LEX_OTHERS, 0, "(?:the )?(?:others|rest(?: of (?:the|its|this) (?:series|patches))?|(?:other|remaining) (?:" N " )?" PATCH_EN "|remaining)|其余(?:的)?(?:\\s*" N "\\s*个)?(?:补丁)?|其他(?:\\s*" N "\\s*个)?补丁|另外的?补丁" },
	{ LEX_COVER, 0, "(?:the |its )?cover letter|封面(?:邮件|信)?" },
	{ LEX_COUNT, 0, N "[ -]" PATCH_EN "|" N "\\s*个(?:独立的?|单独的?)?补丁|(?<=has |had )" N "(?=[;,.]|$)|" N "(?= in v\\d)|(?:a )?(single) patch|(单)个补丁" },
	{ LEX_SERIES, 1, "(?:the |this |that )?(?:whole|entire|full|complete) (?:series|patch ?set)|整个(?:系列|补丁集)" },
	{ LEX_SERIES, 0, "(?:the |this |that )?(?:patch )?(?:series|patch ?set)|(?:该|本|此|这个)?(?:补丁)?系列|补丁集" },
	{ LEX_NOBODY_BUT, 0, "(?:nobody|no one)(?: else)?(?: here)? (?:but|except(?: for)?|other than|besides|apart from)" },
	{ LEX_EXCEPT, 0, "apart from|except for|besides|除了?" },
	{ LEX_NOBODY, 0, "lacks? (?:one|any|both|it)|nobody(?: else)?|no[ -]one(?: else)?|none|无人|没有?(?:其他|别的)?人" },
	{ LEX_NEWEST, 0, "(?:the )?(?:newest|latest|current) version|最新(?:的)?版本?" },
	{ LEX_NEWER, 1, "no (?:new(?:er)?|later|further|other|next) (?:version|patch(?:es)?|series)|(?:没有|未|尚未|无)(?:再)?(?:发布|发出|出现)?(?:新的?(?:版本?|补丁|系列)|更新的版本|新一版)" },
	{ LEX_NEWER, 0, "(?:a )?(?:new(?:er)?|later|further|next) versions?|新的?(?:版本?|系列)|更新的版本|新一版" },
	{ LEX_DEED, DEED_ANSWER | LEX_UN, "unanswered" },
	{ LEX_DEED, DEED_REVIEW | LEX_LOOSE | LEX_UN, "unreviewed" },
	{ LEX_CARRIED, 0, "already|carried|carry|carries|stood|(?:when|before) (?:they |it |the series )?(?:were |was )?(?:sent|posted)|sent with|(?:发出|发布|提交)时|已?带有|已带|带着" },
	{ LEX_OLD, 0, "before (?:the|this) (?:reporting )?(?:period|week)|before it|earlier|previously|本期(?:之)?前|本?周期?之前|此前|之前|早先|先前" },
	{ LEX_FRESH, 0, "(?:with)?in (?:this|the) (?:reporting )?(?:period|week)|(?:this|of the|the) (?:week|period)|new|本期(?:内|中)?|本周(?:内)?|期间|周期内|是新的|新的?(?=\\s*(?:reviewed|acked|tested|review|ack|test|tag|评审|审阅|测试|标签|回复|答复|回应|邮件|意见))" },
	{ LEX_ABSENT, 0, "(?:is|are) (?:missing|not (?:here|in this thread|part of this thread))|不在(?:本|这个|此)\\s*(?:thread|线程)\\s*(?:中|里|内)?|不在(?:这里|此处)" },
	{ LEX_GIVEN, 0, "stands at(?= v)|(?:with)?in (?:this|the) thread|here|(?:在)?本\\s*(?:thread|线程)\\s*(?:中|里)?" },
	{ LEX_GIVEN, 1, "g[ai]ven?|给出|给过" },
	{ LEX_AFTER, 0, "since(?: then)?|afterwards|after (?:that|this|it)|thereafter|any ?more|further|again|此后|之后|后来|以后|再" },
	{ LEX_LAST, 0, "(?:the )?(?:very )?(?:last|latest|newest|final) (?:mail|message|word|one)|(?:the thread )?ends with|最后(?:的?一封|的)(?:邮件|回复|信)?|最后发言" },
	{ LEX_LAST, 1, "(?:the )?(?:very )?first (?:mail|message)|第一封(?:邮件|信)?" },
	{ LEX_SOLE, 0, "(?:the )?only (?:one|mail|message)|唯一的?一?封?(?:邮件)?" },
	{ LEX_THAT_MAIL, 0, "(?:this|that|it) (?:is|was)|这是|(?:this|that|these|those|his|her|their) (?:\\w+ )?(?:mails?|messages?)|it|him|her|them|(?:这|该|此)封?(?:邮件|信)|这封|它|这一点|此事" },
	{ LEX_PRONOUN, 0, "he|she|they|他们?|她们?|双方|两人" },
	{ LEX_PRONOUN, 1, "neither(?: (?:of them|mail|message))?(?= (?:has|have|did|was|of))" },
	{ LEX_PARTLY, 0, "more|else|in part|partly|部分" },
	{ LEX_STATE, 0, "(?:the )?(?:state|status) of|状态" },
	{ LEX_DEED, DEED_REVIEW, "reviewed-by|r-b" },
	{ LEX_DEED, DEED_ACK, "acked-by|acked|acks?" },
	{ LEX_DEED, DEED_TEST, "tested-by|tested" },
	{ LEX_TEST, 0, "tests?|测试" },
	{ LEX_DEED, DEED_REVIEW | LEX_LOOSE, "reviewed|reviews?|reviewers?|评审|审阅|审核" },
	{ LEX_DEED, DEED_TAGS | LEX_ANY, "tags?|标签" },
	{ LEX_DEED, DEED_NAK, "naks?|nak(?:ed|'d)|nacks?|nacked(?:-by)?|refus(?:e|es|ed|al)|reject(?:s|ed)?|拒绝" },
	{ LEX_DEED, DEED_APPLY, "appl(?:y|ied|ies)|merged?|queued?|picked(?: up)?|taken(?! up| into| as| care)|landed|pulled|(?<=\\d )(?:is|are) (?:now |already )?in (?!this |the |another )|应用|合并|合入|采纳|收入" },
	{ LEX_SUPERSEDE, 0, "supersed(?:e[sd]?|ing)|replace[sd]?|取代|替代|代替" },
	{ LEX_DEED, DEED_REPORT, "stands against|(?:reported )(?:an? )?(?:build )?(?:errors?|warnings?)|(?:build|compile|compilation) (?:errors?|warnings?|failures?)|broken|"
				 "(?:构建|编译)(?:失败|错误|警告)" },
	{ LEX_REPORT, 0, "(?:build )?report(?:s|ed)?|报告" },
	{ LEX_DEED, DEED_ANSWER, "repl(?:y|ies|ied)(?: to)?|answer(?:s|ed|ing)?|respon(?:se|ses|d|ds|ded)(?: to)?|commented on|(?<=no )comments?|评论|回复|答复|回答|回应" },
	{ LEX_DEED, DEED_WRITE, "wrote|written|writes?|spoke|spoken|写(?:了|过)?(?:信|邮件)|发(?:了|过)?(?:言|邮件)|写信" },
	{ LEX_DEED, DEED_POST, "(?:re)?post(?:s|ed)?|(?:re)?sen[dt]s?|submit(?:s|ted)?|发出|发布|发送|提交|发表" },
	{ LEX_TIMES, 0, N "(?= by )|" N " of (?:them|these|which)|" N "\\s*(?:mails?|messages?|times|封(?:邮件)?|次)" },
	{ LEX_TIMES, 1, "once|一次" },
	{ LEX_TIMES, 2, "twice|两次" },
	{ LEX_CONTENT, 0, "whether|why|how|what|questions?|requests?|comments?|proposals?|suggestions?|points?|objections?|是否|问题|要求|意见|建议|为何|如何" },
	{ LEX_AUTHOR, 0, "(?:the|its|their) (?:series' |patch's )?author|作者" },
	{ LEX_ANYBODY, 0, "(?:by |of |from )?(?:somebody|someone|anybody|anyone|others?|another person)(?: else)?|他人|别人|其他人|有?人(?=再?(?:回|答|说))" },
	{ LEX_ONLY, 0, "only|alone|只有|仅有|仅|只" },
	{ LEX_NOT, 1, "(?:is|are|was|were|has|have|had|did|does|do)n['’]t|not|never|has yet to|have yet to|没有?|并未|尚未|从未|未(?!使用|定义|对齐|知|初始化|映射|来)" },
	{ LEX_NOT, 0, "no|nothing|neither|nor|without|lacks?|lacking|无(?!效|条件|害|关|法|符号|用|需)" },
	{ LEX_OR, 0, "or|或者?" },
	{ LEX_BREAK, 0, ";|:|；|：|。" },
	{ LEX_JOIN, 1, ",|，" },
	{ LEX_JOIN, 0, "、|and|but|while|whereas|和|(?<!参)与|及|以及|并且?|但|而且?|also|还|也" },
};

static const char *const words[] = { "", "one first single a 一 单", "two second 二 两", "three third 三", "four fourth 四", "five fifth 五",
				     "six sixth 六", "seven seventh 七", "eight eighth 八", "nine ninth 九", "ten tenth 十",
				     "eleven 十一", "twelve 十二" };

int lexicon_number(const char *word)
{
	g_autofree char *low = g_utf8_strdown(word, -1);

	if (g_ascii_isdigit(*low))
		return atoi(low);
	for (int i = 1; i < (int)G_N_ELEMENTS(words); i++) {
		g_auto(GStrv) each = g_strsplit(words[i], " ", -1);

		if (g_strv_contains((const char *const *)each, low))
			return i;
	}
	return 0;
}

void lexicon_numbers(const char *text, gsize len, GArray *out)
{
	const char *p = text, *end = text + len, *after = text;
	int before = 0;

	while (p < end) {
		g_autofree char *between = NULL;
		int n;

		if (!g_ascii_isdigit(*p)) {
			p++;
			continue;
		}
		between = g_strndup(after, (gsize)(p - after));
		n = atoi(p);
		if (before && n > before && n - before < 1000 &&
		    g_regex_match_simple("^\\s*(?:-|–|~|to|through|至|到)", between, G_REGEX_CASELESS, 0))
			while (++before < n)
				g_array_append_val(out, before);
		g_array_append_val(out, n);
		before = n;
		p += strspn(p, "0123456789");
		if (*p == '/')
			p += 1 + strspn(p + 1, "0123456789");
		after = p;
	}
}

/* What the groups of a match say: numbers, or a day's parts in the order of `arg`. */
static void read_groups(struct lexeme *l, GMatchInfo *m)
{
	static const char order[][4] = { "ymd", "md", "dmy", "mdy" };
	int got = 0;

	for (int i = 1; i < g_match_info_get_match_count(m); i++) {
		g_autofree char *as_it_stands = g_match_info_fetch(m, i), *s = g_utf8_strdown(as_it_stands, -1);
		int n = *s && l->what == LEX_DATE && known_month(s) ? (int)known_month(s) : *s ? lexicon_number(s) : 0;

		if (!*s)
			continue;
		if (l->what != LEX_DATE && got < 2)
			l->n[got++] = n;
		else if (l->what == LEX_DATE && order[l->arg][i - 1] == 'y')
			l->day.year = n;
		else if (l->what == LEX_DATE && order[l->arg][i - 1] == 'm')
			l->day.month = n;
		else if (l->what == LEX_DATE)
			l->day.day = n;
	}
	if (l->what == LEX_TIMES && l->arg)
		l->n[0] = (int)l->arg;
	if (l->what == LEX_OF && (l->arg == 1 || l->arg == 3)) {
		int total = l->n[0];

		l->n[0] = l->n[1];
		l->n[1] = total;
	}
}

/* Can a word begin at this byte? In Chinese everywhere; not behind the hyphen of "unit-tests". */
static bool edge(const char *text, gsize at)
{
	gunichar before = at ? g_utf8_get_char(g_utf8_prev_char(text + at)) : ' ', after = g_utf8_get_char(text + at);

	if (at > 1 && text[at - 1] == '-' && g_ascii_isalnum(text[at - 2]))
		return false;
	return !(g_unichar_isalnum(before) || before == '_') || !(g_unichar_isalnum(after) || after == '_') || fold_is_cjk(before) || fold_is_cjk(after);
}

/* The lexeme at a byte of the text; false: none. */
static bool lexeme_at(const char *text, gsize at, struct lexeme *l)
{
	static GRegex *compiled[G_N_ELEMENTS(lexicon)];

	for (guint i = 0; i < G_N_ELEMENTS(lexicon); i++) {
		g_autoptr(GMatchInfo) m = NULL;
		int from, to;

		if (!compiled[i]) {
			g_autofree char *pattern = g_strconcat("\\G(?:", lexicon[i].pattern, ")(?:(?<![a-z0-9_])|(?![a-z0-9_]))", NULL);

			compiled[i] = g_regex_new(pattern, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
		}
		if (!g_regex_match_full(compiled[i], text, -1, (int)at, 0, &m, NULL) || !g_match_info_fetch_pos(m, 0, &from, &to))
			continue;
		*l = (struct lexeme){ .what = lexicon[i].what, .arg = lexicon[i].arg, .from = at, .to = (gsize)to };
		read_groups(l, m);
		return true;
	}
	return false;
}

static const struct naming *naming_at(const GPtrArray *named, gsize at)
{
	for (guint i = 0; i < named->len; i++) {
		const struct naming *n = named->pdata[i];

		if (n->from <= at && at < n->to)
			return n;
	}
	return NULL;
}

GArray *lexemes_of(const char *text, const GPtrArray *named)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct lexeme));

	for (gsize at = 0; text[at];) {
		const struct naming *n = naming_at(named, at);
		struct lexeme l = { .what = LEX_PERSON, .from = at, .to = n ? n->to : 0, .who = n };

		if (!n && (!edge(text, at) || !lexeme_at(text, at, &l))) {
			at = (gsize)(g_utf8_next_char(text + at) - text);
			continue;
		}
		g_array_append_val(out, l);
		at = l.to;
	}
	return out;
}
