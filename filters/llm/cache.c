/* cache.c - answers kept under what was asked of whom */
#include "cache.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lib/msg.h"

enum { DAYS = 90, LARGEST = 16 << 20, STALE = 86400 };

struct cache {
	char *path;
	int dir;
	bool warned;
};

static char *cache_path(void)
{
	const char *xdg = g_getenv("XDG_CACHE_HOME");
	if (xdg && g_path_is_absolute(xdg)) /* a relative one is to be ignored, says the standard */
		return g_build_filename(xdg, "notmuch-digest", NULL);
	return g_build_filename(g_get_home_dir(), ".cache", "notmuch-digest", NULL);
}

/* Ours, and for our eyes only: summaries of private mail stand in it. */
static int open_dir(const char *path)
{
	if (g_mkdir_with_parents(path, 0700) < 0)
		return -1;
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct stat st;
	if (fd < 0)
		return -1;
	if (fstat(fd, &st) < 0 || st.st_uid != geteuid()) {
		close(fd);
		errno = EPERM;
		return -1;
	}
	if (st.st_mode & 077)
		fchmod(fd, 0700);
	return fd;
}

static void prune(struct cache *c)
{
	int fd = openat(c->dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	time_t now = time(NULL);
	struct dirent *e;
	while (d && (e = readdir(d))) {
		struct stat st;
		if (fstatat(c->dir, e->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(st.st_mode))
			continue;
		time_t limit = g_str_has_suffix(e->d_name, ".tmp") ? STALE : DAYS * 86400;
		if (now - st.st_mtime > limit)
			unlinkat(c->dir, e->d_name, 0);
	}
	if (d)
		closedir(d);
}

struct cache *cache_open(void)
{
	struct cache *c = g_new0(struct cache, 1);
	c->path = cache_path();
	c->dir = open_dir(c->path);
	if (c->dir < 0) {
		msg_warn("%s: %s; answers are not kept", c->path, g_strerror(errno));
		cache_close(c);
		return NULL;
	}
	prune(c);
	return c;
}

void cache_close(struct cache *c)
{
	if (!c)
		return;
	if (c->dir >= 0)
		close(c->dir);
	g_free(c->path);
	g_free(c);
}

static void add(GChecksum *sum, const char *part)
{
	char *len = g_strdup_printf("%zu:", strlen(part));
	g_checksum_update(sum, (const guchar *)len, -1);
	g_checksum_update(sum, (const guchar *)part, -1);
	g_free(len);
}

char *cache_key(const char *first, ...)
{
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
	va_list ap;
	va_start(ap, first);
	for (const char *part = first; part; part = va_arg(ap, const char *))
		add(sum, part);
	va_end(ap);
	char *key = g_strdup(g_checksum_get_string(sum));
	g_checksum_free(sum);
	return key;
}

/* The whole file, or NULL; st tells its age. */
static GString *slurp(int dir, const char *name, struct stat *st)
{
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return NULL;
	GString *s = NULL;
	if (!fstat(fd, st) && S_ISREG(st->st_mode) && st->st_size <= LARGEST) {
		char buf[8192];
		ssize_t n;
		s = g_string_new(NULL);
		while ((n = read(fd, buf, sizeof buf)) > 0 && s->len <= LARGEST)
			g_string_append_len(s, buf, n);
	}
	close(fd);
	return s;
}

/* An answer tells its own key and a checksum, so that a file cut by a full disk or a crash is not believed. */
static json_t *pack(const char *key, const char *text, bool cut)
{
	char *sum = cache_key(key, cut ? "cut" : "whole", text, NULL);
	json_t *root = json_pack("{ss ss sb ss}", "key", key, "sum", sum, "cut", cut, "text", text);
	g_free(sum);
	return root;
}

static bool unpack(const char *data, size_t len, const char *key, struct cached *out)
{
	json_t *root = json_loadb(data, len, 0, NULL);
	const char *text = json_string_value(json_object_get(root, "text"));
	bool good = false;
	if (text) {
		out->cut = json_is_true(json_object_get(root, "cut"));
		json_t *same = pack(key, text, out->cut);
		good = json_equal(root, same);
		json_decref(same);
		if (good)
			out->text = g_strdup(text);
	}
	json_decref(root);
	return good;
}

bool cache_get(struct cache *c, const char *key, struct cached *out)
{
	struct stat st;
	GString *s = c ? slurp(c->dir, key, &st) : NULL;
	if (!s)
		return false;
	bool hit = time(NULL) - st.st_mtime <= (time_t)DAYS * 86400 && unpack(s->str, s->len, key, out);
	g_string_free(s, TRUE);
	return hit;
}

static bool write_all(int fd, const char *p, size_t len)
{
	while (len) {
		ssize_t n = write(fd, p, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		p += n;
		len -= (size_t)n;
	}
	return true;
}

static bool put(struct cache *c, const char *key, const char *data)
{
	char *tmp = g_strdup_printf("%.16s.%d.tmp", key, (int)getpid());
	int fd = openat(c->dir, tmp, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	bool good = fd >= 0 && write_all(fd, data, strlen(data)) && !fsync(fd);
	int why = errno;
	if (fd >= 0 && close(fd) < 0 && good) {
		good = false;
		why = errno;
	}
	if (good && renameat(c->dir, tmp, c->dir, key) < 0) {
		good = false;
		why = errno;
	}
	if (!good && fd >= 0)
		unlinkat(c->dir, tmp, 0);
	g_free(tmp);
	errno = why;
	return good;
}

void cache_put(struct cache *c, const char *key, const struct cached *answer)
{
	if (!c)
		return;
	json_t *root = pack(key, answer->text, answer->cut);
	char *data = json_dumps(root, JSON_COMPACT);
	json_decref(root);
	if (!put(c, key, data) && !c->warned) {
		msg_warn("%s: %s; answers are not kept", c->path, g_strerror(errno));
		c->warned = true;
	}
	free(data);
}
