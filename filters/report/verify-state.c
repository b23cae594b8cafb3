#include "verify-state.h"
#include "verify-known.h"
#include "verify-fold.h"
#include "verify-verbs.h"
#include "lib/applied.h"

#include <stdlib.h>
#include <string.h>

enum { LONG_NOTHING = 56 /* fold_weight of 28 words */ };

struct facts {
	bool applied, all_applied, reviewed, all_reviewed, superseded, nak, broken, answered;
};

static struct facts facts_of(const struct list_line *line, const struct ledger *l)
{
	const char *state = l && l->state ? l->state : line ? line->state : "-";
	struct facts f = { 0 };

	f.applied = !strcmp(state, "applied") || !strcmp(state, "merged");
	f.reviewed = !strcmp(state, "reviewed");
	f.superseded = !strcmp(state, "superseded") || (l && l->superseded);
	f.nak = !strcmp(state, "nak") || (l && l->naks->len); /* a NAK that was withdrawn was given */
	f.broken = !strcmp(state, "broken") || (l && l->reports->len);
	f.answered = l ? l->answers > 0 : strcmp(state, "-") && strcmp(state, "unanswered") && !f.superseded;
	f.all_applied = f.applied;
	if (l && l->patches) {
		f.applied = f.applied || l->applied_patches;
		f.all_applied = f.applied && (!l->applied_patches || l->applied_patches >= l->patches);
		f.reviewed = f.reviewed || l->reviewed;
		f.all_reviewed = l->reviewed >= l->patches;
	}
	return f;
}

static bool any_word(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strstr(text, *words))
			return true;
	return false;
}

static const char *const applying[] = { "applied", "apply", "merge", "queue", "picked", "taken", "应用", "合并", "采纳",
					"合入", NULL };
static const char *const reviewing[] = { "review", "acked", "评审", "审阅", "审核", NULL };

/* "Nobody answered" of a thread that has answers. With whom or what was not answered it can be true all the same. */
static bool no_answer_at_all(const char *low)
{
	static const char *const words[] = { "nobody repl",  "nobody answer",  "nobody respon",	 "no one repl",
					     "no one answer", "no one respon",	"unanswered",	 "no replies",
					     "no reply",     "not been answered", "nobody has repl", "nobody has answer",
					     "nobody has respon", "no one has repl", "无人回复",	 "没有人回复",
					     "无人答复",     NULL };
	static const char *const narrower[] = { " to ", "question", "patch", "request", "since", "last", "mail ", "comment",
						"further", "对", "问题", "最后", "后续", "进一步", "之后", NULL };

	return any_word(low, words) && !any_word(low, narrower);
}

/* The patches that a text names: "patches 2 and 3", "the first two", "补丁 2". */
static GArray *patches_in(const char *text)
{
	GArray *numbers = g_array_new(FALSE, FALSE, sizeof(int));
	g_autoptr(GRegex) zh = g_regex_new("(?:补丁|patch)\\s*#?(\\d{1,3})|第\\s*(\\d{1,3})\\s*(?:个|号)?补丁", G_REGEX_CASELESS, 0, NULL);
	g_autoptr(GMatchInfo) m = NULL;

	applied_numbers(text, numbers);
	for (g_regex_match(zh, text, 0, &m); g_match_info_matches(m); g_match_info_next(m, NULL)) {
		g_autofree char *one = g_match_info_fetch(m, 1), *two = g_match_info_fetch(m, 2);
		int n = atoi(*one ? one : two ? two : "0");

		g_array_append_val(numbers, n);
	}
	return numbers;
}

/* Of the numbered patches: how many were taken (or, with `tagged`, have such a tag). */
static guint how_many(const struct ledger *l, const GArray *numbers, bool tagged)
{
	guint n = 0;

	for (guint i = 0; i < numbers->len; i++)
		n += tagged ? ledger_tagged(l, NULL, g_array_index(numbers, int, i)) : ledger_took(l, g_array_index(numbers, int, i));
	return n;
}

/* "Was not applied" of what was. */
static bool denied(const struct ledger *l, const GArray *numbers, bool tagged, bool some, bool all, const char *low)
{
	static const char *const partly[] = { "all", "rest", "other", "remaining", "patch ", "more", "further", "else", "全部", "其余", "其他", NULL };

	if (l && numbers->len)
		return how_many(l, numbers, tagged) > 0;
	return all || (some && !any_word(low, partly));
}

static bool contradicts(const struct facts *f, const struct ledger *l, const char *low)
{
	g_autoptr(GArray) numbers = patches_in(low);

	if (any_word(low, applying) && denied(l, numbers, false, f->applied, f->all_applied, low))
		return true;
	if (any_word(low, reviewing) && denied(l, numbers, true, false, f->all_reviewed, low))
		return true;
	return f->answered && no_answer_at_all(low);
}

/* "Two of three patches", "3 个补丁中的 2 个": how many; -1: the text does not count. */
static int counted(const char *low)
{
	static const char *const words[] = { "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", NULL };
	g_autoptr(GRegex) re = g_regex_new("\\b(\\d{1,3}|[a-z]+) (?:out )?of (?:the |its |these )*(?:\\d{1,3}|[a-z]+)? ?patches\\b|"
					   "个补丁中的?\\s*(\\d{1,3})|其中的?\\s*(\\d{1,3})\\s*个", 0, 0, NULL);
	g_autoptr(GMatchInfo) m = NULL;

	if (!g_regex_match(re, low, 0, &m))
		return -1;
	for (int group = 1; group <= 3; group++) {
		g_autofree char *n = g_match_info_fetch(m, group);

		for (int i = 0; n && words[i]; i++)
			if (!strcmp(n, words[i]))
				return i + 1;
		if (n && g_ascii_isdigit(*n))
			return atoi(n);
	}
	return -1;
}

/* "Was applied" of what was not: of the patches named, each; of the series, all of them. */
static bool claimed(const struct ledger *l, const GArray *numbers, bool tagged, bool some, bool all, const char *low)
{
	static const char *const whole[] = { "whole", "entire", "all ", "every", "fully", "complete", "全部", "所有", "整个", "均",
					     "都", NULL };
	static const char *const series[] = { "series", "patchset", "patch set", "系列", "补丁集", NULL };
	static const char *const partly[] = { "part", " of ", "some", "one", "two", "three", "state", "首个", "部分", "其中", "状态",
					      NULL };

	int n = counted(low);

	if (!some)
		return false;
	if (l && n >= 0)
		return n == (int)(tagged ? l->reviewed : l->applied_patches);
	if (l && numbers->len)
		return how_many(l, numbers, tagged) == numbers->len;
	return all || (!any_word(low, whole) && (tagged || !any_word(low, series) || any_word(low, partly)));
}

/* Words of a state that must be the thread's: "applied" where nothing was applied is a lie. */
static bool states_hold(const struct facts *f, const struct ledger *l, const char *low)
{
	static const char *const replaced[] = { "superseded", "newer version", "replaced", "取代", NULL };
	static const char *const refused[] = { "nak", "nack", "refused", "rejected", "拒绝", NULL };
	static const char *const broken[] = { "broken", "build", "构建", NULL };
	static const char *const silent[] = { "unanswered", "无人", NULL };
	g_autoptr(GArray) numbers = patches_in(low);

	return (!any_word(low, applying) || claimed(l, numbers, false, f->applied, f->all_applied, low)) &&
	       (!any_word(low, reviewing) || claimed(l, numbers, true, f->reviewed, f->all_reviewed, low)) &&
	       !(any_word(low, replaced) && !f->superseded) && !(any_word(low, refused) && !f->nak) &&
	       !(any_word(low, broken) && !f->broken) && !(any_word(low, silent) && f->answered);
}

static bool is_name(const struct ledger_source *s, const char *name)
{
	return s->name && strcasestr(s->name, name);
}

/* Somebody who acts: the ledger must have him for that act. */
static bool acts(const struct thread *t, const struct ledger *l, const char *low, const char *name)
{
	static const char *const posting[] = { "posted", "sent", "submitted", "started", "wrote", "发布", "发出", "发送", "提交",
					       "发起", NULL };

	if (any_word(low, posting) && (strcasestr(thread_mail(t, 0)->from.name, name) || (l && is_name(&l->author, name))))
		return true;
	for (guint i = 0; l && any_word(low, applying) && i < l->applied->len; i++)
		if (is_name(&((struct ledger_applied *)l->applied->pdata[i])->by, name))
			return true;
	for (guint i = 0; l && i < l->trailers->len; i++) {
		const struct ledger_trailer *tr = l->trailers->pdata[i];
		g_autofree char *act = g_ascii_strdown(tr->tag, (gssize)strcspn(tr->tag, "-"));

		if (!tr->own && strstr(low, act) && is_name(&tr->by, name))
			return true;
	}
	for (guint i = 0; l && strstr(low, "report") && i < l->reports->len; i++)
		if (is_name(&((struct ledger_report *)l->reports->pdata[i])->by, name))
			return true;
	for (guint i = 0; l && strstr(low, "nak") && i < l->naks->len; i++)
		if (is_name(&((struct ledger_nak *)l->naks->pdata[i])->by, name))
			return true;
	return false;
}

/* In lower case, without what only looks like a word of a state: "taken up" is not taken. */
static char *state_words(const char *text)
{
	static const char *const others[] = { "taken up", "taken into", "taken as", "taken care", "mergeable", NULL };
	GString *s = g_string_new(NULL);
	g_autofree char *low = g_utf8_strdown(text, -1);

	g_string_assign(s, low);
	for (const char *const *w = others; *w; w++)
		g_string_replace(s, *w, "", 0);
	return g_string_free(s, FALSE);
}

/* "Applied by Mia", "由 Mia 应用" */
static bool passive(const char *text, gsize at)
{
	static const char *const by[] = { "by ", "by the maintainer ", "由", "由 ", "被", "被 ", NULL };

	for (const char *const *w = by; *w; w++)
		if (at >= strlen(*w) && !g_ascii_strncasecmp(text + at - strlen(*w), *w, strlen(*w)))
			return true;
	return false;
}

bool state_denies(const struct list_line *line, const struct ledger *l, const char *text)
{
	g_autofree char *low = state_words(text);
	struct facts f = facts_of(line, l);

	return verb_nothing_happened(text) ? contradicts(&f, l, low) : !states_hold(&f, l, low);
}

bool state_carries(const struct people *p, const struct known *k, const struct thread *t, const struct list_line *line,
		   const struct ledger *l, const char *text)
{
	g_autoptr(GPtrArray) named = people_named(p, text);
	g_autofree char *low = state_words(text);
	struct facts f = facts_of(line, l);
	bool nothing = verb_nothing_happened(text), speaks = false;

	for (guint i = 0; i < named->len; i++) {
		const struct naming *n = named->pdata[i];

		speaks = speaks || n->speaks || passive(text, n->from);
		if ((n->speaks || passive(text, n->from)) && !acts(t, l, low, n->name))
			return false;
	}
	if (nothing && !speaks)
		return fold_weight_of(text) <= LONG_NOTHING && !contradicts(&f, l, low);
	return (nothing || states_hold(&f, l, low)) && !(nothing && contradicts(&f, l, low)) && known_cover(k, text);
}
