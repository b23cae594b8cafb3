/* test-body.c - every line of a mail is told for what it is */
#include "lib/body.h"

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* One letter a line, with the depth where it is quoted: "T Q1 A". */
static char *kinds(const char *text)
{
	static const char letters[] = "TQDSRAGF";
	struct body *b = body_parse(text);
	GString *s = g_string_new(NULL);

	for (size_t i = 0; i < b->n; i++) {
		if (i)
			g_string_append_c(s, ' ');
		g_string_append_c(s, letters[b->lines[i].kind]);
		if (b->lines[i].depth)
			g_string_append_printf(s, "%d", b->lines[i].depth);
	}
	body_free(b);
	return g_string_free(s, FALSE);
}

#define assert_kinds(text, expected)                     \
	do {                                             \
		char *got_ = kinds(text);                \
		assert_string_equal(got_, expected);     \
		g_free(got_);                            \
	} while (0)

static void no_text_no_lines(void **state)
{
	(void)state;
	assert_kinds(NULL, "");
	assert_kinds("", "");
	assert_kinds("one", "T");
	assert_kinds("one\n\n", "T T");
}

static void quote_marks(void **state)
{
	struct body *b;

	(void)state;
	assert_kinds("> a\n> > b\n>> c\n>>> d\n> > > > e\n>\nf\n", "Q1 Q2 Q2 Q3 Q4 Q1 T");
	b = body_parse("> >  indented\n>tight\n");
	assert_int_equal(b->lines[0].depth, 2);
	assert_memory_equal(b->lines[0].text, " indented", b->lines[0].len);
	assert_memory_equal(b->lines[1].text, "tight", b->lines[1].len);
	body_free(b);
}

static void an_escaped_from_is_words(void **state)
{
	(void)state;
	assert_kinds("so\n>From here on it works\nyes\n", "T T T");
	assert_kinds("> so\n>From here on\n", "Q1 Q1");
}

static void signature_only_at_the_end(void **state)
{
	(void)state;
	assert_kinds("words\n-- \nAnn\n", "T G G");
	assert_kinds("words\n--\nAnn\n", "T T T");
	assert_kinds("words\n-- \nAnn\n\nOn 2022-11-01 14:03, B wrote:\n> q\n", "T T T T A Q1");
	assert_kinds("words\n---\nmore\n", "T T T");
	assert_kinds("words\n-- \nAnn\n_______________________________________________\n"
		     "kvm mailing list\nkvm@lists.example.org\nhttps://lists.example.org/mailman/listinfo/kvm\n",
		     "T G G F F F F");
	assert_kinds("-- \n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n", "T T T T T T T T T T T T T T");
}

static void footers(void **state)
{
	(void)state;
	assert_kinds("a\n--\nTo unsubscribe from this list: send the line \"unsubscribe x\" in\n"
		     "the body of a message to majordomo@example.org\n", "T F F F");
	assert_kinds("> a\n> ______________________________\n> x mailing list\n> x@lists.example.org\nno\n",
		     "Q1 F1 F1 F1 T");
	assert_kinds("______________________________\nand then my own words\n", "T T");
}

static void attributions(void **state)
{
	(void)state;
	assert_kinds("On Tue, Nov 1, 2022 at 2:03 PM Ann <a@example.org> wrote:\n> q\n", "A Q1");
	assert_kinds("On Tue, 1 Nov 2022 14:03:01 +0000,\nAnn Example <a@example.org> wrote:\n> q\n", "A A Q1");
	assert_kinds("On Tue, Nov 1, 2022 at 2:03 PM Ann With A Very Long Name\n<a@example.org>\nwrote:\n\n> q\n",
		     "A A A T Q1");
	assert_kinds("Ann Example <a@example.org> writes:\n> q\n", "A Q1");
	assert_kinds("Ann Example wrote:\n> q\n", "A Q1");
	assert_kinds("Am 01.11.22 um 14:03 schrieb Ann Example:\n> q\n", "A Q1");
	assert_kinds("Le mar. 1 nov. 2022 à 14:03, Ann <a@example.org> a écrit :\n> q\n", "A Q1");
	assert_kinds("在 2022/11/1 14:03, Ann 写道:\n> q\n", "A Q1");
	assert_kinds("Ann <a@example.org> 于2022年11月1日周二 14:03写道：\n> q\n", "A Q1");
	assert_kinds("2022年11月1日(火) 14:03 Ann <a@example.org>:\n> q\n", "A Q1");
	assert_kinds("> On 11/1/22 14:03, Ann wrote:\n>> q\n> w\n", "A1 Q2 Q1");
}

static void sentences_are_no_attributions(void **state)
{
	(void)state;
	assert_kinds("As Ann wrote:\n> q\n", "T Q1");
	assert_kinds("This is what I wrote:\nmore words\n", "T T");
	assert_kinds("On second thought, this is what the manual said:\nmore words\n", "T T");
	assert_kinds("I sent it to a@example.org, who wrote:\nmore\n", "T T");
}

static void original_messages(void **state)
{
	(void)state;
	assert_kinds("Yes.\n\n-----Original Message-----\nFrom: Ann\nSent: Tuesday\nTo: Bob\n\nIs it so?\nTell me.\n",
		     "T T A A A A Q1 Q1 Q1");
	assert_kinds("Yes.\n-----Original Message-----\nFrom: Ann\nTo: Bob\n\n> Is it so?\nno\n", "T A A A T Q1 T");
	assert_kinds("Yes.\n________________________________\nFrom: Ann\nTo: Bob\n\nIs it so?\n", "T A A A Q1 Q1");
}

#define PATCH "words\n\nSigned-off-by: Ann <a@example.org>\n---\nv2: fixed\n\n f.c | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n\n" \
	      "diff --git a/f.c b/f.c\nindex 1..2 100644\n--- a/f.c\n+++ b/f.c\n@@ -1,3 +1,3 @@ int f(void)\n a\n-b\n+c\n\n"

static void patches(void **state)
{
	(void)state;
	/* A changelog below "---" is words; an empty context line that lost its blank is the diff's. */
	assert_kinds(PATCH "-- \n2.30.2\n", "T T R S T T S S T D D D D D D D D D G G");
	/* Counts say where a hunk ends: the list item below is no removed line. */
	assert_kinds("@@ -1 +1 @@\n-a\n+b\n\n- an item\n", "D D D T T");
	/* "---" without a patch below ends nothing. */
	assert_kinds("one\n---\ntwo\n", "T T T");
}

static void suggestions(void **state)
{
	(void)state;
	assert_kinds("> q\n\nRather:\n\ndiff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1,9 +1,9 @@\n a\n-b\n+c\n\nBye\n",
		     "Q1 T T T D D D D D D D T T");
	assert_kinds("--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\nOn we go\n", "D D D D D T");
	/* Folded by a mailer. */
	assert_kinds("diff --git a/long/path/to/f\nb/long/path/to/f\n--- a/long/path/to/f\n+++ b/long/path/to/f\n"
		     "@@ -1 +1 @@ static int a_long_name(struct kvm\n*kvm)\n-a\n+b\n", "D D D D D D D D");
	/* Not a diff: words with a mark in front. */
	assert_kinds("- first\n+ second\n", "T T");
}

static void trailers(void **state)
{
	(void)state;
	assert_kinds("> q\nReviewed-by: Ann <a@example.org>\nTested-by: Ann <a@example.org>\n", "Q1 R R");
	assert_kinds("words\n\nFixes: 123456789abc (\"x\")\nReported-by: Ann\n <a@example.org>\n[bob: typo]\n"
		     "Cc: stable@example.org\n", "T T R R R R R");
	assert_kinds("Cc: more people\nwho care\n", "T T");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_text_no_lines),
		cmocka_unit_test(quote_marks),
		cmocka_unit_test(an_escaped_from_is_words),
		cmocka_unit_test(signature_only_at_the_end),
		cmocka_unit_test(footers),
		cmocka_unit_test(attributions),
		cmocka_unit_test(sentences_are_no_attributions),
		cmocka_unit_test(original_messages),
		cmocka_unit_test(patches),
		cmocka_unit_test(suggestions),
		cmocka_unit_test(trailers),
	};

	return cmocka_run_group_tests_name("body", tests, NULL, NULL);
}
