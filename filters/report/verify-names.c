/* verify-names.c - the persons whom a sentence names */
#include "verify-fold.h"
#include "verify-people.h"
#include "verify-token.h"
#include "verify-verbs.h"

#include <string.h>

/* Names that are words, too: only one who speaks is meant. "He" and the like are never. */
static bool means_person(const struct token *t, guint length, bool speaks)
{
	static const char *const words[] = { "will", "mark", "long", "may", "best", "young", "price", "grant", "bill",
					     "fan",  "sun", "song", "do", "can", "case", "page", "read", "post",
					     "day", "king", "white", "black", "green", "west", "north", "art",
					     "chase", "rob", "max", "min", "lin", "test", "linux", "kernel", "user",
					     "arm", "kvm", "intel", "robot", NULL };
	static const char *const never[] = { "he", "she", "it", "you", "we", "they", "an", "so", "in", "this", "that",
					     "the", "to", "no", "on", "is", "as", "at", "be", "or", "and", "via", "for",
					     "all", "from", "with", "of", "not", "if", "by", NULL };

	if (length > 1)
		return true;
	if (g_strv_contains(never, t->folded))
		return false;
	return speaks || !g_strv_contains(words, t->folded);
}

/* "Jane": a capital and a small letter, as names are written; "KVM", "CPUs" and "vCPU2" are none. */
static bool like_name(const char *text, const struct token *t)
{
	const char *second = text + t->from + 1;

	return t->capital && !t->cjk && !strpbrk(t->folded, "_0123456789") && t->to > t->from + 1 && (g_ascii_islower(*second) || (*second & 0x80));
}

static bool names_anybody(const struct people *p, const GArray *tokens, guint i)
{
	for (unsigned h = 0; h < people_count(p); h++)
		if (people_names_at(p, h, tokens, i))
			return true;
	return false;
}

/* Does token i go on with the name before it: "Mark Rutland", "Kroah-Hartman"? */
static bool adjoins(const char *text, const GArray *tokens, guint i)
{
	const struct token *t = token_at(tokens, i), *before = token_at(tokens, i - 1);

	return t->from == before->to + 1 && strchr(" -", text[before->to]);
}

/* "Applied by Jane Doe", "由 Jane Doe 应用" */
static bool acted_by(const char *text, gsize at)
{
	gsize blank = at && text[at - 1] == ' ';

	return (at > 4 && !g_ascii_strncasecmp(text + at - 4, " by ", 4)) ||
	       (at >= strlen("由") + blank && !strncmp(text + at - blank - strlen("由"), "由", strlen("由")));
}

/* "Whether Ann or Bob would": neither does. */
static bool chosen(const char *text, gsize at)
{
	return at > 4 && !g_ascii_strncasecmp(text + at - 4, " or ", 4);
}

/* "Eve, not Ann": not Ann. */
static bool left_out(const char *text, gsize at)
{
	return at > 5 && (!g_ascii_strncasecmp(text + at - 5, " not ", 5) || !g_ascii_strncasecmp(text + at - 5, "(not ", 5));
}

/* "Jane Doe says", "Jane says", "by Jane Doe": capitalised words that nobody of the thread answers to, and a verb of speech. */
static guint stranger_at(const struct people *p, const char *text, const GArray *tokens, guint i)
{
	guint n = 0;

	while (n < 3 && i + n < tokens->len && like_name(text, token_at(tokens, i + n)) &&
	       (!n || adjoins(text, tokens, i + n)) && !names_anybody(p, tokens, i + n) &&
	       !verb_calendar(token_at(tokens, i + n)->folded))
		n++;
	if (n == 1)
		return verb_of_stranger(text, token_at(tokens, i)->from, token_at(tokens, i)->to) &&
		       !verb_common_subject(token_at(tokens, i)->folded);
	return n && (verb_follows(text, token_at(tokens, i + n - 1)->to) || acted_by(text, token_at(tokens, i)->from)) ? n : 0;
}

/* "KH" for "Kroah-Hartman", "R" for "Rutland". */
static bool has_initials(const struct people *p, unsigned who, const GArray *tokens, guint from, guint to)
{
	g_autoptr(GString) initials = g_string_new(NULL);

	for (guint k = from; k < to; k++)
		g_string_append_unichar(initials, g_utf8_get_char(token_at(tokens, k)->folded));
	return initials->len && people_has_word(p, who, initials->str);
}

/* A given name of somebody here, and a surname of nobody here: "Mark Rutland" where only Mark Brown wrote. How many tokens the
 * whole name has, `best` if nothing follows; *same: one of them has that surname in the address ("gregkh@", "@kroah.com"). */
static guint longer_name(const struct people *p, const char *text, const GArray *tokens, guint i, guint best,
			 const GArray *who, bool *same)
{
	guint n = best;

	while (i + n < tokens->len && n < best + 2 && like_name(text, token_at(tokens, i + n)) && adjoins(text, tokens, i + n) &&
	       !names_anybody(p, tokens, i + n) && !verb_calendar(token_at(tokens, i + n)->folded))
		n++;
	*same = n == best;
	for (guint w = 0; w < who->len && !*same; w++) {
		unsigned h = g_array_index(who, unsigned, w);

		*same = has_initials(p, h, tokens, i + best, i + n);
		for (guint k = i + best; k < i + n; k++)
			*same = *same || strstr(people_address(p, h), token_at(tokens, k)->folded);
	}
	return n;
}

/* "Marc Brown" where Marc Zyngier and Mark Brown wrote: nobody's. */
static bool mixed_name(const struct people *p, const char *text, const GArray *tokens, guint i)
{
	const struct token *t = token_at(tokens, i), *next = i + 1 < tokens->len ? token_at(tokens, i + 1) : NULL;

	if (!next || !like_name(text, t) || !like_name(text, next) || !adjoins(text, tokens, i + 1) || !names_anybody(p, tokens, i + 1) ||
	    text[t->to] != ' ')
		return false;
	for (unsigned h = 0; h < people_count(p); h++)
		if (people_has_word(p, h, t->folded) && people_has_word(p, h, next->folded))
			return false;
	return true;
}

/* "马克·齐恩吉尔": a name in another script than the mails', without theirs behind it, is nobody's that is known here. *to is its
 * end; NULL: none at or after p. */
static const char *transliterated(const char *p, const char **to)
{
	for (const char *dot = strstr(p, "·"); dot; dot = strstr(dot + 1, "·")) {
		const char *from = dot, *end = dot + strlen("·");

		while (from > p && fold_is_cjk(g_utf8_get_char(g_utf8_prev_char(from))))
			from = g_utf8_prev_char(from);
		while (*end && fold_is_cjk(g_utf8_get_char(end)) && !verb_follows(p, (gsize)(end - p)))
			end = g_utf8_next_char(end);
		*to = end;
		end += strspn(end, " ");
		if (from < dot && *end != '(' && !g_str_has_prefix(end, "（"))
			return from;
	}
	return NULL;
}

static void naming_free(void *p)
{
	struct naming *n = p;

	g_free(n->name);
	g_array_unref(n->who);
	g_free(n);
}

GPtrArray *people_named(const struct people *p, const char *text)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(naming_free);
	g_autoptr(GArray) tokens = tokens_of(text);

	for (guint i = 0; i < tokens->len;) {
		GArray *who = g_array_new(FALSE, FALSE, sizeof(unsigned));
		guint best = 0;
		bool speaks = false, meant = false;

		for (unsigned h = 0; h < people_count(p); h++) {
			guint n = people_names_at(p, h, tokens, i);

			if (!n || n < best)
				continue;
			if (n > best)
				g_array_set_size(who, 0);
			best = n;
			g_array_append_val(who, h);
		}
		if (best) {
			const struct token *t = token_at(tokens, i), *last;
			bool same = true;

			if (best == 1 && !t->cjk)
				best = longer_name(p, text, tokens, i, best, who, &same);
			if (best == 1 && mixed_name(p, text, tokens, i)) {
				best = 2;
				same = false;
			}
			if (best > 1 && !same)
				g_array_set_size(who, 0);
			last = token_at(tokens, i + best - 1);
			speaks = verb_subject(text, t->from) && verb_follows(text, last->to);
			meant = means_person(t, best, speaks) && !left_out(text, t->from);
		} else {
			best = stranger_at(p, text, tokens, i);
			meant = best > 0;
			speaks = meant && ((best > 1 && !chosen(text, token_at(tokens, i)->from)) || verb_subject(text, token_at(tokens, i)->from) || acted_by(text, token_at(tokens, i)->from));
		}
		if (meant) {
			struct naming *n = g_new0(struct naming, 1);
			gsize from = token_at(tokens, i)->from;

			n->name = g_strndup(text + from, token_at(tokens, i + best - 1)->to - from);
			n->from = from;
			n->to = token_at(tokens, i + best - 1)->to;
			n->who = who;
			n->speaks = speaks;
			g_ptr_array_add(out, n);
		} else {
			g_array_unref(who);
		}
		i += MAX(best, 1);
	}
	for (const char *to, *from = transliterated(text, &to); from; from = transliterated(to, &to)) {
		struct naming *n = g_new0(struct naming, 1);

		*n = (struct naming){ g_strndup(from, (gsize)(to - from)), (gsize)(from - text), (gsize)(to - text),
				      g_array_new(FALSE, FALSE, sizeof(unsigned)), true };
		g_ptr_array_add(out, n);
	}
	/* "Marc and Oliver object": both do. */
	for (guint i = out->len; i-- > 1;) {
		struct naming *n = out->pdata[i], *before = out->pdata[i - 1];

		if (n->speaks && verb_and(text, before->to, n->from) && verb_subject(text, before->from))
			before->speaks = true;
	}
	return out;
}
