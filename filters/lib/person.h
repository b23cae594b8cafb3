/* person.h - who wrote a mail */
#ifndef PERSON_H
#define PERSON_H

#include <stdbool.h>
#include <stddef.h>

struct person {
	char *name;  /* as people call them ("First Last"), harmless UTF-8, never empty: the address if the mail has no
	              * name, "unknown" if it has neither */
	char *addr;  /* lower case; "" if there is none */
};

/* Take a decoded From header apart (RFC 5322 mailbox; the first of several). A list that rewrites From for
 * DMARC ("Name via kvmarm <kvmarm@lists...>", "'Name' via group") leaves the name alone as the identity:
 * then addr is taken from reply_to (may be NULL) if that holds one, else it is "". Free with person_clear. */
void person_parse(struct person *p, const char *from, const char *reply_to);
void person_clear(struct person *p);

/* A string that is equal for two mails of the same person: the address, or the folded name when the
 * address is the list's. Free with g_free. */
char *person_key(const struct person *p);

/* A name, or part of one, for comparing: lower case, without accents ("Müller" is "Muller"). Free with g_free. */
char *person_fold(const char *s, size_t len);

/* True for programs that write to lists: kernel test robot, syzbot, patchwork-bot, pr-tracker-bot, tip-bot, mailer
 * daemons and the like. People from whose own address scripts write too (stable's, linux-next's) are people. */
bool person_is_bot(const struct person *p);

#endif
