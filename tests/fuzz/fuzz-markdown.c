/* Text of a model or a mail inside of Markdown: any bytes. What comes out is valid UTF-8 without controls; of words and of a
 * sentence it is one line, which begins no block. */
#include "report/markdown.h"
#include "lib/safe.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const GString *out, gboolean lines)
{
	if (!g_utf8_validate(out->str, (gssize)out->len, NULL))
		abort();
	for (const char *p = out->str; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (safe_is_invisible(c) && !(lines && (c == '\n' || c == '\t')))
			abort();
	}
}

/* An angle bracket that a letter follows, a bracket that a parenthesis follows, are HTML and links; in code they are not. */
static void check_words(const GString *out)
{
	check(out, FALSE);
	if (out->len && strchr("#>", *out->str))
		abort();
	for (const char *p = out->str; *p; p++) {
		if (*p == '\\' && p[1])
			p++;
		else if (*p == '<' || *p == '`' || *p == '*' || g_str_has_prefix(p, "](") || g_str_has_prefix(p, "]:"))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	GString *out = g_string_new(NULL);

	markdown_words(out, text);
	check_words(out);
	g_string_truncate(out, 0);
	markdown_inline(out, text);
	check(out, FALSE);
	g_string_truncate(out, 0);
	markdown_prose(out, text, 120);
	check(out, TRUE);
	g_string_truncate(out, 0);
	markdown_address(out, text);
	g_string_truncate(out, 0);
	markdown_url(out, "https://example.org/%s", text);
	if (strpbrk(out->str, "()<> \n\"\\"))
		abort();
	g_string_free(out, TRUE);
	return 0;
}
