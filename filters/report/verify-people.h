/* verify-people.h - whom a sentence names
 *
 * The people of a thread are the authors of its mails, robots among them; outsiders are those who only stand in To and Cc
 * or in a patch's tags.
 * A name is the full one, in either order, or a surname or given name; one that several people share means any of them.
 */
#ifndef VERIFY_PEOPLE_H
#define VERIFY_PEOPLE_H

#include "lib/ledger.h"
#include "lib/thread.h"

struct people;

/* The thread must outlive it; the ledger may be NULL. Free with people_free. */
struct people *people_new(const struct thread *t, const struct ledger *l);
void people_free(struct people *p);

struct naming {
	char *name;      /* as the sentence has it */
	gsize from, to;  /* where: bytes */
	GArray *who;     /* unsigned: numbers of persons; empty: nobody that the thread knows */
	bool speaks;     /* the sentence says that this person says or does something */
};

/* Those whom a text names (verify-names.c), in order; struct naming. Of those whom the thread does not know only two capitalised words
 * that speak ("Jane Doe says") or one are taken for a name: callers look whether the mails know it. */
GPtrArray *people_named(const struct people *p, const char *text);

/* Did this person write mail `number`? */
bool people_wrote(const struct people *p, unsigned who, unsigned number);

/* Did this person write any mail of the thread? */
bool people_is_author(const struct people *p, unsigned who);

/* The number of a person by name and address; people_count() for one who is not among them. */
unsigned people_find(const struct people *p, const char *name, const char *addr);

/* For the above: how many there are, by what address one is known, whether a word is part of one's name, and how many words
 * (verify-token.h) from i on name one by any spelling; 0: they do not. */
unsigned people_count(const struct people *p);
const char *people_address(const struct people *p, unsigned who);
bool people_has_word(const struct people *p, unsigned who, const char *folded);
guint people_names_at(const struct people *p, unsigned who, const GArray *tokens, guint i);

/* Is a word, in any case, part of anybody's name? */
bool people_share_word(const struct people *p, const char *word);

#endif
