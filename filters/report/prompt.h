/* prompt.h - what a model is asked about a thread
 *
 * The system part says what to write; the user part holds facts established by code, then the collated thread between two
 * lines that carry a key (fence.h). No clock stands in either: the same thread gives the same prompt, and the cache hits.
 *
 * The form of an answer, in any language: parts under the headings "## WHAT", "## BEFORE" (only if there is history) and
 * "## NEW"; paragraphs and "- " items; each sentence ends with its evidence: [7 "words of mail 7"], several in a row where it
 * rests on several mails, [state] for what the facts say.
 */
#ifndef PROMPT_H
#define PROMPT_H

#include "lib/ledger.h"
#include "lib/list.h"
#include "lib/thread.h"
#include "settings.h"
#include "split.h"

#include <glib.h>

struct prompt;

/* Reads the user's own prompt, if there is one, and the key of the fences. Does not return if that prompt cannot be read. */
struct prompt *prompt_open(const struct settings *s);
void prompt_close(struct prompt *p);

/* The thread as the document that models read. */
GString *prompt_document(const struct thread *t);

/* Words that a summary of this thread should have, evidence not counted. */
unsigned prompt_words(const struct thread *t);

/* The question about a thread as a whole; the ledger may be NULL. Free both with g_free. */
char *prompt_system(const struct prompt *p, const struct thread *t);
char *prompt_user(const struct prompt *p, const struct list_line *line, const struct thread *t, const struct ledger *l,
		  const char *document);

/* A thread that is too large is asked about in parts. First each part for notes: lines "- ...", with evidence as above;
 * at most `notes` of them. */
char *prompt_notes_system(const struct prompt *p);
char *prompt_notes_user(const struct prompt *p, const struct list_line *line, const struct thread *t,
			const struct split *part, unsigned number, unsigned of, unsigned notes);

/* At last the summary, from the notes with the passages that they cite. The system part is prompt_system()'s. */
char *prompt_last_user(const struct prompt *p, const struct list_line *line, const struct thread *t,
		       const struct ledger *l, const char *notes, unsigned parts);

#endif
