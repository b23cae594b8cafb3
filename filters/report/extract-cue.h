/* extract-cue.h - what the words of a sentence show that it does, for extract*.c alone */
#ifndef EXTRACT_CUE_H
#define EXTRACT_CUE_H

#include "extract.h"

#include <stddef.h>

/* Besides those of enum extract_cue, which stand for bits too. */
enum {
	CUE_PURPOSE = EXTRACT_TEST + 1,  /* what a series or patch is for */
	CUE_REASON,                      /* because, so that, otherwise */
	CUE_MINOR,                       /* a nit, a typo, a style matter */
	CUE_IDLE,                        /* where to find it, what it is based on, whom to thank */
	CUE_HEDGE,                       /* opens with a word that leans on what stands before: "So", "And", "It" */
	CUE_VERSION,                     /* "This is v3 of" */
	CUE_JEST,                        /* a smiley */
	CUE_OPINION,                     /* I think, IMHO */
	CUE_DOUBT,                       /* if, not, but: what it says may be the reverse of what its phrases say */
};

#define CUE_BIT(c) (1u << (c))

/* Set too where the cue is plain enough to be shown as a label; for those of enum extract_cue, and CUE_PURPOSE. */
#define CUE_SURE(c) (1u << (20 + (c)))

struct cues;
struct cues *cues_new(void);
void cues_free(struct cues *c);

/* The set of cues of a sentence, as bits. */
unsigned cues_of(const struct cues *c, const char *s, size_t n);

#endif
