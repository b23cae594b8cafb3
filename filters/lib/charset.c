/* charset.c - bytes of a mail as UTF-8, whatever their label says */
#include "lib/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

static const char REPLACEMENT[] = "\xEF\xBF\xBD";

/* Eight bytes at a time: most mail is nothing but this. */
#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

static uint64_t eight(const char *bytes)
{
	uint64_t w;
	memcpy(&w, bytes, sizeof w);
	return w;
}

bool charset_is_plain(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len;) {
		if (len - i >= 8) {
			/* The top bit of a byte: 0x7F or above; below 0x20. */
			uint64_t w = eight(bytes + i);
			if (!((w | (w + EACH(1)) | (w - EACH(0x20))) & EACH(0x80))) {
				i += 8;
				continue;
			}
		}
		unsigned char c = (unsigned char)bytes[i++];
		if (c >= 0x7F || (c < 0x20 && c != '\n' && c != '\t'))
			return false;
	}
	return true;
}

static bool is_ascii(const char *bytes, size_t len)
{
	uint64_t high = 0;
	size_t i = 0;
	for (; len - i >= 8; i += 8)
		high |= eight(bytes + i);
	for (; i < len; i++)
		high |= (unsigned char)bytes[i];
	return !(high & EACH(0x80));
}

/* Like g_utf8_validate, but a NUL is a character as any other. */
static bool is_utf8(const char *s, size_t len)
{
	const char *end = s + len;
	while (s < end) {
		const char *stop;
		if (g_utf8_validate_len(s, (gsize)(end - s), &stop))
			return true;
		if (*stop)
			return false;
		s = stop + 1;
	}
	return true;
}

static void append_cp1252(GString *out, const char *bytes, size_t len)
{
	static const uint16_t c1[32] = {
		0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
		0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
		0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
	};
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)bytes[i];
		if (c < 0x80)
			g_string_append_c(out, (char)c);
		else
			g_string_append_unichar(out, c < 0xA0 ? c1[c - 0x80] : c);
	}
}

/* Bytes of the torn sequence at s: its lead and the continuation bytes that belong to it; 1 for any other. */
static size_t torn(const char *s, const char *end)
{
	unsigned char c = (unsigned char)*s;
	size_t want = c >= 0xF0 && c < 0xF5 ? 4 : c >= 0xE0 && c < 0xF0 ? 3 : c >= 0xC2 && c < 0xE0 ? 2 : 1;
	size_t n = 1;
	while (n < want && s + n < end && ((unsigned char)s[n] & 0xC0) == 0x80)
		n++;
	return n;
}

/* UTF-8 by its label, but not all of it is valid. */
static void append_broken_utf8(GString *out, const char *s, size_t len)
{
	const char *end = s + len;
	bool real = false;

	for (const char *p = s; p < end && !real;) {
		gunichar c = g_utf8_get_char_validated(p, end - p);
		if ((gint32)c < 0) {
			p++;
			continue;
		}
		real = c >= 0x80;
		p = *p ? g_utf8_next_char(p) : p + 1;
	}
	if (!real) {
		append_cp1252(out, s, len);
		return;
	}
	while (s < end) {
		const char *stop;
		g_utf8_validate_len(s, (gsize)(end - s), &stop);
		g_string_append_len(out, s, stop - s);
		s = stop;
		if (s >= end)
			break;
		size_t n = *s ? torn(s, end) : 1;
		if (n == 1)
			append_cp1252(out, s, 1); /* also passes a NUL on */
		else
			g_string_append(out, REPLACEMENT);
		s += n;
	}
}

/* The charset whose converter reads mail with this label: a superset where senders mean one. NULL: unknown to
 * us. iconv's other charsets are not for mail, and their converters have had holes. */
static const char *real_charset(const char *label)
{
	static const struct {
		const char *label, *charset;
	} same[] = {
		{"gb2312", "GB18030"}, {"gb_2312-80", "GB18030"}, {"gbk", "GB18030"}, {"x-gbk", "GB18030"},
		{"cp936", "GB18030"}, {"ms936", "GB18030"}, {"windows-936", "GB18030"},
		{"hz-gb-2312", "HZ"}, {"ks_c_5601-1987", "CP949"}, {"euc-kr", "CP949"}, {"korean", "CP949"},
		{"ks_c_5601", "CP949"}, {"ksc5601", "CP949"}, {"shift_jis", "CP932"}, {"shift-jis", "CP932"},
		{"sjis", "CP932"}, {"x-sjis", "CP932"}, {"ms_kanji", "CP932"}, {"windows-31j", "CP932"},
		{"big5", "BIG5-HKSCS"}, {"cn-big5", "BIG5-HKSCS"}, {"x-big5", "BIG5-HKSCS"},
		{"iso-2022-jp", "ISO-2022-JP-2"}, {"iso-8859-8-i", "ISO-8859-8"}, {"iso-8859-9", "CP1254"},
		{"iso-8859-11", "CP874"}, {"tis-620", "CP874"}, {"x-mac-roman", "MACINTOSH"},
		{"macintosh", "MACINTOSH"}, {"x-euc-jp", "EUC-JP"}, {"utf-7", "UTF-7"}, {"unicode-1-1-utf-7", "UTF-7"},
	};
	static const char *const known[] = {
		"iso-8859-", "iso8859-", "iso_8859-", "windows-125", "cp125", "koi8-", "gb18030", "big5-hkscs",
		"euc-", "iso-2022-jp", "iso-2022-kr", "utf-16", "utf-32", "cp949", "cp932", "cp950", "cp874",
		"cp437", "cp85", "cp866", "latin", "uhc", "johab", "viscii", "tcvn", "georgian-", "armscii-8",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(same); i++)
		if (strcmp(label, same[i].label) == 0)
			return same[i].charset;
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (g_str_has_prefix(label, known[i]))
			return label;
	return NULL;
}

/* Convert with iconv. A byte that does not fit becomes U+FFFD and is counted in *bad. False: no such charset. */
static bool append_iconv(GString *out, const char *bytes, size_t len, const char *charset, size_t *bad)
{
	iconv_t cd = iconv_open("UTF-8", charset);
	if (cd == (iconv_t)-1)
		return false;

	char *in = (char *)bytes; /* iconv's prototype forgot a const */
	char buf[8192];
	for (bool flushed = false; !flushed;) {
		char *to = buf;
		size_t room = sizeof buf;
		size_t before = len;
		errno = 0;
		size_t r = len ? iconv(cd, &in, &len, &to, &room) : iconv(cd, NULL, NULL, &to, &room);
		int err = r == (size_t)-1 ? errno : 0;
		g_string_append_len(out, buf, to - buf);
		if (!len && before == 0 && err != E2BIG)
			flushed = true;
		else if (err == EILSEQ || err == EINVAL || (err && len == before && to == buf)) {
			g_string_append(out, REPLACEMENT);
			++*bad;
			if (len) {
				in++;
				len--;
			}
		}
	}
	iconv_close(cd);
	return true;
}

/* Lower case, no quotes and no blanks: "UTF8", "'utf-8'", "utf-8 " are the same. "" if it is no name at all. */
static void clean_label(const char *label, char *to, size_t size)
{
	size_t n = 0;
	for (; label && *label; label++) {
		char c = g_ascii_tolower(*label);
		if (c == '"' || c == '\'' || c == ' ' || c == '\t')
			continue;
		if (n + 1 >= size || !(g_ascii_isalnum(c) || strchr("-_.:", c))) {
			n = 0;
			break;
		}
		to[n++] = c;
	}
	to[n] = '\0';
}

void charset_append(GString *out, const char *bytes, size_t len, const char *label)
{
	static const char *const latin1[] = {"iso-8859-1", "iso8859-1", "iso_8859-1", "iso88591", "latin1", "latin-1",
	                                     "l1", "windows-1252", "cp1252", "cp-1252", "windows1252", "x-ansi", NULL};
	/* Charsets in which ASCII bytes mean something else. */
	static const char *const shifting[] = {"utf-7", "unicode-1-1-utf-7", "hz-gb-2312", "hz", NULL};
	char name[64];

	clean_label(label, name, sizeof name);
	bool shifts = g_strv_contains(shifting, name) || g_str_has_prefix(name, "iso-2022-") ||
	              ((g_str_has_prefix(name, "utf-16") || g_str_has_prefix(name, "utf-32")) && memchr(bytes, 0, len));
	if (!shifts && is_ascii(bytes, len)) {
		g_string_append_len(out, bytes, (gssize)len);
		return;
	}
	bool valid = !shifts && is_utf8(bytes, len);
	bool is_latin1 = g_strv_contains(latin1, name);
	const char *charset = is_latin1 ? NULL : real_charset(name);
	if (charset) {
		size_t start = out->len, bad = 0;
		if (append_iconv(out, bytes, len, charset, &bad) && !(bad && valid))
			return;
		g_string_truncate(out, start);
	}
	if (valid)
		g_string_append_len(out, bytes, (gssize)len);
	else if (is_latin1)
		append_cp1252(out, bytes, len);
	else
		append_broken_utf8(out, bytes, len);
}

char *charset_header(const char *raw)
{
	GString *out = g_string_new(NULL);
	charset_append(out, raw, strlen(raw), NULL);
	return g_string_free(out, FALSE);
}
