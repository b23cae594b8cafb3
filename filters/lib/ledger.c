/* ledger.c - where a thread stands */
#include "lib/ledger.h"
#include "lib/applied.h"
#include "lib/ledger-parts.h"
#include "lib/trailer.h"
#include "lib/window.h"

#include <string.h>

static void version_free(void *data)
{
	struct ledger_version *v = data;
	g_free(v->id);
	g_free(v->title);
	g_free(v->thread);
	g_free(v->changes);
	g_free(v);
}

static void trailer_free(void *data)
{
	struct ledger_trailer *t = data;
	g_free(t->tag);
	ledger_source_clear(&t->by);
	g_free(t);
}

static void applied_free(void *data)
{
	struct ledger_applied *a = data;
	ledger_source_clear(&a->by);
	g_free(a->to);
	g_array_unref(a->patches);
	g_ptr_array_unref(a->commits);
	g_free(a);
}

static void report_free(void *data)
{
	struct ledger_report *r = data;
	ledger_source_clear(&r->by);
	g_free(r->what);
	g_free(r->config);
	g_free(r);
}

static void nak_free(void *data)
{
	struct ledger_nak *n = data;
	ledger_source_clear(&n->by);
	g_free(n);
}

void ledger_source_set(struct ledger_source *s, const struct mail *m)
{
	ledger_source_clear(s);
	*s = (struct ledger_source){ .mail = m->number, .id = g_strdup(m->id), .name = g_strdup(m->from.name),
				     .addr = g_strdup(m->from.addr), .date = m->date };
}

void ledger_source_clear(struct ledger_source *s)
{
	g_free(s->id);
	g_free(s->name);
	g_free(s->addr);
	*s = (struct ledger_source){ 0 };
}

/* "Ann Author (Example)" is Ann Author. */
static char *plain_name(const char *name)
{
	const char *open = name ? strchr(name, '(') : NULL;
	size_t len = open && open > name ? (size_t)(open - name) : name ? strlen(name) : 0;
	return g_strstrip(person_fold(name ? name : "", len));
}

bool ledger_same_person(const char *name_a, const char *addr_a, const char *name_b, const char *addr_b)
{
	if (addr_a && addr_b && *addr_a && !g_ascii_strcasecmp(addr_a, addr_b))
		return true;
	/* People have several addresses; a name of one word may be anybody's. */
	g_autofree char *a = plain_name(name_a), *b = plain_name(name_b);
	return strchr(a, ' ') && !strcmp(a, b);
}

bool ledger_by_author(const struct making *k, const struct mail *m)
{
	return ledger_same_person(k->l->author.name, k->l->author.addr, m->from.name, m->from.addr);
}

bool ledger_here(const struct making *k, const char *thread)
{
	g_auto(GStrv) words = g_strsplit(k->line->threads, " ", -1);
	for (char **w = words; *w; w++)
		if (!strcmp(*w + strlen("thread:"), thread))
			return true;
	return false;
}

static struct ledger *ledger_new(void)
{
	struct ledger *l = g_new0(struct ledger, 1);
	l->versions = g_ptr_array_new_with_free_func(version_free);
	l->trailers = g_ptr_array_new_with_free_func(trailer_free);
	l->applied = g_ptr_array_new_with_free_func(applied_free);
	l->reports = g_ptr_array_new_with_free_func(report_free);
	l->naks = g_ptr_array_new_with_free_func(nak_free);
	l->also = g_ptr_array_new_with_free_func((GDestroyNotify)ledger_free);
	return l;
}

void ledger_free(struct ledger *l)
{
	if (!l)
		return;
	g_ptr_array_unref(l->versions);
	g_ptr_array_unref(l->trailers);
	g_ptr_array_unref(l->applied);
	g_ptr_array_unref(l->reports);
	g_ptr_array_unref(l->naks);
	g_ptr_array_unref(l->also);
	ledger_source_clear(&l->author);
	ledger_source_clear(&l->last);
	g_free(l->series);
	g_free(l);
}

/* A thread is about what its first mail is about; where that is no patch, about the first patch in it. */
static enum ledger_kind kind_of(const struct making *k)
{
	struct series_subject s;
	series_subject_parse(&s, thread_mail(k->t, 0)->subject);
	enum ledger_kind kind = s.pull ? LEDGER_PULL : s.patch || k->here->all->len ? LEDGER_PATCH : LEDGER_OTHER;
	series_subject_clear(&s);
	return kind;
}

static struct making *begin(struct ledger_context *c, const struct list_line *line, const struct thread *t)
{
	struct making *k = g_new0(struct making, 1);
	k->c = c;
	k->db = ledger_context_db(c);
	k->line = line;
	k->t = t;
	k->l = ledger_new();
	k->here = postings_new();
	k->series = g_ptr_array_new();
	k->mails = g_ptr_array_new();
	k->others = g_ptr_array_new_with_free_func((GDestroyNotify)thread_free);
	k->by_id = g_hash_table_new(g_str_hash, g_str_equal);
	for (unsigned i = 0; i < t->mails->len; i++) {
		struct mail *m = thread_mail(t, i);
		g_autofree char *author = person_key(&m->from);
		postings_add(k->here, m->id, m->thread, author, m->subject, m->date);
		g_ptr_array_add(k->mails, m);
		g_hash_table_insert(k->by_id, m->id, m);
	}
	ledger_source_set(&k->l->author, thread_mail(t, 0));
	return k;
}

static void end(struct making *k)
{
	postings_free(k->asked);
	postings_free(k->here);
	g_ptr_array_unref(k->series);
	g_ptr_array_unref(k->mails);
	g_hash_table_unref(k->by_id);
	g_ptr_array_unref(k->others);
	g_free(k);
}

static int days_until_end(const struct making *k, time_t since)
{
	time_t now = k->line->end != LIST_NO_TIME ? k->line->end : window_now();
	return since && now > since ? (int)((now - since) / (24 * 60 * 60)) : 0;
}

static struct ledger_version *version_of(struct making *k, const struct posting *p)
{
	struct ledger_version *v = g_new0(struct ledger_version, 1);
	const struct mail *m = g_hash_table_lookup(k->by_id, p->id);
	*v = (struct ledger_version){ .version = p->version, .rfc = p->rfc, .count = p->count, .id = g_strdup(p->id),
				      .title = g_strdup(p->title), .thread = g_strdup(p->thread), .date = p->date,
				      .here = ledger_here(k, p->thread), .mail = m ? m->number : 0 };
	return v;
}

/* The versions, each once: a posting that is here stands for those of the same version elsewhere. */
static void list_versions(struct making *k)
{
	struct ledger *l = k->l;
	for (unsigned i = 0; i < k->series->len; i++) {
		const struct posting *p = g_ptr_array_index(k->series, i);
		struct ledger_version *v = version_of(k, p), *same = NULL;
		for (unsigned n = 0; n < l->versions->len && !same; n++) {
			struct ledger_version *o = g_ptr_array_index(l->versions, n);
			if (o->version == v->version && o->rfc == v->rfc)
				same = o;
		}
		if (!same) {
			g_ptr_array_add(l->versions, v);
			continue;
		}
		same->resend |= p->whole;
		if (v->here && !same->here) {
			bool resend = same->resend;
			struct ledger_version old = *same;
			*same = *v;
			*v = old;
			same->resend = resend;
		}
		version_free(v);
	}
	for (unsigned i = 0; i < l->versions->len; i++) {
		struct ledger_version *v = g_ptr_array_index(l->versions, i);
		if (k->newest && v->version == k->newest->version && v->rfc == k->newest->rfc)
			l->newest = v;
	}
	for (unsigned i = 0; i < k->series->len; i++) {
		const struct posting *p = g_ptr_array_index(k->series, i);
		if (!k->newest || !posting_later(k->newest, p) || ledger_here(k, p->thread))
			continue;
		for (unsigned n = 0; n < l->versions->len; n++) {
			struct ledger_version *v = g_ptr_array_index(l->versions, n);
			if (v->version == p->version && v->rfc == p->rfc)
				l->superseded = v;
		}
	}
}

/* The facts of the newest version, counted. */
static bool newest_has(const struct ledger *l, int version, bool rfc)
{
	return !l->newest || (l->newest->version == version && l->newest->rfc == rfc);
}

static bool counts(const struct ledger *l, const struct ledger_trailer *t, const char *tag)
{
	return !t->own && newest_has(l, t->version, t->rfc) && (tag ? !strcmp(tag, t->tag) : trailer_approves(t->tag));
}

bool ledger_tagged(const struct ledger *l, const char *tag, int patch)
{
	for (unsigned i = 0; i < l->trailers->len; i++) {
		const struct ledger_trailer *t = g_ptr_array_index(l->trailers, i);
		if (counts(l, t, tag) && (t->patch == 0 || t->patch == patch))
			return true;
	}
	return false;
}

bool ledger_took(const struct ledger *l, int patch)
{
	for (unsigned i = 0; i < l->applied->len; i++) {
		const struct ledger_applied *a = g_ptr_array_index(l->applied, i);
		if (a->dropped || !newest_has(l, a->version, a->rfc))
			continue;
		for (unsigned n = 0; n < a->patches->len; n++)
			if (g_array_index(a->patches, int, n) == patch)
				return true;
		if (!a->patches->len)
			return true;
	}
	return false;
}

unsigned ledger_count(const struct ledger *l, const char *tag)
{
	unsigned n = 0;
	for (int patch = 1; patch <= (int)l->patches; patch++)
		n += ledger_tagged(l, tag, patch);
	return n;
}

static unsigned count_applied(const struct ledger *l)
{
	unsigned n = 0;
	for (int patch = 1; patch <= (int)l->patches; patch++)
		n += ledger_took(l, patch);
	return n;
}

static bool any_nak(const struct ledger *l)
{
	for (unsigned i = 0; i < l->naks->len; i++) {
		const struct ledger_nak *n = g_ptr_array_index(l->naks, i);
		if (!n->withdrawn && newest_has(l, n->version, n->rfc))
			return true;
	}
	return false;
}

/* A robot's report stands while nothing newer was posted, here or elsewhere. */
static bool any_standing(struct ledger *l)
{
	bool any = false;
	for (unsigned i = 0; i < l->reports->len; i++) {
		struct ledger_report *r = g_ptr_array_index(l->reports, i);
		r->stands = !r->mended && newest_has(l, r->version, r->rfc) && !l->superseded;
		any |= r->stands;
	}
	return any;
}

static bool any_applied(const struct ledger *l)
{
	for (unsigned i = 0; i < l->applied->len; i++)
		if (!((struct ledger_applied *)l->applied->pdata[i])->dropped)
			return true;
	return false;
}

static const char *patch_state(struct ledger *l)
{
	bool broken = any_standing(l);
	if (l->applied_patches)
		return "applied";
	if (any_nak(l))
		return "nak";
	if (l->superseded)
		return "superseded";
	if (broken)
		return "broken";
	if (l->reviewed)
		return "reviewed";
	return l->answers ? "discussed" : "unanswered";
}

static const char *state_of(struct ledger *l)
{
	switch (l->kind) {
	case LEDGER_PATCH:
		return patch_state(l);
	case LEDGER_PULL:
		return any_applied(l) ? "merged" : "unanswered";
	case LEDGER_OTHER:
		break;
	}
	/* A robot's note that a patch was added to a tree is no question to anybody. */
	return any_applied(l) ? "applied" : l->answers ? "discussed" : "unanswered";
}

/* A patch that is only known by answers has not the series' title to give. */
static char *series_key(const struct making *k)
{
	for (unsigned i = 0; i < k->series->len; i++) {
		const struct posting *p = g_ptr_array_index(k->series, i);
		if (!k->asked || !g_ptr_array_find(k->asked->all, p, NULL))
			return posting_series_key(p);
	}
	return g_strdup("-");
}

static struct ledger *fill(struct making *k)
{
	struct ledger *l = k->l;

	l->kind = k->about ? LEDGER_PATCH : kind_of(k);
	if (l->kind == LEDGER_PATCH) {
		ledger_find_series(k->c, k);
		list_versions(k);
		ledger_find_fragments(k);
	}
	l->series = series_key(k);
	l->patches = k->newest ? (unsigned)k->newest->count : 1;
	ledger_read_mails(k);
	l->days = days_until_end(k, l->newest ? l->newest->date : thread_mail(k->t, 0)->date);
	l->silent = days_until_end(k, l->last.date);
	l->reviewed = ledger_count(l, NULL);
	l->applied_patches = count_applied(l);
	l->state = state_of(l);
	return l;
}

bool ledger_is_series(const struct posting *p)
{
	return !p->single && (p->whole || p->patches->len > 1);
}

static void cover(GHashTable *covered, const struct making *k)
{
	for (unsigned i = 0; i < k->series->len; i++)
		g_hash_table_add(covered, g_strdup(((struct posting *)k->series->pdata[i])->id));
}

/* The other series in the thread, each once with all its versions there. */
static void add_also(struct making *k)
{
	g_autoptr(GHashTable) covered = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	cover(covered, k);
	for (unsigned i = 0; i < k->here->all->len; i++) {
		const struct posting *p = g_ptr_array_index(k->here->all, i);
		if (!ledger_is_series(p) || g_hash_table_contains(covered, p->id))
			continue;
		struct making *other = begin(k->c, k->line, k->t);
		other->about = p->id;
		g_ptr_array_add(k->l->also, fill(other));
		cover(covered, other);
		end(other);
	}
}

struct ledger *ledger_make(struct ledger_context *c, const struct list_line *line, const struct thread *t)
{
	struct making *k = begin(c, line, t);
	struct ledger *l = fill(k);

	if (l->kind == LEDGER_PATCH)
		add_also(k);
	if (ledger_context_related(c))
		ledger_find_related(k, ledger_context_related(c));
	end(k);
	return l;
}
