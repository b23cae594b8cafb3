/* test-budget.c - tokens from bytes and script, corrected by what a server counts; prompts that a server cut */
#include "llm/budget.h"

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* A text repeated, and what it costs: how o200k and the tokenizers of Qwen and Llama count it, from to. */
static void check(const char *text, unsigned from, unsigned to)
{
	GString *s = g_string_new(NULL);
	for (int i = 0; i < 10; i++)
		g_string_append(s, text);
	unsigned long n = budget_raw(s->str);
	if (n < from * 10 || n > to * 10)
		print_error("%lu/10 tokens for %s\n", n, text);
	assert_in_range(n, from * 10, to * 10);
	g_string_free(s, TRUE);
}

static void scripts(void **state)
{
	(void)state;
	assert_int_equal(budget_raw(""), 0);
	assert_int_equal(budget_raw("a"), 1);
	check("The guest enters its handler and the host looks on. ", 10, 13);
	check("static int kvm_arch_vcpu_load(struct kvm_vcpu *vcpu, int cpu)\n", 16, 28);
	check("-\t\t\treturn -EINVAL;\n+\t\t\tgoto out_unlock;\n", 13, 24);
	check("2022-10-31 09:01:22 ", 9, 14);
	check("0xffff800008c3a1b4 ", 8, 16);
	check("------------------------------------------------------------ ", 1, 12);
	check("                                                             x", 1, 4);
	check("Этот патч исправляет гонку при загрузке. ", 9, 24);
	check("本周的补丁修复了虚拟机加载时的竞争条件。", 12, 24);
	check("🙂🙂", 2, 6);
	check("\xff\xfe\x80 ", 2, 8);
}

static void the_server_corrects(void **state)
{
	struct budget b = { 0 };
	(void)state;
	assert_float_equal(budget_factor(&b), 1, 0);
	budget_learn(&b, 1000, 0);
	assert_float_equal(budget_factor(&b), 1, 0);
	for (int i = 0; i < 50; i++)
		budget_learn(&b, 1000, 1300);
	assert_in_range((int)(100 * budget_factor(&b)), 126, 130);
	for (int i = 0; i < 50; i++)
		budget_learn(&b, 1000, 100000);
	assert_float_equal(budget_factor(&b), 3, 0);
}

static void a_cut_prompt_shows(void **state)
{
	struct budget b = { 0 };
	(void)state;
	assert_true(budget_cut(&b, 10000, 4096));
	assert_true(budget_cut(&b, 5000, 500));
	assert_false(budget_cut(&b, 5000, 100));
	assert_false(budget_cut(&b, 10000, 6000));
	/* a context that was filled: such a number is no chance */
	assert_true(budget_cut(&b, 6000, 4096));
	assert_false(budget_cut(&b, 6000, 4097));
	assert_true(budget_cut(&b, 4300, 4096));
	assert_false(budget_cut(&b, 4100, 4096));
	assert_false(budget_cut(&b, 10000, 0));
	assert_false(budget_cut(&b, 100, 2));
	/* it does not count as evidence, nor does nonsense */
	for (int i = 0; i < 10; i++) {
		budget_learn(&b, 10000, 4096);
		budget_learn(&b, 10000, 7);
	}
	assert_float_equal(budget_factor(&b), 1, 0);
	/* a server that counts more than we do does not make others look cut */
	for (int i = 0; i < 50; i++)
		budget_learn(&b, 1000, 2000);
	assert_false(budget_cut(&b, 10000, 6000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scripts),
		cmocka_unit_test(the_server_corrects),
		cmocka_unit_test(a_cut_prompt_shows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
