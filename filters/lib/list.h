/* list.h - the thread list: one line a thread, twelve TAB-separated columns; see digest-list(5) */
#ifndef LIST_H
#define LIST_H

#include <stdbool.h>
#include <stdio.h>
#include <time.h>

/* A moment that is not there: column 9 is "-". */
#define LIST_NO_TIME ((time_t)-1)

struct list_line {
	char *threads;     /* 1: "thread:ID", several joined by a blank: valid as a notmuch query */
	char *group;       /* 2: "-" until digest-tag */
	char *state;       /* 3: "-" until digest-state */
	unsigned new_;     /* 4: messages that match the scope */
	unsigned total;    /* 5: messages up to the end */
	unsigned people;   /* 6: distinct authors up to the end */
	time_t first;      /* 7 */
	time_t last;       /* 8: of the newest new message */
	time_t end;        /* 9: LIST_NO_TIME if there is none */
	char *series;      /* 10: "-" until digest-state */
	char *scope;       /* 11: query that tells new from history; "-": all are new */
	char *subject;     /* 12 */
	char *extra;       /* what follows the twelfth column, with its TABs; NULL if nothing does */
};

enum list_kind {
	LIST_EOF,
	LIST_COMMENT,  /* starts with '#' or is blank: pass it through as it is */
	LIST_LINE,     /* twelve columns or more */
	LIST_BARE,     /* only "thread:ID" or "id:MESSAGE-ID" */
	LIST_BAD,      /* neither: the reader has said so (msg_fail), skip it */
};

struct list_reader {
	FILE *in;
	const char *name;  /* of the input, for messages */
	char *raw;         /* the line as it came, without its LF; valid until the next read */
	size_t size;
	unsigned long number;
};

/* A reader over an open stream; list_reader_free releases it and leaves the stream open. */
void list_reader_init(struct list_reader *r, FILE *in, const char *name);
void list_reader_free(struct list_reader *r);

/* Read one line. LIST_LINE and LIST_BARE (its word in ->threads) fill *line, which the caller releases with
 * list_line_free; for the others *line is zeroed. Text that is not valid UTF-8 or holds control
 * characters is made harmless on the way in. A read error is reported and ends the list. */
enum list_kind list_read(struct list_reader *r, struct list_line *line);

/* Write one line, LF included. Errors show in msg_exit(). */
void list_write(FILE *out, const struct list_line *line);

/* The same as a JSON object with the columns' names, one line. Times are strings, as in the list; "-" is null
 * for state, series, end and scope. */
void list_write_json(FILE *out, const struct list_line *line);

/* The same as an object of jansson's, for more to be added to it; the caller's reference. */
struct json_t *list_json(const struct list_line *line);

/* The comment line that names the columns, and below it one that tells the period, "#period TAB since TAB until", so that an
 * empty list still says what it is about. since and until may be LIST_NO_TIME. */
void list_write_header(FILE *out, time_t since, time_t until);

/* Read the second of these. False if the comment is another one. */
bool list_parse_period(const char *comment, time_t *since, time_t *until);

/* Release what a line owns, and zero it. */
void list_line_free(struct list_line *line);

/* A deep copy; release it with list_line_free. */
void list_line_copy(struct list_line *to, const struct list_line *from);

/* Replace one owned string of a line. */
void list_set(char **column, const char *value);

/* "2022-10-31T09:01:22Z" in buf (21 bytes or more), "-" for LIST_NO_TIME. Returns buf. */
char *list_time(time_t t, char *buf);

/* Read such a time. True if it is one (or "-"). */
bool list_parse_time(const char *s, time_t *t);

#endif
