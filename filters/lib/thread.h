/* thread.h - the mails behind one line of the list */
#ifndef THREAD_H
#define THREAD_H

#include "db.h"
#include "list.h"
#include "mail.h"

struct thread {
	char *threads;       /* column 1 of its line */
	GPtrArray *mails;    /* struct mail, by number: index = number - 1 */
	unsigned news;       /* how many are new */
};

enum thread_depth {
	THREAD_INDEX,  /* only what the database knows: no file is opened */
	THREAD_FULL,   /* texts, references and the reply tree too */
};

/* Load the mails of a line: all of its threads, none after its end, none excluded, in order of date (then
 * patches before replies, then by patch number, then by id), numbered from 1, new ones marked by the scope.
 * A mail whose file is gone stays in its place with ->error set, and is reported (msg_fail). NULL if the threads
 * do not exist or the query fails: reported. Free with thread_free. */
struct thread *thread_load(struct db *db, const struct list_line *line, enum thread_depth depth);
void thread_free(struct thread *t);

/* Fill columns 4 to 8 and 12 of a line from its thread (an index is enough). */
void thread_describe(const struct thread *t, struct list_line *line);

/* Make twelve columns of a bare line ("thread:ID", "id:MESSAGE-ID"): everything up to the end is new.
 * False if it does not exist: reported. */
bool thread_from_bare(struct db *db, struct list_line *line, time_t end);

static inline struct mail *thread_mail(const struct thread *t, unsigned i)
{
	return (struct mail *)g_ptr_array_index(t->mails, i);
}

#endif
