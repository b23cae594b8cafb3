/* htmltag.h - HTML cut into tags and text, as browsers cut it */
#ifndef HTMLTAG_H
#define HTMLTAG_H

#include <glib.h>
#include <stdbool.h>

enum tag_id {
	TAG_OTHER, TAG_A, TAG_ADDRESS, TAG_ARTICLE, TAG_ASIDE, TAG_B, TAG_BIG, TAG_BLOCKQUOTE, TAG_BODY, TAG_BR,
	TAG_CAPTION, TAG_CENTER, TAG_CODE, TAG_DD, TAG_DETAILS, TAG_DIV, TAG_DL, TAG_DT, TAG_EM, TAG_FIELDSET,
	TAG_FIGURE, TAG_FONT, TAG_FOOTER, TAG_FORM, TAG_H1, TAG_H2, TAG_H3, TAG_H4, TAG_H5, TAG_H6, TAG_HEAD,
	TAG_HEADER, TAG_HR, TAG_HTML, TAG_I, TAG_IFRAME, TAG_IMG, TAG_INPUT, TAG_LI, TAG_LINK, TAG_LISTING, TAG_MAIN,
	TAG_META, TAG_NAV, TAG_NOEMBED, TAG_NOFRAMES, TAG_OL, TAG_P, TAG_PRE, TAG_S, TAG_SCRIPT, TAG_SECTION,
	TAG_SMALL, TAG_STRIKE, TAG_STRONG, TAG_STYLE, TAG_TABLE, TAG_TBODY, TAG_TD, TAG_TEMPLATE, TAG_TEXTAREA,
	TAG_TFOOT, TAG_TH, TAG_THEAD, TAG_TITLE, TAG_TR, TAG_TT, TAG_U, TAG_UL, TAG_VIDEO, TAG_AUDIO, TAG_OBJECT,
	TAG_SVG, TAG_XMP,
	TAG_COUNT,
};

enum tag_flag {
	TAG_BLOCK = 1,        /* stands on lines of its own */
	TAG_PARAGRAPH = 2,    /* with empty lines around */
	TAG_VOID = 4,         /* has no content and no end tag */
	TAG_RAW = 8,          /* its content is text up to its end tag */
	TAG_NEVER_SHOWN = 16,
	TAG_FORMATTING = 32,  /* survives the end of the block in which nobody closed it */
	TAG_CELL = 64,        /* end tags inside do not reach beyond it */
	TAG_ROW = 128,
	TAG_TABLE_ROOT = 256,
	TAG_LIST = 512,
};

struct tag {
	enum { TAG_OPEN, TAG_CLOSE, TAG_COMMENT } kind;
	enum tag_id id;
	char name[32];        /* lower case, as far as it fits */
	const char *attrs;    /* what follows the name, up to '>' */
	size_t attrs_len;
	bool self_closing;
};

unsigned tag_flags(enum tag_id id);

/* Find the next tag or comment from s on. Text before it ends at *text_end. Returns where to go on behind the tag;
 * NULL if none follows: then all is text; or, if *text_end is not the end, a tag that never ends stands there, and
 * browsers show nothing of what follows. */
const char *tag_next(const char *s, const char *end, struct tag *t, const char **text_end);

/* Where the content of a TAG_RAW element ends that starts at s: at its end tag, or at the end. */
const char *tag_raw_end(const char *s, const char *end, const struct tag *t);

/* Value of an attribute, references decoded; "" if it has none, NULL if it is not there. Free with g_free. */
char *tag_attribute(const struct tag *t, const char *name);

#endif
