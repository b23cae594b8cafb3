/* trailer.h: tags as people write them, and words that are no tags */
#include "lib/botreport.h"
#include "lib/changelog.h"
#include "lib/trailer.h"

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static char *tags(const char *text)
{
	struct body *b = body_parse(text);
	g_autoptr(GPtrArray) found = trailers_find(b);
	GString *s = g_string_new(NULL);
	for (unsigned i = 0; i < found->len; i++) {
		const struct trailer *t = g_ptr_array_index(found, i);
		g_string_append_printf(s, "%s%s %s <%s>", i ? "; " : "", t->tag, t->name, t->addr);
	}
	body_free(b);
	return g_string_free(s, FALSE);
}

static const struct {
	const char *text, *want;
} wants[] = {
	{ "Reviewed-by: Ann B <ann@example.org>", "Reviewed-by Ann B <ann@example.org>" },
	{ "reviewed-by: Ann B <Ann@Example.org>", "Reviewed-by Ann B <ann@example.org>" },
	{ "REVIEWED-BY: Ann B <ann@example.org>", "Reviewed-by Ann B <ann@example.org>" },
	{ "Reviewed-by : Ann B <ann@example.org>", "Reviewed-by Ann B <ann@example.org>" },
	{ "Reviewed-By:Ann B <ann@example.org>", "Reviewed-by Ann B <ann@example.org>" },
	{ "Acked-by; Ann B <ann@example.org>", "Acked-by Ann B <ann@example.org>" },
	{ "Acked by: Ann B <ann@example.org>", "Acked-by Ann B <ann@example.org>" },
	{ "Reviewd-by: Ann B <ann@example.org>", "Reviewed-by Ann B <ann@example.org>" },
	{ "  Tested-by: Ann B <ann@example.org>", "Tested-by Ann B <ann@example.org>" },
	{ "Reviewed-by: ann@example.org", "Reviewed-by ann@example.org <ann@example.org>" },
	{ "Reviewed-by: Ann B <ann@example.org> # arm64", "Reviewed-by Ann B <ann@example.org>" },
	{ "Acked-by: Ann B <ann@example.org> (arm64)", "Acked-by Ann B <ann@example.org>" },
	{ "Reviewed-and-tested-by: Ann B <ann@example.org>",
	  "Reviewed-by Ann B <ann@example.org>; Tested-by Ann B <ann@example.org>" },
	{ "Regression-tested-by: Ann B <ann@example.org>", "Tested-by Ann B <ann@example.org>" },
	{ "Reviewed-by: Ann Bcdefghijklm Nopqrstuvwxyz\n<ann@example.org>",
	  "Reviewed-by Ann Bcdefghijklm Nopqrstuvwxyz <ann@example.org>" },
	{ "With that fixed, Reviewed-by: Ann B <ann@example.org>.", "Reviewed-by Ann B <ann@example.org>" },
	{ "Acked-by:", "Acked-by  <>" },
	{ "Nacked-by: Ann B <ann@example.org>", "Nacked-by Ann B <ann@example.org>" },
	/* slips, and what stands for the hyphen and the colon: with an address behind */
	{ "Rewieved-by: Ann B <ann@example.org>", "Reviewed-by Ann B <ann@example.org>" },
	{ "Revewed-by: Ann B <ann@example.org>", "Reviewed-by Ann B <ann@example.org>" },
	{ "Akced-by: Ann B <ann@example.org>", "Acked-by Ann B <ann@example.org>" },
	{ "Ackd-by: Ann B <ann@example.org>", "Acked-by Ann B <ann@example.org>" },
	{ "Testd-by: Ann B <ann@example.org>", "Tested-by Ann B <ann@example.org>" },
	{ "Reviewed_by: Ann B <ann@example.org>", "Reviewed-by Ann B <ann@example.org>" },
	{ "Reviewed- by: Ann B <ann@example.org>", "Reviewed-by Ann B <ann@example.org>" },
	{ "Tested -by: Ann B <ann@example.org>", "Tested-by Ann B <ann@example.org>" },
	{ "Reviewed\xe2\x80\x91" "by: Ann B <ann@example.org>", "Reviewed-by Ann B <ann@example.org>" },
	{ "Reviewed-by\xef\xbc\x9a Ann B <ann@example.org>", "Reviewed-by Ann B <ann@example.org>" },
	{ "**Reviewed-by:** Ann B <ann@example.org>", "Reviewed-by Ann B <ann@example.org>" },
	{ "* Acked-by: Ann B <ann@example.org>", "Acked-by Ann B <ann@example.org>" },
	{ "Reviewed-by: me", "Reviewed-by  <>" },
	/* no tags of the writer's */
	{ "Not-yet-reviewed-by: Ann B <ann@example.org>", "" },
	{ "Not-seriously-acked-by: Ann B <ann@example.org>", "" },
	{ "Un-reviewed-by: Ann B <ann@example.org>", "" },
	{ "Asked-by: Ann B <ann@example.org>", "" },
	{ "Backed-by: Ann B <ann@example.org>", "" },
	{ "Revised-by: Ann B <ann@example.org>", "" },
	{ "Akced-by: tags are missing", "" },
	{ "> Reviewed-by: Ann B <ann@example.org>", "" },
	{ ">> Reviewed-by: Ann B <ann@example.org>\n\nThanks!", "" },
	{ "Tested by: running it for a week", "" },
	{ "I will add my Reviewed-by to v2.", "" },
	{ "- Add Ann's Reviewed-by tag", "" },
	{ "It was reviewed by: nobody", "" },
	{ "Stand-by: off", "" },
	{ "-- \nReviewed-by: Ann B <ann@example.org>", "" },
	{ "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n one\n+Reviewed-by: Ann B <ann@example.org>\n-two\n", "" },
};

static void test_tags(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(wants); i++) {
		char *got = tags(wants[i].text);
		if (strcmp(got, wants[i].want) != 0)
			print_error("text: %s\n", wants[i].text);
		assert_string_equal(got, wants[i].want);
		g_free(got);
	}
}

static void test_nak(void **state)
{
	static const struct {
		const char *text;
		bool nak;
	} naks[] = {
		{ "NAK", true }, { "NACK!", true }, { "NAK.", true }, { "NAK, this breaks the ABI.", true },
		{ "So that's a NAK from me.", true }, { "Nacked-by: Ann B <ann@example.org>", true },
		{ "Nak", true }, { "> NAK\n\nWhy?", false }, { "The NAK flag is not set.", false },
		{ "NAK handling is wrong here", false }, { "snack", false }, { "Is this a NAK?", false },
		{ "Nak.", true },
		{ "NAK: this breaks userspace.", true },
		{ "So NAK from me.", true },
		{ "That's a NAK from me.", true },
		{ "Hard NAK.", true },
		{ "Big fat NAK.", true },
		{ "NAK to this.", true },
		{ "NAK on this approach.", true },
		{ "I NAK this.", true },
		{ "I'm NAKing this.", true },
		{ "Consider this NAKed.", true },
		{ "NAK, sorry.", true },
		{ "Sorry, NAK.", true },
		{ "No. NAK.", true },
		{ "This is NAKed until fixed.", true },
		{ "This gets a NAK from me.", true },
		{ "The device answers with NAK on the bus.", false },
		{ "NAK handling is missing in the driver.", false },
		{ "I won't NAK this.", false },
		{ "This is not a NAK.", false },
		{ "No NAK from me.", false },
		{ "Not NAKing this, but I have questions.", false },
		{ "> NAK", false },
		{ "If it breaks ABI, NAK.", false },
		{ "The I2C core retries on NAK.", false },
		{ "NAK and ACK are swapped here.", false },
		{ "Marc NAKed the previous version.", false },
		{ "I withdraw my NAK.", false },
		{ "I take back my NAK.", false },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(naks); i++) {
		struct body *b = body_parse(naks[i].text);
		if ((nak_find(b) >= 0) != naks[i].nak)
			print_error("text: %s\n", naks[i].text);
		assert_int_equal(nak_find(b) >= 0, naks[i].nak);
		body_free(b);
	}
}

static void test_changelog(void **state)
{
	static const struct {
		const char *text;
		int version;
		const char *want;
	} logs[] = {
		{ "This fixes it.\n\nChanges in v3:\n - one\n - two\n\nChanges in v2:\n - old\n", 3, " - one\n - two" },
		{ "v1 -> v2:\n - one\n\nv0 -> v1:\n - old\n", 2, " - one" },
		{ "* From v2 [1]:\n  - one\n\n  - two\n\n[1] https://example.org/\n", 3, "  - one\n  - two" },
		{ "Changes since v1:\n* one\n\nThanks,\nAnn\n", 2, "* one" },
		{ "V2 -> V3: Take another lock.\nV1 -> V2: Take a lock.\n", 3, "Take another lock." },
		{ "v2: https://example.org/\nv1: https://example.org/\n\nv2 -> v3:\n - one\n", 3, " - one" },
		{ "v3:\n  - one\nv2:\n  - old\n", 3, "  - one" },
		{ "All comments on the last version:\nv2 -> v3:\nhttps://example.org/two\n- one\n- two\n", 3, "- one\n- two" },
		{ "v2 -> v3:\n - one that is\n   wrapped\n - two\n\n", 3, " - one that is wrapped\n - two" },
		{ "Changes since v2:\nRebased.\nMoved a lock.\n", 3, "Rebased.\nMoved a lock." },
		{ "Nothing is said here of v3 or v2.\n", 3, NULL },
		{ "Changes in v2:\n - old\n", 3, NULL },
		{ "> Changes in v3:\n>  - quoted\n", 3, NULL },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(logs); i++) {
		struct body *b = body_parse(logs[i].text);
		char *got = changelog_find(b, logs[i].version);
		if (g_strcmp0(got, logs[i].want))
			print_error("text: %s\ngot: %s\n", logs[i].text, got ? got : "(null)");
		assert_int_equal(g_strcmp0(got, logs[i].want), 0);
		g_free(got);
		body_free(b);
	}
}

#define TEN "goes on x "
#define FIFTY TEN TEN TEN TEN TEN

static void test_reports(void **state)
{
	static const struct {
		const char *text, *want;
	} reports[] = {
		{ "Hi Ann,\n\nThank you for the patch! Yet something to improve:\n\n[auto build test ERROR on kvm/queue]\n"
		  "config: arm64-randconfig-r001 (https://example.org/config)\n\nAll errors (new ones prefixed by >>):\n\n"
		  "   note: x\n>> arch/arm64/kvm/x.c:1:2: error: no such thing\n",
		  "error arm64-randconfig-r001 arch/arm64/kvm/x.c:1:2: error: no such thing" },
		{ "Hi Ann,\n\nPerhaps something to improve:\n\n[auto build test WARNING on kvm/queue]\n"
		  "config: x86_64-allyesconfig (https://example.org/config)\n\n"
		  ">> arch/x86/kvm/x.c:3:4: warning: unused\n",
		  "warning x86_64-allyesconfig arch/x86/kvm/x.c:3:4: warning: unused" },
		{ "syzbot has tested the proposed patch but the reproducer is still triggering an issue:\n"
		  "KASAN: use-after-free Read in foo\n",
		  "error  KASAN: use-after-free Read in foo" },
		{ "syzbot has tested the proposed patch and the reproducer did not trigger any issue:\n", "" },
		{ "tree/branch: kvm\nBUILD SUCCESS  0123456789ab\n\nelapsed time: 720m\n", "" },
		/* A long message is cut, and that is told. */
		{ "[auto build test WARNING on next]\nconfig: arm64-randconfig\n>> x.c:3:4: warning: " FIFTY FIFTY FIFTY FIFTY "\n",
		  "warning arm64-randconfig x.c:3:4: warning: " FIFTY FIFTY FIFTY TEN TEN "goes on x\u2026" },
		{ "Hello, this is a bot.", "" },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(reports); i++) {
		struct bot_report r;
		char *got = bot_report_find(reports[i].text, "Re: x", &r) ?
				    g_strdup_printf("%s %s %s", r.error ? "error" : "warning", r.config, r.what) :
				    g_strdup("");
		assert_string_equal(got, reports[i].want);
		g_free(got);
		bot_report_clear(&r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tags),
		cmocka_unit_test(test_nak),
		cmocka_unit_test(test_changelog),
		cmocka_unit_test(test_reports),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
