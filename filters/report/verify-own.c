#include "verify-own.h"
#include "verify-fold.h"
#include "lib/body.h"

#include <string.h>

enum {
	ENOUGH = 8,        /* fold_weight of four words, eight characters */
	PIECE = 4,         /* of each piece between ellipses */
	NEAR = 1500,       /* bytes that an ellipsis may stand for */
	LONGEST_LINE = 200,
	BESIDE = 400,      /* bytes around words in which somebody is still spoken of */
};

struct own_mail {
	bool read;
	struct fold text;
	GArray *starts;     /* size_t: where in it each line of the body begins */
	struct fold *code;  /* its diffs without their marks; NULL: nobody asked yet */
	GHashTable *lines;  /* short lines, folded and trimmed; NULL: nobody asked yet */
};

struct own {
	const struct collation *collation;
	struct own_mail *mails;
	unsigned n;
};

struct own *own_new(const struct collation *c)
{
	struct own *o = g_new0(struct own, 1);

	o->n = c->thread->mails->len;
	o->collation = c;
	o->mails = g_new0(struct own_mail, o->n + 1);
	return o;
}

void own_free(struct own *o)
{
	if (!o)
		return;
	for (unsigned i = 0; i < o->n; i++) {
		struct own_mail *m = &o->mails[i];

		if (!m->read)
			continue;
		fold_clear(&m->text);
		if (m->code)
			fold_clear(m->code);
		g_free(m->code);
		g_array_unref(m->starts);
		g_clear_pointer(&m->lines, g_hash_table_unref);
	}
	g_free(o->mails);
	g_free(o);
}

static bool is_own(const struct body_line *l)
{
	if (g_str_has_prefix(l->raw, MAIL_MARK))
		return false;
	switch (l->kind) {
	case BODY_TEXT:
	case BODY_DIFF:
	case BODY_STAT:
	case BODY_TRAILER:
	case BODY_ATTACHED:
		return true;
	default:
		return false;
	}
}

static void add_line(struct own_mail *m, const char *text, size_t len)
{
	struct fold f;

	if (len > LONGEST_LINE)
		return;
	fold_init(&f);
	fold_add(&f, text, (gssize)len);
	fold_trim(&f);
	if (f.text->len)
		g_hash_table_add(m->lines, g_strdup(f.text->str));
	fold_clear(&f);
}

/* A trailer is whole without its address, too. */
static void add_trailer(struct own_mail *m, const char *text, size_t len)
{
	const char *address = memchr(text, '<', len);

	if (address)
		add_line(m, text, (size_t)(address - text));
}

/* A line of a patch, behind its mark. */
static bool is_code(const struct body_line *l)
{
	return l->kind == BODY_DIFF && l->len && strchr("+- ", *l->text);
}

static void add_body(struct own_mail *m, const struct body *b)
{
	for (size_t i = 0; i < b->n; i++) {
		const struct body_line *l = &b->lines[i];

		g_array_append_val(m->starts, m->text.text->len);
		if (!is_own(l)) {
			if (l->kind != BODY_QUOTE || !body_blank(l))
				fold_break(&m->text);
			continue;
		}
		fold_add(&m->text, l->text, (gssize)l->len);
	}
}

static const struct fold *own_code(struct own *o, unsigned number)
{
	struct own_mail *m = &o->mails[number - 1];
	const struct body *b = o->collation->bodies[number - 1];

	if (m->code)
		return m->code;
	m->code = g_new(struct fold, 1);
	fold_init(m->code);
	for (size_t i = 0; i < b->n; i++) {
		const struct body_line *l = &b->lines[i];

		if (!is_own(l))
			fold_break(m->code);
		else if (is_code(l))
			fold_add(m->code, l->text + 1, (gssize)l->len - 1);
	}
	return m->code;
}

static bool is_reply(const char *subject)
{
	static const char *const marks[] = { "re:", "aw:", "sv:", "回复:", "回复：", "答复:", "答复：", "转发:" };

	for (unsigned i = 0; i < G_N_ELEMENTS(marks); i++)
		if (!g_ascii_strncasecmp(subject, marks[i], strlen(marks[i])))
			return true;
	return false;
}

static struct own_mail *own_mail(struct own *o, unsigned number)
{
	struct own_mail *m = &o->mails[number - 1];
	const struct mail *mail = thread_mail(o->collation->thread, number - 1);

	if (m->read)
		return m;
	m->read = true;
	fold_init(&m->text);
	m->starts = g_array_new(FALSE, FALSE, sizeof(gsize));
	if (!is_reply(mail->subject)) {
		fold_add(&m->text, mail->subject, -1);
		fold_break(&m->text);
	}
	add_body(m, o->collation->bodies[number - 1]);
	return m;
}

/* A mail's lines, each alone. */
static GHashTable *own_lines(struct own *o, unsigned number)
{
	struct own_mail *m = own_mail(o, number);
	const struct mail *mail = thread_mail(o->collation->thread, number - 1);
	const struct body *b = o->collation->bodies[number - 1];

	if (m->lines)
		return m->lines;
	m->lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	if (!is_reply(mail->subject))
		add_line(m, mail->subject, strlen(mail->subject));
	for (size_t i = 0; i < b->n; i++) {
		const struct body_line *l = &b->lines[i];

		if (!is_own(l))
			continue;
		add_line(m, l->text, l->len);
		if (l->kind == BODY_TRAILER)
			add_trailer(m, l->text, l->len);
		if (is_code(l))
			add_line(m, l->text + 1, l->len - 1);
	}
	return m->lines;
}

/* Greetings and thanks are whole lines of nearly every mail: they are evidence of nothing. */
static bool courtesy(const char *words)
{
	static const char *const list[] = { "thanks", "thank", "you", "hi", "hello", "hey", "dear", "all", "everyone",
					    "regards", "best", "kind", "cheers", "sincerely", "a", "lot", "many",
					    "in", "advance", "br", "folks", "sir", "谢谢", "你好", "此致", "敬礼", NULL };
	g_autofree char *low = g_utf8_strdown(words, -1);
	g_auto(GStrv) each = g_strsplit_set(low, " \t\n,.!;:-()", -1);

	for (char **w = each; *w; w++)
		if (**w && !g_strv_contains(list, *w))
			return false;
	return true;
}

static bool whole_line(struct own *o, unsigned number, const struct fold *f, const char *words)
{
	bool letters = false;

	for (const char *p = f->text->str; *p && !letters; p = g_utf8_next_char(p))
		letters = g_unichar_isalnum(g_utf8_get_char(p));
	return letters && !courtesy(words) && g_hash_table_contains(own_lines(o, number), f->text->str);
}

/* The word right before a place. */
static bool after_negation(const struct fold *f, gsize at)
{
	static const char *const words[] = { "not", "never", "no", "cannot", "cant", "dont", "doesnt", "didnt", "isnt",
					     "arent", "wasnt", "wont", "wouldnt", "shouldnt", "couldnt", "hardly",
					     "without", "nor", "neither" };

	for (unsigned i = 0; i < G_N_ELEMENTS(words); i++) {
		gsize n = strlen(words[i]);

		if (at >= n && !memcmp(f->text->str + at - n, words[i], n) && (at == n || f->gap->str[at - n]))
			return true;
	}
	return false;
}

static enum own_found find_whole(const struct fold *hay, const struct fold *w)
{
	bool cut = false;

	for (gssize at = fold_find(hay, 0, w, 0, w->text->len); at >= 0;
	     at = fold_find(hay, (gsize)at + 1, w, 0, w->text->len)) {
		if (!after_negation(hay, (gsize)at))
			return OWN_FOUND;
		cut = true;
	}
	return cut ? OWN_CUT : OWN_NOWHERE;
}

static void piece_free(void *p)
{
	fold_clear(p);
	g_free(p);
}

/* Pieces between ellipses that say something, folded; with `apart` only such ellipses as have blanks around them, for mails
 * have ellipses of their own. NULL: there are too few, or one proves too little. */
static GPtrArray *pieces_of(const char *words, bool apart)
{
	GString *s = g_string_new(words);
	GPtrArray *out = g_ptr_array_new_with_free_func(piece_free);
	g_auto(GStrv) pieces = NULL;
	unsigned weight = 0;
	bool small = false;

	g_string_replace(s, "[...]", " ... ", 0);
	g_string_replace(s, "(...)", " ... ", 0);
	g_string_replace(s, "[…]", " ... ", 0);
	g_string_replace(s, "…", apart ? " ... " : "...", 0);
	pieces = g_strsplit(s->str, apart ? " ... " : "...", -1);
	g_string_free(s, TRUE);
	for (char **p = pieces; *p; p++) {
		struct fold *f = g_new(struct fold, 1);

		fold_init(f);
		fold_add(f, *p, -1);
		fold_trim(f);
		small = small || (f->text->len && fold_weight(f) < PIECE);
		weight += fold_weight(f);
		if (f->text->len)
			g_ptr_array_add(out, f);
		else
			piece_free(f);
	}
	if (out->len > 1 && !small && weight >= ENOUGH)
		return out;
	g_ptr_array_unref(out);
	return NULL;
}

/* The other pieces after the first: in order, not far from each other, nothing of others between them. */
static bool pieces_follow(const struct fold *hay, const GPtrArray *pieces, gsize end)
{
	for (guint i = 1; i < pieces->len; i++) {
		const struct fold *f = pieces->pdata[i];
		gssize at = fold_find(hay, end, f, 0, f->text->len);

		if (at < 0 || (gsize)at - end > NEAR || memchr(hay->text->str + end, '\001', (gsize)at - end))
			return false;
		end = (gsize)at + f->text->len;
	}
	return true;
}

static bool find_pieces(const struct fold *hay, const char *words)
{
	bool found = false;

	for (int apart = 1; apart >= 0 && !found; apart--) {
		g_autoptr(GPtrArray) pieces = pieces_of(words, apart);
		const struct fold *first = pieces ? pieces->pdata[0] : NULL;
		gssize at = first ? fold_find(hay, 0, first, 0, first->text->len) : -1;

		for (; at >= 0 && !found; at = fold_find(hay, (gsize)at + 1, first, 0, first->text->len))
			found = pieces_follow(hay, pieces, (gsize)at + first->text->len);
	}
	return found;
}

static enum own_found find_in(struct own *o, unsigned number, const struct fold *f, const char *words)
{
	const struct own_mail *m = own_mail(o, number);
	enum own_found found;

	if (fold_weight(f) < ENOUGH)
		return whole_line(o, number, f, words) ? OWN_FOUND : OWN_NOWHERE;
	found = find_whole(&m->text, f);
	if (found == OWN_NOWHERE)
		found = find_whole(own_code(o, number), f);
	if (found == OWN_NOWHERE && find_pieces(&m->text, words))
		found = OWN_FOUND;
	return found;
}

enum own_found own_find(struct own *o, unsigned number, const char *words, unsigned *where)
{
	enum own_found found;
	struct fold f;

	if (!number || number > o->n)
		return OWN_NO_MAIL;
	fold_init(&f);
	fold_add(&f, words, -1);
	fold_trim(&f);
	if (!f.text->len) {
		found = OWN_NO_WORDS;
	} else {
		found = find_in(o, number, &f, words);
		if (found == OWN_NOWHERE && fold_weight(&f) < ENOUGH) {
			found = OWN_SHORT;
		} else if (found == OWN_NOWHERE) {
			for (unsigned i = 1; i <= o->n && found == OWN_NOWHERE; i++)
				if (i != number && find_in(o, i, &f, words) != OWN_NOWHERE) {
					*where = i;
					found = OWN_ELSEWHERE;
				}
		}
	}
	fold_clear(&f);
	return found;
}

/* The body's line in which a byte of the folded text stands. */
static unsigned line_of(const struct own_mail *m, gsize at)
{
	unsigned line = 0;

	while (line + 1 < m->starts->len && g_array_index(m->starts, gsize, line + 1) <= at)
		line++;
	return line;
}

/* A paragraph's edge, or somebody else's words. */
static bool ends_passage(const struct body_line *l)
{
	return !is_own(l) || body_blank(l);
}

char *own_passage(struct own *o, unsigned number, const char *words, gsize bytes)
{
	const struct own_mail *m = number && number <= o->n ? own_mail(o, number) : NULL;
	const struct body *b;
	struct fold f;
	unsigned first, last;
	gssize at;
	gsize size = 0;
	GString *out;

	if (!m || !m->starts->len)
		return NULL;
	b = o->collation->bodies[number - 1];
	fold_init(&f);
	fold_add(&f, words, -1);
	fold_trim(&f);
	at = fold_find(&m->text, g_array_index(m->starts, gsize, 0), &f, 0, f.text->len);
	if (at >= 0) {
		first = line_of(m, (gsize)at);
		last = line_of(m, (gsize)at + f.text->len - 1);
	}
	fold_clear(&f);
	if (at < 0)
		return NULL;
	for (unsigned i = first; i <= last; i++)
		size += b->lines[i].len + 1;
	/* As much before as after. */
	for (bool grown = true; grown;) {
		grown = false;
		if (first > 0 && !ends_passage(&b->lines[first - 1]) && size + b->lines[first - 1].len < bytes) {
			size += b->lines[--first].len + 1;
			grown = true;
		}
		if (last + 1 < b->n && !ends_passage(&b->lines[last + 1]) && size + b->lines[last + 1].len < bytes) {
			size += b->lines[++last].len + 1;
			grown = true;
		}
	}
	out = g_string_new(NULL);
	for (unsigned i = first; i <= last; i++)
		if (is_own(&b->lines[i]))
			g_string_append_printf(out, "%.*s\n", (int)b->lines[i].len, b->lines[i].text);
	return g_string_free(out, FALSE);
}

bool own_mentions(struct own *o, unsigned number, const char *word)
{
	struct fold f;
	bool found;

	if (!number || number > o->n)
		return false;
	fold_init(&f);
	fold_add(&f, word, -1);
	found = fold_find(&own_mail(o, number)->text, 0, &f, 0, f.text->len) >= 0;
	fold_clear(&f);
	return found;
}

bool own_mentions_near(struct own *o, unsigned number, const char *word, const char *words)
{
	const struct fold *hay;
	struct fold f, w;
	gssize at = -1, there = -1;

	if (!number || number > o->n)
		return false;
	hay = &own_mail(o, number)->text;
	fold_init(&f);
	fold_init(&w);
	fold_add(&f, word, -1);
	fold_add(&w, words, -1);
	fold_trim(&w);
	there = fold_find(hay, 0, &w, 0, w.text->len);
	if (there >= 0)
		at = fold_find(hay, there > BESIDE ? (gsize)there - BESIDE : 0, &f, 0, f.text->len);
	there += (gssize)w.text->len + BESIDE;
	fold_clear(&f);
	fold_clear(&w);
	return at >= 0 && at < there;
}

bool own_anywhere(const struct own *o, const char *word)
{
	for (unsigned i = 0; i < o->n; i++) {
		const struct mail *m = thread_mail(o->collation->thread, i);

		if ((m->text && strcasestr(m->text, word)) || (m->to && strcasestr(m->to, word)) ||
		    strcasestr(m->subject, word) || strcasestr(m->from.name, word))
			return true;
	}
	return false;
}
