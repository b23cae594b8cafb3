/* collate-page.c - who speaks: headers, subjects, what came with a mail */
#include "collate-page.h"
#include "safe.h"
#include "series.h"

#include <stdarg.h>
#include <string.h>

/* People get their colours in the order in which they first speak. */
static void color_people(struct page *p)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	const struct thread *t = p->c->thread;

	for (unsigned i = 0; i < t->mails->len; i++) {
		char *key = person_key(&thread_mail(t, i)->from);
		gpointer color;

		if (g_hash_table_lookup_extended(seen, key, NULL, &color)) {
			g_free(key);
		} else {
			color = GINT_TO_POINTER((int)(g_hash_table_size(seen) % PAGE_COLORS));
			g_hash_table_insert(seen, key, color);
		}
		p->colors[i] = GPOINTER_TO_INT(color);
	}
}

void page_init(struct page *p, const struct collation *c, const struct collate_options *o, GString *out)
{
	unsigned n = c->thread->mails->len;

	*p = (struct page){.c = c, .o = o, .out = out, .spoke = -1, .history = c->thread->news < n};
	p->speakers = g_array_new(FALSE, TRUE, sizeof(int));
	p->introduced = g_new0(bool, n + 1);
	p->colors = g_new0(int, n + 1);
	p->rest = g_string_new(NULL);
	if (o->color)
		color_people(p);
}

void page_clear(struct page *p)
{
	page_flush(p);
	g_array_free(p->speakers, TRUE);
	g_free(p->introduced);
	g_free(p->colors);
	g_string_free(p->rest, TRUE);
	g_free(p->rest_indent);
}

void page_note(struct page *p, int segment, int depth, const char *fmt, ...)
{
	g_autofree char *text = NULL;
	g_autofree char *line = NULL;
	va_list args;

	va_start(args, fmt);
	text = g_strdup_vprintf(fmt, args);
	va_end(args);
	line = safe_line(text);
	page_speaker(p, segment, depth);
	page_put(p, depth, PAGE_NOTE, line, strlen(line));
}

/* A name that cannot be taken for more of the header. */
static char *name_of(const struct mail *m)
{
	const char *name = m->from.name ? m->from.name : "somebody";

	if (!strpbrk(name, ",[]\""))
		return g_strdup(name);
	return g_strdelimit(g_strdup_printf("'%s'", name), "[]\"", ' ');
}

static char *subject_of(const struct mail *m)
{
	struct series_subject s;
	char *bare;

	series_subject_parse(&s, m->subject);
	bare = g_strdup(s.key);
	series_subject_clear(&s);
	return bare;
}

/* A patch does not answer its cover letter, nor a version the one before. */
static bool sent_alone(const struct mail *m)
{
	struct series_subject s;
	bool alone;

	series_subject_parse(&s, m->subject);
	alone = s.patch && !s.reply;
	series_subject_clear(&s);
	return alone;
}

/* Whether the subject says something that the parent's did not: of a patch its place in the series, if not a title. */
static bool new_subject(const struct page *p, const struct mail *m)
{
	g_autofree char *own = subject_of(m);
	g_autofree char *above = NULL;

	if (m->parent < 0 || sent_alone(m))
		return true;
	above = subject_of(thread_mail(p->c->thread, (unsigned)m->parent));
	return strcmp(own, above) != 0;
}

static void answers(struct page *p, GString *s, const struct mail *m)
{
	const char *verb = sent_alone(m) ? "follows" : "answers";

	if (m->missing)
		g_string_append_printf(s, ", %s a mail that is not here (%s)", verb, m->missing);
	if (m->parent >= 0)
		g_string_append_printf(s, "%s%s [%u]", m->missing ? " " : ", ", m->missing ? "below" : verb,
				       thread_mail(p->c->thread, (unsigned)m->parent)->number);
}

static bool encrypted(const struct mail_part *part)
{
	return strcmp(part->type, "multipart/encrypted") == 0 || strstr(part->type, "pkcs7-mime") ||
	       strcmp(part->type, "application/pgp-encrypted") == 0;
}

static void parts(struct page *p, const struct mail *m, int depth)
{
	for (guint i = 0; m->parts && i < m->parts->len; i++) {
		const struct mail_part *part = m->parts->pdata[i];
		g_autofree char *line = NULL;

		if (part->shown)
			continue;
		line = g_strdup_printf("[%s: %s%s%s, %zu bytes, not %s]", encrypted(part) ? "encrypted" : "attachment", part->name,
				       part->name && *part->name ? ", " : "", part->type, part->bytes,
				       encrypted(part) ? "opened" : "shown");
		page_put(p, depth, PAGE_NOTE, line, strlen(line));
	}
	if (m->error) {
		g_autofree char *line = g_strdup_printf("[cannot be read: %s]", m->error);

		page_put(p, depth, PAGE_NOTE, line, strlen(line));
	}
}

static void introduce(struct page *p, const struct mail *m, int depth)
{
	g_autoptr(GString) s = g_string_new(NULL);
	g_autofree char *name = name_of(m);

	g_string_append_printf(s, "[%u] %s, ", m->number, name);
	if (m->date) {
		g_autoptr(GDateTime) when = g_date_time_new_from_unix_utc(m->date);
		g_autofree char *date = when ? g_date_time_format(when, "%Y-%m-%d %H:%MZ") : NULL;

		g_string_append(s, date ? date : "no date");
	} else {
		g_string_append(s, "no date");
	}
	if (m->is_new && p->history)
		g_string_append(s, ", NEW");
	answers(p, s, m);
	page_header(p, s->str, m, depth);
	if (new_subject(p, m)) {
		g_autofree char *line = g_strdup_printf("Subject: %s", m->subject ? m->subject : "");

		page_put(p, depth, PAGE_TEXT, line, strlen(line));
	}
	parts(p, m, depth);
}

void page_speaker(struct page *p, int segment, int depth)
{
	int mail = collation_segment(p->c, segment)->mail;
	const struct mail *m = thread_mail(p->c->thread, (unsigned)mail);

	if (p->spoke == segment)
		return;
	/* Two answers of one mail with nothing between them are one speech. */
	if (p->spoke >= 0 && collation_segment(p->c, p->spoke)->mail == mail && p->spoke_depth == depth) {
		page_blank(p, depth);
		p->spoke = segment;
		return;
	}
	if (p->speakers->len <= (guint)depth)
		g_array_set_size(p->speakers, (guint)depth + 1);
	if (p->out->len)
		page_blank(p, MAX(depth - 1, 0));
	g_array_index(p->speakers, int, depth) = mail;
	p->spoke = segment;
	p->spoke_depth = depth;
	if (p->introduced[mail]) {
		g_autofree char *name = name_of(m);
		g_autofree char *line = g_strdup_printf("[%u] %s:", m->number, name);

		page_header(p, line, m, depth);
		return;
	}
	p->introduced[mail] = true;
	introduce(p, m, depth);
}

void page_head(struct page *p)
{
	const struct thread *t = p->c->thread;
	g_autoptr(GHashTable) people = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree char *line = NULL;

	for (unsigned i = 0; i < t->mails->len; i++)
		g_hash_table_add(people, person_key(&thread_mail(t, i)->from));
	line = g_strdup_printf("== %s: %u mail%s, %u new, by %u ==", t->threads, t->mails->len,
			       t->mails->len == 1 ? "" : "s", t->news, g_hash_table_size(people));
	page_put(p, 0, PAGE_NOTE, line, strlen(line));
}
