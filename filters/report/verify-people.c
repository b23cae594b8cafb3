#include "verify-people.h"
#include "verify-fold.h"
#include "verify-verbs.h"

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

/* A word of a text. */
struct token {
	char *folded;       /* lower case, without accents */
	gsize from, to;     /* bytes of the text */
	bool capital;       /* "Marc", not "marc" nor "MARC" */
	bool cjk;
};

static void token_clear(void *p)
{
	g_free(((struct token *)p)->folded);
}

static bool is_word_char(gunichar c)
{
	return g_unichar_isalnum(c) || g_unichar_ismark(c) || c == '_';
}

/* Words; a run of Chinese is one, the border to Latin letters a gap. "Jean-Philippe" is two, in a name as in a text. */
static GArray *tokens_of(const char *text)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct token));
	const char *p = text;

	g_array_set_clear_func(out, token_clear);
	while (*p) {
		gunichar first = g_utf8_get_char(p);
		const char *start = p;
		struct token t;

		if (!is_word_char(first)) {
			p = g_utf8_next_char(p);
			continue;
		}
		t.cjk = fold_is_cjk(first);
		t.capital = g_unichar_isupper(first);
		while (*p && is_word_char(g_utf8_get_char(p)) && fold_is_cjk(g_utf8_get_char(p)) == t.cjk)
			p = g_utf8_next_char(p);
		t.from = (gsize)(start - text);
		t.to = (gsize)(p - text);
		t.folded = person_fold(start, t.to - t.from);
		g_array_append_val(out, t);
	}
	return out;
}

static struct token *token_at(const GArray *a, guint i)
{
	return &g_array_index(a, struct token, i);
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

static unsigned add_human(struct people *p, const struct person *who, bool author)
{
	g_autofree char *key = person_key(who);
	char **words = name_words(who->name);
	struct human *h = NULL;
	unsigned n;

	for (n = 0; n < p->all->len && !h; n++) {
		struct human *other = p->all->pdata[n];

		if (!strcmp(other->key, key) || (other->names->len && g_strv_length(words) > 1 &&
						 g_strv_equal(other->names->pdata[0], (const char *const *)words)))
			h = other;
	}
	if (h) {
		n--;
	} else {
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

struct people *people_new(const struct thread *t)
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

/* How many tokens from i on name this person by one of its spellings; 0: none. */
static guint names_at(const struct human *h, const GArray *tokens, guint i)
{
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

/* Names that are words, too: only one who speaks is meant. "He" and the like are never. */
static bool means_person(const char *text, const struct token *t, guint length, bool speaks)
{
	static const char *const words[] = { "will", "mark", "long", "may", "best", "young", "price", "grant", "bill",
					     "fan",  "sun", "song", "do", "can", "case", "page", "read", "post",
					     "day", "king", "white", "black", "green", "west", "north", "art",
					     "chase", "rob", "max", "min", "lin", "test", "linux", "kernel", "user",
					     "arm", "kvm", "intel", "robot", NULL };
	static const char *const never[] = { "he", "she", "it", "you", "we", "they", "an", "so", "in", "this", "that",
					     "the", "to", "no", "on", "is", "as", "at", "be", "or", "and", "via", "for",
					     "all", "from", "with", "of", "not", "if", "by", NULL };

	(void)text;
	if (length > 1)
		return true;
	if (g_strv_contains(never, t->folded))
		return false;
	return speaks || !g_strv_contains(words, t->folded);
}

/* "Jane": a capital and small letters, as names are written; "KVM" and "vCPU2" are none. */
static bool like_name(const char *text, const struct token *t)
{
	bool low = false;

	if (!t->capital || t->cjk || strpbrk(t->folded, "_0123456789"))
		return false;
	for (gsize k = t->from + 1; k < t->to; k++)
		low = low || g_ascii_islower(text[k]) || (text[k] & 0x80);
	return low;
}

static bool names_anybody(const struct people *p, const GArray *tokens, guint i)
{
	for (guint h = 0; h < p->all->len; h++)
		if (names_at(p->all->pdata[h], tokens, i))
			return true;
	return false;
}

/* Does token i go on with the name before it: "Mark Rutland", "Kroah-Hartman"? */
static bool adjoins(const char *text, const GArray *tokens, guint i)
{
	const struct token *t = token_at(tokens, i), *before = token_at(tokens, i - 1);

	return t->from == before->to + 1 && strchr(" -", text[before->to]);
}

/* "Jane Doe says", "Jane says": capitalised words that nobody of the thread answers to, and a verb of speech. */
static guint stranger_at(const struct people *p, const char *text, const GArray *tokens, guint i)
{
	guint n = 0;

	while (n < 3 && i + n < tokens->len && like_name(text, token_at(tokens, i + n)) &&
	       (!n || adjoins(text, tokens, i + n)) && !names_anybody(p, tokens, i + n) &&
	       !verb_calendar(token_at(tokens, i + n)->folded))
		n++;
	if (!n || !verb_follows(text, token_at(tokens, i + n - 1)->to))
		return 0;
	if (n == 1 && verb_common_subject(token_at(tokens, i)->folded))
		return 0;
	return n;
}

/* "KH" for "Kroah-Hartman", "R" for "Rutland". */
static bool has_initials(const struct human *h, const GArray *tokens, guint from, guint to)
{
	g_autoptr(GString) initials = g_string_new(NULL);

	for (guint k = from; k < to; k++)
		g_string_append_unichar(initials, g_utf8_get_char(token_at(tokens, k)->folded));
	for (guint i = 0; i < h->names->len; i++)
		if (initials->len && g_strv_contains(h->names->pdata[i], initials->str))
			return true;
	return false;
}

/* A given name of somebody here, and a surname of nobody here: "Mark Rutland" where only Mark Brown wrote. How many tokens the
 * whole name has, `best` if nothing follows; *same: one of them has that surname in the address ("gregkh@", "@kroah.com"). */
static guint longer_name(const struct people *p, const char *text, const GArray *tokens, guint i, guint best,
			 const GArray *who, bool *same)
{
	guint n = best;

	while (i + n < tokens->len && n < best + 2 && like_name(text, token_at(tokens, i + n)) && adjoins(text, tokens, i + n) &&
	       !names_anybody(p, tokens, i + n) && !verb_calendar(token_at(tokens, i + n)->folded))
		n++;
	*same = n == best;
	for (guint w = 0; w < who->len && !*same; w++) {
		const struct human *h = p->all->pdata[g_array_index(who, unsigned, w)];

		*same = has_initials(h, tokens, i + best, i + n);
		for (guint k = i + best; k < i + n; k++)
			*same = *same || strstr(h->key, token_at(tokens, k)->folded);
	}
	return n;
}

static void naming_free(void *p)
{
	struct naming *n = p;

	g_free(n->name);
	g_array_unref(n->who);
	g_free(n);
}

GPtrArray *people_named(const struct people *p, const char *text)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(naming_free);
	g_autoptr(GArray) tokens = tokens_of(text);

	for (guint i = 0; i < tokens->len;) {
		GArray *who = g_array_new(FALSE, FALSE, sizeof(unsigned));
		guint best = 0;
		bool speaks = false, meant = false;

		for (unsigned h = 0; h < p->all->len; h++) {
			guint n = names_at(p->all->pdata[h], tokens, i);

			if (!n || n < best)
				continue;
			if (n > best)
				g_array_set_size(who, 0);
			best = n;
			g_array_append_val(who, h);
		}
		if (best) {
			const struct token *t = token_at(tokens, i), *last;
			bool same = true;

			if (best == 1 && !t->cjk)
				best = longer_name(p, text, tokens, i, best, who, &same);
			if (best > 1 && !same)
				g_array_set_size(who, 0);
			last = token_at(tokens, i + best - 1);
			speaks = verb_subject(text, t->from) && verb_follows(text, last->to);
			meant = means_person(text, t, best, speaks);
		} else {
			best = stranger_at(p, text, tokens, i);
			speaks = meant = best > 0;
		}
		if (meant) {
			struct naming *n = g_new0(struct naming, 1);
			gsize from = token_at(tokens, i)->from;

			n->name = g_strndup(text + from, token_at(tokens, i + best - 1)->to - from);
			n->from = from;
			n->to = token_at(tokens, i + best - 1)->to;
			n->who = who;
			n->speaks = speaks;
			g_ptr_array_add(out, n);
		} else {
			g_array_unref(who);
		}
		i += MAX(best, 1);
	}
	/* "Marc and Oliver object": both do. */
	for (guint i = out->len; i-- > 1;) {
		struct naming *n = out->pdata[i], *before = out->pdata[i - 1];

		if (n->speaks && verb_and(text, before->to, n->from) && verb_subject(text, before->from))
			before->speaks = true;
	}
	return out;
}
