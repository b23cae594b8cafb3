/* digest-maildir - put the mails of a pipe into a maildir, none of them twice
 *
 * A mail is written below tmp, forced to the disk, and then moved to new. Its name is made of its date and a hash of its
 * Message-ID: no foreign text is in it, and whoever comes again after an interruption finds what is there already.
 */
#include "lib/db.h"
#include "lib/incoming.h"
#include "lib/msg.h"
#include "lib/options.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char usage[] =
	"usage: digest-maildir [--files] [--seen FILE] [--quiet] MAILDIR\n"
	"Put each mail of a batch from git-cat-file(1) on standard input into MAILDIR, unless\n"
	"one of the same Message-ID is there or in the notmuch database. Print, for each, its\n"
	"Message-ID and the name of the file that it became, or - if it was there already.\n"
	"  --files        standard input holds names of files, one in a line\n"
	"  --seen FILE    leave out Message-IDs that FILE (an earlier output) holds\n"
	"  --quiet        no progress on a terminal\n";

/* Mails are forced to the disk together. More than a few: the whole file system at once, for a disk takes about as long for
 * one as for a thousand. */
enum { BATCH_MAILS = 512, BATCH_BYTES = 16 << 20, FEW = 16 };

#define SUFFIX ".digest"

/* A mail whose line is not yet printed. Lines keep their order: one that is there already may be the twin of one that is not
 * yet safe. */
struct waiting {
	char *id, *file; /* file: NULL, was there already */
	int fd;          /* -1: nothing to be done */
};

struct maildir {
	const char *path;
	int tmp, new, cur;     /* folders */
	GHashTable *there;     /* hashes of Message-IDs */
	struct db *db;         /* NULL: none */
	GPtrArray *batch;      /* struct waiting */
	unsigned written;      /* of those, files in tmp */
	size_t bytes;          /* in them */
	unsigned long count;
	bool progress;
	gint64 drawn;
};

static char *hash(const char *id)
{
	return g_compute_checksum_for_string(G_CHECKSUM_SHA1, id, -1);
}

static int open_folder(const char *path, const char *name)
{
	g_autofree char *folder = g_build_filename(path, name, NULL);
	int fd;

	if (g_mkdir_with_parents(folder, 0700) || (fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
		msg_die(EXIT_SOME, "%s: %s", folder, g_strerror(errno));
	return fd;
}

/* Call WITH for each name in an open folder. */
static void each_name(struct maildir *to, int folder, void (*with)(struct maildir *to, const char *name))
{
	int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (!dir)
		msg_die(EXIT_SOME, "%s: %s", to->path, g_strerror(errno));
	while ((entry = readdir(dir)))
		with(to, entry->d_name);
	closedir(dir);
}

/* DATE.HASH.digest, and the flags that a mail program put behind it. */
static void note_there(struct maildir *to, const char *name)
{
	enum { HASH = 40 };
	const char *dot = strchr(name, '.');

	if (dot && strlen(dot + 1) >= HASH && g_str_has_prefix(dot + 1 + HASH, SUFFIX))
		g_hash_table_add(to->there, g_strndup(dot + 1, HASH));
}

/* What an earlier run did not finish. The lock is held: nobody else writes these. */
static void drop_stale(struct maildir *to, const char *name)
{
	if (g_str_has_suffix(name, SUFFIX))
		unlinkat(to->tmp, name, 0);
}

static void open_maildir(struct maildir *to)
{
	to->tmp = open_folder(to->path, "tmp");
	to->new = open_folder(to->path, "new");
	to->cur = open_folder(to->path, "cur");
	if (flock(to->tmp, LOCK_EX | LOCK_NB))
		msg_die(errno == EWOULDBLOCK ? EXIT_LATER : EXIT_SOME, "%s: %s", to->path,
			errno == EWOULDBLOCK ? "another digest-maildir writes to it" : g_strerror(errno));
	each_name(to, to->tmp, drop_stale);
	each_name(to, to->new, note_there);
	each_name(to, to->cur, note_there);
}

static void read_seen(struct maildir *to, const char *path)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	if (!f)
		msg_die(EXIT_SOME, "%s: %s", path, g_strerror(errno));
	while ((n = getline(&line, &room, f)) > 0) {
		/* An interruption may have left half a line at the end. */
		if (line[n - 1] != '\n' || !strchr(line, '\t'))
			continue;
		*strchr(line, '\t') = '\0';
		g_hash_table_add(to->there, hash(line));
	}
	if (ferror(f))
		msg_die(EXIT_SOME, "%s: %s", path, g_strerror(errno));
	free(line);
	fclose(f);
}

static void report(struct maildir *to, const char *id, const char *file)
{
	if (printf("%s\t%s\n", id, file) < 0)
		msg_die(msg_exit(), "%s: the rest was not delivered", to->path);
	to->count++;
}

static void draw(struct maildir *to, bool done)
{
	gint64 now = g_get_monotonic_time();

	if (!to->progress || (!done && now - to->drawn < G_USEC_PER_SEC / 5))
		return;
	to->drawn = now;
	if (done)
		fputs("\r\033[K", stderr);
	else
		fprintf(stderr, "\r\033[K%lu mails", to->count);
	fflush(stderr);
}

static bool sync_all(const struct maildir *to)
{
#ifdef __linux__
	return to->written > FEW && !syncfs(to->tmp);
#else
	return false;
#endif
}

/* From tmp to new. What is in new is whole, whenever the power fails. False: reported, and the file is gone. */
static bool make_safe(struct maildir *to, const struct waiting *w, bool synced)
{
	bool ok = synced || !fsync(w->fd);

	/* Disks tell late that they are full: NFS when the file is closed. */
	ok = !close(w->fd) && ok;
	if (ok && !renameat(to->tmp, w->file, to->new, w->file))
		return true;
	msg_fail("%s: %s: %s", to->path, w->id, g_strerror(errno));
	unlinkat(to->tmp, w->file, 0);
	return false;
}

static void waiting_free(struct waiting *w)
{
	g_free(w->id);
	g_free(w->file);
	g_free(w);
}

static void flush_batch(struct maildir *to)
{
	GPtrArray *batch = to->batch;
	bool synced = sync_all(to), failed = false;

	for (unsigned i = 0; i < batch->len; i++) {
		struct waiting *w = batch->pdata[i];

		/* After a failure the twin of a mail may be nowhere, either. */
		if (w->fd < 0 ? failed : !make_safe(to, w, synced)) {
			g_clear_pointer(&w->id, g_free);
			failed = true;
		}
	}
	if (to->written && fsync(to->new))
		msg_die(EXIT_SOME, "%s/new: %s", to->path, g_strerror(errno));
	for (unsigned i = 0; i < batch->len; i++) {
		struct waiting *w = batch->pdata[i];

		if (w->id)
			report(to, w->id, w->file ? w->file : "-");
		waiting_free(w);
	}
	if (to->written)
		msg_write("", 0);
	g_ptr_array_set_size(batch, 0);
	to->written = 0;
	to->bytes = 0;
	draw(to, false);
}

static bool write_all(int fd, const char *bytes, size_t size)
{
	while (size) {
		ssize_t n = write(fd, bytes, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		bytes += n;
		size -= (size_t)n;
	}
	return true;
}

/* False: the disk is full, or worse; reported. */
static bool write_mail(struct maildir *to, const struct incoming *mail, const char *hashed)
{
	time_t date = mail->date ? mail->date : time(NULL);
	struct timespec times[2] = { { .tv_sec = date }, { .tv_sec = date } };
	struct waiting *w = g_new0(struct waiting, 1);

	w->id = g_strdup(mail->id);
	w->file = g_strdup_printf("%lld.%s" SUFFIX, (long long)date, hashed);
	w->fd = openat(to->tmp, w->file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	/* A file system that cannot keep the date (of the year 9999) is no reason not to keep the mail. */
	if (w->fd >= 0 && write_all(w->fd, mail->bytes, mail->size)) {
		if (futimens(w->fd, times))
			errno = 0;
		g_ptr_array_add(to->batch, w);
		to->written++;
		to->bytes += mail->size;
		return true;
	}
	msg_fail("%s: %s: %s", to->path, w->id, g_strerror(errno));
	if (w->fd >= 0) {
		close(w->fd);
		unlinkat(to->tmp, w->file, 0);
	}
	waiting_free(w);
	return false;
}

static void leave_out(struct maildir *to, const char *id)
{
	struct waiting *w;

	if (!to->written) {
		report(to, id, "-");
		return;
	}
	w = g_new0(struct waiting, 1);
	w->id = g_strdup(id);
	w->fd = -1;
	g_ptr_array_add(to->batch, w);
}

static void deliver(struct maildir *to, FILE *in, bool files)
{
	struct incoming mail;
	bool ok = true;

	incoming_init(&mail, in, files);
	while (ok && incoming_next(&mail)) {
		g_autofree char *hashed = hash(mail.id);

		if (g_hash_table_contains(to->there, hashed) || (to->db && db_has_file(to->db, mail.id))) {
			leave_out(to, mail.id);
			continue;
		}
		ok = write_mail(to, &mail, hashed);
		if (ok)
			g_hash_table_add(to->there, g_steal_pointer(&hashed));
		if (to->written >= BATCH_MAILS || to->bytes >= BATCH_BYTES)
			flush_batch(to);
	}
	flush_batch(to);
	draw(to, true);
	incoming_clear(&mail);
}

int main(int argc, char **argv)
{
	enum { FILES = OPT_OWN, SEEN, QUIET };
	static const struct option options[] = { { "files", no_argument, NULL, FILES },
						 { "seen", required_argument, NULL, SEEN },
						 { "quiet", no_argument, NULL, QUIET },
						 OPTIONS_COMMON,
						 { 0 } };
	struct maildir to = { .progress = isatty(STDERR_FILENO) };
	const char *seen = NULL;
	bool files = false;
	int c;

	msg_init(argv[0]);
	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (c) {
		case FILES:
			files = true;
			break;
		case SEEN:
			seen = optarg;
			break;
		case QUIET:
			to.progress = false;
			break;
		case OPT_HELP:
			options_help(usage);
		case OPT_VERSION:
			options_version();
		default:
			options_bad();
		}
	}
	if (argc - optind != 1 || !*argv[optind])
		msg_usage("one maildir, please");
	/* A file that grows too large is a disk that is full. */
	signal(SIGXFSZ, SIG_IGN);
	to.path = argv[optind];
	to.there = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	to.batch = g_ptr_array_new();
	open_maildir(&to);
	if (seen)
		read_seen(&to, seen);
	to.db = db_open_if_any();
	deliver(&to, stdin, files);
	db_close(to.db);
	g_hash_table_unref(to.there);
	g_ptr_array_unref(to.batch);
	return msg_exit();
}
