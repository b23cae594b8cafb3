#include "verify-deeds.h"
#include "lib/series.h"

#include <string.h>

struct deeds {
	const struct thread *thread;
	GArray *all;  /* struct deed */
};

static void add(struct deeds *d, struct deed deed)
{
	g_array_append_val(d->all, deed);
}

static struct deed of_source(const struct people *p, unsigned kind, const struct ledger_source *s)
{
	return (struct deed){ .kind = kind, .who = people_find(p, s->name, s->addr), .mail = s->mail, .date = s->date };
}

static unsigned tag_kind(const char *tag)
{
	return !strcmp(tag, "Reviewed-by") ? DEED_REVIEW : !strcmp(tag, "Acked-by") ? DEED_ACK :
	       !strcmp(tag, "Tested-by") ? DEED_TEST : !strcmp(tag, "Nacked-by") ? DEED_NAK : 0;
}

static void add_applied(struct deeds *d, const struct people *p, const struct ledger_applied *a)
{
	struct deed deed = of_source(p, DEED_APPLY, &a->by);

	if (a->dropped)
		return;
	deed.version = a->version;
	if (!a->patches->len)
		add(d, deed);
	for (guint i = 0; i < a->patches->len; i++) {
		deed.patch = g_array_index(a->patches, int, i);
		add(d, deed);
	}
}

static void add_ledger(struct deeds *d, const struct people *p, const struct ledger *l)
{
	for (guint i = 0; i < l->trailers->len; i++) {
		const struct ledger_trailer *t = l->trailers->pdata[i];
		struct deed deed = of_source(p, tag_kind(t->tag), &t->by);

		deed.patch = t->patch;
		deed.version = t->version;
		deed.carried = t->carried;
		if (deed.kind && !t->own)
			add(d, deed);
	}
	for (guint i = 0; i < l->applied->len; i++)
		add_applied(d, p, l->applied->pdata[i]);
	for (guint i = 0; i < l->reports->len; i++) {
		const struct ledger_report *r = l->reports->pdata[i];
		struct deed deed = of_source(p, DEED_REPORT, &r->by);

		deed.patch = r->patch;
		deed.version = r->version;
		add(d, deed);
	}
	for (guint i = 0; i < l->naks->len; i++) {
		const struct ledger_nak *n = l->naks->pdata[i];
		struct deed deed = of_source(p, DEED_NAK, &n->by);

		deed.patch = n->patch;
		deed.version = n->version;
		add(d, deed);
	}
	for (guint i = 0; i < l->versions->len; i++) {
		const struct ledger_version *v = l->versions->pdata[i];
		struct deed deed = of_source(p, DEED_POST, &l->author);

		deed.version = v->version;
		deed.date = v->date;
		deed.mail = v->mail;
		add(d, deed);
	}
	for (guint i = 0; i < l->also->len; i++)
		add_ledger(d, p, l->also->pdata[i]);
}

/* The patch that a mail is: its number, 0 for a cover letter, DEED_NOT_PATCH for another mail; *answer: to a patch. */
static int patch_of(const struct mail *m, int *version, bool *answer)
{
	struct series_subject s;
	int patch = DEED_NOT_PATCH;

	series_subject_parse(&s, m->subject);
	if (s.patch && !s.reply)
		patch = s.number < 0 ? 1 : s.number;
	*version = s.version;
	*answer = s.patch && s.reply;
	series_subject_clear(&s);
	return patch;
}

static void add_mails(struct deeds *d, const struct people *p, const struct thread *t)
{
	for (unsigned i = 0; i < t->mails->len; i++) {
		const struct mail *m = thread_mail(t, i);
		struct deed deed = { .kind = DEED_WRITE, .who = people_find(p, m->from.name, m->from.addr), .mail = i + 1, .date = m->date };
		bool answer;

		deed.patch = patch_of(m, &deed.version, &answer);
		add(d, deed);
		if (deed.patch != DEED_NOT_PATCH || (!i && !answer)) {
			deed.kind = DEED_POST;
			add(d, deed);
		}
		if (deed.patch == DEED_NOT_PATCH && m->parent >= 0) {
			deed.kind = DEED_ANSWER;
			deed.to = (unsigned)m->parent + 1;
			deed.patch = patch_of(thread_mail(t, (unsigned)m->parent), &deed.version, &answer);
			add(d, deed);
		}
	}
}

struct deeds *deeds_new(const struct people *p, const struct thread *t, const struct ledger *l)
{
	struct deeds *d = g_new0(struct deeds, 1);

	d->thread = t;
	d->all = g_array_new(FALSE, FALSE, sizeof(struct deed));
	if (l)
		add_ledger(d, p, l);
	add_mails(d, p, t);
	return d;
}

void deeds_free(struct deeds *d)
{
	if (!d)
		return;
	g_array_unref(d->all);
	g_free(d);
}

bool day_is(const struct day *day, time_t t)
{
	struct tm tm;

	return t > 0 && gmtime_r(&t, &tm) && (!day->year || day->year == tm.tm_year + 1900) &&
	       (!day->month || day->month == tm.tm_mon + 1) && (!day->day || day->day == tm.tm_mday);
}

static bool among(const GArray *who, unsigned person)
{
	for (guint i = 0; i < who->len; i++)
		if (g_array_index(who, unsigned, i) == person)
			return true;
	return false;
}

static bool of_patch(const struct deed *d, int patch, bool exact)
{
	return patch == DEED_ANY || d->patch == patch || (!exact && d->patch == 0 && patch > 0 && d->kind != DEED_ANSWER && d->kind != DEED_WRITE);
}

static bool fits(const struct deeds *all, const struct deed *d, const struct asked *q)
{
	bool fresh = d->mail && !d->carried && thread_mail(all->thread, d->mail - 1)->is_new;

	return (d->kind & q->kinds) && (!q->who || among(q->who, d->who)) && (!q->not_who || !among(q->not_who, d->who)) &&
	       of_patch(d, q->patch, q->exact) && (!q->version || d->version == q->version) && (!q->to || d->to == q->to) &&
	       !(q->carried && !d->carried) && !(q->given && d->carried) && !(q->fresh && !fresh) && !(q->old && fresh) && !(q->here && !d->mail) &&
	       (!q->after || d->mail > q->after) && (!q->day || day_is(q->day, d->date));
}

unsigned deeds_count(const struct deeds *d, const struct asked *q)
{
	unsigned n = 0;

	for (guint i = 0; i < d->all->len; i++)
		n += fits(d, &g_array_index(d->all, struct deed, i), q);
	return n;
}
