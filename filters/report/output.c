#include "output.h"
#include "lib/msg.h"

#include <errno.h>

void output_open(struct output *o, const char *name)
{
	*o = (struct output){ .file = stdout, .name = name };
	if (!name)
		return;
	o->part = g_strconcat(name, ".part", NULL);
	o->file = fopen(o->part, "w");
	if (!o->file)
		msg_die(EXIT_SOME, "%s: %s", o->part, g_strerror(errno));
}

void output_write(struct output *o, GString *text)
{
	errno = 0;
	if (fwrite(text->str, 1, text->len, o->file) != text->len || fflush(o->file))
		msg_die(EXIT_SOME, "%s: %s", o->part ? o->part : "standard output", g_strerror(errno));
	g_string_truncate(text, 0);
}

void output_close(struct output *o)
{
	if (!o->name)
		return;
	errno = 0;
	if (fclose(o->file))
		msg_die(EXIT_SOME, "%s: %s", o->part, g_strerror(errno));
	if (rename(o->part, o->name))
		msg_die(EXIT_SOME, "%s: %s", o->name, g_strerror(errno));
	g_free(o->part);
}
