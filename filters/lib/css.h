/* css.h - as much of CSS as it takes to tell what a reader of an HTML mail cannot see */
#ifndef CSS_H
#define CSS_H

#include <glib.h>
#include <stdbool.h>

/* How an element looks, as far as it matters. Start from css_root, or from a copy of the parent's. */
struct css_look {
	bool gone;        /* not displayed, whatever is inside */
	bool invisible;   /* visibility; an element inside may be visible again */
	bool tiny;        /* font-size about 0 */
	bool pre;         /* white space counts */
	guint32 color;    /* 0xRRGGBB */
	guint32 ground;
};

extern const struct css_look css_root; /* black on white */

/* Apply declarations ("display:none; color: red"). */
void css_apply(struct css_look *look, const char *declarations);

/* Apply HTML's color and bgcolor attributes; NULL: not there. */
void css_apply_colors(struct css_look *look, const char *color, const char *bgcolor);

/* True if text that looks so cannot be seen. */
bool css_hides(const struct css_look *look);

/* The rules of <style> elements. Simple selectors (tag, .class, #id, tag.class) and the last part of descendant ones
 * count; rules for print, for narrow screens and the like do not. */
struct css_sheet;
struct css_sheet *css_sheet_new(void);
void css_sheet_add(struct css_sheet *sheet, const char *css, size_t len);
void css_sheet_apply(const struct css_sheet *sheet, struct css_look *look, const char *tag, const char *id,
                     const char *classes);
void css_sheet_free(struct css_sheet *sheet);

#endif
