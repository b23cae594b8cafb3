/* verify-sentence.c - the sentences of a block, each with its evidence */
#include "verify-answer.h"
#include "verify-fold.h"

#include <string.h>

enum { LONGEST_SPEECH = 400 };

static void clause_free(void *p)
{
	struct clause *c = p;

	g_free(c->text);
	g_ptr_array_unref(c->cites);
	g_free(c);
}

static void sentence_free(void *p)
{
	struct sentence *s = p;

	g_ptr_array_unref(s->clauses);
	g_free(s->end);
	g_free(s);
}

struct splitter {
	const char *text;
	GPtrArray *sentences;
	struct sentence *now;  /* NULL between sentences */
	GString *words;        /* of the clause that grows */
	bool ended;            /* it has its full stop: only evidence may follow */
};

/* "he says “words”" before a bare [7]: these are the words. The clause keeps them. */
static void take_words_before(const struct clause *c)
{
	static const char *const open[] = { "“", "\"", "「", "《", NULL }, *const close[] = { "”", "\"", "」", "》", NULL };
	struct cite *cite = c->cites->len ? c->cites->pdata[0] : NULL;
	gsize len = strlen(c->text);

	if (!cite || cite->state || cite->words)
		return;
	while (len && strchr(" .,;:", c->text[len - 1]))
		len--;
	for (int i = 0; open[i]; i++) {
		gsize n = strlen(close[i]);
		const char *from;

		if (len < n || memcmp(c->text + len - n, close[i], n))
			continue;
		from = g_strrstr_len(c->text, (gssize)(len - n), open[i]);
		if (from)
			cite->words = g_strndup(from + strlen(open[i]),
						(gsize)(c->text + len - n - from) - strlen(open[i]));
		return;
	}
}

static void end_clause(struct splitter *s, GPtrArray *cites)
{
	struct clause *c = g_new0(struct clause, 1);

	if (!s->now) {
		s->now = g_new0(struct sentence, 1);
		s->now->clauses = g_ptr_array_new_with_free_func(clause_free);
	}
	c->text = g_strdup(g_strstrip(s->words->str));
	c->cites = cites ? cites : g_ptr_array_new_with_free_func(cite_free);
	g_string_truncate(s->words, 0);
	take_words_before(c);
	g_ptr_array_add(s->now->clauses, c);
}

static void end_sentence(struct splitter *s)
{
	if (*g_strchug(s->words->str))
		end_clause(s, NULL);
	g_string_truncate(s->words, 0);
	if (s->now) {
		if (!s->now->end)
			s->now->end = g_strdup("");
		g_ptr_array_add(s->sentences, s->now);
	}
	s->now = NULL;
	s->ended = false;
}

/* The length of a full stop and the marks that close with it; 0: none. */
static gsize full_stop(const char *p)
{
	static const char *const always[] = { "。", "！", "？", NULL };
	static const char *const closing[] = { "”", "\"", "’", "'", ")", "）", "」", "**", "*", "_", NULL };
	gsize n = 0;

	for (const char *const *w = always; *w && !n; w++)
		if (g_str_has_prefix(p, *w))
			n = strlen(*w);
	if (!n && !strchr(".!?", *p))
		return 0;
	if (!n) {
		n = strspn(p, ".!?");
		if (n == 1 && *p == '!' && p[1] == '[' && !g_ascii_isdigit(p[2]) && p[2] != 's')
			return 0; /* an image */
		if (n > 1 && *p == '.' && p[n] == ' ' && g_ascii_islower(p[n + 1]))
			return 0; /* an ellipsis */
		for (const char *const *w = closing; *w; w++)
			if (g_str_has_prefix(p + n, *w))
				n += strlen(*w);
		return !p[n] || strchr(" \n\t", p[n]) || g_str_has_prefix(p + n, "[") || g_str_has_prefix(p + n, "\\[") ||
				       g_str_has_prefix(p + n, "【") || fold_is_cjk(g_utf8_get_char(p + n)) ? n : 0;
	}
	for (const char *const *w = closing; *w; w++)
		if (g_str_has_prefix(p + n, *w))
			n += strlen(*w);
	return n;
}

/* "e.g.", "vs.", "K." of a name: the sentence goes on. */
static bool abbreviation(const GString *words, const char *after)
{
	static const char *const list[] = { "e.g", "i.e", "eg", "ie", "vs", "cf", "dr", "mr", "mrs", "ms", "fig", "resp",
					    "approx", "incl", "st", "jr", "sec", "ch", "nr", NULL };
	/* These can end a sentence, too. */
	static const char *const either[] = { "etc", "al", "no", "inc", "ltd", "co", "corp", "vol", "rev", NULL };
	const char *last = strrchr(words->str, ' '), *next = after + strspn(after, " ");
	g_autofree char *low = NULL;

	last = last ? last + 1 : words->str;
	last += strspn(last, "(\"'[*_");
	if (g_ascii_isupper(*last) && !last[1])
		return *after != 0;
	low = g_ascii_strdown(last, -1);
	return g_strv_contains(list, low) ||
	       (g_strv_contains(either, low) && (g_ascii_islower(*next) || g_ascii_isdigit(*next)));
}

static bool has_evidence(const char *p, const char *end)
{
	for (; p < end; p++)
		if (*p == '[' && (g_ascii_isdigit(p[1]) || !g_ascii_strncasecmp(p + 1, "state", 5)))
			return true;
	return false;
}

/* Code, and speech in quotation marks, are one piece: their full stops end nothing. 0: neither begins here. */
static gsize closed_piece(const char *p)
{
	const char *end = NULL;

	if (*p == '`') {
		gsize n = strspn(p, "`");
		g_autofree char *fence = g_strndup(p, n);

		end = strstr(p + n, fence);
		return end && !has_evidence(p, end) ? (gsize)(end - p) + n : n;
	}
	if (*p == '"')
		end = strchr(p + 1, '"');
	else if (g_str_has_prefix(p, "“"))
		end = strstr(p, "”");
	if (!end || end - p > LONGEST_SPEECH)
		return 0;
	if (has_evidence(p, end))
		return 0;
	/* The mark itself, and a full stop before it, are for full_stop() to see. */
	if (strchr(".!?", end[-1]))
		end--;
	return (gsize)(end - p) + (strchr(".!?", *end) ? 0 : (gsize)(g_utf8_next_char(end) - end));
}

/* Evidence, and more of it right behind. */
static const char *take_evidence(struct splitter *s, const char *p)
{
	GPtrArray *cites = g_ptr_array_new_with_free_func(cite_free);
	const char *end = cite_parse(s->text, p, cites);

	if (!end) {
		g_ptr_array_unref(cites);
		return NULL;
	}
	for (;;) {
		const char *q = end + strspn(end, " \n\t"), *more;

		if (strchr(",;", *q) && *q)
			q += 1 + strspn(q + 1, " \n\t");
		more = cite_parse(s->text, q, cites);
		if (!more)
			break;
		end = more;
	}
	end_clause(s, cites);
	return end;
}

/* After evidence: does the sentence end here? A full stop that stands here goes with it. */
static const char *after_evidence(struct splitter *s, const char *p)
{
	const char *q = p + strspn(p, " \n\t");
	gsize n = *q ? full_stop(q) : 0;

	if (!n && g_str_has_prefix(q, "；"))
		n = strlen("；");
	if (!n && *q == ';')
		n = 1;
	if (n) {
		s->now->end = g_strndup(q, n);
		end_sentence(s);
		return q + n;
	}
	if (!*q || s->ended || g_ascii_isupper(*q))
		end_sentence(s);
	return q;
}

static void append(struct splitter *s, const char *p, gsize n)
{
	for (gsize i = 0; i < n; i++)
		g_string_append_c(s->words, p[i] == '\n' || p[i] == '\t' ? ' ' : p[i]);
}

GPtrArray *answer_sentences(const char *text)
{
	struct splitter s = { .text = text, .sentences = g_ptr_array_new_with_free_func(sentence_free),
			      .words = g_string_new(NULL) };

	for (const char *p = text; *p;) {
		const char *end = take_evidence(&s, p), *next;
		gsize n;

		if (end) {
			p = after_evidence(&s, end);
			continue;
		}
		next = p + strspn(p, " \n\t");
		if (s.ended && next == p)
			end_sentence(&s);
		n = closed_piece(p);
		if (n) {
			append(&s, p, n);
			p += n;
			continue;
		}
		n = full_stop(p);
		if (n && !(*p == '.' && abbreviation(s.words, p + n))) {
			append(&s, p, n);
			p += n;
			s.ended = true;
			continue;
		}
		n = MAX(strspn(p, "."), (gsize)(g_utf8_next_char(p) - p));
		append(&s, p, n);
		p += n;
	}
	end_sentence(&s);
	g_string_free(s.words, TRUE);
	return s.sentences;
}
