/* test-cache.c - an answer is kept whole or not at all, for our eyes only, for a while */
#include "llm/cache.h"

#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <utime.h>
#include <cmocka.h>

#include "lib/msg.h"

static char *top, *dir;

static int make_dir(void **state)
{
	(void)state;
	top = g_dir_make_tmp("digest-cache-XXXXXX", NULL);
	dir = g_build_filename(top, "deeper", "notmuch-digest", NULL);
	char *xdg = g_path_get_dirname(dir);
	g_setenv("XDG_CACHE_HOME", xdg, TRUE);
	g_free(xdg);
	return 0;
}

static int remove_dir(void **state)
{
	(void)state;
	char *argv[] = { "rm", "-r", "--", top, NULL };
	g_spawn_sync(NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
	g_free(top);
	g_free(dir);
	return 0;
}

static unsigned mode_of(const char *path)
{
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

static char *put(const char *text, bool cut)
{
	struct cache *c = cache_open();
	struct cached a = { .text = (char *)text, .cut = cut };
	char *key = cache_key("test", text, NULL), *path = g_build_filename(dir, key, NULL);
	assert_non_null(c);
	cache_put(c, key, &a);
	cache_close(c);
	g_free(key);
	return path;
}

/* The text that is found for what put() stored, "(miss)" without; g_free. */
static char *get(const char *text)
{
	struct cache *c = cache_open();
	struct cached a = { 0 };
	char *key = cache_key("test", text, NULL);
	bool hit = cache_get(c, key, &a);
	g_free(key);
	cache_close(c);
	return hit ? a.text : g_strdup("(miss)");
}

static void check_get(const char *text, const char *expected)
{
	char *got = get(text);
	assert_string_equal(got, expected);
	g_free(got);
}

static void what_is_put_is_got(void **state)
{
	(void)state;
	umask(0);
	char *path = put("Grüße\n\"quoted\"\t", true);
	check_get("Grüße\n\"quoted\"\t", "Grüße\n\"quoted\"\t");
	check_get("another", "(miss)");
	assert_int_equal(mode_of(path), 0600);
	assert_int_equal(mode_of(dir), 0700);
	g_free(path);
}

static void cut_is_remembered(void **state)
{
	(void)state;
	for (int cut = 0; cut < 2; cut++) {
		g_free(put("same", cut));
		struct cache *c = cache_open();
		struct cached a;
		char *key = cache_key("test", "same", NULL);
		assert_true(cache_get(c, key, &a));
		assert_int_equal(a.cut, cut);
		g_free(a.text);
		g_free(key);
		cache_close(c);
	}
}

static void an_open_directory_is_closed(void **state)
{
	(void)state;
	g_free(put("x", false));
	chmod(dir, 0755);
	cache_close(cache_open());
	assert_int_equal(mode_of(dir), 0700);
}

/* Every prefix of an entry, and every entry with one byte changed, is a miss or the very answer. */
static void damage_is_a_miss(void **state)
{
	char *path = put("a whole answer", false), *data;
	gsize len;
	(void)state;
	assert_true(g_file_get_contents(path, &data, &len, NULL));
	for (gsize n = 0; n < len; n++) {
		assert_true(g_file_set_contents(path, data, (gssize)n, NULL));
		check_get("a whole answer", "(miss)");
	}
	for (gsize i = 0; i < len; i++) {
		data[i] ^= 1;
		assert_true(g_file_set_contents(path, data, (gssize)len, NULL));
		check_get("a whole answer", "(miss)");
		data[i] ^= 1;
	}
	g_free(data);
	g_free(path);
}

static void another_entrys_file_is_a_miss(void **state)
{
	char *one = put("one", false), *two = put("two", false);
	(void)state;
	assert_int_equal(rename(one, two), 0);
	check_get("two", "(miss)");
	g_free(one);
	g_free(two);
}

static void odd_files_are_a_miss(void **state)
{
	char *path = put("odd", false);
	(void)state;
	unlink(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	check_get("odd", "(miss)");
	unlink(path);
	assert_int_equal(symlink("/dev/zero", path), 0);
	check_get("odd", "(miss)");
	/* and are replaced */
	g_free(put("odd", false));
	check_get("odd", "odd");
	g_free(path);
}

static void make_older(const char *path, int days)
{
	time_t t = time(NULL) - (time_t)days * 86400;
	assert_int_equal(utime(path, &(struct utimbuf){ t, t }), 0);
}

static void age(void **state)
{
	char *young = put("young", false), *old = put("old", false), *tmp = g_strconcat(young, ".1.tmp", NULL);
	(void)state;
	assert_true(g_file_set_contents(tmp, "x", 1, NULL));
	make_older(young, 80);
	make_older(old, 100);
	make_older(tmp, 2);
	check_get("young", "young");
	check_get("old", "(miss)");
	assert_int_equal(access(young, F_OK), 0);
	assert_int_equal(access(old, F_OK), -1);
	assert_int_equal(access(tmp, F_OK), -1);
	g_free(young);
	g_free(old);
	g_free(tmp);
}

static void a_bad_place_is_no_cache(void **state)
{
	char *file = g_build_filename(top, "file", NULL), *before = g_strdup(g_getenv("XDG_CACHE_HOME"));
	struct cached a;
	(void)state;
	assert_true(g_file_set_contents(file, "x", 1, NULL));
	g_setenv("XDG_CACHE_HOME", file, TRUE);
	assert_null(cache_open());
	assert_false(cache_get(NULL, "x", &a));
	cache_put(NULL, "x", &(struct cached){ .text = "x" });
	g_setenv("XDG_CACHE_HOME", before, TRUE);
	g_free(before);
	g_free(file);
}

static void keys_tell_parts_apart(void **state)
{
	char *keys[] = { cache_key("a", "bc", NULL), cache_key("ab", "c", NULL), cache_key("abc", NULL),
			 cache_key("abc", "", NULL), cache_key("", "abc", NULL) };
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(keys[i], keys[j]);
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		g_free(keys[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_put_is_got),	   cmocka_unit_test(cut_is_remembered),
		cmocka_unit_test(an_open_directory_is_closed), cmocka_unit_test(damage_is_a_miss),
		cmocka_unit_test(another_entrys_file_is_a_miss), cmocka_unit_test(odd_files_are_a_miss),
		cmocka_unit_test(age),			   cmocka_unit_test(a_bad_place_is_no_cache),
		cmocka_unit_test(keys_tell_parts_apart),
	};
	msg_init("test-cache");
	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
