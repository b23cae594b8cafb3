/* body.c - the lines of a mail's text, told apart */
#include "body-parts.h"

#include <glib.h>
#include <string.h>

/* A signature is short (RFC 3676 says four lines); companies add to it. What is longer is no signature. */
#define SIGNATURE_LINES 12

/* Lines that may follow the rule of a list's footer. */
#define FOOTER_LINES 6

bool body_blank(const struct body_line *l)
{
	for (size_t i = 0; i < l->len; i++) {
		/* A no-break space is two bytes. */
		if (i + 1 < l->len && l->text[i] == '\xc2' && l->text[i + 1] == '\xa0')
			i++;
		else if (!g_ascii_isspace(l->text[i]))
			return false;
	}
	return true;
}

bool body_starts(const struct body_line *l, const char *s)
{
	size_t n = strlen(s);

	return l->len >= n && memcmp(l->text, s, n) == 0;
}

bool body_is(const struct body_line *l, const char *s)
{
	size_t len = l->len;

	while (len && g_ascii_isspace(l->text[len - 1]))
		len--;
	return len == strlen(s) && memcmp(l->text, s, len) == 0;
}

bool body_snip(const struct body_line *l)
{
	static const char *const marks[] = {"[...]", "[..]", "[…]", "...", "…", "(...)", "[ ... ]", "[snip]", "<snip>", "[ snip ]",
					    "<...>", "[....]"};

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (body_is(l, marks[i]))
			return true;
	return false;
}

static bool holds(const struct body_line *l, const char *s)
{
	return memmem(l->text, l->len, s, strlen(s)) != NULL;
}

/* Take the quote marks off: ">", "> >", ">>>", at most one blank between two of them. One blank after
 * the last belongs to the mark. */
static void unquote(struct body_line *l)
{
	size_t at = 0, end = 0;
	int depth = 0;

	for (;;) {
		if (at < l->rawlen && l->raw[at] == '>')
			at++;
		else if (depth && at + 1 < l->rawlen && l->raw[at] == ' ' && l->raw[at + 1] == '>')
			at += 2;
		else
			break;
		depth++;
		end = at;
	}
	if (depth && end < l->rawlen && l->raw[end] == ' ')
		end++;
	l->depth = depth;
	l->kind = depth ? BODY_QUOTE : BODY_TEXT;
	l->text = l->raw + end;
	l->len = l->rawlen - end;
}

static void split(struct body *b, const char *text)
{
	GArray *lines = g_array_new(FALSE, TRUE, sizeof(struct body_line));

	while (text && *text) {
		const char *nl = strchr(text, '\n');
		size_t len = nl ? (size_t)(nl - text) : strlen(text);
		struct body_line l = {.raw = text, .rawlen = len};

		unquote(&l);
		g_array_append_val(lines, l);
		text += len + (text[len] == '\n');
	}
	b->n = lines->len;
	b->lines = (struct body_line *)g_array_free(lines, FALSE);
}

static void unmark(struct body_line *l)
{
	l->kind = BODY_TEXT;
	l->depth = 0;
	l->text = l->raw;
	l->len = l->rawlen;
}

/* "  2280	code", as a compiler's message or a robot's lists it. */
static bool listing(const struct body_line *l)
{
	size_t i = 0, digits;

	while (i < l->len && l->text[i] == ' ')
		i++;
	for (digits = 0; i < l->len && g_ascii_isdigit(l->text[i]); i++)
		digits++;
	return digits && i < l->len && l->text[i] == '\t';
}

/* "arch/arm64/kvm/arm.c:2281:17: error: ..." */
static bool located(const struct body_line *l)
{
	const char *colon = memchr(l->text, ':', l->len);

	return colon && colon + 1 < l->text + l->len && g_ascii_isdigit(colon[1]) &&
	       !memchr(l->text, ' ', (size_t)(colon - l->text));
}

/* Robots point with ">> " at the messages that count, and with "> " at the line in a listing: such lines stand among
 * lines that are not quoted, and are theirs. */
static void unpoint(struct body *b)
{
	for (size_t i = 0; i < b->n;) {
		size_t end = i;

		while (end < b->n && b->lines[end].depth == 2 && located(&b->lines[end]))
			end++;
		if (end > i && (!i || !b->lines[i - 1].depth) && (end == b->n || !b->lines[end].depth))
			for (; i < end; i++)
				unmark(&b->lines[i]);
		else if (i && i + 1 < b->n && b->lines[i].depth == 1 && listing(&b->lines[i - 1]) &&
			 listing(&b->lines[i]) && listing(&b->lines[i + 1]))
			unmark(&b->lines[i]);
		i = MAX(end, i + 1);
	}
}

/* ">From here on" stands alone where a mailbox format escaped a sentence: words, not a quote. */
static void unescape_from(struct body *b)
{
	for (size_t i = 0; i < b->n; i++) {
		struct body_line *l = &b->lines[i];

		if (l->rawlen < 6 || memcmp(l->raw, ">From ", 6) != 0)
			continue;
		if ((i && b->lines[i - 1].depth) || (i + 1 < b->n && b->lines[i + 1].depth))
			continue;
		unmark(l);
	}
}

static bool all_of(const struct body_line *l, char c, size_t least)
{
	size_t len = l->len;

	while (len && g_ascii_isspace(l->text[len - 1]))
		len--;
	for (size_t i = 0; i < len; i++)
		if (l->text[i] != c)
			return false;
	return len >= least;
}

/* A line that mailman, majordomo or a web group puts below the rule. */
static bool footer_line(const struct body_line *l)
{
	static const char *const marks[] = {
		"mailing list", "/listinfo", "/mailman", "majordomo", "nsubscribe", "Google Groups",
		"groups.google.com", "groups.io", "List info:", "https://lists.", "http://lists.",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		if (holds(l, marks[i]))
			return true;
	/* The list's address, alone on its line. */
	return holds(l, "@") && !memchr(l->text, ' ', l->len) && l->len > 3;
}

/* Footers stand at any depth: people quote them too. */
static void find_footers(struct body *b)
{
	for (size_t i = 0; i + 1 < b->n; i++) {
		struct body_line *l = &b->lines[i];
		bool rule = all_of(l, '_', 20);
		size_t end = i + 1;

		if (!rule && !body_is(l, "--"))
			continue;
		/* Below "-- " only what names itself a list's; below a rule, a mailing list's lines. */
		if (rule ? !footer_line(l + 1)
			 : !(body_starts(l + 1, "To unsubscribe from this list") ||
			     body_starts(l + 1, "To unsubscribe from this group and stop receiving emails") ||
			     body_starts(l + 1, "You received this message because you are subscribed")))
			continue;
		while (end < b->n && end - i <= FOOTER_LINES && b->lines[end].depth == l->depth &&
		       (footer_line(&b->lines[end]) || (!rule && !body_blank(&b->lines[end]))))
			end++;
		for (size_t k = i; k < end; k++)
			b->lines[k].kind = BODY_FOOTER;
		i = end - 1;
	}
}

/* The line that mail.c puts above the text of an attachment. */
static bool attachment_mark(const struct body_line *l)
{
	return !l->depth && body_starts(l, "[-- attachment: ") && holds(l, " bytes --]");
}

/* An attached patch is read as a patch; a log or a configuration is nobody's words. */
static void find_attachments(struct body *b)
{
	bool attached = false;

	for (size_t i = 0; i < b->n; i++) {
		struct body_line *l = &b->lines[i];

		if (attachment_mark(l))
			attached = !holds(l, ".patch") && !holds(l, ".diff") && !holds(l, "x-patch") &&
				   !holds(l, "x-diff");
		if (!attached || l->kind == BODY_FOOTER)
			continue;
		unmark(l);
		l->kind = BODY_ATTACHED;
	}
}

/* Where the mail's own text ends: at a footer or an attachment. */
static size_t end_of_words(const struct body *b, size_t from)
{
	size_t end = from;

	while (end < b->n && b->lines[end].kind != BODY_FOOTER && !attachment_mark(&b->lines[end]))
		end++;
	return end;
}

/* "-- " is a signature's beginning only where nothing but a signature follows: a few lines of plain text. */
static void find_signature(struct body *b)
{
	for (size_t i = 0; i < b->n; i++) {
		struct body_line *l = &b->lines[i];
		size_t end, words = 0;
		bool plain = true;

		if (l->kind != BODY_TEXT || l->rawlen != 3 || memcmp(l->raw, "-- ", 3) != 0)
			continue;
		end = end_of_words(b, i);
		for (size_t k = i + 1; k < end && plain; k++) {
			plain = b->lines[k].kind == BODY_TEXT;
			words += !body_blank(&b->lines[k]);
		}
		if (!plain || words > SIGNATURE_LINES)
			continue;
		for (size_t k = i; k < end; k++)
			b->lines[k].kind = BODY_SIGNATURE;
		i = end;
	}
}

/* "Reviewed-by: ", "Reported-and-tested-by: ": a word that ends in "-by", a colon, a value. */
static bool by_line(const struct body_line *l)
{
	size_t i = 0;

	while (i < l->len && (g_ascii_isalpha(l->text[i]) || l->text[i] == '-'))
		i++;
	return i > 3 && i + 2 < l->len && g_ascii_isupper(l->text[0]) && l->text[i] == ':' &&
	       l->text[i + 1] == ' ' && g_ascii_strncasecmp(l->text + i - 3, "-by", 3) == 0;
}

/* Lines that are trailers when they stand beside one. */
static bool with_trailers(const struct body_line *l)
{
	static const char *const keys[] = {"Fixes: ", "Link: ", "Closes: ", "Cc: ", "CC: ", "Change-Id: ",
					   "Message-Id: ", "Message-ID: ", "Reference: ", "References: "};

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		if (body_starts(l, keys[i]))
			return true;
	/* "[maz: fixed the comment]" between two of them, and the address of a folded one. */
	return (body_starts(l, "[") && holds(l, ": ")) ||
	       (body_starts(l, " ") && holds(l, "<") && holds(l, "@"));
}

static void find_trailers(struct body *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->lines[i].kind == BODY_TEXT && by_line(&b->lines[i]))
			b->lines[i].kind = BODY_TRAILER;
	for (size_t i = 1; i < b->n; i++)
		if (b->lines[i].kind == BODY_TEXT && b->lines[i - 1].kind == BODY_TRAILER &&
		    with_trailers(&b->lines[i]))
			b->lines[i].kind = BODY_TRAILER;
	for (size_t i = b->n; i-- > 1;)
		if (b->lines[i - 1].kind == BODY_TEXT && b->lines[i].kind == BODY_TRAILER &&
		    with_trailers(&b->lines[i - 1]))
			b->lines[i - 1].kind = BODY_TRAILER;
}

struct body *body_parse(const char *text)
{
	struct body *b = g_new0(struct body, 1);

	split(b, text);
	unescape_from(b);
	unpoint(b);
	find_footers(b);
	find_attachments(b);
	body_find_originals(b);
	body_find_diffs(b);
	body_find_stats(b);
	body_find_attributions(b);
	find_signature(b);
	find_trailers(b);
	return b;
}

void body_free(struct body *b)
{
	if (!b)
		return;
	g_free(b->lines);
	g_free(b);
}
