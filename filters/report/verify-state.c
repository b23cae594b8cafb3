#include "verify-state.h"
#include "verify-claim.h"
#include "verify-fold.h"
#include "verify-judge.h"
#include "verify-verbs.h"
#include "verify-vocabulary.h"

#include <string.h>

enum {
	LONG_NOTHING = 56, /* fold_weight of 28 words */
	SOMETHING = 4,     /* of two words, which can deny what is no deed: "does not support resets" */
};

struct state {
	struct facts facts;
};

struct state *state_new(const struct people *p, const struct known *k, const struct thread *t, const struct list_line *line,
			const struct ledger *l)
{
	struct state *s = g_new0(struct state, 1);
	struct facts *f = &s->facts;
	const char *word = l && l->state ? l->state : line ? line->state : "-";
	const struct mail *first = thread_mail(t, 0);
	unsigned author = l && l->author.name ? people_find(p, l->author.name, l->author.addr) :
						people_find(p, first->from.name, first->from.addr);

	*f = (struct facts){ .people = p, .known = k, .thread = t, .ledger = l, .deeds = deeds_new(p, t, l) };
	f->author = g_array_new(FALSE, FALSE, sizeof(unsigned));
	g_array_append_val(f->author, author);
	f->applied = !strcmp(word, "applied") || !strcmp(word, "merged");
	f->reviewed = !strcmp(word, "reviewed");
	f->superseded = !strcmp(word, "superseded") || (l && l->superseded);
	f->nak = !strcmp(word, "nak") || (l && l->naks->len); /* a NAK that was withdrawn was given */
	f->broken = !strcmp(word, "broken") || (l && l->reports->len);
	f->answered = l ? l->answers > 0 : strcmp(word, "-") && strcmp(word, "unanswered") && !f->superseded;
	f->all_applied = f->applied;
	if (l && l->patches) {
		f->patches = (int)l->patches;
		f->applied = f->applied || l->applied_patches;
		f->all_applied = f->applied && (!l->applied_patches || l->applied_patches >= l->patches);
		f->reviewed = f->reviewed || l->reviewed;
	}
	return s;
}

void state_free(struct state *s)
{
	if (!s)
		return;
	deeds_free(s->facts.deeds);
	g_array_unref(s->facts.author);
	g_free(s);
}

/* The patches that a sentence numbers. */
static GArray *numbered(const GPtrArray *claims)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(int));

	for (guint i = 0; i < claims->len; i++) {
		const struct claim *c = claims->pdata[i];

		if (c->span == SPAN_NUMBERS)
			g_array_append_vals(out, c->patches->data, c->patches->len);
	}
	return out;
}

/* A capitalised word of a text, and those that follow it: the next one from *at on, which goes behind it; NULL: none. *first: the word
 * alone. Free both with g_free. */
static char *next_name(const char *text, gsize *at, char **first)
{
	static GRegex *re;

	if (!re)
		re = g_regex_new("\\b([A-Z][a-z]+)(?: [A-Z][a-z]+)*", G_REGEX_OPTIMIZE, 0, NULL);
	for (;;) {
		g_autoptr(GMatchInfo) m = NULL;
		g_autofree char *all = NULL, *word = NULL, *low = NULL;
		int from, to;

		if (!g_regex_match_full(re, text, -1, (int)*at, 0, &m, NULL) || !g_match_info_fetch_pos(m, 0, &from, &to))
			return NULL;
		*at = (gsize)to;
		all = g_match_info_fetch(m, 0);
		word = g_match_info_fetch(m, 1);
		low = g_ascii_strdown(word, -1);
		if (!strcmp(all, word) && vocabulary_has(low, true))
			continue;
		*first = g_steal_pointer(&word);
		return g_steal_pointer(&all);
	}
}

/* "Linus has not answered": does a text name somebody, known or not? */
static bool names_other(const char *rest)
{
	gsize at = 0;
	g_autofree char *word = NULL, *all = next_name(rest, &at, &word);

	return all;
}

/* Does it name somebody whom neither the thread nor its mails know? They speak of Linus Torvalds as "Linus" if nobody else here is so called. */
static bool names_unknown(const struct facts *f, const char *rest)
{
	for (gsize at = 0;;) {
		g_autofree char *word = NULL, *all = next_name(rest, &at, &word);
		bool alone;

		if (!all)
			return false;
		alone = !strcmp(all, word);
		if (!(alone && at == strlen(word)) && !known_in_mail(f->known, all) &&
		    (alone || people_share_word(f->people, word) || !known_in_mail(f->known, word)))
			return true;
	}
}

static bool any_refuted(const struct state *s, const GPtrArray *claims, const GArray *cited, bool words)
{
	g_autoptr(GArray) patches = numbered(claims);

	for (guint i = 0; i < claims->len; i++) {
		const struct beside b = { i ? claims->pdata[i - 1] : NULL, patches, cited, words };

		if (claim_refuted(&s->facts, claims->pdata[i], &b))
			return true;
	}
	return false;
}

/* Is a lexeme what claims are made of, and judged with them? Counts and names must be the thread's. */
static bool is_judged(const struct state *s, const struct lexeme *l)
{
	switch (l->what) {
	case LEX_CONTENT:
	case LEX_TIMES:
		return false;
	case LEX_PERSON:
		return l->who->who->len > 0;
	case LEX_COUNT:
		return known_number(s->facts.known, l->n[0], "", "", "patches");
	case LEX_DATE:
		return known_day(s->facts.known, l->day.year, l->day.month, l->day.day);
	default:
		return true;
	}
}

/* What stands between from and to beside what is judged. */
static char *rest_of(const struct state *s, const char *text, const GArray *lexemes, const struct claim *c)
{
	char *rest = g_strndup(text + c->from, c->to - c->from);

	for (guint i = 0; i < lexemes->len; i++) {
		const struct lexeme *l = &g_array_index(lexemes, struct lexeme, i);
		bool times = l->what == LEX_TIMES && c->times && c->who->len && (c->kinds & DEED_WRITE);

		if (l->from >= c->from && l->to <= c->to && (times || is_judged(s, l)))
			memset(rest + (l->from - c->from), ' ', l->to - l->from);
	}
	return rest;
}

/* Does one of a claim's persons say or do something? */
static bool has_speaker(const struct claim *c)
{
	for (guint i = 0; i < c->who->len; i++) {
		const struct naming *n = c->who->pdata[i];

		if (n->from >= c->from && n->to <= c->to && (n->speaks || c->by))
			return true;
	}
	return false;
}

/* Is somebody named who is a stranger to the thread and its mails? */
static bool names_stranger(const struct facts *f, const GArray *lexemes, const struct claim *c, const char *rest)
{
	for (guint i = 0; i < lexemes->len; i++) {
		const struct lexeme *l = &g_array_index(lexemes, struct lexeme, i);

		if (l->what == LEX_PERSON && l->from >= c->from && l->to <= c->to && !l->who->who->len)
			return !known_in_mail(f->known, l->who->name);
	}
	return names_unknown(f, rest);
}

/* May a claim that is not refuted stand? `posted`: a claim before it says that something was posted. *free: the weight of what is not the thread's own words, added. */
static bool carried(const struct state *s, const char *text, const GArray *lexemes, const struct claim *c, bool posted, unsigned *free)
{
	g_autofree char *rest = rest_of(s, text, lexemes, c), *own = g_strndup(text + c->from, c->to - c->from);
	bool no = c->not || c->nobody, speaker = has_speaker(c);
	bool deed = c->kinds || c->supersede || c->newer || c->absent || c->last || c->sole || (no && c->versions->len);

	if (!deed && (c->anybody || c->only_who || (c->author && !c->object)))
		return false; /* does what? */
	if (known_cover(s->facts.known, rest, (c->kinds & DEED_POST) || (posted && !c->kinds)))
		return deed || (!speaker && (!no || fold_weight_of(rest) < SOMETHING || verb_nothing_happened(own)));
	if (names_stranger(&s->facts, lexemes, c, rest))
		return false;
	*free += fold_weight_of(rest);
	return !speaker && ((no && deed) || verb_nothing_happened(own));
}

/* "Ann posted a patch that rejects old tables", which is its subject: nobody rejected anything. */
static bool of_subject(const struct state *s, const char *text, const struct lexeme *l)
{
	g_autofree char *word = g_utf8_strdown(text + l->from, (gssize)(l->to - l->from));

	return known_word(s->facts.known, word) || known_translated(s->facts.known, word);
}

/* The claims of a text, and what they are made of. */
static GPtrArray *read_claims(const struct state *s, const char *text, GPtrArray **named, GArray **lexemes)
{
	GPtrArray *claims;
	bool posted = false;

	*named = people_named(s->facts.people, text);
	*lexemes = lexemes_of(text, *named);
	for (guint i = 0; i < (*lexemes)->len; i++) {
		const struct lexeme *l = &g_array_index(*lexemes, struct lexeme, i);

		if (posted && (l->what == LEX_DEED || l->what == LEX_TEST || l->what == LEX_REPORT || l->what == LEX_SUPERSEDE) && of_subject(s, text, l))
			g_array_remove_index(*lexemes, i--);
		else
			posted = posted || (l->what == LEX_DEED && l->arg == DEED_POST);
	}
	claims = claims_of(text, *lexemes);
	for (guint i = 0; i < claims->len; i++) {
		struct claim *c = claims->pdata[i];
		g_autofree char *rest = rest_of(s, text, *lexemes, c);

		c->pronoun = c->pronoun || (c->not && !c->nobody && !c->who->len && names_other(rest));
	}
	return claims;
}

bool state_denies(const struct state *s, const char *text, const GArray *cited)
{
	g_autoptr(GPtrArray) named = NULL;
	g_autoptr(GArray) lexemes = NULL;
	g_autoptr(GPtrArray) claims = read_claims(s, text, &named, &lexemes);

	return any_refuted(s, claims, cited, true);
}

bool state_carries(const struct state *s, const char *text, const GArray *cited)
{
	g_autoptr(GPtrArray) named = NULL;
	g_autoptr(GArray) lexemes = NULL;
	g_autoptr(GPtrArray) claims = read_claims(s, text, &named, &lexemes);
	bool posted = false;
	unsigned free = 0;

	if (any_refuted(s, claims, cited, false))
		return false;
	for (guint i = 0; i < claims->len; i++) {
		const struct claim *c = claims->pdata[i];

		if (!carried(s, text, lexemes, c, posted, &free))
			return false;
		posted = posted || (c->kinds & DEED_POST);
	}
	return free <= LONG_NOTHING;
}
