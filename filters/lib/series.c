/* series.c - a subject taken apart: "Re: [kvm] [RFC PATCH v2 03/11] KVM: arm64: do it" */
#include "lib/series.h"

#include <glib.h>
#include <string.h>

/* What mailers put in front of a subject they answer or forward, before a colon. */
static const char *const reply_words[] = {
	"re", "aw", "sv", "vs", "antw", "antwort", "odp", "ynt", "fw", "fwd", "wg",
	"automatic reply", "回复", "答复", "回覆", "答覆", "转发", "轉寄", "轉發", "自动回复",
};

static const char *skip_blanks(const char *s)
{
	while (*s && g_unichar_isspace(g_utf8_get_char(s)))
		s = g_utf8_next_char(s);
	return s;
}

/* The end of a colon (ASCII or full width, a blank before it as French mailers write), or NULL. */
static const char *skip_colon(const char *s)
{
	s = skip_blanks(s);
	if (*s == ':')
		return s + 1;
	return g_str_has_prefix(s, "：") ? s + strlen("：") : NULL;
}

/* "Re:", "RE :", "Re[2]:", "Re^2:", "回复：" at s: what follows, or NULL. */
static const char *skip_reply(const char *s)
{
	for (size_t i = 0; i < G_N_ELEMENTS(reply_words); i++) {
		size_t len = strlen(reply_words[i]);
		if (g_ascii_strncasecmp(s, reply_words[i], len) != 0)
			continue;
		const char *p = s + len;
		if (*p == '[' || *p == '^' || *p == '(') {
			p++;
			p += strspn(p, "0123456789");
			p += *p == ']' || *p == ')';
		}
		const char *after = skip_colon(p);
		if (after)
			return after;
	}
	return NULL;
}

/* What a bracket's words add up to. */
struct words {
	bool patch_word, rfc, resend, pull;
	bool colon;  /* "linux-next:master 12/345" counts commits of a tree */
	int version, number, count;
	GString *prefix;
};

/* Digits at *s as a number; -1 if there are none or too many to mean anything. */
static int take_number(const char **s)
{
	size_t n = strspn(*s, "0123456789");
	int v = n > 0 && n < 6 ? atoi(*s) : -1;
	*s += n;
	return v;
}

/* "v3", "V2", "v2.1" (a single patch sent again in between). "v5.15" is a kernel, "v4.19.y" too: no revision. */
static bool take_version(struct words *w, const char *word)
{
	if (word[0] != 'v')
		return false;
	const char *s = word + 1;
	int v = take_number(&s);
	if (v < 0)
		return false;
	if (*s == '.') {
		s++;
		int minor = take_number(&s);
		if (minor < 0 || minor > 9 || v > 3)
			return false;
	}
	if (*s)
		return false;
	w->version = MAX(v, 1);
	return true;
}

/* "3/11": a patch's number and the count. "24/7" is not. */
static bool take_position(struct words *w, const char *word)
{
	const char *s = word;
	int number = take_number(&s);
	if (number < 0 || *s++ != '/')
		return false;
	int count = take_number(&s);
	if (*s || count < 1 || number > count)
		return false;
	w->number = number;
	w->count = count;
	return true;
}

/* One known piece of a word, lower case. "patchv2" and "rfcv3" are two in one. */
static bool take_piece(struct words *w, const char *piece)
{
	static const char *const patch[] = { "patch", "patches", "patchset" };
	for (size_t i = G_N_ELEMENTS(patch); i-- > 0;) {
		if (!g_str_has_prefix(piece, patch[i]))
			continue;
		const char *rest = piece + strlen(patch[i]);
		if (*rest && !take_version(w, rest))
			continue;
		w->patch_word = true;
		return true;
	}
	if (g_str_has_prefix(piece, "rfc") && (piece[3] == '\0' || take_version(w, piece + 3))) {
		w->rfc = true;
		return true;
	}
	if (!strcmp(piece, "resend") || !strcmp(piece, "repost") || !strcmp(piece, "resent")) {
		w->resend = true;
		return true;
	}
	if (!strcmp(piece, "pull")) {
		w->pull = true;
		return true;
	}
	return take_version(w, piece) || take_position(w, piece);
}

static void add_prefix(struct words *w, const char *word)
{
	w->colon |= strchr(word, ':') != NULL;
	if (w->prefix->len)
		g_string_append_c(w->prefix, ' ');
	g_string_append(w->prefix, word);
}

/* "PATCH-v3", "RFC/PATCH": several in one word, but "kvm-unit-tests" is one. Only a word that starts with a known
 * piece is taken apart; what is unknown in it ("PATCH-next") belongs to the prefix. */
static void take_word(struct words *w, const char *word)
{
	if (take_piece(w, word))
		return;
	char **pieces = g_strsplit_set(word, "-/_+#:", 0);
	if (pieces[0] && pieces[1] && take_piece(w, pieces[0])) {
		for (char **p = pieces + 1; *p; p++)
			if (**p && !take_piece(w, *p))
				add_prefix(w, *p);
	} else {
		add_prefix(w, word);
	}
	g_strfreev(pieces);
}

/* The words of one bracket. */
static void take_bracket(struct words *w, const char *start, size_t len)
{
	char *text = g_strndup(start, len);
	char *low = g_utf8_strdown(text, -1);
	char **words = g_strsplit_set(low, " \t,;()[]", 0);
	for (char **p = words; *p; p++) {
		/* "2 of 5", as other systems' senders write it */
		if (p[1] && p[2] && !strcmp(p[1], "of")) {
			char *joined = g_strdup_printf("%s/%s", p[0], p[2]);
			bool taken = take_position(w, joined);
			g_free(joined);
			if (taken) {
				p += 2;
				continue;
			}
		}
		if (**p)
			take_word(w, *p);
	}
	g_strfreev(words);
	g_free(low);
	g_free(text);
}

/* The bracket that closes the one at s, nested ones passed over; NULL if none does. */
static const char *bracket_end(const char *s)
{
	int depth = 0;
	for (; *s; s++) {
		if (*s == '[')
			depth++;
		else if (*s == ']' && --depth == 0)
			return s;
	}
	return NULL;
}

/* "git pull", "pull request": the words that go with PULL are no prefix. */
static char *prefix_of(const struct words *w)
{
	if (!w->pull)
		return g_strdup(w->prefix->str);
	GString *out = g_string_new(NULL);
	char **words = g_strsplit(w->prefix->str, " ", 0);
	for (char **p = words; *p; p++)
		if (strcmp(*p, "git") != 0 && strcmp(*p, "request") != 0)
			g_string_append_printf(out, "%s%s", out->len ? " " : "", *p);
	g_strfreev(words);
	return g_string_free(out, FALSE);
}

static char *single_blanks(const char *s)
{
	GString *out = g_string_new(NULL);
	bool blank = false;
	for (s = skip_blanks(s); *s; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		if (g_unichar_isspace(c)) {
			blank = true;
			continue;
		}
		if (blank)
			g_string_append_c(out, ' ');
		blank = false;
		g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

char *series_fold(const char *title)
{
	GString *out = g_string_new(NULL);
	bool blank = false;
	for (const char *s = title; *s; s = g_utf8_next_char(s)) {
		gunichar c = g_utf8_get_char(s);
		if (!g_unichar_isalnum(c)) {
			blank = true;
			continue;
		}
		if (blank && out->len)
			g_string_append_c(out, ' ');
		blank = false;
		g_string_append_unichar(out, g_unichar_tolower(c));
	}
	return g_string_free(out, FALSE);
}

static bool is_patch(const struct words *w)
{
	return !w->pull && (w->patch_word || w->version > 0 || (w->count > 0 && !w->colon));
}

void series_subject_parse(struct series_subject *s, const char *subject)
{
	char *clean = g_utf8_make_valid(subject ? subject : "", -1);
	struct words w = { .number = -1, .count = -1, .prefix = g_string_new(NULL) };
	bool reply = false;
	const char *p = skip_blanks(clean);

	for (;;) {
		const char *after = is_patch(&w) || w.pull ? NULL : skip_reply(p);
		if (after) {
			reply = true;
		} else if (g_ascii_strncasecmp(p, "(subset)", 8) == 0) {
			/* b4 ty, when it thanks for a part of a series */
			after = p + 8;
		} else if (*p == '[') {
			const char *end = bracket_end(p);
			if (!end)
				break;
			/* What stood in brackets before the patch's own ("[kvm]", "[External]") tells nothing of it. */
			bool before = is_patch(&w) || w.pull;
			size_t had = w.prefix->len;
			take_bracket(&w, p + 1, end - p - 1);
			if (!before && (is_patch(&w) || w.pull) && had)
				g_string_erase(w.prefix, 0, MIN(had + 1, w.prefix->len));
			after = end + 1;
		} else {
			break;
		}
		p = skip_blanks(after);
	}

	s->reply = reply;
	s->patch = is_patch(&w);
	s->rfc = w.rfc;
	s->resend = w.resend;
	s->pull = w.pull;
	s->version = MAX(w.version, 1);
	s->number = w.number;
	s->count = w.count;
	s->prefix = prefix_of(&w);
	s->title = single_blanks(p);
	s->key = series_fold(s->title);
	g_string_free(w.prefix, TRUE);
	g_free(clean);
}

const char *series_target(const struct series_subject *s)
{
	for (const char *w = s->prefix; *w;) {
		const char *n = w + (*w == 'v');
		size_t major = strspn(n, "0123456789");
		if (major && n[major] == '.' && g_ascii_isdigit(n[major + 1]))
			return s->prefix;
		w += strcspn(w, " ");
		w += strspn(w, " ");
	}
	return "";
}

void series_subject_clear(struct series_subject *s)
{
	g_free(s->prefix);
	g_free(s->title);
	g_free(s->key);
	memset(s, 0, sizeof(*s));
}
