/* key.h - the key that an LLM server wants: it never stands in argv, in a message or in a report */
#ifndef KEY_H
#define KEY_H

#include "lib/db.h"

/* By the command of an option (NULL: none), else $DIGEST_API_KEY, else the command of the setting api_key_command, else by the
 * variable that the endpoint's provider has for it; NULL if there is none. Does not return if a command fails, prints nothing or
 * does not end. Free with g_free. */
char *key_find(const char *option, struct db *db, const char *endpoint);

#endif
