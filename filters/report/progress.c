#include "progress.h"
#include "foot.h"
#include "lib/msg.h"
#include "lib/safe.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
	BAR = 24,
	WINDOW = 20,   /* draws that a rate is taken over: some five seconds */
	TAIL = 1024,   /* bytes of an answer that are kept to show its end */
};

static const double every = 0.25; /* seconds between draws */

struct progress {
	unsigned threads, done, asked;
	bool terminal, drawn;
	double began, last;           /* when it was drawn last */
	double when[WINDOW];          /* of the last draws */
	unsigned long tokens[WINDOW];
	unsigned draws;
	const void *of;               /* the answer whose words are shown */
	GString *words;               /* their end */
};

static double now(void)
{
	return (double)g_get_monotonic_time() / 1e6;
}

static void clear(void *p)
{
	progress_clear(p);
}

struct progress *progress_new(unsigned threads, bool quiet)
{
	struct progress *p;

	if (quiet)
		return NULL;
	p = g_new0(struct progress, 1);
	p->threads = threads;
	p->terminal = isatty(STDERR_FILENO);
	p->began = now();
	p->words = g_string_new(NULL);
	msg_before(clear, p);
	return p;
}

void progress_clear(struct progress *p)
{
	if (!p || !p->drawn)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
	p->drawn = false;
	p->last = 0; /* back at once */
}

void progress_free(struct progress *p)
{
	if (!p)
		return;
	progress_clear(p);
	msg_before(NULL, NULL);
	g_string_free(p->words, TRUE);
	g_free(p);
}

static double rate(struct progress *p, unsigned long live)
{
	unsigned slot = p->draws % WINDOW, oldest = p->draws < WINDOW ? 0 : (p->draws + 1) % WINDOW;
	double t = now(), span;

	p->when[slot] = t;
	p->tokens[slot] = live;
	p->draws++;
	span = t - p->when[oldest];
	return span > 0.2 && live > p->tokens[oldest] ? (double)(live - p->tokens[oldest]) / span : 0;
}

static unsigned columns(void)
{
	struct winsize w;

	return !ioctl(STDERR_FILENO, TIOCGWINSZ, &w) && w.ws_col ? w.ws_col : 80;
}

static unsigned width(const char *s)
{
	unsigned n = 0;

	for (; *s; s = g_utf8_next_char(s))
		n += g_unichar_iszerowidth(g_utf8_get_char(s)) ? 0 : 1 + g_unichar_iswide(g_utf8_get_char(s));
	return n;
}

/* What of the words' end has room. */
static void append_words(GString *line, const char *words, unsigned room)
{
	g_autofree char *safe = safe_line(words);
	const char *s = safe;

	while (*s && width(s) > room)
		s = g_utf8_next_char(s);
	if (s != safe && strchr(s, ' ')) /* from where a word begins */
		s = strchr(s, ' ') + 1;
	g_string_append(line, s);
}

static void append_left(GString *line, const struct progress *p)
{
	unsigned left;

	if (!p->asked || p->done >= p->threads)
		return;
	left = (unsigned)((now() - p->began) / p->asked * (p->threads - p->done) + 0.5);
	g_string_append_printf(line, ", %u:%02u left", left / 60, left % 60);
}

void progress_tick(struct progress *p, const struct llm *llm)
{
	enum { SOME = 20 /* columns: for less there is no point in words */ };
	const struct llm_totals *t = llm_totals(llm);
	g_autoptr(GString) line = NULL;
	unsigned full, all, used;
	double tokens;

	if (!p || !p->terminal || now() - p->last < every)
		return;
	p->last = now();
	all = columns();
	tokens = rate(p, t->live);
	full = p->threads ? p->done * BAR / p->threads : BAR;
	line = g_string_new("[");
	for (unsigned i = 0; i < BAR; i++)
		g_string_append_c(line, i < full ? '#' : '.');
	g_string_append_printf(line, "] %u/%u threads", p->done, p->threads);
	if (tokens > 0)
		g_string_append_printf(line, ", %.0f tokens/s", tokens);
	append_left(line, p);
	if (t->waiting)
		g_string_append_printf(line, ", %u waiting to be tried again: %s", t->waiting, t->trouble);
	used = width(line->str);
	if (p->words->len && used + SOME < all) {
		g_string_append(line, "  ");
		append_words(line, p->words->str, all - used - 3);
	}
	while (width(line->str) >= all)
		g_string_truncate(line, (gsize)(g_utf8_prev_char(line->str + line->len) - line->str));
	fprintf(stderr, "\r%s\033[K", line->str);
	fflush(stderr);
	p->drawn = true;
}

void progress_stream(struct progress *p, const void *of, const char *piece, size_t len)
{
	const char *s;

	if (!p || !p->terminal || (p->of && p->of != of))
		return;
	p->of = of;
	g_string_append_len(p->words, piece, (gssize)len);
	if (p->words->len < TAIL)
		return;
	for (s = p->words->str + p->words->len - TAIL / 2; ((guchar)*s & 0xc0) == 0x80; s++)
		;
	g_string_erase(p->words, 0, s - p->words->str);
}

void progress_stream_done(struct progress *p, const void *of)
{
	if (!p || p->of != of)
		return;
	p->of = NULL;
	g_string_truncate(p->words, 0);
}

void progress_done(struct progress *p, const char *thread, const char *how, bool asked)
{
	if (!p)
		return;
	p->done++;
	p->asked += asked;
	if (!p->terminal)
		fprintf(stderr, "%s: %u/%u %s%s%s\n", msg_name(), p->done, p->threads, thread, how ? ": " : "", how ? how : "");
}

void progress_total(struct progress *p, const struct settings *s, const struct llm *llm, unsigned failed)
{
	const struct llm_totals *t = llm_totals(llm);
	g_autoptr(GString) line = g_string_new(NULL);

	if (!p || !p->threads)
		return;
	g_string_append_printf(line, "%s: answers: %u; tokens: %lu in, %lu out%s", s->llm.model ? s->llm.model : s->llm.backend,
			       t->answered, t->tokens_in, t->tokens_out, t->estimated ? " (estimated)" : "");
	if (s->price_in > 0 || s->price_out > 0)
		g_string_append_printf(line, "; cost: %.4f", foot_cost(s, t));
	g_string_append_printf(line, "; from the cache: %u; tried again: %u; threads without a summary: %u; %.0f s", t->cached,
			       t->retries, failed, t->seconds);
	msg_warn("%s", line->str);
}
