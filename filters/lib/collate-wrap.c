/* collate-wrap.c - where a line that is wider than the terminal is broken */
#include "collate-wrap.h"

#include <string.h>

int wrap_columns(gunichar c)
{
	if (g_unichar_iszerowidth(c))
		return 0;
	return g_unichar_iswide(c) ? 2 : 1;
}

/* The end of the first word. */
static size_t word_end(const char *s, size_t len)
{
	size_t start = strspn(s, " ");
	const char *blank = start < len ? memchr(s + start, ' ', len - start) : NULL;

	return blank ? (size_t)(blank - s) : len;
}

size_t wrap_fit(const char *s, size_t len, int width, size_t start)
{
	size_t at = 0, good = 0;
	int used = 0;

	while (at < len) {
		gunichar c = g_utf8_get_char(s + at);
		size_t next = (size_t)(g_utf8_next_char(s + at) - s);

		if (c == ' ' && at)
			good = at;
		used += wrap_columns(c);
		if (used > width)
			break;
		at = next;
		if (wrap_columns(c) == 2)
			good = at;
	}
	if (at >= len)
		return len;
	/* Indentation and bullets are no place to break. */
	if (good <= MAX(start, strspn(s, " ")))
		good = 0;
	if (good)
		return good;
	good = start + word_end(s + start, len - start);
	if (memmem(s, good, "://", 3))
		return good;
	return at ? at : (size_t)(g_utf8_next_char(s) - s);
}

char *wrap_hanging(const char *s, size_t len, bool quote, bool prose)
{
	size_t n = strspn(s, quote ? "> " : " ");

	if (quote)
		return g_strndup(s, MIN(n, len));
	if (prose && n + 2 < len && strchr("-*+o", s[n]) && s[n + 1] == ' ')
		n += 2;
	return g_strnfill(MIN(n, len), ' ');
}

/* Letters, with punctuation around them. */
static bool plain_word(const char *s, size_t len)
{
	while (len && strchr(".,;:!?)\"'", s[len - 1]))
		len--;
	while (len && strchr("(\"'", *s))
		s++, len--;
	for (size_t i = 0; i < len; i++)
		if (!g_ascii_isalpha(s[i]) && !strchr("'-", s[i]) && !(s[i] & 0x80))
			return false;
	return len > 0;
}

bool wrap_prose(const char *s, size_t len, bool whole)
{
	size_t i = 0, words = 0, plain = 0;

	while (i < len) {
		size_t start;

		while (i < len && s[i] == ' ')
			i++;
		for (start = i; i < len && s[i] != ' ';)
			i++;
		words += i > start;
		plain += i > start && plain_word(s + start, i - start);
	}
	if (whole)
		return words >= 6 && plain * 4 >= words * 3;
	/* "Thanks," closes. */
	return words && plain * 3 >= words * 2 && !(words == 1 && s[len - 1] == ',');
}
