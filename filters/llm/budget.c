/* budget.c - tokens: estimated from bytes and script, corrected by what the server counts
 *
 * A tokenizer of today takes a common word with the blank before it as one token, longer or rarer words in pieces,
 * digits by up to three, punctuation by one or two, white space by runs. Other alphabets cost about a token for two
 * letters, Chinese, Japanese and Korean about one a character, rare symbols more.
 */
#include "budget.h"

#include <glib.h>
#include <string.h>

enum class { WORD, DIGIT, BLANK, NEWLINE, PUNCT };

static enum class class_of(unsigned char c)
{
	if (g_ascii_isalpha(c))
		return WORD;
	if (g_ascii_isdigit(c))
		return DIGIT;
	if (c == '\n' || c == '\r')
		return NEWLINE;
	return c == ' ' || c == '\t' ? BLANK : PUNCT;
}

/* Quarter tokens of a run of n ASCII characters of one class. */
static unsigned long run_cost(enum class class, unsigned long n)
{
	switch (class) {
	case WORD: return n <= 6 ? 4 : 4 + (n - 6);
	case DIGIT: return 4 * ((n + 2) / 3);
	case BLANK: return n == 1 ? 0 : 4 * (1 + n / 32);
	case NEWLINE: return 4 * (1 + n / 8);
	default: return n == 1 ? 3 : 4 * (1 + n / 6);
	}
}

static unsigned long wide_cost(gunichar c)
{
	if (c < 0x800) /* Latin with accents, Greek, Cyrillic, Hebrew, Arabic */
		return 2;
	if (c < 0x2e80) /* Indic scripts, symbols, quotation marks */
		return 4;
	return c < 0x10000 ? 4 : 8;
}

unsigned long budget_raw(const char *text)
{
	unsigned long quarters = 0;
	const unsigned char *p = (const unsigned char *)text;
	while (*p) {
		if (*p >= 0x80) {
			gunichar c = g_utf8_get_char_validated((const char *)p, -1);
			if (c >= 0x110000) {
				quarters += 8;
				p++;
			} else {
				quarters += wide_cost(c);
				p += g_utf8_skip[*p];
			}
			continue;
		}
		enum class class = class_of(*p);
		unsigned long n = 0;
		while (*p && *p < 0x80 && class_of(*p) == class) {
			n++;
			p++;
		}
		quarters += run_cost(class, n);
	}
	return (quarters + 3) / 4;
}

double budget_factor(const struct budget *b)
{
	enum { PRIOR = 2000 }; /* tokens of evidence that our own estimate is worth */
	double f = (b->counted + PRIOR) / (b->estimated + PRIOR);
	return CLAMP(f, 0.6, 3);
}

void budget_learn(struct budget *b, unsigned long raw, unsigned long counted)
{
	if (!counted || budget_cut(b, raw, counted))
		return;
	b->estimated += raw;
	b->counted += counted;
}

bool budget_cut(const struct budget *b, unsigned long raw, unsigned long counted)
{
	enum { PROOF = 500 };
	double expected = raw * MIN(budget_factor(b), 1);
	return counted && raw >= PROOF && counted < expected / 2;
}
