/* verify-answer.h - a model's answer taken apart: parts, blocks, sentences, evidence
 *
 * Models were asked for sentences that end with `[7 "their own words"]`, and write also: several in a row, [7 "a"; 9 "b"],
 * [7: "a"], [7, "a", "b"], [mail 7 "a"], “curly”, 「CJK」 and 'single' marks, no marks, 【7 "a"】, (7 "a"), \[7 "a"\],
 * "words" [7], [7](http://...), [state].
 */
#ifndef VERIFY_ANSWER_H
#define VERIFY_ANSWER_H

#include <glib.h>
#include <stdbool.h>

enum answer_part {
	PART_UNKNOWN,  /* the answer names no parts */
	PART_WHAT,
	PART_BEFORE,
	PART_NEW,
};

/* One piece of evidence. */
struct cite {
	bool state;      /* [state] */
	unsigned mail;   /* else: the number; 0 if it is absurd */
	char *words;     /* NULL: none were quoted */
	char *whole;     /* from the first of several quotations to the last, should their marks be the words' own; or NULL */
	bool verified;   /* by verify_sentence() */
};

/* A clause: words, and the evidence that follows them (there may be none). */
struct clause {
	char *text;
	GPtrArray *cites;  /* struct cite */
};

struct sentence {
	GPtrArray *clauses;  /* struct clause, at least one */
	char *end;           /* punctuation after the last evidence: "." */
};

enum block_kind { BLOCK_PARAGRAPH, BLOCK_BULLET, BLOCK_NUMBER };

struct block {
	enum answer_part part;
	enum block_kind kind;
	unsigned number;       /* of BLOCK_NUMBER, as the model counted */
	GPtrArray *sentences;  /* struct sentence */
};

struct answer {
	GPtrArray *blocks;  /* struct block, in order */
	bool cut;           /* it was longer than a section may be */
};

/* Take a model's text apart (any bytes). Nothing of its words is lost but what a link leads to, the marks of Markdown's
 * blocks, and what comes after too many bytes or sentences. With history three bare paragraphs are the three parts. */
struct answer *answer_parse(const char *text, bool history);
void answer_free(struct answer *a);

/* Sentences and evidence of one block's text. */
GPtrArray *answer_sentences(const char *text);

/* Evidence that begins at p (in text, for what stands before): the end of it, its cites appended; NULL: it is none. */
const char *cite_parse(const char *text, const char *p, GPtrArray *cites);

void cite_free(void *cite);

#endif
