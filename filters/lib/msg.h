/* msg.h - one-line messages, and the exit status they add up to
 *
 * Every filter says what went wrong as "NAME: object: reason", one line on standard error, goes on
 * with the rest and exits with the status that it remembers here. Foreign text in a message is made
 * harmless: the whole line passes through safe_line().
 */
#ifndef MSG_H
#define MSG_H

#include <stddef.h>

/* Exit statuses, the same for every command (digest-list(5)). */
enum { EXIT_DONE = 0, EXIT_SOME = 1, EXIT_USAGE = 2, EXIT_LATER = 75 };

/* Call first in main: takes the name to print from argv[0] and sets the locale. */
void msg_init(const char *argv0);

/* The program's name, as messages print it. */
const char *msg_name(void);

/* Call this before each line that is printed, to take away what stands unfinished on the terminal; NULL: nothing. */
void msg_before(void (*clear)(void *), void *arg);

/* Print a line; the exit status stays as it is. */
void msg_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Print a line and remember that something failed: the status becomes EXIT_SOME. */
void msg_fail(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Print a line and leave at once with this status. */
_Noreturn void msg_die(int status, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Print "try 'NAME --help'" after the line and leave with EXIT_USAGE. */
_Noreturn void msg_usage(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Write to standard output, at once, for whoever reads a pipe. When that fails (a full disk) say so and leave with EXIT_SOME:
 * what follows would be lost too. */
void msg_write(const char *text, size_t n);

/* The result of printf() and its kin on standard output: remembers why the first failed, for msg_exit() to tell. */
void msg_wrote(int result);

/* Flush and check standard output (a full disk shows only here), then give the status to return from
 * main. Call it last. A reader that left ends the filter by SIGPIPE before this, without a word. */
int msg_exit(void);

#endif
