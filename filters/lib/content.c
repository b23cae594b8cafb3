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

static int base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* A line that no encoder wrote: a footer that a list has put behind the data as it was. */
static bool is_foreign(const char *s, const char *end)
{
	const char *nl = memchr(s, '\n', (size_t)(end - s));
	for (end = nl ? nl : end; s < end; s++)
		if (base64_value(*s) < 0 && *s != '=' && *s != '\r')
			return true;
	return false;
}

struct base64 {
	GString *out;
	unsigned bits;
	int n; /* how many of a group of four have come */
};

static void put_group(struct base64 *b)
{
	char bytes[3] = {(char)(b->bits >> 16), (char)(b->bits >> 8), (char)b->bits};
	g_string_append_len(b->out, bytes, 3);
	b->bits = 0;
	b->n = 0;
}

/* What there is of a torn or padded group. */
static void put_rest(struct base64 *b)
{
	int have = b->n - 1;
	if (have > 0) {
		b->bits <<= 6 * (4 - b->n);
		put_group(b);
		g_string_truncate(b->out, b->out->len - (gsize)(3 - have));
	}
	b->bits = 0;
	b->n = 0;
}

/* GMime's decoder drops a torn group, and makes garbage of a list's footer. Returns false if max cut it short. */
static bool decode_base64(GString *out, const char *raw, size_t len, size_t max)
{
	struct base64 b = {.out = out};
	const char *end = raw + len, *line = raw;
	ptrdiff_t full = 0;  /* length of the first line: a shorter one is the last */
	bool ended = false;

	for (const char *p = raw; p < end && out->len < max; p++) {
		int v = base64_value(*p);
		if (v >= 0) {
			b.bits = b.bits << 6 | (unsigned)v;
			if (++b.n == 4)
				put_group(&b);
		} else if (*p == '=') {
			put_rest(&b);
			ended = true;
		} else if (*p == '\n') {
			full = full ? full : p - line;
			ended = ended || p - line < full;
			line = p + 1;
			if (ended && b.n == 0 && is_foreign(line, end)) {
				g_string_append_len(out, line, (gssize)MIN((size_t)(end - line), max));
				return true;
			}
		}
	}
	put_rest(&b);
	return out->len < max;
}

/* Quoted-printable and uuencode. Returns false if max cut it short. */
static bool decode_other(GString *out, GMimeContentEncoding how, const char *raw, size_t len, size_t max)
{
	enum { STEP = 65536 };
	GMimeEncoding state;

	g_mime_encoding_init_decode(&state, how);
	while (len && out->len < max) {
		size_t n = MIN(len, (size_t)STEP), old = out->len;
		g_string_set_size(out, old + g_mime_encoding_outlen(&state, n));
		g_string_set_size(out, old + g_mime_encoding_step(&state, raw, n, out->str + old));
		raw += n;
		len -= n;
	}
	if (len)
		return false;
	size_t old = out->len;
	g_string_set_size(out, old + g_mime_encoding_outlen(&state, 0) + 16);
	g_string_set_size(out, old + g_mime_encoding_flush(&state, "", 0, out->str + old));
	return true;
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

	c->own = g_string_sized_new(MIN(len, max) + 4096);
	if (how == GMIME_CONTENT_ENCODING_BASE64)
		c->cut = !decode_base64(c->own, raw, len, max);
	else
		c->cut = !decode_other(c->own, how, raw, len, max);
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
