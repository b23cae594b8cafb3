/* mail.c - one mail: its file, and what its headers say */
#include "lib/mail.h"
#include "lib/header.h"
#include "lib/headers.h"
#include "lib/maildir.h"
#include "lib/mime.h"
#include "lib/safe.h"

#include <errno.h>
#include <gmime/gmime.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of a file that is larger only so much is read, and the text says so. */
enum { FILE_BYTES_MAX = 64 << 20 };

struct mail *mail_new(void)
{
	struct mail *m = g_new0(struct mail, 1);
	m->parts = g_ptr_array_new();
	m->parent = -1;
	return m;
}

static void free_parts(GPtrArray *parts)
{
	for (guint i = 0; i < parts->len; i++) {
		struct mail_part *p = parts->pdata[i];
		g_free(p->name);
		g_free(p->type);
		g_free(p);
	}
	g_ptr_array_set_size(parts, 0);
}

static void free_file(struct mail *m)
{
	g_clear_pointer(&m->references, g_strfreev);
	g_clear_pointer(&m->in_reply_to, g_free);
	g_clear_pointer(&m->to, g_free);
	g_clear_pointer(&m->list_id, g_free);
	g_clear_pointer(&m->text, g_free);
	g_clear_pointer(&m->error, g_free);
	free_parts(m->parts);
}

void mail_free(struct mail *m)
{
	if (!m)
		return;
	free_file(m);
	g_ptr_array_unref(m->parts);
	g_free(m->id);
	g_free(m->thread);
	g_free(m->subject);
	person_clear(&m->from);
	g_strfreev(m->tags);
	g_free(m->missing);
	g_free(m);
}

/* The first FILE_BYTES_MAX bytes of a regular file; NULL if it cannot be read. */
static GByteArray *read_file(const char *path, bool *cut)
{
	int fd = maildir_open(path);
	struct stat st;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return NULL;
	}
	size_t want = (size_t)MIN(st.st_size, (off_t)FILE_BYTES_MAX), have = 0;
	GByteArray *bytes = g_byte_array_sized_new((guint)want + 1);
	g_byte_array_set_size(bytes, (guint)want);
	*cut = st.st_size > (off_t)FILE_BYTES_MAX;
	while (have < want) {
		ssize_t n = read(fd, bytes->data + have, want - have);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		have += (size_t)n;
	}
	g_byte_array_set_size(bytes, (guint)have);
	close(fd);
	return bytes;
}

/* What a gzip file holds, as far as it is whole. Takes and returns an owned array. */
static GByteArray *gunzip(GByteArray *packed, bool *cut)
{
	GMimeStream *mem = g_mime_stream_mem_new_with_byte_array(packed);
	GMimeStream *stream = g_mime_stream_filter_new(mem);
	GMimeFilter *filter = g_mime_filter_gzip_new(GMIME_FILTER_GZIP_MODE_UNZIP, 0);
	GByteArray *bytes = g_byte_array_new();
	char buf[65536];
	ssize_t n;

	g_mime_stream_filter_add(GMIME_STREAM_FILTER(stream), filter);
	while ((n = g_mime_stream_read(stream, buf, sizeof buf)) > 0) {
		if (bytes->len + (guint)n > FILE_BYTES_MAX) {
			*cut = true;
			break;
		}
		g_byte_array_append(bytes, (const guint8 *)buf, (guint)n);
	}
	g_object_unref(filter);
	g_object_unref(stream);
	g_object_unref(mem);
	return bytes;
}

/* A file as a message; NULL: *error says why. The message holds the bytes. Headers go to h, if it is not NULL. */
static GMimeMessage *open_message(const char *path, struct headers *h, bool *cut, const char **error)
{
	GByteArray *bytes = read_file(path, cut);
	if (!bytes)
		return NULL;
	*error = "cannot parse";
	if (bytes->len > 2 && bytes->data[0] == 0x1F && bytes->data[1] == 0x8B)
		bytes = gunzip(bytes, cut);

	/* Some stores keep mbox's line. */
	gint64 start = 0;
	if (bytes->len > 5 && memcmp(bytes->data, "From ", 5) == 0) {
		const guint8 *nl = memchr(bytes->data, '\n', bytes->len);
		start = nl ? nl + 1 - bytes->data : 0;
	}
	if (h && bytes->len)
		start = headers_take(h, bytes, start);
	GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes);
	GMimeStream *mail = g_mime_stream_substream(stream, start, (gint64)bytes->len);
	/* The stream is seekable and persists: parts are windows on it, not copies. */
	GMimeParser *parser = g_mime_parser_new_with_stream(mail);
	GMimeMessage *message = bytes->len ? g_mime_parser_construct_message(parser, NULL) : NULL;
	g_object_unref(parser);
	g_object_unref(mail);
	g_object_unref(stream);
	if (message && !(h && h->taken) && g_mime_header_list_get_count(g_mime_object_get_header_list(GMIME_OBJECT(message))) == 0)
		g_clear_object(&message); /* no header at all is no mail */
	return message;
}

static GMimeMessage *open_first(char **files, struct headers *h, bool *cut, const char **error)
{
	header_init();
	*error = "no file";
	for (; files && *files; files++) {
		GMimeMessage *message = open_message(*files, h, cut, error);
		if (message)
			return message;
	}
	return NULL;
}

static const char *raw_header(GMimeMessage *message, const char *name)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(message));
	GMimeHeader *header = g_mime_header_list_get_header(list, name);
	return header ? g_mime_header_get_raw_value(header) : NULL;
}

/* What a mail was opened as. */
struct opened {
	GMimeMessage *message;
	struct headers headers;
};

static const char *raw_value(const struct opened *o, enum header_name name)
{
	return o->headers.taken ? o->headers.raw[name] : raw_header(o->message, header_names[name]);
}

static char *recipients(const struct opened *o)
{
	char *to = header_text(raw_value(o, HEADER_TO)), *cc = header_text(raw_value(o, HEADER_CC));
	char *both = g_strconcat(to, *to && *cc ? ", " : "", cc, NULL);
	g_free(to);
	g_free(cc);
	return both;
}

/* Zone of the Date header in minutes; the date too if the database had none. */
static void read_date(struct mail *m, GMimeMessage *message)
{
	GDateTime *date = g_mime_message_get_date(message);
	if (!date)
		return;
	m->zone = (int)(g_date_time_get_utc_offset(date) / G_TIME_SPAN_MINUTE);
	if (!m->date)
		m->date = (time_t)g_date_time_to_unix(date);
}

static void read_sender(struct mail *m, const struct opened *o)
{
	char *from = header_text(raw_value(o, HEADER_FROM));
	char *reply_to = header_text(raw_value(o, HEADER_REPLY_TO));
	if (*from || !m->from.name) {
		person_clear(&m->from);
		person_parse(&m->from, from, reply_to);
	}
	g_free(from);
	g_free(reply_to);
}

static void read_headers(struct mail *m, const struct opened *o)
{
	read_sender(m, o);
	read_date(m, o->message);
	if (!m->subject)
		m->subject = header_text(raw_value(o, HEADER_SUBJECT));
	if (!m->id)
		m->id = header_angle(raw_value(o, HEADER_MESSAGE_ID));
	m->to = recipients(o);
	m->list_id = header_angle(raw_value(o, HEADER_LIST_ID));

	char **parents = header_ids(raw_value(o, HEADER_IN_REPLY_TO));
	m->in_reply_to = g_strdup(parents[0]);
	m->references = header_ids(raw_value(o, HEADER_REFERENCES));
	if (!m->references[0]) {
		g_strfreev(m->references);
		m->references = parents;
	} else {
		g_strfreev(parents);
	}
}

bool mail_read(struct mail *m, char **files)
{
	struct opened o = {0};
	bool cut = false;
	const char *error;

	free_file(m);
	o.message = open_first(files, &o.headers, &cut, &error);
	if (!o.message) {
		headers_clear(&o.headers);
		m->error = g_strdup(error);
		return false;
	}
	read_headers(m, &o);
	GString *text = g_string_new(NULL);
	mime_read(o.message, text, m->parts);
	if (cut)
		g_string_append_printf(text, "[-- a mail of more than %d MiB: the rest was not read --]\n",
		                       FILE_BYTES_MAX >> 20);
	m->text = g_string_free(text, FALSE);
	g_object_unref(o.message);
	headers_clear(&o.headers);
	return true;
}

char *mail_header(char **files, const char *name)
{
	bool cut = false;
	const char *error;
	GMimeMessage *message = open_first(files, NULL, &cut, &error);
	if (!message)
		return NULL;
	const char *raw = raw_header(message, name);
	char *value = raw ? header_text(raw) : NULL;
	g_object_unref(message);
	return value;
}
