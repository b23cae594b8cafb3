/* headers.c - a mail's headers taken out before it is parsed */
#include "lib/headers.h"

#include <string.h>

const char *const header_names[HEADER_NAMES] = {
	"From", "Reply-To", "Subject", "Message-ID", "To", "Cc", "List-Id", "In-Reply-To", "References",
};

void headers_clear(struct headers *h)
{
	for (int i = 0; i < HEADER_NAMES; i++)
		g_clear_pointer(&h->raw[i], g_free);
	h->taken = false;
}

/* The length of a header's name; 0: the line is none. */
static size_t name_length(const char *line, const char *end)
{
	const char *p = line;

	while (p < end && *p > ' ' && *p < 0x7f && *p != ':')
		p++;
	return p < end && *p == ':' ? (size_t)(p - line) : 0;
}

static bool is(const char *name, size_t len, const char *other)
{
	return len == strlen(other) && g_ascii_strncasecmp(name, other, len) == 0;
}

static int find(const char *name, size_t len)
{
	int i = 0;

	while (i < HEADER_NAMES && !is(name, len, header_names[i]))
		i++;
	return i;
}

/* Of these GMime makes something. */
static bool is_gmimes(const char *name, size_t len)
{
	return is(name, len, "Date") || is(name, len, "MIME-Version") ||
	       (len > 8 && g_ascii_strncasecmp(name, "Content-", 8) == 0);
}

/* The end of the header that begins at this line: of its last line that begins with white space. */
static const char *header_end(const char *line, const char *end)
{
	do {
		line = memchr(line, '\n', (size_t)(end - line));
		line = line ? line + 1 : end;
	} while (line < end && (*line == ' ' || *line == '\t'));
	return line;
}

gint64 headers_take(struct headers *h, GByteArray *bytes, gint64 start)
{
	const char *text = (const char *)bytes->data, *end = text + bytes->len, *line = text + start, *next;
	g_autoptr(GString) kept = g_string_new(NULL);

	headers_clear(h);
	for (; line < end; line = next) {
		size_t len = name_length(line, end);
		int name = find(line, len);

		if (*line == '\n' || (*line == '\r' && line + 1 < end && line[1] == '\n'))
			break;
		next = header_end(line, end);
		if (!len) {
			headers_clear(h);
			return start;
		}
		if (is_gmimes(line, len))
			g_string_append_len(kept, line, next - line);
		else if (name < HEADER_NAMES && !h->raw[name])
			h->raw[name] = g_strndup(line + len + 1, (gsize)(next - line) - len - 1);
	}
	if (line == end || !kept->len) {
		headers_clear(h);
		return start;
	}
	h->taken = true;
	memcpy(bytes->data + (line - text) - kept->len, kept->str, kept->len);
	return line - text - (gint64)kept->len;
}
