/* collate-speech.c - the lines of one segment: words stay, hunks that nobody answered shrink */
#include "collate-doc.h"
#include "series.h"

#include <limits.h>
#include <string.h>

/* Function names in one summary. */
#define NAMES 6

/* Quote marks of one line. */
#define MARKS 6

/* What may end a segment without being worth a change of speaker: "Thanks," and a name, a few diffs that shrank. */
#define CLOSING_LINES 4
#define CLOSING_BYTES 34
#define CLOSING_HUNKS 3

/* A trailer with a few kind words is about the patch, wherever its quote was cut. */
static bool only_agrees(const struct collation *c, const struct segment *s)
{
	bool trailer = false;
	int words = 0;

	for (int i = s->first; i < s->end; i++) {
		const struct body_line *l = &c->bodies[s->mail]->lines[i];

		if (!collation_is_word(c, s->mail, i))
			continue;
		trailer |= l->kind == BODY_TRAILER;
		if (l->kind == BODY_DIFF ||
		    (l->kind == BODY_TEXT && (++words > CLOSING_LINES || l->len > CLOSING_BYTES || memchr(l->text, '?', l->len))))
			return false;
	}
	return trailer;
}

int doc_anchor(const struct collation *c, const struct segment *s)
{
	return s->to_first == s->to_end || only_agrees(c, s) ? INT_MAX : s->to_end - 1;
}

static void mark_answered(struct doc *d)
{
	for (guint i = 0; i < d->c->segments->len; i++) {
		const struct segment *s = collation_segment(d->c, (int)i);
		int line = doc_anchor(d->c, s);

		if (s->to >= 0 && line < INT_MAX)
			d->answered[s->to][line] = true;
	}
}

/* A patch that was sent as one, as against a change that somebody suggests in a reply. */
static bool sent_as_patch(const struct mail *m)
{
	struct series_subject s;
	bool reply;

	series_subject_parse(&s, m->subject);
	reply = s.reply;
	series_subject_clear(&s);
	return !reply;
}

static bool stays_whole(const struct doc *d, int mail, const struct hunk *h, bool patch)
{
	if (d->o->diffs == COLLATE_DIFFS_FULL)
		return true;
	if (d->o->diffs == COLLATE_DIFFS_NONE)
		return false;
	if (!patch)
		return true;
	for (int i = h->first; i < h->end; i++)
		if (d->answered[mail][i])
			return true;
	return false;
}

/* From an attachment on, diffs are patches too. */
static int attachments_at(const struct body *b)
{
	static const char mark[] = "[-- attachment: ";

	for (int i = 0; (size_t)i < b->n; i++)
		if (b->lines[i].rawlen > sizeof(mark) && memcmp(b->lines[i].raw, mark, sizeof(mark) - 1) == 0)
			return i;
	return (int)b->n;
}

static void find_hunks(struct doc *d, int mail)
{
	struct mail_hunks *m = &d->hunks[mail];
	bool patch = sent_as_patch(thread_mail(d->c->thread, (unsigned)mail));
	int attached = attachments_at(d->c->bodies[mail]);

	m->hunks = diff_hunks(d->c->bodies[mail]);
	m->whole = g_new0(bool, m->hunks->len + 1);
	for (guint i = 0; i < m->hunks->len; i++) {
		const struct hunk *h = &g_array_index(m->hunks, struct hunk, i);

		m->whole[i] = stays_whole(d, mail, h, patch || h->first >= attached);
	}
}

void doc_init(struct doc *d, const struct collation *c, const struct collate_options *o, GString *out)
{
	int n = (int)c->thread->mails->len;

	*d = (struct doc){.c = c, .o = o};
	page_init(&d->page, c, o, out);
	d->hunks = g_new0(struct mail_hunks, n + 1);
	d->answered = g_new0(bool *, n + 1);
	for (int i = 0; i < n; i++)
		d->answered[i] = g_new0(bool, c->bodies[i]->n + 1);
	mark_answered(d);
	for (int i = 0; i < n; i++)
		find_hunks(d, i);
}

void doc_clear(struct doc *d)
{
	for (unsigned i = 0; i < d->c->thread->mails->len; i++) {
		g_free(d->answered[i]);
		g_array_unref(d->hunks[i].hunks);
		g_free(d->hunks[i].whole);
	}
	g_free(d->answered);
	g_free(d->hunks);
	page_clear(&d->page);
}

void speech_begin(struct doc *d, struct speech *s, int segment, int depth)
{
	*s = (struct speech){.segment = segment, .depth = depth, .line = collation_segment(d->c, segment)->first};
	s->functions = g_string_new(NULL);
}

void speech_end(struct doc *d, struct speech *s)
{
	speech_flush(d, s);
	g_string_free(s->functions, TRUE);
}

static void flush_diff(struct doc *d, struct speech *s)
{
	if (!s->file)
		return;
	page_note(&d->page, s->segment, s->depth, "[diff: %s%s%s%s%s +%d -%d]", s->what, *s->file ? s->file : "(no name)",
		  s->functions->len ? " " : "", s->functions->str, s->names > NAMES ? " ..." : "", s->added, s->removed);
	s->file = NULL;
	s->begun = s->noted = true;
}

static void flush_attached(struct doc *d, struct speech *s)
{
	if (s->attached)
		page_note(&d->page, s->segment, s->depth, "[%d lines]", s->attached);
	s->attached = 0;
}

void speech_flush(struct doc *d, struct speech *s)
{
	if (s->file && s->blank && s->begun && !s->noted && d->page.spoke == s->segment)
		page_blank(&d->page, s->depth);
	if (s->file || s->attached)
		s->blank = false;
	flush_diff(d, s);
	flush_attached(d, s);
}

static void leave_out(struct doc *d, struct speech *s, const struct hunk *h)
{
	if (s->file && (strcmp(s->file, h->file) != 0 || h->first < h->body))
		speech_flush(d, s);
	if (!s->file) {
		s->file = h->file;
		s->what = h->what;
		s->added = s->removed = s->names = 0;
		g_string_truncate(s->functions, 0);
	}
	s->added += h->added;
	s->removed += h->removed;
	for (guint i = 0; i < h->functions->len; i++) {
		const char *name = h->functions->pdata[i];

		if (strstr(s->functions->str, name) || ++s->names > NAMES)
			continue;
		g_string_append_printf(s->functions, "%s%s", s->functions->len ? " " : "", name);
	}
}

static void print(struct doc *d, struct speech *s, enum page_style style, const char *text, size_t len)
{
	speech_flush(d, s);
	/* An empty line never stands below a header. */
	if (d->page.spoke != s->segment)
		s->begun = false;
	page_speaker(&d->page, s->segment, s->depth);
	if (s->blank && s->begun)
		page_blank(&d->page, s->depth);
	s->blank = s->noted = false;
	s->begun = true;
	page_line(&d->page, s->segment, s->depth, style, text, len);
}

static void print_diff_line(struct doc *d, struct speech *s, const struct body_line *l)
{
	char c = l->len ? l->text[0] : ' ';

	print(d, s, c == '+' ? PAGE_ADDED : c == '-' ? PAGE_REMOVED : PAGE_TEXT, l->text, l->len);
}

/* The hunk that holds this line. */
static int hunk_at(const struct mail_hunks *m, int line)
{
	int low = 0, high = (int)m->hunks->len - 1;

	while (low < high) {
		int mid = (low + high) / 2;

		if (g_array_index(m->hunks, struct hunk, mid).end > line)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

static void diff_line(struct doc *d, struct speech *s, int mail)
{
	const struct mail_hunks *m = &d->hunks[mail];
	int at = hunk_at(m, s->line);
	const struct hunk *h = &g_array_index(m->hunks, struct hunk, at);

	if (m->whole[at]) {
		/* One line of ours says what four of git's say. */
		if (s->line == h->first && h->first < h->body && d->o->diffs != COLLATE_DIFFS_FULL) {
			g_autofree char *name = g_strdup_printf("[diff: %s%s]", h->what, h->file);

			print(d, s, PAGE_NOTE, name, strlen(name));
			s->line = h->body;
		} else {
			print_diff_line(d, s, &d->c->bodies[mail]->lines[s->line++]);
		}
		return;
	}
	leave_out(d, s, h);
	s->line = MIN(h->end, collation_segment(d->c, s->segment)->end);
}

/* A quote that stands in no mail of the thread. Where the mail's parent is not here, its header says so. */
static void lost_quote(struct doc *d, struct speech *s, int mail, const struct body_line *l)
{
	const struct origin *o = &d->c->origins[mail][s->line];
	g_autoptr(GString) line = NULL;

	/* The quoter's own mark for what was left out. */
	if (body_snip(l))
		return;

	if (!s->quote && thread_mail(d->c->thread, (unsigned)mail)->parent >= 0) {
		speech_flush(d, s);
		page_note(&d->page, s->segment, s->depth, o->edited ? "[quoted with changes:]" : "[quoted, not found here:]");
		s->blank = false;
	}
	/* An empty line inside of a quote is part of it. */
	if (s->quote && s->quoted_blank) {
		s->blank = false;
		print(d, s, PAGE_QUOTE, ">", 1);
	}
	s->quote = true;
	s->quoted_blank = false;
	line = g_string_new(NULL);
	for (int i = 0; i < MIN(l->depth, MARKS); i++)
		g_string_append(line, "> ");
	g_string_append_len(line, l->text, (gssize)l->len);
	print(d, s, PAGE_QUOTE, line->str, line->len);
}

static void attached_line(struct doc *d, struct speech *s, int mail, const struct body_line *l)
{
	if (d->o->diffs == COLLATE_DIFFS_FULL || d->answered[mail][s->line] ||
	    (l->len > 16 && memcmp(l->text, "[-- attachment: ", 16) == 0))
		print(d, s, PAGE_NOTE, l->text, l->len);
	else
		s->attached++;
}

/* As against "Thanks," and a name: three words or more. */
static bool says_something(const struct body_line *l)
{
	int words = 0;

	for (size_t i = 0; i < l->len; i++)
		words += !g_ascii_isspace(l->text[i]) && (i + 1 == l->len || g_ascii_isspace(l->text[i + 1]));
	return l->kind == BODY_TEXT && words >= 3 && l->text[l->len - 1] != ',';
}

/* Code, or what announces it: no way to end a mail. */
static bool leads_on(const struct body_line *l)
{
	return l->kind == BODY_TEXT && l->len && strchr(":;{}", l->text[l->len - 1]);
}

bool speech_closes(const struct doc *d, const struct speech *s)
{
	const struct segment *g = collation_segment(d->c, s->segment);
	const struct body *b = d->c->bodies[g->mail];
	int words = 0, hunks = 0;

	for (int i = s->line; i < g->end; i++) {
		const struct body_line *l = &b->lines[i];

		if ((d->answered[g->mail][i] && says_something(l)) || leads_on(l))
			return false;
		if (body_blank(l) || (l->kind == BODY_QUOTE && d->c->origins[g->mail][i].mail >= 0))
			continue;
		if (l->kind == BODY_DIFF) {
			int at = hunk_at(&d->hunks[g->mail], i);

			if (d->hunks[g->mail].whole[at] || ++hunks > CLOSING_HUNKS)
				return false;
			i = MAX(i, g_array_index(d->hunks[g->mail].hunks, struct hunk, at).end - 1);
		} else if (l->kind == BODY_TEXT && (++words > CLOSING_LINES || l->len > CLOSING_BYTES || memchr(l->text, '?', l->len))) {
			return false;
		} else if (l->kind == BODY_ATTACHED || l->kind == BODY_QUOTE) {
			return false;
		}
	}
	return true;
}

bool speech_next(struct doc *d, struct speech *s)
{
	const struct segment *g = collation_segment(d->c, s->segment);
	const struct body_line *l;
	bool full = d->o->diffs == COLLATE_DIFFS_FULL, was_quote = s->quote;

	if (s->line >= g->end)
		return false;
	l = &d->c->bodies[g->mail]->lines[s->line];
	if (l->kind == BODY_DIFF) {
		diff_line(d, s, g->mail);
		return true;
	}
	if (body_blank(l)) {
		s->blank = true;
		s->quoted_blank = l->depth > 0;
		s->line++;
		return true;
	}
	s->quote = false;
	if (l->kind == BODY_TEXT || l->kind == BODY_TRAILER)
		print(d, s, PAGE_TEXT, l->text, l->len);
	else if (l->kind == BODY_ATTACHED)
		attached_line(d, s, g->mail, l);
	else if (l->kind == BODY_QUOTE && (d->c->origins[g->mail][s->line].mail < 0 ||
					   d->c->origins[g->mail][s->line].edited)) {
		s->quote = was_quote;
		lost_quote(d, s, g->mail, l);
	} else if (!l->depth && ((l->kind == BODY_STAT && full) ||
				 (d->answered[g->mail][s->line] && (l->kind == BODY_SIGNATURE || memchr(l->text, '|', l->len)))))
		print(d, s, PAGE_TEXT, l->text, l->len);
	else if (l->kind == BODY_STAT)
		s->blank = true;
	s->line++;
	return true;
}
