/* budget.h - tokens: estimated from bytes and script, corrected by what the server counts */
#ifndef BUDGET_H
#define BUDGET_H

#include <stdbool.h>

struct budget {
	double estimated, counted;     /* sums over answers whose count can be believed */
};

/* Tokens of a text for a common tokenizer of today, uncorrected. */
unsigned long budget_raw(const char *text);

/* What this server's tokens are to ours; 1 at first, moved by evidence, never outside 0.6 … 3. */
double budget_factor(const struct budget *b);

/* The server counted so many tokens for a prompt that we estimate (raw) so. */
void budget_learn(struct budget *b, unsigned long raw, unsigned long counted);

/* True if the server saw so much less than was sent that it must have cut the prompt. Ours may be wrong by a third on odd text,
 * not by a half; but a number such as 4096 is a context that was filled (Ollama). Short prompts prove nothing; a
 * server that says 0, or 7 of thousands, does not count. */
bool budget_cut(const struct budget *b, unsigned long raw, unsigned long counted);

#endif
