/* Two mails, both hostile, from the file to the extract: the bytes up to a NUL are the first, the rest answers it. Without a NUL the
 * answer is made: it quotes every line of the first. What comes out is clean, and points to where it came from. */
#include "lib/collate.h"
#include "lib/mail.h"
#include "lib/safe.h"
#include "report/extract.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool good)
{
	if (!good)
		abort();
}

static void clean(const char *s, bool one_line)
{
	if (!s)
		return;
	check(g_utf8_validate(s, -1, NULL));
	for (; *s; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);

		check(!(c == '\n' || c == '\t' ? one_line : safe_is_invisible(c)));
	}
}

static void check_mail(const struct mail *m)
{
	g_autofree char *key = person_key(&m->from);

	clean(m->text, false);
	clean(m->subject, true);
	clean(m->from.name, true);
	clean(m->from.addr, true);
	clean(m->to, true);
	clean(m->list_id, true);
	clean(m->in_reply_to, true);
	for (char **r = m->references; r && *r; r++)
		clean(*r, true);
	for (guint i = 0; i < m->parts->len; i++) {
		const struct mail_part *p = m->parts->pdata[i];

		clean(p->name, true);
		clean(p->type, true);
	}
	check(!m->text || (m->from.name && *m->from.name));
	clean(key, true);
	person_is_bot(&m->from);
}

static struct mail *read_mail(const void *data, size_t size)
{
	struct mail *m = mail_new();
	char path[64];
	char *files[] = { path, NULL };
	int fd = memfd_create("mail", MFD_CLOEXEC);

	check(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	g_snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	check(mail_read(m, files) == (m->text != NULL) && (m->text == NULL) == (m->error != NULL));
	close(fd);
	check_mail(m);
	return m;
}

/* Every line quoted, with an answer below each paragraph. */
static struct mail *made_answer(const struct mail *to)
{
	g_autoptr(GString) text = g_string_new("From: Bob <bob@example.org>\nSubject: Re: x\n"
					       "Content-Type: text/plain; charset=utf-8\n"
					       "Content-Transfer-Encoding: 8bit\n\nAnn wrote:\n");
	g_auto(GStrv) lines = g_strsplit(to->text ? to->text : "", "\n", 200);

	for (char **l = lines; *l; l++)
		g_string_append_printf(text, "> %s\n%s", *l, **l ? "" : "\nI don't think so. Why is that?\n\n");
	return read_mail(text->str, text->len);
}

static void check_segments(const struct collation *c)
{
	const struct thread *t = c->thread;

	check(c->stats.found <= c->stats.quoted);
	for (guint i = 0; i < c->segments->len; i++) {
		const struct segment *g = collation_segment(c, (int)i);

		check(g->mail >= 0 && (guint)g->mail < t->mails->len && g->to < (int)t->mails->len);
		check(g->first >= 0 && g->first <= g->end && (size_t)g->end <= c->bodies[g->mail]->n);
		check(g->to < 0 || (g->to_first >= 0 && g->to_first <= g->to_end && (size_t)g->to_end <= c->bodies[g->to]->n));
	}
	for (guint i = 0; i < t->mails->len; i++)
		for (size_t k = 0; k < c->bodies[i]->n; k++) {
			const struct origin *o = &c->origins[i][k];

			check(o->mail < (int)t->mails->len);
			check(o->mail < 0 || (o->line >= 0 && (size_t)o->line < c->bodies[o->mail]->n));
		}
}

static void check_pages(const struct collation *c)
{
	for (int i = 0; i < 8; i++) {
		struct collate_options o = { .diffs = (enum collate_diffs)(i % 3), .flat = i & 1, .color = i == 6,
					     .width = i & 2 ? 60 : 0 };
		g_autoptr(GString) out = g_string_new(NULL);

		collation_render(c, &o, out);
		check(g_utf8_validate(out->str, (gssize)out->len, NULL));
	}
	g_autoptr(GString) json = g_string_new(NULL);

	collation_json(c, json);
	check(g_utf8_validate(json->str, (gssize)json->len, NULL));
}

static char *without_space(const char *s)
{
	GString *out = g_string_new(NULL);

	for (; *s; s++)
		if (!g_ascii_isspace(*s))
			g_string_append_c(out, *s);
	return g_string_free(out, FALSE);
}

static void check_extract(const struct collation *c)
{
	g_autoptr(GPtrArray) items = extract_collated(c);

	for (guint i = 0; i < items->len; i++) {
		const struct extract_item *x = items->pdata[i];

		check(x->mail >= 1 && x->mail <= c->thread->mails->len && x->answers <= c->thread->mails->len);
		clean(x->quote, false);
		clean(x->author, true);

		g_autofree char *words = without_space(x->quote);
		g_autofree char *text = without_space(thread_mail(c->thread, x->mail - 1)->text);

		check(*words && strstr(text, words));
	}
}

static void add(struct thread *t, struct mail *m)
{
	m->number = t->mails->len + 1;
	g_free(m->id);
	m->id = g_strdup_printf("%u@example.org", m->number);
	m->parent = (int)t->mails->len - 1;
	m->is_new = t->mails->len > 0;
	t->news += m->is_new;
	if (!m->subject)
		m->subject = g_strdup("");
	g_ptr_array_add(t->mails, m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *nul = size ? memchr(data, 0, size) : NULL;
	size_t first = nul ? (size_t)(nul - data) : size;
	struct thread *t = g_new0(struct thread, 1);
	struct collation *c;

	t->threads = g_strdup("thread:1");
	t->mails = g_ptr_array_new_with_free_func((GDestroyNotify)mail_free);
	add(t, read_mail(data, first));
	add(t, nul ? read_mail(nul + 1, size - first - 1) : made_answer(thread_mail(t, 0)));
	c = collation_build(t);
	check_segments(c);
	check_pages(c);
	check_extract(c);
	collation_free(c);
	thread_free(t);
	return 0;
}
