/* prompt.h - what a model is asked about a thread */
#ifndef PROMPT_H
#define PROMPT_H

#include "lib/list.h"
#include "lib/thread.h"
#include "settings.h"

/* The system part: what to write and how. Free with g_free. */
char *prompt_system(const struct settings *s, const struct thread *t);

/* The user part: facts by code and the collated thread. Free with g_free. */
char *prompt_user(const struct settings *s, const struct list_line *line, const struct thread *t);

#endif
