/* person.c - who wrote a mail */
#include "lib/person.h"
#include "lib/header.h"
#include "lib/safe.h"

#include <glib.h>
#include <string.h>

/* The first mailbox of an address header: raw slices of it. */
struct mailbox {
	char *name; /* as written, quotes and all; "" if none */
	char *addr; /* without <>; "" if none */
};

static void mailbox_clear(struct mailbox *m)
{
	g_free(m->name);
	g_free(m->addr);
}

/* The end of the quoted string or comment that starts at p; NULL if it has none: then the mark is only a
 * character. */
static const char *end_of_quoted(const char *p)
{
	int depth = 0;
	bool quoted = *p == '"';

	for (const char *q = p; *q; q++) {
		if (*q == '\\' && q[1])
			q++;
		else if (quoted && q > p && *q == '"')
			return q;
		else if (!quoted && *q == '(')
			depth++;
		else if (!quoted && *q == ')' && --depth == 0)
			return q;
	}
	return NULL;
}

static const char *skip_blank(const char *p)
{
	while (g_ascii_isspace(*p))
		p++;
	return p;
}

/* Where the angle address of the first mailbox opens: the one that a comma or the end follows. A decoded name may
 * itself hold "<somebody@else>", and may hold commas. */
static const char *find_angle(const char *from, const char **close)
{
	const char *found = NULL;

	for (const char *p = from; *p; p++) {
		const char *end = *p == '"' || *p == '(' ? end_of_quoted(p) : NULL;
		if (end) {
			p = end;
			continue;
		}
		if (*p != '<')
			continue;
		const char *q = p + strcspn(p + 1, "<>") + 1;
		if (*q != '>')
			continue;
		found = p;
		*close = q;
		const char *after = skip_blank(q + 1);
		if (!*after || *after == ',' || *after == ';')
			break;
		p = q;
	}
	return found;
}

/* "addr (Name)", "addr", or no address at all. */
static void bare_mailbox(struct mailbox *m, const char *from)
{
	const char *open = strchr(from, '(');
	const char *close = open ? end_of_quoted(open) : NULL;
	char *comment = close ? g_strndup(open + 1, (gsize)(close - open - 1)) : g_strdup("");
	char *rest = close ? g_strndup(from, (gsize)(open - from)) : g_strdup(from);
	char **words = g_strsplit_set(rest, " \t\r\n,;", -1);

	m->addr = NULL;
	for (char **w = words; *w && !m->addr; w++)
		if (strchr(*w, '@'))
			m->addr = g_strdup(*w);
	if (m->addr) {
		m->name = comment;
	} else {
		m->addr = g_strdup("");
		m->name = g_strdup(from);
		g_free(comment);
	}
	g_strfreev(words);
	g_free(rest);
}

static void parse_mailbox(struct mailbox *m, const char *from)
{
	const char *close, *angle = find_angle(from, &close);
	if (!angle) {
		bare_mailbox(m, from);
		return;
	}
	m->name = g_strndup(from, (gsize)(angle - from));
	m->addr = g_strndup(angle + 1, (gsize)(close - angle - 1));
}

/* Quotes of the syntax away, those inside a name unescaped. */
static char *unquote(const char *name)
{
	GString *out = g_string_new(NULL);
	for (const char *p = name; *p; p++) {
		const char *end = *p == '"' ? end_of_quoted(p) : NULL;
		if (!end) {
			g_string_append_c(out, *p);
			continue;
		}
		for (p++; p < end; p++) {
			if (*p == '\\' && p + 1 < end)
				p++;
			g_string_append_c(out, *p);
		}
	}
	char *line = strstr(out->str, "=?") ? header_text(out->str) : safe_line(out->str);
	g_string_free(out, TRUE);
	return line;
}

/* 'Name' without its quotes, in place. */
static void strip_single_quotes(char *name)
{
	size_t n = strlen(name);
	if (n > 2 && name[0] == '\'' && name[n - 1] == '\'') {
		memmove(name, name + 1, n - 2);
		name[n - 2] = '\0';
	}
}

static char *only_alnum(const char *s)
{
	GString *out = g_string_new(NULL);
	for (; *s; s++)
		if (g_ascii_isalnum(*s))
			g_string_append_c(out, g_ascii_tolower(*s));
	return g_string_free(out, FALSE);
}

/* Is the word after " via " the name of what `addr` belongs to? */
static bool names_relay(const char *relay, const char *addr, bool was_quoted)
{
	if (was_quoted || g_str_has_prefix(addr, "devnull+") || g_ascii_strncasecmp(relay, "B4 ", 3) == 0)
		return true;
	char *word = only_alnum(relay), *where = only_alnum(addr);
	bool yes = *word && strstr(where, word);
	g_free(word);
	g_free(where);
	return yes;
}

/* Cut " via LIST" off a name that a list has rewritten. True if one has. */
static bool cut_via(char *name, const char *addr)
{
	if (g_str_has_suffix(name, " via")) { /* what nongnu.org's lists write */
		name[strlen(name) - 4] = '\0';
		strip_single_quotes(name);
		return *name;
	}
	char *via = g_strrstr(name, " via ");
	if (!via || via == name)
		return false;
	bool quoted = name[0] == '\'' && via[-1] == '\'';
	if (!names_relay(via + 5, addr, quoted))
		return false;
	*via = '\0';
	strip_single_quotes(name);
	return true;
}

/* "Last, First (Dept)" as people say it: "First Last (Dept)". Takes and returns an owned string. */
static char *natural_order(char *name)
{
	static const char *const suffixes[] = {"jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "inc", "ltd", "llc",
	                                       "gmbh", "co", "corp", "msc", "bsc", "dr", NULL};
	char *comma = strchr(name, ',');
	if (!comma || comma == name || strchr(comma + 1, ','))
		return name;
	char *last = g_strndup(name, (gsize)(comma - name));
	char *rest = g_strdup(skip_blank(comma + 1));
	char *paren = strstr(rest, " (");
	char *dept = g_strdup(paren ? paren : "");
	if (paren)
		*paren = '\0';
	char *word = only_alnum(rest);
	bool swap = *rest && *rest != '(' && !g_strv_contains(suffixes, word) && !strpbrk(last, "@()") &&
	            !strpbrk(rest, "@()");
	char *result = swap ? g_strconcat(rest, " ", g_strchomp(last), dept, NULL) : g_strdup(name);
	g_free(word);
	g_free(dept);
	g_free(rest);
	g_free(last);
	g_free(name);
	return result;
}

/* An address as a key: no blanks, lower case, harmless. */
static char *clean_addr(const char *addr)
{
	char *line = safe_line(addr);
	GString *out = g_string_new(NULL);
	for (const char *p = line; *p; p++)
		if (*p != ' ')
			g_string_append_c(out, g_ascii_tolower(*p));
	g_free(line);
	return g_string_free(out, FALSE);
}

/* The first address of Reply-To that is not the list's own; "" if none is. */
static char *reply_address(const char *reply_to, const char *list)
{
	while (reply_to && *reply_to) {
		struct mailbox box;
		parse_mailbox(&box, reply_to);
		char *addr = clean_addr(box.addr);
		mailbox_clear(&box);
		if (strchr(addr, '@') && strcmp(addr, list) != 0)
			return addr;
		g_free(addr);
		const char *comma = strchr(reply_to, ',');
		reply_to = comma ? comma + 1 : NULL;
	}
	return g_strdup("");
}

void person_parse(struct person *p, const char *from, const char *reply_to)
{
	struct mailbox box;

	parse_mailbox(&box, from ? from : "");
	p->name = unquote(box.name);
	p->addr = clean_addr(box.addr);
	mailbox_clear(&box);

	if (cut_via(p->name, p->addr)) {
		char *own = reply_address(reply_to, p->addr);
		g_free(p->addr);
		p->addr = own;
	}
	strip_single_quotes(p->name);
	p->name = natural_order(p->name);
	if (!*p->name) {
		g_free(p->name);
		p->name = g_strdup(*p->addr ? p->addr : "unknown");
	}
}

void person_clear(struct person *p)
{
	g_clear_pointer(&p->name, g_free);
	g_clear_pointer(&p->addr, g_free);
}

char *person_key(const struct person *p)
{
	if (p->addr && *p->addr)
		return g_strdup(p->addr);
	char *normal = g_utf8_normalize(p->name ? p->name : "", -1, G_NORMALIZE_ALL_COMPOSE);
	char *key = g_utf8_casefold(normal ? normal : "", -1);
	g_free(normal);
	return key;
}

char *person_fold(const char *s, size_t len)
{
	char *apart = g_utf8_normalize(s, (gssize)len, G_NORMALIZE_ALL);
	GString *out = g_string_new(NULL);

	for (const char *p = apart ? apart : ""; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (!g_unichar_ismark(c))
			g_string_append_unichar(out, g_unichar_tolower(c));
	}
	g_free(apart);
	return g_string_free(out, FALSE);
}

bool person_is_bot(const struct person *p)
{
	static const char *const names[] = {"kernel test robot", "kbuild test robot", "syzbot", "tip-bot2", "buildbot",
	                                    "KernelCI bot", "CKI Project", "Patchwork", "Mail Delivery System", NULL};
	static const char *const addrs[] = {"lkp@intel.com", "lkft@linaro.org", "cki-project@redhat.com",
	                                    "ci_notify@linaro.org", NULL};
	static const char *const locals[] = {"bot", "syzbot", "regzbot", "buildbot", "tip-bot", "tip-bot2", "patchwork",
	                                     "patchwork-bot", "pr-tracker-bot", "bugzilla-daemon", "mailer-daemon",
	                                     "noreply", "no-reply", NULL};
	static const char *const name_starts[] = {"Regzbot ", "Build bot ", "tip-bot2 for ", "tip-bot for ", NULL};

	const char *name = p->name ? p->name : "", *addr = p->addr ? p->addr : "";
	for (size_t i = 0; names[i]; i++)
		if (g_ascii_strcasecmp(name, names[i]) == 0)
			return true;
	for (size_t i = 0; name_starts[i]; i++)
		if (g_str_has_prefix(name, name_starts[i]))
			return true;
	/* Lower case: Bot is also a family's name. */
	if (g_str_has_suffix(name, " bot") || g_str_has_suffix(name, " robot") || g_str_has_suffix(name, "[bot]"))
		return true;
	if (g_strv_contains(addrs, addr))
		return true;

	const char *at = strrchr(addr, '@');
	if (!at)
		return false;
	if (strcmp(at, "@syzkaller.appspotmail.com") == 0)
		return true;
	char *local = g_strndup(addr, (gsize)(at - addr));
	bool bot = g_str_has_prefix(local, "bot+") || g_str_has_suffix(local, "-bot") || strstr(local, "-bot+") ||
	           g_str_has_suffix(local, ".test.bot");
	char *plus = strchr(local, '+');
	if (plus)
		*plus = '\0';
	bot = bot || g_strv_contains(locals, local);
	g_free(local);
	return bot;
}
