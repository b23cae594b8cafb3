#include "prompt.h"
#include "facts.h"
#include "fence.h"
#include "prompt-words.h"
#include "lib/collate.h"
#include "lib/msg.h"
#include "lib/safe.h"

#include <string.h>

/* A document up to this size keeps the diffs that nobody discussed: bytes. */
enum { SMALL = 12000 };

struct prompt {
	const struct prompt_words *words;
	char *own;           /* instead of the system part */
	const char *language;
	struct fence *fence;
};

struct prompt *prompt_open(const struct settings *s)
{
	struct prompt *p = g_new0(struct prompt, 1);

	p->language = s->labels->language;
	p->words = prompt_words_for(p->language);
	if (s->prompt) {
		g_autoptr(GError) error = NULL;
		g_autofree char *text = NULL;
		gsize len;

		if (!g_file_get_contents(s->prompt, &text, &len, &error))
			msg_die(EXIT_SOME, "prompt: %s", error->message);
		p->own = safe_text(text, (gssize)len);
	}
	p->fence = fence_open();
	return p;
}

void prompt_close(struct prompt *p)
{
	if (!p)
		return;
	fence_close(p->fence);
	g_free(p->own);
	g_free(p);
}

static bool has_history(const struct thread *t)
{
	return t->news != t->mails->len;
}

GString *prompt_document(const struct thread *t)
{
	struct collate_options options = { .diffs = COLLATE_DIFFS_FULL };
	struct collation *c = collation_build(t);
	GString *out = g_string_new(NULL);
	char *end;

	collation_render(c, &options, out);
	if (out->len > SMALL) {
		g_string_truncate(out, 0);
		options.diffs = COLLATE_DIFFS_ANSWERED;
		collation_render(c, &options, out);
	}
	collation_free(c);
	/* Its first line holds numbers of this database, which another one has otherwise. */
	end = strstr(out->str, "\n\n");
	if (end && g_str_has_prefix(out->str, "== "))
		g_string_erase(out, 0, end + 2 - out->str);
	return out;
}

unsigned prompt_words(const struct thread *t)
{
	unsigned old = t->mails->len - t->news;

	return MIN(100 + MIN(15 * t->news, 400) + MIN(5 * old, 120), 500) / 10 * 10;
}

char *prompt_system(const struct prompt *p, const struct thread *t)
{
	const struct prompt_words *w = p->words;

	if (p->own)
		return g_strdup(p->own);
	bool history = has_history(t);
	return g_strconcat(w->role, w->material, w->form, history ? w->history : w->no_history, w->into_what,
			   history ? w->into_before : "", w->into_new, w->evidence, w->care, w->language, NULL);
}

/* The tokens by which chat templates tell the speakers apart. A server should take them for text; those that do not are many. A
 * blank inside makes them text for all, and is seen; when quoted words are looked for blanks do not count. */
static char *finish(GString *out)
{
	static const char *const tokens[] = { "<|", "<｜", "<s>", "</s>", "<<SYS>>", "<</SYS>>", "[INST]", "[/INST]",
					      "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]", "[TOOL_CALLS]", "<start_of_turn>",
					      "<end_of_turn>", "<bos>", "<eos>", "<think>", "</think>", "<tool_call>",
					      "</tool_call>" };

	for (guint i = 0; i < G_N_ELEMENTS(tokens); i++) {
		g_autofree char *harmless = g_strdup_printf("%c %s", *tokens[i], tokens[i] + 1);

		g_string_replace(out, tokens[i], harmless, 0);
	}
	return g_string_free(out, FALSE);
}

static GString *begin(const struct list_line *line, const struct thread *t, const struct ledger *l)
{
	GString *out = g_string_new("FACTS\n");

	facts_append(out, line, t, l);
	return out;
}

/* What is to be done, once more after much reading. */
static void remind(const struct prompt *p, GString *out, const struct thread *t)
{
	if (p->own)
		return;
	g_string_append_printf(out,
			       "\nNow write the section in %s: ## WHAT, %s## NEW, about %u words without the evidence, fewer if "
			       "there is less to tell. Each sentence ends with its evidence.\n",
			       strcmp(p->language, "zh") ? "English" : "Chinese (中文)", has_history(t) ? "## BEFORE, " : "",
			       prompt_words(t));
}

char *prompt_user(const struct prompt *p, const struct list_line *line, const struct thread *t, const struct ledger *l,
		  const char *document)
{
	GString *out = begin(line, t, l);

	g_string_append(out, "The mails:\n");
	facts_mails(out, t);
	g_string_append_c(out, '\n');
	fence_append(p->fence, out, "THREAD", document);
	remind(p, out, t);
	return finish(out);
}

char *prompt_notes_system(const struct prompt *p)
{
	return g_strconcat(p->words->notes, p->words->material, p->words->language, NULL);
}

char *prompt_notes_user(const struct prompt *p, const struct list_line *line, const struct thread *t,
			const struct split *part, unsigned number, unsigned of, unsigned notes)
{
	GString *out = g_string_new("FACTS\n");
	g_autofree char *subject = safe_line(line->subject);

	g_string_append_printf(out, "Subject: %s\nThis is part %u of %u of the thread.\n", subject, number, of);
	if (!has_history(t))
		g_string_append(out, "All mails are new; do not mark them.\n");
	g_string_append_c(out, '\n');
	if (*part->context) {
		g_string_append(out, "It begins in the middle. These lines it stands under; they were read before, take no notes on "
				     "them:\n");
		fence_append(p->fence, out, "CONTEXT", part->context);
		g_string_append_c(out, '\n');
	}
	fence_append(p->fence, out, "PART", part->text);
	g_string_append_printf(out, "\nNow write the notes on this part, at most %u lines.\n", notes);
	return finish(out);
}

char *prompt_last_user(const struct prompt *p, const struct list_line *line, const struct thread *t,
		       const struct ledger *l, const char *notes, unsigned parts)
{
	GString *out = begin(line, t, l);

	g_string_append_printf(out,
			       "The thread is too large to be shown as a whole. It was read in %u parts; instead of the document "
			       "come the notes taken, each with the passage of the mail that it cites under `[n] Speaker:`. Where "
			       "a note and its passage differ, the passage is right. Copy evidence from the passages.\n\n",
			       parts);
	fence_append(p->fence, out, "NOTES", notes);
	remind(p, out, t);
	return finish(out);
}
