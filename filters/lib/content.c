/* content.c - the bytes of a MIME part, transfer encoding undone */
#include "lib/content.h"

#include <stdint.h>
#include <string.h>

/* A part's bytes as they stand in the file. mail.c parses from memory, so they can be pointed at. */
static const char *raw_bytes(GMimePart *part, size_t *len)
{
	GMimeDataWrapper *wrapper = g_mime_part_get_content(part);
	GMimeStream *stream = wrapper ? g_mime_data_wrapper_get_stream(wrapper) : NULL;

	*len = 0;
	if (!stream || !GMIME_IS_STREAM_MEM(stream))
		return "";
	GByteArray *array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	gint64 start = stream->bound_start;
	gint64 end = stream->bound_end < 0 || stream->bound_end > (gint64)array->len ? (gint64)array->len
	                                                                             : stream->bound_end;
	if (!array->len || start >= end)
		return "";
	*len = (size_t)(end - start);
	return (const char *)array->data + start;
}

/* The stream of the data wrapper holds the bytes encoded as it says; that is the header's word in a parsed
 * mail. */
static GMimeContentEncoding encoding_of(GMimePart *part)
{
	GMimeDataWrapper *wrapper = g_mime_part_get_content(part);
	return wrapper ? g_mime_data_wrapper_get_encoding(wrapper) : GMIME_CONTENT_ENCODING_DEFAULT;
}

static bool is_encoded(GMimeContentEncoding e)
{
	return e == GMIME_CONTENT_ENCODING_BASE64 || e == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE ||
	       e == GMIME_CONTENT_ENCODING_UUENCODE;
}

void content_open(struct content *c, GMimePart *part, size_t max)
{
	size_t len;
	const char *raw = raw_bytes(part, &len);
	GMimeContentEncoding how = encoding_of(part);

	*c = (struct content){.bytes = raw, .len = len};
	if (!is_encoded(how)) {
		c->cut = len > max;
		c->len = MIN(len, max);
		return;
	}

	GMimeEncoding state;
	g_mime_encoding_init_decode(&state, how);
	c->own = g_string_sized_new(MIN(len, max) + 4096);
	enum { STEP = 65536 };
	while (len && c->own->len < max) {
		size_t n = MIN(len, (size_t)STEP);
		size_t old = c->own->len;
		g_string_set_size(c->own, old + g_mime_encoding_outlen(&state, n));
		size_t got = g_mime_encoding_step(&state, raw, n, c->own->str + old);
		g_string_set_size(c->own, old + got);
		raw += n;
		len -= n;
	}
	c->cut = len > 0;
	if (!len) {
		size_t old = c->own->len;
		g_string_set_size(c->own, old + g_mime_encoding_outlen(&state, 0) + 16);
		size_t got = g_mime_encoding_flush(&state, "", 0, c->own->str + old);
		g_string_set_size(c->own, old + got);
	}
	c->bytes = c->own->str;
	c->len = c->own->len;
}

void content_close(struct content *c)
{
	if (c->own)
		g_string_free(c->own, TRUE);
	c->own = NULL;
}

static size_t base64_size(const char *raw, size_t len)
{
	size_t n = 0;
	for (size_t i = 0; i < len; i++)
		n += g_ascii_isalnum(raw[i]) || raw[i] == '+' || raw[i] == '/';
	return n / 4 * 3 + (n % 4 ? n % 4 - 1 : 0);
}

size_t content_size(GMimePart *part)
{
	size_t len;
	const char *raw = raw_bytes(part, &len);
	GMimeContentEncoding how = encoding_of(part);

	if (!is_encoded(how))
		return len;
	if (how == GMIME_CONTENT_ENCODING_BASE64)
		return base64_size(raw, len);
	struct content c;
	content_open(&c, part, SIZE_MAX / 2);
	len = c.len;
	content_close(&c);
	return len;
}
