/* command.c - ask a program instead of a server */
#include "command.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

enum { TEXT_LIMIT = 4 << 20, WORDS = 2048, SESSIONS = 256, LATER = 75 };

/* Leaders of the sessions that run now, for the signal handler. 0: a free place. */
static volatile pid_t sessions[SESSIONS];
static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE };
static struct sigaction before[G_N_ELEMENTS(signals)];
static int users;

struct command {
	pid_t pid;
	int place;
	int out, err;
	GString *text, *words;     /* its output; the end of what it says on standard error */
	struct reply *reply;
	double deadline, whole;
	bool exited;
	int status;
};

static void end_all(void)
{
	for (int i = 0; i < SESSIONS; i++)
		if (sessions[i] > 0)
			kill(-sessions[i], SIGTERM);
}

static void on_signal(int sig)
{
	end_all();
	signal(sig, SIG_DFL);
	raise(sig);
}

void commands_open(void)
{
	static bool registered;
	if (users++)
		return;
	if (!registered)
		atexit(end_all);
	registered = true;
	for (unsigned i = 0; i < G_N_ELEMENTS(signals); i++) {
		struct sigaction act = { .sa_handler = on_signal };
		sigaction(signals[i], NULL, &before[i]);
		if (before[i].sa_handler == SIG_DFL)
			sigaction(signals[i], &act, NULL);
	}
}

void commands_close(void)
{
	if (--users)
		return;
	for (unsigned i = 0; i < G_N_ELEMENTS(signals); i++)
		sigaction(signals[i], &before[i], NULL);
}

/* The prompt as a file that has no name: the child reads at its own pace, or not at all, and nobody waits for it. */
static int prompt_file(const char *system, const char *user)
{
	FILE *f = tmpfile();
	if (!f)
		return -1;
	if (system && *system)
		fprintf(f, "%s\n\n", system);
	fputs(user, f);
	if (user[0] && user[strlen(user) - 1] != '\n')
		fputc('\n', f);
	bool bad = fflush(f) || ferror(f);
	int fd = bad ? -1 : fcntl(fileno(f), F_DUPFD_CLOEXEC, 3);
	fclose(f);
	if (fd >= 0)
		lseek(fd, 0, SEEK_SET);
	return fd;
}

static _Noreturn void child(const char *line, int in, int out, int err, pid_t parent)
{
	static const char sorry[] = "sh: cannot be started\n";
	sigset_t none;
	setsid();
#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(1);
#else
	(void)parent;
#endif
	for (unsigned i = 0; i < G_N_ELEMENTS(signals); i++)
		signal(signals[i], SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	dup2(in, 0);
	dup2(out, 1);
	dup2(err, 2);
#ifdef SYS_close_range
	syscall(SYS_close_range, 3, ~0U, 0);
#endif
	execl("/bin/sh", "sh", "-c", line, (char *)NULL);
	if (write(2, sorry, sizeof sorry - 1) < 0)
		_exit(126);
	_exit(127);
}

static int free_place(void)
{
	for (int i = 0; i < SESSIONS; i++)
		if (!sessions[i])
			return i;
	return -1;
}

/* The signals wait until the new session is on the list. */
static pid_t spawn(const char *line, int in, int out, int err, int place)
{
	sigset_t all, old;
	pid_t parent = getpid();
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &old);
	pid_t pid = fork();
	if (!pid)
		child(line, in, out, err, parent);
	if (pid > 0)
		sessions[place] = pid;
	sigprocmask(SIG_SETMASK, &old, NULL);
	return pid;
}

static void close_pair(const int fd[2])
{
	if (fd[0] >= 0)
		close(fd[0]);
	if (fd[1] >= 0)
		close(fd[1]);
}

struct command *command_start(const char *line, const char *system, const char *user, double whole, struct reply *r,
			      struct fault *f)
{
	int out[2] = { -1, -1 }, err[2] = { -1, -1 }, place = free_place();
	int in = prompt_file(system, user);
	pid_t pid = -1;
	if (in >= 0 && place >= 0 && g_unix_open_pipe(out, FD_CLOEXEC, NULL) &&
	    g_unix_open_pipe(err, FD_CLOEXEC, NULL))
		pid = spawn(line, in, out[1], err[1], place);
	if (pid < 0) {
		fault_set(f, "the command cannot be started: %s", g_strerror(errno));
		f->passing = f->slow = true; /* too many at once for this machine */
		close_pair(out);
		close_pair(err);
		if (in >= 0)
			close(in);
		return NULL;
	}
	close(in);
	close(out[1]);
	close(err[1]);
	struct command *c = g_new0(struct command, 1);
	c->pid = pid;
	c->place = place;
	c->out = out[0];
	c->err = err[0];
	fcntl(c->out, F_SETFL, O_NONBLOCK);
	fcntl(c->err, F_SETFL, O_NONBLOCK);
	c->text = g_string_new(NULL);
	c->words = g_string_new(NULL);
	c->reply = r;
	c->whole = whole;
	c->deadline = (double)g_get_monotonic_time() / 1e6 + whole;
	return c;
}

/* Read what is there; *fd becomes -1 at the end. keep: bytes to keep, the last ones. */
static void drain(int *fd, GString *to, size_t keep)
{
	char buf[16384];
	ssize_t n = 0;
	while (*fd >= 0 && ((n = read(*fd, buf, sizeof buf)) > 0 || (n < 0 && errno == EINTR))) {
		if (n > 0)
			g_string_append_len(to, buf, n);
		if (to->len > keep + sizeof buf)
			g_string_erase(to, 0, (gssize)(to->len - keep));
	}
	if (*fd >= 0 && (!n || (errno != EAGAIN && errno != EWOULDBLOCK))) {
		close(*fd);
		*fd = -1;
	}
}

/* Its last words, as a reason. */
static const char *last_line(GString *words)
{
	g_strchomp(words->str);
	const char *nl = strrchr(words->str, '\n');
	return nl ? nl + 1 : words->str;
}

static void judge(struct command *c, struct fault *f)
{
	const char *words = last_line(c->words);
	const char *colon = *words ? ": " : "";
	if (WIFSIGNALED(c->status)) {
		fault_set(f, "the command was ended by signal %d (%s)%s%s", WTERMSIG(c->status),
			  g_strsignal(WTERMSIG(c->status)), colon, words);
	} else if (WEXITSTATUS(c->status)) {
		fault_set(f, "the command exited with %d%s%s", WEXITSTATUS(c->status), colon, words);
		f->passing = f->slow = WEXITSTATUS(c->status) == LATER;
		f->for_all = WEXITSTATUS(c->status) == 127 || WEXITSTATUS(c->status) == 126;
	} else {
		c->reply->events = c->reply->finished = true;
		reply_end(c->reply);
		fault_ending(f, c->reply, "", NULL);
		if (f->text) {
			fault_set(f, "the command printed nothing%s%s", colon, words);
			f->passing = false;
		}
	}
}

/* Output goes on to the answer as whole characters: a piece may end within one. */
static void pass_on(struct command *c, bool end)
{
	const char *valid;
	g_utf8_validate(c->text->str, (gssize)c->text->len, &valid);
	size_t n = (size_t)(valid - c->text->str);
	if (end || c->text->len - n > 4) {
		char *mended = g_utf8_make_valid(c->text->str, (gssize)c->text->len);
		think_feed(&c->reply->think, mended, strlen(mended));
		g_free(mended);
		n = c->text->len;
	} else {
		think_feed(&c->reply->think, c->text->str, n);
	}
	g_string_erase(c->text, 0, (gssize)n);
}

/* Has it? What it left running in its session is told to go as long as nobody else can have its number. */
static bool has_exited(struct command *c)
{
	siginfo_t info = { 0 };
	if (waitid(P_PID, (id_t)c->pid, &info, WEXITED | WNOHANG | WNOWAIT) || !info.si_pid)
		return false;
	kill(-c->pid, SIGTERM);
	return waitpid(c->pid, &c->status, 0) == c->pid;
}

bool command_work(struct command *c, struct fault *f)
{
	drain(&c->out, c->text, TEXT_LIMIT);
	drain(&c->err, c->words, WORDS);
	if (!c->exited && has_exited(c)) {
		c->exited = true;
		drain(&c->out, c->text, TEXT_LIMIT);
		drain(&c->err, c->words, WORDS);
	}
	pass_on(c, c->exited);
	if (c->reply->think.text->len > TEXT_LIMIT) {
		fault_set(f, "the command does not stop printing: more than %d MiB", TEXT_LIMIT >> 20);
		return true;
	}
	if (c->exited) {
		judge(c, f);
		return true;
	}
	if ((double)g_get_monotonic_time() / 1e6 > c->deadline) {
		fault_set(f, "the command had not ended after %.0f s", c->whole);
		f->passing = true;
		return true;
	}
	return false;
}

void commands_wait(struct command *const *running, size_t n, int milliseconds)
{
	struct pollfd *p = g_new0(struct pollfd, 2 * n + 1);
	for (size_t i = 0; i < n; i++) {
		p[2 * i] = (struct pollfd){ .fd = running[i]->out, .events = POLLIN };
		p[2 * i + 1] = (struct pollfd){ .fd = running[i]->err, .events = POLLIN };
		if (running[i]->out < 0 && running[i]->err < 0)
			milliseconds = MIN(milliseconds, 5); /* only its exit is missing */
	}
	poll(p, 2 * n, milliseconds);
	g_free(p);
}

/* It and all that it started. */
static bool is_gone(struct command *c)
{
	if (!c->exited)
		c->exited = waitpid(c->pid, &c->status, WNOHANG) == c->pid;
	return c->exited && kill(-c->pid, 0);
}

void command_end(struct command *c)
{
	if (!c->exited)
		kill(-c->pid, SIGTERM);
	for (int i = 0; i < 50 && !is_gone(c); i++)
		g_usleep(10000);
	if (!is_gone(c))
		kill(-c->pid, SIGKILL);
	if (!c->exited)
		waitpid(c->pid, &c->status, 0);
	sessions[c->place] = 0;
	if (c->out >= 0)
		close(c->out);
	if (c->err >= 0)
		close(c->err);
	g_string_free(c->text, TRUE);
	g_string_free(c->words, TRUE);
	g_free(c);
}
