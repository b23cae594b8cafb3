/* applied.h: what says that a patch was taken, and what only sounds like it */
#include "lib/applied.h"

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

/* "to|patches|commits" of a mail that says so, with "F" for a formal one and "T" for a told one; "" if it does not. */
static char *said(const char *text, const char *subject)
{
	struct applied a;
	struct body *b = body_parse(text);
	GString *s = g_string_new(NULL);
	if (applied_find(b, subject, &a)) {
		g_string_append_printf(s, "%s|", a.to);
		for (unsigned i = 0; i < a.patches->len; i++)
			g_string_append_printf(s, "%s%d", i ? "," : "", g_array_index(a.patches, int, i));
		g_string_append_printf(s, "|%u%s%s%s%s", a.commits->len, a.formal ? "F" : "", a.told ? "T" : "",
				       a.by ? " by " : "", a.by ? a.by : "");
		applied_clear(&a);
	}
	body_free(b);
	return g_string_free(s, FALSE);
}

struct want {
	const char *text, *want;
};

static void check(const struct want *wants, size_t n, const char *subject)
{
	for (size_t i = 0; i < n; i++) {
		char *got = said(wants[i].text, subject);
		if (strcmp(got, wants[i].want) != 0)
			print_error("text: %s\n", wants[i].text);
		assert_string_equal(got, wants[i].want);
		g_free(got);
	}
}

static const struct want yes[] = {
	{ "Applied to kvmarm/fixes, thanks!", "kvmarm/fixes||0" },
	{ "Applied, thanks.", "||0" },
	{ "Thanks, applied.", "||0" },
	{ "Queued.", "||0" },
	{ "Queued, thanks!", "||0" },
	{ "Queued for 6.2, thanks.", "6.2||0" },
	{ "Queued for -rc, thanks.", "-rc||0" },
	{ "Both now queued up, thanks.", "||0" },
	{ "Merged to master.", "master||0" },
	{ "Merged, thank you.", "||0" },
	{ "Pulled, thanks. The conflict was trivial.", "||0" },
	{ "Yes, I saw it. Pulled now, thanks.", "||0" },
	{ "Pushed, thanks!", "||0" },
	{ "Picked up for the next merge window, thanks", "||0" },
	{ "LGTM, applied to for-next.", "for-next||0" },
	{ "Looks good to me, applied. I fixed the typo.", "||0" },
	{ "With the nit fixed up, applied to tip/urgent.", "tip/urgent||0" },
	{ "Provisionally applied to -next for some exposure.", "-next||0" },
	{ "Applied to arm64 (for-next/misc), thanks!", "arm64 (for-next/misc)||0" },
	{ "Applied to fixes with a new commit message, thanks!", "fixes||0" },
	{ "Applied the first two patches to drm-misc-next, thanks.", "drm-misc-next|1,2|0" },
	{ "Queued 3+5, thanks.", "|3,5|0" },
	{ "Thank you! Squashed 1-2 and applied 3-4.", "|1,2,3,4|0" },
	{ "I have applied patches 1-3 and 5.", "|1,2,3,5|0" },
	{ "I've applied this to fixes.", "fixes||0" },
	{ "Given its age, I've picked this series up, with the fix on top.", "||0" },
	{ "I've gone ahead and merged the tests.", "||0" },
	{ "Thanks, I squashed it and queued it for -rc1 (tested on two machines).", "-rc1||0" },
	{ "FYI, this is queued up for 6.1.", "6.1||0T" },
	{ "These patches were merged long ago.", "||0T" },
	{ "The series has been merged to Jo's 'next' branch.", "Jo's 'next' branch||0T" },
	{ "This patch landed in today's linux-next (20221114) and breaks my board.", "linux-next (20221114)||0T" },
	{ "Pushed the series with the squash to branch `for_jo/6.1` at:", "for_jo/6.1||0" },
	{ "> Is this one in?\n\nIt has been applied to kvm/next.", "kvm/next||0T" },
	{ "Hi,\n\nqueued, let me know if it needs a stable tag.", "||0" },
	/* b4 */
	{ "On Mon, 1 Aug 2022 10:00:00 +0200, Ann wrote:\n> This fixes it.\n> [...]\n\nApplied to next, thanks!\n\n"
	  "[1/2] KVM: one\n      commit: 0123456789abcdef0123456789abcdef01234567\n"
	  "[2/2] KVM: two\n      commit: 123456789abcdef0123456789abcdef012345678\n",
	  "next|1,2|2F" },
	{ "Applied to tree (main), thanks!\n\n[3/9] KVM: three\n      https://git.example.org/tree/c/0123456789ab\n",
	  "tree (main)|3|1F" },
};

static const struct want no[] = {
	{ "This should be applied to stable.", "" },
	{ "It can be applied on top of v6.1.", "" },
	{ "If applied, this breaks the build.", "" },
	{ "I applied this locally to test it.", "" },
	{ "Applied this series and verified that it boots.", "" },
	{ "Applied to a clean tree, this fails to build.", "" },
	{ "Has this been applied to any tree?", "" },
	{ "> Applied to next, thanks!\n\nGreat!", "" },
	{ "I'll queue that as a fix.", "" },
	{ "Happy to queue it once it is acked.", "" },
	{ "This cannot be applied.", "" },
	{ "This was not merged.", "" },
	{ "Will be queued for 6.2.", "" },
	{ "I'd like to see it merged.", "" },
	{ "Once this is merged, send the rest.", "" },
	{ "I hope this can be merged early.", "" },
	{ "The same fix must be applied to the other function.", "" },
	{ "The mask, applied to each entry, is wrong.", "" },
	{ "With this patch applied I still see the bug.", "" },
	{ "Based on kvm/next with the series [1] applied.", "" },
	{ "Your fixes are merged with the wrong patch.", "" },
	{ "This was pulled in by the header.", "" },
	{ "I pushed it here:\n  git://git.example.org/me", "" },
	{ "I've taken it for a ride, and nothing broke.", "" },
	{ "The exception is taken to EL2.", "" },
	{ "I have the following fix queued:", "" },
	{ "I have the fix for this queued for v7.", "" },
	{ "This was picked up from the list by mistake, please resend.", "" },
	{ "[If your patch is applied to the wrong git tree, kindly drop us a note.", "" },
	{ "You mean the series before this patch have already been applied, right?", "" },
	{ "Feel free to resend when the first patch has been merged.", "" },
	{ "Applied on top of v6.1, works fine.\n\nTested-by: Ann <ann@example.org>", "" },
	{ "Dropped, thanks.", "" },
	{ "Nothing is queued yet.", "" },
	{ "", "" },
};

static void test_yes(void **state)
{
	(void)state;
	check(yes, G_N_ELEMENTS(yes), "Re: [PATCH 0/9] KVM: all");
}

static void test_no(void **state)
{
	(void)state;
	check(no, G_N_ELEMENTS(no), "Re: [PATCH 0/9] KVM: all");
}

static void test_bots(void **state)
{
	static const struct want bots[] = {
		{ "The pull request you sent on Mon, 1 Aug 2022 10:00:00 +0200:\n\n"
		  "> git://git.example.org/kvm tags/for-linus\n\nhas been merged into torvalds/linux.git:\n"
		  "https://git.kernel.org/torvalds/c/0123456789abcdef0123456789abcdef01234567\n\nThank you!\n",
		  "torvalds/linux.git||1F" },
		{ "Hello:\n\nThis series was applied to netdev/net-next.git (main)\nby Jo Doe <jo@example.org>:\n\n"
		  "On Mon, 1 Aug 2022 10:00:00 +0200 you wrote:\n> It fixes it.\n\n"
		  "Here is the summary with links:\n  - [net-next,v2,1/2] net: one\n"
		  "    https://git.kernel.org/netdev/net-next/c/0123456789ab\n"
		  "  - [net-next,v2,2/2] net: two\n    https://git.kernel.org/netdev/net-next/c/123456789abc\n",
		  "netdev/net-next.git (main)|1,2|2F by Jo Doe" },
		{ "The following commit has been merged into the x86/urgent branch of tip:\n\n"
		  "Commit-ID:     0123456789abcdef0123456789abcdef01234567\n",
		  "x86/urgent||1F" },
	};
	(void)state;
	check(bots, G_N_ELEMENTS(bots), "Re: [GIT PULL] KVM");
	char *s = said("This is a note to let you know that I've just added the patch titled\n\n    KVM: fix it\n\n"
		       "to the 5.10-stable tree which can be found at:\n    http://git.example.org/\n",
		       "Patch \"KVM: fix it\" has been added to the 5.10-stable tree");
	assert_string_equal(s, "5.10-stable||0F");
	g_free(s);
}

static void test_pulled(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool yes;
	} pulls[] = { { "Done, thanks.", true }, { "The merge is currently in kvm/queue only.", true },
		      { "I am not done with it.", false }, { "> Done, thanks.\n\nNo.", false } };
	for (size_t i = 0; i < G_N_ELEMENTS(pulls); i++) {
		struct applied a = { 0 };
		struct body *b = body_parse(pulls[i].text);
		assert_int_equal(pulled_find(b, &a), pulls[i].yes);
		applied_clear(&a);
		body_free(b);
	}
}

static void test_numbers(void **state)
{
	(void)state;
	static const struct want lists[] = {
		{ "patches 1-3 and 5", "1 2 3 5" }, { "patch #2", "2" }, { "Queued 3+5", "3 5" },
		{ "the first three patches", "1 2 3" }, { "applied 2, 4", "2 4" }, { "nothing", "" },
		{ "queued 5.20", "" }, { "patch 99999999999", "" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
		GArray *a = g_array_new(FALSE, FALSE, sizeof(int));
		GString *s = g_string_new(NULL);
		applied_numbers(lists[i].text, a);
		for (unsigned n = 0; n < a->len; n++)
			g_string_append_printf(s, "%s%d", n ? " " : "", g_array_index(a, int, n));
		if (strcmp(s->str, lists[i].want) != 0)
			print_error("list: %s\n", lists[i].text);
		assert_string_equal(s->str, lists[i].want);
		g_string_free(s, TRUE);
		g_array_unref(a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_yes),    cmocka_unit_test(test_no),      cmocka_unit_test(test_bots),
		cmocka_unit_test(test_pulled), cmocka_unit_test(test_numbers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
