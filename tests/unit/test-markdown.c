/* markdown.h: foreign text inside of Markdown */
#include "report/markdown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void is(GString *got, const char *expected)
{
	assert_string_equal(got->str, expected);
	g_string_free(got, TRUE);
}

static GString *words(const char *text)
{
	GString *out = g_string_new(NULL);

	markdown_words(out, text);
	return out;
}

static GString *sentence(const char *text)
{
	GString *out = g_string_new(NULL);

	markdown_inline(out, text);
	return out;
}

static GString *prose(const char *text, unsigned lines, gboolean fits)
{
	GString *out = g_string_new(NULL);

	assert_int_equal(markdown_prose(out, text, lines), fits);
	return out;
}

static void in_words(void **s)
{
	(void)s;
	is(words("[PATCH v2 3/5] KVM: arm64: Fix it"), "[PATCH v2 3/5] KVM: arm64: Fix it");
	is(words("# a\nb"), "\\# a b");
	is(words("1. a"), "1\\. a");
	is(words(": a"), "\\: a");
	is(words("a_b *c* `d` <e> ~f~ g^h i|j"), "a\\_b \\*c\\* \\`d\\` \\<e> \\~f\\~ g\\^h i\\|j");
	is(words("[x](y) ![z]"), "\\[x\\](y) !\\[z\\]");
	is(words("[x] (y)"), "\\[x\\] (y)");
	is(words("a [x]"), "a \\[x\\]");
	is(words("[x]\t(y)"), "\\[x\\] (y)");
	is(words("a@b.c a_b@c.d"), "a@b.c a\\_b&#64;c.d");
	is(words("http://a www.b"), "http\\://a www\\.b");
	is(words("a &amp; b & c"), "a \\&amp; b & c");
	is(words("x\033[1m\342\200\256y\302\233"), "x\\[1my");
	is(words("\377"), "\357\277\275");
	is(words("a\\"), "a\\\\");
}

static void in_sentences(void **s)
{
	(void)s;
	is(sentence("see `a_b[0](c)` and a_b"), "see `a_b[0](c)` and a\\_b");
	is(sentence("``a`b`` c`"), "``a`b`` c\\`");
	is(sentence("[text](http://evil) ![alt](x) [[a](b)](c)"), "text alt a");
	is(sentence("**bold** **/*.c a ** b"), "bold \\*\\*/\\*.c a \\*\\* b");
	is(sentence("<b>x</b>"), "\\<b>x\\</b>");
	is(sentence("wow!"), "wow\\!");
	is(sentence("`<b>`"), "`<b>`");
	is(sentence(""), "");
}

static void in_prose(void **s)
{
	(void)s;
	is(prose("Plain text, arm_v7_pmu [7 \"words\"].\n\n- one\n  - two\n1. three\n", 9, TRUE),
	   "Plain text, arm_v7_pmu [7 \"words\"].\n\n- one\n  - two\n1. three\n");
	is(prose("# a\nb\n===\n---\n> c\n```\nd", 9, TRUE), "\\# a\nb\n\\===\n\\---\n\\> c\n\\```\nd\n");
	is(prose("a | b\n---|---", 9, TRUE), "a | b\n\\---|---\n");
	is(prose("[a]: http://b", 9, TRUE), "\\[a\\]: http\\://b\n");
	is(prose("- - - x", 9, TRUE), "- \\- - x\n");
	is(prose("- # x", 9, TRUE), "- \\# x\n");
	is(prose("1. > x", 9, TRUE), "1. \\> x\n");
	is(prose("                    - deep", 9, TRUE), "         - deep\n");
	is(prose("      code", 9, TRUE), "   code\n");
	is(prose("a\nb\nc", 2, FALSE), "a\nb\n");
	is(prose("[7](x) ![i](j) <b> <!-- [^1]", 9, TRUE), "[7\\](x) \\![i\\](j) \\<b> \\<!-- \\[^1]\n");
}

static void addresses(void **s)
{
	GString *out = g_string_new(NULL);

	(void)s;
	markdown_address(out, "a.b+c@d.e");
	markdown_address(out, "\"](\"@d");
	is(out, "<a.b+c@d.e>\\<\"\\](\"@d>");
	out = g_string_new(NULL);
	markdown_url(out, "https://x/%s/", "a)b](c \"<%s>@d");
	is(out, "https://x/a%29b%5D%28c%20%22%3C%25s%3E@d/");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_words),
		cmocka_unit_test(in_sentences),
		cmocka_unit_test(in_prose),
		cmocka_unit_test(addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
