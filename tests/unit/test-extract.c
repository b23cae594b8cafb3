/* test-extract.c - sentences, what they do, which lines are prose, which sentences are alike */
#include "report/extract-cue.h"
#include "report/extract-rank.h"
#include "report/extract-text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

/* The sentences of a text, '|' between them. */
static void splits(const char *text, const char *expected)
{
	GString *out = g_string_new(NULL);
	size_t n = strlen(text);

	for (size_t i = 0; i < n;) {
		size_t end = sentence_end(text, i, n);

		assert_true(end > i && end <= n);
		if (out->len)
			g_string_append_c(out, '|');
		g_string_append_len(out, text + i, (gssize)(end - i));
		for (i = end; i < n && text[i] == ' ';)
			i++;
	}
	assert_string_equal(out->str, expected);
	g_string_free(out, TRUE);
}

static void sentences(void **state)
{
	(void)state;
	splits("One. Two! Three?", "One.|Two!|Three?");
	splits("It is in 6.1 already. Use foo.c then.", "It is in 6.1 already.|Use foo.c then.");
	splits("Use a flag, e.g. FOO, i.e. the old one. Done.", "Use a flag, e.g. FOO, i.e. the old one.|Done.");
	splits("Locks, lists, etc. are fine. Locks etc. All good.", "Locks, lists, etc. are fine.|Locks etc.|All good.");
	splits("Well... maybe not. Hm... No.", "Well... maybe not.|Hm...|No.");
	splits("As J. Example said. Right.", "As J. Example said.|Right.");
	splits("Really?! Yes.", "Really?!|Yes.");
	splits("He said \"no.\" Then left.", "He said \"no.\"|Then left.");
	splits("(It works.) Fine.", "(It works.)|Fine.");
	splits("A joke. :) Next one.", "A joke. :)|Next one.");
	splits("1. is no sentence of its own", "1. is no sentence of its own");
	splits("\u597d\u7684\u3002\u4e0b\u4e00\u4e2a\uff1f", "\u597d\u7684\u3002|\u4e0b\u4e00\u4e2a\uff1f");
	splits("no stop at all", "no stop at all");
	splits("...", "...");
	splits(".", ".");
}

static void words(void **state)
{
	(void)state;
	assert_int_equal(count_words("", 0), 0);
	assert_int_equal(count_words(" - = ", 5), 0);
	assert_int_equal(count_words("one two-three\nfour", 18), 3);
	assert_int_equal(count_words("\u5185\u6838\u8865\u4e01", 12), 2);
	assert_int_equal(skip_words("one two (three) four", 20, 0), 0);
	assert_int_equal(skip_words("one two (three) four", 20, 2), 8);
	assert_int_equal(skip_words("one two (three) four", 20, 4), 20);
	assert_int_equal(skip_words("\u5185\u6838\u8865\u4e01", 12, 1), 6);
	assert_int_equal(skip_words("\u5185\u6838\u8865\u4e01 and", 16, 2), 13);
	assert_int_equal(skip_words("", 0, 3), 0);
}

static unsigned cues(const char *s)
{
	struct cues *c = cues_new();
	unsigned set = cues_of(c, s, strlen(s));

	cues_free(c);
	return set;
}

static void sure(const char *s, unsigned cue)
{
	if (!(cues(s) & CUE_SURE(cue)))
		fail_msg("not surely %s: %s", extract_cue_name(cue), s);
}

static void unsure(const char *s, unsigned cue)
{
	if (cues(s) & CUE_SURE(cue))
		fail_msg("surely %s: %s", extract_cue_name(cue), s);
}

static void what_sentences_do(void **state)
{
	(void)state;
	sure("Applied to next, thanks!", EXTRACT_DECISION);
	sure("Queued for 6.2.", EXTRACT_DECISION);
	sure("I\u2019ll fix it in v2.", EXTRACT_PROMISE);
	sure("I'll respin once the base is out.", EXTRACT_PROMISE);
	sure("I don't think that this can work.", EXTRACT_OBJECTION);
	sure("You're right, I missed that.", EXTRACT_AGREEMENT);
	sure("Could you add a comment there?", EXTRACT_REQUEST);
	sure("Could you add a comment there?", EXTRACT_QUESTION);
	sure("Why is that so?)", EXTRACT_QUESTION);
	sure("\u4e3a\u4ec0\u4e48\uff1f", EXTRACT_QUESTION);
	sure("I've tested it on two boards.", EXTRACT_TEST);
}

static void what_they_do_not(void **state)
{
	(void)state;
	/* What others applied, a title, words inside of words. */
	unsure("It is applied by the loader.", EXTRACT_DECISION);
	unsure("See \"I don't think we need this\" in the list.", EXTRACT_OBJECTION);
	unsure("The acknowledgement is lost.", EXTRACT_AGREEMENT);
	unsure("The snake case is fine.", EXTRACT_DECISION);
	unsure("What it does is plain.", EXTRACT_QUESTION);
	unsure("No question: it works.", EXTRACT_QUESTION);
	unsure("", EXTRACT_QUESTION);
	assert_true(cues("But it is so.") & CUE_BIT(CUE_HEDGE));
	assert_true(cues("s/foo/bar/") & CUE_BIT(CUE_MINOR));
	assert_true(cues("Applied, unless you object.") & CUE_BIT(CUE_DOUBT));
}

static void labels_have_names(void **state)
{
	(void)state;
	assert_string_equal(extract_cue_name(EXTRACT_PLAIN), "");
	for (int i = EXTRACT_QUESTION; i <= EXTRACT_TEST; i++)
		assert_true(*extract_cue_name((enum extract_cue)i));
	assert_string_equal(extract_cue_name((enum extract_cue)99), "");
}

static enum look look(const char *s)
{
	struct body_line l = { .kind = BODY_TEXT, .raw = s, .rawlen = strlen(s), .text = s, .len = strlen(s) };
	size_t mark;

	return line_look(&l, &mark);
}

static void lines(void **state)
{
	(void)state;
	assert_int_equal(look("The lock is taken twice here, which is a bug."), LOOK_PROSE);
	assert_int_equal(look("and if (x) is true then we return early, since"), LOOK_PROSE);
	assert_int_equal(look("- the first point"), LOOK_ITEM);
	assert_int_equal(look("  2) the second point"), LOOK_ITEM);
	assert_int_equal(look("\tif (x == NULL)"), LOOK_CODE);
	assert_int_equal(look("    do_el0_svc"), LOOK_CODE);
	assert_int_equal(look("frob_init"), LOOK_PROSE);
	assert_int_equal(look("\treturn -EINVAL;"), LOOK_CODE);
	assert_int_equal(look("out_unlock: "), LOOK_PROSE);
	assert_int_equal(look("  out_unlock:"), LOOK_CODE);
	assert_int_equal(look("[    0.000000] Booting Linux on physical CPU 0x0"), LOOK_CODE);
	assert_int_equal(look("$ make check"), LOOK_CODE);
	assert_int_equal(look("Hi Ann,"), LOOK_IDLE);
	assert_int_equal(look("Best regards, Ann"), LOOK_IDLE);
	assert_int_equal(look("Thanks,"), LOOK_IDLE);
	assert_int_equal(look("Thanks, applied."), LOOK_PROSE);
	assert_int_equal(look("https://example.org/one"), LOOK_IDLE);
	assert_int_equal(look("[1] https://example.org/one"), LOOK_IDLE);
	assert_int_equal(look("[2/6] frob: Take the lock once"), LOOK_IDLE);
	assert_int_equal(look("      commit: 0123456789ab"), LOOK_IDLE);
	assert_int_equal(look("Link: https://example.org/"), LOOK_IDLE);
	assert_int_equal(look("commit 0123456789abcdef"), LOOK_IDLE);
	assert_int_equal(look("commit 0123456789abcdef upstream."), LOOK_IDLE);
	assert_int_equal(look("Commit 0123456789ab (\"frob: Take the lock once\") broke the build with"), LOOK_PROSE);
	assert_int_equal(look("Upstream commit 0123456789ab (\"frob: Take the lock\") can be"), LOOK_PROSE);
	assert_int_equal(look("index 0123456789ab..ba9876543210 100644"), LOOK_IDLE);
	assert_int_equal(look("index of the page, since it is what the caller has"), LOOK_PROSE);
	assert_int_equal(look("diff that I have sent before is still good"), LOOK_PROSE);
	assert_int_equal(look("reproduce it with two threads is all that is needed"), LOOK_PROSE);
	assert_int_equal(look("reproduce (this is a W=1 build):"), LOOK_IDLE);
	assert_int_equal(look("  13: 5"), LOOK_CODE);
	assert_int_equal(look("tools/frob.c:54:9: warning: the size of the array is not what it should be"), LOOK_PROSE);
	assert_int_equal(look("    inlined from 'frob_all' at tools/frob.c:74:2:"), LOOK_CODE);
	assert_int_equal(look("In file included from tools/frob.h:7,"), LOOK_CODE);
	assert_int_equal(look("frob.c:54 is where the lock is taken again"), LOOK_PROSE);
	assert_int_equal(look("    return;"), LOOK_CODE);
	assert_int_equal(look("v2 -> v3:"), LOOK_CHANGES);
	assert_int_equal(look("Changes since v1:"), LOOK_CHANGES);
	assert_int_equal(look("Ann Example (3):"), LOOK_SHORTLOG);
	assert_int_equal(look("see foo() (3):"), LOOK_SHORTLOG);
	assert_int_equal(look("      first thread               second thread"), LOOK_CODE);
	assert_int_equal(look("It is so.   Or is it not?"), LOOK_PROSE);
	assert_int_equal(look(""), LOOK_PROSE);
}

static void alike(void **state)
{
	static const char *const s[] = { "The lock is taken twice in the interrupt handler",
					 "Taking the lock twice in an interrupt handler",
					 "The documentation lacks an example for beginners",
					 "The interrupt handler takes the lock", "Nothing of that", "" };
	static const guint which[] = { 0, 1, 2, 3, 4, 5 };
	double rank[6], sum = 0;
	struct ranker *r = ranker_new();

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(s); i++)
		assert_int_equal(ranker_add(r, s[i], strlen(s[i])), i);
	ranker_weigh(r);
	assert_true(ranker_similarity(r, 0, 1) > ranker_similarity(r, 0, 2));
	assert_true(ranker_similarity(r, 0, 2) < 0.1);
	assert_float_equal(ranker_similarity(r, 0, 0), 1, 0.001);
	assert_float_equal(ranker_similarity(r, 5, 5), 0, 0.001);
	assert_float_equal(ranker_similarity(r, 0, 1), ranker_similarity(r, 1, 0), 0.001);
	ranker_lexrank(r, which, 6, rank);
	for (size_t i = 0; i < 6; i++)
		sum += rank[i];
	assert_float_equal(sum, 6, 0.01);
	/* What stands for the others is worth more than they; what is like nothing keeps the mean. */
	assert_true(rank[0] > rank[3] && rank[1] > rank[3]);
	assert_float_equal(rank[4], 1, 0.001);
	ranker_free(r);
}

/* The sentences of a mail's text, by text_parse, '|' between them. */
static void parses(const char *mail, bool robot, const char *expected)
{
	struct body *b = body_parse(mail);
	GString *out = g_string_new(NULL);
	struct text t;

	text_parse(&t, b, 0, robot);
	for (guint i = 0; i < t.sentences->len; i++) {
		const struct sentence *x = text_sentence(&t, i);

		assert_true(x->start < x->end && x->end <= strlen(t.own));
		assert_true(x->line <= x->last && x->last < (int)b->n);
		g_string_append_printf(out, "%s%.*s", out->len ? "|" : "", (int)(x->end - x->start), t.own + x->start);
	}
	assert_string_equal(out->str, expected);
	text_clear(&t);
	body_free(b);
	g_string_free(out, TRUE);
}

/* Which sentences of a mail begin in their middle: '1' for each that does. */
static void midway(const char *mail, const char *expected)
{
	struct body *b = body_parse(mail);
	GString *out = g_string_new(NULL);
	struct text t;

	text_parse(&t, b, 0, false);
	for (guint i = 0; i < t.sentences->len; i++)
		g_string_append_c(out, text_sentence(&t, i)->midway ? '1' : '0');
	assert_string_equal(out->str, expected);
	text_clear(&t);
	body_free(b);
	g_string_free(out, TRUE);
}

static void mails(void **state)
{
	(void)state;
	parses("", false, "");
	parses("One sentence\nover two lines. Another.\n\nA paragraph.\n", false,
	       "One sentence over two lines.|Another.|A paragraph.");
	parses("> what was asked\n\nAn answer.\n\n> more\nAnother.\n", false, "An answer.|Another.");
	parses("Points:\n- one thing\n- another thing\n  over two lines\n", false,
	       "Points:|one thing|another thing over two lines");
	parses("Hi Ann,\n\nIt works.\n\nThanks,\nBob\n-- \nBob of Example\n", false, "It works.|Bob");
	parses("It crashes:\n\n[    1.000000] BUG: spinlock recursion\n[    1.000001] Call trace:\n\nAny idea?\n", false,
	       "It crashes:|Any idea?");
	parses("A blob: "
	       "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	       "0123456789abcdef0123456789abcdef\n",
	       false, "");
	/* A greeting by name alone; what opens a sentence is none. */
	parses("Zoltan,\n\nIt works.\n", false, "It works.");
	parses("However,\nit works.\n", false, "However, it works.");
	/* A link on a line of its own belongs to the sentence that it stands in, not one that stands alone or follows. */
	parses("The list has moved (see\nhttps://example.org/moved/);\nplease use the new one.\n", false,
	       "The list has moved (see https://example.org/moved/); please use the new one.");
	parses("It is told here:\nhttps://example.org/one\nhttps://example.org/two\n\nThe end.\n", false,
	       "It is told here: https://example.org/one|The end.");
	parses("It began with it, see\nhttps://example.org/one\nThe next one is fine.\n", false,
	       "It began with it, see https://example.org/one|The next one is fine.");
	parses("It is done.\nhttps://example.org/one\nIt is good.\n", false, "It is done.|It is good.");
	parses("It is done.\n\nhttps://example.org/one\nis where it is told.\n", false,
	       "It is done.|https://example.org/one is where it is told.");
	parses("Commit 0123456789ab (\"frob: Take the lock\nonce\") broke the build of the frobnicator.\n", false,
	       "Commit 0123456789ab (\"frob: Take the lock once\") broke the build of the frobnicator.");
	/* What goes on below code began above it. */
	midway("This would do:\n\n\tif (x)\n\t\treturn;\n\nas the caller holds the lock.\nIt is good.\n", "010");
	midway("This would do:\n\n\tif (x)\n\t\treturn;\n\nfrob_init() is called before it.\n", "00");
	midway("so it is fine.\n\nand this too.\n", "00");
	parses("The series does this.\n\nAnn Example (2):\n  frob: One\n  frob: Two\n\nThe end.\n", false,
	       "The series does this.|The end.");
}

static void robots(void **state)
{
	(void)state;
	parses("Hi Ann,\n\nThank you for the patch! Yet something to improve:\n\n[auto build test ERROR on next]\n"
	       "url:    https://example.org/\nconfig: arm64-randconfig\ncompiler: gcc\n"
	       "All errors:\n\n>> frob.c:7:2: error: 'x' undeclared\n       7 |  x();\n",
	       true, "[auto build test ERROR on next]|config: arm64-randconfig compiler: gcc|>> frob.c:7:2: error: 'x' undeclared");
	/* What it marks as new is the message, whatever checker wrote it. */
	parses("[auto build test WARNING on next]\nconfig: arm64-randconfig\nsparse warnings: (new ones prefixed by >>)\n"
	       "   frob.c:5:1: sparse: sparse: old\n>> frob.c:7:2: sparse: sparse: incorrect type in argument 1\n\n"
	       "vim +7 frob.c\n\n0123456789abcd Ann Example 2024-01-01   7  static int frob(struct frob *f)\n",
	       true,
	       "[auto build test WARNING on next]|config: arm64-randconfig|"
	       ">> frob.c:7:2: sparse: sparse: incorrect type in argument 1");
	/* A verdict that looks like a message. */
	parses("[auto build test ERROR:7:2: error: no x\n", true, "[auto build test ERROR:7:2: error: no x");
	/* A verdict whose message is not found: what stands below it is no prose for that. */
	parses("[auto build test WARNING on next]\nconfig: arm64-randconfig\nvim +7 frob.c\n\n"
	       "0123456789abcd Ann Example 2024-01-01   7  static int frob(struct frob *f)\n",
	       true, "[auto build test WARNING on next]|config: arm64-randconfig");
	/* A robot that reports nothing writes prose. */
	parses("The build was fine.\n", true, "The build was fine.");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(sentences),	    cmocka_unit_test(words),  cmocka_unit_test(what_sentences_do),
		cmocka_unit_test(what_they_do_not), cmocka_unit_test(labels_have_names), cmocka_unit_test(lines),
		cmocka_unit_test(alike),	    cmocka_unit_test(mails),  cmocka_unit_test(robots),
	};

	return cmocka_run_group_tests_name("extract", tests, NULL, NULL);
}
