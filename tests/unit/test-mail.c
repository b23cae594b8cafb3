/* test-mail.c - what of mail_read() a dump does not show */
#include "lib/charset.h"
#include "lib/header.h"
#include "lib/html.h"
#include "lib/mail.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static char *write_temp(const char *content)
{
	char *path;
	int fd = g_file_open_tmp("test-mail-XXXXXX", &path, NULL);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, content, strlen(content)), (ssize_t)strlen(content));
	close(fd);
	return path;
}

static void each_file_is_tried(void **state)
{
	char *good = write_temp("From: a@example.org\nX-Odd: =?utf-8?Q?=C3=A4?=\n folded\n\nText.\n");
	char *empty = write_temp("");
	char *files[] = {"/nonexistent/mail", empty, good, NULL};
	struct mail *m = mail_new();

	(void)state;
	assert_true(mail_read(m, files));
	assert_string_equal(m->text, "Text.\n");
	assert_null(m->error);
	char *odd = mail_header(files, "x-odd");
	assert_string_equal(odd, "\u00e4 folded");
	g_free(odd);
	assert_null(mail_header(files, "X-None"));

	files[2] = NULL;
	assert_false(mail_read(m, files));
	assert_null(m->text);
	assert_string_equal(m->error, "cannot parse");
	files[1] = NULL;
	assert_false(mail_read(m, files));
	assert_string_equal(m->error, "no file");
	assert_false(mail_read(m, NULL));
	assert_null(mail_header(files, "From"));
	mail_free(m);
	g_unlink(good);
	g_unlink(empty);
	g_free(good);
	g_free(empty);
}

/* What the database said stays, but a sender that a list has rewritten is told by the file. */
static void the_database_goes_first(void **state)
{
	char *path = write_temp("From: Ann via list <list@example.org>\nReply-To: ann@example.org\nSubject: file's\n"
	                        "Date: Mon, 31 Oct 2022 10:00:00 +0100\nMessage-ID: <file@x>\n\n");
	char *files[] = {path, NULL};
	struct mail *m = mail_new();

	(void)state;
	m->subject = g_strdup("database's");
	m->id = g_strdup("db@x");
	m->date = 1000;
	person_parse(&m->from, "Ann via list <list@example.org>", NULL);
	assert_true(mail_read(m, files));
	assert_string_equal(m->subject, "database's");
	assert_string_equal(m->id, "db@x");
	assert_int_equal(m->date, 1000);
	assert_int_equal(m->zone, 60);
	assert_string_equal(m->from.addr, "ann@example.org");
	assert_string_equal(m->text, "");
	mail_free(m);
	g_unlink(path);
	g_free(path);
}

static void sigpipe_stays(void **state)
{
	struct sigaction before, after;

	(void)state;
	sigaction(SIGPIPE, NULL, &before);
	header_init();
	sigaction(SIGPIPE, NULL, &after);
	assert_ptr_equal(before.sa_handler, after.sa_handler);
}

static void ids(void **state)
{
	char **v = header_ids("<a@x> junk <b @x>\n\t<a@x> <torn <c@x> <> <d@x");

	(void)state;
	assert_string_equal(v[0], "a@x");
	assert_string_equal(v[1], "b@x");
	assert_string_equal(v[2], "c@x");
	assert_null(v[3]);
	g_strfreev(v);
	v = header_ids(NULL);
	assert_null(v[0]);
	g_strfreev(v);
	v = header_ids("Your message of Sunday");
	assert_null(v[0]);
	g_strfreev(v);
}

/* Whatever the bytes and whatever the label: the result is UTF-8, and nothing is swallowed without a mark. */
static void any_bytes_with_any_label(void **state)
{
	static const char *const labels[] = {
		NULL, "", "utf-8", "us-ascii", "iso-8859-1", "windows-1252", "gb2312", "big5", "shift_jis", "euc-kr",
		"iso-2022-jp", "utf-16", "utf-7", "hz-gb-2312", "koi8-r", "utf-8//IGNORE", "../../etc/passwd", "x",
	};
	GRand *rand = g_rand_new_with_seed(1);

	(void)state;
	for (int round = 0; round < 2000; round++) {
		char bytes[40];
		size_t len = (size_t)g_rand_int_range(rand, 0, sizeof bytes);
		for (size_t i = 0; i < len; i++)
			bytes[i] = (char)g_rand_int_range(rand, round % 2 ? 0 : 0x70, 256);
		GString *out = g_string_new(NULL);
		charset_append(out, bytes, len, labels[(size_t)round % G_N_ELEMENTS(labels)]);
		for (const char *p = out->str; p < out->str + out->len; p += strlen(p) + 1)
			assert_true(g_utf8_validate(p, -1, NULL));
		g_string_free(out, TRUE);
	}
	g_rand_free(rand);
}

static void plain_bytes(void **state)
{
	char long_text[10000];

	(void)state;
	assert_true(charset_is_plain("", 0));
	assert_true(charset_is_plain("a\tb\n", 4));
	assert_false(charset_is_plain("a\r\n", 3));
	assert_false(charset_is_plain("\x7f", 1));
	assert_false(charset_is_plain("\xc3\xa4", 2));
	memset(long_text, 'x', sizeof long_text);
	assert_true(charset_is_plain(long_text, sizeof long_text));
	long_text[sizeof long_text - 1] = '\x1b';
	assert_false(charset_is_plain(long_text, sizeof long_text));
}

/* Cost is linear: a page that opens and closes what it likes is read in no time. */
static void html_in_linear_time(void **state)
{
	GString *page = g_string_new(NULL), *out = g_string_new(NULL);

	(void)state;
	for (int i = 0; i < 100000; i++)
		g_string_append(page, "<p><i><x><!-- <b> --></p></y>&amp;< ");
	gint64 start = g_get_monotonic_time();
	html_append(out, page->str, page->len);
	assert_true(g_get_monotonic_time() - start < 5 * G_USEC_PER_SEC);
	g_string_free(page, TRUE);
	g_string_free(out, TRUE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sigpipe_stays), cmocka_unit_test(each_file_is_tried),
		cmocka_unit_test(the_database_goes_first), cmocka_unit_test(ids),
		cmocka_unit_test(any_bytes_with_any_label), cmocka_unit_test(plain_bytes),
		cmocka_unit_test(html_in_linear_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
