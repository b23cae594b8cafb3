#include "msg.h"
#include "safe.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <locale.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *name = "digest";
static int status = EXIT_DONE;
static void (*before)(void *);
static void *before_arg;

/* What is closed stays useless, but no file gets its number: else the database would be read as a list, or messages would go
 * into a report. */
static void hold_standard_files(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

void msg_init(const char *argv0)
{
	const char *slash = argv0 ? strrchr(argv0, '/') : NULL;

	hold_standard_files();
	if (argv0 && *argv0)
		name = slash ? slash + 1 : argv0;
	setlocale(LC_ALL, "");
}

const char *msg_name(void)
{
	return name;
}

void msg_before(void (*clear)(void *), void *arg)
{
	before = clear;
	before_arg = arg;
}

static void say(const char *fmt, va_list ap)
{
	g_autofree char *raw = g_strdup_vprintf(fmt, ap);
	g_autofree char *line = safe_line(raw);

	/* What is on its way to stdout belongs before the message when both go to one terminal. */
	fflush(stdout);
	if (before)
		before(before_arg);
	fprintf(stderr, "%s: %s\n", name, line);
}

void msg_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}

void msg_fail(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
	status = EXIT_SOME;
}

/*
 * Whoever dies frees nothing, and what his callers held is lost or not as the compiler keeps it in registers: that is no
 * finding. LeakSanitizer asks this function at exit (sanitizer/lsan_interface.h); without it nobody does.
 */
static bool dying;
int __lsan_is_turned_off(void);

int __lsan_is_turned_off(void)
{
	return dying;
}

void msg_die(int code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
	dying = true;
	exit(code);
}

void msg_usage(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
	fprintf(stderr, "%s: try '%s --help'\n", name, name);
	dying = true;
	exit(EXIT_USAGE);
}

void msg_write(const char *text, size_t n)
{
	errno = 0;
	if (fwrite(text, 1, n, stdout) != n || fflush(stdout))
		msg_die(EXIT_SOME, "standard output: %s", g_strerror(errno));
}

static int write_error;

void msg_wrote(int result)
{
	if (result < 0 && !write_error)
		write_error = errno;
}

int msg_exit(void)
{
	errno = 0;
	if (fflush(stdout) || ferror(stdout)) {
		int why = errno ? errno : write_error;

		msg_fail("standard output: %s", why ? g_strerror(why) : "write error");
	}
	return status;
}
