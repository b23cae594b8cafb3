/* ledger.h - where a thread stands: facts of a series, by code, from the mails
 *
 * Nothing after the line's end exists here: neither mails nor newer versions.
 */
#ifndef LEDGER_H
#define LEDGER_H

#include "thread.h"

#include <glib.h>

enum ledger_kind { LEDGER_PATCH, LEDGER_PULL, LEDGER_OTHER };

/* A mail as the source of a fact. */
struct ledger_source {
	unsigned mail;    /* its number [n] in the line's thread; 0: it is in another thread */
	char *id;
	char *name;       /* who */
	char *addr;
	time_t date;
};

/* A version of the series, in this thread or another. */
struct ledger_version {
	int version;
	bool rfc, resend;  /* resend: sent more than once */
	int count;         /* patches it says it has */
	unsigned mail;     /* number of its cover letter or patch; 0: in another thread */
	char *id;          /* the same mail's Message-ID */
	char *title;
	char *thread;      /* id, without "thread:" */
	time_t date;
	bool here;         /* it is in the line's threads */
	char *changes;     /* what its author says changed since the last version (lines); NULL: not said, or not here */
};

/* Reviewed-by, Acked-by, Tested-by, Nacked-by. */
struct ledger_trailer {
	char *tag;
	struct ledger_source by;  /* who gave it, and in which mail it stands */
	int version;
	bool rfc;
	int patch;         /* 0: the whole series */
	bool carried;      /* it stands in the patch's own mail: given to an earlier version */
	bool own;          /* by the patch's author: no review */
};

struct ledger_applied {
	struct ledger_source by;   /* who says so */
	bool dropped;      /* taken back later by the same person ("now dropped"): it counts for nothing */
	bool told;         /* they only tell ("this landed in linux-next"): who did it is not said */
	char *to;          /* tree or branch; "" if not said */
	int version;
	bool rfc;
	GArray *patches;   /* int; empty: all of them */
	GPtrArray *commits; /* char * */
};

/* A robot's report. */
struct ledger_report {
	struct ledger_source by;
	int version;
	bool rfc;
	int patch;         /* 0: the series */
	bool error;        /* false: a warning */
	char *what, *config;
	bool mended;       /* the same robot says later that all is well */
	bool stands;       /* on the newest version that there is, and not mended */
};

struct ledger_nak {
	struct ledger_source by;
	bool withdrawn;    /* taken back, or the same person has approved of it later */
	int version;
	bool rfc;
	int patch;
};

struct ledger {
	enum ledger_kind kind;
	const char *state;        /* the word for column 3 */
	char *series;             /* column 10: the key that all versions share; "-" if it is no patch */
	struct ledger_source author; /* of the series; of the first mail where there is none */
	GPtrArray *versions;      /* struct ledger_version, oldest first */
	const struct ledger_version *newest;     /* the newest in this thread, by which it stands; NULL if it has none */
	const struct ledger_version *superseded; /* the newest of all, when that is elsewhere; NULL if there is none */
	GPtrArray *trailers, *applied, *reports, *naks;
	GPtrArray *also;          /* struct ledger: other series that were posted in the thread, whoever's; of their own mails alone */
	/* Of the newest version here: */
	unsigned patches;         /* how many it has */
	unsigned reviewed;        /* how many have Reviewed-by or Acked-by from somebody else */
	unsigned applied_patches; /* how many were applied */
	unsigned answers;         /* mails by others than its author, robots aside */
	int days;                 /* since it was posted, until the end of the window (or now) */
	/* Of the whole thread, or of the mails of one of `also`: */
	struct ledger_source last; /* who spoke last, robots aside */
	bool last_is_author;
	int silent;               /* days since then */
};

/* What is looked up once for all lines: the postings of authors. */
struct ledger_context;
struct ledger_context *ledger_context_new(struct db *db);
void ledger_context_free(struct ledger_context *c);

/* From now on ledger_make adds to this table the other threads whose state may change with a mail of the line's: other versions
 * of the series, answers that lost a patch which is here, patches under the same title. Keys are ids, without "thread:", to be
 * freed with g_free; values the line's end (time_t *), to be freed with g_free. NULL: to none. */
void ledger_relate(struct ledger_context *c, GHashTable *related);

/* The ledger of a line, whose thread is loaded whole (THREAD_FULL). Never NULL. Free with ledger_free. */
struct ledger *ledger_make(struct ledger_context *c, const struct list_line *line, const struct thread *t);
void ledger_free(struct ledger *l);

/* Does a patch of the newest version here have the tag ("Reviewed-by"; NULL: either sign of approval) from somebody else
 * than the author? How many have? */
bool ledger_tagged(const struct ledger *l, const char *tag, int patch);
unsigned ledger_count(const struct ledger *l, const char *tag);

/* Was a patch of the newest version here applied, and not dropped again? */
bool ledger_took(const struct ledger *l, int patch);

/* The whole ledger as one line of JSON, with the line's columns. */
void ledger_write_json(FILE *out, const struct list_line *line, const struct ledger *l);

/* The ledger alone, as an object of jansson's; the caller's reference. */
struct json_t *ledger_json(const struct ledger *l);

#endif
