/* extract-choose.h - choosing sentences until the budget is spent, for extract*.c alone */
#ifndef EXTRACT_CHOOSE_H
#define EXTRACT_CHOOSE_H

#include "extract-scene.h"

/* A piece chosen: sentences [from, to) of scene->all, one after the other in one mail; `core` is why. */
struct pick {
	enum extract_part part;
	guint from, to, core;
};

struct chooser {
	struct scene *s;
	GArray *picks;      /* struct pick */
	GArray *taken;      /* by mail: how many picks, guint */
	bool *used;         /* by sentence */
};

void chooser_init(struct chooser *c, struct scene *s);
void chooser_clear(struct chooser *c);

/* Whether a sentence may be chosen now. */
typedef bool (*may_choose)(const struct chooser *c, guint i, const void *arg);

/* Choose up to n pieces for a part, at most `each` of one mail: the best first, those that repeat what has been chosen
 * later or never. Returns how many. */
unsigned choose(struct chooser *c, enum extract_part part, unsigned n, unsigned each, may_choose may, const void *arg);

#endif
