#include "verify-reader.h"
#include "lib/pattern.h"

#include <string.h>

enum { ARTICLE = 4 /* letters between two words of one list */ };

static void claim_free(void *p)
{
	struct claim *c = p;

	g_ptr_array_unref(c->who);
	g_array_unref(c->patches);
	g_array_unref(c->versions);
	g_free(c);
}

bool reader_is_empty(const struct reader *r)
{
	for (int i = SLOT_NONE + 1; i < SLOTS; i++)
		if (r->own[i])
			return false;
	return true;
}

/* Tags that the claims before speak of. */
static unsigned tags_before(const struct reader *r)
{
	unsigned kinds = 0;

	for (guint i = 0; i < r->claims->len; i++)
		kinds |= ((struct claim *)r->claims->pdata[i])->kinds & DEED_TAGS;
	return kinds;
}

static void take_deed_of(struct reader *r, const struct claim *before)
{
	struct claim *c = r->now;

	c->kinds = before->kinds;
	c->any = before->any;
	c->loose = before->loose;
	c->supersede = c->supersede || before->supersede;
	if (before->label && !c->day.day)
		c->day = before->day;
	if (!(c->carried || c->here || c->fresh || c->old)) {
		c->carried = before->carried;
		c->here = before->here;
		c->fresh = before->fresh;
		c->old = before->old;
	}
	if ((c->not || c->nobody) && c->span && tags_before(r)) {
		c->kinds = tags_before(r);
		c->loose = false;
	}
}

static void take_patches_of(struct claim *c, const struct claim *before)
{
	c->span = before->span;
	c->each = before->each;
	g_array_append_vals(c->patches, before->patches->data, before->patches->len);
}

/* What it leaves out it has from the claim before. */
static void inherit(struct reader *r)
{
	struct claim *c = r->now, *before = r->claims->len ? r->claims->pdata[r->claims->len - 1] : NULL;
	bool no = c->not || c->nobody;

	if (!before)
		return;
	if (!r->own[SLOT_DEED] && !r->own[SLOT_LAST] && !r->own[SLOT_VERSION] && !c->newer && !c->sole &&
	    (r->own[SLOT_WHO] || r->own[SLOT_PATCHES] || c->nobody || (no && before->label)))
		take_deed_of(r, before);
	if (!r->own[SLOT_PATCHES] && r->before_first == SLOT_PATCHES && !c->nobody && !(no && (c->here || c->given || c->fresh)) &&
	    (no || r->first == SLOT_DEED || !r->own[SLOT_DEED]))
		take_patches_of(c, before);
	if (!r->own[SLOT_WHO] && r->before_first == SLOT_WHO && !no && !c->of &&
	    (r->first == SLOT_DEED || (r->first == SLOT_PATCHES && !r->own[SLOT_DEED]))) {
		for (guint i = 0; i < before->who->len; i++)
			g_ptr_array_add(c->who, before->who->pdata[i]);
		c->author = before->author;
		c->anybody = before->anybody;
	}
	/* "Bob (1) and Dora (2) gave Reviewed-by" */
	if (!before->kinds && before->span && before->who->len && r->own[SLOT_DEED]) {
		before->kinds = c->kinds;
		before->any = c->any;
		before->loose = c->loose;
	}
}

/* "..., on 4 March": what came after a comma, and was no claim of its own. */
static void append_details(struct claim *to, const struct claim *c)
{
	to->to = c->to;
	to->carried = to->carried || c->carried;
	to->here = to->here || c->here;
	to->fresh = to->fresh || c->fresh;
	to->old = to->old || c->old;
	to->after = to->after || c->after;
	to->content = to->content || c->content;
	to->elsewhere = to->elsewhere || c->elsewhere;
	if (!to->day.day)
		to->day = c->day;
}

/* "A series of three patches by Ann", "Ann's v2", "two mails by Ann": what she did is not said. */
static void name_deed(struct reader *r)
{
	struct claim *c = r->now, *before = r->claims->len ? r->claims->pdata[r->claims->len - 1] : NULL;

	if (c->kinds || c->not || c->nobody || c->last || !c->who->len)
		return;
	if (c->times)
		c->kinds = DEED_WRITE;
	else if (c->by && (c->versions->len || c->span == SPAN_SERIES || c->count))
		c->kinds = DEED_POST;
	if (c->times && before && before->times && !c->fresh && !c->old) {
		c->fresh = before->fresh;
		c->old = before->old;
	}
}

/* "Is answered", "somebody replied", "有人回复" */
static bool was_answered(const char *text, gsize from, gsize to)
{
	static GRegex *re;
	static const char pattern[] =
		"(?:(?<=\\bis )|(?<=\\bare )|(?<=\\bwas )|(?<=\\bwere )|(?<=\\bbeen ))(?:\\w+ )?(?:answered|replied)\\b|"
		"\\b(?:some|any)(?:body|one)\\b.*\\b(?:answer|repl|respon)|"
		"\\b(?:got|gets|has|have|had|received|found)\\s+(?:an?\\s+|\\w+\\s+)?(?:answers?|repl(?:y|ies)|response)\\b|"
		"(?<!没有|无|何|没)人.{0,8}(?:回复|答复|回答|回应)|(?:得到|收到|获得|获|有)了?(?:回复|答复|回答|回应)";

	return g_regex_match_full(pattern_once(&re, pattern), text, (gssize)to, (int)from, 0, NULL, NULL);
}

/* "Ann answered that" */
static bool answers_that(const char *text, gsize len)
{
	static GRegex *re;
	g_autofree char *said = g_strndup(text, len);

	return pattern_in(&re, "\\b(?:answer|repl|respon)\\w*(?: to)? (?:that|this|it|him|her|them)\\b(?! \\w)", said);
}

void reader_end(struct reader *r, gsize at)
{
	struct claim *c = r->now;

	c->to = at;
	c->only_patches = c->only_patches || (r->only && r->only_after);
	c->only_then = r->only && r->only_then && !r->only_after;
	r->only = r->only_after = false;
	if (c->report && !c->kinds && !c->nobody && !c->not) {
		c->kinds = DEED_REPORT;
		r->own[SLOT_DEED] = true;
	}
	if (c->test && !c->kinds && (c->not || c->nobody)) {
		c->kinds = DEED_TEST;
		r->own[SLOT_DEED] = true;
	}
	inherit(r);
	name_deed(r);
	c->that_mail = c->that_mail || ((c->kinds & DEED_ANSWER) && answers_that(r->text + c->from, at - c->from));
	c->been = (c->kinds & DEED_ANSWER) && !c->not && !c->nobody && was_answered(r->text, c->from, at);
	/* "Ann posted four patches (v1)" */
	if (c->count && c->versions->len == 1 && !(c->kinds & ~DEED_POST) && !g_array_index(c->versions, struct claim_version, 0).count) {
		g_array_index(c->versions, struct claim_version, 0).count = c->count;
		c->count = 0;
	}
	/* "On 24 February Ann posted v2" */
	if (c->versions->len == 1 && c->day.day && !(c->kinds & ~DEED_POST) && !g_array_index(c->versions, struct claim_version, 0).day.day)
		g_array_index(c->versions, struct claim_version, 0).day = c->day;
	if (reader_is_empty(r) && r->claims->len && !r->apart && !c->times) {
		append_details(r->claims->pdata[r->claims->len - 1], c);
		claim_free(c);
		return;
	}
	g_ptr_array_add(r->claims, c);
	r->before_first = r->first == SLOT_DEED && r->before_first ? r->before_first : r->first;
}

void reader_begin(struct reader *r, gsize at)
{
	struct claim *c = g_new0(struct claim, 1);

	c->from = at;
	c->who = g_ptr_array_new();
	c->patches = g_array_new(FALSE, FALSE, sizeof(int));
	c->versions = g_array_new(FALSE, FALSE, sizeof(struct claim_version));
	memset(r->own, 0, sizeof(r->own));
	r->apart = r->broken;
	r->now = c;
	r->first = SLOT_NONE;
}

/* Does it say something as it stands, so that what comes after an "and" may be another claim? */
bool reader_is_complete(const struct reader *r)
{
	const struct claim *c = r->now;

	return (r->own[SLOT_DEED] || r->own[SLOT_LAST] || c->newer || (r->own[SLOT_VERSION] && r->own[SLOT_NOT]) ||
		(r->claims->len && r->own[SLOT_WHO] && r->own[SLOT_PATCHES])) &&
	       (r->own[SLOT_WHO] || r->own[SLOT_PATCHES] || r->own[SLOT_NOT] || r->own[SLOT_VERSION] || (c->last && c->that_mail));
}

/* "Reviews:", not "it was reviewed:" */
static bool is_label(const struct reader *r, gsize to)
{
	static GRegex *verb;
	g_autofree char *said = g_strndup(r->text + r->now->from, to - r->now->from);

	return r->broken && r->colon && r->own[SLOT_DEED] && !r->own[SLOT_WHO] && !r->own[SLOT_PATCHES] && !r->own[SLOT_NOT] &&
	       !r->own[SLOT_VERSION] && !r->own[SLOT_LAST] && !pattern_in(&verb, "\\b(?:is|are|was|were|has|have|had|been|got)\\b|已|被|获|有|说", said);
}

/* Something for this slot comes: to the claim that is being read, or to a new one. */
struct claim *reader_claim_for(struct reader *r, enum slot slot, const struct lexeme *l)
{
	bool list = r->listed && r->slot == slot && r->gap <= ARTICLE && !r->broken && !(r->comma && slot == SLOT_PATCHES) &&
		    !(r->joined && slot == SLOT_NOT);
	bool apart = slot == SLOT_WHO && r->joined && r->now->times && !r->own[SLOT_WHO]; /* "four mails, of these Ann two" */
	bool subject = r->joined && ((l->what == LEX_ANYBODY && r->own[SLOT_DEED]) || (l->what == LEX_NOBODY && r->own[SLOT_NOT])); /* ", and nobody" */
	bool full = subject || (r->own[slot] && slot != SLOT_NOT && slot != SLOT_VERSION);
	/* "Applied, no review", "answered, no new version" */
	bool denies_next = (slot == SLOT_NOT || (l->what == LEX_NEWER && l->arg)) && r->own[SLOT_DEED] && !r->own[SLOT_NOT];

	if (!list && (apart || !reader_is_empty(r)) && (apart || r->broken || full || (r->joined && (reader_is_complete(r) || denies_next) && !(slot == SLOT_VERSION && r->own[slot])))) {
		r->now->label = is_label(r, l->from);
		reader_end(r, l->from);
		reader_begin(r, l->from);
	}
	if (reader_is_empty(r))
		r->first = slot;
	r->own[slot] = true;
	r->slot = slot;
	r->joined = r->comma = r->broken = false;
	r->listed = true;
	r->gap = 0;
	return r->now;
}

void reader_start(struct reader *r, const char *text)
{
	*r = (struct reader){ .text = text, .claims = g_ptr_array_new_with_free_func(claim_free) };
	reader_begin(r, 0);
}
