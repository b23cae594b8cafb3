/* rejoin.h: which threads are fragments of one series version, and which only look like it */
#include "lib/rejoin.h"

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

/* A mail: "FRAGMENT|author|subject|minute|id|reference"; FRAGMENT is a digit. */
struct world {
	const char *const *mails;
};

static char *field(const char *mail, int n)
{
	char **f = g_strsplit(mail, "|", -1);
	char *s = g_strdup(g_strv_length(f) > (unsigned)n ? f[n] : "");
	g_strfreev(f);
	return s;
}

static char **refs_of(void *ctx, const char *id)
{
	const struct world *w = ctx;
	char **refs = NULL;
	for (const char *const *m = w->mails; *m && !refs; m++) {
		char *mine = field(*m, 4), *ref = field(*m, 5);
		if (!strcmp(mine, id))
			refs = g_strsplit(ref, " ", 0);
		g_free(mine);
		g_free(ref);
	}
	return refs;
}

/* The sets as a string of digits: "002" says that the first two belong together. */
static char *sets_of(const char *const *mails, bool versions)
{
	struct fragment *f[10];
	unsigned sets[10], n = 0;
	for (const char *const *m = mails; *m; m++) {
		unsigned which = (unsigned)(**m - '0');
		char *author = field(*m, 1), *subject = field(*m, 2), *minute = field(*m, 3), *id = field(*m, 4);
		char *from = g_strdup_printf("%s <%s@example.org>", author, author);
		for (; n <= which; n++)
			f[n] = fragment_new();
		fragment_add(f[which], id, from, subject, 1600000000 + 60 * atoi(minute));
		g_free(author);
		g_free(subject);
		g_free(minute);
		g_free(id);
		g_free(from);
	}
	struct world w = { mails };
	rejoin(f, n, versions, refs_of, &w, sets);
	GString *s = g_string_new(NULL);
	for (unsigned i = 0; i < n; i++) {
		g_string_append_c(s, (char)('0' + sets[i]));
		fragment_free(f[i]);
	}
	return g_string_free(s, FALSE);
}

struct example {
	const char *why, *want;
	bool versions;
	const char *mails[8];
};

static const struct example cases[] = {
	{ "a patch and two answers that lost it", "000", false,
	  { "0|ann|[PATCH v2] KVM: fix it|0|a", "0|bob|Re: [PATCH v2] KVM: fix it|5|b|a",
	    "1|ann|Re: [PATCH v2] KVM: fix it|20|c|x", "2|ann|Re: [PATCH v2] KVM: fix it|90|d|y" } },
	{ "another version's answer", "01", false,
	  { "0|ann|[PATCH v2] KVM: fix it|0|a", "1|bob|Re: [PATCH] KVM: fix it|20|c|x" } },
	{ "two authors, one title: whose patch is answered?", "012", false,
	  { "0|ann|[PATCH] KVM: fix it|0|a", "1|eve|[PATCH] KVM: fix it|1|b",
	    "2|bob|Re: [PATCH] KVM: fix it|20|c|x" } },
	{ "two authors, same count and time", "01", false,
	  { "0|ann|[PATCH v2 1/4] KVM: one|0|a", "1|eve|[PATCH v2 2/4] KVM: two|0|b" } },
	{ "one author, patches sent without a thread", "000", false,
	  { "0|ann|[PATCH 1/3] KVM: one|0|a", "1|ann|[PATCH 2/3] KVM: two|0|b", "2|ann|[PATCH 3/3] KVM: three|1|c" } },
	{ "one author, two series at a time, numbers in conflict", "0123", false,
	  { "0|ann|[PATCH 1/2] KVM: one|0|a", "1|ann|[PATCH 2/2] KVM: two|0|b", "2|ann|[PATCH 1/2] mm: one|1|c",
	    "3|ann|[PATCH 2/2] mm: two|1|d" } },
	{ "one author, each patch under a cover that never came", "01", false,
	  { "0|ann|[PATCH 1/2] KVM: one|0|a|cover-a", "1|ann|[PATCH 2/2] mm: two|0|b|cover-b" } },
	{ "one author, a week between", "01", false,
	  { "0|ann|[PATCH 1/2] KVM: one|0|a", "1|ann|[PATCH 2/2] mm: two|10080|b" } },
	{ "a cover sent twice", "00", false,
	  { "0|ann|[PATCH 0/3] KVM: rework|0|a", "1|ann|[PATCH 0/3] KVM: rework|1|b", "1|ann|[PATCH 1/3] KVM: one|1|c" } },
	{ "sent again", "00", false,
	  { "0|ann|[PATCH] KVM: fix it|0|a", "1|ann|[RESEND PATCH] KVM: fix it|9000|b" } },
	{ "an RFC is another version", "01", false,
	  { "0|ann|[RFC PATCH] KVM: fix it|0|a", "1|ann|[PATCH] KVM: fix it|9000|b" } },
	{ "backports to two kernels", "01", false,
	  { "0|ann|[PATCH 5.10 1/2] KVM: fix it|0|a", "1|ann|[PATCH 5.15 1/2] KVM: fix it|1|b" } },
	{ "answers to two patches of one sending whose patches never came", "002", false,
	  { "0|bob|Re: [PATCH v4 2/5] KVM: two|0|a|20220906180930.230218-3-ann@example.org",
	    "1|eve|Re: [PATCH v4 3/5] KVM: three|9|b|20220906180930.230218-4-ann@example.org",
	    "2|eve|Re: [PATCH v4 3/5] mm: three|9|c|20220906180930.230219-4-ann@example.org" } },
	{ "an answer to a patch that lacks, of a sending that is here", "00", false,
	  { "0|ann|[PATCH v4 0/5] KVM: all|0|20220906180930.230218-1-ann@example.org",
	    "1|eve|Re: [PATCH v4 3/5] KVM: three|9|b|20220906180930.230218-4-ann@example.org" } },
	{ "an answer with which its author began the next version", "01", false,
	  { "0|ann|[PATCH v4] KVM: fix|0|a", "1|eve|Re: [PATCH v4] KVM: fix|9|b|x", "1|ann|[PATCH v5] KVM: fix|99|c|b" } },
	{ "an answer older than the patch", "01", false,
	  { "0|ann|[PATCH v4] KVM: fix|9000|a", "1|eve|Re: [PATCH v4] KVM: fix|0|b|x" } },
	{ "versions stay apart", "01", false,
	  { "0|ann|[PATCH v1 0/2] KVM: fix|0|a", "1|ann|[PATCH v2 0/3] KVM: fix|900|b" } },
	{ "versions join on request, two authors never", "002", true,
	  { "0|ann|[RFC PATCH] KVM: fix|0|a", "1|ann|[PATCH v2 0/3] KVM: fix|900|b",
	    "2|eve|[PATCH v3 0/3] KVM: fix|1900|c" } },
	{ "what is no patch", "01", true, { "0|ann|Re: question|0|a", "1|ann|question|9|b" } },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *got = sets_of(cases[i].mails, cases[i].versions);
		if (strcmp(got, cases[i].want) != 0)
			print_error("case: %s\n", cases[i].why);
		assert_string_equal(got, cases[i].want);
		g_free(got);
	}
}

static void stem_is(const char *id, const char *want)
{
	char *stem = rejoin_stem(id);
	assert_string_equal(stem ? stem : "(none)", want);
	g_free(stem);
}

static void test_stem(void **state)
{
	(void)state;
	stem_is("20220906180930.230218-10-me@example.org", "20220906180930.230218 me@example.org");
	stem_is("20230131-kvm-fix-v2-3-0123abcd@example.org", "20230131-kvm-fix-v2 0123abcd@example.org");
	stem_is("cover.1667000000.git.me@example.org", ".1667000000 git.me@example.org");
	stem_is("0123456789012345678901234567890123456789.1667000000.git.me@example.org",
		".1667000000 git.me@example.org");
	stem_is("87o7tf1abc.wl-me@example.org", "(none)");
	stem_is("\xff", "(none)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_stem),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
