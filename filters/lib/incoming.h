/* incoming.h - mails on their way to a maildir, from a pipe
 *
 * The pipe holds what `git cat-file --batch` prints, thus for each mail
 *
 *	NAME TYPE SIZE [DATE] LF, SIZE bytes, LF	(git-cat-file(1); DATE is seconds, by --batch='... %(rest)')
 *	NAME missing LF					(reported, left out)
 *
 * or, with `files`, the name of a file in each line.
 */
#ifndef INCOMING_H
#define INCOMING_H

#include <stdbool.h>
#include <stdio.h>
#include <time.h>

struct incoming {
	FILE *in;
	bool files;
	/* The mail; it lives until the next one is asked for. */
	char *name;  /* the blob's or the file's */
	char *bytes; /* as they came, a NUL behind them */
	size_t size;
	char *id;    /* Message-ID without <>: never NULL, no white space, at most 998 bytes; where the mail has none,
		      * the one that notmuch makes up ("notmuch-sha1-...") */
	char **refs; /* Message-IDs of References and In-Reply-To, without <>, each once; NULL-terminated */
	time_t date; /* its Date; else the pipe's; else 0. Never negative. */
	/* Its own. */
	char *line;
	size_t room;
};

/* Read from `in`. */
void incoming_init(struct incoming *mail, FILE *in, bool files);

/* The next mail; false at the end. What cannot be read is reported and left out (msg_fail), a blob of no bytes, which is what
 * public-inbox-purge(1) leaves of a mail, without a word. A stream that breaks off in the middle of a mail ends there; a
 * header line that git does not write ends the program with EXIT_SOME, for what follows cannot be told apart. */
bool incoming_next(struct incoming *mail);

void incoming_clear(struct incoming *mail);

#endif
