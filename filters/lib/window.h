/* window.h - the period that a list is about, and what time it is */
#ifndef WINDOW_H
#define WINDOW_H

#include <stdbool.h>
#include <time.h>

/* Both ends inclusive, UTC seconds; LIST_NO_TIME where open. */
struct window {
	time_t since;
	time_t until;
};

/* Seconds since 1970: SOURCE_DATE_EPOCH if set (reproducible-builds.org), so that a report can be made again to
 * the byte; else the clock. A value that is no number ends the program with EXIT_USAGE. */
time_t window_now(void);

/* The last N days up to now. */
struct window window_days(unsigned days);

/* An ISO 8601 week, Monday 00:00:00 to Sunday 23:59:59 local time: "2025-W06", or "last", the one that is over.
 * False if there is no such week. */
bool window_week(const char *week, struct window *w);

/* One moment: an ISO 8601 date (start: its first second, else its last, local time), date and time ("2025-02-03T10:00",
 * a blank for the T, seconds and zone optional; local without a zone), or "@SECONDS". False if it is none. */
bool window_moment(const char *text, bool start, time_t *t);

#endif
