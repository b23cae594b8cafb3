/* ledger-json.c - the ledger as a line of JSON */
#include "lib/ledger.h"
#include "lib/msg.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static void set(json_t *o, const char *key, const char *value)
{
	json_object_set_new(o, key, value && *value ? json_string(value) : json_null());
}

static void set_int(json_t *o, const char *key, long long value)
{
	json_object_set_new(o, key, json_integer(value));
}

static void set_bool(json_t *o, const char *key, bool value)
{
	json_object_set_new(o, key, json_boolean(value));
}

static void set_time(json_t *o, const char *key, time_t t)
{
	char buf[24];
	set(o, key, t ? list_time(t, buf) : NULL);
}

/* Who, in which mail, when. */
static void set_source(json_t *o, const struct ledger_source *s)
{
	set(o, "name", s->name);
	set(o, "address", s->addr);
	set(o, "id", s->id);
	if (s->mail)
		set_int(o, "mail", s->mail);
	else
		json_object_set_new(o, "mail", json_null());
	set_time(o, "date", s->date);
}

static void set_version(json_t *o, int version, bool rfc)
{
	set_int(o, "version", version);
	set_bool(o, "rfc", rfc);
}

static json_t *numbers(const GArray *a)
{
	json_t *list = json_array();
	for (unsigned i = 0; i < a->len; i++)
		json_array_append_new(list, json_integer(g_array_index(a, int, i)));
	return list;
}

static json_t *strings(const GPtrArray *a)
{
	json_t *list = json_array();
	for (unsigned i = 0; i < a->len; i++)
		json_array_append_new(list, json_string(g_ptr_array_index(a, i)));
	return list;
}

static json_t *version_json(const void *data)
{
	const struct ledger_version *v = data;
	json_t *o = json_object();
	set_version(o, v->version, v->rfc);
	set_bool(o, "resend", v->resend);
	set_int(o, "patches", v->count);
	set(o, "title", v->title);
	set(o, "id", v->id);
	if (v->mail)
		set_int(o, "mail", v->mail);
	else
		json_object_set_new(o, "mail", json_null());
	json_object_set_new(o, "thread", json_sprintf("thread:%s", v->thread));
	set_bool(o, "here", v->here);
	set_time(o, "date", v->date);
	set(o, "changes", v->changes);
	return o;
}

static json_t *trailer_json(const void *data)
{
	const struct ledger_trailer *t = data;
	json_t *o = json_object();
	set(o, "tag", t->tag);
	set_source(o, &t->by);
	set_version(o, t->version, t->rfc);
	set_int(o, "patch", t->patch);
	set_bool(o, "carried", t->carried);
	set_bool(o, "own", t->own);
	return o;
}

static json_t *applied_json(const void *data)
{
	const struct ledger_applied *a = data;
	json_t *o = json_object();
	set_source(o, &a->by);
	set_bool(o, "told", a->told);
	set_bool(o, "dropped", a->dropped);
	set(o, "to", a->to);
	set_version(o, a->version, a->rfc);
	json_object_set_new(o, "patches", numbers(a->patches));
	json_object_set_new(o, "commits", strings(a->commits));
	return o;
}

static json_t *report_json(const void *data)
{
	const struct ledger_report *r = data;
	json_t *o = json_object();
	set_source(o, &r->by);
	set_version(o, r->version, r->rfc);
	set_int(o, "patch", r->patch);
	set(o, "severity", r->error ? "error" : "warning");
	set(o, "what", r->what);
	set(o, "config", r->config);
	set_bool(o, "stands", r->stands);
	return o;
}

static json_t *nak_json(const void *data)
{
	const struct ledger_nak *n = data;
	json_t *o = json_object();
	set_source(o, &n->by);
	set_bool(o, "withdrawn", n->withdrawn);
	set_version(o, n->version, n->rfc);
	set_int(o, "patch", n->patch);
	return o;
}

static void set_list(json_t *o, const char *key, const GPtrArray *a, json_t *(*one)(const void *))
{
	json_t *list = json_array();
	for (unsigned i = 0; i < a->len; i++)
		json_array_append_new(list, one(g_ptr_array_index(a, i)));
	json_object_set_new(o, key, list);
}

static json_t *also_json(const void *data)
{
	const struct ledger *l = data;
	json_t *o = ledger_json(l);
	set(o, "state", l->state);
	set(o, "series", strcmp(l->series, "-") ? l->series : NULL);
	return o;
}

json_t *ledger_json(const struct ledger *l)
{
	static const char *const kinds[] = { "patch", "pull", "other" };
	json_t *o = json_object(), *author = json_object(), *last = json_object();
	set(o, "kind", kinds[l->kind]);
	set_source(author, &l->author);
	json_object_set_new(o, "author", author);
	set_list(o, "versions", l->versions, version_json);
	if (l->newest)
		set_version(o, l->newest->version, l->newest->rfc);
	json_object_set_new(o, "superseded_by", l->superseded ? version_json(l->superseded) : json_null());
	if (l->kind == LEDGER_PATCH) {
		set_int(o, "patches", l->patches);
		set_int(o, "reviewed", l->reviewed);
		set_int(o, "applied_patches", l->applied_patches);
	}
	set_list(o, "trailers", l->trailers, trailer_json);
	set_list(o, "applied", l->applied, applied_json);
	set_list(o, "reports", l->reports, report_json);
	set_list(o, "naks", l->naks, nak_json);
	set_list(o, "also", l->also, also_json);
	set_int(o, "answers", l->answers);
	set_int(o, "days", l->days);
	set_source(last, &l->last);
	set_bool(last, "author", l->last_is_author);
	set_int(last, "days", l->silent);
	json_object_set_new(o, "last_word", last);
	return o;
}

void ledger_write_json(FILE *out, const struct list_line *line, const struct ledger *l)
{
	json_t *o = list_json(line);
	json_object_set_new(o, "ledger", ledger_json(l));
	char *text = json_dumps(o, JSON_COMPACT);
	msg_wrote(fprintf(out, "%s\n", text));
	free(text);
	json_decref(o);
}
