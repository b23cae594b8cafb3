/* collate-page.c - the lines of the document: gutter, wrapping, colour */
#include "collate-page.h"
#include "safe.h"
#include "series.h"

#include <stdarg.h>
#include <string.h>

/* Bars of the gutter; a deeper answer tells its depth by a number. Text keeps at least this many columns. */
#define BARS 8
#define TEXT_COLUMNS 30

#define COLORS 6

static const char *const palette[COLORS] = {"36", "33", "35", "32", "34", "31"};

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
			color = GINT_TO_POINTER((int)(g_hash_table_size(seen) % COLORS));
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
	if (o->color)
		color_people(p);
}

void page_clear(struct page *p)
{
	g_array_free(p->speakers, TRUE);
	g_free(p->introduced);
	g_free(p->colors);
}

static void sgr(struct page *p, const char *code)
{
	if (p->o->color)
		g_string_append_printf(p->out, "\033[%sm", code);
}

static int speaker(const struct page *p, int depth)
{
	return g_array_index(p->speakers, int, depth);
}

static void bar(struct page *p, int depth, const char *text)
{
	sgr(p, palette[p->colors[speaker(p, depth)]]);
	g_string_append(p->out, text);
	sgr(p, "0");
}

/* "| | ", and for what is very deep "| | | | | | 12| ". Returns its columns. */
static int gutter(struct page *p, int depth)
{
	int bars = MIN(depth, BARS);
	g_autofree char *number = NULL;

	if (depth <= BARS) {
		for (int i = 1; i <= bars; i++)
			bar(p, i, "| ");
		return 2 * bars;
	}
	for (int i = 1; i < BARS; i++)
		bar(p, i, "| ");
	number = g_strdup_printf("%d| ", depth);
	bar(p, depth, number);
	return 2 * (BARS - 1) + (int)strlen(number);
}

/* Without the blank that a gutter ends in. */
static void end_line(struct page *p)
{
	while (p->out->len && p->out->str[p->out->len - 1] == ' ')
		g_string_truncate(p->out, p->out->len - 1);
	g_string_append_c(p->out, '\n');
}

void page_blank(struct page *p, int depth)
{
	gutter(p, depth);
	end_line(p);
}

static int columns(gunichar c)
{
	if (g_unichar_iszerowidth(c))
		return 0;
	return g_unichar_iswide(c) ? 2 : 1;
}

/* How many bytes of s fit: up to the last blank or, between CJK characters or when there is none, anywhere. */
static size_t fit(const char *s, size_t len, int width)
{
	size_t at = 0, good = 0;
	int used = 0;

	while (at < len) {
		gunichar c = g_utf8_get_char(s + at);
		size_t next = (size_t)(g_utf8_next_char(s + at) - s);

		if (c == ' ' && at)
			good = at;
		used += columns(c);
		if (used > width)
			break;
		at = next;
		if (columns(c) == 2)
			good = at;
	}
	if (at >= len)
		return len;
	/* Blanks at the start are indentation, no place to break. */
	if (strspn(s, " ") >= good)
		good = 0;
	if (good)
		return good;
	return at ? at : (size_t)(g_utf8_next_char(s) - s);
}

static void put_styled(struct page *p, enum page_style style, const char *s, size_t len)
{
	static const char *const codes[] = {NULL, "2", "2", "32", "31"};

	if (len && codes[style])
		sgr(p, codes[style]);
	g_string_append_len(p->out, s, (gssize)len);
	if (len && codes[style])
		sgr(p, "0");
}

/* One line, wrapped to the width, each piece behind the gutter. */
static void put_wrapped(struct page *p, int depth, enum page_style style, const char *s, size_t len)
{
	for (;;) {
		int used = gutter(p, depth);
		size_t n = p->o->width ? fit(s, len, MAX(p->o->width - used, TEXT_COLUMNS)) : len;

		put_styled(p, style, s, n);
		end_line(p);
		s += n;
		len -= n;
		while (p->o->width && len && *s == ' ')
			s++, len--;
		if (!len)
			return;
	}
}

/* Text that would pass for a header or a gutter. */
static bool like_ours(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len && g_ascii_isdigit(s[i]))
		i++;
	if (i < len && s[i] == '|' && (i + 1 == len || s[i + 1] == ' ' || s[i + 1] == '|'))
		return true;
	i = 0;
	while (i < len && (s[i] == '|' || s[i] == ' ' || g_ascii_isdigit(s[i])))
		i++;
	return s[0] != ' ' && i + 1 < len && s[i] == '[' && g_ascii_isdigit(s[i + 1]);
}

/* TABs as blanks, counted from the text's first column: a gutter would shift them. */
static void expand(GString *out, const char *text, size_t len)
{
	int column = 0;

	for (const char *c = text; c < text + len; c = g_utf8_next_char(c)) {
		if (*c == '\t') {
			do
				g_string_append_c(out, ' ');
			while (++column % 8);
			continue;
		}
		g_string_append_len(out, c, g_utf8_next_char(c) - c);
		column += columns(g_utf8_get_char(c));
	}
}

void page_line(struct page *p, int segment, int depth, enum page_style style, const char *text, size_t len)
{
	g_autoptr(GString) line = g_string_new(NULL);
	while (len && g_ascii_isspace(text[len - 1]))
		len--;
	if (len && like_ours(text, len))
		g_string_append_c(line, ' ');
	if (p->o->width)
		expand(line, text, len);
	else
		g_string_append_len(line, text, (gssize)len);
	page_speaker(p, segment, depth);
	put_wrapped(p, depth, style, line->str, line->len);
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
	put_wrapped(p, depth, PAGE_NOTE, line, strlen(line));
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

/* Whether the subject says something that the parent's did not. */
static bool new_subject(const struct page *p, const struct mail *m)
{
	g_autofree char *own = subject_of(m);
	g_autofree char *above = NULL;

	if (m->parent < 0)
		return true;
	above = subject_of(thread_mail(p->c->thread, (unsigned)m->parent));
	return strcmp(own, above) != 0;
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

static void answers(struct page *p, GString *s, const struct mail *m)
{
	const char *verb = sent_alone(m) ? "follows" : "answers";

	if (m->missing)
		g_string_append_printf(s, ", %s a mail that is not here (%s)", verb, m->missing);
	if (m->parent >= 0)
		g_string_append_printf(s, "%s%s [%u]", m->missing ? " " : ", ", m->missing ? "below" : verb,
				       thread_mail(p->c->thread, (unsigned)m->parent)->number);
}

static void parts(struct page *p, const struct mail *m, int depth)
{
	for (guint i = 0; m->parts && i < m->parts->len; i++) {
		const struct mail_part *part = m->parts->pdata[i];
		g_autofree char *line = NULL;

		if (part->shown)
			continue;
		line = g_strdup_printf("[attachment: %s%s%s, %zu bytes, not shown]", part->name,
				       part->name && *part->name ? ", " : "", part->type, part->bytes);
		put_wrapped(p, depth, PAGE_NOTE, line, strlen(line));
	}
	if (m->error) {
		g_autofree char *line = g_strdup_printf("[cannot be read: %s]", m->error);

		put_wrapped(p, depth, PAGE_NOTE, line, strlen(line));
	}
}

static void put_header(struct page *p, const char *header, const struct mail *m, int depth)
{
	int used = gutter(p, depth);

	(void)used;
	sgr(p, m->is_new && p->history ? "1" : "22");
	sgr(p, palette[p->colors[m->number - 1]]);
	g_string_append(p->out, header);
	sgr(p, "0");
	end_line(p);
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
	put_header(p, s->str, m, depth);
	if (new_subject(p, m)) {
		g_autofree char *line = g_strdup_printf("Subject: %s", m->subject ? m->subject : "");

		put_wrapped(p, depth, PAGE_TEXT, line, strlen(line));
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

		put_header(p, line, m, depth);
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
	put_wrapped(p, 0, PAGE_NOTE, line, strlen(line));
}
