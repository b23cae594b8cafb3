/* extract-choose.h - choosing sentences until the budget is spent, for extract*.c alone */
#ifndef EXTRACT_CHOOSE_H
#define EXTRACT_CHOOSE_H

#include "extract-scene.h"

/* A passage: sentences [from, to) of scene->all, one after the other in one mail; `core` is why. */
struct pick {
	enum extract_part part;
	guint from, to, core;
	double value;
};

struct chooser {
	struct scene *s;
	GArray *picks;      /* struct pick */
	GArray *taken;      /* by mail: how many picks, guint */
	bool *used;         /* by sentence */
	double *wanted;     /* by sentence: what it gains because it answers what was chosen */
	double *like;       /* by sentence: how much it is like the likest of those chosen, or shown with them */
};

void chooser_init(struct chooser *c, struct scene *s);
void chooser_clear(struct chooser *c);

/* Whether a sentence may be chosen now. */
typedef bool (*may_choose)(const struct chooser *c, guint i, const void *arg);

/* Choose up to n passages for a part, at most `each` of one mail, none of less worth than `least`: the best first, those
 * that repeat what has been chosen later or never. Returns how many. */
unsigned choose(struct chooser *c, enum extract_part part, unsigned n, unsigned each, double least, may_choose may,
		const void *arg);

#endif
