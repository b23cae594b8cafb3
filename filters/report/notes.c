#include "notes.h"
#include "verify.h"

#include "llm/llm.h"

enum { PASSAGE = 400 /* bytes of a passage that a note cites */ };

struct note {
	char *text;           /* "- What it says [7 "words"]" */
	char *passages;       /* "  [7] Ann Author: ..." */
	bool is_new;          /* it cites a mail of the period */
	bool taken;           /* there is room for it */
};

static void note_free(void *p)
{
	struct note *n = p;

	g_free(n->text);
	g_free(n->passages);
	g_free(n);
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

static char *note_passages(const struct thread *t, struct verifier *v, const struct sentence *s)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < s->clauses->len; i++) {
		const struct clause *c = s->clauses->pdata[i];

		for (guint k = 0; k < c->cites->len; k++) {
			const struct cite *e = c->cites->pdata[k];
			g_autofree char *passage = verify_passage(v, e, PASSAGE);

			if (passage)
				g_string_append_printf(out, "[%u] %s:\n%s", e->mail,
						       thread_mail(t, e->mail - 1)->from.name, passage);
		}
	}
	return g_string_free(out, FALSE);
}

static bool cites_new(const struct thread *t, const struct sentence *s)
{
	for (guint i = 0; i < s->clauses->len; i++) {
		const struct clause *c = s->clauses->pdata[i];

		for (guint k = 0; k < c->cites->len; k++) {
			const struct cite *e = c->cites->pdata[k];

			if (!e->state && e->mail && e->mail <= t->mails->len && thread_mail(t, e->mail - 1)->is_new)
				return true;
		}
	}
	return false;
}

GPtrArray *notes_read(const struct thread *t, const struct list_line *line, const struct ledger *l, const char *answer,
		      unsigned *all, unsigned *unproved)
{
	GPtrArray *notes = g_ptr_array_new_with_free_func(note_free);
	struct collation *c = collation_build(t);
	struct verifier *v = verify_new(c, line, l);
	struct answer *a = answer_parse(answer, false);

	for (guint i = 0; i < a->blocks->len; i++) {
		const struct block *b = a->blocks->pdata[i];

		verify_begin(v, b);
		for (guint k = 0; k < b->sentences->len; k++) {
			struct sentence *s = b->sentences->pdata[k];
			struct note *n;

			(*all)++;
			if (verify_sentence(v, s, PART_UNKNOWN).fault) {
				(*unproved)++;
				continue;
			}
			n = g_new0(struct note, 1);
			n->text = note_text(s);
			n->passages = note_passages(t, v, s);
			n->is_new = cites_new(t, s);
			g_ptr_array_add(notes, n);
		}
	}
	answer_free(a);
	verify_free(v);
	collation_free(c);
	return notes;
}

/* The notes of this rank, of new mails or of others, as long as there is room: of parts far from each other before those between, so
 * that what is left out is not all of one end. Returns how many are left out. */
static unsigned take_notes(GPtrArray *const *parts, unsigned n, unsigned rank, bool is_new, bool passages, unsigned long *room)
{
	unsigned left = 0, top = 1;

	while (top < n)
		top *= 2;
	for (unsigned stride = top; stride; stride /= 2) {
		for (unsigned i = stride == top ? 0 : stride; i < n; i += 2 * stride) {
			struct note *note = rank < parts[i]->len ? parts[i]->pdata[rank] : NULL;
			unsigned long cost;

			if (!note || note->is_new != is_new)
				continue;
			cost = llm_estimate(NULL, note->text) + (passages ? llm_estimate(NULL, note->passages) : 0);
			note->taken = cost <= *room;
			*room -= note->taken ? cost : 0;
			left += !note->taken;
		}
	}
	return left;
}

unsigned notes_gather(GString *out, GPtrArray *const *parts, unsigned n, unsigned long room, bool passages)
{
	unsigned left = 0, most = 0;

	for (unsigned i = 0; i < n; i++)
		most = MAX(most, parts[i]->len);
	for (unsigned old = 0; old < 2; old++)
		for (unsigned rank = 0; rank < most; rank++)
			left += take_notes(parts, n, rank, !old, passages, &room);
	for (unsigned i = 0; i < n; i++)
		for (unsigned k = 0; k < parts[i]->len; k++) {
			const struct note *note = parts[i]->pdata[k];

			if (note->taken)
				g_string_append_printf(out, "%s%s", note->text, passages ? note->passages : "");
		}
	return left;
}
