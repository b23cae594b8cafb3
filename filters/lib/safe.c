#include "safe.h"
#include "charset.h"

#include <string.h>

gboolean safe_is_invisible(gunichar c)
{
	if (c < 0x20 || (c >= 0x7f && c < 0xa0))
		return TRUE;
	if (c < 0xad)
		return FALSE;
	switch (c) {
	case 0xad:
	case 0x34f:
	case 0x61c:
	case 0x115f:
	case 0x1160:
	case 0x17b4:
	case 0x17b5:
	case 0x200b:
	case 0x200e:
	case 0x200f:
	case 0x2028:
	case 0x2029:
	case 0x3164:
	case 0xfeff:
	case 0xffa0:
		return TRUE;
	}
	return (c >= 0x180b && c <= 0x180f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
	       (c >= 0xfdd0 && c <= 0xfdef) || (c >= 0xfff0 && c <= 0xfffb) || (c & 0xfffe) == 0xfffe ||
	       (c >= 0xe0000 && c <= 0xe0fff);
}

/* The next character and the bytes that it takes; a byte that is no UTF-8 is U+FFFD of one byte. */
static gunichar next_char(const char *s, gsize left, gsize *used)
{
	unsigned char b = (unsigned char)*s;
	gunichar c;

	if (b < 0x80) {
		*used = 1;
		return b;
	}
	c = g_utf8_get_char_validated(s, (gssize)left);
	if (c == (gunichar)-1 || c == (gunichar)-2) {
		*used = 1;
		return 0xfffd;
	}
	*used = (gsize)g_unichar_to_utf8(c, NULL);
	return c;
}

static gboolean is_blank(gunichar c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f' || c == 0x85 ||
	       c == 0x2028 || c == 0x2029 || (c >= 0x80 && g_unichar_isspace(c));
}

char *safe_line(const char *s)
{
	gsize len = s ? strlen(s) : 0, used;
	GString *out = g_string_sized_new(len + 1);
	gboolean gap = FALSE;

	for (gsize i = 0; i < len; i += used) {
		gunichar c;

		/* Most of it is such. */
		if (s[i] > ' ' && s[i] < 0x7f) {
			if (gap && out->len)
				g_string_append_c(out, ' ');
			gap = FALSE;
			g_string_append_c(out, s[i]);
			used = 1;
			continue;
		}
		c = next_char(s + i, len - i, &used);

		if (is_blank(c)) {
			gap = TRUE;
			continue;
		}
		if (safe_is_invisible(c))
			continue;
		if (gap && out->len)
			g_string_append_c(out, ' ');
		gap = FALSE;
		g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

char *safe_subject(const char *s)
{
	enum { MOST = 1000 };
	char *line = safe_line(s), *end;

	if (strlen(line) <= MOST)
		return line;
	end = g_utf8_find_prev_char(line, line + MOST - 2);
	strcpy(end, "…"); /* no longer than what stood there */
	return line;
}

static void show(GString *out, gunichar c)
{
	if (c < 0x20)
		g_string_append_printf(out, "^%c", (char)(c + '@'));
	else if (c == 0x7f)
		g_string_append(out, "^?");
	else
		g_string_append_printf(out, "<U+%04X>", c);
}

static char *clean_text(const char *s, gssize slen, gboolean visible)
{
	gsize len = !s ? 0 : slen < 0 ? strlen(s) : (gsize)slen, used;
	GString *out;

	if (charset_is_plain(s, len))
		return len ? g_strndup(s, len) : g_strdup("");
	out = g_string_sized_new(len + 1);
	for (gsize i = 0; i < len; i += used) {
		gunichar c = next_char(s + i, len - i, &used);

		if (c == '\r' && i + 1 < len && s[i + 1] == '\n')
			continue; /* CR LF is one line end */
		if (c == '\n' || c == '\t')
			g_string_append_c(out, (char)c);
		else if (c == '\r' || c == 0x2028 || c == 0x2029)
			g_string_append_c(out, '\n');
		else if (!safe_is_invisible(c))
			g_string_append_unichar(out, c);
		else if (visible)
			show(out, c);
	}
	return g_string_free(out, FALSE);
}

char *safe_text(const char *s, gssize len)
{
	return clean_text(s, len, FALSE);
}

char *safe_visible(const char *s, gssize len)
{
	return clean_text(s, len, TRUE);
}
