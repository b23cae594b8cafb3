#include "verify-token.h"
#include "verify-fold.h"
#include "lib/person.h"

static void token_clear(void *p)
{
	g_free(((struct token *)p)->folded);
}

static bool is_word_char(gunichar c)
{
	return g_unichar_isalnum(c) || g_unichar_ismark(c) || c == '_';
}

GArray *tokens_of(const char *text)
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

struct token *token_at(const GArray *a, guint i)
{
	return &g_array_index(a, struct token, i);
}
