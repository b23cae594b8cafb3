/* header.c - values of mail headers */
#include "lib/header.h"
#include "lib/charset.h"
#include "lib/safe.h"

#include <gmime/gmime.h>
#include <signal.h>
#include <string.h>

/* A References header may be as long as its sender likes; the far ancestors are of no use. */
enum { IDS_MAX = 1000, ID_BYTES = 998 };

void header_init(void)
{
	static gsize done;

	if (!g_once_init_enter(&done))
		return;
	struct sigaction pipe;
	sigaction(SIGPIPE, NULL, &pipe);
	g_mime_init();
	sigaction(SIGPIPE, &pipe, NULL);
	g_once_init_leave(&done, 1);
}

char *header_text(const char *raw)
{
	if (!raw)
		return g_strdup("");
	bool plain = charset_is_plain(raw, strlen(raw));
	if (plain && !strstr(raw, "=?"))
		return safe_line(raw);

	header_init();
	char *utf8 = charset_header(raw);
	char *decoded = g_mime_utils_header_decode_text(NULL, utf8);
	char *line = safe_line(decoded);
	g_free(decoded);
	g_free(utf8);
	return line;
}

static bool have_id(const GPtrArray *ids, const char *id)
{
	for (guint i = 0; i < ids->len; i++)
		if (strcmp(ids->pdata[i], id) == 0)
			return true;
	return false;
}

/* Folding may have put white space inside of an id; ids have none. */
static void add_id(GPtrArray *ids, const char *start, const char *end)
{
	GString *id = g_string_sized_new((gsize)(end - start));
	for (; start < end; start++)
		if (!g_ascii_isspace(*start))
			g_string_append_c(id, *start);
	char *clean = safe_line(id->str);
	g_string_free(id, TRUE);
	if (*clean && strlen(clean) <= ID_BYTES && !have_id(ids, clean))
		g_ptr_array_add(ids, clean);
	else
		g_free(clean);
}

char **header_ids(const char *raw)
{
	GPtrArray *ids = g_ptr_array_new();

	for (const char *p = raw; p && (p = strchr(p, '<'));) {
		const char *end = strchr(p, '>');
		if (!end)
			break;
		for (const char *q = p; (q = memchr(q + 1, '<', (size_t)(end - q - 1)));)
			p = q; /* "<broken <id@host>" */
		add_id(ids, p + 1, end);
		if (ids->len > IDS_MAX) {
			g_free(g_ptr_array_remove_index(ids, 0));
		}
		p = end + 1;
	}
	if (raw && !ids->len && !strchr(raw, '<')) {
		char *word = g_strstrip(g_strdup(raw));
		if (strchr(word, '@') && !strpbrk(word, " \t\r\n\"(),;"))
			add_id(ids, word, word + strlen(word));
		g_free(word);
	}
	g_ptr_array_add(ids, NULL);
	return (char **)g_ptr_array_free(ids, FALSE);
}

char *header_angle(const char *raw)
{
	const char *open = raw ? strrchr(raw, '<') : NULL;
	const char *close = open ? strchr(open, '>') : NULL;
	if (!close)
		return NULL;
	char *inside = g_strndup(open + 1, (gsize)(close - open - 1));
	char *clean = header_text(inside);
	g_free(inside);
	if (*clean)
		return clean;
	g_free(clean);
	return NULL;
}
