#include "settings.h"
#include "key.h"
#include "lib/msg.h"
#include "lib/options.h"

#include <getopt.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: digest-report [-o FILE] [--backend auto|extract|openai|anthropic|ollama|command]\n"
	"                     [--model M] [--endpoint URL] [--command CMD] [--jobs N]\n"
	"                     [--language en|zh] [--title T] [--format=markdown|json]\n"
	"                     [--verify=mark|drop|off] [--dry-run] [--print-prompt] [--no-cache]\n"
	"                     [--quiet] < LIST\n"
	"Write the report on the threads of a list, a section a thread.\n"
	"Other options, each with a setting of the same name: --link --private --prompt\n"
	"  --context --max-tokens --price-in --price-out --api-key-command --ca-file\n"
	"  --connect-timeout --first-timeout --idle-timeout --timeout --retry-wait\n"
	"See digest-report(1).\n";

/* Settings that have an option, a variable DIGEST_NAME and a key digest.name. */
enum key {
	BACKEND, MODEL, ENDPOINT, COMMAND, JOBS, LANGUAGE, TITLE, LINK, PRIVATE, PROMPT, CONTEXT, MAX_TOKENS,
	PRICE_IN, PRICE_OUT, API_KEY_COMMAND, CA_FILE, CONNECT, FIRST, IDLE, WHOLE, RETRY_WAIT, KEYS,
};

static const char *const key_names[KEYS] = {
	"backend", "model", "endpoint", "command", "jobs", "language", "title", "link", "private", "prompt", "context",
	"max_tokens", "price_in", "price_out", "api_key_command", "ca_file", "connect_timeout", "first_timeout",
	"idle_timeout", "timeout", "retry_wait",
};

static double number(const char *name, const char *value, double min, double max, double fallback)
{
	char *end;
	double v;

	if (!value)
		return fallback;
	v = g_ascii_strtod(value, &end);
	if (end == value || *end || !(v >= min && v <= max))
		msg_usage("%s: not a number from %g to %g: %s", name, min, max, value);
	return v;
}

/* The dialect that an endpoint speaks, when nobody said: nothing is asked over the network to find out. */
static const char *dialect(const char *endpoint)
{
	g_autoptr(GUri) uri = g_uri_parse(endpoint, G_URI_FLAGS_NONE, NULL);

	if (!uri)
		msg_usage("endpoint: not a URL: %s", endpoint);
	if (g_uri_get_host(uri) && strstr(g_uri_get_host(uri), "anthropic"))
		return "anthropic";
	if (g_uri_get_port(uri) == 11434 && strlen(g_uri_get_path(uri)) <= 1)
		return "ollama";
	return "openai";
}

static void choose_backend(struct settings *s, const char **v)
{
	static const char *const known[] = { "auto", "extract", "openai", "anthropic", "ollama", "command", NULL };
	const char *backend = v[BACKEND] ? v[BACKEND] : "auto";

	if (!g_strv_contains(known, backend))
		msg_usage("backend: one of auto, extract, openai, anthropic, ollama, command; not %s", backend);
	if (!strcmp(backend, "auto")) {
		backend = v[ENDPOINT] ? dialect(v[ENDPOINT]) : "extract";
		if (!v[ENDPOINT] && !s->quiet)
			msg_warn("no model is set up, so the report has extracts "
				 "(notmuch config set digest.endpoint URL; digest-report(1))");
	}
	s->extract = !strcmp(backend, "extract");
	if (!strcmp(backend, "command") && !v[COMMAND])
		msg_usage("backend command: no --command, and the setting digest.command is not set");
	if (!s->extract && strcmp(backend, "command") && !v[ENDPOINT])
		msg_usage("backend %s: no --endpoint, and the setting digest.endpoint is not set", backend);
	s->llm.backend = backend;
}

static void use_values(struct settings *s, const char **v)
{
	static const char *const languages[] = { "en", "zh", NULL };

	if (v[LANGUAGE] && !g_strv_contains(languages, v[LANGUAGE]))
		msg_usage("language: en or zh, not %s", v[LANGUAGE]);
	s->labels = labels_for(v[LANGUAGE]);
	s->title = v[TITLE] ? v[TITLE] : s->labels->title;
	s->link = v[LINK] ? v[LINK] : "https://lore.kernel.org/r/%s";
	s->private_ = v[PRIVATE];
	s->prompt = v[PROMPT];
	s->price_in = number("price_in", v[PRICE_IN], 0, 1e6, 0);
	s->price_out = number("price_out", v[PRICE_OUT], 0, 1e6, 0);
	choose_backend(s, v);
	s->llm.endpoint = v[ENDPOINT];
	s->llm.model = v[MODEL];
	s->llm.command = v[COMMAND];
	s->llm.ca_file = v[CA_FILE];
	s->llm.jobs = (unsigned)number("jobs", v[JOBS], 1, 256, 1);
	s->llm.context = (unsigned)number("context", v[CONTEXT], 0, 1e8, 0);
	s->llm.max_tokens = (unsigned)number("max_tokens", v[MAX_TOKENS], 1, 1e6, 0);
	s->llm.connect = number("connect_timeout", v[CONNECT], 0, 1e6, 0);
	s->llm.first = number("first_timeout", v[FIRST], 0, 1e6, 0);
	s->llm.idle = number("idle_timeout", v[IDLE], 0, 1e6, 0);
	s->llm.whole = number("timeout", v[WHOLE], 0, 1e6, 0);
	s->llm.backoff = number("retry_wait", v[RETRY_WAIT], 0, 1e6, 0);
}

static int choice(const char *option, const char *value, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		if (!strcmp(value, words[i]))
			return i;
	msg_usage("%s: not known: %s", option, value);
}

void settings_read(struct settings *s, int argc, char **argv, struct db **db)
{
	enum { FORMAT = OPT_OWN, VERIFY, DRY_RUN, PRINT_PROMPT, NO_CACHE, QUIET, FIRST_KEY };
	static const char *const formats[] = { "markdown", "json", NULL };
	static const char *const verifies[] = { "mark", "drop", "off", NULL };
	static const struct option own[] = {
		{ "output", required_argument, NULL, 'o' },	  { "format", required_argument, NULL, FORMAT },
		{ "verify", required_argument, NULL, VERIFY },	  { "dry-run", no_argument, NULL, DRY_RUN },
		{ "print-prompt", no_argument, NULL, PRINT_PROMPT }, { "no-cache", no_argument, NULL, NO_CACHE },
		{ "quiet", no_argument, NULL, QUIET },		  OPTIONS_COMMON,
	};
	struct option options[G_N_ELEMENTS(own) + KEYS + 1] = { 0 };
	const char *value[KEYS] = { 0 }, *key_option;
	int c;

	memcpy(options, own, sizeof(own));
	for (int i = 0; i < KEYS; i++)
		options[G_N_ELEMENTS(own) + (size_t)i] = (struct option){
			g_strdelimit(g_strdup(key_names[i]), "_", '-'), required_argument, NULL, FIRST_KEY + i };
	*s = (struct settings){ .llm.cache = true };
	while ((c = getopt_long(argc, argv, "o:", options, NULL)) != -1) {
		switch (c) {
		case 'o':
			s->output = optarg;
			break;
		case FORMAT:
			s->json = choice("--format", optarg, formats) == 1;
			break;
		case VERIFY:
			s->verify = (enum verify)choice("--verify", optarg, verifies);
			break;
		case DRY_RUN:
			s->dry_run = true;
			break;
		case PRINT_PROMPT:
			s->print_prompt = true;
			break;
		case NO_CACHE:
			s->llm.cache = false;
			break;
		case QUIET:
			s->quiet = true;
			break;
		case OPT_HELP:
			options_help(usage);
		case OPT_VERSION:
			options_version();
		default:
			if (c < FIRST_KEY || c >= FIRST_KEY + (int)KEYS)
				options_bad();
			value[c - FIRST_KEY] = optarg;
		}
	}
	for (int i = 0; i < KEYS; i++)
		g_free((char *)options[G_N_ELEMENTS(own) + (size_t)i].name);
	if (optind < argc)
		msg_usage("no arguments: the list comes on standard input");
	*db = db_open();
	key_option = value[API_KEY_COMMAND];
	for (int i = 0; i < KEYS; i++)
		if (!value[i])
			value[i] = db_setting(*db, key_names[i]);
	use_values(s, value);
	if (!s->extract && strcmp(s->llm.backend, "command") && !s->dry_run && !s->print_prompt)
		s->llm.key = s->key = key_find(key_option, *db, value[ENDPOINT]);
}

void settings_clear(struct settings *s)
{
	g_free(s->key);
}
