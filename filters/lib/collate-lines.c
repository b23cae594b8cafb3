/* collate-lines.c - the lines that each mail of a thread owns, and where they stand */
#include "collate-lines.h"

#include <string.h>

struct lines *lines_new(int mails)
{
	struct lines *l = g_new0(struct lines, 1);

	l->ids = g_hash_table_new(g_str_hash, g_str_equal);
	l->strings = g_string_chunk_new(64 * 1024);
	l->key = g_string_new(NULL);
	l->mails = g_new0(struct mail_lines, mails);
	l->n = mails;
	for (int i = 0; i < mails; i++) {
		l->mails[i].owned = g_array_new(FALSE, FALSE, sizeof(struct owned));
		l->mails[i].first = g_hash_table_new(NULL, NULL);
		l->mails[i].stream = g_string_new(NULL);
	}
	return l;
}

void lines_free(struct lines *l)
{
	if (!l)
		return;
	for (int i = 0; i < l->n; i++) {
		g_array_free(l->mails[i].owned, TRUE);
		g_hash_table_destroy(l->mails[i].first);
		g_string_free(l->mails[i].stream, TRUE);
	}
	g_free(l->mails);
	g_hash_table_destroy(l->ids);
	g_string_chunk_free(l->strings);
	g_string_free(l->key, TRUE);
	g_free(l);
}

void lines_squeeze(GString *out, const char *text, size_t len, bool stream)
{
	gsize start = out->len;
	char *to;

	g_string_set_size(out, start + len);
	to = out->str + start;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c == ' ' || (c >= '\t' && c <= '\r') || (stream && c == '>'))
			continue;
		if (c == 0xc2 && i + 1 < len && (unsigned char)text[i + 1] == 0xa0) {
			i++;
			continue;
		}
		*to++ = (char)c;
	}
	g_string_truncate(out, (gsize)(to - out->str));
}

int lines_id(struct lines *l, const struct body_line *line, bool add, int *weight)
{
	GString *key = l->key;
	int id;

	g_string_truncate(key, 0);
	lines_squeeze(key, line->text, line->len, false);
	if (weight)
		*weight = (int)MIN(key->len, LINES_WEIGHT);
	if (!key->len)
		return 0;
	id = GPOINTER_TO_INT(g_hash_table_lookup(l->ids, key->str));
	if (id || !add)
		return id ? id : -1;
	id = (int)g_hash_table_size(l->ids) + 1;
	g_hash_table_insert(l->ids, g_string_chunk_insert_len(l->strings, key->str, (gssize)key->len),
			    GINT_TO_POINTER(id));
	return id;
}

void lines_own(struct lines *l, int mail, const struct body *b, int line)
{
	struct mail_lines *m = &l->mails[mail];
	struct owned o = {.line = line, .next = -1};
	int index = (int)m->owned->len, first;

	o.id = lines_id(l, &b->lines[line], true, &o.weight);
	if (!o.id)
		return;
	lines_squeeze(m->stream, l->key->str, l->key->len, true);
	o.end = (unsigned)m->stream->len;
	g_array_append_val(m->owned, o);
	first = lines_find(l, mail, o.id);
	if (first < 0) {
		first = index;
		g_hash_table_insert(m->first, GINT_TO_POINTER(o.id), GINT_TO_POINTER(index + 1));
	} else {
		lines_owned(l, mail, lines_owned(l, mail, first)->tail)->next = index;
	}
	lines_owned(l, mail, first)->tail = index;
}

int lines_find(const struct lines *l, int mail, int id)
{
	return GPOINTER_TO_INT(g_hash_table_lookup(l->mails[mail].first, GINT_TO_POINTER(id))) - 1;
}

int lines_at(const struct lines *l, int mail, unsigned offset)
{
	int low = 0, high = lines_count(l, mail) - 1;

	while (low < high) {
		int mid = (low + high) / 2;

		if (lines_owned(l, mail, mid)->end > offset)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}
