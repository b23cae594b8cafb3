/* html.h - an HTML mail as plain text */
#ifndef HTML_H
#define HTML_H

#include <glib.h>

/* Append what a reader sees of `html` (UTF-8) to `out`: paragraphs as lines (not wrapped), <blockquote> behind "> ",
 * lists with "* " or "1. ", <pre> as it is, links as their text. Nothing that is not seen: no head, script, style or
 * comment, no element that its attributes or a <style> hide (see css.h), nothing white on white. The text may
 * still hold invisible characters: safe_text() it. */
void html_append(GString *out, const char *html, size_t len);

#endif
