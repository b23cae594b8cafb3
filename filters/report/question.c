#include "question.h"
#include "split.h"
#include "verify.h"

#include <string.h>

enum {
	WHOLE = 0,            /* number of the ask for the whole; parts count from 1, the last ask is after them */
	PASSAGE = 400,        /* bytes of a passage that a note cites */
	LEAST_ROOM = 300,     /* tokens for the document's text: with less no reading makes sense */
	MOST_PARTS = 400,
	SMALLER = 6,          /* times that a third is taken off what the server refused as too long */
};

struct note {
	char *text;           /* "- What it says [7 "words"]" */
	char *passages;       /* "  [7] Ann Author: ..." */
};

struct part {
	struct split *split;  /* belongs to the question's splits */
	GPtrArray *notes;     /* struct note; NULL: not answered yet */
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
	unsigned smaller;     /* how often they were made smaller, */
	unsigned fewer;       /* and the last question */
	unsigned round;       /* answers of an earlier division are not for this one */
	bool whole_asked, last_asked, complete;
	char *text, *error;
	struct question_result result;
};

static void note_free(void *p)
{
	struct note *n = p;

	g_free(n->text);
	g_free(n->passages);
	g_free(n);
}

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

/* Divide the document into parts that fit. */
static void divide(struct question *q)
{
	const struct split none = { .context = (char *)"x", .text = (char *)"" };
	long left = room_beside(q, prompt_notes_system(q->prompt),
				prompt_notes_user(q->prompt, q->line, q->thread, &none, 99, 99, 99));
	unsigned long whole = tokens(q->document) + 1;

	left = less(left, q->smaller);
	drop_parts(q);
	q->round++;
	if (left < LEAST_ROOM || last_room(q) < LEAST_ROOM) {
		fail(q, "the model's context is too small for any part of this thread");
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

struct question *question_new(const struct prompt *p, const struct llm *llm, const struct list_line *line,
			      const struct thread *t, const struct ledger *l)
{
	struct question *q = g_new0(struct question, 1);
	g_autofree char *system = prompt_system(p, t), *user = NULL;

	*q = (struct question){ .prompt = p, .llm = llm, .line = line, .thread = t, .ledger = l, .result.parts = 1 };
	q->document = g_string_free(prompt_document(t), FALSE);
	user = prompt_user(p, line, t, l, q->document);
	if ((long)(tokens(system) + tokens(user)) > room(q))
		divide(q);
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

/* The sentence as it was, with its evidence. */
static char *note_text(const struct sentence *s)
{
	GString *out = g_string_new("- ");

	for (guint i = 0; i < s->clauses->len; i++) {
		const struct clause *c = s->clauses->pdata[i];

		g_string_append_printf(out, "%s%s", i ? " " : "", c->text);
		for (guint k = 0; k < c->cites->len; k++) {
			const struct cite *e = c->cites->pdata[k];

			if (e->state)
				g_string_append(out, " [state]");
			else
				g_string_append_printf(out, " [%u \"%s\"]", e->mail, e->words ? e->words : "");
		}
	}
	g_string_append_printf(out, "%s\n", s->end);
	return g_string_free(out, FALSE);
}

static char *note_passages(struct question *q, struct verifier *v, const struct sentence *s)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < s->clauses->len; i++) {
		const struct clause *c = s->clauses->pdata[i];

		for (guint k = 0; k < c->cites->len; k++) {
			const struct cite *e = c->cites->pdata[k];
			g_autofree char *passage = verify_passage(v, e, PASSAGE);

			if (passage)
				g_string_append_printf(out, "[%u] %s:\n%s", e->mail,
						       thread_mail(q->thread, e->mail - 1)->from.name, passage);
		}
	}
	return g_string_free(out, FALSE);
}

static GPtrArray *read_notes(struct question *q, const char *answer)
{
	GPtrArray *notes = g_ptr_array_new_with_free_func(note_free);
	struct collation *c = collation_build(q->thread);
	struct verifier *v = verify_new(c, q->line, q->ledger);
	struct answer *a = answer_parse(answer, false);

	for (guint i = 0; i < a->blocks->len; i++) {
		const struct block *b = a->blocks->pdata[i];

		for (guint k = 0; k < b->sentences->len; k++) {
			struct sentence *s = b->sentences->pdata[k];
			struct note *n;

			q->result.notes++;
			if (verify_sentence(v, s, PART_UNKNOWN).fault) {
				q->result.unproved++;
				continue;
			}
			n = g_new0(struct note, 1);
			n->text = note_text(s);
			n->passages = note_passages(q, v, s);
			g_ptr_array_add(notes, n);
		}
	}
	answer_free(a);
	verify_free(v);
	collation_free(c);
	return notes;
}

/* The weightiest first: the first note of each part, then the second of each, as long as there is room. Told in the order of the
 * parts. `passages`: with what they cite. Returns how many are left out. */
static unsigned gather(const struct question *q, GString *out, long room, bool passages)
{
	g_autofree unsigned *taken = g_new0(unsigned, q->n);
	unsigned left = 0, most = 0;

	for (unsigned i = 0; i < q->n; i++)
		most = MAX(most, q->parts[i].notes->len);
	for (unsigned rank = 0; rank < most; rank++) {
		for (unsigned i = 0; i < q->n; i++) {
			const struct note *n;
			long cost;

			if (rank >= q->parts[i].notes->len)
				continue;
			n = q->parts[i].notes->pdata[rank];
			cost = (long)tokens(n->text) + (passages ? (long)tokens(n->passages) : 0);
			if (taken[i] < rank || cost > room) {
				left++;
				continue;
			}
			room -= cost;
			taken[i]++;
		}
	}
	for (unsigned i = 0; i < q->n; i++)
		for (unsigned k = 0; k < taken[i]; k++) {
			const struct note *n = q->parts[i].notes->pdata[k];

			g_string_append_printf(out, "%s%s", n->text, passages ? n->passages : "");
		}
	return left;
}

/* With passages where that costs no note, else without. */
static char *choose_notes(struct question *q)
{
	GString *out = g_string_new(NULL);
	long room = less(last_room(q), q->fewer);

	q->result.crowded = gather(q, out, room, true);
	if (q->result.crowded) {
		g_string_truncate(out, 0);
		q->result.crowded = gather(q, out, room, false);
	}
	if (!out->len)
		fail(q, "it was read in parts, but nothing that the model noted could be found in the mails");
	return g_string_free(out, FALSE);
}

/* The server takes less than we thought: again, with fewer notes, or in smaller parts. */
static bool again_smaller(struct question *q, const char *why)
{
	if (q->last_asked && q->fewer < SMALLER) {
		q->fewer++;
		q->last_asked = false;
		return false;
	}
	if (q->smaller == SMALLER) {
		fail(q, why);
		return true;
	}
	if (q->n)
		q->smaller++;
	q->result.notes = q->result.unproved = 0;
	q->last_asked = false;
	divide(q);
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
		q->parts[part - 1].notes = read_notes(q, ask->text);
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
