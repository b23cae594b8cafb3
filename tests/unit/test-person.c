/* test-person.c - who wrote a mail */
#include "lib/person.h"

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void check(const char *from, const char *reply_to, const char *name, const char *addr)
{
	struct person p;

	person_parse(&p, from, reply_to);
	assert_string_equal(p.name, name);
	assert_string_equal(p.addr, addr);
	person_clear(&p);
}

static void plain_mailboxes(void **state)
{
	(void)state;
	check("Ann Author <Ann@Example.ORG>", NULL, "Ann Author", "ann@example.org");
	check("\"Ann Author\" <ann@example.org>", NULL, "Ann Author", "ann@example.org");
	check("\"Ann \\\"A\\\" Author\" <ann@example.org>", NULL, "Ann \"A\" Author", "ann@example.org");
	check("ann@example.org", NULL, "ann@example.org", "ann@example.org");
	check("<ann@example.org>", NULL, "ann@example.org", "ann@example.org");
	check("ann@example.org (Ann Author)", NULL, "Ann Author", "ann@example.org");
	check("'Ann Author' <ann@example.org>", NULL, "Ann Author", "ann@example.org");
	check("Ann Author\t<ann@example.org> (work)", NULL, "Ann Author", "ann@example.org");
	check("=?utf-8?Q?J=C3=B6rg?= <j@example.org>", NULL, "J\u00f6rg", "j@example.org");
	check("\"=?utf-8?Q?J=C3=B6rg?=\" <j@example.org>", NULL, "J\u00f6rg", "j@example.org");
}

static void first_of_several(void **state)
{
	(void)state;
	check("Ann <ann@example.org>, Bob <bob@example.org>", NULL, "Ann", "ann@example.org");
	check("ann@example.org, bob@example.org", NULL, "ann@example.org", "ann@example.org");
}

static void names_in_natural_order(void **state)
{
	(void)state;
	check("\"Author, Ann\" <a@example.org>", NULL, "Ann Author", "a@example.org");
	check("Author, Ann <a@example.org>", NULL, "Ann Author", "a@example.org");
	check("\"Author, Ann (Example)\" <a@example.org>", NULL, "Ann Author (Example)", "a@example.org");
	check("\"Ann Author (Example)\" <a@example.org>", NULL, "Ann Author (Example)", "a@example.org");
	check("\"Ann Author, Jr.\" <a@example.org>", NULL, "Ann Author, Jr.", "a@example.org");
	check("\"Example, Inc.\" <a@example.org>", NULL, "Example, Inc.", "a@example.org");
	check("\"One, Two, Three\" <a@example.org>", NULL, "One, Two, Three", "a@example.org");
}

static void nobody(void **state)
{
	(void)state;
	check(NULL, NULL, "unknown", "");
	check("", NULL, "unknown", "");
	check("Ann Author", NULL, "Ann Author", "");
	check("Ann Author <>", NULL, "Ann Author", "");
	check("(", NULL, "(", "");
	check("\"", NULL, "\"", "");
	check("<<<", NULL, "<<<", "");
	check("a < b@example.org", NULL, "b@example.org", "b@example.org");
}

/* A decoded name may hold what looks like an address. */
static void names_that_lie(void **state)
{
	(void)state;
	check("Boss <boss@example.org> <mallory@example.net>", NULL, "Boss <boss@example.org>", "mallory@example.net");
	check("\"Boss <boss@example.org>\" <mallory@example.net>", NULL, "Boss <boss@example.org>",
	      "mallory@example.net");
	check("Ann\n\x1b[31m\u202e Author <ann@example.org>", NULL, "Ann [31m Author", "ann@example.org");
}

static void rewritten_by_a_list(void **state)
{
	(void)state;
	check("Ann Author via kvmarm <kvmarm@lists.example.edu>", "Ann Author <Ann@example.org>", "Ann Author",
	      "ann@example.org");
	check("\"Ann Author via kvmarm\" <kvmarm@lists.example.edu>", NULL, "Ann Author", "");
	check("Ann via kvmarm <kvmarm@lists.example.edu>", "kvmarm@lists.example.edu", "Ann", "");
	check("Ann via kvmarm <kvmarm@lists.example.edu>", "kvmarm@lists.example.edu, ann@example.org", "Ann",
	      "ann@example.org");
	check("\"'Ann Author' via some group\" <group-x@googlegroups.example>", NULL, "Ann Author", "");
	check("Ann Author via B4 Relay <devnull+ann.example.org@kernel.org>", "ann@example.org", "Ann Author",
	      "ann@example.org");
	check("Ann Author via <qemu-devel@nongnu.example>", NULL, "Ann Author", "");
	/* Not the list's: a person's own address stays. */
	check("Maria via Roma <maria@example.org>", "other@example.org", "Maria via Roma", "maria@example.org");
}

static void keys(void **state)
{
	struct person p, q;

	(void)state;
	person_parse(&p, "Ann <ANN@example.org>", NULL);
	person_parse(&q, "Ann Author <ann@example.org>", NULL);
	char *a = person_key(&p), *b = person_key(&q);
	assert_string_equal(a, b);
	g_free(a);
	g_free(b);
	person_clear(&p);
	person_clear(&q);

	person_parse(&p, "J\u00d6RG X via kvmarm <kvmarm@lists.example.edu>", NULL);
	person_parse(&q, "j\u00f6rg x via kvmarm <kvmarm@lists.example.edu>", NULL);
	a = person_key(&p);
	b = person_key(&q);
	assert_string_equal(a, b);
	g_free(a);
	g_free(b);
	person_clear(&q);
	person_parse(&q, "Somebody Else via kvmarm <kvmarm@lists.example.edu>", NULL);
	a = person_key(&p);
	b = person_key(&q);
	assert_string_not_equal(a, b);
	g_free(a);
	g_free(b);
	person_clear(&p);
	person_clear(&q);
}

static void bots(void **state)
{
	static const char *const yes[] = {
		"kernel test robot <lkp@intel.com>",
		"kernel test robot <some.one@intel.com>",
		"syzbot <syzbot+0123456789abcdef@syzkaller.appspotmail.com>",
		"syzbot ci <syzbot+ci0123@syzkaller.appspotmail.com>",
		"patchwork-bot+netdevbpf@kernel.org",
		"pr-tracker-bot@kernel.org",
		"tip-bot2 for Ann Author <tip-bot2@linutronix.de>",
		"\"tip-bot2 for Ann Author\" <tip-bot2@linutronix.de>",
		"\"kernelci.org bot\" <bot@kernelci.org>",
		"bot+bpf-ci@kernel.org",
		"buildbot@example.org",
		"Patchwork <patchwork@emeril.freedesktop.org>",
		"bluez.test.bot@gmail.com",
		"coverity-bot <keescook+coverity-bot@chromium.org>",
		"Linux Kernel Functional Testing <lkft@linaro.org>",
		"Build bot for Somebody <somebody@example.org>",
		"bugzilla-daemon@kernel.org",
		"Mail Delivery System <MAILER-DAEMON@example.org>",
		"dependabot[bot] <x@example.org>",
	};
	static const char *const no[] = {
		"Greg Kroah-Hartman <gregkh@linuxfoundation.org>",
		"Sasha Levin <sashal@kernel.org>",
		"Wim Bot <wim@example.org>",
		"Greg Abbot <abbot@example.org>",
		"Robot Smith <robot.smith@example.org>",
		"Ann Author via GitHub <noreply@github.example>",
		"Chen Rong <rong.a.chen@intel.com>",
		"Stephen Rothwell <sfr@canb.auug.org.au>",
		"lkp <ann@example.org>",
		"",
	};
	struct person p;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(yes); i++) {
		person_parse(&p, yes[i], NULL);
		if (!person_is_bot(&p))
			fail_msg("not taken for a bot: %s", yes[i]);
		person_clear(&p);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(no); i++) {
		person_parse(&p, no[i], NULL);
		if (person_is_bot(&p))
			fail_msg("taken for a bot: %s", no[i]);
		person_clear(&p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_mailboxes), cmocka_unit_test(first_of_several),
		cmocka_unit_test(names_in_natural_order), cmocka_unit_test(nobody), cmocka_unit_test(names_that_lie),
		cmocka_unit_test(rewritten_by_a_list), cmocka_unit_test(keys), cmocka_unit_test(bots),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
