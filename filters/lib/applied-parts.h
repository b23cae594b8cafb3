/* applied-parts.h - the forms that tools write; for applied.c only */
#ifndef APPLIED_PARTS_H
#define APPLIED_PARTS_H

#include "applied.h"

/* pr-tracker-bot, patchwork-bot, tip-bot, stable's and -mm's mailers: fills *a and returns true. */
bool applied_by_bot(const struct body *b, const char *subject, struct applied *a);

/* The list below b4's "Applied": "[1/3] title" and "commit: HASH". Sets patches, commits and formal and returns true if it is
 * there. */
bool applied_by_b4(const struct body *b, struct applied *a);

#endif
