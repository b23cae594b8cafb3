/* listing.h - the threads of a period, as lines of the list */
#ifndef LISTING_H
#define LISTING_H

#include "db.h"
#include "window.h"

/* struct list_line pointers, one for each thread that has mail matching query in the window: columns 1, 4 to 9, 11 and 12
 * filled, the others "-"; the thread with the newest such mail first. Cost grows with the window and its threads, not
 * with the mailbox. NULL after an error that was reported. Free with g_ptr_array_unref. */
GPtrArray *listing_make(struct db *db, const char *query, const struct window *w);

/* What is wrong with a query that is to be one term of a larger one, in parentheses: a quotation mark or a parenthesis that has
 * no other would take in what stands beside it. NULL: nothing. */
const char *listing_fault(const char *query);

/* The scope of such lines: query and window in one, "-" if both are open. Free with g_free. */
char *listing_scope(const char *query, const struct window *w);

/* Take a scope that listing_scope() made apart again. False if it is of another make, or has no window. *query is the
 * caller's, to g_free. */
bool listing_parse_scope(const char *scope, char **query, struct window *w);

#endif
