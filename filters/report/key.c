#include "key.h"
#include "lib/msg.h"

#include <errno.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	PATIENCE = 120,        /* seconds: somebody may have to type a passphrase first */
	LONGEST = 64 << 10,    /* bytes that a command may print */
};

/* A provider's own variable goes to that provider's host only. */
static const char *provider_key(const char *endpoint)
{
	static const struct {
		const char *host, *variable;
	} providers[] = {
		{ "api.openai.com", "OPENAI_API_KEY" },	    { "api.anthropic.com", "ANTHROPIC_API_KEY" },
		{ "api.deepseek.com", "DEEPSEEK_API_KEY" }, { "openrouter.ai", "OPENROUTER_API_KEY" },
		{ "api.mistral.ai", "MISTRAL_API_KEY" },    { "api.groq.com", "GROQ_API_KEY" },
		{ "ollama.com", "OLLAMA_API_KEY" },
	};
	g_autoptr(GUri) uri = endpoint ? g_uri_parse(endpoint, G_URI_FLAGS_NONE, NULL) : NULL;
	const char *host = uri ? g_uri_get_host(uri) : NULL;

	if (!host || strcmp(g_uri_get_scheme(uri), "https"))
		return NULL;
	for (guint i = 0; i < G_N_ELEMENTS(providers); i++)
		if (!g_ascii_strcasecmp(host, providers[i].host))
			return getenv(providers[i].variable);
	return NULL;
}

static _Noreturn void fail(GPid pid, const char *why)
{
	kill(pid, SIGTERM);
	msg_die(EXIT_SOME, "api_key_command: %s", why);
}

/* Milliseconds until then; does not return if it is past. */
static int left(GPid pid, gint64 until)
{
	gint64 ms = (until - g_get_monotonic_time()) / 1000;

	if (ms <= 0)
		fail(pid, "it has not ended after 120 s");
	return (int)ms;
}

static void read_all(int fd, GPid pid, gint64 until, GString *out)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char buf[4096];
	ssize_t n = 1;

	while (n) {
		if (poll(&p, 1, left(pid, until)) <= 0)
			continue;
		n = read(fd, buf, sizeof(buf));
		if (n < 0 && errno != EINTR)
			fail(pid, g_strerror(errno));
		if (n > 0)
			g_string_append_len(out, buf, n);
		if (out->len > LONGEST)
			fail(pid, "it does not stop printing");
	}
}

static int wait_for(GPid pid, gint64 until)
{
	int status;

	while (waitpid(pid, &status, WNOHANG) != pid) {
		left(pid, until);
		g_usleep(10000);
	}
	return status;
}

/* The first line that it prints. Its standard input is empty: ours is the list. */
static char *key_from_command(const char *command)
{
	const char *argv[] = { "/bin/sh", "-c", command, NULL };
	gint64 until = g_get_monotonic_time() + (gint64)PATIENCE * G_USEC_PER_SEC;
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) out = g_string_new(NULL);
	GPid pid;
	int fd;

	if (!g_spawn_async_with_pipes(NULL, (char **)argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL, &fd, NULL,
				      &error))
		msg_die(EXIT_SOME, "api_key_command: %s", error->message);
	read_all(fd, pid, until, out);
	close(fd);
	if (!g_spawn_check_wait_status(wait_for(pid, until), &error))
		msg_die(EXIT_SOME, "api_key_command: %s", error->message);
	g_string_truncate(out, strcspn(out->str, "\r\n"));
	if (!out->len)
		msg_die(EXIT_SOME, "api_key_command: its first line is empty");
	return g_string_free(g_steal_pointer(&out), FALSE);
}

char *key_find(const char *option, struct db *db, const char *endpoint)
{
	const char *key = getenv("DIGEST_API_KEY"), *command;

	if (option)
		return key_from_command(option);
	if (key && *key)
		return g_strdup(key);
	command = db_setting(db, "api_key_command");
	if (command)
		return key_from_command(command);
	return g_strdup(provider_key(endpoint));
}
