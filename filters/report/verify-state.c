#include "verify-state.h"
#include "verify-fold.h"
#include "verify-verbs.h"

#include <string.h>

enum { LONG_NOTHING = 56, LONG_FACT = 28 /* fold_weight of 28 and of 14 words */ };

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
	f.nak = !strcmp(state, "nak") || (l && l->naks->len);
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

static bool contradicts(const struct facts *f, const char *low)
{
	static const char *const partly[] = { "all", "rest", "other", "remaining", "patch ", "全部", "其余", "其他", NULL };

	if (f->all_applied && any_word(low, applying))
		return true;
	if (f->applied && any_word(low, applying) && !any_word(low, partly))
		return true;
	if (f->all_reviewed && any_word(low, reviewing))
		return true;
	return f->answered && no_answer_at_all(low);
}

static bool is_fact(const struct facts *f, const char *low)
{
	static const char *const replaced[] = { "superseded", "newer version", "newer series", "取代", "新版本", NULL };
	static const char *const refused[] = { "nak", "nack", NULL };
	static const char *const broken[] = { "build error", "build failure", "build warning", "broken", "kernel test robot",
					      "fails to build", "构建", "编译", NULL };

	return (f->applied && any_word(low, applying)) || (f->reviewed && any_word(low, reviewing)) ||
	       (f->superseded && any_word(low, replaced)) || (f->nak && any_word(low, refused)) ||
	       (f->broken && any_word(low, broken));
}

/* Persons that the ledger itself has for its facts. */
static bool ledger_knows(const struct ledger *l, const char *name)
{
	for (guint i = 0; i < l->applied->len; i++)
		if (strcasestr(((struct ledger_applied *)l->applied->pdata[i])->by.name, name))
			return true;
	for (guint i = 0; i < l->trailers->len; i++)
		if (strcasestr(((struct ledger_trailer *)l->trailers->pdata[i])->by.name, name))
			return true;
	for (guint i = 0; i < l->naks->len; i++)
		if (strcasestr(((struct ledger_nak *)l->naks->pdata[i])->by.name, name))
			return true;
	for (guint i = 0; i < l->reports->len; i++)
		if (strcasestr(((struct ledger_report *)l->reports->pdata[i])->by.name, name))
			return true;
	return false;
}

bool state_carries(const struct people *p, const struct list_line *line, const struct ledger *l, const char *text)
{
	g_autoptr(GPtrArray) named = people_named(p, text);
	g_autofree char *low = g_utf8_strdown(text, -1);
	struct facts f = facts_of(line, l);
	unsigned weight = fold_weight_of(text);

	for (guint i = 0; i < named->len; i++)
		if (((struct naming *)named->pdata[i])->speaks)
			return false;
	if (verb_nothing_happened(text))
		return weight <= LONG_NOTHING && !contradicts(&f, low);
	for (guint i = 0; i < named->len; i++)
		if (!l || !ledger_knows(l, ((struct naming *)named->pdata[i])->name))
			return false;
	return weight <= LONG_FACT && is_fact(&f, low);
}
