/* incoming.c - mails on their way to a maildir, from a pipe */
#include "lib/incoming.h"
#include "lib/header.h"
#include "lib/msg.h"

#include <errno.h>
#include <gmime/gmime.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void incoming_init(struct incoming *mail, FILE *in, bool files)
{
	*mail = (struct incoming){ .in = in, .files = files };
	header_init();
}

static void forget(struct incoming *mail)
{
	g_clear_pointer(&mail->name, g_free);
	g_clear_pointer(&mail->bytes, g_free);
	g_clear_pointer(&mail->id, g_free);
	g_clear_pointer(&mail->refs, g_strfreev);
	mail->size = 0;
	mail->date = 0;
}

void incoming_clear(struct incoming *mail)
{
	forget(mail);
	free(mail->line);
	mail->line = NULL;
}

/* Bytes up to the body; a body is of no use here, and may be large. */
static size_t header_size(const char *bytes, size_t size)
{
	const char *end = bytes + size, *line = bytes;

	while (line < end) {
		const char *lf = memchr(line, '\n', (size_t)(end - line));

		if (!lf || lf == line || (lf == line + 1 && *line == '\r'))
			break;
		line = lf + 1;
	}
	return (size_t)(line - bytes);
}

static const char *raw(GMimeObject *part, const char *name)
{
	GMimeHeader *header = g_mime_header_list_get_header(g_mime_object_get_header_list(part), name);

	return header ? g_mime_header_get_raw_value(header) : NULL;
}

/* As notmuch does it, so that both mean the same mail. */
static char *own_id(const struct incoming *mail, const char *header)
{
	g_auto(GStrv) ids = header_ids(header);
	g_autofree char *sum = NULL;

	if (*ids)
		return g_strdup(*ids);
	sum = g_compute_checksum_for_data(G_CHECKSUM_SHA1, (const guchar *)mail->bytes, mail->size);
	return g_strconcat("notmuch-sha1-", sum, NULL);
}

static void read_header(struct incoming *mail)
{
	size_t size = header_size(mail->bytes, mail->size);
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(mail->bytes, size);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeObject *part = g_mime_parser_construct_part(parser, NULL);
	g_autofree char *both = NULL;

	if (part) {
		const char *date = raw(part, "Date"), *refs = raw(part, "References"), *to = raw(part, "In-Reply-To");
		g_autoptr(GDateTime) moment = date ? g_mime_utils_header_decode_date(date) : NULL;

		if (moment && g_date_time_to_unix(moment) > 0)
			mail->date = (time_t)g_date_time_to_unix(moment);
		both = g_strconcat(refs ? refs : "", " ", to ? to : "", NULL);
	}
	mail->refs = header_ids(both);
	mail->id = own_id(mail, part ? raw(part, "Message-ID") : NULL);
	g_clear_object(&part);
	g_object_unref(parser);
	g_object_unref(stream);
}

/* One file; false: reported. */
static bool take_file(struct incoming *mail)
{
	g_autoptr(GError) error = NULL;

	if (g_file_get_contents(mail->line, &mail->bytes, &mail->size, &error)) {
		mail->name = g_strdup(mail->line);
		return true;
	}
	msg_fail("%s", error->message);
	return false;
}

/* One blob, whose header is in ->line; false: reported, *end tells if it was the last. */
static bool take_blob(struct incoming *mail, bool *end)
{
	g_auto(GStrv) words = g_strsplit(mail->line, " ", 4);
	guint64 size, date;

	if (words[0] && words[1] && !strcmp(words[1], "missing") && !words[2]) {
		msg_fail("%s: missing", words[0]);
		return false;
	}
	if (g_strv_length(words) < 3 || !g_ascii_string_to_unsigned(words[2], 10, 0, G_MAXINT, &size, NULL))
		msg_die(EXIT_SOME, "standard input: not the output of git cat-file --batch: %s", mail->line);
	mail->bytes = g_try_malloc(size + 1);
	if (!mail->bytes)
		msg_die(EXIT_SOME, "%s: no memory for %" PRIu64 " bytes", words[0], size);
	mail->size = fread(mail->bytes, 1, size, mail->in);
	if (mail->size != size || getc(mail->in) != '\n') {
		msg_fail("%s: it breaks off", words[0]);
		*end = true;
		return false;
	}
	mail->bytes[size] = '\0';
	if (words[3] && g_ascii_string_to_unsigned(words[3], 10, 0, G_MAXINT64, &date, NULL))
		mail->date = (time_t)date;
	mail->name = g_strdup(words[0]);
	return size > 0;
}

bool incoming_next(struct incoming *mail)
{
	bool end = false;
	ssize_t n;

	while (!end) {
		forget(mail);
		errno = 0;
		n = getline(&mail->line, &mail->room, mail->in);
		if (n < 0) {
			if (ferror(mail->in))
				msg_fail("standard input: %s", g_strerror(errno));
			return false;
		}
		if (n && mail->line[n - 1] == '\n')
			mail->line[n - 1] = '\0';
		if (mail->files ? !take_file(mail) : !take_blob(mail, &end))
			continue;
		read_header(mail);
		return true;
	}
	return false;
}
