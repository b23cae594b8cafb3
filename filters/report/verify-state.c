#include "verify-state.h"
#include "verify-facts.h"
#include "verify-fold.h"
#include "verify-verbs.h"

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

/* Words of a state that must be the thread's: "applied" where nothing was applied is a lie. */
static bool states_hold(const struct facts *f, const char *low)
{
	static const char *const replaced[] = { "superseded", "newer version", "replaced", "取代", NULL };
	static const char *const refused[] = { "nak", "nack", NULL };
	static const char *const broken[] = { "broken", "build", "构建", NULL };
	static const char *const silent[] = { "unanswered", "无人", NULL };

	return !(any_word(low, applying) && !f->applied) && !(any_word(low, reviewing) && !f->reviewed) &&
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

bool state_carries(const struct people *p, const struct thread *t, const struct list_line *line, const struct ledger *l,
		   const char *text)
{
	g_autoptr(GPtrArray) named = people_named(p, text);
	g_autofree char *low = g_utf8_strdown(text, -1);
	struct facts f = facts_of(line, l);
	bool nothing = verb_nothing_happened(text), speaks = false;

	for (guint i = 0; i < named->len; i++) {
		const struct naming *n = named->pdata[i];

		speaks = speaks || n->speaks;
		if (n->speaks && !acts(t, l, low, n->name))
			return false;
	}
	if (nothing && !speaks)
		return fold_weight_of(text) <= LONG_NOTHING && !contradicts(&f, low);
	return (nothing || states_hold(&f, low)) && !(nothing && contradicts(&f, low)) && facts_cover(t, line, l, text);
}
