/* ledger-trailers.c - who gave which tag to which patch, in an answer or carried in the patch */
#include "lib/applied.h"
#include "lib/ledger-parts.h"
#include "lib/pattern.h"
#include "lib/trailer.h"

#include <string.h>

static bool same_tag(const struct ledger_trailer *a, const char *tag, const char *name, const char *addr,
		     const struct place *at)
{
	return a->version == at->posting->version && a->rfc == at->posting->rfc && !strcmp(a->tag, tag) &&
	       ledger_same_person(a->by.name, a->by.addr, name, addr);
}

static void add_trailer(struct making *k, const struct mail *m, const struct trailer *t, const struct place *at,
			int patch, bool carried, bool own)
{
	const char *name = *t->name ? t->name : m->from.name, *addr = *t->addr || *t->name ? t->addr : m->from.addr;
	for (unsigned i = 0; i < k->l->trailers->len; i++) {
		struct ledger_trailer *o = g_ptr_array_index(k->l->trailers, i);
		if (same_tag(o, t->tag, name, addr, at) && (o->patch == patch || o->patch == 0))
			return;
	}
	struct ledger_trailer *n = g_new0(struct ledger_trailer, 1);
	*n = (struct ledger_trailer){ .tag = g_strdup(t->tag), .version = at->posting->version,
				      .rfc = at->posting->rfc, .patch = patch, .carried = carried, .own = own };
	ledger_source_set(&n->by, m);
	g_free(n->by.name);
	g_free(n->by.addr);
	n->by.name = g_strdup(name);
	n->by.addr = g_strdup(addr);
	g_ptr_array_add(k->l->trailers, n);
}

static bool is_review(const char *tag)
{
	return trailer_approves(tag) || !strcmp(tag, "Tested-by") || !strcmp(tag, "Nacked-by");
}

/* "From: Somebody Else <...>" as the first line of a patch: that is its author. */
static bool by_in_body_author(const struct body *b, const struct trailer *t)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct body_line *l = &b->lines[i];
		if (!l->len)
			continue;
		if (l->len < 7 || memcmp(l->text, "From: ", 6) != 0)
			return false;
		g_autofree char *from = g_strndup(l->text + 6, l->len - 6);
		struct person p;
		person_parse(&p, from, NULL);
		bool same = ledger_same_person(p.name, p.addr, t->name, t->addr);
		person_clear(&p);
		return same;
	}
	return false;
}

/* Where a patch's commit message ends. */
static size_t message_end(const struct body *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->lines[i].kind == BODY_DIFF || b->lines[i].kind == BODY_STAT)
			return i;
	return b->n;
}

/* "commit 0123abcd upstream.", "[ Upstream commit 0123abcd ]": its tags are those of another patch, for another tree. */
static bool is_backport(const struct body *b, size_t end)
{
	static GRegex *form;
	if (!form)
		form = g_regex_new("^\\s*(?:\\[\\s*upstream commit [0-9a-f]{8,40}\\s*\\]|(?:upstream )?commit [0-9a-f]{8,40}"
				   "(?: upstream)?\\.?|\\(cherry[- ]picked from commit [0-9a-f]{8,40}\\))\\s*$",
				   G_REGEX_CASELESS | G_REGEX_OPTIMIZE | G_REGEX_RAW, 0, NULL);
	for (size_t i = 0; i < end; i++) {
		const struct body_line *l = &b->lines[i];
		if (l->kind == BODY_TEXT && l->len > 14 && l->len < 100 &&
		    g_regex_match_full(form, l->text, (gssize)l->len, 0, 0, NULL, NULL))
			return true;
	}
	return false;
}

void ledger_carried_trailers(struct making *k, const struct mail *m, const struct body *b, const struct place *at)
{
	g_autoptr(GPtrArray) found = trailers_find(b);
	size_t end = message_end(b);
	if (at->patch == 0 || is_backport(b, end))
		return;
	for (unsigned i = 0; i < found->len; i++) {
		const struct trailer *t = g_ptr_array_index(found, i);
		if (t->line >= end || !is_review(t->tag) || !(*t->name || *t->addr))
			continue;
		bool own = ledger_same_person(m->from.name, m->from.addr, t->name, t->addr) ||
			   by_in_body_author(b, t);
		add_trailer(k, m, t, at, at->patch, true, own);
	}
}

/* Is line i in a block of trailers with a Signed-off-by? Then it belongs to a patch within the answer. */
static bool in_commit(const GPtrArray *found, unsigned i)
{
	const struct trailer *t = g_ptr_array_index(found, i);
	for (int step = -1; step <= 1; step += 2) {
		size_t line = t->line;
		for (int n = (int)i + step; n >= 0 && n < (int)found->len; n += step) {
			const struct trailer *o = g_ptr_array_index(found, (unsigned)n);
			if (o->line > line ? o->line - line > 1 : line - o->line > 1)
				break;
			if (!strcmp(o->tag, "Signed-off-by"))
				return true;
			line = o->line;
		}
	}
	return false;
}

/* "For the series:", "Series looks good", "for both patches" */
static bool means_series(const char *s, int count)
{
	static GRegex *but, *series, *both;
	enum { LONGEST = 120 };
	if (strlen(s) > LONGEST || strchr(s, '?') ||
	    pattern_in(&but, "\\b(?:but|except|however|apart|unlike|rest|last|previous|this\\s+(?:one|patch))\\b", s))
		return false;
	return pattern_in(&series, "\\b(?:for|to|on)\\b.{0,30}\\b(?:series|set|patchset|lot|all\\s+(?:of\\s+)?(?:them|(?:the\\s+|these\\s+)?patches))\\b|"
			     "^\\W*(?:(?:the|this|whole|entire|full)\\s+)*(?:patch\\s*)?(?:series|set|patchset|lot)\\b|"
			     "^\\W*all\\s+(?:(?:the\\s+|these\\s+)?patches|of\\s+(?:them|it|these))\\b", s) ||
	       (count == 2 && pattern_in(&both, "^\\W*(?:(?:for|to|on)\\s+)?both\\b", s));
}

/* The writer's words next above a tag, trailers passed over; or next below it. NULL: none within three lines. */
static char *words_beside(const struct body *b, size_t line, int step)
{
	int seen = 0;
	for (size_t i = line + (size_t)step; i < b->n && seen < 3; i += (size_t)step) {
		const struct body_line *l = &b->lines[i];
		if (!body_own(l))
			return NULL;
		g_autofree char *s = g_strstrip(g_strndup(l->raw, l->rawlen));
		if (*s && l->kind == BODY_TEXT)
			return g_steal_pointer(&s);
		seen += l->kind == BODY_TEXT;
	}
	return NULL;
}

/* The words on a tag's own line: before it, and behind the address. */
static char *words_around(const struct body *b, size_t line)
{
	static GRegex *tag;
	const struct body_line *l = &b->lines[line];
	g_autofree char *s = g_strndup(l->raw, l->rawlen);
	if (!tag)
		tag = g_regex_new("\\b[\\w-]+by\\b[^<>]*<[^<>]*>", G_REGEX_CASELESS, 0, NULL);
	return g_regex_replace(tag, s, -1, 0, " ", 0, NULL);
}

/* "For patches 1-3:", "For the series:" beside a tag say what it is for; else it is for what the mail answers. */
static GArray *tagged_patches(const struct body *b, const struct trailer *t, const struct place *at)
{
	static GRegex *numbered, *below_for;
	GArray *patches = g_array_new(FALSE, FALSE, sizeof(int));
	g_autofree char *above = words_beside(b, t->line, -1), *below = words_beside(b, t->line, 1),
			*around = words_around(b, t->line);
	int whole = 0, count = at->posting->count;
	if ((above && means_series(above, count)) || (around && means_series(around, count)) ||
	    (below && pattern_in(&below_for, "^\\W*(?:for|to)\\b", below) && means_series(below, count))) {
		g_array_append_val(patches, whole);
		return patches;
	}
	if (above && strlen(above) < 100 && pattern_in(&numbered, "\\b(?:for|to|on)\\b.{0,20}\\bpatch(?:es)?\\s+#?\\d", above))
		applied_numbers(above, patches);
	for (unsigned i = patches->len; i-- > 0;)
		if (g_array_index(patches, int, i) > count)
			g_array_remove_index(patches, i);
	if (!patches->len)
		g_array_append_val(patches, at->patch);
	return patches;
}

void ledger_given_trailers(struct making *k, const struct mail *m, const struct body *b, const struct place *at)
{
	g_autoptr(GPtrArray) found = trailers_find(b);
	for (unsigned i = 0; i < found->len; i++) {
		const struct trailer *t = g_ptr_array_index(found, i);
		if (!is_review(t->tag) || in_commit(found, i))
			continue;
		/* A tag is the writer's to give; of another's somebody only tells. */
		if ((*t->name || *t->addr) && !ledger_same_person(t->name, t->addr, m->from.name, m->from.addr) &&
		    (*t->addr || !strcasestr(m->from.name, t->name)))
			continue;
		g_autoptr(GArray) patches = tagged_patches(b, t, at);
		for (unsigned n = 0; n < patches->len; n++)
			add_trailer(k, m, t, at, g_array_index(patches, int, n), false,
				    ledger_by_author(k, m));
	}
}
