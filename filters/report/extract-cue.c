/* extract-cue.c - what the words of a sentence show that it does */
#include "extract-cue.h"
#include "extract-phrases.h"

#include <string.h>

struct phrase {
	unsigned bits;
	bool bound;   /* to the beginning */
	char *text;
};

struct cues {
	GHashTable *by_word;  /* first word, or first three letters of a stem -> GPtrArray of struct phrase */
	bool begins[128][128]; /* whether a phrase begins with these two characters: few words' do */
};

static size_t word_length(const char *s)
{
	return strcspn(s, " ");
}

static void phrase_free(void *p)
{
	g_free(((struct phrase *)p)->text);
	g_free(p);
}

static void add_phrase(struct cues *c, const struct phrases *of, const char *text)
{
	struct phrase *p = g_new(struct phrase, 1);
	g_autofree char *key = NULL;
	GPtrArray *list;

	p->bound = text[0] == '^';
	p->bits = CUE_BIT(of->cue) | (of->sure ? CUE_SURE(of->cue) : 0);
	p->text = g_strdup(text + p->bound);
	c->begins[(unsigned char)p->text[0] & 127][(unsigned char)p->text[1] & 127] = true;
	/* A stem has no first word of its own; every word of a sentence is asked by its first three letters too. */
	key = strchr(p->text, ' ') ? g_strndup(p->text, word_length(p->text)) : g_strndup(p->text, 3);
	list = g_hash_table_lookup(c->by_word, key);
	if (!list) {
		list = g_ptr_array_new_with_free_func(phrase_free);
		g_hash_table_insert(c->by_word, g_strdup(key), list);
	}
	g_ptr_array_add(list, p);
}

struct cues *cues_new(void)
{
	struct cues *c = g_new0(struct cues, 1);

	c->by_word = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
	for (size_t i = 0; i < phrases_count; i++) {
		g_auto(GStrv) list = g_strsplit(phrases[i].list, "|", -1);

		for (char **s = list; *s; s++)
			add_phrase(c, &phrases[i], *s);
	}
	return c;
}

void cues_free(struct cues *c)
{
	g_hash_table_unref(c->by_word);
	g_free(c);
}

/* A quotation of several words, such as a commit's title, is not what the speaker says: the bytes up to its end; 0:
 * there is none. */
static size_t quoted(const char *s, size_t n)
{
	unsigned blanks = 0;

	for (size_t i = 1; i < n; i++) {
		if (s[i] == '"')
			return blanks > 1 ? i : 0;
		blanks += s[i] == ' ';
	}
	return 0;
}

/* Lower case words, one blank after each; letters, digits, "'" and "_" make words. */
static char *fold(const char *s, size_t n)
{
	GString *out = g_string_sized_new(n + 2);

	for (size_t i = 0; i < n; i++) {
		size_t title = s[i] == '"' ? quoted(s + i, n - i) : 0;

		if (title) {
			i += title;
			continue;
		}
		if (i + 3 <= n && !memcmp(s + i, "\u2019", 3)) {
			g_string_append_c(out, '\'');
			i += 2;
		} else if (g_ascii_isalnum(s[i]) || s[i] == '_' || s[i] == '\'' || (s[i] & 0x80)) {
			g_string_append_c(out, g_ascii_tolower(s[i]));
		} else if (out->len && out->str[out->len - 1] != ' ') {
			g_string_append_c(out, ' ');
		}
	}
	if (out->len && out->str[out->len - 1] != ' ')
		g_string_append_c(out, ' ');
	return g_string_free(out, FALSE);
}

static unsigned match(const struct cues *c, const char *key, const char *at, bool first)
{
	const GPtrArray *list = g_hash_table_lookup(c->by_word, key);
	unsigned set = 0;

	for (guint i = 0; list && i < list->len; i++) {
		const struct phrase *p = list->pdata[i];

		if ((!p->bound || first) && g_str_has_prefix(at, p->text))
			set |= p->bits;
	}
	return set;
}

unsigned cues_of(const struct cues *c, const char *s, size_t n)
{
	g_autofree char *words = fold(s, n);
	unsigned set = 0;
	char key[32];

	for (char *w = words, *end; *w; w = end + 1) {
		size_t len;

		/* Each word has a blank after it. */
		end = strchr(w, ' ');
		len = (size_t)(end - w);
		if (!c->begins[(unsigned char)w[0] & 127][(unsigned char)w[1] & 127])
			continue;
		if (len < sizeof(key)) {
			memcpy(key, w, len);
			key[len] = '\0';
			set |= match(c, key, w, w == words);
		}
		if (len > 3) {
			memcpy(key, w, 3);
			key[3] = '\0';
			set |= match(c, key, w, w == words);
		}
	}
	/* "s/foo/bar/" */
	if (n > 2 && s[0] == 's' && s[1] == '/')
		set |= CUE_BIT(CUE_MINOR);
	if (memmem(s, n, ":)", 2) || memmem(s, n, ":-)", 3) || memmem(s, n, ";-)", 3) || memmem(s, n, ";)", 2))
		set |= CUE_BIT(CUE_JEST);
	/* "This series" leans on nothing. */
	if (set & CUE_SURE(CUE_PURPOSE))
		set &= ~CUE_BIT(CUE_HEDGE);
	while (n && strchr(" )\"'`*_", s[n - 1]))
		n--;
	if (n && (s[n - 1] == '?' || (n >= 3 && !memcmp(s + n - 3, "\uff1f", 3))))
		set |= CUE_BIT(EXTRACT_QUESTION) | CUE_SURE(EXTRACT_QUESTION);
	return set;
}
