/* labels.h - the report's own words, in each language */
#ifndef LABELS_H
#define LABELS_H

#include "verify.h"

/* Those with a % are printf formats. */
struct labels {
	const char *language;    /* "en", "zh" */
	const char *title;       /* when nobody gave one */
	const char *generated, *period, *all_mail;
	const char *totals, *all_mails, *mails, *new_count, *threads, *joined, *large, *large_count, *hidden;
	const char *distribution, *section, *no_group;
	const char *thread_count[2], *mail_count[2], *group_total[2]; /* of one, of more */
	const char *people, *started, *state, *list, *from, *new_mark;
	const char *summary, *extract, *extract_note;
	const char *what, *before, *news;
	const char *answers;     /* "replies to Ann Example [3]": that the mail is a reply is what code knows */
	const char *sent_by;     /* "Ann Example, sent by Bob Example [2]": a patch that another passes on */
	const char *no_reply;    /* of a question that nobody answered */
	const char *answered_by; /* "reply by Ann Example [3]" */
	const char *empty;
	const char *gone;        /* beside a mail whose file cannot be read */
	const char *unreadable;  /* instead of a section's content */
	const char *failed;      /* %s: why; the extract follows */
	const char *private_;    /* never sent; the extract follows */
	const char *cut;         /* the server stopped the answer at max_tokens */
	const char *long_;       /* the answer was longer than a section may be */
	/* What could not be verified. */
	const char *unverified;  /* before the reason */
	const char *marked;      /* at the section's foot: %u of %u sentences */
	const char *dropped;     /* the same, when they were left out */
	const char *faults[VERIFY_FAULTS]; /* some with a %u: the mail's number; a name, or a number, comes before some */
	/* The ledger. */
	const char *versions, *of_patches, *applied, *told, *taken_back, *withdrawn, *merged, *to, *broken, *warned, *last_word;
	const char *last_persons_word; /* when a robot wrote after it */
	const char *days, *one_day, *no_day, *author, *changes, *also;
	/* At a glance. */
	const char *glance, *is_applied, *no_answer, *no_answer_before, *wants_version, *blocked, *is_broken, *discussed;
	const char *more;        /* %u further ones that are left out */
	const char *foot_extract, *foot_model, *foot_summaries, *foot_tokens, *foot_estimated, *foot_cost, *foot_cached;
	const char *foot_retries, *foot_failed, *foot_seconds, *foot_end, *foot_unchecked, *foot_verified, *foot_bad;
	const char *parts;       /* of a thread that was read in parts: parts, notes, unproved ones, crowded ones */
	const char *cut_parts;   /* parts whose notes were cut at max_tokens */
};

/* "en" or "zh"; NULL or anything else takes the locale's language, English unless that is Chinese. */
const struct labels *labels_for(const char *language);

#endif
