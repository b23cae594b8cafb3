#include "stage.h"
#include "thread.h"

void stage_init(struct stage *s, FILE *in, FILE *pass)
{
	*s = (struct stage){ .pass = pass, .since = LIST_NO_TIME, .until = LIST_NO_TIME };
	list_reader_init(&s->reader, in, "standard input");
	s->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

struct db *stage_db(struct stage *s)
{
	if (!s->db)
		s->db = db_open();
	return s->db;
}

bool stage_next(struct stage *s, struct list_line *line)
{
	for (;;) {
		switch (list_read(&s->reader, line)) {
		case LIST_EOF:
			return false;
		case LIST_LINE:
			return true;
		case LIST_COMMENT:
			list_parse_period(s->reader.raw, &s->since, &s->until);
			sscanf(s->reader.raw, "#private\t%u", &s->hidden);
			if (s->pass)
				fprintf(s->pass, "%s\n", s->reader.raw);
			break;
		case LIST_BARE:
			if (thread_from_bare(stage_db(s), line, LIST_NO_TIME) &&
			    g_hash_table_add(s->seen, g_strdup(line->threads)))
				return true;
			list_line_free(line);
			break;
		case LIST_BAD:
			break;
		}
	}
}

void stage_clear(struct stage *s)
{
	list_reader_free(&s->reader);
	g_hash_table_unref(s->seen);
	db_close(s->db);
}
