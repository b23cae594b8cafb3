/* extract-text.h - a mail's own words as sentences, for extract*.c alone */
#ifndef EXTRACT_TEXT_H
#define EXTRACT_TEXT_H

#include "lib/body.h"

#include <glib.h>
#include <stdbool.h>

/* Where in a mail a sentence stands. */
enum place {
	PLACE_PROSE,
	PLACE_CHANGES,   /* a changelog: "Changes since v1:", "v2 -> v3" */
};

struct sentence {
	int mail;              /* index in the thread */
	unsigned start, end;   /* in the own text of its mail, end excluded */
	int line, last;        /* first and last line in the mail's body */
	int block;             /* paragraph or list item, counted over the mail */
	int run;               /* words with no quote between them, counted over the mail */
	int at;                /* number in its run, from 0 */
	int left;              /* sentences that follow in its run */
	unsigned words;
	enum place place;
	bool item;             /* of a list */
	bool midway;           /* goes on below code with what began above it */
	bool leads;            /* ends in a colon: what it announces follows */
	unsigned cues;         /* set of cues, as bits (extract-cue.h) */
	double rank;           /* LexRank, 1 is the mean */
	double score;
	double answer;         /* what a passage gains that opens with it, because it answers something */
};

struct text {
	struct body *body;
	char *own;             /* the mail's own text, white space folded; LF where other lines stand between */
	GArray *sentences;     /* struct sentence, in order */
};

/* Lines [first, end) of a body. */
struct line_range {
	int first, end;
};

/* The lines of a build robot's report that matter, as struct line_range, appended. False if it is none. */
bool bot_report(const struct body *b, GArray *ranges);

/* The sentences of a mail; of a robot's report those that matter. `b` stays the caller's. Code, tables, greetings, boilerplate are no sentences, but stand in
 * ->own. Release with text_clear. */
void text_parse(struct text *t, struct body *b, int mail, bool robot);
void text_clear(struct text *t);

static inline struct sentence *text_sentence(const struct text *t, guint i)
{
	return &g_array_index(t->sentences, struct sentence, i);
}

/* The end of the sentence that starts at s[i]: index after its last character, at most n. */
size_t sentence_end(const char *s, size_t i, size_t n);

/* Words: runs of characters between blanks that hold a letter or digit; of Chinese and its kin two characters are
 * one. */
unsigned count_words(const char *s, size_t n);

/* Where the next word begins after so many words, and what stands right before it ("(") with it; n: there are no more. */
size_t skip_words(const char *s, size_t n, unsigned words);

/* How a line of a mail's text looks. */
enum look {
	LOOK_PROSE,
	LOOK_ITEM,       /* opens an item of a list */
	LOOK_CODE,       /* code, a log, a table, a shell command */
	LOOK_IDLE,       /* a greeting, a sign-off, a link, what git or a mailer writes */
	LOOK_CHANGES,    /* the head of a changelog */
	LOOK_SHORTLOG,   /* "Ann Example (3):": what follows is a shortlog, up to a blank line */
};

/* The line begins with an address: it may be the end of a sentence that the line before it holds. */
bool line_link(const struct body_line *l);

/* `*mark` is set to the bytes before the words of an item (blanks and its bullet), else to the indent. */
enum look line_look(const struct body_line *l, size_t *mark);

#endif
