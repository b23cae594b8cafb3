/* flowed.h - text/plain; format=flowed (RFC 3676) */
#ifndef FLOWED_H
#define FLOWED_H

#include <glib.h>
#include <stdbool.h>

/* Append `text` (LF line ends) to `out` with its flowed lines joined and its space-stuffing removed. Quoted lines
 * join only with quoted lines of the same depth. "-- " is a signature line and never joins. A line of a
 * diff, quoted or not, never joins another that looks like one: a mailer that calls a patch flowed has not made prose
 * of it. A diff that was not stuffed stays as it is. */
void flowed_append(GString *out, const char *text, bool delsp);

#endif
