#include "verify.h"
#include "verify-fold.h"
#include "verify-own.h"
#include "verify-people.h"
#include "verify-state.h"
#include "verify-verbs.h"

#include <string.h>

enum { TAIL = 8 /* fold_weight of four words */ };

struct verifier {
	const struct thread *thread;
	const struct list_line *line;
	const struct ledger *ledger;
	struct own *own;
	struct people *people;
	struct known *known;
	char *name;  /* of the last fault */
};

struct verifier *verify_new(const struct collation *c, const struct list_line *line, const struct ledger *l)
{
	struct verifier *v = g_new0(struct verifier, 1);

	v->thread = c->thread;
	v->line = line;
	v->ledger = l;
	v->own = own_new(c);
	return v;
}

/* Extracts need nobody's name. */
static struct people *people(struct verifier *v)
{
	if (!v->people)
		v->people = people_new(v->thread);
	return v->people;
}

static struct known *known(struct verifier *v)
{
	if (!v->known)
		v->known = known_new(v->thread, v->line, v->ledger);
	return v->known;
}

void verify_free(struct verifier *v)
{
	if (!v)
		return;
	own_free(v->own);
	people_free(v->people);
	known_free(v->known);
	g_free(v->name);
	g_free(v);
}

enum verify_fault verify_cite(struct verifier *v, const struct cite *c, unsigned *elsewhere)
{
	static const enum verify_fault faults[] = {
		[OWN_FOUND] = VERIFIED, [OWN_NO_MAIL] = FAULT_NO_MAIL, [OWN_NO_WORDS] = FAULT_NO_WORDS,
		[OWN_SHORT] = FAULT_SHORT, [OWN_NOWHERE] = FAULT_NOWHERE, [OWN_ELSEWHERE] = FAULT_ELSEWHERE,
		[OWN_CUT] = FAULT_CUT,
	};

	unsigned unused;

	if (c->state || (c->whole && own_find(v->own, c->mail, c->whole, &unused) == OWN_FOUND))
		return VERIFIED;
	return faults[own_find(v->own, c->mail, c->words ? c->words : "", elsewhere)];
}

char *verify_passage(struct verifier *v, const struct cite *c, gsize bytes)
{
	return c->state || !c->words ? NULL : own_passage(v->own, c->mail, c->words, bytes);
}

bool verify_extracted(struct verifier *v, unsigned mail, const char *words)
{
	return own_mentions(v->own, mail, words);
}

const char *verify_fault_name(enum verify_fault fault)
{
	static const char *const names[VERIFY_FAULTS] = {
		[FAULT_UNCITED] = "uncited",   [FAULT_TAIL] = "uncited-end", [FAULT_NO_MAIL] = "no-such-mail",
		[FAULT_NO_WORDS] = "no-words", [FAULT_SHORT] = "too-short",  [FAULT_NOWHERE] = "nowhere",
		[FAULT_ELSEWHERE] = "in-another-mail", [FAULT_CUT] = "negation-cut", [FAULT_SPEAKER] = "another-speaker",
		[FAULT_STRANGER] = "stranger", [FAULT_STATE] = "not-the-state",   [FAULT_NO_HISTORY] = "no-history",
		[FAULT_OLD] = "old-as-new",    [FAULT_NEW] = "new-as-old", [FAULT_NUMBER] = "number",
		[FAULT_REVERSED] = "reversed",
	};

	return names[fault];
}

void verify_count(struct verify_counts *counts, enum verify_fault fault)
{
	counts->sentences++;
	counts->faults[fault]++;
	if (fault)
		counts->unverified++;
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

/* "Objects" beside "[I don't] object": what was cut off is what the sentence lacks. */
static bool says_uncut(const char *text, const char *words)
{
	g_autofree char *whole = g_strconcat("not ", words, NULL);

	return verb_reversed(text, whole, false);
}

static bool wrote_cited(struct verifier *v, const struct naming *n, const GPtrArray *cites)
{
	for (guint i = 0; i < n->who->len; i++)
		for (guint k = 0; k < cites->len; k++) {
			const struct cite *c = cites->pdata[k];

			if (!c->state && people_wrote(people(v), g_array_index(n->who, unsigned, i), c->mail))
				return true;
		}
	return false;
}

static bool is_author(struct verifier *v, const struct naming *n)
{
	for (guint i = 0; i < n->who->len; i++)
		if (people_is_author(people(v), g_array_index(n->who, unsigned, i)))
			return true;
	return false;
}

/* Does a cited mail speak of him? Of one who is said to speak it must do so near the quoted words. */
static bool told_of(struct verifier *v, const char *name, bool speaks, const GPtrArray *cites)
{
	for (guint k = 0; k < cites->len; k++) {
		const struct cite *c = cites->pdata[k];

		if (c->state)
			continue;
		if (speaks ? c->words && own_mentions_near(v->own, c->mail, name, c->words) :
			     own_mentions(v->own, c->mail, name))
			return true;
	}
	return false;
}

/* One who wrote none of the cited mails can still be spoken of in them: by any of his names if the thread knows him. Not one who
 * speaks himself in this thread: his words are in his mails. */
static bool spoken_of(struct verifier *v, const struct naming *n, const GPtrArray *cites)
{
	g_auto(GStrv) names = g_strsplit_set(n->name, " -", -1);

	if (n->speaks && is_author(v, n))
		return false;
	if (told_of(v, n->name, n->speaks, cites))
		return true;
	/* Unknown to every mail, or only a capitalised word? */
	if (!n->who->len && !names[1])
		return own_anywhere(v->own, n->name);
	if (!n->who->len && !told_of(v, n->name, false, cites))
		return false;
	for (char **w = names; *w; w++)
		if (strlen(*w) > 2 && !g_ascii_islower(**w) && told_of(v, *w, n->speaks, cites))
			return true;
	return false;
}

/* Each person who is said to speak must have written a cited mail. If nobody is: of the persons named one must. */
static enum verify_fault check_people(struct verifier *v, const struct clause *clause)
{
	g_autoptr(GPtrArray) named = people_named(people(v), clause->text);
	const struct naming *missing = NULL;
	bool speaker = false;

	for (guint i = 0; i < named->len; i++)
		speaker = speaker || ((struct naming *)named->pdata[i])->speaks;
	for (guint i = 0; i < named->len; i++) {
		const struct naming *n = named->pdata[i];
		bool good = wrote_cited(v, n, clause->cites) || spoken_of(v, n, clause->cites);

		if (speaker && !n->speaks)
			continue;
		if (!good && (!missing || is_author(v, n)))
			missing = n;
		if (good && !speaker)
			return VERIFIED;
	}
	if (!missing)
		return VERIFIED;
	g_free(v->name);
	v->name = g_strdup(missing->name);
	return is_author(v, missing) ? FAULT_SPEAKER : FAULT_STRANGER;
}

/* Numbers and months: of the cited mails, quotes in them included, or of the thread. */
static enum verify_fault check_numbers(struct verifier *v, const struct clause *clause)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new(), quotes = g_ptr_array_new();
	char *stray;

	for (guint i = 0; i < clause->cites->len; i++) {
		const struct cite *c = clause->cites->pdata[i];
		const struct mail *m = c->state ? NULL : thread_mail(v->thread, c->mail - 1);

		if (m && m->text)
			g_ptr_array_add(texts, m->text);
		if (m)
			g_ptr_array_add(texts, m->subject);
		if (c->words)
			g_ptr_array_add(quotes, c->words);
	}
	stray = known_stray(known(v), clause->text, texts, quotes);
	if (!stray)
		return VERIFIED;
	g_free(v->name);
	v->name = stray;
	return FAULT_NUMBER;
}

/* "Did not measure" beside "I measured", or the reverse. */
static enum verify_fault check_sense(const struct clause *clause)
{
	for (guint i = 0; i < clause->cites->len; i++) {
		const struct cite *c = clause->cites->pdata[i];

		if (!c->state && c->words && verb_reversed(clause->text, c->words, says_no(clause->text)))
			return FAULT_REVERSED;
	}
	return VERIFIED;
}

static struct verify_result check_clause(struct verifier *v, struct clause *c)
{
	struct verify_result r = { .fault = VERIFIED };
	bool words = false, state = false;

	for (guint i = 0; i < c->cites->len; i++) {
		struct cite *cite = c->cites->pdata[i];
		unsigned elsewhere = 0;
		enum verify_fault fault = verify_cite(v, cite, &elsewhere);

		/* A quotation that begins after "not" is honest in a sentence that says no. */
		if (fault == FAULT_CUT && says_no(c->text) && !says_uncut(c->text, cite->words))
			fault = VERIFIED;
		cite->verified = !fault;
		if (fault && !r.fault)
			r = (struct verify_result){ .fault = fault, .mail = cite->mail, .elsewhere = elsewhere };
		state = state || cite->state;
		words = words || !cite->state;
	}
	if (!r.fault && words)
		r.fault = check_people(v, c);
	if (!r.fault && words)
		r.fault = check_sense(c);
	if (!r.fault && words)
		r.fault = check_numbers(v, c);
	if (!r.fault && state && (words ? state_denies(v->line, v->ledger, c->text) :
					  !state_carries(people(v), known(v), v->thread, v->line, v->ledger, c->text)))
		r.fault = FAULT_STATE;
	return r;
}

/* Old as new, new as old. */
static enum verify_fault check_time(const struct verifier *v, const struct sentence *s, enum answer_part part)
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

struct verify_result verify_sentence(struct verifier *v, struct sentence *s, enum answer_part part)
{
	bool history = v->thread->news < v->thread->mails->len, any = false;
	const struct clause *last = s->clauses->pdata[s->clauses->len - 1];
	struct verify_result r = { .fault = VERIFIED };

	for (guint i = 0; i < s->clauses->len; i++) {
		struct clause *c = s->clauses->pdata[i];
		struct verify_result here = check_clause(v, c);

		any = any || c->cites->len;
		if (!r.fault)
			r = here;
	}
	if (part == PART_BEFORE && !history)
		r.fault = s->clauses->len == 1 && verb_no_history(last->text) ? VERIFIED : FAULT_NO_HISTORY;
	else if (r.fault)
		;
	else if (!any)
		r.fault = FAULT_UNCITED;
	else if (!last->cites->len && fold_weight_of(last->text) >= TAIL)
		r.fault = FAULT_TAIL;
	else
		r.fault = check_time(v, s, part);
	r.name = r.fault == FAULT_SPEAKER || r.fault == FAULT_STRANGER || r.fault == FAULT_NUMBER ? v->name : NULL;
	return r;
}
