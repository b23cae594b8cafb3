/* A mail and a model's answer, both hostile: the bytes up to the first NUL are the mail's text, the rest the answer. Words that
 * are verified must be there: no letter of theirs may be missing in the mail. */
#include "lib/safe.h"
#include "report/verify.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add_mail(struct thread *t, const char *from, const char *text, bool is_new)
{
	struct mail *m = mail_new();

	m->number = t->mails->len + 1;
	m->id = g_strdup_printf("%u@example.org", m->number);
	m->thread = g_strdup("1");
	m->subject = g_strdup("Re: frob");
	person_parse(&m->from, from, NULL);
	m->date = 1700000000 + m->number;
	m->is_new = is_new;
	m->references = g_new0(char *, 1);
	m->to = g_strdup("Carla Moon <carla@example.org>");
	m->text = safe_text(text, -1);
	m->parent = (int)t->mails->len - 1;
	t->news += is_new;
	g_ptr_array_add(t->mails, m);
}

/* Letters and digits alone: whatever is folded, these stay. */
static char *letters(const char *s)
{
	g_autofree char *normal = g_utf8_normalize(s, -1, G_NORMALIZE_ALL_COMPOSE);
	GString *out = g_string_new(NULL);

	for (const char *p = normal ? normal : ""; *p; p = g_utf8_next_char(p))
		if (g_ascii_isalnum(*p))
			g_string_append_c(out, g_ascii_tolower(*p));
	return g_string_free(out, FALSE);
}

static void check_cite(const struct thread *t, const struct cite *c)
{
	if (!c->verified || c->state || c->whole || !c->words || strstr(c->words, "..") || strstr(c->words, "…") ||
	    strchr(c->words, '&'))
		return;
	if (!c->mail || c->mail > t->mails->len)
		abort();
	g_autofree char *words = letters(c->words), *text = letters(thread_mail(t, c->mail - 1)->text);

	if (!strstr(text, words) && !strchr(thread_mail(t, c->mail - 1)->text, '&'))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *nul = memchr(data, 0, size);
	size_t mail = nul ? (size_t)(nul - data) : size / 2;
	g_autofree char *text = g_strndup((const char *)data, mail);
	g_autofree char *answer = g_strndup((const char *)data + mail + (nul != NULL), size - mail - (nul != NULL));
	struct thread *t = g_new0(struct thread, 1);
	struct answer *a = answer_parse(answer, true);
	struct collation *collation;
	struct verifier *v;

	t->threads = g_strdup("thread:1");
	t->mails = g_ptr_array_new_with_free_func((GDestroyNotify)mail_free);
	add_mail(t, "Ada Field <ada@example.org>", "The frob loses its lock when it is reset.\n", false);
	add_mail(t, "王伟 <bo@example.org>", text, true);
	collation = collation_build(t);
	v = verify_new(collation, NULL, NULL);
	for (guint i = 0; i < a->blocks->len; i++) {
		const struct block *b = a->blocks->pdata[i];

		for (guint k = 0; k < b->sentences->len; k++) {
			struct sentence *s = b->sentences->pdata[k];
			struct verify_result r = verify_sentence(v, s, b->part);

			for (guint c = 0; c < s->clauses->len; c++) {
				const struct clause *clause = s->clauses->pdata[c];

				for (guint n = 0; n < clause->cites->len; n++) {
					const struct cite *cite = clause->cites->pdata[n];

					check_cite(t, cite);
					if (!r.fault && !cite->verified)
						abort();
				}
			}
		}
	}
	verify_free(v);
	collation_free(collation);
	answer_free(a);
	thread_free(t);
	return 0;
}
