/* digest-group - order the list, and rejoin what belongs to one patch series */
#include "lib/db.h"
#include "lib/list.h"
#include "lib/msg.h"
#include "lib/options.h"
#include "lib/rejoin.h"
#include "lib/series.h"
#include "lib/stage.h"
#include "lib/thread.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum merge { MERGE_NONE, MERGE_SPLIT, MERGE_SERIES };

/* A line, with what orders and joins it. */
struct entry {
	struct list_line line;
	struct fragment *fragment;
	unsigned rank;
};

static const char default_order[] = "PATCH,RFC,Bug Report,Selftest,Question,GIT PULL,Discussion,Other";

static const char usage[] =
	"usage: digest-group [--order GROUP,...] [--merge none|split|series] <LIST\n"
	"Order a thread list by group, then by new messages, then by date, and rejoin the\n"
	"threads of one patch series.\n"
	"  --order G,...   groups in this order, others after; else digest.groups\n"
	"  --merge none    leave threads as notmuch has them\n"
	"  --merge split   rejoin the fragments of one version of a series (default)\n"
	"  --merge series  join all versions of a series\n";

static void entry_free(void *data)
{
	struct entry *e = data;
	list_line_free(&e->line);
	fragment_free(e->fragment);
	g_free(e);
}

static struct entry *entry_at(const GPtrArray *a, unsigned i)
{
	return g_ptr_array_index(a, i);
}

static GPtrArray *read_all(struct stage *s)
{
	GPtrArray *entries = g_ptr_array_new_with_free_func(entry_free);
	struct list_line line;
	while (stage_next(s, &line)) {
		struct entry *e = g_new0(struct entry, 1);
		e->line = line;
		g_ptr_array_add(entries, e);
	}
	return entries;
}

/* A single line, or a list without patches, has nothing to join: then no database is opened. */
static bool worth_joining(const GPtrArray *entries)
{
	bool patch = false;
	for (unsigned i = 0; i < entries->len && !patch; i++) {
		struct series_subject s;
		series_subject_parse(&s, entry_at(entries, i)->line.subject);
		patch = s.patch;
		series_subject_clear(&s);
	}
	return patch && entries->len > 1;
}

/* Lines of one series by column 10, and lines that name the same thread, are one set as well. */
static void join_named(const GPtrArray *entries, bool series, unsigned *sets)
{
	g_autoptr(GHashTable) first = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (unsigned i = 0; i < entries->len; i++) {
		const struct list_line *l = &entry_at(entries, i)->line;
		GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
		g_auto(GStrv) words = g_strsplit(l->threads, " ", -1);
		for (char **w = words; *w; w++)
			g_ptr_array_add(names, g_strdup(*w));
		if (series && strcmp(l->series, "-") != 0)
			g_ptr_array_add(names, g_strdup(l->series));
		for (unsigned k = 0; k < names->len; k++) {
			char *name = g_ptr_array_index(names, k);
			unsigned other = GPOINTER_TO_UINT(g_hash_table_lookup(first, name));
			unsigned a = sets[i], b = other ? sets[other - 1] : a;
			if (!other)
				g_hash_table_insert(first, g_strdup(name), GUINT_TO_POINTER(i + 1));
			for (unsigned j = 0; a != b && j < entries->len; j++)
				if (sets[j] == MAX(a, b))
					sets[j] = MIN(a, b);
		}
		g_ptr_array_unref(names);
	}
}

/* Which of two lines speaks for both: the one that holds the cover or the patch (of all versions, the newest),
 * then the older. */
static bool speaks_before(const struct entry *a, const struct entry *b, bool series)
{
	int va, na, vb, nb;
	fragment_posted(a->fragment, &va, &na);
	fragment_posted(b->fragment, &vb, &nb);
	if (series && va != vb)
		return va > vb;
	if (na != nb)
		return nb < 0 || (na >= 0 && na < nb);
	return a->line.first < b->line.first;
}

static int by_first(const void *a, const void *b)
{
	const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;
	if (x->line.first != y->line.first)
		return x->line.first < y->line.first ? -1 : 1;
	return strcmp(x->line.threads, y->line.threads);
}

static char *threads_of(const GPtrArray *set)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GString *threads = g_string_new(NULL);
	for (unsigned i = 0; i < set->len; i++) {
		g_auto(GStrv) words = g_strsplit(entry_at(set, i)->line.threads, " ", -1);
		for (char **w = words; *w; w++)
			if (g_hash_table_add(seen, g_strdup(*w)))
				g_string_append_printf(threads, "%s%s", threads->len ? " " : "", *w);
	}
	return g_string_free(threads, FALSE);
}

/* One line for the whole set; NULL if it cannot be read (reported): then the lines stay. */
static struct entry *joined(struct db *db, GPtrArray *set, bool series)
{
	const struct entry *speaker = entry_at(set, 0);
	struct entry *e = g_new0(struct entry, 1);

	g_ptr_array_sort(set, by_first);
	for (unsigned i = 0; i < set->len; i++)
		if (speaks_before(entry_at(set, i), speaker, series))
			speaker = entry_at(set, i);
	list_line_copy(&e->line, &speaker->line);
	g_autofree char *threads = threads_of(set);
	list_set(&e->line.threads, threads);
	struct thread *t = thread_load(db, &e->line, THREAD_INDEX);
	if (!t) {
		entry_free(e);
		return NULL;
	}
	thread_describe(t, &e->line);
	thread_free(t);
	return e;
}

/* The lines that become one, in order of the list. Those with another scope or end are counted by another measure
 * and stay apart. */
static GPtrArray *sets_of(const GPtrArray *entries, const unsigned *sets)
{
	g_autoptr(GHashTable) found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	for (unsigned i = 0; i < entries->len; i++) {
		struct entry *e = entry_at(entries, i);
		char *key = g_strdup_printf("%u\t%lld\t%s", sets[i], (long long)e->line.end, e->line.scope);
		GPtrArray *set = g_hash_table_lookup(found, key);
		if (set) {
			g_free(key);
		} else {
			set = g_ptr_array_new();
			g_ptr_array_add(all, set);
			g_hash_table_insert(found, key, set);
		}
		g_ptr_array_add(set, e);
	}
	return all;
}

/* Replace the lines that belong together. Takes `entries`, returns what stands in their place. */
static GPtrArray *merge(struct stage *s, GPtrArray *entries, enum merge how)
{
	struct db *db = stage_db(s);
	g_autofree unsigned *sets = g_new(unsigned, entries->len);
	g_autofree struct fragment **fragments = g_new(struct fragment *, entries->len);
	g_autofree const struct list_line **lines = g_new(const struct list_line *, entries->len);
	for (unsigned i = 0; i < entries->len; i++) {
		fragments[i] = entry_at(entries, i)->fragment = fragment_new();
		lines[i] = &entry_at(entries, i)->line;
	}
	if (!rejoin_read(db, lines, entries->len, fragments))
		return entries;
	rejoin(fragments, entries->len, how == MERGE_SERIES, rejoin_references_of, db, sets);
	join_named(entries, how == MERGE_SERIES, sets);

	GPtrArray *out = g_ptr_array_new_with_free_func(entry_free);
	g_autoptr(GPtrArray) all = sets_of(entries, sets);
	for (unsigned i = 0; i < all->len; i++) {
		GPtrArray *set = g_ptr_array_index(all, i);
		struct entry *one = set->len > 1 ? joined(db, set, how == MERGE_SERIES) : NULL;
		for (unsigned k = 0; !one && k < set->len; k++) {
			struct entry *copy = g_new0(struct entry, 1);
			list_line_copy(&copy->line, &entry_at(set, k)->line);
			g_ptr_array_add(out, copy);
		}
		if (one)
			g_ptr_array_add(out, one);
	}
	g_ptr_array_unref(entries);
	return out;
}

/* The groups in their order: those asked for, then the rest of the usual ones. */
static GPtrArray *parse_order(const char *order)
{
	g_autofree char *all = g_strdup_printf("%s,%s", order ? order : "", default_order);
	g_auto(GStrv) words = g_strsplit_set(all, ",;", -1);
	GPtrArray *groups = g_ptr_array_new_with_free_func(g_free);
	for (char **w = words; *w; w++)
		if (*g_strstrip(*w))
			g_ptr_array_add(groups, g_strdup(*w));
	return groups;
}

static int by_rank(const void *a, const void *b)
{
	const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;
	const struct list_line *l = &x->line, *m = &y->line;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	int c = g_ascii_strcasecmp(l->group, m->group);
	if (c)
		return c;
	if (l->new_ != m->new_)
		return l->new_ > m->new_ ? -1 : 1;
	if (l->last != m->last)
		return l->last > m->last ? -1 : 1;
	return strcmp(l->threads, m->threads);
}

static void sort(GPtrArray *entries, const char *order)
{
	g_autoptr(GPtrArray) groups = parse_order(order);
	for (unsigned i = 0; i < entries->len; i++) {
		struct entry *e = entry_at(entries, i);
		e->rank = groups->len + !strcmp(e->line.group, "-");
		for (unsigned k = groups->len; k-- > 0;)
			if (!g_ascii_strcasecmp(g_ptr_array_index(groups, k), e->line.group))
				e->rank = k;
	}
	g_ptr_array_sort(entries, by_rank);
}

static enum merge parse_merge(const char *word)
{
	if (!strcmp(word, "none"))
		return MERGE_NONE;
	if (!strcmp(word, "split"))
		return MERGE_SPLIT;
	if (!strcmp(word, "series"))
		return MERGE_SERIES;
	msg_usage("--merge: none, split or series, not %s", word);
}

struct settings {
	enum merge merge;
	const char *order;
};

static void parse_options(int argc, char **argv, struct settings *set)
{
	enum { ORDER = OPT_OWN, MERGE };
	static const struct option options[] = {
		{ "order", required_argument, NULL, ORDER },
		{ "merge", required_argument, NULL, MERGE },
		OPTIONS_COMMON,
		{ 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case ORDER:
			set->order = optarg;
			break;
		case MERGE:
			set->merge = parse_merge(optarg);
			break;
		case OPT_HELP:
			options_help(usage);
		case OPT_VERSION:
			options_version();
		default:
			options_bad();
		}
	}
	if (optind < argc)
		msg_usage("%s: no arguments are taken: the list comes on standard input", argv[optind]);
}

int main(int argc, char **argv)
{
	struct settings set = { .merge = MERGE_SPLIT };
	struct stage s;

	msg_init(argv[0]);
	parse_options(argc, argv, &set);
	stage_init(&s, stdin, stdout);
	GPtrArray *entries = read_all(&s);
	if (set.merge != MERGE_NONE && worth_joining(entries))
		entries = merge(&s, entries, set.merge);
	g_autofree char *setting = set.order ? NULL : db_setting_alone("groups");
	sort(entries, set.order ? set.order : setting);
	for (unsigned i = 0; i < entries->len; i++)
		list_write(stdout, &entry_at(entries, i)->line);
	g_ptr_array_unref(entries);
	stage_clear(&s);
	return msg_exit();
}
