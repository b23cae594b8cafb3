#include "question.h"
#include "notes.h"
#include "split.h"

#include <string.h>

enum {
	WHOLE = 0,            /* number of the ask for the whole; parts count from 1, the last ask is after them */
	LEAST_ROOM = 300,     /* tokens for the document's text: with less no reading makes sense */
	MOST_PARTS = 400,
	SMALLER = 6,          /* times that a third is taken off what the server refused as too long */
};

struct part {
	struct split *split;  /* belongs to the question's splits */
	GPtrArray *notes;     /* notes.h; NULL: not answered yet */
};

struct question {
	const struct prompt *prompt;
	const struct llm *llm;
	const struct list_line *line;
	const struct thread *thread;
	const struct ledger *ledger;
	char *document;
	GPtrArray *splits;
	struct part *parts;
	unsigned n, asked, answered; /* of the parts */
	unsigned limit;       /* tokens of the answer when the whole was asked for */
	unsigned smaller;     /* how often they were made smaller, */
	unsigned fewer;       /* and the last question */
	unsigned round;       /* answers of an earlier division are not for this one */
	bool whole_asked, last_asked, complete;
	char *text, *error;
	struct question_result result;
};

static void drop_parts(struct question *q)
{
	for (unsigned i = 0; i < q->n; i++)
		if (q->parts[i].notes)
			g_ptr_array_unref(q->parts[i].notes);
	g_clear_pointer(&q->parts, g_free);
	g_clear_pointer(&q->splits, g_ptr_array_unref);
	q->n = q->asked = q->answered = 0;
}

static void fail(struct question *q, const char *why)
{
	q->complete = true;
	g_free(q->error);
	q->error = g_strdup(why);
	q->result.error = q->error;
}

/* Not corrected by what the server counted so far: the parts must be the same in the next run, or the cache does not know them. */
static unsigned long tokens(const char *text)
{
	return llm_estimate(NULL, text);
}

static long less(long room, unsigned times)
{
	while (times-- > 0)
		room -= room / 3;
	return room;
}

static long room(const struct question *q)
{
	return q->llm ? (long)llm_room(q->llm) : G_MAXINT;
}

static unsigned limit(const struct question *q)
{
	return q->llm ? llm_max_tokens(q->llm) : 0;
}

/* What the largest prompt leaves for text. */
static long room_beside(const struct question *q, char *system, char *user)
{
	long left = room(q) - (long)tokens(system) - (long)tokens(user);

	g_free(system);
	g_free(user);
	return left;
}

static long last_room(const struct question *q)
{
	return room_beside(q, prompt_system(q->prompt, q->thread),
			   prompt_last_user(q->prompt, q->line, q->thread, q->ledger, "", 99));
}

static void fail_small(struct question *q, const char *why)
{
	g_autofree char *text = g_strconcat("the model's context is too small for any part of this thread", why ? ": " : "", why,
					    NULL);

	fail(q, text);
}

/* Divide the document into parts that fit. why: what the server said to larger ones, or NULL. */
static void divide(struct question *q, const char *why)
{
	const struct split none = { .context = (char *)"x", .text = (char *)"" };
	long left = room_beside(q, prompt_notes_system(q->prompt),
				prompt_notes_user(q->prompt, q->line, q->thread, &none, 99, 99, 99));
	unsigned long whole = tokens(q->document) + 1;

	left = less(q->smaller ? MIN(left, (long)whole) : left, q->smaller);
	drop_parts(q);
	q->round++;
	if (left < LEAST_ROOM || last_room(q) < LEAST_ROOM) {
		fail_small(q, why);
		return;
	}
	q->splits = split_document(q->document, (gsize)((double)strlen(q->document) * (double)left / (double)whole));
	q->n = q->splits->len;
	q->result.parts = q->n;
	q->parts = g_new0(struct part, q->n);
	for (unsigned i = 0; i < q->n; i++)
		q->parts[i].split = q->splits->pdata[i];
	if (q->n > MOST_PARTS)
		fail(q, "the thread is too large for the model's context: it would take more than 400 parts");
}

static bool fits_whole(const struct question *q)
{
	g_autofree char *system = prompt_system(q->prompt, q->thread);
	g_autofree char *user = prompt_user(q->prompt, q->line, q->thread, q->ledger, q->document);

	return (long)(tokens(system) + tokens(user)) <= room(q);
}

struct question *question_new(const struct prompt *p, const struct llm *llm, const struct list_line *line,
			      const struct thread *t, const struct ledger *l)
{
	struct question *q = g_new0(struct question, 1);

	*q = (struct question){ .prompt = p, .llm = llm, .line = line, .thread = t, .ledger = l, .result.parts = 1 };
	q->document = g_string_free(prompt_document(t), FALSE);
	if (!fits_whole(q))
		divide(q, NULL);
	return q;
}

void question_free(struct question *q)
{
	if (!q)
		return;
	drop_parts(q);
	g_free(q->document);
	g_free(q->text);
	g_free(q->error);
	g_free(q);
}

/* Notes that a part may give, so that those of all fit into the last question; three at least, the best are chosen then. */
static unsigned notes_wanted(const struct question *q)
{
	enum { NOTE = 160 /* tokens with its passage */ };

	return (unsigned)CLAMP(last_room(q) / NOTE / q->n, 3, 40);
}

static char *choose_notes(struct question *q);

bool question_next(struct question *q, struct llm_ask *ask, unsigned *number)
{
	if (q->complete)
		return false;
	*number = q->round << 16;
	if (!q->n) {
		if (q->whole_asked)
			return false;
		q->whole_asked = true;
		q->limit = limit(q);
		ask->system = prompt_system(q->prompt, q->thread);
		ask->user = prompt_user(q->prompt, q->line, q->thread, q->ledger, q->document);
		return true;
	}
	if (q->asked < q->n) {
		ask->system = prompt_notes_system(q->prompt);
		ask->user = prompt_notes_user(q->prompt, q->line, q->thread, q->parts[q->asked].split, q->asked + 1, q->n,
					      notes_wanted(q));
		*number |= ++q->asked;
		return true;
	}
	if (q->answered == q->n && !q->last_asked) {
		g_autofree char *notes = choose_notes(q);

		if (q->complete)
			return false;
		q->last_asked = true;
		ask->system = prompt_system(q->prompt, q->thread);
		ask->user = prompt_last_user(q->prompt, q->line, q->thread, q->ledger, notes, q->n);
		*number |= q->n + 1;
		return true;
	}
	return false;
}

void question_estimate(const struct question *q, unsigned *asks, unsigned long *tokens_in)
{
	g_autofree char *system = prompt_system(q->prompt, q->thread), *notes = prompt_notes_system(q->prompt), *user = NULL;

	*asks = q->n ? q->n + 1 : !q->complete;
	*tokens_in = 0;
	if (q->complete)
		return;
	if (!q->n) {
		user = prompt_user(q->prompt, q->line, q->thread, q->ledger, q->document);
		*tokens_in = tokens(system) + tokens(user);
		return;
	}
	for (unsigned i = 0; i < q->n; i++) {
		g_autofree char *part = prompt_notes_user(q->prompt, q->line, q->thread, q->parts[i].split, i + 1, q->n, 9);

		*tokens_in += tokens(notes) + tokens(part);
	}
	/* The last one is as large as there is room. */
	*tokens_in += (unsigned long)room(q);
}

/* With passages where that costs no note, else without. */
static char *choose_notes(struct question *q)
{
	GString *out = g_string_new(NULL);
	g_autofree GPtrArray **parts = g_new(GPtrArray *, q->n);
	unsigned long room = (unsigned long)MAX(less(last_room(q), q->fewer), 0);

	for (unsigned i = 0; i < q->n; i++)
		parts[i] = q->parts[i].notes;
	q->result.crowded = notes_gather(out, parts, q->n, room, true);
	if (q->result.crowded) {
		g_string_truncate(out, 0);
		q->result.crowded = notes_gather(out, parts, q->n, room, false);
	}
	if (!out->len)
		fail(q, "it was read in parts, but nothing that the model noted could be found in the mails");
	return g_string_free(out, FALSE);
}

/* The server takes less than we thought: again, with less room for the answer, with fewer notes, or in smaller parts. */
static bool again_smaller(struct question *q, const char *why)
{
	bool fitted = !q->n && fits_whole(q);

	if (fitted && limit(q) < q->limit) {
		q->whole_asked = false;
		return false;
	}
	if (q->last_asked && q->fewer < SMALLER) {
		q->fewer++;
		q->last_asked = false;
		return false;
	}
	if (q->smaller == SMALLER) {
		fail(q, why);
		return true;
	}
	if (q->n || fitted)
		q->smaller++;
	q->result.notes = q->result.unproved = q->result.cut_parts = 0;
	q->last_asked = false;
	divide(q, why);
	return q->complete;
}

bool question_answer(struct question *q, unsigned number, const struct llm_ask *ask)
{
	unsigned part = number & 0xffff;

	if (q->complete || number >> 16 != q->round)
		return false;
	if (!ask->text && ask->overflow)
		return again_smaller(q, ask->error);
	if (!ask->text) {
		fail(q, ask->error);
		return true;
	}
	if (q->n && part >= 1 && part <= q->n) {
		q->parts[part - 1].notes = notes_read(q->thread, q->line, q->ledger, ask->text, &q->result.notes, &q->result.unproved);
		q->result.cut_parts += ask->cut;
		q->answered++;
		return false;
	}
	q->complete = true;
	q->text = g_strdup(ask->text);
	q->result.text = q->text;
	q->result.cut = ask->cut;
	return true;
}

const struct question_result *question_result(const struct question *q)
{
	return &q->result;
}
