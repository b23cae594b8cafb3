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
	{ "Applied to drm-misc-next.", "drm-misc-next||0" },
	{ "Applied all, thanks!", "||0" },
	{ "Applied both to for-next.", "for-next||0" },
	{ "Applied patch 1 to for-linus and patch 2 to for-next.", "for-linus|1,2|0" },
	{ "I've pushed this to drm-misc-fixes.", "drm-misc-fixes||0" },
	{ "Pushed to drm-misc-next.", "drm-misc-next||0" },
	{ "Merged as commit 0123456789ab.", "||0" },
	{ "Merged through the tip tree.", "tip tree||0" },
	{ "Now merged.", "||0" },
	{ "Thanks, I queued this up.", "||0" },
	{ "Series applied.", "||0" },
	{ "Series applied to net-next, thanks.", "net-next||0" },
	{ "Series queued.", "||0" },
	{ "Whole series applied, thanks.", "||0" },
	{ "All applied, thanks.", "||0" },
	{ "Patches 1-3 applied.", "|1,2,3|0" },
	{ "Patch 2 applied, the rest needs a respin.", "|2|0" },
	{ "Patches 1 and 2 queued for 6.3.", "6.3|1,2|0" },
	{ "1-3 applied, 4 needs work.", "|1,2,3|0" },
	{ "This is now in linux-next.", "linux-next||0T" },
	{ "In my tree now.", "tree||0" },
	{ "It's in my tree now, thanks.", "tree||0" },
	{ "Committed, thanks.", "||0" },
	{ "Thanks, taken.", "||0" },
	{ "I took this series, thanks.", "||0" },
	{ "I took it.", "||0" },
	{ "Took it via the arm64 tree.", "arm64 tree||0" },
	{ "Thanks. Applied (with whitespace fixes).", "||0" },
	{ "applied. Thanks!", "||0" },
	{ "applied thanks", "||0" },
	{ "Thanks applied", "||0" },
	{ "Applied manually, thanks.", "||0" },
	{ "Added to my queue.", "queue||0" },
	{ "The patch has been applied to pm/bleeding-edge.", "pm/bleeding-edge||0T" },
	{ "I have applied these two.", "||0" },
	{ "Reviewed and applied.", "||0" },
	{ "Reviewed, tested and applied to fixes.", "fixes||0" },
	{ "Acked and applied.", "||0" },
	{ "Fixed up the typo and applied, thanks.", "||0" },
	{ "Patch applied.", "||0" },
	{ "Patch applied.  Thanks.", "||0" },
	{ "Patch applied with a minor edit.", "||0" },
	{ "Applied the series, thanks.", "||0" },
	{ "Applied, with the commit message tweaked.", "||0" },
	{ "Applied and pushed to for-6.2/block.", "for-6.2/block||0" },
	{ "I have queued these up for v6.3.", "v6.3||0" },
	{ "Queueing this up, thanks.", "||0" },
	{ "Queuing for 6.3, thanks.", "6.3||0" },
	{ "Applying, thanks.", "||0" },
	{ "Thanks for the patch, applied to thermal/next.", "thermal/next||0" },
	{ "Nice catch. Applied to for-5.20-fixes.", "for-5.20-fixes||0" },
	{ "Thank you, Ann! Applied to hid.git#for-6.2/upstream-fixes.", "hid.git#for-6.2/upstream-fixes||0" },
	{ "Applied to hid.git branch for-6.1/upstream, thanks.", "hid.git branch||0" },
	{ "Picked up, thanks.", "||0" },
	{ "I picked this up for 6.3.", "6.3||0" },
	{ "Picked into the soc tree.", "soc tree||0" },
	{ "Thanks, this is applied now.", "||0T" },
	{ "This has been applied.", "||0T" },
	{ "These are now queued.", "||0T" },
	{ "This patch is already queued in my tree.", "tree||0T" },
	{ "It was merged in v6.1-rc3.", "v6.1-rc3||0T" },
	{ "Already merged as 0123456789ab (\"KVM: fix\").", "||0" },
	{ "Already applied, thanks.", "||0" },
	{ "Applied as-is, thanks.", "||0" },
	{ "Ok, applied.", "||0" },
	{ "OK, I've applied this.", "||0" },
	{ "Great, applied to the kvm-x86 misc branch.", "kvm-x86 misc branch||0" },
	{ "Looks fine, queued up for the next merge window.", "||0" },
	{ "Thanks, merged into mainline.", "mainline||0" },
	{ "Applied to https://git.kernel.org/pub/scm/linux/kernel/git/kvmarm/kvmarm.git next", "https://git.kernel.org/pub/scm/linux/kernel/git/kvmarm/kvmarm.git next||0" },
	{ "I went ahead and applied this.", "||0" },
	{ "Merged this into my local for-next branch, will push tomorrow.", "||0" },
	{ "Pulled into next.", "next||0" },
	{ "Both patches applied to for-next.", "for-next||0T" },
	{ "All four patches queued.", "||0" },
	{ "Thanks, I've applied patches 2 and 3 to next.", "next|2,3|0" },
	{ "Given how long this has been around, I've picked this series up, applying Oliver's fixes.", "||0" },
	{ "Applied with Oliver's tags, thanks.", "||0" },
	{ "Queued, but I dropped patch 3.", "|3|0" },
	{ "Applied, but please send a follow-up for the docs.", "||0" },
	{ "This is now in mainline.", "mainline||0T" },
	{ "Now in kvm/next.", "kvm/next||0T" },
	{ "Merged in 0123456789ab.", "||0" },
	{ "Thanks, series merged.", "||0" },
	{ "This series was applied to bpf/bpf-next.git (master)", "bpf/bpf-next.git (master)||0T" },
	{ "Queued the first two for 6.3; the rest needs an ack.", "6.3|1,2|0" },
	{ "Tentatively queued.", "||0" },
	{ "Thanks for the series, I've merged it.", "||0" },
	{ "I've applied patch 1, please resend the rest.", "|1|0" },
	{ "Patches 1 to 4 are applied.", "|1,2,3,4|0" },
	{ "Applied 1-4.", "|1,2,3,4|0" },
	{ "OK to me, applied.", "||0" },
	{ "Applied to the for-6.2 branch.", "for-6.2 branch||0" },
	{ "Applied for 6.3, thanks.", "6.3||0" },
	{ "This got merged last week.", "||0T" },
	/* b4 */
	{ "On Mon, 1 Aug 2022 10:00:00 +0200, Ann wrote:\n> This fixes it.\n> [...]\n\nApplied to next, thanks!\n\n"
	  "[1/2] KVM: one\n      commit: 0123456789abcdef0123456789abcdef01234567\n"
	  "[2/2] KVM: two\n      commit: 123456789abcdef0123456789abcdef012345678\n",
	  "next|1,2|2F" },
	{ "I am not sure about it, so I let it simmer in -next for a while.\n\n"
	  "[1/2] KVM: one\n      commit: 0123456789abcdef0123456789abcdef01234567\n"
	  "[2/2] KVM: two\n      commit: 123456789abcdef0123456789abcdef012345678\n",
	  "|1,2|2F" },
	{ "Applied to tree (main), thanks!\n\n[3/9] KVM: three\n      https://git.example.org/tree/c/0123456789ab\n",
	  "tree (main)|3|1F" },
};

static const struct want no[] = {
	{ "This should be applied to stable.", "" },
	{ "Now dropped.\n\n[1/2] KVM: one\n      commit: 0123456789abcdef0123456789abcdef01234567\n", "" },
	{ "Which of these is it?\n\n[1/2] KVM: one\n      https://git.example.org/tree/c/0123456789ab\n", "" },
	{ "It depends on\n\n[1/2] KVM: one\n      (no commit info)\n", "" },
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
	{ "Applied your suggestion, thanks.", "" },
	{ "Applied the changes you asked for.", "" },
	{ "I have applied your comments.", "" },
	{ "Applied in v2, thanks.", "" },
	{ "Queued for v2.", "" },
	{ "Fixed, queued for v3.", "" },
	{ "Queued spinlocks are not fair.", "" },
	{ "Merged the two patches in v2.", "" },
	{ "I merged these two functions.", "" },
	{ "I've merged the patches 1 and 2 into one in v3.", "" },
	{ "I picked up your Reviewed-by, thanks.", "" },
	{ "Picked up the tags.", "" },
	{ "Picked up your tags, thanks.", "" },
	{ "I've taken this into account.", "" },
	{ "Taken from the ARM ARM.", "" },
	{ "Pulled from upstream QEMU.", "" },
	{ "I pushed a branch with v3 to github.", "" },
	{ "Pushed v3 to my github.", "" },
	{ "I've queued the following fix on top.", "" },
	{ "I'm about to apply this.", "" },
	{ "I'm going to apply this.", "" },
	{ "About to be merged.", "" },
	{ "I think this is ready to be applied.", "" },
	{ "Was this ever applied?", "" },
	{ "Did this get merged?", "" },
	{ "Any news? Has this been queued for 6.2?", "" },
	{ "Is this queued anywhere?", "" },
	{ "Please apply.", "" },
	{ "Please pull.", "" },
	{ "This is not applied yet.", "" },
	{ "It hasn't been applied.", "" },
	{ "Not yet applied.", "" },
	{ "I haven't applied this.", "" },
	{ "I have not queued this.", "" },
	{ "Never applied.", "" },
	{ "Let me know when this is applied.", "" },
	{ "Assuming this is merged, I will rebase.", "" },
	{ "After this is applied, the test passes.", "" },
	{ "I tested with this series applied.", "" },
	{ "With this applied, it works.", "" },
	{ "Once applied, I will send the rest.", "" },
	{ "The patch applied cleanly.", "" },
	{ "The series applied fine on top of next.", "" },
	{ "Applied cleanly on v6.1.", "" },
	{ "Patch applied and tested on my board.", "" },
	{ "Applied and tested.", "" },
	{ "Patch applied to my local tree and tested, works.", "" },
	{ "The fix was merged for x86 only.", "" },
	{ "A similar patch was merged last year.", "" },
	{ "A patch like this has been applied before.", "" },
	{ "The fix for that has already been merged in 5.19.", "" },
	{ "That was applied to the wrong branch.", "" },
	{ "The same change was applied to x86 in commit 0123456789ab.", "" },
	{ "Commit 0123456789ab was merged for 5.19, so this is not needed.", "" },
	{ "If you want it merged, ask Paolo.", "" },
	{ "Should be queued by Marc.", "" },
	{ "I would have applied this, but it does not build.", "" },
	{ "I was going to apply this but it conflicts.", "" },
	{ "I almost applied this.", "" },
	{ "I applied this but it breaks the build, so dropped.", "" },
	{ "I tried to apply this, but it failed.", "" },
	{ "Sorry, I applied the wrong version.", "" },
	{ "The quirk is applied to all CPUs.", "" },
	{ "Now applied to every vCPU.", "" },
	{ "The lock is taken in the caller.", "" },
	{ "Interrupts taken to EL2.", "" },
	{ "All taken branches are counted.", "" },
	{ "Both landed in the same cache line.", "" },
	{ "It landed in my inbox today.", "" },
	{ "The work is queued to the system workqueue.", "" },
	{ "Both queued on the same waitqueue.", "" },
	{ "Pages committed to the guest.", "" },
	{ "The exception is taken.", "" },
	{ "This branch is taken.", "" },
	{ "The patch was pulled from next because of a regression.", "" },
	{ "This was merged by accident and reverted.", "" },
	{ "Marc, can this be queued?", "" },
	{ "Marc: this one can be applied as well.", "" },
	{ "Will, are you okay with this being merged?", "" },
	{ "Applied? I don't see it in next.", "" },
	{ "You applied the wrong one.", "" },
	{ "He applied this patch on 6.1 and it crashed.", "" },
	{ "It was applied on top of rc1 for testing.", "" },
	{ "I have this applied in my local branch.", "" },
	{ "This is merged in our downstream kernel.", "" },
	{ "Queued up? Not sure.", "" },
	{ "This patch set is applied on top of next-20230101.", "" },
	{ "The patches apply to kvm/next.", "" },
	{ "The series is based on kvm/queue.", "" },
	{ "It is queued behind another series.", "" },
	{ "The changes were merged into the second patch.", "" },
	{ "Merged into patch 2.", "" },
	{ "Merging this would break bisection.", "" },
	{ "Applying this on my box breaks boot.", "" },
	{ "Applying to stable needs a backport.", "" },
	{ "Taking the lock here is wrong.", "" },
	{ "Pulling in the header fixes that.", "" },
	{ "Picking a name is hard.", "" },
	{ "The number of pages committed for the guest is wrong.", "" },
	{ "It is now in the loop.", "" },
	{ "This is in the generic code.", "" },
	{ "Both are in the main loop.", "" },
	{ "Already in place.", "" },
	{ "This is already in the kernel.", "" },
	{ "Took a look, seems fine.", "" },
	{ "I took this approach in v2.", "" },
	{ "Took me a while to see it.", "" },
	{ "I took this to mean that it is done.", "" },
	{ "Added to the list of things to fix.", "" },
	{ "Added to my todo list.", "" },
	{ "Both patches applied and boot tested.", "" },
	{ "This was applied to my test tree and boots fine.", "" },
	{ "All pages queued for the I/O are freed.", "" },
	{ "Changes requested, not merged.", "" },
	{ "The rest applied fine.", "" },
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

/* "numbers" or "all" or "one"; "" if nothing is said to be dropped. */
static void test_dropped(void **state)
{
	(void)state;
	static const struct want drops[] = {
		{ "Now dropped.", "one" }, { "It is on a branch of its own. Now\ndropped.", "one" }, { "Dropped from next for now.", "one" },
		{ "I've dropped this, as it breaks the build.", "one" }, { "I had to revert the series.", "all" },
		{ "Both dropped, sorry.", "all" }, { "I have dropped patches 2 and 3.", "2,3" }, { "This has been dropped from the queue.", "one" },
		{ "Reverted for now.", "one" },
		{ "I dropped the Fixes tag.", "" }, { "Dropped the second hunk.", "" }, { "Should this be dropped?", "" },
		{ "Please drop this.", "" }, { "If this is dropped, tell me.", "" }, { "> Now dropped.\n\nThanks.", "" },
		{ "It will be dropped.", "" }, { "The lock is dropped here.", "" }, { "I'll drop it.", "" }, { "Applied, thanks.", "" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(drops); i++) {
		struct applied a;
		struct body *b = body_parse(drops[i].text);
		GString *s = g_string_new(NULL);
		if (dropped_find(b, &a)) {
			for (unsigned n = 0; n < a.patches->len; n++)
				g_string_append_printf(s, "%s%d", n ? "," : "", g_array_index(a.patches, int, n));
			if (!a.patches->len)
				g_string_append(s, a.whole ? "all" : "one");
			applied_clear(&a);
		}
		body_free(b);
		if (strcmp(s->str, drops[i].want) != 0)
			print_error("text: %s\n", drops[i].text);
		assert_string_equal(s->str, drops[i].want);
		g_string_free(s, TRUE);
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
		cmocka_unit_test(test_pulled), cmocka_unit_test(test_dropped), cmocka_unit_test(test_numbers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
