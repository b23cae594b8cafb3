/* ledger-mails.c - the mails of a series: what each answers, NAKs, reports */
#include "lib/applied.h"
#include "lib/botreport.h"
#include "lib/changelog.h"
#include "lib/ledger-parts.h"
#include "lib/trailer.h"

#include <stdlib.h>
#include <string.h>

static const struct posting *posting_of(const struct making *k, const char *id)
{
	if (k->history) {
		const struct posting *p = g_hash_table_lookup(k->history->by_id, id);
		if (p)
			return p;
	}
	/* A patch that is only known by answers hides no other. */
	return g_hash_table_lookup(k->here->by_id, id);
}

/* Patch 2/3 that came under its own author's name, among those of the one who sent the series: that version, which lacks it. */
static const struct posting *lacking(const struct making *k, const struct posting *p, int number)
{
	enum { TOGETHER = 60 * 60 };
	for (unsigned i = 0; !p->single && !p->whole && i < k->series->len; i++) {
		const struct posting *s = g_ptr_array_index(k->series, i);
		if (!strcmp(s->thread, p->thread) && posting_same(s, p) && s->count == p->count && !posting_has(s, number) &&
		    labs((long)(p->date - s->date)) < TOGETHER)
			return s;
	}
	return NULL;
}

/* Which patch of the series a mail is, if it is one. */
static struct place placed(const struct making *k, const struct posting *p, int number)
{
	struct place at = { 0 };
	at.posting = g_ptr_array_find(k->series, p, NULL) ? p : lacking(k, p, number);
	if (at.posting)
		at.patch = p->single ? 1 : number;
	else
		at.other = p;
	return at;
}

/* By its subject: an answer whose ancestors are not here. */
static struct place by_subject(const struct making *k, const struct mail *m)
{
	struct place at = { 0 };
	struct series_subject s;
	series_subject_parse(&s, m->subject);
	for (unsigned i = k->series->len; s.patch && i-- > 0 && !at.posting;) {
		const struct posting *p = g_ptr_array_index(k->series, i);
		if (p->version != s.version || p->rfc != s.rfc || p->count != (s.count < 0 ? 1 : s.count))
			continue;
		for (unsigned n = 0; n < p->patches->len && !at.posting; n++) {
			const struct posted *one = g_ptr_array_index(p->patches, n);
			if (one->number == (s.number < 0 ? 1 : s.number) && !strcmp(one->key, s.key))
				at = placed(k, p, one->number);
		}
		/* "Re: [PATCH v2 3/5] title" where 3/5 itself, or the cover letter, never came. In other threads it may be
		 * another series'. */
		if (!at.posting && m->number && s.number >= 0 && s.count > 1)
			at = placed(k, p, s.number);
	}
	series_subject_clear(&s);
	return at;
}

/* The nearest ancestor that is a patch decides; a stranger's patch takes what is below it away from the series. */
static struct place place_of(const struct making *k, const struct mail *m, bool *self)
{
	const struct mail *at = m;
	*self = false;
	for (unsigned steps = 0; at && steps <= k->mails->len; steps++) {
		const struct posting *p = posting_of(k, at->id);
		if (p) {
			*self = at == m;
			return placed(k, p, posting_number(p, at->id));
		}
		const struct mail *up = at->in_reply_to ? g_hash_table_lookup(k->by_id, at->in_reply_to) : NULL;
		for (unsigned n = at->references ? g_strv_length(at->references) : 0; !up && n-- > 0;)
			up = g_hash_table_lookup(k->by_id, at->references[n]);
		if (!up || up == at)
			break;
		at = up;
	}
	return by_subject(k, m);
}

/* "I withdraw my NAK", or an approval after it. */
static void withdraw_nak(struct making *k, const struct mail *m, const struct body *b, const struct place *at)
{
	bool approves = false;
	for (unsigned i = 0; k->l->naks->len && i < k->l->trailers->len; i++) {
		const struct ledger_trailer *t = g_ptr_array_index(k->l->trailers, i);
		approves |= trailer_approves(t->tag) && !strcmp(t->by.id, m->id);
	}
	for (unsigned i = 0; i < k->l->naks->len; i++) {
		struct ledger_nak *n = g_ptr_array_index(k->l->naks, i);
		if (n->version == at->posting->version && n->rfc == at->posting->rfc &&
		    ledger_same_person(n->by.name, n->by.addr, m->from.name, m->from.addr))
			n->withdrawn |= approves || nak_withdrawn(b);
	}
}

static void add_nak(struct making *k, const struct mail *m, const struct body *b, const struct place *at)
{
	if (nak_find(b) < 0)
		return;
	struct ledger_nak *n = g_new0(struct ledger_nak, 1);
	ledger_source_set(&n->by, m);
	n->version = at->posting->version;
	n->rfc = at->posting->rfc;
	n->patch = at->patch;
	g_ptr_array_add(k->l->naks, n);
}

/* The robot is content now: what it said before about the same version is mended. */
static void mend(struct making *k, const struct mail *m, const struct place *at)
{
	for (unsigned i = 0; i < k->l->reports->len; i++) {
		struct ledger_report *r = g_ptr_array_index(k->l->reports, i);
		r->mended |= r->version == at->posting->version && r->rfc == at->posting->rfc &&
			     ledger_same_person(r->by.name, r->by.addr, m->from.name, m->from.addr);
	}
}

static void add_report(struct making *k, const struct mail *m, const struct place *at)
{
	struct bot_report r;
	if (bot_report_well(m->text, m->subject))
		mend(k, m, at);
	if (!bot_report_find(m->text, m->subject, &r))
		return;
	struct ledger_report *n = g_new0(struct ledger_report, 1);
	ledger_source_set(&n->by, m);
	n->version = at->posting->version;
	n->rfc = at->posting->rfc;
	n->patch = at->patch;
	n->error = r.error;
	n->what = g_steal_pointer(&r.what);
	n->config = g_steal_pointer(&r.config);
	g_ptr_array_add(k->l->reports, n);
	bot_report_clear(&r);
}

static void set_changes(struct making *k, const struct mail *m, const struct body *b)
{
	for (unsigned i = 0; i < k->l->versions->len; i++) {
		struct ledger_version *v = g_ptr_array_index(k->l->versions, i);
		if (!strcmp(v->id, m->id) && !v->changes)
			v->changes = changelog_find(b, v->version);
	}
}

static bool on_newest(const struct making *k, const struct place *at)
{
	return at->posting && k->newest && posting_same(at->posting, k->newest);
}

/* What was said in another thread of the same version before it was sent (again) here does not hold for this one. */
static bool told_before(const struct making *k, const struct mail *m, const struct place *at)
{
	return !m->number && on_newest(k, at) && ledger_here(k, k->newest->thread) && m->date < k->newest->date;
}

/* A mail of a patch thread; self: it is the patch at that place. */
static void read_patch_mail(struct making *k, const struct mail *m, const struct body *b, struct place at, bool self)
{
	bool bot = person_is_bot(&m->from), author = ledger_by_author(k, m);

	if (!at.posting || told_before(k, m, &at))
		return;
	if (self) {
		ledger_carried_trailers(k, m, b, &at);
		set_changes(k, m, b);
		return;
	}
	if (on_newest(k, &at) && !author && !bot)
		k->l->answers++;
	ledger_take_back(k, m, b, &at);
	ledger_add_applied(k, m, b, &at);
	if (bot) {
		add_report(k, m, &at);
		return;
	}
	ledger_given_trailers(k, m, b, &at);
	withdraw_nak(k, m, b, &at);
	if (!author)
		add_nak(k, m, b, &at);
}

/* Answers without a patch that could be found: all that is known is the title. */
static void read_other_mail(struct making *k, const struct mail *m, const struct body *b)
{
	static const struct place nowhere = { 0 };
	bool author = ledger_by_author(k, m), bot = person_is_bot(&m->from);
	struct series_subject s;

	series_subject_parse(&s, m->subject);
	bool first = m == thread_mail(k->t, 0);
	if (!bot && (first ? s.reply : !author))
		k->l->answers++;
	ledger_take_back(k, m, b, &nowhere);
	if (k->l->kind == LEDGER_PULL ? s.reply || !first : k->l->kind == LEDGER_PATCH || (first && !s.patch)) {
		struct applied a;
		bool formal = applied_find(b, m->subject, &a) && a.formal;
		applied_clear(&a);
		if (formal || (k->l->kind != LEDGER_OTHER && !author))
			ledger_add_applied(k, m, b, &nowhere);
	}
	series_subject_clear(&s);
}

void ledger_read_mails(struct making *k)
{
	for (unsigned i = 0; i < k->mails->len; i++) {
		struct mail *m = g_ptr_array_index(k->mails, i);
		bool self = false, bot = person_is_bot(&m->from);
		struct place at = k->series->len ? place_of(k, m, &self) : (struct place){ 0 };
		if (k->about && !at.posting)
			continue;
		/* What is said of another series in the thread, which has a ledger of its own, is no word on this one. */
		if (!bot && !(at.other && ledger_is_series(at.other)) && (!k->l->last.id || m->date >= k->l->last.date)) {
			ledger_source_set(&k->l->last, m);
			k->l->last_is_author = ledger_by_author(k, m);
		}
		if (!m->text)
			continue;
		struct body *b = body_parse(m->text);
		if (k->series->len)
			read_patch_mail(k, m, b, at, self);
		else
			read_other_mail(k, m, b);
		body_free(b);
	}
}
