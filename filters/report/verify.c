#include "verify.h"
#include "verify-fold.h"
#include "verify-lexicon.h"
#include "verify-own.h"
#include "verify-patch.h"
#include "verify-people.h"
#include "verify-speaker.h"
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
	struct state *state;
	GArray *cited;  /* unsigned: the mails that the sentence before cites */
	GPtrArray *block; /* struct cite: the paragraph's */
	char *name;  /* of the last fault */
};

struct verifier *verify_new(const struct collation *c, const struct list_line *line, const struct ledger *l)
{
	struct verifier *v = g_new0(struct verifier, 1);

	v->thread = c->thread;
	v->line = line;
	v->ledger = l;
	v->own = own_new(c);
	v->cited = g_array_new(FALSE, FALSE, sizeof(unsigned));
	v->block = g_ptr_array_new();
	return v;
}

/* Extracts need nobody's name. */
static struct people *people(struct verifier *v)
{
	if (!v->people)
		v->people = people_new(v->thread, v->ledger);
	return v->people;
}

static struct known *known(struct verifier *v)
{
	if (!v->known)
		v->known = known_new(v->thread, v->line, v->ledger);
	return v->known;
}

static struct state *state(struct verifier *v)
{
	if (!v->state)
		v->state = state_new(people(v), known(v), v->thread, v->line, v->ledger);
	return v->state;
}

/* The evidence of a sentence that names the state or a mail which is there; appended. */
static void add_cites(const struct verifier *v, const struct sentence *s, GPtrArray *out)
{
	for (guint i = 0; i < s->clauses->len; i++) {
		const struct clause *c = s->clauses->pdata[i];

		for (guint k = 0; k < c->cites->len; k++) {
			const struct cite *cite = c->cites->pdata[k];

			if (cite->state || (cite->mail && cite->mail <= v->thread->mails->len))
				g_ptr_array_add(out, (gpointer)cite);
		}
	}
}

void verify_begin(struct verifier *v, const struct block *b)
{
	g_array_set_size(v->cited, 0);
	g_ptr_array_set_size(v->block, 0);
	for (guint i = 0; i < b->sentences->len; i++)
		add_cites(v, b->sentences->pdata[i], v->block);
}

void verify_free(struct verifier *v)
{
	if (!v)
		return;
	state_free(v->state);
	g_array_unref(v->cited);
	g_ptr_array_unref(v->block);
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

static enum verify_fault check_people(struct verifier *v, const struct clause *c)
{
	bool author = false;
	char *missing = speaker_missing(v->own, people(v), v->thread, c, &author);

	if (!missing)
		return VERIFIED;
	g_free(v->name);
	v->name = missing;
	return author ? FAULT_SPEAKER : FAULT_STRANGER;
}

/* Numbers and months: of the cited mails, quotes in them included, or of the thread. `cites`: the sentence's. */
static enum verify_fault check_numbers(struct verifier *v, const struct clause *clause, const GPtrArray *cites)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new(), quotes = g_ptr_array_new();
	g_autofree char *text = g_strdup(clause->text);
	int patch;
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
	patch = patch_stray(v->thread, people(v), v->ledger ? v->ledger->patches : 0, text, clause->cites, cites, v->block);
	stray = patch ? g_strdup_printf("%d", patch) : known_stray(known(v), text, texts, quotes);
	if (!stray)
		return VERIFIED;
	g_free(v->name);
	v->name = stray;
	return FAULT_NUMBER;
}

/* "Did not measure" beside "I measured", or the reverse; unless other words that are cited deny it, too. */
static enum verify_fault check_sense(const struct clause *clause)
{
	for (guint i = 0; i < clause->cites->len; i++) {
		const struct cite *c = clause->cites->pdata[i];
		bool denied = false;

		if (c->state || !c->words || !verb_reversed(clause->text, c->words, says_no(clause->text)))
			continue;
		for (guint k = 0; k < clause->cites->len; k++) {
			const struct cite *other = clause->cites->pdata[k];

			denied = denied || (other->words && verb_denied_too(clause->text, c->words, other->words));
		}
		if (!denied)
			return FAULT_REVERSED;
	}
	return VERIFIED;
}

/* The mails that a clause cites; of one that cites none, those before it. */
static GArray *cited_by(const struct verifier *v, const struct clause *c)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(unsigned));

	for (guint i = 0; i < c->cites->len; i++) {
		const struct cite *cite = c->cites->pdata[i];

		if (!cite->state && cite->mail && cite->mail <= v->thread->mails->len)
			g_array_append_val(out, cite->mail);
	}
	if (!out->len)
		g_array_append_vals(out, v->cited->data, v->cited->len);
	return out;
}

static struct verify_result check_clause(struct verifier *v, struct clause *c, const GPtrArray *cites)
{
	struct verify_result r = { .fault = VERIFIED };
	bool words = false, of_state = false;
	g_autoptr(GArray) cited = cited_by(v, c);

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
		of_state = of_state || cite->state;
		words = words || !cite->state;
	}
	if (!r.fault && words)
		r.fault = check_people(v, c);
	if (!r.fault && words)
		r.fault = check_sense(c);
	if (!r.fault && words)
		r.fault = check_numbers(v, c, cites);
	if (!r.fault && of_state && (words ? state_denies(state(v), c->text, cited) : !state_carries(state(v), c->text, cited)))
		r.fault = FAULT_STATE;
	g_array_set_size(v->cited, 0);
	g_array_append_vals(v->cited, cited->data, cited->len);
	return r;
}

/* Does a sentence itself say that what it cites was before: by a mail's day, by a word? */
static bool tells_when(const struct verifier *v, const struct sentence *s)
{
	g_autoptr(GPtrArray) cites = g_ptr_array_new(), nobody = g_ptr_array_new();

	add_cites(v, s, cites);
	for (guint i = 0; i < s->clauses->len; i++) {
		g_autoptr(GArray) lexemes = lexemes_of(((struct clause *)s->clauses->pdata[i])->text, nobody);

		for (guint k = 0; k < lexemes->len; k++) {
			const struct lexeme *l = &g_array_index(lexemes, struct lexeme, k);

			if (l->what == LEX_OLD)
				return true;
			for (guint n = 0; l->what == LEX_DATE && n < cites->len; n++) {
				const struct cite *c = cites->pdata[n];

				if (!c->state && day_is(&l->day, thread_mail(v->thread, c->mail - 1)->date))
					return true;
			}
		}
	}
	return false;
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
	if (part == PART_NEW && old && !news && !tells_when(v, s))
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
	g_autoptr(GPtrArray) cites = g_ptr_array_new();

	add_cites(v, s, cites);
	for (guint i = 0; i < s->clauses->len; i++) {
		struct clause *c = s->clauses->pdata[i];
		struct verify_result here = check_clause(v, c, cites);

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
