/* preview.h - --dry-run and --print-prompt: what would be sent, where, and what it would cost; nothing is sent */
#ifndef PREVIEW_H
#define PREVIEW_H

#include "question.h"
#include "settings.h"

struct preview;

/* `llm` may be NULL: no model is set up. */
struct preview *preview_new(const struct settings *s, const struct llm *llm);

/* A thread that would be asked about: a line with its tokens, or, with --print-prompt, the prompts themselves, as far as they do not
 * depend on answers. */
void preview_thread(struct preview *p, const struct list_line *line, struct question *q);

/* A thread that would not leave this machine. */
void preview_private(struct preview *p, const struct list_line *line);

/* The sums, and the end of it. */
void preview_end(struct preview *p);

#endif
