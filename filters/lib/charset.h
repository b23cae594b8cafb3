/* charset.h - bytes of a mail as UTF-8, whatever their label says */
#ifndef CHARSET_H
#define CHARSET_H

#include <glib.h>
#include <stdbool.h>

/* Append `len` bytes, labelled `label` (NULL: no label), to `out` as UTF-8 that may still hold controls and
 * NULs. Labels lie; in doubt:
 *
 *  - no label, one that nobody knows, or us-ascii: as utf-8;
 *  - utf-8: what is valid stays; a lone bad byte is read as windows-1252, a torn sequence becomes U+FFFD; without
 *    one valid sequence it was windows-1252 from the start;
 *  - iso-8859-1 and windows-1252: windows-1252, or UTF-8 if every high byte belongs to a valid sequence;
 *  - gb2312, gbk: gb18030; ks_c_5601 and euc-kr: cp949; shift_jis: cp932: each holds the one on the label;
 *  - any other: that charset, or UTF-8 if it does not fit and UTF-8 does. A byte that fits nothing becomes
 *    U+FFFD: nothing vanishes.
 */
void charset_append(GString *out, const char *bytes, size_t len, const char *label);

/* The same for a header, which has no label: a copy in valid UTF-8. Free with g_free. */
char *charset_header(const char *raw);

/* True if the bytes are ASCII that safe_text() would leave as it is: no controls but LF and TAB. */
bool charset_is_plain(const char *bytes, size_t len);

#endif
