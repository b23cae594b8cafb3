/* foot.h - the report's last line: what made the summaries, what that took, what could not be verified */
#ifndef FOOT_H
#define FOOT_H

#include "llm/llm.h"
#include "settings.h"
#include "verify.h"

#include <glib.h>

/* By the prices that are set. */
double foot_cost(const struct settings *s, const struct llm_totals *t);

/* `llm` may be NULL: no model was asked. `failed`: threads that got no summary. With SOURCE_DATE_EPOCH the seconds are left out, so that the same run gives the same
 * report. */
void foot(GString *out, const struct settings *s, const struct llm *llm, const struct verify_counts *counts,
	  unsigned failed);

#endif
