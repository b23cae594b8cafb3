/* extract-phrases.h - the table of phrases, for extract-cue.c alone */
#ifndef EXTRACT_PHRASES_H
#define EXTRACT_PHRASES_H

#include <stdbool.h>
#include <stddef.h>

struct phrases {
	unsigned cue;
	bool sure;         /* plain enough to be a label */
	const char *list;  /* parted by '|' */
};

extern const struct phrases phrases[];
extern const size_t phrases_count;

#endif
