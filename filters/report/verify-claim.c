#include "verify-claim.h"
#include "verify-reader.h"
#include "lib/pattern.h"

#include <stdlib.h>
#include <string.h>

enum {
	POSSESSIVE = 2, /* "Ann's last mail" */
	FAR = 12,    /* between a deed and a "not" behind it that means something else */
};

static bool behind(const char *text, gsize at, const char *const *words)
{
	for (; *words; words++)
		if (at >= strlen(*words) && !g_ascii_strncasecmp(text + at - strlen(*words), *words, strlen(*words)))
			return true;
	return false;
}

/* "Posted by [Ann]" */
static bool is_by(const struct reader *r, const struct lexeme *l)
{
	static const char *const by[] = { "by ", "by the maintainer ", "由", "由 ", "被", "被 ", NULL };

	return behind(r->text, l->from, by);
}

/* "Nobody answered [Ann]", "[Ann]'s mail": she is not who did it. */
static bool is_object(const struct reader *r, const struct lexeme *l)
{
	static const char *const of[] = { "'s", "’s", "的", " 的" };

	for (gsize i = 0; i < G_N_ELEMENTS(of); i++)
		if (g_str_has_prefix(r->text + l->to, of[i]))
			return true;
	return r->own[SLOT_DEED] && !is_by(r, l);
}

static void take_who(struct reader *r, const struct lexeme *l)
{
	struct claim *c = reader_claim_for(r, SLOT_WHO, l);

	c->by = c->by || is_by(r, l);
	c->object = c->object || is_object(r, l);
	if (l->what == LEX_PERSON)
		g_ptr_array_add(c->who, (gpointer)l->who);
	c->author = c->author || l->what == LEX_AUTHOR;
	c->anybody = c->anybody || l->what == LEX_ANYBODY;
	c->only_who = c->only_who || r->only;
	r->only = r->only_after = false;
}

static void take_patches(struct reader *r, const struct lexeme *l)
{
	struct claim *c = reader_claim_for(r, SLOT_PATCHES, l);
	int cover = 0;

	switch (l->what) {
	case LEX_PATCHES:
		c->span = l->arg == 2 ? SPAN_ALL_BUT : SPAN_NUMBERS;
		for (int i = 1; l->arg == 1 && i <= l->n[0]; i++)
			g_array_append_val(c->patches, i);
		if (!l->arg && l->n[0])
			g_array_append_val(c->patches, l->n[0]);
		if (l->arg != 1 && !l->n[0])
			lexicon_numbers(r->text + l->from, l->to - l->from, c->patches);
		break;
	case LEX_COVER:
		c->span = SPAN_NUMBERS;
		g_array_append_val(c->patches, cover);
		break;
	case LEX_EACH:
		c->span = SPAN_EACH;
		c->each = l->n[0];
		c->not_all = c->not && !l->arg;
		break;
	case LEX_OTHERS:
		c->span = SPAN_OTHERS;
		c->each = l->n[0];
		break;
	case LEX_OF:
		c->of = l->n[0];
		c->total = l->n[1];
		break;
	default:
		c->span = l->arg ? SPAN_WHOLE : SPAN_SERIES;
	}
	if (l->arg && (l->what == LEX_EACH || l->what == LEX_OTHERS))
		c->not = r->own[SLOT_NOT] = true;
	c->only_patches = c->only_patches || r->only;
	r->only = r->only_after = false;
}

static void take_deed(struct reader *r, const struct lexeme *l)
{
	struct claim *c;
	unsigned kinds = l->what == LEX_SUPERSEDE ? 0 : l->what == LEX_TEST ? DEED_TEST : l->arg & (LEX_LOOSE - 1);

	/* "Acked-by tags"; "the only tag is Ann's Acked-by" */
	if (r->own[SLOT_DEED] && (r->now->kinds & DEED_TAGS) && (l->arg & LEX_ANY) && r->listed && r->slot == SLOT_DEED)
		return;
	if (r->own[SLOT_DEED] && r->now->tag && (kinds & DEED_TAGS) && !r->joined && !r->broken) {
		r->own[SLOT_DEED] = false;
		r->now->kinds = 0;
		r->now->any = false;
	}
	c = reader_claim_for(r, SLOT_DEED, l);
	c->tag = l->what == LEX_DEED && (l->arg & LEX_ANY);
	r->only = r->only && (r->only_after || r->only_then);
	c->kinds |= kinds;
	c->supersede = c->supersede || l->what == LEX_SUPERSEDE;
	if (l->what == LEX_DEED) {
		c->any = c->any || (l->arg & LEX_ANY);
		c->loose = c->loose || (l->arg & LEX_LOOSE);
		if (l->arg & LEX_UN)
			c->not = r->own[SLOT_NOT] = true;
	}
}

static void take_not(struct reader *r, const struct lexeme *l)
{
	const struct claim *now = r->now;
	bool before = r->own[SLOT_NOT];
	struct claim *c;

	/* "A review, noting that it is nothing like that" */
	if (l->what == LEX_NOT && r->own[SLOT_DEED] && !r->own[SLOT_NOT] && r->gap > FAR && !r->broken && !(r->joined && reader_is_complete(r)))
		return;
	c = l->what == LEX_NOT && r->listed && r->slot != SLOT_NOT && r->own[SLOT_NOT] && !r->joined && !r->broken ?
				  r->now : reader_claim_for(r, SLOT_NOT, l);
	before = before && c == now;
	c->doubled = c->doubled || (before && l->what == LEX_NOT && l->arg);
	c->not = c->not || l->what == LEX_NOT;
	c->nobody = c->nobody || l->what != LEX_NOT;
	c->but = c->but || l->what == LEX_NOBODY_BUT;
}

static void take_version(struct reader *r, const struct lexeme *l)
{
	bool his = r->slot == SLOT_WHO && r->now->object && r->gap <= POSSESSIVE;
	struct claim *c = reader_claim_for(r, SLOT_VERSION, l);
	struct claim_version v = { .version = l->n[0], .day = r->coming };

	r->coming = (struct day){ 0 };
	/* "Two patches in v1" */
	if (c->count && l->from > 3 && !g_ascii_strncasecmp(r->text + l->from - 3, "in ", 3)) {
		v.count = c->count;
		c->count = 0;
	}
	c->by = c->by || his; /* "Ann's v2" */
	if (his && c->who->len)
		c->owner = c->who->pdata[c->who->len - 1];

	if (l->what == LEX_BEYOND)
		c->beyond = l->n[0];
	else
		g_array_append_val(c->versions, v);
}

/* "..., in this period nobody ...": what begins here is of the claim that comes. */
static struct claim *detailed(struct reader *r, const struct lexeme *l)
{
	const char *open = g_strrstr_len(r->text, (gssize)l->from, "("), *close = g_strrstr_len(r->text, (gssize)l->from, ")");
	bool bracket = open && (!close || close < open); /* "v3 (6 patches, 2025-03-08)" */
	bool another = l->what == LEX_TIMES && r->now->times; /* "two by Ann, one by Bob" */

	if ((another || !reader_is_empty(r)) && (another || r->broken || (r->joined && reader_is_complete(r) && l->what != LEX_COUNT && !bracket))) {
		reader_end(r, l->from);
		reader_begin(r, l->from);
		r->joined = r->broken = false;
	}
	return r->now;
}

/* A count or a day belongs to the version before it, or to the claim. */
static void take_detail(struct claim *c, const struct lexeme *l)
{
	struct claim_version *v = c->versions->len ? &g_array_index(c->versions, struct claim_version, c->versions->len - 1) : NULL;

	if (l->what == LEX_COUNT && (!v || v->count))
		c->count = l->n[0];
	if (l->what == LEX_COUNT && v && !v->count)
		v->count = l->n[0];
	else if (l->what == LEX_DATE && v && !v->day.day && !(c->kinds & ~DEED_POST))
		v->day = l->day;
	else if (l->what == LEX_DATE)
		c->day = l->day;
}

static void take_flag(struct claim *c, const struct lexeme *l)
{
	bool *const flags[] = {
		[LEX_CARRIED] = &c->carried, [LEX_FRESH] = &c->fresh, [LEX_OLD] = &c->old, [LEX_AFTER] = &c->after,
		[LEX_CONTENT] = &c->content, [LEX_THAT_MAIL] = &c->that_mail, [LEX_ELSEWHERE] = &c->elsewhere, [LEX_ABSENT] = &c->absent, [LEX_NEWEST] = &c->newest, [LEX_SOLE] = &c->sole,
		[LEX_PARTLY] = &c->partly, [LEX_STATE] = &c->state, [LEX_REPORT] = &c->report,
	};

	if (l->what == LEX_GIVEN)
		*(l->arg ? &c->given : &c->here) = true;
	else if (l->what == LEX_EXCEPT)
		c->but = true;
	else if (l->what == LEX_TIMES)
		c->times = l->n[0];
	else if (l->what < G_N_ELEMENTS(flags) && flags[l->what])
		*flags[l->what] = true;
}

/* "Reviews are missing", "patch 5 is the only one": not the mails' number is meant. */
static bool of_deed(struct reader *r, const struct lexeme *l)
{
	if (l->what == LEX_ABSENT && r->own[SLOT_DEED])
		r->now->not = r->own[SLOT_NOT] = true;
	else if (l->what == LEX_SOLE && r->own[SLOT_PATCHES])
		r->now->only_patches = true;
	else
		return false;
	return true;
}

/* "In the period wrote Ann (2) and Bob (1)": mails, no patches. */
static bool counts_mails(const struct reader *r, const struct lexeme *l)
{
	const struct claim *before = r->claims->len ? r->claims->pdata[r->claims->len - 1] : NULL;
	unsigned kinds = r->own[SLOT_DEED] || !before ? r->now->kinds : before->kinds;

	return l->what == LEX_PATCHES && !l->arg && r->text[l->from] == '(' && (kinds & DEED_WRITE) && r->slot == SLOT_WHO;
}

/* "[2 月 3 日] 在另一 thread 发出的 v2" */
static bool of_next(const char *behind)
{
	static GRegex *re;

	return pattern_in(&re, "^[^,，;；。v]{0,20}的\\s*v\\d", behind);
}

static void take(struct reader *r, const struct lexeme *l)
{
	bool his;

	if (counts_mails(r, l)) {
		r->now->times = atoi(r->text + l->from + 1 + strspn(r->text + l->from + 1, " "));
		r->listed = false;
		return;
	}

	switch (l->what) {
	case LEX_JOIN:
	case LEX_OR:
		r->joined = true;
		r->comma = r->comma || l->arg;
		r->now->any = r->now->any || (l->what == LEX_OR && r->slot == SLOT_DEED);
		return;
	case LEX_BREAK:
		r->broken = true;
		r->colon = r->text[l->from] == ':' || g_str_has_prefix(r->text + l->from, "：");
		return;
	case LEX_ONLY:
		r->only = true;
		r->only_after = r->slot == SLOT_PATCHES && !r->joined;
		r->only_then = r->then && !r->joined;
		return;
	case LEX_PERSON:
	case LEX_AUTHOR:
	case LEX_ANYBODY:
		take_who(r, l);
		return;
	case LEX_PRONOUN:
		if (l->arg)
			reader_claim_for(r, SLOT_NOT, l)->not = true;
		r->now->pronoun = true;
		break;
	case LEX_NOBODY:
	case LEX_NOBODY_BUT:
	case LEX_NOT:
		take_not(r, l);
		return;
	case LEX_SERIES:
		/* "Patch 25 of a series" */
		if (r->own[SLOT_PATCHES] && r->slot == SLOT_PATCHES && r->listed && !r->joined && !r->broken)
			return;
		take_patches(r, l);
		return;
	case LEX_PATCHES:
	case LEX_COVER:
	case LEX_EACH:
	case LEX_OTHERS:
		take_patches(r, l);
		return;
	case LEX_OF:
		if (l->n[0])
			take_patches(r, l);
		else
			detailed(r, l)->total = l->n[1];
		return;
	case LEX_TEST:
		/* A test, unless it stands among tags. */
		r->now->test = true;
		if (r->slot != SLOT_DEED || !r->listed || !(r->now->kinds & DEED_TAGS))
			return;
		take_deed(r, l);
		return;
	case LEX_DEED:
	case LEX_SUPERSEDE:
		take_deed(r, l);
		return;
	case LEX_NEWER:
		reader_claim_for(r, SLOT_VERSION, l)->newer = true;
		if (l->arg)
			r->now->not = r->own[SLOT_NOT] = true;
		return;
	case LEX_VERSION:
	case LEX_BEYOND:
		take_version(r, l);
		return;
	case LEX_LAST:
		his = r->slot == SLOT_WHO && r->now->object && r->gap <= POSSESSIVE;
		reader_claim_for(r, SLOT_LAST, l)->last = !l->arg;
		r->now->own_last = !l->arg && his;
		r->now->own_first = l->arg && his;
		return;
	case LEX_DATE:
		if (of_next(r->text + l->to)) {
			r->coming = l->day;
			break;
		}
		take_detail(detailed(r, l), l);
		break;
	case LEX_COUNT:
		take_detail(detailed(r, l), l);
		break;
	default:
		if (!of_deed(r, l))
			take_flag(detailed(r, l), l);
	}
	r->listed = r->listed && (l->what == LEX_FRESH || l->what == LEX_GIVEN);
}

static gsize letters(const char *text, gsize from, gsize to)
{
	gsize n = 0;

	for (const char *p = text + from; p < text + to; p = g_utf8_next_char(p))
		n += g_unichar_isalnum(g_utf8_get_char(p));
	return n;
}

GPtrArray *claims_of(const char *text, const GArray *lexemes)
{
	struct reader r;
	gsize at = 0;

	reader_start(&r, text);
	for (guint i = 0; i < lexemes->len; i++) {
		const struct lexeme *l = &g_array_index(lexemes, struct lexeme, i);

		r.gap += letters(text, at, l->from);
		take(&r, l);
		r.then = l->what == LEX_FRESH || l->what == LEX_OLD;
		at = l->to;
	}
	reader_end(&r, strlen(text));
	return r.claims;
}
