#include "section-json.h"
#include "extract.h"
#include "markdown.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *const parts[] = { "what", "before", "new" };

/* Mails are UTF-8 by now; what a server sends need not be. */
static json_t *text(const char *s)
{
	g_autofree char *valid = s ? g_utf8_make_valid(s, -1) : NULL;

	return valid ? json_string(valid) : json_null();
}

static json_t *number(unsigned n)
{
	return n ? json_integer(n) : json_null();
}

static json_t *item_json(const struct extract_item *x, bool found)
{
	return json_pack("{s:s, s:s, s:i, s:o, s:o, s:b, s:b, s:o, s:o, s:b, s:b}", "part", parts[x->part], "cue",
			 extract_cue_name(x->cue), "mail", x->mail, "author", text(x->author), "quote", text(x->quote),
			 "cut_front", x->cut_front, "cut_back", x->cut_back, "answers", number(x->answers), "context",
			 text(x->context), "unanswered", x->unanswered, "verified", found);
}

json_t *section_json_extract(const struct summary *of, const char *why)
{
	struct collation *c = collation_build(of->thread);
	g_autoptr(GPtrArray) items = extract_collated(c);
	struct verifier *v = verify_new(c, of->line, of->ledger);
	json_t *list = json_array();

	for (unsigned i = 0; i < items->len; i++) {
		const struct extract_item *x = items->pdata[i];
		bool found = verify_extracted(v, x->mail, x->quote) &&
			     (!x->answers || !x->context || verify_extracted(v, x->answers, x->context));

		of->counts->items++;
		of->counts->bad_items += !found;
		json_array_append_new(list, item_json(x, found));
	}
	verify_free(v);
	collation_free(c);
	return json_pack("{s:s, s:o, s:o}", "kind", "extract", "why", text(why), "items", list);
}

static json_t *cite_json(const struct cite *c)
{
	if (c->state)
		return json_pack("{s:b}", "state", true);
	return json_pack("{s:i, s:o, s:b}", "mail", c->mail, "words", text(c->words), "verified", c->verified);
}

/* Its words, its evidence, and what is wrong with it: null if nothing is. */
static json_t *sentence_json(const struct sentence *s, enum answer_part part, enum verify_fault fault)
{
	g_autoptr(GString) words = g_string_new(NULL);
	json_t *evidence = json_array();

	for (guint i = 0; i < s->clauses->len; i++) {
		const struct clause *c = s->clauses->pdata[i];

		g_string_append_printf(words, "%s%s", i ? " " : "", c->text);
		for (guint k = 0; k < c->cites->len; k++)
			json_array_append_new(evidence, cite_json(c->cites->pdata[k]));
	}
	g_string_append(words, s->end);
	return json_pack("{s:o, s:o, s:o, s:o}", "part", text(part == PART_UNKNOWN ? NULL : parts[part - PART_WHAT]), "text",
			 text(words->str), "evidence", evidence, "fault",
			 text(verify_fault_name(fault)));
}

static json_t *sentences_json(const struct summary *of, const char *answer)
{
	struct answer *a = answer_parse(answer, of->thread->news < of->thread->mails->len);
	struct collation *c = collation_build(of->thread);
	struct verifier *v = verify_new(c, of->line, of->ledger);
	json_t *list = json_array();

	for (guint i = 0; i < a->blocks->len; i++) {
		const struct block *b = a->blocks->pdata[i];

		verify_begin(v, b);
		for (guint k = 0; k < b->sentences->len; k++) {
			struct sentence *s = b->sentences->pdata[k];
			struct verify_result r = verify_sentence(v, s, b->part);

			verify_count(of->counts, r.fault);
			if (!r.fault || of->settings->verify != VERIFY_DROP)
				json_array_append_new(list, sentence_json(s, b->part, r.fault));
		}
	}
	verify_free(v);
	collation_free(c);
	answer_free(a);
	return list;
}

json_t *section_json_model(const struct summary *of, const struct question_result *answer)
{
	json_t *o = json_pack("{s:s, s:b, s:i, s:i, s:i, s:i, s:i}", "kind", "model", "cut", answer->cut, "parts", answer->parts, "parts_cut", answer->cut_parts,
			      "notes", answer->notes, "notes_unproved", answer->unproved, "notes_crowded", answer->crowded);

	if (of->settings->verify == VERIFY_OFF)
		json_object_set_new(o, "text", text(answer->text));
	else
		json_object_set_new(o, "sentences", sentences_json(of, answer->text));
	return o;
}

static json_t *mail_json(const struct settings *s, const struct mail *m)
{
	g_autoptr(GString) link = g_string_new(NULL);
	char date[24];

	markdown_url(link, s->link, m->id);
	return json_pack("{s:i, s:o, s:o, s:o, s:o, s:o, s:b, s:o, s:o}", "mail", m->number, "id", text(m->id), "date",
			 text(m->date ? list_time(m->date, date) : NULL), "name", text(m->from.name), "address",
			 text(m->from.addr), "subject", text(m->subject), "new", m->is_new, "link", text(link->str), "error",
			 text(m->error));
}

void section_json(GString *out, const struct summary *of, json_t *summary)
{
	json_t *o = list_json(of->line), *mails = json_array();
	char *line;

	for (unsigned i = 0; of->thread && i < of->thread->mails->len; i++)
		json_array_append_new(mails, mail_json(of->settings, thread_mail(of->thread, i)));
	json_object_set_new(o, "ledger", of->ledger ? ledger_json(of->ledger) : json_null());
	json_object_set_new(o, "mails", mails);
	json_object_set_new(o, "summary", summary ? summary : json_null());
	line = json_dumps(o, JSON_COMPACT);
	g_string_append_printf(out, "%s\n", line);
	free(line);
	json_decref(o);
}
