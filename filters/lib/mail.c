/* mail.c - one mail: its file, and what its headers say */
#include "lib/mail.h"
#include "lib/header.h"
#include "lib/mime.h"
#include "lib/safe.h"

#include <errno.h>
#include <fcntl.h>
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
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
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

/* Headers that are read here, as they stand. */
static bool is_ours(const char *name, size_t len)
{
	static const char *const ours[] = {"From", "Reply-To", "Subject", "Message-ID", "To", "Cc", "List-Id",
					   "In-Reply-To", "References"};

	for (size_t i = 0; i < G_N_ELEMENTS(ours); i++)
		if (len == strlen(ours[i]) && g_ascii_strncasecmp(name, ours[i], len) == 0)
			return true;
	return false;
}

/* Those of which GMime makes something: the date, and what the body is. */
static bool is_gmimes(const char *name, size_t len)
{
	return (len == 4 && g_ascii_strncasecmp(name, "Date", 4) == 0) ||
	       (len == 12 && g_ascii_strncasecmp(name, "MIME-Version", 12) == 0) ||
	       (len > 8 && g_ascii_strncasecmp(name, "Content-", 8) == 0);
}

/* The length of a header's name; 0: the line is none. */
static size_t name_length(const char *line, const char *end)
{
	const char *p = line;

	while (p < end && *p > ' ' && *p < 0x7f && *p != ':')
		p++;
	return p < end && *p == ':' ? (size_t)(p - line) : 0;
}

/* Stands before the names of our headers, so that GMime does not take lists of addresses to pieces that nobody asks for. */
#define OURS "-"

/* Most of a mail's headers tell of its journey, and each costs the parser as much as a paragraph of text. So what nobody
 * asks for is taken out: the rest moves up to the blank line, and the mail begins there. Returns where. A mail with a header that
 * looks odd stays as it is. */
static gint64 skip_headers(GByteArray *bytes, gint64 start)
{
	const char *text = (const char *)bytes->data, *end = text + bytes->len, *line = text + start, *next;
	g_autoptr(GString) kept = g_string_new(NULL);
	bool keep = false;

	for (; line < end; line = next) {
		next = memchr(line, '\n', (size_t)(end - line));
		next = next ? next + 1 : end;
		if (*line == '\n' || (*line == '\r' && next - line == 2))
			break;
		if (*line != ' ' && *line != '\t') {
			size_t name = name_length(line, next);
			bool ours = is_ours(line, name);

			if (!name)
				return start;
			keep = ours || is_gmimes(line, name);
			if (ours)
				g_string_append(kept, OURS);
		}
		if (keep)
			g_string_append_len(kept, line, next - line);
	}
	if (line == end || !kept->len || (gint64)kept->len > line - text - start)
		return start;
	memcpy(bytes->data + (line - text) - kept->len, kept->str, kept->len);
	return line - text - (gint64)kept->len;
}

/* A file as a message; NULL: *error says why. The message holds the bytes. `whole`: with all its headers. */
static GMimeMessage *open_message(const char *path, bool whole, bool *cut, const char **error)
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
	if (!whole)
		start = skip_headers(bytes, start);
	GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(bytes);
	GMimeStream *mail = g_mime_stream_substream(stream, start, (gint64)bytes->len);
	/* The stream is seekable and persists: parts are windows on it, not copies. */
	GMimeParser *parser = g_mime_parser_new_with_stream(mail);
	GMimeMessage *message = bytes->len ? g_mime_parser_construct_message(parser, NULL) : NULL;
	g_object_unref(parser);
	g_object_unref(mail);
	g_object_unref(stream);
	if (message && g_mime_header_list_get_count(g_mime_object_get_header_list(GMIME_OBJECT(message))) == 0)
		g_clear_object(&message); /* no header at all is no mail */
	return message;
}

static GMimeMessage *open_first(char **files, bool whole, bool *cut, const char **error)
{
	header_init();
	*error = "no file";
	for (; files && *files; files++) {
		GMimeMessage *message = open_message(*files, whole, cut, error);
		if (message)
			return message;
	}
	return NULL;
}

static const char *raw_header(GMimeMessage *message, const char *name)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(message));
	GMimeHeader *header = g_mime_header_list_get_header(list, name);
	if (!header) {
		char *hidden = g_strconcat(OURS, name, NULL);
		header = g_mime_header_list_get_header(list, hidden);
		g_free(hidden);
	}
	return header ? g_mime_header_get_raw_value(header) : NULL;
}

static char *recipients(GMimeMessage *message)
{
	char *to = header_text(raw_header(message, "To")), *cc = header_text(raw_header(message, "Cc"));
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

static void read_sender(struct mail *m, GMimeMessage *message)
{
	char *from = header_text(raw_header(message, "From"));
	char *reply_to = header_text(raw_header(message, "Reply-To"));
	if (*from || !m->from.name) {
		person_clear(&m->from);
		person_parse(&m->from, from, reply_to);
	}
	g_free(from);
	g_free(reply_to);
}

static void read_headers(struct mail *m, GMimeMessage *message)
{
	read_sender(m, message);
	read_date(m, message);
	if (!m->subject)
		m->subject = header_text(raw_header(message, "Subject"));
	if (!m->id)
		m->id = header_angle(raw_header(message, "Message-ID"));
	m->to = recipients(message);
	m->list_id = header_angle(raw_header(message, "List-Id"));

	char **parents = header_ids(raw_header(message, "In-Reply-To"));
	m->in_reply_to = g_strdup(parents[0]);
	m->references = header_ids(raw_header(message, "References"));
	if (!m->references[0]) {
		g_strfreev(m->references);
		m->references = parents;
	} else {
		g_strfreev(parents);
	}
}

bool mail_read(struct mail *m, char **files)
{
	bool cut = false;
	const char *error;
	GMimeMessage *message = open_first(files, false, &cut, &error);

	free_file(m);
	if (!message) {
		m->error = g_strdup(error);
		return false;
	}
	read_headers(m, message);
	GString *text = g_string_new(NULL);
	mime_read(message, text, m->parts);
	if (cut)
		g_string_append_printf(text, "[-- a mail of more than %d MiB: the rest was not read --]\n",
		                       FILE_BYTES_MAX >> 20);
	m->text = g_string_free(text, FALSE);
	g_object_unref(message);
	return true;
}

char *mail_header(char **files, const char *name)
{
	bool cut = false;
	const char *error;
	GMimeMessage *message = open_first(files, true, &cut, &error);
	if (!message)
		return NULL;
	const char *raw = raw_header(message, name);
	char *value = raw ? header_text(raw) : NULL;
	g_object_unref(message);
	return value;
}
