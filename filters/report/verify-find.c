/* verify-find.c - are quoted words among a mail's own? */
#include "verify-own.h"

#include <string.h>

enum {
	ENOUGH = 8,        /* fold_weight of four words, eight characters */
	FEW = 10,          /* of less than five words some must say something */
	PIECE = 4,         /* of each piece between ellipses */
	NEAR = 1500,       /* bytes that an ellipsis may stand for */
};

/* Greetings and thanks are whole lines of nearly every mail: they are evidence of nothing. */
static bool courtesy(const char *words)
{
	static const char *const list[] = { "thanks", "thank", "you", "hi", "hello", "hey", "dear", "all", "everyone",
					    "regards", "best", "kind", "cheers", "sincerely", "a", "lot", "many",
					    "in", "advance", "br", "folks", "sir", "谢谢", "你好", "此致", "敬礼", NULL };
	g_autofree char *low = g_utf8_strdown(words, -1);
	g_auto(GStrv) each = g_strsplit_set(low, " \t\n,.!;:-()", -1);

	for (char **w = each; *w; w++)
		if (**w && !g_strv_contains(list, *w))
			return false;
	return true;
}

/* "And it is not that": words of which every mail is full say nothing of this one. */
static bool only_function_words(const char *words)
{
	static const char *const list[] = {
		"a", "an", "the", "this", "that", "these", "those", "it", "its", "it's", "that's", "i", "you", "he", "she", "we",
		"they", "me", "us", "them", "my", "your", "our", "his", "her", "their", "i'm", "i've", "i'd", "i'll", "we're",
		"and", "or", "but", "so", "if", "then", "than", "as", "of", "in", "on", "at", "by", "to", "for", "from", "with",
		"into", "about", "is", "are", "was", "were", "be", "been", "am", "do", "does", "did", "has", "have", "had", "will",
		"would", "can", "could", "should", "may", "might", "must", "not", "no", "don't", "doesn't", "isn't", "there", "here",
		"what", "which", "who", "when", "where", "why", "how", "all", "any", "some", "just", "also", "too", "very", "more",
		"now", "only", "well", "yes", "ok", "up", "out", "one", NULL };
	g_autofree char *low = g_utf8_strdown(words, -1);
	g_auto(GStrv) each = g_strsplit_set(low, " \t\n,.!?;:-()", -1);

	for (char **w = each; *w; w++)
		if (**w && !g_strv_contains(list, *w))
			return false;
	return true;
}

static bool whole_line(struct own *o, unsigned number, const struct fold *f, const char *words)
{
	bool letters = false;

	for (const char *p = f->text->str; *p && !letters; p = g_utf8_next_char(p))
		letters = g_unichar_isalnum(g_utf8_get_char(p));
	return letters && !courtesy(words) && g_hash_table_contains(own_lines(o, number), f->text->str);
}

/* The word that ends before byte *at, folded; *at moves to its beginning. NULL: there is none. */
static char *word_before(const struct fold *f, gsize *at)
{
	gsize end = *at, start;

	if (!end || f->text->str[end - 1] == '\001')
		return NULL;
	for (start = end - 1; start > 0 && !f->gap->str[start]; start--)
		;
	*at = start;
	return g_strndup(f->text->str + start, end - start);
}

/* "not [words]", and "do not think that [words]": is what was left out before this place a "not"? */
static bool after_negation(const struct fold *f, gsize at)
{
	static const char *const nots[] = { "not", "never", "no", "cannot", "cant", "dont", "doesnt", "didnt", "isnt",
					    "arent", "wasnt", "wont", "wouldnt", "shouldnt", "couldnt", "hardly",
					    "without", "nor", "neither", NULL };
	static const char *const opinions[] = { "think", "believe", "expect", "want", "agree", "see", "say", "mean", "suggest",
						"understand", "feel", "imagine", "propose", "convinced", "sure", NULL };
	static const char *const joints[] = { "that", "to", "it", "how", "why", "we", "you", "this", "the", NULL };
	g_autofree char *last = word_before(f, &at);

	if (last && g_strv_contains(nots, last))
		return true;
	for (int i = 0; i < 2 && last && g_strv_contains(joints, last); i++) {
		g_free(last);
		last = word_before(f, &at);
	}
	if (!last || !g_strv_contains(opinions, last))
		return false;
	g_free(last);
	last = word_before(f, &at);
	return last && g_strv_contains(nots, last);
}

static enum own_found find_whole(const struct fold *hay, const struct fold *w)
{
	bool cut = false;

	for (gssize at = fold_find(hay, 0, w, 0, w->text->len); at >= 0;
	     at = fold_find(hay, (gsize)at + 1, w, 0, w->text->len)) {
		if (!after_negation(hay, (gsize)at))
			return OWN_FOUND;
		cut = true;
	}
	return cut ? OWN_CUT : OWN_NOWHERE;
}

static void piece_free(void *p)
{
	fold_clear(p);
	g_free(p);
}

/* Pieces between ellipses that say something, folded; with `apart` only such ellipses as have blanks around them, for mails
 * have ellipses of their own. NULL: there are too few, or one proves too little. */
static GPtrArray *pieces_of(const char *words, bool apart)
{
	GString *s = g_string_new(words);
	GPtrArray *out = g_ptr_array_new_with_free_func(piece_free);
	g_auto(GStrv) pieces = NULL;
	unsigned weight = 0;
	bool small = false;

	g_string_replace(s, "[...]", " ... ", 0);
	g_string_replace(s, "(...)", " ... ", 0);
	g_string_replace(s, "[…]", " ... ", 0);
	g_string_replace(s, "…", apart ? " ... " : "...", 0);
	pieces = g_strsplit(s->str, apart ? " ... " : "...", -1);
	g_string_free(s, TRUE);
	for (char **p = pieces; *p; p++) {
		struct fold *f = g_new(struct fold, 1);

		fold_init(f);
		fold_add(f, *p, -1);
		fold_trim(f);
		small = small || (f->text->len && fold_weight(f) < PIECE);
		weight += fold_weight(f);
		if (f->text->len)
			g_ptr_array_add(out, f);
		else
			piece_free(f);
	}
	if (out->len > 1 && !small && weight >= ENOUGH)
		return out;
	g_ptr_array_unref(out);
	return NULL;
}

/* The other pieces after the first: in order, not far from each other, nothing of others between them. */
static bool pieces_follow(const struct fold *hay, const GPtrArray *pieces, gsize end)
{
	for (guint i = 1; i < pieces->len; i++) {
		const struct fold *f = pieces->pdata[i];
		gssize at = fold_find(hay, end, f, 0, f->text->len);

		if (at < 0 || (gsize)at - end > NEAR || memchr(hay->text->str + end, '\001', (gsize)at - end))
			return false;
		end = (gsize)at + f->text->len;
	}
	return true;
}

static bool find_pieces(const struct fold *hay, const char *words)
{
	bool found = false;

	for (int apart = 1; apart >= 0 && !found; apart--) {
		g_autoptr(GPtrArray) pieces = pieces_of(words, apart);
		const struct fold *first = pieces ? pieces->pdata[0] : NULL;
		gssize at = first ? fold_find(hay, 0, first, 0, first->text->len) : -1;

		for (; at >= 0 && !found; at = fold_find(hay, (gsize)at + 1, first, 0, first->text->len))
			found = pieces_follow(hay, pieces, (gsize)at + first->text->len);
	}
	return found;
}

static enum own_found find_in(struct own *o, unsigned number, const struct fold *f, const char *words)
{
	enum own_found found;

	if (fold_weight(f) < ENOUGH)
		return whole_line(o, number, f, words) ? OWN_FOUND : OWN_NOWHERE;
	found = find_whole(own_text(o, number), f);
	if (found == OWN_NOWHERE)
		found = find_whole(own_code(o, number), f);
	if (found == OWN_NOWHERE && find_pieces(own_text(o, number), words))
		found = OWN_FOUND;
	return found;
}

enum own_found own_find(struct own *o, unsigned number, const char *words, unsigned *where)
{
	enum own_found found;
	struct fold f;

	if (!number || number > own_count(o))
		return OWN_NO_MAIL;
	fold_init(&f);
	fold_add(&f, words, -1);
	fold_trim(&f);
	if (!f.text->len) {
		found = OWN_NO_WORDS;
	} else {
		found = find_in(o, number, &f, words);
		if (found == OWN_FOUND && fold_weight(&f) < FEW && only_function_words(words) && !whole_line(o, number, &f, words)) {
			found = OWN_SHORT;
		} else if (found == OWN_NOWHERE && fold_weight(&f) < ENOUGH) {
			found = OWN_SHORT;
		} else if (found == OWN_NOWHERE) {
			for (unsigned i = 1; i <= own_count(o) && found == OWN_NOWHERE; i++)
				if (i != number && find_in(o, i, &f, words) != OWN_NOWHERE) {
					*where = i;
					found = OWN_ELSEWHERE;
				}
		}
	}
	fold_clear(&f);
	return found;
}
