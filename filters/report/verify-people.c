#include "verify-people.h"
#include "verify-token.h"

#include <string.h>

enum { MOST_NAMES = 6 };

struct human {
	char *key;         /* the address, if there is one */
	GPtrArray *names;  /* GStrv: names in their order, folded; one for each spelling */
	bool author;
};

struct people {
	GPtrArray *all;     /* struct human */
	unsigned *writers;  /* by mail index: number of its author */
	unsigned mails;
};

static void human_free(void *p)
{
	struct human *h = p;

	g_free(h->key);
	g_ptr_array_unref(h->names);
	g_free(h);
}

static void strv_free(void *p)
{
	g_strfreev(p);
}

/* "Marc Zyngier", "wangyanan (Y)", "'Jean-Philippe Brucker'": the words, without what stands in brackets. */
static char **name_words(const char *name)
{
	g_autofree char *plain = g_strdup(name);
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	g_autoptr(GArray) tokens = NULL;
	char *open = strpbrk(plain, "([");

	if (open && open > plain)
		*open = '\0';
	tokens = tokens_of(plain);
	for (guint i = 0; i < tokens->len && i < MOST_NAMES; i++)
		g_ptr_array_add(words, g_strdup(token_at(tokens, i)->folded));
	g_ptr_array_add(words, NULL);
	return (char **)g_ptr_array_steal(words, NULL);
}

/* Who has this address, or this full name: a number; how many there are for nobody. */
static unsigned find_human(const struct people *p, const char *key, char *const *words)
{
	unsigned n;

	for (n = 0; n < p->all->len; n++) {
		const struct human *h = p->all->pdata[n];

		if (!strcmp(h->key, key) || (h->names->len && g_strv_length((char **)words) > 1 &&
					     g_strv_equal(h->names->pdata[0], (const char *const *)words)))
			break;
	}
	return n;
}

static unsigned add_human(struct people *p, const struct person *who, bool author)
{
	g_autofree char *key = person_key(who);
	char **words = name_words(who->name);
	unsigned n = find_human(p, key, words);
	struct human *h = n < p->all->len ? p->all->pdata[n] : NULL;

	if (!h) {
		h = g_new0(struct human, 1);
		h->key = g_strdup(key);
		h->names = g_ptr_array_new_with_free_func(strv_free);
		g_ptr_array_add(p->all, h);
	}
	for (guint i = 0; words && i < h->names->len; i++)
		if (g_strv_equal(h->names->pdata[i], (const char *const *)words))
			g_clear_pointer(&words, g_strfreev);
	if (words)
		g_ptr_array_add(h->names, words);
	h->author = h->author || author;
	return n;
}

unsigned people_find(const struct people *p, const char *name, const char *addr)
{
	const struct person who = { (char *)(name ? name : ""), (char *)(addr ? addr : "") };
	g_autofree char *key = person_key(&who);
	g_auto(GStrv) words = name_words(who.name);

	return find_human(p, key, words);
}

static void add_source(struct people *p, const struct ledger_source *s)
{
	const struct person who = { s->name, s->addr };

	add_human(p, &who, false);
}

/* Those whose tags stand in patches, or for whom a robot speaks, need not be in the thread. */
static void add_givers(struct people *p, const struct ledger *l)
{
	for (guint i = 0; i < l->trailers->len; i++)
		add_source(p, &((struct ledger_trailer *)l->trailers->pdata[i])->by);
	for (guint i = 0; i < l->applied->len; i++)
		add_source(p, &((struct ledger_applied *)l->applied->pdata[i])->by);
	for (guint i = 0; i < l->also->len; i++)
		add_givers(p, l->also->pdata[i]);
}

/* Names in To and Cc: "Name <addr>, ..." */
static void add_outsiders(struct people *p, const char *to)
{
	g_auto(GStrv) each = g_strsplit(to ? to : "", ">", -1);

	for (char **e = each; *e; e++) {
		const char *from = *e + strspn(*e, ", ");
		g_autofree char *whole = g_strconcat(from, ">", NULL);
		struct person who;

		if (!strchr(from, '<') || *from == '<')
			continue;
		person_parse(&who, whole, NULL);
		if (!strchr(who.name, '@'))
			add_human(p, &who, false);
		person_clear(&who);
	}
}

struct people *people_new(const struct thread *t, const struct ledger *l)
{
	struct people *p = g_new0(struct people, 1);

	p->all = g_ptr_array_new_with_free_func(human_free);
	p->mails = t->mails->len;
	p->writers = g_new0(unsigned, p->mails + 1);
	for (unsigned i = 0; i < p->mails; i++)
		p->writers[i] = add_human(p, &thread_mail(t, i)->from, true);
	for (unsigned i = 0; i < p->mails; i++)
		if (!i || g_strcmp0(thread_mail(t, i)->to, thread_mail(t, i - 1)->to))
			add_outsiders(p, thread_mail(t, i)->to);
	if (l)
		add_givers(p, l);
	return p;
}

void people_free(struct people *p)
{
	if (!p)
		return;
	g_ptr_array_unref(p->all);
	g_free(p->writers);
	g_free(p);
}

bool people_wrote(const struct people *p, unsigned who, unsigned number)
{
	return number && number <= p->mails && p->writers[number - 1] == who;
}

bool people_is_author(const struct people *p, unsigned who)
{
	return ((struct human *)p->all->pdata[who])->author;
}

/* Do words[0..n) stand at token i? */
static bool stands_at(const GArray *tokens, guint i, char *const *words, guint n)
{
	if (i + n > tokens->len)
		return false;
	for (guint k = 0; k < n; k++)
		if (strcmp(token_at(tokens, i + k)->folded, words[k]))
			return false;
	return true;
}

/* The surname first, as Chinese and Hungarian have it. */
static bool stands_reversed(const GArray *tokens, guint i, char *const *words, guint n)
{
	return n == 2 && i + 2 <= tokens->len && !strcmp(token_at(tokens, i)->folded, words[1]) &&
	       !strcmp(token_at(tokens, i + 1)->folded, words[0]);
}

/* A Chinese name stands inside of a run of Chinese. */
static bool inside_run(const struct token *t, char *const *words)
{
	return t->cjk && words[0] && !words[1] && strstr(t->folded, words[0]);
}

guint people_names_at(const struct people *p, unsigned who, const GArray *tokens, guint i)
{
	const struct human *h = p->all->pdata[who];
	const struct token *t = token_at(tokens, i);
	guint best = 0;

	for (guint s = 0; s < h->names->len; s++) {
		char **words = h->names->pdata[s];
		guint n = g_strv_length(words);

		if (!n)
			continue;
		if (n > 1 && (stands_at(tokens, i, words, n) || stands_reversed(tokens, i, words, n)))
			best = MAX(best, n);
		else if (n > 2 && i + 1 < tokens->len && !strcmp(t->folded, words[0]) &&
			 !strcmp(token_at(tokens, i + 1)->folded, words[n - 1]))
			best = MAX(best, 2);
		else if (n == 1 && (stands_at(tokens, i, words, 1) || inside_run(t, words)))
			best = MAX(best, 1);
		for (guint k = 0; k < n && !best; k++)
			if (t->capital && strlen(words[k]) > 1 && !strcmp(t->folded, words[k]))
				best = 1;
	}
	return best;
}

unsigned people_count(const struct people *p)
{
	return p->all->len;
}

const char *people_address(const struct people *p, unsigned who)
{
	return ((struct human *)p->all->pdata[who])->key;
}

bool people_has_word(const struct people *p, unsigned who, const char *folded)
{
	const struct human *h = p->all->pdata[who];

	for (guint i = 0; i < h->names->len; i++)
		if (g_strv_contains(h->names->pdata[i], folded))
			return true;
	return false;
}

bool people_share_word(const struct people *p, const char *word)
{
	g_autofree char *low = g_utf8_casefold(word, -1);

	for (unsigned i = 0; i < people_count(p); i++)
		if (people_has_word(p, i, low))
			return true;
	return false;
}
