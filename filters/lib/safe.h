/* safe.h - foreign text made harmless
 *
 * Mail is hostile: whatever comes from it passes through here before it reaches a list, a message, a
 * terminal, a report or a prompt. "Invisible" means what a reader cannot see but a terminal, a browser
 * or a model obeys: C0 and C1 controls, DEL, bidirectional controls (U+061C, U+200E-F, U+202A-E,
 * U+2066-9), zero-width and other default-ignorable characters (U+00AD, U+034F, U+115F-60, U+17B4-5,
 * U+180B-F, U+200B, U+2060-4, U+206A-F, U+FEFF, U+FFF9-B, U+E0000-E0FFF), noncharacters. ZWNJ and ZWJ stay:
 * Persian, the Indic scripts and emoji need them.
 */
#ifndef SAFE_H
#define SAFE_H

#include <glib.h>

/* One line of valid UTF-8: bytes that are not UTF-8 become U+FFFD, white space of any kind and length
 * becomes one blank, invisible characters vanish, ends are trimmed. NULL gives "". Free with g_free. */
char *safe_line(const char *s);

/* The same of a subject, which ends with "…" after some 1,000 bytes: a line of mail has no more (RFC 5322, 2.1.1), and what
 * searches it may take time that grows with the square of its length. Free with g_free. */
char *safe_subject(const char *s);

/* Text of many lines, valid UTF-8: LF and TAB stay, CR LF and CR become LF, U+2028/9 become LF, invisible
 * characters vanish (they must not steer a model). Free with g_free. */
char *safe_text(const char *s, gssize len);

/* The same for people: what is invisible is shown as <U+202E> or ^[, so that nothing hides. */
char *safe_visible(const char *s, gssize len);

/* True if the character is invisible in the sense above (LF and TAB are, too). */
gboolean safe_is_invisible(gunichar c);

#endif
