/* verify-judge.h - is a claim about a thread against what code knows of it? */
#ifndef VERIFY_JUDGE_H
#define VERIFY_JUDGE_H

#include "verify-ask.h"

/* True: facts say otherwise. False: they say so, or nothing. */
bool claim_refuted(const struct facts *f, const struct claim *c, const struct beside *b);

#endif
