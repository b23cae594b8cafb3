/* prompt-words.h - the prompts' own words, in each language; for prompt.c alone */
#ifndef PROMPT_WORDS_H
#define PROMPT_WORDS_H

struct prompt_words {
	const char *role, *material, *form, *history, *no_history, *evidence, *care;
	const char *into_what, *into_before, *into_new; /* what belongs into each part */
	const char *notes;
	const char *language;  /* "Write in English." */
};

const struct prompt_words *prompt_words_for(const char *language);

#endif
