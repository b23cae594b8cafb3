#include "verify.h"
#include "verify-fold.h"
#include "verify-own.h"
#include "verify-people.h"
#include "verify-verbs.h"

#include <string.h>

enum { TAIL = 8 /* fold_weight of four words */ };

struct verify {
	const struct thread *thread;
	const struct list_line *line;
	struct own *own;
	struct people *people;
	char *name;  /* of the last fault */
};

struct verify *verify_new(const struct thread *t, const struct list_line *line)
{
	struct verify *v = g_new0(struct verify, 1);

	v->thread = t;
	v->line = line;
	v->own = own_new(t);
	v->people = people_new(t);
	return v;
}

void verify_free(struct verify *v)
{
	if (!v)
		return;
	own_free(v->own);
	people_free(v->people);
	g_free(v->name);
	g_free(v);
}

enum verify_fault verify_cite(struct verify *v, const struct cite *c, unsigned *elsewhere)
{
	static const enum verify_fault faults[] = {
		[OWN_FOUND] = VERIFIED, [OWN_NO_MAIL] = FAULT_NO_MAIL, [OWN_NO_WORDS] = FAULT_NO_WORDS,
		[OWN_SHORT] = FAULT_SHORT, [OWN_NOWHERE] = FAULT_NOWHERE, [OWN_ELSEWHERE] = FAULT_ELSEWHERE,
		[OWN_CUT] = FAULT_CUT,
	};

	if (c->state)
		return VERIFIED;
	return faults[own_find(v->own, c->mail, c->words ? c->words : "", elsewhere)];
}

bool verify_extracted(struct verify *v, unsigned mail, const char *words)
{
	return own_mentions(v->own, mail, words);
}

static bool says_no(const char *text)
{
	static const char *const words[] = { "not ", "n't", "n’t", "no ", "never", "neither", "nor ", "without", "against",
					     "object", "reject", "refus", "disagree", "nak", "nack", "doubt", "declin",
					     "unable", "fail", "wrong", "oppos", "unneeded", "unnecessary", "lack",
					     "cannot", "question", "不", "没", "未", "无", "反对", "拒绝", "质疑", "错误" };
	g_autofree char *low = g_utf8_strdown(text, -1);

	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (strstr(low, words[i]))
			return true;
	return false;
}

static bool wrote_cited(struct verify *v, const struct naming *n, const GPtrArray *cites)
{
	for (guint i = 0; i < n->who->len; i++)
		for (guint k = 0; k < cites->len; k++) {
			const struct cite *c = cites->pdata[k];

			if (!c->state && people_wrote(v->people, g_array_index(n->who, unsigned, i), c->mail))
				return true;
		}
	return false;
}

static bool is_author(struct verify *v, const struct naming *n)
{
	for (guint i = 0; i < n->who->len; i++)
		if (people_is_author(v->people, g_array_index(n->who, unsigned, i)))
			return true;
	return false;
}

/* One who wrote no mail here can only be spoken of. Of one who is said to speak the quoted words themselves must tell. */
static bool spoken_of(struct verify *v, const struct naming *n, const GPtrArray *cites)
{
	/* Unknown to every mail, or only a capitalised word? */
	if (!n->who->len && !strchr(n->name, ' ') && own_anywhere(v->own, n->name))
		return true;
	for (guint k = 0; k < cites->len; k++) {
		const struct cite *c = cites->pdata[k];

		if (c->state)
			continue;
		if (n->speaks ? c->words && strcasestr(c->words, n->name) : own_mentions(v->own, c->mail, n->name))
			return true;
	}
	return false;
}

/* Of the persons named one must have written a cited mail; of those who are said to speak, if there are such, one of them. */
static enum verify_fault check_people(struct verify *v, const struct clause *clause)
{
	g_autoptr(GPtrArray) named = people_named(v->people, clause->text);
	const struct naming *missing = NULL;
	bool speaker = false, author = false;

	for (guint i = 0; i < named->len; i++)
		speaker = speaker || ((struct naming *)named->pdata[i])->speaks;
	for (guint i = 0; i < named->len; i++) {
		const struct naming *n = named->pdata[i];

		if (speaker && !n->speaks)
			continue;
		if (wrote_cited(v, n, clause->cites) || (!is_author(v, n) && spoken_of(v, n, clause->cites)))
			return VERIFIED;
		if (!missing || (is_author(v, n) && !author)) {
			missing = n;
			author = is_author(v, n);
		}
	}
	if (!missing)
		return VERIFIED;
	g_free(v->name);
	v->name = g_strdup(missing->name);
	return author ? FAULT_SPEAKER : FAULT_STRANGER;
}

static bool is_state(const struct verify *v, const char *word)
{
	return v->line && !strcmp(v->line->state, word);
}

/* "[state]": what did not happen, or the very word that the ledger has. Nobody speaks in it. */
static bool state_carries(struct verify *v, const char *text)
{
	static const struct {
		const char *state, *words;
	} facts[] = { { "applied", "applied" }, { "applied", "queued" }, { "applied", "已应用" }, { "applied", "已合入" },
		      { "applied", "被应用" }, { "merged", "merged" }, { "merged", "已合并" }, { "superseded", "superseded" },
		      { "superseded", "newer version" }, { "superseded", "取代" }, { "reviewed", "reviewed" },
		      { "reviewed", "已评审" } };
	static const char *const applied[] = { "appl", "merge", "queue", "pick", "taken", "应用", "合并", "采纳" };
	static const char *const answered[] = { "nobody repl", "nobody answer", "nobody respon", "no one repl",
						"no one answer", "unanswered", "no replies", "无人回复", "没有人回复" };
	g_autoptr(GPtrArray) named = people_named(v->people, text);
	g_autofree char *low = g_utf8_strdown(text, -1);
	bool nothing = verb_nothing_happened(text);

	for (guint i = 0; i < named->len; i++)
		if (((struct naming *)named->pdata[i])->speaks)
			return false;
	for (guint i = 0; !nothing && i < G_N_ELEMENTS(facts); i++)
		if (is_state(v, facts[i].state) && strstr(low, facts[i].words))
			return true;
	if (!nothing)
		return false;
	/* Against the facts. */
	for (guint i = 0; (is_state(v, "applied") || is_state(v, "merged")) && i < G_N_ELEMENTS(applied); i++)
		if (strstr(low, applied[i]))
			return false;
	if (is_state(v, "unanswered") || !v->line || !strcmp(v->line->state, "-") || named->len || strstr(low, " to ") ||
	    strstr(low, "对"))
		return true;
	for (guint i = 0; i < G_N_ELEMENTS(answered); i++)
		if (strstr(low, answered[i]))
			return false;
	return true;
}

static unsigned weight(const char *text)
{
	struct fold f;
	unsigned w;

	fold_init(&f);
	fold_add(&f, text, -1);
	w = fold_weight(&f);
	fold_clear(&f);
	return w;
}

static struct verify_result check_clause(struct verify *v, const struct clause *c)
{
	struct verify_result r = { .fault = VERIFIED };
	bool words = false, state = false;

	for (guint i = 0; i < c->cites->len && !r.fault; i++) {
		const struct cite *cite = c->cites->pdata[i];

		r.fault = verify_cite(v, cite, &r.elsewhere);
		/* A quotation that begins after "not" is honest in a sentence that says no. */
		if (r.fault == FAULT_CUT && says_no(c->text))
			r.fault = VERIFIED;
		r.mail = cite->mail;
		state = state || cite->state;
		words = words || !cite->state;
	}
	if (!r.fault && words)
		r.fault = check_people(v, c);
	else if (!r.fault && state && !state_carries(v, c->text))
		r.fault = FAULT_STATE;
	return r;
}

/* Old as new, new as old. */
static enum verify_fault check_time(const struct verify *v, const struct sentence *s, enum answer_part part)
{
	bool news = false, old = false;

	for (guint i = 0; i < s->clauses->len; i++) {
		const struct clause *c = s->clauses->pdata[i];

		for (guint k = 0; k < c->cites->len; k++) {
			const struct cite *cite = c->cites->pdata[k];

			if (cite->state || !cite->mail || cite->mail > v->thread->mails->len)
				continue;
			if (thread_mail(v->thread, cite->mail - 1)->is_new)
				news = true;
			else
				old = true;
		}
	}
	if (part == PART_NEW && old && !news)
		return FAULT_OLD;
	if (part == PART_BEFORE && news && !old)
		return FAULT_NEW;
	return VERIFIED;
}

struct verify_result verify_sentence(struct verify *v, const struct sentence *s, enum answer_part part)
{
	bool history = v->thread->news < v->thread->mails->len, any = false;
	const struct clause *last = s->clauses->pdata[s->clauses->len - 1];
	struct verify_result r = { .fault = VERIFIED };

	if (part == PART_BEFORE && !history) {
		if (s->clauses->len > 1 || !verb_no_history(last->text))
			r.fault = FAULT_NO_HISTORY;
		return r;
	}
	for (guint i = 0; i < s->clauses->len && !r.fault; i++) {
		const struct clause *c = s->clauses->pdata[i];

		any = any || c->cites->len;
		r = check_clause(v, c);
	}
	if (r.fault)
		;
	else if (!any)
		r.fault = FAULT_UNCITED;
	else if (!last->cites->len && weight(last->text) >= TAIL)
		r.fault = FAULT_TAIL;
	else
		r.fault = check_time(v, s, part);
	r.name = r.fault == FAULT_SPEAKER || r.fault == FAULT_STRANGER ? v->name : NULL;
	return r;
}
