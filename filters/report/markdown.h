/* markdown.h - foreign text inside of Markdown
 *
 * CommonMark 0.31, and what lowdown(5) adds: autolinks of bare addresses, superscript, highlights,
 * footnotes, math. Escapes are as few as will do, because reports are read as they are, too.
 */
#ifndef MARKDOWN_H
#define MARKDOWN_H

#include <glib.h>

/* Append text as words of one line: nothing in it is Markdown any more. It passes through safe_line() first. */
void markdown_words(GString *out, const char *text);

/* Append a mail address: "<a@b>" where it is a plain one (as code if it has an underscore), else its words. */
void markdown_address(GString *out, const char *addr);

/* Append the archive's address of a message: `pattern` with its %s replaced by the Message-ID, percent-encoded (RFC 3986)
 * so that nothing in it can end the link. */
void markdown_url(GString *out, const char *pattern, const char *message_id);

/* The same for a sentence that a model wrote: `code` stays code, links and images leave only their text, bold its words. */
void markdown_inline(GString *out, const char *text);

/* Append what a model wrote, lines and all. Its words stay; what would change the report's structure does not work any
 * more: headings, rules, HTML, images, links (their text remains), definitions, tables, quotes, invisible characters.
 * Plain text comes through byte for byte. What is longer than `max_lines` or some 64 KiB is left out: FALSE, for the caller to say so. */
gboolean markdown_prose(GString *out, const char *text, unsigned max_lines);

#endif
