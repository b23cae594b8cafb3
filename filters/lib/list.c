#include "list.h"
#include "msg.h"
#include "safe.h"

#include <errno.h>
#include <glib.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 12 };

static const char *const names[COLUMNS] = {
	"threads", "group", "state", "new",    "total", "people",
	"first",   "last",  "end",   "series", "scope", "subject",
};

void list_reader_init(struct list_reader *r, FILE *in, const char *name)
{
	*r = (struct list_reader){ .in = in, .name = name };
}

void list_reader_free(struct list_reader *r)
{
	free(r->raw);
	r->raw = NULL;
}

char *list_time(time_t t, char *buf)
{
	struct tm tm;

	if (t == LIST_NO_TIME || !gmtime_r(&t, &tm) || strftime(buf, 21, "%Y-%m-%dT%H:%M:%SZ", &tm) != 20)
		strcpy(buf, "-");
	return buf;
}

bool list_parse_time(const char *s, time_t *t)
{
	struct tm tm = { 0 };
	const char *end;

	if (!strcmp(s, "-")) {
		*t = LIST_NO_TIME;
		return true;
	}
	end = strlen(s) == 20 ? strptime(s, "%Y-%m-%dT%H:%M:%SZ", &tm) : NULL;
	if (!end || *end)
		return false;
	*t = timegm(&tm);
	return true;
}

static bool parse_count(const char *s, unsigned *n)
{
	guint64 v;

	if (!g_ascii_string_to_unsigned(s, 10, 0, G_MAXUINT, &v, NULL))
		return false;
	*n = (unsigned)v;
	return true;
}

/* One or more "thread:ID" with a blank between them, or one id: query. */
static bool is_threads(const char *s)
{
	bool some = false;

	while (g_str_has_prefix(s, "thread:")) {
		size_t id = strspn(s + 7, "0123456789abcdefABCDEF");

		if (!id)
			return false;
		some = true;
		s += 7 + id;
		if (!*s)
			return true;
		if (*s++ != ' ')
			return false;
	}
	return !some && g_str_has_prefix(s, "id:") && s[3] && !strpbrk(s, " ()");
}

static const char *parse_columns(char **c, unsigned n, struct list_line *line)
{
	if (n < COLUMNS)
		return "not a thread list line";
	if (!is_threads(c[0]) || g_str_has_prefix(c[0], "id:"))
		return "column 1 is not thread:ID";
	if (!parse_count(c[3], &line->new_) || !parse_count(c[4], &line->total) ||
	    !parse_count(c[5], &line->people))
		return "columns 4 to 6 are not counts";
	if (!list_parse_time(c[6], &line->first) || !list_parse_time(c[7], &line->last) ||
	    !list_parse_time(c[8], &line->end))
		return "columns 7 to 9 are not times such as 2022-10-31T09:01:22Z";
	line->threads = safe_line(c[0]);
	line->group = safe_line(c[1]);
	line->state = safe_line(c[2]);
	line->series = safe_line(c[9]);
	line->scope = safe_line(c[10]);
	line->subject = safe_subject(c[11]);
	if (n > COLUMNS) {
		g_autofree char *rest = g_strjoinv("\t", c + COLUMNS);

		line->extra = g_strconcat("\t", rest, NULL);
	}
	return NULL;
}

enum list_kind list_read(struct list_reader *r, struct list_line *line)
{
	g_auto(GStrv) columns = NULL;
	const char *why;
	ssize_t len;

	*line = (struct list_line){ 0 };
	errno = 0;
	len = getline(&r->raw, &r->size, r->in);
	if (len < 0) {
		if (ferror(r->in))
			msg_fail("%s: %s", r->name, g_strerror(errno));
		return LIST_EOF;
	}
	r->number++;
	if (len && r->raw[len - 1] == '\n')
		r->raw[--len] = '\0';
	if (strlen(r->raw) != (size_t)len) {
		msg_fail("%s:%lu: a NUL byte: line left out", r->name, r->number);
		return LIST_BAD;
	}
	if (r->raw[0] == '#' || !r->raw[strspn(r->raw, " \r")])
		return LIST_COMMENT;
	columns = g_strsplit(r->raw, "\t", -1);
	if (!columns[1]) {
		g_strstrip(columns[0]);
		if (is_threads(columns[0])) {
			line->threads = g_strdup(columns[0]);
			return LIST_BARE;
		}
	}
	why = parse_columns(columns, g_strv_length(columns), line);
	if (!why)
		return LIST_LINE;
	list_line_free(line);
	msg_fail("%s:%lu: %s: line left out: %.60s", r->name, r->number, why, r->raw);
	return LIST_BAD;
}

void list_write(FILE *out, const struct list_line *l)
{
	char first[24], last[24], end[24];

	msg_wrote(fprintf(out, "%s\t%s\t%s\t%u\t%u\t%u\t%s\t%s\t%s\t%s\t%s\t%s%s\n", l->threads, l->group, l->state,
			  l->new_, l->total, l->people, list_time(l->first, first), list_time(l->last, last),
			  list_time(l->end, end), l->series, l->scope, l->subject, l->extra ? l->extra : ""));
}

/* "-" stands for nothing. */
static json_t *string_or_null(const char *s)
{
	return strcmp(s, "-") ? json_string(s) : json_null();
}

json_t *list_json(const struct list_line *l)
{
	char first[24], last[24], end[24];
	json_t *o = json_object();

	json_object_set_new(o, names[0], json_string(l->threads));
	json_object_set_new(o, names[1], string_or_null(l->group));
	json_object_set_new(o, names[2], string_or_null(l->state));
	json_object_set_new(o, names[3], json_integer(l->new_));
	json_object_set_new(o, names[4], json_integer(l->total));
	json_object_set_new(o, names[5], json_integer(l->people));
	json_object_set_new(o, names[6], string_or_null(list_time(l->first, first)));
	json_object_set_new(o, names[7], string_or_null(list_time(l->last, last)));
	json_object_set_new(o, names[8], string_or_null(list_time(l->end, end)));
	json_object_set_new(o, names[9], string_or_null(l->series));
	json_object_set_new(o, names[10], string_or_null(l->scope));
	json_object_set_new(o, names[11], json_string(l->subject));
	return o;
}

void list_write_json(FILE *out, const struct list_line *l)
{
	json_t *o = list_json(l);
	char *text = json_dumps(o, JSON_COMPACT);

	msg_wrote(fprintf(out, "%s\n", text));
	free(text);
	json_decref(o);
}

void list_write_header(FILE *out, time_t since, time_t until)
{
	char from[24], to[24];

	fputc('#', out);
	for (int i = 0; i < COLUMNS; i++)
		fprintf(out, "%s%s", names[i], i + 1 < COLUMNS ? "\t" : "\n");
	fprintf(out, "#period\t%s\t%s\n", list_time(since, from), list_time(until, to));
}

bool list_parse_period(const char *comment, time_t *since, time_t *until)
{
	g_auto(GStrv) c = g_strsplit(comment, "\t", -1);

	return g_strv_length(c) == 3 && !strcmp(c[0], "#period") && list_parse_time(c[1], since) &&
	       list_parse_time(c[2], until);
}

void list_line_free(struct list_line *l)
{
	g_free(l->threads);
	g_free(l->group);
	g_free(l->state);
	g_free(l->series);
	g_free(l->scope);
	g_free(l->subject);
	g_free(l->extra);
	*l = (struct list_line){ 0 };
}

void list_line_copy(struct list_line *to, const struct list_line *from)
{
	*to = *from;
	to->threads = g_strdup(from->threads);
	to->group = g_strdup(from->group);
	to->state = g_strdup(from->state);
	to->series = g_strdup(from->series);
	to->scope = g_strdup(from->scope);
	to->subject = g_strdup(from->subject);
	to->extra = g_strdup(from->extra);
}

void list_set(char **column, const char *value)
{
	char *copy = g_strdup(value);

	g_free(*column);
	*column = copy;
}
