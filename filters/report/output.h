/* output.h - the report's file: it grows as FILE.part and becomes FILE when it is complete
 *
 * Where FILE is a link, that holds for the file it leads to. A device, a pipe or a socket is written to as it is.
 */
#ifndef OUTPUT_H
#define OUTPUT_H

#include <glib.h>
#include <stdio.h>

struct output {
	FILE *file;
	char *name;  /* without links; NULL: standard output */
	char *part;  /* it grows under this name; NULL: under its own */
};

/* Leaves with EXIT_SOME, like the others here, after a line that says what could not be written; with EXIT_LATER if another
 * process is writing the same report. What is not complete when the program ends is removed. */
void output_open(struct output *o, const char *name);

/* Write what is complete at once, for `tail -f` and pipes, and empty `text`. A disk that is full ends the run: what follows would
 * be lost, and answers that were paid for are in the cache. */
void output_write(struct output *o, GString *text);

void output_close(struct output *o);

#endif
