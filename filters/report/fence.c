#include "fence.h"
#include "lib/msg.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

enum { SECRET = 32, KEY = 24 /* hex digits of 64: 96 bits */ };

struct fence {
	guchar secret[SECRET];
};

/* 1: read; 0: there is none; -1: errno says why not. */
static int read_secret(const char *path, guchar *secret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return errno == ENOENT ? 0 : -1;
	n = read(fd, secret, SECRET);
	if (n >= 0 && n != SECRET)
		errno = EILSEQ;
	if (close(fd) || n != SECRET)
		return -1;
	return 1;
}

/* Written beside and linked into place: two that start at once agree on one, and a kill leaves none or a whole one. */
static int write_secret(const char *dir, const char *path, guchar *secret)
{
	g_autofree char *part = g_strdup_printf("%s/secret.%ld", dir, (long)getpid());
	int fd, ok;

	if (g_mkdir_with_parents(dir, 0700))
		return -1;
	unlink(part);
	fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	ok = write(fd, secret, SECRET) == SECRET && fsync(fd) == 0;
	ok = close(fd) == 0 && ok;
	if (ok && link(part, path) && errno == EEXIST)
		ok = read_secret(path, secret) == 1;
	else if (ok)
		ok = access(path, R_OK) == 0;
	unlink(part);
	return ok ? 1 : -1;
}

struct fence *fence_open(void)
{
	struct fence *f = g_new0(struct fence, 1);
	g_autofree char *dir = g_build_filename(g_get_user_data_dir(), "notmuch-digest", NULL);
	g_autofree char *path = g_build_filename(dir, "secret", NULL);
	int got = read_secret(path, f->secret);

	if (got == 1)
		return f;
	if (getrandom(f->secret, SECRET, 0) != SECRET)
		msg_die(EXIT_SOME, "no random bytes: %s", g_strerror(errno));
	if (got == 0)
		got = write_secret(dir, path, f->secret);
	if (got != 1)
		msg_warn("%s: %s; a secret for this run alone will do, but the cache will not know its answers again", path,
			 errno == EILSEQ ? "not a secret of 32 bytes" : g_strerror(errno));
	return f;
}

void fence_close(struct fence *f)
{
	if (f)
		explicit_bzero(f, sizeof(*f));
	g_free(f);
}

void fence_append(const struct fence *f, GString *out, const char *what, const char *text)
{
	g_autofree char *key = g_compute_hmac_for_string(G_CHECKSUM_SHA256, f->secret, SECRET, text, -1);

	key[KEY] = '\0';
	g_string_append_printf(out, "===== BEGIN %s %s =====\n%s", what, key, text);
	if (out->str[out->len - 1] != '\n')
		g_string_append_c(out, '\n');
	g_string_append_printf(out, "===== END %s %s =====\n", what, key);
}
