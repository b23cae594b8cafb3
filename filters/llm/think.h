/* think.h - keep a model's thinking out of its answer
 *
 * Reasoning models put <think>…</think> (or <thinking>) into the content, in any pieces; some chat templates open it
 * in the prompt, so that only the closing tag is seen: then all before it was thinking. Outside thinking a tag
 * counts at the start of a line only: in the middle of one it is spoken about.
 */
#ifndef THINK_H
#define THINK_H

#include <glib.h>
#include <stdbool.h>

struct think {
	GString *text;    /* the answer so far */
	GString *held;    /* what may be the start of a tag */
	bool inside;
	bool thought;     /* some thinking was removed */
};

void think_init(struct think *t);
void think_free(struct think *t);
void think_feed(struct think *t, const char *p, size_t len);
/* No more will come: what was held back is text after all. */
void think_end(struct think *t);

#endif
