#include "progress.h"
#include "lib/msg.h"

#include <glib.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { BAR = 24, WINDOW = 20 /* ticks that a rate is taken over: some five seconds */ };

struct progress {
	unsigned threads, done;
	bool terminal, drawn;
	double began;
	double when[WINDOW];          /* of the last ticks */
	unsigned long tokens[WINDOW];
	unsigned ticks;
};

static double now(void)
{
	return (double)g_get_monotonic_time() / 1e6;
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
	return p;
}

void progress_clear(struct progress *p)
{
	if (!p || !p->drawn)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
	p->drawn = false;
}

void progress_free(struct progress *p)
{
	progress_clear(p);
	g_free(p);
}

static double rate(struct progress *p, unsigned long live)
{
	unsigned slot = p->ticks % WINDOW, oldest = p->ticks < WINDOW ? 0 : (p->ticks + 1) % WINDOW;
	double t = now(), span;

	p->when[slot] = t;
	p->tokens[slot] = live;
	p->ticks++;
	span = t - p->when[oldest];
	return span > 0.2 && live > p->tokens[oldest] ? (double)(live - p->tokens[oldest]) / span : 0;
}

static unsigned columns(void)
{
	struct winsize w;

	return !ioctl(STDERR_FILENO, TIOCGWINSZ, &w) && w.ws_col ? w.ws_col : 80;
}

void progress_tick(struct progress *p, const struct llm *llm)
{
	const struct llm_totals *t = llm_totals(llm);
	g_autoptr(GString) line = NULL;
	unsigned full;
	double tokens;

	if (!p || !p->terminal)
		return;
	tokens = rate(p, t->live);
	full = p->threads ? p->done * BAR / p->threads : BAR;
	line = g_string_new("[");
	for (unsigned i = 0; i < BAR; i++)
		g_string_append_c(line, i < full ? '#' : '.');
	g_string_append_printf(line, "] %u/%u threads", p->done, p->threads);
	if (tokens > 0)
		g_string_append_printf(line, ", %.0f tokens/s", tokens);
	if (t->waiting)
		g_string_append_printf(line, ", %u waiting to be tried again", t->waiting);
	if (p->done && p->done < p->threads) {
		unsigned left = (unsigned)((now() - p->began) / p->done * (p->threads - p->done) + 0.5);

		g_string_append_printf(line, ", %u:%02u left", left / 60, left % 60);
	}
	if (line->len >= columns())
		g_string_truncate(line, columns() - 1);
	fprintf(stderr, "\r%s\033[K", line->str);
	fflush(stderr);
	p->drawn = true;
}

void progress_done(struct progress *p, const char *thread, const char *how)
{
	if (!p)
		return;
	p->done++;
	if (!p->terminal)
		fprintf(stderr, "%s: %u/%u %s%s%s\n", msg_name(), p->done, p->threads, thread, how ? ": " : "", how ? how : "");
}
