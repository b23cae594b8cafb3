#include "output.h"
#include "lib/msg.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is to be removed if the program ends early: half a report is none. */
static const char *unfinished;

static void remove_unfinished(void)
{
	if (unfinished)
		unlink(unfinished);
}

/* Open the file for nobody but us; NULL and errno if that fails. */
static FILE *open_alone(const char *path)
{
	for (;;) {
		int fd = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
		struct stat ours, there;

		if (fd < 0)
			return NULL;
		if (flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK)
			msg_die(EXIT_LATER, "%s: somebody else is writing it", path);
		/* They may have renamed it since we opened it: then it is their report. */
		if (!fstat(fd, &ours) && !lstat(path, &there) && ours.st_ino == there.st_ino && ours.st_dev == there.st_dev)
			return ftruncate(fd, 0) ? NULL : fdopen(fd, "w");
		close(fd);
	}
}

void output_open(struct output *o, const char *name)
{
	struct stat there;

	*o = (struct output){ .file = stdout };
	if (!name)
		return;
	/* Where a link leads, so that it stays one. */
	char *real = realpath(name, NULL);
	o->name = g_strdup(real ? real : name);
	free(real);
	/* What is no file is written to as it is: /dev/null must not become one, and a folder cannot. */
	if (!stat(o->name, &there) && !S_ISREG(there.st_mode)) {
		int fd = open(name, O_WRONLY | O_NOCTTY | O_CLOEXEC);

		o->file = fd < 0 ? NULL : fdopen(fd, "w");
	} else {
		o->part = g_strconcat(o->name, ".part", NULL);
		o->file = open_alone(o->part);
	}
	if (!o->file)
		msg_die(EXIT_SOME, "%s: %s", o->part ? o->part : name, g_strerror(errno));
	unfinished = o->part;
	atexit(remove_unfinished);
}

static const char *name_of(const struct output *o)
{
	return o->part ? o->part : o->name ? o->name : "standard output";
}

void output_write(struct output *o, GString *text)
{
	errno = 0;
	if (fwrite(text->str, 1, text->len, o->file) != text->len || fflush(o->file))
		msg_die(EXIT_SOME, "%s: %s", name_of(o), g_strerror(errno));
	g_string_truncate(text, 0);
}

void output_close(struct output *o)
{
	if (!o->name)
		return;
	errno = 0;
	if (fclose(o->file))
		msg_die(EXIT_SOME, "%s: %s", name_of(o), g_strerror(errno));
	if (o->part && rename(o->part, o->name))
		msg_die(EXIT_SOME, "%s: %s", o->name, g_strerror(errno));
	unfinished = NULL;
	g_free(o->part);
	g_free(o->name);
}
