/* command.h - ask a program instead of a server: prompt on its standard input, answer on its standard output
 *
 * Each runs as `sh -c COMMAND` in a session of its own, so that it can be ended with all that it started: at a
 * deadline, when we leave, also by a signal. It counts as failed unless it exits with 0; 75 asks to be tried again.
 */
#ifndef COMMAND_H
#define COMMAND_H

#include "fault.h"
#include "llm.h"

struct command;

/* Make sure that nothing started here outlives us. */
void commands_open(void);
void commands_close(void);

/* Start it; the answer grows in *r, which must live as long as the command. NULL: *f says why. */
struct command *command_start(const char *line, const char *system, const char *user, double whole, struct reply *r,
			      struct fault *f);
/* Move bytes, reap, watch the deadline; never blocks. True when it is over: then *f tells the fault, or none. */
bool command_work(struct command *c, struct fault *f);
/* Sleep until one of them has something to say, for at most so long. */
void commands_wait(struct command *const *running, size_t n, int milliseconds);
/* Drop it, whatever its state. */
void command_end(struct command *c);

#endif
