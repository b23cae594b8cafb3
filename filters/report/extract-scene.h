/* extract-scene.h - a thread made ready for choosing, for extract*.c alone */
#ifndef EXTRACT_SCENE_H
#define EXTRACT_SCENE_H

#include "extract-cue.h"
#include "extract-rank.h"
#include "extract-text.h"
#include "extract.h"

#include "lib/collate.h"

enum role {
	ROLE_COVER,   /* a cover letter */
	ROLE_PATCH,
	ROLE_LETTER,  /* opens a talk, and is no patch */
	ROLE_REPLY,
};

/* What matters of a mail, besides struct mail. */
struct fact {
	enum role role;
	int version;       /* of its subject */
	bool bot;
	bool opener;       /* its sender is the one of the thread's first mail */
	char *author;      /* "From: " in the text: who wrote a patch that its sender passes on; NULL: the sender */
	unsigned replies;  /* direct ones */
	unsigned below;    /* all of them */
	int under;         /* index of the patch or letter that it talks about; itself if it is one */
	int top;           /* index of the first reply to that, with which its talk begins */
	unsigned talk;     /* mails of the talk that it is of: below the first reply to what it is under */
	bool whole;        /* answers a cover letter, or what opened the thread */
	bool ends;         /* the thread's last words */
};

struct scene {
	const struct thread *t;
	const struct collation *c;
	struct text *texts;      /* by mail */
	struct fact *facts;      /* by mail */
	GPtrArray *all;          /* struct sentence, over all mails; index = index in the ranker */
	guint *first;            /* by mail: index of its first sentence in ->all */
	float *answered;         /* by index in ->all: how often a reply stands right below it */
	struct ranker *ranker;
	guint title;             /* index in the ranker of the thread's subject */
};

void scene_init(struct scene *s, const struct collation *c);
void scene_clear(struct scene *s);

static inline struct sentence *scene_sentence(const struct scene *s, guint i)
{
	return (struct sentence *)s->all->pdata[i];
}

static inline guint scene_count(const struct scene *s)
{
	return s->all->len;
}

/* Whether sentence b stands right after a, so that both are one quote. */
bool scene_adjacent(const struct scene *s, guint a, guint b);

/* The sentences that stand in one mail's lines [first, end), as indices in ->all [*from, *to). */
void scene_range(const struct scene *s, int mail, int first, int end, guint *from, guint *to);

/* The segment to which this line of the mail belongs; NULL: none. */
const struct segment *scene_segment(const struct scene *s, int mail, int line);

/* The sentence that the words of this segment answer: *at, index in ->all. False if they answer a diff, or a mail as a
 * whole. */
bool scene_answers(const struct scene *s, const struct segment *g, guint *at);

/* The sentence to show as what sentence i answers: only where i opens the answer. */
bool scene_context(const struct scene *s, guint i, guint *at);

/* Set ->score of every sentence: worth as a piece of talk, or, of covers, patches and letters, as a statement of
 * what they are about. */
void score_all(struct scene *s);

#endif
