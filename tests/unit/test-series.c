/* series.h: subjects as people send them */
#include "lib/series.h"

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

struct want {
	const char *subject;
	const char *flags;  /* of "Re", "Patch", "rFc", "reSend", "pulL": the capital letters */
	int version, number, count;
	const char *prefix, *title;
};

static const struct want wants[] = {
	{ "[PATCH v3 02/11] KVM: x", "P", 3, 2, 11, "", "KVM: x" },
	{ "[RFC PATCH] KVM: x", "PF", 1, -1, -1, "", "KVM: x" },
	{ "[PATCH RFC v2] x", "PF", 2, -1, -1, "", "x" },
	{ "[RFC 5/6] x", "PF", 1, 5, 6, "", "x" },
	{ "[RFC] how should this work?", "F", 1, -1, -1, "", "how should this work?" },
	{ "[PATCH net-next] x", "P", 1, -1, -1, "net-next", "x" },
	{ "[kvm-unit-tests PATCH v3 1/4] x", "P", 3, 1, 4, "kvm-unit-tests", "x" },
	{ "[kvm-unit-tests RFC PATCH 05/19] x", "PF", 1, 5, 19, "kvm-unit-tests", "x" },
	{ "[PATCH v4 kvmtool 00/12] x", "P", 4, 0, 12, "kvmtool", "x" },
	{ "[PATCH RESEND] x", "PS", 1, -1, -1, "", "x" },
	{ "[RESEND][PATCH v2] x", "PS", 2, -1, -1, "", "x" },
	{ "[REPOST PATCH v2 0/2] x", "PS", 2, 0, 2, "", "x" },
	{ "[PATCHv2] x", "P", 2, -1, -1, "", "x" },
	{ "[PATCHv2 3/4] x", "P", 2, 3, 4, "", "x" },
	{ "[PATCH V2 3/4] x", "P", 2, 3, 4, "", "x" },
	{ "[PATCH-v3] x", "P", 3, -1, -1, "", "x" },
	{ "[PATCH_V3] x", "P", 3, -1, -1, "", "x" },
	{ "[v3 PATCH] x", "P", 3, -1, -1, "", "x" },
	{ "[v2 0/6] x", "P", 2, 0, 6, "", "x" },
	{ "[RFC/PATCH 1/2] x", "PF", 1, 1, 2, "", "x" },
	{ "[PATCH/RFC 1/2] x", "PF", 1, 1, 2, "", "x" },
	{ "[RFCv3 1/2] x", "PF", 3, 1, 2, "", "x" },
	{ "[PATCH,v2,1/2] x", "P", 2, 1, 2, "", "x" },
	{ "[PATCH 5.10 03/10] x", "P", 1, 3, 10, "5.10", "x" },
	{ "[PATCH v5.15 03/10] x", "P", 1, 3, 10, "v5.15", "x" },
	{ "[PATCH v4.19.y v2 1/2] x", "P", 2, 1, 2, "v4.19.y", "x" },
	{ "[PATCH v2.1 3/5] x", "P", 2, 3, 5, "", "x" },
	{ "[PATCH 1 of 3] x", "P", 1, 1, 3, "", "x" },
	{ "[PATCH (resend) 2/3] x", "PS", 1, 2, 3, "", "x" },
	{ "[patch 001/100] x", "P", 1, 1, 100, "", "x" },
	{ "[PATCH 1/3][next] x", "P", 1, 1, 3, "next", "x" },
	{ "[PATCH][v4] x", "P", 4, -1, -1, "", "x" },
	{ "[PATCH v2 1/3] [media] x", "P", 2, 1, 3, "media", "x" },
	{ "[PATCH -next v2] x", "P", 2, -1, -1, "-next", "x" },
	{ "[PATCH-next] x", "P", 1, -1, -1, "next", "x" },
	{ "[linux-next:master 1234/5678] x.c:1:2: error: y", "", 1, 1234, 5678, "linux-next:master", "x.c:1:2: error: y" },
	{ "[PATCH]x", "P", 1, -1, -1, "", "x" },
	{ "[GIT PULL] KVM/arm64 fixes for 6.1, take #3", "L", 1, -1, -1, "", "KVM/arm64 fixes for 6.1, take #3" },
	{ "[PULL 01/20] x", "L", 1, 1, 20, "", "x" },
	{ "[git pull request] x", "L", 1, -1, -1, "", "x" },
	{ "[GIT PULL for v6.1] x", "L", 1, -1, -1, "for v6.1", "x" },
	{ "Re: [PATCH v3 02/11] KVM: x", "PR", 3, 2, 11, "", "KVM: x" },
	{ "Re: Re: [PATCH] x", "PR", 1, -1, -1, "", "x" },
	{ "RE: AW: [PATCH] x", "PR", 1, -1, -1, "", "x" },
	{ "SV: [PATCH] x", "PR", 1, -1, -1, "", "x" },
	{ "Re[2]: [PATCH] x", "PR", 1, -1, -1, "", "x" },
	{ "RE : [PATCH] x", "PR", 1, -1, -1, "", "x" },
	{ "回复: [PATCH] x", "PR", 1, -1, -1, "", "x" },
	{ "回复：[PATCH] x", "PR", 1, -1, -1, "", "x" },
	{ "答复: Re: [PATCH] x", "PR", 1, -1, -1, "", "x" },
	{ "Fwd: [PATCH] x", "PR", 1, -1, -1, "", "x" },
	{ "[kvm] [PATCH v2] x", "P", 2, -1, -1, "", "x" },
	{ "[kvm] Re: [kvmtool PATCH v2] x", "PR", 2, -1, -1, "kvmtool", "x" },
	{ "[External] Re: [v2 0/6] x", "PR", 2, 0, 6, "", "x" },
	{ "Re: (subset) [PATCH v2 0/6] x", "PR", 2, 0, 6, "", "x" },
	{ "  [PATCH\tv2]  a \t b ", "P", 2, -1, -1, "", "a b" },
	/* what only looks like it */
	{ "disabling it broken? (was Re: [PATCH 00/14] x)", "", 1, -1, -1, "",
	  "disabling it broken? (was Re: [PATCH 00/14] x)" },
	{ "Patch \"x\" has been added to the 5.10-stable tree", "", 1, -1, -1, "",
	  "Patch \"x\" has been added to the 5.10-stable tree" },
	{ "[24/7] x", "", 1, -1, -1, "24/7", "x" },
	{ "regression: x", "", 1, -1, -1, "", "regression: x" },
	{ "re-injecting debug exceptions", "", 1, -1, -1, "", "re-injecting debug exceptions" },
	{ "[FINAL WARNING] x", "", 1, -1, -1, "final warning", "x" },
	{ "[PATCH x", "", 1, -1, -1, "", "[PATCH x" },
	{ "[PATCH v99999999999 1/99999999999] x", "P", 1, -1, -1, "v99999999999 1/99999999999", "x" },
	{ "[]", "", 1, -1, -1, "", "" },
	{ "", "", 1, -1, -1, "", "" },
	{ "Re:", "R", 1, -1, -1, "", "" },
	{ NULL, "", 1, -1, -1, "", "" },
};

static void test_subjects(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(wants); i++) {
		const struct want *w = &wants[i];
		struct series_subject s;
		series_subject_parse(&s, w->subject);
		char flags[6], *f = flags;
		if (s.patch)
			*f++ = 'P';
		if (s.reply)
			*f++ = 'R';
		if (s.rfc)
			*f++ = 'F';
		if (s.resend)
			*f++ = 'S';
		if (s.pull)
			*f++ = 'L';
		*f = '\0';
		char *got = g_strdup_printf("%s %d %d/%d <%s> %s", flags, s.version, s.number, s.count, s.prefix,
					    s.title);
		char *want = g_strdup_printf("%s %d %d/%d <%s> %s", w->flags, w->version, w->number, w->count,
					     w->prefix, w->title);
		if (g_strcmp0(got, want))
			print_error("subject: %s\n", w->subject ? w->subject : "(null)");
		assert_string_equal(got, want);
		g_free(got);
		g_free(want);
		series_subject_clear(&s);
	}
}

static void test_key(void **state)
{
	(void)state;
	struct series_subject a, b;
	series_subject_parse(&a, "[PATCH v2] KVM: arm64: Don't fold  É_ (twice)");
	series_subject_parse(&b, "Re: [PATCH v3 0/2] kvm:arm64 : don't fold é_(twice)");
	assert_string_equal(a.key, "kvm arm64 don t fold é twice");
	assert_string_equal(a.key, b.key);
	series_subject_clear(&a);
	series_subject_clear(&b);
}

static void test_invalid_utf8(void **state)
{
	(void)state;
	struct series_subject s;
	series_subject_parse(&s, "[PATCH \xff v2] a\xfe b");
	assert_true(s.patch);
	assert_int_equal(s.version, 2);
	assert_true(g_utf8_validate(s.title, -1, NULL));
	series_subject_clear(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_subjects),
		cmocka_unit_test(test_key),
		cmocka_unit_test(test_invalid_utf8),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
