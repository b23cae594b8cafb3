/* A thread made here, and what a model may and may not say of it. */
#include "lib/list.h"
#include "report/verify.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	const char *from, *subject, *text;
	int parent;
	bool news;
} mails[] = {
	{ "Ada Field <ada@example.org>", "[PATCH v2 0/2] frob: Keep the lock across a reset",
	  "The frob loses its lock when it is reset in the middle of a\ntransfer. This series keeps it.\n\n"
	  "Changes since v1:\n - use arm_v7_frob_lock() everywhere\n - drop the “fast” path - it was never used\n",
	  -1, false },
	{ "Ada Field <ada@example.org>", "[PATCH v2 1/2] frob: Take the lock",
	  "Take it early.\n\nSigned-off-by: Ada Field <ada@example.org>\n---\n frob.c | 2 +-\n 1 file changed, 1 "
	  "insertion(+), 1 deletion(-)\n\ndiff --git a/frob.c b/frob.c\n--- a/frob.c\n+++ b/frob.c\n@@ -1,3 +1,3 @@\n"
	  " int frob(void)\n-\treturn frob_unlocked(dev, NULL);\n+\treturn frob_locked(dev, NULL, GFP_KERNEL);\n",
	  0, false },
	{ "Will Stone <will@example.net>", "Re: [PATCH v2 0/2] frob: Keep the lock across a reset",
	  "On Monday, Ada Field wrote:\n> The frob loses its lock when it is reset in the middle of a\n> transfer.\n\n"
	  "This is not acceptable for a stable kernel, because it\nsleeps under a spinlock.\n\n"
	  "I don't see how a reset could ever take the lock twice.\n\nNAK\n",
	  0, true },
	{ "Bo Li <bo.li@example.com>", "Re: [PATCH v2 1/2] frob: Take the lock",
	  "我认为这个补丁在热插拔的情况下会死锁, 需要重新考虑。\nReviewed-by: Bo Li <bo.li@example.com>\n\nThanks,\nBo\n", 1,
	  true },
	{ "kernel test robot <lkp@intel.com>", "Re: [PATCH v2 1/2] frob: Take the lock",
	  "Hi Ada,\n\nfrob.c:12:9: error: implicit declaration of function 'frob_locked'\n", 1, true },
	{ "Will Deepwater <wd@example.net>", "Re: [PATCH v2 0/2] frob: Keep the lock across a reset",
	  "Applied, thanks!\n\nCarla said that the board boots again with this.\n", 0, true },
};

enum { N = sizeof(mails) / sizeof(mails[0]) };

static struct thread *make(bool history)
{
	struct thread *t = g_new0(struct thread, 1);

	t->threads = g_strdup("thread:1");
	t->mails = g_ptr_array_new_with_free_func((GDestroyNotify)mail_free);
	for (unsigned i = 0; i < N; i++) {
		struct mail *m = mail_new();

		m->number = i + 1;
		m->id = g_strdup_printf("%u@example.org", i);
		m->thread = g_strdup("1");
		m->subject = g_strdup(mails[i].subject);
		person_parse(&m->from, mails[i].from, NULL);
		m->date = 1700000000 + i;
		m->is_new = !history || mails[i].news;
		m->references = g_new0(char *, 1);
		m->to = g_strdup("frob list <frob@example.org>, Carla Moon <carla@example.org>");
		m->text = g_strdup(mails[i].text);
		m->parent = mails[i].parent;
		t->news += m->is_new;
		g_ptr_array_add(t->mails, m);
	}
	return t;
}

/* The first sentence's fault. */
static enum verify_fault judge_in(const char *text, enum answer_part part, bool history, const char *state)
{
	struct thread *t = make(history);
	struct list_line line = { .state = (char *)state, .subject = (char *)mails[0].subject };
	struct collation *c = collation_build(t);
	struct verifier *v = verify_new(c, &line, NULL);
	g_autoptr(GPtrArray) sentences = answer_sentences(text);
	enum verify_fault worst = VERIFIED;

	assert_true(sentences->len);
	for (guint i = 0; i < sentences->len && !worst; i++)
		worst = verify_sentence(v, sentences->pdata[i], part).fault;
	verify_free(v);
	collation_free(c);
	thread_free(t);
	return worst;
}

static enum verify_fault judge(const char *text)
{
	return judge_in(text, PART_UNKNOWN, true, "-");
}

#define good(text) assert_int_equal(judge(text), VERIFIED)
#define bad(text, fault) assert_int_equal(judge(text), fault)

static void forms(void **s)
{
	(void)s;
	good("The lock is lost in a reset [1 \"loses its lock when it is reset\"].");
	good("The lock is lost in a reset. [1 \"loses its lock when it is reset\"]");
	good("The lock is lost in a reset [1: \"loses its lock when it is reset\"].");
	good("The lock is lost in a reset [1, \"loses its lock when it is reset\"].");
	good("The lock is lost in a reset [mail 1 “loses its lock when it is reset”].");
	good("The lock is lost in a reset [#1 'loses its lock when it is reset'].");
	good("The lock is lost in a reset [1 loses its lock when it is reset].");
	good("The lock is lost in a reset (1 \"loses its lock when it is reset\").");
	good("The lock is lost in a reset \\[1 \"loses its lock when it is reset\"\\].");
	good("The lock is lost in a reset [1 \\\"loses its lock when it is reset\\\"].");
	good("The lock is lost in a reset 【1 「loses its lock when it is reset」】。");
	good("The lock \"loses its lock when it is reset\" [1].");
	good("The lock is lost [1 \"loses its lock when it is reset\"] [3 \"sleeps under a spinlock\"].");
	good("The lock is lost [1 \"loses its lock when it is reset\"][3 \"sleeps under a spinlock\"].");
	good("The lock is lost [1 \"loses its lock when it is reset\"; 3 \"sleeps under a spinlock\"].");
	good("The lock is lost [1 \"loses its lock when it is reset\", \"This series keeps it\"].");
	good("A path is gone [1 \"drop the \"fast\" path - it was never used\"].");
	good("A path is gone [1 \"drop the fast path – it was never used\"].");
	good("热插拔时会死锁 [4 “这个补丁在热插拔的情况下会死锁”]。");
	good("热插拔时会死锁【4:“这个补丁在热插拔的情况下会死锁”】。");
	good("Locks, timers etc. are lost, e.g. in v6.1-rc2... or so, as K. Field et al. say in foo.c [1 \"loses its lock when it "
	     "is reset\"].");
	bad("The lock is lost [7].", FAULT_NO_MAIL);
	bad("The lock is lost [1].", FAULT_NO_WORDS);
	bad("The lock is lost [1](http://evil.example).", FAULT_NO_WORDS);
	bad("The lock is lost [1 \"\"].", FAULT_NO_WORDS);
	bad("The lock is lost [99999999999 \"loses its lock when it is reset\"].", FAULT_NO_MAIL);
	bad("The lock is lost [0 \"loses its lock when it is reset\"].", FAULT_NO_MAIL);
	bad("The lock is lost in a reset.", FAULT_UNCITED);
	bad("The index [1/5] and a[3] are no evidence.", FAULT_UNCITED);
	bad("One is right [1 \"loses its lock when it is reset\"]. The other is not.", FAULT_UNCITED);
	bad("No capital [1 \"loses its lock when it is reset\"]. the other is not.", FAULT_UNCITED);
	bad("Not before. This one is right [1 \"loses its lock when it is reset\"].", FAULT_UNCITED);
	bad("It is so [1 \"loses its lock when it is reset\"] and was merged long ago by everybody.", FAULT_TAIL);
	bad("It is so [1 \"loses its lock when it is reset\"; 3].", FAULT_NO_WORDS);
}

static void folding(void **s)
{
	(void)s;
	good("A [1 \"reset in the middle of a transfer\"].");
	good("A [1 \"use `arm_v7_frob_lock()` everywhere\"; 1 \"loses  its\tlock when\"].");
	good("A [1 \"use arm\\_v7\\_frob\\_lock() everywhere\"; 1 \"The FROB loses its\"].");
	good("A [3 \"I don’t see how a reset\"].");
	good("A [3 \"I don't see ... ever take the lock\"].");
	good("A [3 \"I don't see [...] ever take the lock\"].");
	good("It cannot [3 \"…how a reset could ever…\"].");
	bad("A [3 \"how a reset could ever take\"].", FAULT_CUT);
	bad("A [1 \"when it is in the\"].", FAULT_NOWHERE);
	bad("A [5 \"it is not that\"].", FAULT_NOWHERE);
	good("A [2 \"return frob_locked(dev, NULL, GFP_KERNEL);\"].");
	good("A [2 \"+ return frob_locked(dev, NULL, GFP_KERNEL)\"].");
	good("A [2 \"int frob(void) - return frob_unlocked(dev, NULL);\"].");
	good("A [1 \"frob: Keep the lock across a reset\"].");
	bad("A [1 \"loses its key when it is reset\"].", FAULT_NOWHERE);
	bad("A [3 \"ever take the lock ... I don't see\"].", FAULT_NOWHERE);
	bad("A [3 \"I ... how ... the ... twice\"].", FAULT_NOWHERE);
	bad("A [3 \"cceptable for a stable kernel\"].", FAULT_NOWHERE);
	bad("A [3 \"loses its lock when it is reset\"].", FAULT_ELSEWHERE);
	bad("A [3 \"frob: Keep the lock across a reset\"].", FAULT_ELSEWHERE);
	bad("A [1 \"its lock when\"].", FAULT_SHORT);
	bad("A [4 \"这个补丁\"].", FAULT_SHORT);
	bad("A [1 \"the the the the\"].", FAULT_NOWHERE);
	bad("A [3 \"transfer. This is not acceptable\"].", FAULT_NOWHERE);
	good("A [3 \"NAK\"].");
	good("A [6 \"Applied, thanks!\"].");
	bad("A [6 \"applied thanks\"].", FAULT_SHORT);
	good("A [4 \"Reviewed-by: Bo Li\"].");
	bad("A [4 \"Thanks,\"].", FAULT_SHORT);
	bad("It is fine [3 \"acceptable for a stable kernel\"].", FAULT_CUT);
	good("It is not fine [3 \"acceptable for a stable kernel\"].");
}

static void numbers(void **s)
{
	(void)s;
	good("It concerns line 12 [5 \"implicit declaration of function 'frob_locked'\"].");
	good("Patch 1 of 2 does not build [5 \"implicit declaration of function 'frob_locked'\"].");
	good("In v2 it sleeps [3 \"because it sleeps under a spinlock\"].");
	good("In November 2023 it sleeps [3 \"because it sleeps under a spinlock\"].");
	good("arm64 with 64KB pages sleeps, on x86-64 and in next-20231114 [3 \"because it sleeps under a spinlock\"].");
	good("Will gives 2 reasons [3 \"because it sleeps under a spinlock\"].");
	good("It may sleep, and a march of locks may follow [3 \"because it sleeps under a spinlock\"].");
	bad("It concerns line 13 [5 \"implicit declaration of function 'frob_locked'\"].", FAULT_NUMBER);
	bad("It sleeps for 30 seconds [3 \"because it sleeps under a spinlock\"].", FAULT_NUMBER);
	bad("In v7 it sleeps [3 \"because it sleeps under a spinlock\"].", FAULT_NUMBER);
	bad("In January it slept [3 \"because it sleeps under a spinlock\"].", FAULT_NUMBER);
	bad("In May 2021 it slept [3 \"because it sleeps under a spinlock\"].", FAULT_NUMBER);
	bad("一月份会睡眠 [3 \"because it sleeps under a spinlock\"]。", FAULT_NUMBER);
}

static void reversed(void **s)
{
	(void)s;
	bad("It never sleeps [3 \"because it sleeps under a spinlock\"].", FAULT_REVERSED);
	bad("The frob is not reset [1 \"loses its lock when it is reset\"].", FAULT_REVERSED);
	bad("It is acceptable for a stable kernel [3 \"This is not acceptable for a stable kernel\"].", FAULT_REVERSED);
	good("It is unacceptable for a stable kernel [3 \"This is not acceptable for a stable kernel\"].");
	good("It must not go in, since it sleeps [3 \"because it sleeps under a spinlock\"].");
	good("The board did not boot before [6 \"the board boots again with this\"].") ;
}

static void people(void **s)
{
	(void)s;
	good("Ada Field says so [1 \"loses its lock when it is reset\"].");
	good("Ada says so [1 \"loses its lock when it is reset\"].");
	good("Field's series does it [1 \"loses its lock when it is reset\"].");
	good("Field Ada says so [1 \"loses its lock when it is reset\"].");
	good("Li Bo objects [4 \"这个补丁在热插拔的情况下会死锁\"].");
	good("Bo Li认为会死锁 [4 “这个补丁在热插拔的情况下会死锁”]。");
	good("He says so [1 \"loses its lock when it is reset\"].");
	good("Will this work?  [1 \"loses its lock when it is reset\"].");
	good("Will objects [3 \"sleeps under a spinlock\"]. A [3 \"I don't see how a reset\"].");
	good("Will applied it [6 \"Applied, thanks!\"].");
	good("Will Stone, answering Ada, objects [3 \"because it sleeps under a spinlock\"].");
	good("The kernel test robot reports an error [5 \"implicit declaration of function 'frob_locked'\"].");
	good("Ada asks [1 \"loses its lock when it is reset\"], and Will Stone refuses [3 \"because it sleeps under a "
	     "spinlock\"].");
	good("Carla Moon said that it boots [6 \"Carla said that the board boots\"].");
	bad("Ada says so [3 \"because it sleeps under a spinlock\"].", FAULT_SPEAKER);
	bad("Will Deepwater objects [3 \"because it sleeps under a spinlock\"].", FAULT_SPEAKER);
	bad("Will Stone applied it [6 \"Applied, thanks!\"].", FAULT_SPEAKER);
	bad("Bo Li rejects Ada's series [1 \"loses its lock when it is reset\"].", FAULT_SPEAKER);
	bad("Ada asks [1 \"loses its lock when it is reset\"], and Bo Li refuses [3 \"because it sleeps under a "
	    "spinlock\"].", FAULT_SPEAKER);
	bad("Ada认为会死锁 [4 “这个补丁在热插拔的情况下会死锁”]。", FAULT_SPEAKER);
	bad("The kernel test robot objects [3 \"because it sleeps under a spinlock\"].", FAULT_SPEAKER);
	bad("Carla Moon objects [3 \"because it sleeps under a spinlock\"].", FAULT_STRANGER);
	bad("Linus Torvalds objects [3 \"because it sleeps under a spinlock\"].", FAULT_STRANGER);
	bad("Linus objects [3 \"because it sleeps under a spinlock\"].", FAULT_STRANGER);
}

static void state(void **s)
{
	(void)s;
	good("Nobody has answered the robot [state].");
	good("Bo Li has not replied to it [state].");
	good("The series has not been applied [state].");
	good("没有人回复这个问题 [state]。");
	good("该补丁尚未合并【state】。");
	bad("The series was applied [state].", FAULT_STATE);
	bad("Will Stone says that it is not acceptable to review this [state].", FAULT_STATE);
	bad("The frob does not support resets [state].", FAULT_STATE);
	bad("Everybody likes it [state].", FAULT_STATE);
	good("Ada Field posted version 2 of the series of 2 patches on 2023-11-14 [state].");
	good("Ada Field posted v2 on November 14, 2023 [state].");
	good("The thread has 6 mails, 4 of them new [state].");
	good("该系列由Ada Field于2023年11月14日发布, 共有2个补丁 [state]。");
	bad("Ada Field posted version 3 of the series [state].", FAULT_STATE);
	bad("Ada Field posted v2 on November 15, 2023 [state].", FAULT_STATE);
	bad("The series has 7 patches [state].", FAULT_STATE);
	bad("Will Stone posted version 2 of the series [state].", FAULT_STATE);
	bad("Will Stone applied the series [state].", FAULT_STATE);
	bad("Ada Field posted version 2 of the series to fix a deadlock [state].", FAULT_STATE);
	bad("该系列修复了死锁 [state]。", FAULT_STATE);
	assert_int_equal(judge_in("The series was applied [state].", PART_NEW, true, "applied"), VERIFIED);
	assert_int_equal(judge_in("The series has not been applied [state].", PART_NEW, true, "applied"), FAULT_STATE);
	assert_int_equal(judge_in("Nobody has replied [state].", PART_NEW, true, "reviewed"), FAULT_STATE);
	assert_int_equal(judge_in("Nobody has replied [state].", PART_NEW, true, "unanswered"), VERIFIED);
}

static void times(void **s)
{
	static const char old[] = "The lock is lost [1 \"loses its lock when it is reset\"].";
	static const char fresh[] = "A spinlock [3 \"because it sleeps under a spinlock\"].";

	(void)s;
	assert_int_equal(judge_in(old, PART_WHAT, true, "-"), VERIFIED);
	assert_int_equal(judge_in(old, PART_BEFORE, true, "-"), VERIFIED);
	assert_int_equal(judge_in(old, PART_NEW, true, "-"), FAULT_OLD);
	assert_int_equal(judge_in(old, PART_NEW, false, "-"), VERIFIED);
	assert_int_equal(judge_in(old, PART_BEFORE, false, "-"), FAULT_NO_HISTORY);
	assert_int_equal(judge_in("There was no earlier discussion.", PART_BEFORE, false, "-"), VERIFIED);
	assert_int_equal(judge_in("None.", PART_BEFORE, false, "-"), VERIFIED);
	assert_int_equal(judge_in("No earlier discussion convinced Will.", PART_BEFORE, false, "-"), FAULT_NO_HISTORY);
	assert_int_equal(judge_in(fresh, PART_BEFORE, true, "-"), FAULT_NEW);
	assert_int_equal(judge_in(fresh, PART_NEW, true, "-"), VERIFIED);
}

static struct block *block_at(struct answer *a, guint i)
{
	assert_true(i < a->blocks->len);
	return a->blocks->pdata[i];
}

static void parts(void **s)
{
	struct answer *a = answer_parse("## What this is\nOne. Two.\n\n**Said before:** three\n\n3. New\n- four\n- five\n", true);

	(void)s;
	assert_int_equal(a->blocks->len, 4);
	assert_int_equal(block_at(a, 0)->part, PART_WHAT);
	assert_int_equal(block_at(a, 0)->sentences->len, 2);
	assert_int_equal(block_at(a, 1)->part, PART_BEFORE);
	assert_int_equal(block_at(a, 2)->part, PART_NEW);
	assert_int_equal(block_at(a, 3)->kind, BLOCK_BULLET);
	answer_free(a);
	a = answer_parse("One.\n\nTwo.\n\nThree.", true);
	assert_int_equal(block_at(a, 1)->part, PART_BEFORE);
	answer_free(a);
	a = answer_parse("这是什么：一。\n\n此前讨论：二。\n\n本期进展：三。", true);
	assert_int_equal(block_at(a, 2)->part, PART_NEW);
	assert_int_equal(block_at(a, 0)->sentences->len, 1);
	answer_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms), cmocka_unit_test(folding), cmocka_unit_test(numbers), cmocka_unit_test(reversed), cmocka_unit_test(people),
		cmocka_unit_test(state), cmocka_unit_test(times), cmocka_unit_test(parts),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
