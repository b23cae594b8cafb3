/* ledger-mails.c - what the mails of a series say: tags, NAKs, reports */
#include "lib/applied.h"
#include "lib/botreport.h"
#include "lib/changelog.h"
#include "lib/ledger-parts.h"
#include "lib/trailer.h"

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

/* Patches of a posting that was sent twice, or in part once more, count for the newest. */
static struct place placed(const struct making *k, const struct posting *p, int number)
{
	struct place at = { NULL, 0 };
	if (!g_ptr_array_find(k->series, p, NULL))
		return at;
	at.posting = p;
	at.patch = p->single ? 1 : number;
	return at;
}

/* By its subject: an answer whose ancestors are not here. */
static struct place by_subject(const struct making *k, const struct mail *m)
{
	struct place at = { NULL, 0 };
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

static bool same_tag(const struct ledger_trailer *a, const char *tag, const char *name, const char *addr,
		     const struct place *at)
{
	return a->version == at->posting->version && a->rfc == at->posting->rfc && !strcmp(a->tag, tag) &&
	       ledger_same_person(a->by.name, a->by.addr, name, addr);
}

static void add_trailer(struct making *k, const struct mail *m, const struct trailer *t, const struct place *at,
			int patch, bool carried, bool own)
{
	const char *name = *t->name ? t->name : m->from.name, *addr = *t->addr || *t->name ? t->addr : m->from.addr;
	for (unsigned i = 0; i < k->l->trailers->len; i++) {
		struct ledger_trailer *o = g_ptr_array_index(k->l->trailers, i);
		if (same_tag(o, t->tag, name, addr, at) && (o->patch == patch || o->patch == 0))
			return;
	}
	struct ledger_trailer *n = g_new0(struct ledger_trailer, 1);
	*n = (struct ledger_trailer){ .tag = g_strdup(t->tag), .version = at->posting->version,
				      .rfc = at->posting->rfc, .patch = patch, .carried = carried, .own = own };
	ledger_source_set(&n->by, m);
	g_free(n->by.name);
	g_free(n->by.addr);
	n->by.name = g_strdup(name);
	n->by.addr = g_strdup(addr);
	g_ptr_array_add(k->l->trailers, n);
}

static bool is_review(const char *tag)
{
	return trailer_approves(tag) || !strcmp(tag, "Tested-by") || !strcmp(tag, "Nacked-by");
}

/* "From: Somebody Else <...>" as the first line of a patch: that is its author. */
static bool by_in_body_author(const struct body *b, const struct trailer *t)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct body_line *l = &b->lines[i];
		if (!l->len)
			continue;
		if (l->len < 7 || memcmp(l->text, "From: ", 6) != 0)
			return false;
		g_autofree char *from = g_strndup(l->text + 6, l->len - 6);
		struct person p;
		person_parse(&p, from, NULL);
		bool same = ledger_same_person(p.name, p.addr, t->name, t->addr);
		person_clear(&p);
		return same;
	}
	return false;
}

/* Where a patch's commit message ends. */
static size_t message_end(const struct body *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->lines[i].kind == BODY_DIFF || b->lines[i].kind == BODY_STAT)
			return i;
	return b->n;
}

/* "commit 0123abcd upstream.", "[ Upstream commit 0123abcd ]": its tags are those of another patch, for another tree. */
static bool is_backport(const struct body *b, size_t end)
{
	static GRegex *form;
	if (!form)
		form = g_regex_new("^\\s*(?:\\[\\s*upstream commit [0-9a-f]{8,40}\\s*\\]|(?:upstream )?commit [0-9a-f]{8,40}"
				   "(?: upstream)?\\.?|\\(cherry[- ]picked from commit [0-9a-f]{8,40}\\))\\s*$",
				   G_REGEX_CASELESS | G_REGEX_OPTIMIZE | G_REGEX_RAW, 0, NULL);
	for (size_t i = 0; i < end; i++) {
		const struct body_line *l = &b->lines[i];
		if (l->kind == BODY_TEXT && l->len > 14 && l->len < 100 &&
		    g_regex_match_full(form, l->text, (gssize)l->len, 0, 0, NULL, NULL))
			return true;
	}
	return false;
}

/* Tags that stand in a patch: they came with it from earlier versions. Its cover letter only tells about tags. */
static void carried_trailers(struct making *k, const struct mail *m, const struct body *b, const struct place *at)
{
	g_autoptr(GPtrArray) found = trailers_find(b);
	size_t end = message_end(b);
	if (at->patch == 0 || is_backport(b, end))
		return;
	for (unsigned i = 0; i < found->len; i++) {
		const struct trailer *t = g_ptr_array_index(found, i);
		if (t->line >= end || !is_review(t->tag) || !(*t->name || *t->addr))
			continue;
		bool own = ledger_same_person(m->from.name, m->from.addr, t->name, t->addr) ||
			   by_in_body_author(b, t);
		add_trailer(k, m, t, at, at->patch, true, own);
	}
}

/* Is line i in a block of trailers with a Signed-off-by? Then it belongs to a patch within the answer. */
static bool in_commit(const GPtrArray *found, unsigned i)
{
	const struct trailer *t = g_ptr_array_index(found, i);
	for (int step = -1; step <= 1; step += 2) {
		size_t line = t->line;
		for (int n = (int)i + step; n >= 0 && n < (int)found->len; n += step) {
			const struct trailer *o = g_ptr_array_index(found, (unsigned)n);
			if (o->line > line ? o->line - line > 1 : line - o->line > 1)
				break;
			if (!strcmp(o->tag, "Signed-off-by"))
				return true;
			line = o->line;
		}
	}
	return false;
}

/* "For patches 1-3:", "For the series:" above a tag say what it is for; else it is for what the mail answers. */
static GArray *tagged_patches(const struct body *b, const struct trailer *t, const struct place *at)
{
	GArray *patches = g_array_new(FALSE, FALSE, sizeof(int));
	g_autofree char *above = NULL;
	for (size_t i = t->line; i-- > 0 && t->line - i <= 3 && !above;) {
		const struct body_line *l = &b->lines[i];
		if (!body_own(l))
			break;
		g_autofree char *s = g_strstrip(g_strndup(l->raw, l->rawlen));
		if (*s && l->kind == BODY_TEXT)
			above = g_steal_pointer(&s);
	}
	int whole = 0;
	if (above && strlen(above) < 100) {
		if (g_regex_match_simple("\\b(?:for|to|on)\\b.{0,30}\\b(?:whole|entire|full|this|the)?\\s*(?:patch ?)?"
					 "(?:series|set|patchset|lot)\\b",
					 above, G_REGEX_CASELESS, 0) && !strchr(above, '?')) {
			g_array_append_val(patches, whole);
			return patches;
		}
		if (g_regex_match_simple("\\b(?:for|to|on)\\b.{0,20}\\bpatch(?:es)?\\s+#?\\d", above, G_REGEX_CASELESS, 0))
			applied_numbers(above, patches);
	}
	for (unsigned i = patches->len; i-- > 0;)
		if (g_array_index(patches, int, i) > at->posting->count)
			g_array_remove_index(patches, i);
	if (!patches->len)
		g_array_append_val(patches, at->patch);
	return patches;
}

static void given_trailers(struct making *k, const struct mail *m, const struct body *b, const struct place *at)
{
	g_autoptr(GPtrArray) found = trailers_find(b);
	for (unsigned i = 0; i < found->len; i++) {
		const struct trailer *t = g_ptr_array_index(found, i);
		if (!is_review(t->tag) || in_commit(found, i))
			continue;
		/* A tag is the writer's to give; of another's somebody only tells. */
		if ((*t->name || *t->addr) && !ledger_same_person(t->name, t->addr, m->from.name, m->from.addr) &&
		    (*t->addr || !strcasestr(m->from.name, t->name)))
			continue;
		g_autoptr(GArray) patches = tagged_patches(b, t, at);
		for (unsigned n = 0; n < patches->len; n++)
			add_trailer(k, m, t, at, g_array_index(patches, int, n), false,
				    ledger_by_author(k, m));
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

static void add_report(struct making *k, const struct mail *m, const struct place *at)
{
	struct bot_report r;
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

/* A mail of a patch thread. */
static void read_patch_mail(struct making *k, const struct mail *m, const struct body *b)
{
	bool self;
	struct place at = place_of(k, m, &self);
	bool bot = person_is_bot(&m->from), author = ledger_by_author(k, m);

	if (!at.posting || told_before(k, m, &at))
		return;
	if (self) {
		carried_trailers(k, m, b, &at);
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
	given_trailers(k, m, b, &at);
	if (!author)
		add_nak(k, m, b, &at);
}

/* Answers without a patch that could be found: all that is known is the title. */
static void read_other_mail(struct making *k, const struct mail *m, const struct body *b)
{
	static const struct place nowhere = { NULL, 0 };
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
		bool bot = person_is_bot(&m->from);
		if (!bot && (!k->l->last.id || m->date >= k->l->last.date)) {
			ledger_source_set(&k->l->last, m);
			k->l->last_is_author = ledger_by_author(k, m);
		}
		if (!m->text)
			continue;
		struct body *b = body_parse(m->text);
		if (k->series->len)
			read_patch_mail(k, m, b);
		else
			read_other_mail(k, m, b);
		body_free(b);
	}
}
