/* mail.h - one mail as clean UTF-8 text */
#ifndef MAIL_H
#define MAIL_H

#include "person.h"

#include <glib.h>
#include <stdbool.h>
#include <time.h>

/*
 * What stands in ->text: the mail's own text parts (of alternatives the plain one; HTML as plain text; format=flowed
 * unfolded), then, each under a line of its own that starts with MAIL_MARK and ends with " --]", what came with it:
 *
 *   [-- attachment: NAME, TYPE, N bytes --]   a patch, or a text that fits
 *   [-- forwarded mail --]                    a mail in the mail: an attribution line with its own sender, then
 *                                             all of it behind "> "
 *   [-- N bytes more, not shown --]           where something was too large
 *
 * What is not text, or not to be opened (encryption), is only in ->parts.
 */
#define MAIL_MARK "[-- "

/* A part that is not (only) text of the mail itself. */
struct mail_part {
	char *name;   /* file name, harmless; "" if none */
	char *type;   /* "application/pdf", "multipart/encrypted", ... */
	size_t bytes; /* decoded */
	bool shown;   /* its text stands in mail->text (an attached patch, a text attachment) */
};

struct mail {
	/* From the database; there even when the file is gone. */
	unsigned number;      /* [n]: 1, 2, ... in order of date over the thread */
	char *id;             /* Message-ID without <> */
	char *thread;         /* thread id without "thread:" */
	char *subject;        /* decoded, one harmless line */
	struct person from;
	time_t date;          /* UTC; 0: the mail has none */
	bool is_new;          /* matches the scope */
	char **tags;          /* NULL unless asked for */

	/* From the file (mail_read). */
	int zone;             /* the Date header's zone, minutes east of UTC */
	char **references;    /* Message-IDs, nearest ancestor last: References, else In-Reply-To; NULL-terminated */
	char *in_reply_to;    /* Message-ID or NULL */
	char *to;             /* decoded To and Cc, one harmless line */
	char *list_id;        /* inside of <>, or NULL */
	char *text;           /* the text, LF line ends, valid UTF-8, no invisible characters; NULL: not readable */
	GPtrArray *parts;     /* struct mail_part: attachments, encrypted or unreadable parts */
	char *error;          /* why text is NULL: "no file", "cannot parse"; else NULL */

	/* From the thread (thread_load). */
	int parent;           /* index of the nearest ancestor in the thread, -1: none is there */
	char *missing;        /* Message-ID of the direct parent when that is not in the thread; else NULL */
};

/* Fill what comes from the file: the first of `files` that can be read. What lacks is NULL or empty; if none
 * can be read ->error says why and false is returned; nothing is printed. Gzipped files are read too. */
bool mail_read(struct mail *m, char **files);

/* For people: from now on, in the whole process, ->text shows what is invisible (as ^[ or <U+202E>) instead of doing without, so
 * that nothing hides. */
void mail_show_invisible(void);

/* Value of any header (decoded, unfolded, harmless), from the first readable file; NULL: absent. Free with
 * g_free. For rules on rare headers: it opens the file each time. */
char *mail_header(char **files, const char *name);

struct mail *mail_new(void);
void mail_free(struct mail *m);

#endif
