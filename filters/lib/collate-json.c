/* collate-json.c - a thread for programs: its mails, and who answers what */
#include "collate.h"

#include <jansson.h>

static json_t *text_or_null(const char *s)
{
	return s && *s ? json_string(s) : json_null();
}

static json_t *number_or_null(const struct thread *t, int mail)
{
	return mail < 0 ? json_null() : json_integer(thread_mail(t, (unsigned)mail)->number);
}

static json_t *parts(const struct mail *m)
{
	json_t *all = json_array();

	for (guint i = 0; m->parts && i < m->parts->len; i++) {
		const struct mail_part *p = m->parts->pdata[i];

		json_array_append_new(all, json_pack("{s:o, s:s, s:I, s:b}", "name", text_or_null(p->name), "type",
						     p->type ? p->type : "", "bytes", (json_int_t)p->bytes, "shown",
						     p->shown));
	}
	return all;
}

static json_t *mail_object(const struct thread *t, int i)
{
	const struct mail *m = thread_mail(t, (unsigned)i);
	char date[32];

	return json_pack("{s:i, s:s, s:s, s:s, s:o, s:s, s:b, s:o, s:o, s:o, s:o}", "number", (int)m->number, "id", m->id,
			 "name", m->from.name ? m->from.name : "", "address", m->from.addr ? m->from.addr : "", "date",
			 m->date ? json_string(list_time(m->date, date)) : json_null(), "subject",
			 m->subject ? m->subject : "", "new", m->is_new, "parent", number_or_null(t, m->parent),
			 "missing", text_or_null(m->missing), "error", text_or_null(m->error), "parts", parts(m));
}

/* Lines of a body as strings, quote marks taken off. */
static json_t *lines(const struct body *b, int first, int end)
{
	json_t *all = json_array();

	for (int i = first; i < end; i++)
		json_array_append_new(all, json_stringn(b->lines[i].text, b->lines[i].len));
	return all;
}

/* What a line of a segment is called; NULL: it is not told (blank lines of quotes, attributions in quotes). */
static const char *kind_name(const struct collation *c, const struct segment *s, int line)
{
	static const char *const names[] = {"text", "quote", "diff", "stat", "trailer", "attribution", "signature",
					    "footer", "attached"};
	const struct origin *o = &c->origins[s->mail][line];
	const struct body_line *l = &c->bodies[s->mail]->lines[line];

	if (l->kind != BODY_QUOTE)
		return l->depth ? NULL : names[l->kind];
	if (body_blank(l))
		return NULL;
	return o->mail < 0 ? "quote" : o->edited ? "edited" : "quoted";
}

/* Whether a line goes on with the block of the one before: in a quote that was found, also in its source. */
static bool goes_on(const struct collation *c, const struct segment *s, int line, const char *kind)
{
	const struct origin *o = &c->origins[s->mail][line];

	if (kind_name(c, s, line) != kind)
		return false;
	return o->mail < 0 || (o[-1].mail == o->mail && o[-1].line + 1 == o->line);
}

/* A segment's lines by kind, in order: {"kind": "text", "first": 3, "lines": [...]}. A quote that was found says where:
 * "mail" and, of that mail's lines, the first. */
static json_t *blocks(const struct collation *c, const struct segment *s)
{
	json_t *all = json_array();
	int i = s->first;

	while (i < s->end) {
		const char *kind = kind_name(c, s, i);
		const struct origin *o = &c->origins[s->mail][i];
		int from = i++;
		json_t *block;

		while (kind && i < s->end && goes_on(c, s, i, kind))
			i++;
		if (!kind)
			continue;
		block = json_pack("{s:s, s:i, s:o}", "kind", kind, "first", from, "lines", lines(c->bodies[s->mail], from, i));
		if (o->mail >= 0) {
			json_object_set_new(block, "mail", number_or_null(c->thread, o->mail));
			json_object_set_new(block, "line", json_integer(o->line));
		}
		json_array_append_new(all, block);
	}
	return all;
}

/* The lines that a segment answers, without what the answered mail itself repeats of others. */
static json_t *answered(const struct collation *c, const struct segment *s)
{
	const struct body *b = c->bodies[s->to];
	json_t *all = json_array();

	for (int i = s->to_first; i < s->to_end; i++)
		if (!collation_is_repeated(c, s->to, i))
			json_array_append_new(all, json_stringn(b->lines[i].text, b->lines[i].len));
	return all;
}

static json_t *segment_object(const struct collation *c, const struct segment *s)
{
	json_t *answers = json_null();

	if (s->to >= 0)
		answers = json_pack("{s:o, s:b, s:i, s:i, s:o}", "mail", number_or_null(c->thread, s->to), "whole",
				    s->to_first == s->to_end, "first", s->to_first, "end", s->to_end, "lines",
				    answered(c, s));
	return json_pack("{s:o, s:o, s:i, s:i, s:o}", "mail", number_or_null(c->thread, s->mail), "answers", answers,
			 "first", s->first, "end", s->end, "blocks", blocks(c, s));
}

void collation_json(const struct collation *c, GString *out)
{
	json_t *root, *mails = json_array(), *segments = json_array();
	char *text;

	for (guint i = 0; i < c->thread->mails->len; i++)
		json_array_append_new(mails, mail_object(c->thread, (int)i));
	for (guint i = 0; i < c->segments->len; i++)
		json_array_append_new(segments, segment_object(c, collation_segment(c, (int)i)));
	root = json_pack("{s:s, s:o, s:o, s:{s:i, s:i}}", "threads", c->thread->threads, "mails", mails, "segments",
			 segments, "quotes", "lines", (int)c->stats.quoted, "found", (int)c->stats.found);
	text = json_dumps(root, JSON_COMPACT);
	g_string_append(out, text ? text : "{}");
	g_string_append_c(out, '\n');
	free(text);
	json_decref(root);
}
