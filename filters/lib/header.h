/* header.h - values of mail headers */
#ifndef HEADER_H
#define HEADER_H

#include <glib.h>

/* Make GMime ready, once; SIGPIPE keeps its disposition, which g_mime_init would take. */
void header_init(void);

/* A raw header value as people read it: RFC 2047 decoded, unfolded, one harmless line. NULL gives "". Free with
 * g_free. */
char *header_text(const char *raw);

/* The Message-IDs of a raw References or In-Reply-To, without <>, in their order, each once; without any <>
 * a lone word that looks like an id counts. Never NULL. Free with g_strfreev. */
char **header_ids(const char *raw);

/* What stands inside of the last <> of a raw value, harmless; NULL if nothing does. Free with g_free. */
char *header_angle(const char *raw);

#endif
