/* extract-split.c - where sentences end */
#include "extract-text.h"

#include <string.h>

/* Words that end in a full stop and go on. */
static bool abbreviation(const char *s, size_t n)
{
	static const char *const known[] = { "e.g", "i.e", "eg", "ie", "cf", "vs", "etc", "resp", "approx", "incl", "excl",
					     "mr", "mrs", "ms", "dr", "st", "no", "nr", "fig", "sec", "ch", "vol", "al",
					     "ca", "a.k.a", "aka", "w.r.t", "wrt", "aff", "esp", "ref", "refs", "viz", "ed",
					     "jr", "sr", "inc", "ltd", "corp", "co", "p.s", "n.b", "z.b", "afaict" };

	while (n && strchr("([\"'`", *s))
		s++, n--;
	/* An initial: "J. Example". */
	if (n == 1 && g_ascii_isupper(*s) && *s != 'I')
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (strlen(known[i]) == n && !g_ascii_strncasecmp(s, known[i], n))
			return true;
	return false;
}

/* Abbreviations that may well end a sentence: a capital after them says so. */
static bool may_end(const char *s, size_t n)
{
	while (n && strchr("([\"'`", *s))
		s++, n--;
	return (n == 3 && !g_ascii_strncasecmp(s, "etc", 3)) || (n == 2 && !g_ascii_strncasecmp(s, "no", 2));
}

/* Full stops of Chinese and Japanese; 0: none. */
static size_t wide_stop(const char *s, size_t n)
{
	static const char *const stops[] = { "\u3002", "\uff01", "\uff1f" };

	for (size_t i = 0; i < G_N_ELEMENTS(stops); i++)
		if (n >= 3 && !memcmp(s, stops[i], 3))
			return 3;
	return 0;
}

/* ":)", ";-)", ":-/" after the stop belongs to what it comments. */
static size_t smiley(const char *s, size_t i, size_t n)
{
	size_t k = i;

	if (k + 2 >= n + 1 || s[k] != ' ' || !strchr(":;=", s[k + 1]))
		return 0;
	k += 2;
	if (k < n && s[k] == '-')
		k++;
	if (k < n && strchr(")(/DPp", s[k]) && (k + 1 == n || s[k + 1] == ' '))
		return k + 1 - i;
	return 0;
}

/* Is the stop at s[i] (a '.', '!' or '?', with more of them up to `after`) the end of its sentence? */
static bool ends(const char *s, size_t begin, size_t i, size_t after, size_t n)
{
	size_t word = i;
	bool lower;

	if (after >= n)
		return true;
	if (s[after] != ' ')
		return false;
	if (s[i] != '.')
		return true;
	while (word > begin && s[word - 1] != ' ')
		word--;
	lower = g_ascii_islower(s[after + 1]);
	if (abbreviation(s + word, i - word))
		return !lower && may_end(s + word, i - word);
	/* "1." of a list, "..." in the middle. */
	if (word == begin && i - word <= 2 && i > word && g_ascii_isdigit(s[word]))
		return false;
	if (after - i >= 3 && lower)
		return false;
	return true;
}

size_t sentence_end(const char *s, size_t i, size_t n)
{
	size_t begin = i;

	for (; i < n; i++) {
		size_t stop = wide_stop(s + i, n - i), after;

		if (stop) {
			i += stop;
			while (i + 3 <= n && (!memcmp(s + i, "\u201d", 3) || !memcmp(s + i, "\uff09", 3)))
				i += 3;
			return i;
		}
		if (!strchr(".!?", s[i]) || !s[i])
			continue;
		after = i + 1;
		while (after < n && s[after] && strchr(".!?", s[after]))
			after++;
		while (after < n && s[after] && strchr(")\"'`]*_", s[after]))
			after++;
		if (ends(s, begin, i, after, n))
			return MIN(after + smiley(s, after, n), n);
		i = after - 1;
	}
	return n;
}

static bool cjk(gunichar c)
{
	return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7a3);
}

struct counter {
	unsigned words, wide;
	bool in;
};

/* One character more; true if a word begins with it. */
static bool count(struct counter *k, gunichar c)
{
	if (cjk(c)) {
		k->in = false;
		return k->wide++ % 2 == 0;
	}
	if (c == ' ' || c == '\n') {
		k->in = false;
	} else if (!k->in && (c >= 0x80 || g_ascii_isalnum((char)c))) {
		k->in = true;
		k->words++;
		return true;
	}
	return false;
}

static gunichar character(const char *s)
{
	return (unsigned char)*s < 0x80 ? (gunichar)*s : g_utf8_get_char(s);
}

unsigned count_words(const char *s, size_t n)
{
	const char *end = s + n;
	struct counter k = { 0 };

	for (; s < end; s = g_utf8_next_char(s))
		count(&k, character(s));
	return k.words + (k.wide + 1) / 2;
}

size_t skip_words(const char *s, size_t n, unsigned words)
{
	struct counter k = { 0 };
	size_t unit = 0;

	for (size_t i = 0; i < n; i += (size_t)(g_utf8_next_char(s + i) - (s + i))) {
		gunichar c = character(s + i);

		if (cjk(c) || (i && s[i - 1] == ' '))
			unit = i;
		if (count(&k, c) && k.words + (k.wide + 1) / 2 > words)
			return unit;
	}
	return n;
}
