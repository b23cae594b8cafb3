/* posting.c - series as they were posted, and what makes two of them versions of one */
#include "lib/posting.h"

#include <string.h>

static void posted_free(void *data)
{
	struct posted *p = data;
	g_free(p->id);
	g_free(p->title);
	g_free(p->key);
	g_free(p);
}

static void posting_free(void *data)
{
	struct posting *p = data;
	g_free(p->target);
	g_free(p->author);
	g_free(p->title);
	g_free(p->key);
	g_free(p->id);
	g_free(p->thread);
	g_ptr_array_unref(p->patches);
	g_free(p);
}

struct postings *postings_new(void)
{
	struct postings *p = g_new0(struct postings, 1);
	p->all = g_ptr_array_new_with_free_func(posting_free);
	p->by_id = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return p;
}

void postings_free(struct postings *p)
{
	if (!p)
		return;
	g_hash_table_unref(p->by_id);
	g_ptr_array_unref(p->all);
	g_free(p);
}

static const struct posted *patch_at(const struct posting *p, unsigned i)
{
	return g_ptr_array_index(p->patches, i);
}

static const struct posted *patch_numbered(const struct posting *p, int number)
{
	for (unsigned i = 0; i < p->patches->len; i++)
		if (patch_at(p, i)->number == number)
			return patch_at(p, i);
	return NULL;
}

int posting_number(const struct posting *p, const char *id)
{
	for (unsigned i = 0; i < p->patches->len; i++)
		if (!strcmp(patch_at(p, i)->id, id))
			return patch_at(p, i)->number;
	return -1;
}

bool posting_has(const struct posting *p, int number)
{
	return patch_numbered(p, number);
}

/* The posting that a patch continues: the newest of its author, version and count in its thread that lacks a patch of
 * its number. */
static struct posting *find(const struct postings *p, const struct series_subject *s, int number, const char *author,
			    const char *thread)
{
	int count = s->count < 0 ? 1 : s->count;
	for (unsigned i = p->all->len; i-- > 0;) {
		struct posting *o = g_ptr_array_index(p->all, i);
		/* One patch of a series may be marked RFC, and the rest not. */
		bool rfc = o->rfc == s->rfc || s->number >= 0;
		if (o->version == s->version && rfc && o->count == count && o->single == (s->number < 0) && !strcmp(o->author, author) && !strcmp(o->thread, thread) &&
		    !strcmp(o->target, series_target(s)) && !patch_numbered(o, number))
			return o;
	}
	return NULL;
}

static struct posting *begin(struct postings *p, const struct series_subject *s, const char *author,
			     const char *thread, time_t date)
{
	struct posting *o = g_new0(struct posting, 1);
	o->version = s->version;
	o->rfc = s->rfc;
	o->count = s->count < 0 ? 1 : s->count;
	o->single = s->number < 0;
	o->target = g_strdup(series_target(s));
	o->author = g_strdup(author);
	o->thread = g_strdup(thread);
	o->date = date;
	o->patches = g_ptr_array_new_with_free_func(posted_free);
	g_ptr_array_add(p->all, o);
	return o;
}

/* The series is called as its cover letter, else as its first patch. */
static void name(struct posting *o, const struct series_subject *s, const char *id, int number)
{
	bool cover = s->number <= 0;
	bool first = !o->whole && !patch_numbered(o, number - 1) && number <= 1;
	if (o->title && !cover && !first)
		return;
	g_free(o->title);
	g_free(o->key);
	g_free(o->id);
	o->title = g_strdup(s->title);
	o->key = g_strdup(s->key);
	o->id = g_strdup(id);
	o->whole = cover;
	o->rfc = s->rfc;
}

static void add(struct postings *p, const struct series_subject *s, const char *id, const char *thread,
		const char *author, time_t date)
{
	int number = s->number < 0 ? 1 : s->number;
	struct posting *o = find(p, s, number, author, thread);
	if (!o)
		o = begin(p, s, author, thread, date);
	name(o, s, id, number);
	struct posted *one = g_new0(struct posted, 1);
	*one = (struct posted){ number, g_strdup(id), g_strdup(s->title), g_strdup(s->key), date };
	g_ptr_array_add(o->patches, one);
	g_hash_table_insert(p->by_id, g_strdup(id), o);
}

void postings_add(struct postings *p, const char *id, const char *thread, const char *author, const char *subject,
		  time_t date)
{
	struct series_subject s;
	series_subject_parse(&s, subject);
	if (s.patch && !s.reply && !g_hash_table_contains(p->by_id, id))
		add(p, &s, id, thread, author, date);
	series_subject_clear(&s);
}

void postings_add_asked(struct postings *p, const char *id, const char *thread, const char *subject, time_t date)
{
	struct series_subject s;
	series_subject_parse(&s, subject);
	if (s.patch)
		add(p, &s, id, thread, "", date);
	series_subject_clear(&s);
}

bool posting_same(const struct posting *a, const struct posting *b)
{
	return a->version == b->version && a->rfc == b->rfc && !strcmp(a->target, b->target);
}

bool posting_later(const struct posting *a, const struct posting *b)
{
	/* Of what is only known by answers nobody knows the date. */
	if (strcmp(a->target, b->target) != 0 || (*a->author && b->date < a->date))
		return false;
	return (a->rfc && !b->rfc) || (a->rfc == b->rfc && b->version > a->version);
}

/* Patches of a that b has too; titles of a word or two say nothing. */
static unsigned shared_patches(const struct posting *a, const struct posting *b)
{
	unsigned shared = 0;
	for (unsigned i = 0; i < a->patches->len; i++) {
		const struct posted *x = patch_at(a, i);
		const char *blank = strchr(x->key, ' ');
		if (x->number == 0 || !blank || !strchr(blank + 1, ' '))
			continue;
		for (unsigned k = 0; k < b->patches->len; k++) {
			const struct posted *y = patch_at(b, k);
			if (y->number != 0 && !strcmp(x->key, y->key)) {
				shared++;
				break;
			}
		}
	}
	return shared;
}

static unsigned patches_of(const struct posting *p)
{
	return p->patches->len - (patch_numbered(p, 0) != NULL);
}

bool posting_akin(const struct posting *a, const struct posting *b)
{
	if (strcmp(a->author, b->author) != 0 || strcmp(a->target, b->target) != 0)
		return false;
	if (*a->key && !strcmp(a->key, b->key))
		return true;
	if (!posting_later(a, b) && !posting_later(b, a) && !posting_same(a, b))
		return false;
	unsigned least = MIN(patches_of(a), patches_of(b)), most = MAX(patches_of(a), patches_of(b));
	unsigned shared = shared_patches(a, b);
	/* A patch may wander into another, bigger series: that one is no version of it. */
	return shared && shared * 2 >= least && shared * 4 >= most && (!posting_same(a, b) || shared == most);
}

/* "KVM: arm64: Do it": where the words begin that say what it does. */
static size_t subsystem(const char *title)
{
	const char *colon = strrchr(title, ':');
	return colon ? (size_t)(colon + 1 - title) : 0;
}

/* How much two titles have in common: words in both, in percent of words in either. */
static unsigned alike(const char *a, const char *b)
{
	g_autofree char *fa = series_fold(a), *fb = series_fold(b);
	g_auto(GStrv) wa = g_strsplit(fa, " ", -1), wb = g_strsplit(fb, " ", -1);
	g_autoptr(GHashTable) in_a = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) in_b = g_hash_table_new(g_str_hash, g_str_equal);
	unsigned both = 0;
	for (char **w = wa; *w; w++)
		if (**w)
			g_hash_table_add(in_a, *w);
	for (char **w = wb; *w; w++)
		if (**w && g_hash_table_add(in_b, *w) && g_hash_table_contains(in_a, *w))
			both++;
	unsigned either = g_hash_table_size(in_a) + g_hash_table_size(in_b) - both;
	return either ? both * 100 / either : 0;
}

bool posting_renamed(const struct posting *a, const struct posting *b)
{
	enum { NEAR = 60 * 24 * 60 * 60, ALIKE = 40 };
	size_t na = subsystem(a->title), nb = subsystem(b->title);
	if (!a->whole || !b->whole || !posting_later(a, b) || strcmp(a->author, b->author) != 0 ||
	    b->date - a->date > NEAR || na != nb || g_ascii_strncasecmp(a->title, b->title, na) != 0)
		return false;
	return alike(a->title + na, b->title + nb) >= ALIKE;
}

char *posting_series_key(const struct posting *oldest)
{
	g_autofree char *text = g_strdup_printf("%s\n%s\n%s", oldest->author, oldest->target, oldest->key);
	char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
	sum[12] = '\0';
	return sum;
}
