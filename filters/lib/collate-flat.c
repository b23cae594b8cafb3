/* collate-flat.c - a thread in order of date, quotes trimmed to what is answered */
#include "collate-doc.h"

#include <string.h>

/* Lines of an answered passage that are repeated: the last ones. */
#define REPEATED 6

/* What is answered, as its writer wrote it. */
static void repeat(struct doc *d, int segment)
{
	const struct segment *s = collation_segment(d->c, segment);
	const struct mail *m;
	const struct body *b;
	int from = s->to_end, n = 0;

	if (s->to < 0 || s->to_first == s->to_end)
		return;
	m = thread_mail(d->c->thread, (unsigned)s->to);
	b = d->c->bodies[s->to];
	while (from > s->to_first && n < REPEATED) {
		from--;
		n += !body_blank(&b->lines[from]) && !collation_is_repeated(d->c, s->to, from);
	}
	page_note(&d->page, segment, 0, "[%u] %s wrote:", m->number, m->from.name ? m->from.name : "somebody");
	for (int i = from; i < s->to_end; i++) {
		g_autofree char *line = NULL;

		if (collation_is_repeated(d->c, s->to, i))
			continue;
		line = g_strdup_printf("> %.*s", (int)b->lines[i].len, b->lines[i].text);
		page_line(&d->page, segment, 0, PAGE_QUOTE, line, strlen(line));
	}
	page_blank(&d->page, 0);
}

void doc_flat(struct doc *d)
{
	for (int i = 0; i < (int)d->c->segments->len; i++) {
		struct speech s;

		/* Segments of one mail follow each other: one header serves them all. */
		if (i && collation_segment(d->c, i)->mail == collation_segment(d->c, i - 1)->mail) {
			page_blank(&d->page, 0);
			d->page.spoke = i;
		}
		page_speaker(&d->page, i, 0);
		repeat(d, i);
		speech_begin(d, &s, i, 0);
		while (speech_next(d, &s))
			;
		speech_end(d, &s);
	}
}
