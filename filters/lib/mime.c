/* mime.c - the MIME tree of a mail as one text and a list of what is not text */
#include "lib/mime.h"
#include "lib/charset.h"
#include "lib/content.h"
#include "lib/flowed.h"
#include "lib/header.h"
#include "lib/html.h"
#include "lib/mail.h"
#include "lib/safe.h"

#include <string.h>

static bool show_invisible;

void mail_show_invisible(void)
{
	show_invisible = true;
}

/* What a mail may cost. Whatever does not fit is named by a line in the text. */
enum {
	DEPTH_MAX = 24,            /* parts in parts */
	FORWARDS_MAX = 6,          /* mails in mails */
	PARTS_MAX = 1000,
	TEXT_MAX = 4 << 20,        /* bytes of text, diffs among them */
	ATTACHED_MAX = 8 << 10,    /* of a text attachment that is no patch; a larger one is a log or a configuration
	                            * for machines: it is only named */
};

struct reader {
	GString *text;      /* the mail's own text */
	GString *attached;  /* what stands after it */
	GPtrArray *parts;
	size_t room;        /* bytes of text that may still come */
	int depth, forwards;
	unsigned seen;
	bool mute;          /* in an alternative that was not chosen: only attachments count */
};

static void walk(struct reader *r, GMimeObject *object);

static void add_part(struct reader *r, const char *name, const char *type, size_t bytes, bool shown)
{
	struct mail_part *part = g_new0(struct mail_part, 1);
	const char *slash = strrchr(name, '/'), *backslash = strrchr(name, '\\');
	name = slash ? slash + 1 : name;
	name = backslash && backslash >= name ? backslash + 1 : name;
	part->name = header_text(name);
	part->type = g_strdup(type);
	part->bytes = bytes;
	part->shown = shown;
	g_ptr_array_add(r->parts, part);
}

/* Harmless: it stands in the text, too. */
static char *type_of(GMimeObject *object)
{
	GMimeContentType *ct = g_mime_object_get_content_type(object);
	char *type = ct ? g_mime_content_type_get_mime_type(ct) : g_strdup("text/plain");
	char *lower = g_ascii_strdown(type, -1);
	char *clean = safe_line(lower);
	g_free(type);
	g_free(lower);
	return clean;
}

static void end_line(GString *s)
{
	if (s->len && s->str[s->len - 1] != '\n')
		g_string_append_c(s, '\n');
}

/* The charset that an HTML page names for itself; NULL if it names none. Free with g_free. */
static char *meta_charset(const char *html, size_t len)
{
	char *head = g_ascii_strdown(html, (gssize)MIN(len, 2048u));
	char *at = strstr(head, "charset=");
	char *name = NULL;
	if (at) {
		at += strlen("charset=");
		at += strspn(at, "\"' ");
		name = g_strndup(at, strcspn(at, "\"' />;"));
	}
	g_free(head);
	return name;
}

/* Bytes of a text part, harmless, appended. */
static void append_text(GString *out, const char *bytes, size_t len, const char *label, GMimeContentType *ct)
{
	const char *format = ct ? g_mime_content_type_get_parameter(ct, "format") : NULL;
	bool flowed = format && g_ascii_strcasecmp(format, "flowed") == 0;
	bool html = ct && g_mime_content_type_is_type(ct, "text", "html");
	bool plain = charset_is_plain(bytes, len);

	if (plain && !flowed && !html && !(label && strpbrk(label, "7zZ"))) {
		g_string_append_len(out, bytes, (gssize)len);
		return;
	}
	char *meta = html && !label ? meta_charset(bytes, len) : NULL;
	GString *utf8 = g_string_sized_new(len + len / 8 + 16);
	charset_append(utf8, bytes, len, meta ? meta : label);
	g_free(meta);
	if (html) {
		GString *page = g_string_sized_new(utf8->len / 2);
		html_append(page, utf8->str, utf8->len);
		g_string_free(utf8, TRUE);
		utf8 = page;
	}
	char *clean = (show_invisible ? safe_visible : safe_text)(utf8->str, (gssize)utf8->len);
	g_string_free(utf8, TRUE);
	if (flowed) {
		const char *delsp = g_mime_content_type_get_parameter(ct, "delsp");
		flowed_append(out, clean, delsp && g_ascii_strcasecmp(delsp, "yes") == 0);
	} else {
		g_string_append(out, clean);
	}
	g_free(clean);
}

static void say_cut(GString *out, size_t left)
{
	end_line(out);
	g_string_append_printf(out, "[-- %zu bytes more, not shown --]\n", left);
}

/* At most max bytes of the part, whole lines of them. */
static size_t cut_at_line(const struct content *c, size_t max)
{
	if (c->len <= max)
		return c->len;
	const char *nl = memrchr(c->bytes, '\n', max);
	return nl ? (size_t)(nl + 1 - c->bytes) : max;
}

static void show_text(struct reader *r, GMimePart *part, GString *out)
{
	GMimeContentType *ct = g_mime_object_get_content_type(GMIME_OBJECT(part));
	size_t before = out->len;
	struct content c;

	content_open(&c, part, r->room);
	size_t len = cut_at_line(&c, r->room);
	append_text(out, c.bytes, len, ct ? g_mime_content_type_get_parameter(ct, "charset") : NULL, ct);
	if (c.cut || len < c.len)
		say_cut(out, content_size(part) - MIN(len, content_size(part)));
	end_line(out);
	r->room -= MIN(r->room, out->len - before);
	content_close(&c);
}

static bool is_binary(GMimePart *part)
{
	struct content c;
	content_open(&c, part, 4096);
	bool binary = memchr(c.bytes, '\0', MIN(c.len, 4096u)) != NULL;
	content_close(&c);
	return binary;
}

static bool has_suffix_nocase(const char *name, const char *suffix)
{
	size_t n = strlen(name), k = strlen(suffix);
	return n > k && g_ascii_strcasecmp(name + n - k, suffix) == 0;
}

static bool is_patch(const char *type, const char *name)
{
	return strcmp(type, "text/x-patch") == 0 || strcmp(type, "text/x-diff") == 0 ||
	       strcmp(type, "text/diff") == 0 || strcmp(type, "text/patch") == 0 ||
	       strcmp(type, "application/x-patch") == 0 || has_suffix_nocase(name, ".patch") ||
	       has_suffix_nocase(name, ".diff");
}

static bool is_readable(const char *type)
{
	static const char *const others[] = {"message/delivery-status", "message/disposition-notification",
	                                     "message/feedback-report", NULL};
	if (g_str_has_prefix(type, "text/"))
		return strcmp(type, "text/html") != 0;
	return g_strv_contains(others, type);
}

/* Name, type and size of an attachment, and its text if it has one. */
static void attachment(struct reader *r, GMimePart *part, const char *type, const char *name)
{
	size_t size = content_size(part);
	bool patch = is_patch(type, name);
	bool small = is_readable(type) && size <= ATTACHED_MAX && !r->mute;
	bool shown = (patch || small) && !is_binary(part);

	add_part(r, name, type, size, shown);
	if (!shown)
		return;
	char *clean = header_text(name);
	end_line(r->attached);
	g_string_append_printf(r->attached, "[-- attachment: %s, %s, %zu bytes --]\n", *clean ? clean : "(no name)", type,
	                       size);
	g_free(clean);
	show_text(r, part, r->attached);
}

/* A body part of the mail itself, as against one that was attached to it. */
static bool is_body(GMimePart *part, const char *type, const char *name)
{
	if (strcmp(type, "text/plain") != 0 && strcmp(type, "text/html") != 0)
		return false;
	const char *disposition = g_mime_object_get_disposition(GMIME_OBJECT(part));
	bool attached = disposition && g_ascii_strcasecmp(disposition, "attachment") == 0;
	return !attached && !(*name && is_patch("", name));
}

static void leaf(struct reader *r, GMimePart *part)
{
	const char *filename = g_mime_part_get_filename(part);
	const char *name = filename ? filename : "";
	char *type = type_of(GMIME_OBJECT(part));

	if (!is_body(part, type, name) || (*name && r->text->len))
		attachment(r, part, type, name);
	else if (!r->mute)
		show_text(r, part, r->text);
	g_free(type);
}

/* Bytes of all leaves below an object that is not opened. */
static size_t closed_size(GMimeObject *object, int depth)
{
	size_t size = 0;
	if (depth < DEPTH_MAX && GMIME_IS_MULTIPART(object)) {
		for (int i = 0; i < g_mime_multipart_get_count(GMIME_MULTIPART(object)); i++)
			size += closed_size(g_mime_multipart_get_part(GMIME_MULTIPART(object), i), depth + 1);
	} else if (GMIME_IS_MESSAGE_PART(object)) {
		GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
		GMimeObject *root = message ? g_mime_message_get_mime_part(message) : NULL;
		size = root && depth < DEPTH_MAX ? closed_size(root, depth + 1) : 0;
	} else if (GMIME_IS_PART(object)) {
		size = content_size(GMIME_PART(object));
	}
	return size;
}

static void closed(struct reader *r, GMimeObject *object)
{
	char *type = type_of(object);
	add_part(r, "", type, closed_size(object, 0), false);
	g_free(type);
}

static void each_part(struct reader *r, GMimeMultipart *multipart)
{
	int n = g_mime_multipart_get_count(multipart);
	for (int i = 0; i < n; i++)
		walk(r, g_mime_multipart_get_part(multipart, i));
	if (n > 0 || r->mute)
		return;
	/* Its boundary is missing: all that there is stands before the first part. */
	const char *lost = g_mime_multipart_get_prologue(multipart);
	if (lost)
		append_text(r->text, lost, strlen(lost), NULL, NULL);
	end_line(r->text);
}

static bool is_blank(const char *s)
{
	for (; *s; s = g_utf8_next_char(s))
		if (!g_unichar_isspace(g_utf8_get_char(s)))
			return false;
	return true;
}

static bool is_plain_text(GMimeObject *object)
{
	GMimeContentType *ct = g_mime_object_get_content_type(object);
	return ct && g_mime_content_type_is_type(ct, "text", "plain");
}

/* The first alternative that has text, plain before any other. Of those not chosen the attachments still count. */
static void alternative(struct reader *r, GMimeMultipart *multipart)
{
	bool done = r->mute;
	int n = g_mime_multipart_get_count(multipart);

	for (int i = 0; i < 2 * n; i++) {
		GMimeObject *one = g_mime_multipart_get_part(multipart, i % n);
		if (is_plain_text(one) != (i < n))
			continue;
		size_t before = r->text->len;
		r->mute = done;
		walk(r, one);
		if (!done && is_blank(r->text->str + before))
			g_string_truncate(r->text, before);
		else
			done = true;
	}
}

static bool is_signature(GMimeObject *object)
{
	GMimeContentType *ct = g_mime_object_get_content_type(object);
	return ct && (g_mime_content_type_is_type(ct, "application", "pgp-signature") ||
	              g_mime_content_type_is_type(ct, "application", "pkcs7-signature") ||
	              g_mime_content_type_is_type(ct, "application", "x-pkcs7-signature"));
}

static void signed_part(struct reader *r, GMimeMultipart *multipart)
{
	for (int i = 0; i < g_mime_multipart_get_count(multipart); i++) {
		GMimeObject *one = g_mime_multipart_get_part(multipart, i);
		if (i == 0 || !is_signature(one))
			walk(r, one);
	}
}

static void append_quoted(GString *out, const char *text)
{
	while (*text) {
		const char *end = strchrnul(text, '\n');
		g_string_append(out, end > text ? "> " : ">");
		g_string_append_len(out, text, end - text);
		g_string_append_c(out, '\n');
		text = *end ? end + 1 : end;
	}
}

static char *header_of(GMimeMessage *message, const char *name)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(message));
	GMimeHeader *header = g_mime_header_list_get_header(list, name);
	return header_text(header ? g_mime_header_get_raw_value(header) : NULL);
}

/* A mail in the mail: quoted, with its own sender before it, so that nobody takes its words for those of the mail
 * that carries it. */
static void forwarded(struct reader *r, GMimeMessage *message)
{
	struct reader inner = *r;
	inner.text = g_string_new(NULL);
	inner.attached = g_string_new(NULL);
	inner.forwards++;
	walk(&inner, g_mime_message_get_mime_part(message));
	g_string_append_len(inner.text, inner.attached->str, (gssize)inner.attached->len);

	char *from = header_of(message, "From"), *date = header_of(message, "Date");
	char *subject = header_of(message, "Subject");
	size_t before = r->attached->len;
	g_string_append_printf(r->attached, "[-- forwarded mail --]\nOn %s, %s wrote:\n",
	                       *date ? date : "an unknown date", *from ? from : "somebody");
	if (*subject)
		g_string_append_printf(r->attached, "> Subject: %s\n>\n", subject);
	append_quoted(r->attached, inner.text->str);
	r->seen = inner.seen;
	r->room -= MIN(r->room, r->attached->len - before);
	g_free(from);
	g_free(date);
	g_free(subject);
	g_string_free(inner.attached, TRUE);
	g_string_free(inner.text, TRUE);
}

static void message_part(struct reader *r, GMimeObject *object)
{
	GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
	if (!message || r->forwards >= FORWARDS_MAX) {
		closed(r, object);
		return;
	}
	char *subject = header_of(message, "Subject");
	add_part(r, subject, "message/rfc822", closed_size(object, 0), !r->mute);
	g_free(subject);
	if (!r->mute)
		forwarded(r, message);
}

static void walk(struct reader *r, GMimeObject *object)
{
	if (!object)
		return;
	if (r->depth >= DEPTH_MAX || ++r->seen > PARTS_MAX) {
		closed(r, object);
		return;
	}
	bool mute = r->mute;
	r->depth++;
	if (GMIME_IS_MULTIPART_ENCRYPTED(object)) {
		closed(r, object);
	} else if (GMIME_IS_MULTIPART_SIGNED(object)) {
		signed_part(r, GMIME_MULTIPART(object));
	} else if (GMIME_IS_MULTIPART(object)) {
		GMimeContentType *ct = g_mime_object_get_content_type(object);
		if (ct && g_mime_content_type_is_type(ct, "multipart", "alternative"))
			alternative(r, GMIME_MULTIPART(object));
		else
			each_part(r, GMIME_MULTIPART(object));
	} else if (GMIME_IS_MESSAGE_PART(object)) {
		message_part(r, object);
	} else if (GMIME_IS_PART(object)) {
		leaf(r, GMIME_PART(object));
	} else {
		closed(r, object);
	}
	r->depth--;
	r->mute = mute;
}

void mime_read(GMimeMessage *message, GString *text, GPtrArray *parts)
{
	struct reader r = {.text = text, .attached = g_string_new(NULL), .parts = parts, .room = TEXT_MAX};

	walk(&r, g_mime_message_get_mime_part(message));
	g_string_append_len(text, r.attached->str, (gssize)r.attached->len);
	g_string_free(r.attached, TRUE);
}
