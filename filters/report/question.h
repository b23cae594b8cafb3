/* question.h - all that a model is asked about one thread: once, or, where that is too much for it, in parts
 *
 * In parts: each part of the document is asked for notes with evidence. Notes whose words are not in the mails are dropped; the others
 * go into the last question together with the passages that they cite, so that the summary rests on the mails' words and not on
 * somebody's summary of them.
 */
#ifndef QUESTION_H
#define QUESTION_H

#include "lib/ledger.h"
#include "lib/list.h"
#include "lib/thread.h"
#include "llm/llm.h"
#include "prompt.h"

struct question;

/* What became of it. Strings belong to the question. */
struct question_result {
	const char *text;    /* the answer; NULL: it failed, or is not complete */
	const char *error;   /* why it failed */
	bool cut;            /* the server stopped the answer at its limit */
	unsigned parts;      /* 1: asked as a whole */
	unsigned cut_parts;  /* of these, whose notes the server stopped at its limit */
	unsigned notes;      /* taken from the parts, */
	unsigned unproved;   /* of these dropped because their words are in no mail, */
	unsigned crowded;    /* and those for which there was no room */
};

/* The thread (THREAD_FULL) and all else must outlive it; the ledger may be NULL; llm too: then there is room for all. Free with
 * question_free. */
struct question *question_new(const struct prompt *p, const struct llm *llm, const struct list_line *line,
			      const struct thread *t, const struct ledger *l);
void question_free(struct question *q);

/* What it will come to, if nothing is tried twice: requests, and tokens of their prompts; nothing is asked. */
void question_estimate(const struct question *q, unsigned *asks, unsigned long *tokens_in);

/* Fill in the next thing to ask, all of it but name and data; `number` tells which it is. False: nothing to ask now, perhaps after
 * the next answer. */
bool question_next(struct question *q, struct llm_ask *ask, unsigned *number);

/* The answer to ask `number`. True: the question is complete, question_result() tells how it ended. */
bool question_answer(struct question *q, unsigned number, const struct llm_ask *ask);

const struct question_result *question_result(const struct question *q);

#endif
