/* mime.h - the MIME tree of a mail as one text and a list of what is not text */
#ifndef MIME_H
#define MIME_H

#include <glib.h>
#include <gmime/gmime.h>

/* Append the text of a message to `text` (valid UTF-8, LF line ends, harmless) and its attachments to `parts`
 * (struct mail_part); see mail.h for what is shown how. */
void mime_read(GMimeMessage *message, GString *text, GPtrArray *parts);

#endif
