/* llm-ask.c - put questions to filters/llm from a script; for the tests
 *
 * Reads questions from standard input, "NAME TAB WORDS" a line, and prints a line an ask as it is done: "NAME ok TEXT"
 * or "NAME failed REASON", with (cut), (cached), (overflow), (retries N) after the word. With --again each is followed
 * by one more question, NAME+. Exit status as a filter has it.
 */
#include "llm/llm.h"

#include <getopt.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/msg.h"

static bool show_stream, show_totals, ask_again;
static char *filler;
static GQueue more = G_QUEUE_INIT;  /* names of questions that follow from an answer */
static unsigned under_way;

static enum llm_more next(void *ctx, struct llm_ask *ask)
{
	char *line = NULL;
	size_t size = 0;
	(void)ctx;
	if (!g_queue_is_empty(&more)) {
		line = g_queue_pop_head(&more);
	} else if (getline(&line, &size, stdin) < 0) {
		free(line);
		return under_way && ask_again ? LLM_WAIT : LLM_END;
	}
	under_way++;
	g_strchomp(line);
	char *tab = strchr(line, '\t');
	ask->name = tab ? g_strndup(line, tab - line) : g_strdup(line);
	ask->system = g_strdup("You summarise.");
	ask->user = g_strconcat(tab ? tab + 1 : line, filler, NULL);
	free(line);
	return LLM_ASK;
}

/* Line ends and other controls as escapes, so that an ask stays one line. */
static char *one_line(const char *s)
{
	GString *out = g_string_new(NULL);
	for (; *s; s++) {
		if (*s == '\n')
			g_string_append(out, "\\n");
		else if ((unsigned char)*s < ' ')
			g_string_append_printf(out, "\\x%02x", (unsigned char)*s);
		else
			g_string_append_c(out, *s);
	}
	return g_string_free(out, FALSE);
}

static char *plus(const char *name)
{
	char *s = malloc(strlen(name) + 2);
	if (!s)
		abort();
	return strcat(strcpy(s, name), "+");
}

static void done(void *ctx, const struct llm_ask *ask)
{
	(void)ctx;
	printf("%s %s", ask->name, ask->text ? "ok" : "failed");
	if (ask->cut)
		printf(" (cut)");
	if (ask->cached)
		printf(" (cached)");
	if (ask->overflow)
		printf(" (overflow)");
	if (ask->retries)
		printf(" (retries %u)", ask->retries);
	char *text = one_line(ask->text ? ask->text : ask->error);
	printf(" %s\n", text);
	fflush(stdout);
	g_free(text);
	under_way--;
	if (ask_again && !g_str_has_suffix(ask->name, "+"))
		g_queue_push_tail(&more, plus(ask->name));
	if (!ask->text)
		msg_fail("%s: %s", ask->name, ask->error);
}

static void stream(void *ctx, const struct llm_ask *ask, const char *piece, size_t len)
{
	(void)ctx;
	(void)ask;
	if (show_stream)
		fprintf(stderr, "[%.*s]", (int)len, piece);
}

static void print_totals(const struct llm *l)
{
	const struct llm_totals *t = llm_totals(l);
	fprintf(stderr, "answered %u failed %u cached %u tries %u retries %u in %lu out %lu%s room %lu seconds %.2f\n",
		t->answered, t->failed, t->cached, t->tries, t->retries, t->tokens_in, t->tokens_out,
		t->estimated ? " estimated" : "", llm_room(l), t->seconds);
}

static char *fill(size_t bytes)
{
	static const char words[] = " the guest enters its handler and the host looks on;";
	GString *s = g_string_new(NULL);
	while (s->len < bytes)
		g_string_append(s, words);
	g_string_truncate(s, bytes);
	return g_string_free(s, FALSE);
}

static const struct option options[] = {
	{ "backend", required_argument, NULL, 'b' },	{ "endpoint", required_argument, NULL, 'e' },
	{ "model", required_argument, NULL, 'm' },	{ "command", required_argument, NULL, 'c' },
	{ "ca-file", required_argument, NULL, 'a' },	{ "context", required_argument, NULL, 'x' },
	{ "max-tokens", required_argument, NULL, 't' }, { "jobs", required_argument, NULL, 'j' },
	{ "cache", no_argument, NULL, 'k' },		{ "connect", required_argument, NULL, '1' },
	{ "first", required_argument, NULL, '2' },	{ "idle", required_argument, NULL, '3' },
	{ "whole", required_argument, NULL, '4' },	{ "backoff", required_argument, NULL, '5' },
	{ "stream", no_argument, NULL, 's' },		{ "totals", no_argument, NULL, 'T' },
	{ "again", no_argument, NULL, 'g' },
	{ "filler", required_argument, NULL, 'f' },	{ NULL, 0, NULL, 0 },
};

static void take_option(struct llm_config *c, int o)
{
	double n = optarg ? g_ascii_strtod(optarg, NULL) : 0;
	switch (o) {
	case 'b': c->backend = optarg; break;
	case 'e': c->endpoint = optarg; break;
	case 'm': c->model = optarg; break;
	case 'c': c->command = optarg; break;
	case 'a': c->ca_file = optarg; break;
	case 'x': c->context = (unsigned)n; break;
	case 't': c->max_tokens = (unsigned)n; break;
	case 'j': c->jobs = (unsigned)n; break;
	case 'k': c->cache = true; break;
	case '1': c->connect = n; break;
	case '2': c->first = n; break;
	case '3': c->idle = n; break;
	case '4': c->whole = n; break;
	case '5': c->backoff = n; break;
	case 's': show_stream = true; break;
	case 'g': ask_again = true; break;
	case 'T': show_totals = true; break;
	case 'f': filler = fill((size_t)n); break;
	default: msg_usage("unknown option");
	}
}

int main(int argc, char **argv)
{
	struct llm_config c = { .backend = "openai", .model = "test", .jobs = 1, .backoff = 0.02 };
	struct llm_calls calls = { .next = next, .done = done, .stream = stream };
	int o;

	msg_init(argv[0]);
	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1)
		take_option(&c, o);
	c.key = g_getenv("DIGEST_API_KEY");
	struct llm *l = llm_open(&c);
	if (!l)
		return msg_exit();
	bool up = llm_run(l, &calls);
	if (show_totals)
		print_totals(l);
	llm_close(l);
	g_free(filler);
	int status = msg_exit();
	return up ? status : EXIT_LATER;
}
