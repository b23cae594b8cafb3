#include "verify-speaker.h"
#include "verify-verbs.h"

#include <string.h>

struct scene {
	struct own *own;
	const struct people *people;
	const struct thread *thread;
	const struct clause *clause;
};

static bool wrote_one(const struct scene *s, const struct naming *n, unsigned mail)
{
	for (guint i = 0; i < n->who->len; i++)
		if (people_wrote(s->people, g_array_index(n->who, unsigned, i), mail))
			return true;
	return false;
}

static bool wrote_cited(const struct scene *s, const struct naming *n)
{
	for (guint k = 0; k < s->clause->cites->len; k++) {
		const struct cite *c = s->clause->cites->pdata[k];

		if (!c->state && wrote_one(s, n, c->mail))
			return true;
	}
	return false;
}

static bool is_author(const struct scene *s, const struct naming *n)
{
	for (guint i = 0; i < n->who->len; i++)
		if (people_is_author(s->people, g_array_index(n->who, unsigned, i)))
			return true;
	return false;
}

static bool mentions(const struct scene *s, const struct cite *c, const char *name, bool near)
{
	return near ? c->words && own_mentions_near(s->own, c->mail, name, c->words) : own_mentions(s->own, c->mail, name);
}

/* Does a cited mail have this name? Of one who is said to speak it must do so near the quoted words. */
static bool told_of(const struct scene *s, const char *name, bool speaks)
{
	for (guint k = 0; k < s->clause->cites->len; k++) {
		const struct cite *c = s->clause->cites->pdata[k];

		if (!c->state && mentions(s, c, name, speaks))
			return true;
	}
	return false;
}

/* The same, or "Ann's" where the clause has "Ann's". */
static bool told_as(const struct scene *s, const struct naming *n, const char *name)
{
	const char *behind = s->clause->text + n->to;
	g_autofree char *his = g_strconcat(name, "'s", NULL);

	return told_of(s, name, n->speaks) ||
	       ((g_str_has_prefix(behind, "'s") || g_str_has_prefix(behind, "’s") || g_str_has_prefix(behind + strspn(behind, " "), "的")) &&
		told_of(s, his, n->speaks));
}

/* One who wrote none of the cited mails can still be spoken of in them: by any of his names if the thread knows him. Not one who
 * speaks himself in this thread: his words are in his mails. */
static bool spoken_of(const struct scene *s, const struct naming *n)
{
	g_auto(GStrv) names = g_strsplit_set(n->name, " -", -1);

	/* "Reviewed-by: Ann Author": the words themselves name him. */
	for (guint k = 0; names[1] && k < s->clause->cites->len; k++) {
		const struct cite *c = s->clause->cites->pdata[k];

		if (!c->state && c->words && strcasestr(c->words, n->name))
			return true;
	}
	if (n->speaks && is_author(s, n))
		return false;
	if (told_as(s, n, n->name))
		return true;
	/* Unknown to every mail, or only a capitalised word? */
	if (!n->who->len && !names[1])
		return own_anywhere(s->own, n->name);
	/* "Paolo Bonzini" where the mail asks Paolo, and no other Paolo is here. */
	if (!n->who->len && !told_of(s, n->name, false))
		return !n->speaks && !people_share_word(s->people, names[0]) && told_of(s, names[0], true);
	for (char **w = names; *w; w++)
		if (strlen(*w) > 2 && !g_ascii_islower(**w) && told_as(s, n, *w))
			return true;
	return false;
}

/* "Asks Ann to": is what a cited mail answers hers? */
static bool addressed(const struct scene *s, const struct naming *n)
{
	if (n->speaks || !verb_addresses(s->clause->text, n->from, n->to))
		return false;
	for (guint k = 0; k < s->clause->cites->len; k++) {
		const struct cite *c = s->clause->cites->pdata[k];
		unsigned mail = c->state || c->mail > s->thread->mails->len ? 0 : c->mail;

		if (mail && (mail = (unsigned)(thread_mail(s->thread, mail - 1)->parent + 1)) && wrote_one(s, n, mail))
			return true;
	}
	return false;
}

char *speaker_missing(struct own *o, const struct people *p, const struct thread *t, const struct clause *c, bool *author)
{
	const struct scene s = { o, p, t, c };
	g_autoptr(GPtrArray) named = people_named(p, c->text);
	const struct naming *missing = NULL;
	bool speaker = false;

	for (guint i = 0; i < named->len; i++)
		speaker = speaker || ((struct naming *)named->pdata[i])->speaks;
	for (guint i = 0; i < named->len; i++) {
		const struct naming *n = named->pdata[i];
		bool good = wrote_cited(&s, n) || spoken_of(&s, n);

		if ((speaker && !n->speaks) || (!good && addressed(&s, n)))
			continue;
		if (!good && (!missing || is_author(&s, n)))
			missing = n;
		if (good && !speaker)
			return NULL;
	}
	*author = missing && is_author(&s, missing);
	return missing ? g_strdup(missing->name) : NULL;
}
