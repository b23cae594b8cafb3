#include "summary.h"
#include "extract.h"
#include "markdown.h"
#include "layout.h"

#include <string.h>

enum { MAX_LINES = 120 };

static void append_quote(GString *out, const char *words, bool front, bool back)
{
	g_string_append(out, front ? "“… " : "“");
	markdown_words(out, words);
	g_string_append(out, back ? " …”" : "”");
}

/* "**Author**, sent by Sender [7]" */
static void append_speaker(GString *out, const struct settings *s, const struct thread *t, unsigned mail,
			   const char *author, const char *mark)
{
	const char *sender = thread_mail(t, mail - 1)->from.name;

	g_string_append(out, mark);
	markdown_words(out, author ? author : sender);
	g_string_append(out, mark);
	if (author) {
		g_string_append_printf(out, ", %s ", s->labels->sent_by);
		markdown_words(out, sender);
	}
	g_string_append_c(out, ' ');
	report_cite(out, s, t, mail);
}

/* - **Speaker** [7] replies to Other [3] “their words”: “own words” */
static void append_item(GString *out, const struct settings *s, const struct thread *t, const struct extract_item *x)
{
	g_string_append(out, "- ");
	append_speaker(out, s, t, x->mail, x->author, "**");
	if (x->answers) {
		g_string_append_printf(out, " %s ", s->labels->answers);
		append_speaker(out, s, t, x->answers, x->answers_author, "");
		if (x->context) {
			g_string_append_c(out, ' ');
			append_quote(out, x->context, x->context_front, x->context_back);
		}
	}
	g_string_append(out, ": ");
	append_quote(out, x->quote, x->cut_front, x->cut_back);
	if (x->unanswered) {
		g_string_append_printf(out, " (*%s*)", s->labels->no_reply);
	} else if (x->answered) {
		g_string_append_printf(out, " (*%s* ", s->labels->answered_by);
		append_speaker(out, s, t, x->answered, NULL, "");
		g_string_append_c(out, ')');
	}
}

void summary_extract(GString *out, const struct summary *of, const char *why)
{
	const struct labels *w = of->settings->labels;
	const char *const parts[] = { w->what, w->before, w->news };
	struct collation *c = collation_build(of->thread);
	g_autoptr(GPtrArray) items = extract_collated(c);
	struct verifier *v = verify_new(c, of->line, of->ledger);
	int part = -1;

	g_string_append_printf(out, "#### 📄 %s\n\n", w->extract);
	markdown_words(out, why ? why : w->extract_note); /* a server's words may stand in it */
	g_string_append_c(out, '\n');
	for (unsigned i = 0; i < items->len; i++) {
		const struct extract_item *x = items->pdata[i];

		if ((int)x->part != part) {
			part = (int)x->part;
			g_string_append_printf(out, "\n**%s**\n\n", parts[part]);
		}
		append_item(out, of->settings, of->thread, x);
		of->counts->items++;
		if (!verify_extracted(v, x->mail, x->quote) ||
		    (x->answers && x->context && !verify_extracted(v, x->answers, x->context))) {
			of->counts->bad_items++;
			g_string_append_printf(out, " ⚠ *(%s)*", w->faults[FAULT_NOWHERE]);
		}
		g_string_append_c(out, '\n');
	}
	g_string_append_c(out, '\n');
	verify_free(v);
	collation_free(c);
}

/* Why a sentence is not verified, in the report's language. */
static void append_fault(GString *out, const struct summary *of, const struct verify_result *r)
{
	const struct labels *w = of->settings->labels;

	g_string_append_printf(out, " *(%s: ", w->unverified);
	if (r->name)
		markdown_words(out, r->name);
	g_string_append_printf(out, w->faults[r->fault], r->mail);
	if (r->fault == FAULT_ELSEWHERE) {
		g_string_append_c(out, ' ');
		report_cite(out, of->settings, of->thread, r->elsewhere);
	}
	g_string_append(out, ")*");
}

/* Links to mails that have the words; "[7?]" for those that have not. A number stands once. */
static void append_cites(GString *out, const struct summary *of, const struct clause *c)
{
	g_autoptr(GHashTable) done = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < c->cites->len; i++) {
		const struct cite *cite = c->cites->pdata[i];
		gpointer key = GUINT_TO_POINTER(cite->mail + 1);
		gpointer shown = GINT_TO_POINTER(1 + cite->verified);

		if (cite->state || g_hash_table_lookup(done, key) == shown)
			continue;
		g_hash_table_insert(done, key, shown);
		if (out->len && out->str[out->len - 1] != ' ')
			g_string_append_c(out, ' ');
		if (cite->verified)
			report_cite(out, of->settings, of->thread, cite->mail);
		else
			g_string_append_printf(out, "\\[%u?\\]", cite->mail);
	}
}

static bool begins_with_punctuation(const char *s)
{
	gunichar c = g_utf8_get_char(s);

	return c < 0x80 ? strchr(",.;:!?)", (int)c) != NULL : c >= 0x3000 && g_unichar_ispunct(c);
}

static void append_sentence(GString *out, const struct summary *of, const struct sentence *s,
			    const struct verify_result *r)
{
	if (r->fault)
		g_string_append(out, "⚠ ");
	for (guint i = 0; i < s->clauses->len; i++) {
		const struct clause *c = s->clauses->pdata[i];

		if (i && *c->text && !begins_with_punctuation(c->text))
			g_string_append_c(out, ' ');
		markdown_inline(out, c->text);
		append_cites(out, of, c);
	}
	markdown_words(out, s->end);
	if (r->fault)
		append_fault(out, of, r);
}

/* A block, or nothing if all of it was dropped. */
static void append_block(GString *out, const struct summary *of, struct verifier *v, const struct block *b,
			 enum answer_part *part, enum block_kind *kind)
{
	const struct labels *w = of->settings->labels;
	const char *const parts[] = { NULL, w->what, w->before, w->news };
	g_autoptr(GString) text = g_string_new(NULL);

	verify_begin(v, b);
	for (guint i = 0; i < b->sentences->len; i++) {
		struct sentence *s = b->sentences->pdata[i];
		struct verify_result r = verify_sentence(v, s, b->part);

		verify_count(of->counts, r.fault);
		if (r.fault && of->settings->verify == VERIFY_DROP)
			continue;
		if (text->len)
			g_string_append_c(text, ' ');
		append_sentence(text, of, s, &r);
	}
	if (!text->len)
		return;
	if (b->part != *part && parts[b->part]) {
		g_string_append_printf(out, "\n**%s**\n\n", parts[b->part]);
	} else if (b->kind == BLOCK_PARAGRAPH || b->kind != *kind) {
		g_string_append_c(out, '\n');
	}
	*part = b->part;
	*kind = b->kind;
	if (b->kind == BLOCK_BULLET)
		g_string_append(out, "- ");
	else if (b->kind == BLOCK_NUMBER)
		g_string_append_printf(out, "%u. ", b->number);
	g_string_append_printf(out, "%s\n", text->str);
}

static void append_checked(GString *out, const struct summary *of, const char *text)
{
	const struct labels *w = of->settings->labels;
	struct answer *a = answer_parse(text, of->thread->news < of->thread->mails->len);
	struct collation *c = collation_build(of->thread);
	struct verifier *v = verify_new(c, of->line, of->ledger);
	enum answer_part part = PART_UNKNOWN;
	enum block_kind kind = BLOCK_PARAGRAPH;
	unsigned sentences = of->counts->sentences, unverified = of->counts->unverified;

	for (guint i = 0; i < a->blocks->len; i++)
		append_block(out, of, v, a->blocks->pdata[i], &part, &kind);
	sentences = of->counts->sentences - sentences;
	unverified = of->counts->unverified - unverified;
	if (a->cut)
		g_string_append_printf(out, "\n*%s*\n", w->long_);
	if (unverified) {
		g_string_append(out, "\n*");
		g_string_append_printf(out, of->settings->verify == VERIFY_DROP ? w->dropped : w->marked, unverified,
				       sentences);
		g_string_append(out, "*\n");
	}
	verify_free(v);
	collation_free(c);
	answer_free(a);
}

void summary_model(GString *out, const struct summary *of, const struct question_result *answer)
{
	const struct labels *w = of->settings->labels;

	g_string_append_printf(out, "#### 🤖 %s\n", w->summary);
	if (of->settings->verify != VERIFY_OFF) {
		append_checked(out, of, answer->text);
	} else {
		g_string_append_c(out, '\n');
		if (!markdown_prose(out, answer->text, MAX_LINES))
			g_string_append_printf(out, "\n*%s*\n", w->long_);
	}
	if (answer->cut)
		g_string_append_printf(out, "\n*%s*\n", w->cut);
	if (answer->parts > 1) {
		g_string_append(out, "\n*");
		g_string_append_printf(out, w->parts, answer->parts, answer->notes, answer->unproved, answer->crowded);
		if (answer->cut_parts)
			g_string_append_printf(out, w->cut_parts, answer->cut_parts);
		g_string_append(out, "*\n");
	}
	g_string_append_c(out, '\n');
}
