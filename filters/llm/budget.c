/* budget.c - tokens: estimated from bytes and script, corrected by what the server counts
 *
 * A tokenizer of today takes a common word with the blank before it as one token, longer or rarer words in pieces,
 * digits by up to three, punctuation by one or two, white space by runs. A word of another alphabet costs half a token
 * and a quarter a letter, Chinese one a character, Japanese and Korean somewhat less, rare symbols more. Better a little
 * too much than too little: too little overflows the context.
 */
#include "budget.h"

#include <glib.h>
#include <string.h>

/* No context is that small: a server that counts fewer tokens of a long prompt does not count. */
enum { COUNTS = 256 };

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

/* Quarter tokens of a character that is not ASCII; begins: the one before was no letter like it. */
static unsigned long wide_cost(gunichar c, bool begins)
{
	if (c < 0x2000) /* alphabets: Latin with accents, Greek, Cyrillic, Arabic, Indic, Thai … */
		return begins ? 3 : 1;
	if (c < 0x2e80) /* symbols, quotation marks */
		return 4;
	if ((c >= 0x3040 && c < 0x3100) || (c >= 0xac00 && c < 0xd7b0)) /* kana, hangul */
		return 3;
	return c < 0x10000 ? 4 : 8;
}

unsigned long budget_raw(const char *text)
{
	unsigned long quarters = 0;
	bool in_word = false;
	const unsigned char *p = (const unsigned char *)text;
	while (*p) {
		if (*p >= 0x80) {
			gunichar c = g_utf8_get_char_validated((const char *)p, -1);
			if (c >= 0x110000) {
				quarters += 8;
				p++;
			} else {
				quarters += wide_cost(c, !in_word);
				in_word = c < 0x2000;
				p += g_utf8_skip[*p];
			}
			continue;
		}
		in_word = false;
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
	if ((counted < COUNTS && raw > 2 * COUNTS) || !counted || budget_cut(b, raw, counted))
		return;
	b->estimated += raw;
	b->counted += counted;
}

bool budget_cut(const struct budget *b, unsigned long raw, unsigned long counted)
{
	enum { PROOF = 500, ROUND = 1024 };
	double expected = raw * MIN(budget_factor(b), 1);
	if (counted < COUNTS || raw < PROOF)
		return false;
	return counted < expected / 2 || (counted % ROUND == 0 && counted < expected * 0.98);
}
