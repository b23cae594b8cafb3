/* verify-token.h - the words of a text, for finding names among them */
#ifndef VERIFY_TOKEN_H
#define VERIFY_TOKEN_H

#include <glib.h>
#include <stdbool.h>

/* A word of a text. */
struct token {
	char *folded;       /* lower case, without accents */
	gsize from, to;     /* bytes of the text */
	bool capital;       /* "Marc", not "marc" nor "MARC" */
	bool cjk;
};

/* The words; a run of Chinese is one, the border to Latin letters a gap. "Jean-Philippe" is two, in a name as in a text. Free
 * with g_array_unref. */
GArray *tokens_of(const char *text);
struct token *token_at(const GArray *tokens, guint i);

#endif
