/* maildir.c - a mail is the same under whatever flags */
#include "maildir.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <string.h>

static int open_read(const char *path)
{
	return open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}

/* All names that a reader can have given it are tried: reading the folder would take longer the more mail there is. */
static int open_renamed(const char *path)
{
	static const char flags[] = "DFPRST";
	g_autofree char *folder = g_path_get_dirname(path), *maildir = g_path_get_dirname(folder);
	g_autofree char *name = g_path_get_basename(path), *kind = g_path_get_basename(folder);
	char *info = strstr(name, ":2,");
	int fd = -1;

	if (strcmp(kind, "cur") != 0 && strcmp(kind, "new") != 0)
		return -1;
	if (info)
		*info = '\0';
	for (unsigned set = 0; fd < 0 && set < 1U << (sizeof flags - 1); set++) {
		char have[sizeof flags], *end = have;
		for (unsigned i = 0; flags[i]; i++)
			if (set & 1U << i)
				*end++ = flags[i];
		*end = '\0';
		g_autofree char *moved = g_strdup_printf("%s/cur/%s:2,%s", maildir, name, have);
		fd = open_read(moved);
	}
	if (fd < 0) {
		g_autofree char *unseen = g_build_filename(maildir, "new", name, NULL);
		fd = open_read(unseen);
	}
	return fd;
}

int maildir_open(const char *path)
{
	int fd = open_read(path);

	if (fd < 0 && errno == ENOENT) {
		fd = open_renamed(path);
		if (fd < 0)
			errno = ENOENT;
	}
	return fd;
}
