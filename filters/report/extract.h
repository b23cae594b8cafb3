/* extract.h - a summary of a thread that nobody wrote: sentences of its mails, chosen
 *
 * No model, no network. Every item is a sentence (or two that stand together, or a clause of a long one) in the
 * very words of one mail: never of what that mail quotes, never of a diff, signature or attribution. Choice is
 * by position (what a cover letter or commit message says of purpose), by the reply tree (who answers whom, what
 * nobody answered), by what the sentence does (asks, objects, decides, promises, ...) and by LexRank.
 */
#ifndef EXTRACT_H
#define EXTRACT_H

#include "lib/collate.h"
#include "lib/list.h"
#include "lib/thread.h"

#include <glib.h>

enum extract_part {
	EXTRACT_WHAT,    /* what the thread is about */
	EXTRACT_BEFORE,  /* what was said before: only if there are mails that are not new */
	EXTRACT_NEW,     /* what the new mails say */
};

/* What a sentence does, where its own words make that plain; a label for the reader, not a claim about the thread. */
enum extract_cue {
	EXTRACT_PLAIN,
	EXTRACT_QUESTION,
	EXTRACT_OBJECTION,
	EXTRACT_AGREEMENT,
	EXTRACT_DECISION,   /* applied, queued, not taken, dropped */
	EXTRACT_PROMISE,    /* what the speaker will do */
	EXTRACT_REQUEST,    /* what the speaker wants others to do */
	EXTRACT_REPORT,     /* a bot's report, or a person's of something broken */
	EXTRACT_TEST,       /* what was tested, and how */
};

struct extract_item {
	enum extract_part part;
	enum extract_cue cue;
	unsigned mail;       /* whose words: struct mail's number; its sender is thread_mail(t, mail - 1)->from */
	char *author;        /* who wrote them where that is not the sender: a patch of another's, sent on; else NULL */
	char *quote;         /* the words, white space folded to one blank; a contiguous piece of that mail's own text */
	bool cut_front;      /* the sentence goes on before, after: print an ellipsis outside of the quotation marks */
	bool cut_back;
	unsigned answers;    /* number of the mail whose words this answers; 0: it stands alone */
	char *answers_author; /* as author, of that mail */
	char *context;       /* a piece of those words, of that mail's own text, as above; NULL: none is needed */
	bool context_front;  /* as cut_front, cut_back */
	bool context_back;
	unsigned answered;   /* number of a mail that replies to these very words, of a question or objection, best by whom
			      * they answered; 0: none does, or it is not known which words it is about */
	bool unanswered;     /* a question, objection, request or report, and no mail of the thread replies to its mail */
};

/* The items of a thread (THREAD_FULL), in the order to print them: by part, then by number of mail, then as they stand
 * in the mail. `line` is the thread's. A thread whose mails cannot be read gives none. Never NULL; free with
 * g_ptr_array_unref. The same thread gives the same items. */
GPtrArray *extract(const struct thread *t, const struct list_line *line);

/* The same from a collation that is there already. */
GPtrArray *extract_collated(const struct collation *c);

/* "question", "objection", ...; "" for EXTRACT_PLAIN. For tests and --format=json; a report has labels of its own. */
const char *extract_cue_name(enum extract_cue cue);

#endif
