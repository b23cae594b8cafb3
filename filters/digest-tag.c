/* digest-tag - say of what kind each thread is, by rules */
#include "lib/mail.h"
#include "lib/msg.h"
#include "lib/options.h"
#include "lib/stage.h"
#include "lib/thread.h"

#include <errno.h>
#include <getopt.h>
#include <regex.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static const char usage[] =
	"usage: digest-tag [--rules FILE] [--write | --batch] < LIST\n"
	"Set the group of each thread by ordered rules, the first match wins.\n"
	"  --rules FILE   rules of your own (setting digest.rules); see digest-tag(1)\n"
	"  --batch        print lines for 'notmuch tag --batch' instead of the list\n"
	"  --write        hand them to it, then pass the list on\n";

/* examples/rules/default, as a string: what is documented is what runs. */
static const char builtin_rules[] =
#include "default-rules.inc"
	;

/* What digest-state can say; a thread has one of these tags at most. */
static const char *const states[] = { "applied",   "nak",       "superseded", "broken", "reviewed",
				      "discussed", "unanswered", "merged" };

struct rule {
	char *group;
	char *field;
	regex_t regex;
};

static void rule_free(void *p)
{
	struct rule *r = p;

	g_free(r->group);
	g_free(r->field);
	regfree(&r->regex);
	g_free(r);
}

/* "Bug Report" is the tag digest/bug-report; what is not plain is hex-encoded as notmuch-tag(1) --batch wants it. */
static char *tag_of(const char *word)
{
	g_autofree char *lower = g_utf8_strdown(word, -1);
	GString *out = g_string_new("digest/");

	for (const char *p = lower; *p; p++) {
		if (g_ascii_isalnum(*p) || strchr("-_.", *p))
			g_string_append_c(out, *p);
		else if (*p == ' ')
			g_string_append_c(out, '-');
		else
			g_string_append_printf(out, "%%%02x", (unsigned char)*p);
	}
	return g_string_free(out, FALSE);
}

/* Groups and states share a prefix, and delivered reports have a tag of it, too. */
static bool is_reserved(const char *group)
{
	g_autofree char *tag = tag_of(group);

	for (unsigned i = 0; i < G_N_ELEMENTS(states); i++)
		if (!strcmp(tag + strlen("digest/"), states[i]))
			return true;
	return !strcmp(tag, "digest/report");
}

static void add_rule(GPtrArray *rules, const char *name, unsigned number, const char *line)
{
	g_auto(GStrv) c = g_strsplit(line, "\t", 3);
	struct rule *r;
	char why[200];
	int error;

	if (g_strv_length(c) != 3 || !*c[0] || !*c[1] || !*c[2])
		msg_die(EXIT_USAGE, "%s:%u: not a rule (group, field, expression, TAB between)", name, number);
	g_strstrip(c[0]);
	if (is_reserved(c[0]))
		msg_die(EXIT_USAGE, "%s:%u: %s: no name for a group: its tag means something else", name, number, c[0]);
	r = g_new0(struct rule, 1);
	error = regcomp(&r->regex, c[2], REG_EXTENDED | REG_ICASE | REG_NOSUB);
	if (error) {
		regerror(error, &r->regex, why, sizeof(why));
		msg_die(EXIT_USAGE, "%s:%u: %s: %s", name, number, why, c[2]);
	}
	r->group = g_strdup(c[0]);
	r->field = g_ascii_strdown(g_strstrip(c[1]), -1);
	g_ptr_array_add(rules, r);
}

static GPtrArray *parse_rules(const char *name, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	GPtrArray *rules = g_ptr_array_new_with_free_func(rule_free);

	for (unsigned i = 0; lines[i]; i++) {
		g_strchomp(lines[i]);
		if (*lines[i] && *lines[i] != '#')
			add_rule(rules, name, i + 1, lines[i]);
	}
	return rules;
}

static GPtrArray *load_rules(const char *file)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;

	if (!file)
		return parse_rules("built-in rules", builtin_rules);
	if (!g_file_get_contents(file, &text, NULL, &error))
		msg_die(EXIT_USAGE, "%s", error->message);
	return parse_rules(file, text);
}

/* The thread behind a line as far as rules asked for it: its first mail, and the tags of all. */
struct subject {
	struct stage *stage;
	const struct list_line *line;
	struct thread *index;   /* NULL until a rule needs more than the subject */
	GPtrArray *rows;        /* files and tags of its mails */
	bool gone;
};

static void subject_clear(struct subject *s)
{
	thread_free(s->index);
	if (s->rows)
		g_ptr_array_unref(s->rows);
}

static bool look_up(struct subject *s)
{
	g_autofree char *query = NULL;
	g_auto(GStrv) words = NULL;

	if (s->index || s->gone)
		return !s->gone;
	s->index = thread_load(stage_db(s->stage), s->line, THREAD_INDEX);
	if (s->index) {
		words = g_strsplit(s->line->threads, " ", -1);
		query = g_strjoinv(" or ", words);
		s->rows = db_rows(stage_db(s->stage), query, s->line->scope, DB_FILES | DB_TAGS);
	}
	s->gone = !s->rows;
	return !s->gone;
}

static char *header_of_first(struct subject *s, const char *field)
{
	const struct mail *first = thread_mail(s->index, 0);

	for (unsigned i = 0; i < s->rows->len; i++) {
		const struct db_row *r = s->rows->pdata[i];

		if (strcmp(r->id, first->id))
			continue;
		if (strcmp(field, "to"))
			return mail_header(r->files, strcmp(field, "list") ? field : "List-Id");
		/* "to" is notmuch's: whoever the mail went to. */
		g_autofree char *to = mail_header(r->files, "To"), *cc = mail_header(r->files, "Cc");

		return g_strdup_printf("%s, %s", to ? to : "", cc ? cc : "");
	}
	return NULL;
}

static bool any_tag(const struct subject *s, const regex_t *regex)
{
	for (unsigned i = 0; i < s->rows->len; i++)
		for (char **tag = ((struct db_row *)s->rows->pdata[i])->tags; *tag; tag++)
			if (!regexec(regex, *tag, 0, NULL, 0))
				return true;
	return false;
}

static bool matches(const struct rule *r, struct subject *s)
{
	g_autofree char *value = NULL;

	if (!strcmp(r->field, "subject"))
		return !regexec(&r->regex, s->line->subject, 0, NULL, 0);
	if (!look_up(s))
		return false;
	if (!strcmp(r->field, "tag"))
		return any_tag(s, &r->regex);
	if (!strcmp(r->field, "from")) {
		const struct person *p = &thread_mail(s->index, 0)->from;

		value = g_strdup_printf("%s <%s>", p->name, p->addr);
	} else {
		value = header_of_first(s, r->field);
	}
	return value && !regexec(&r->regex, value, 0, NULL, 0);
}

static void set_group(const GPtrArray *rules, struct stage *stage, struct list_line *line)
{
	struct subject s = { .stage = stage, .line = line };
	const char *group = "Other";

	for (unsigned i = 0; i < rules->len; i++) {
		const struct rule *r = rules->pdata[i];

		if (matches(r, &s)) {
			group = r->group;
			break;
		}
	}
	subject_clear(&s);
	list_set(&line->group, group);
}

static void append_tag(GString *out, char sign, const char *word)
{
	g_autofree char *tag = tag_of(word);

	g_string_append_printf(out, "%c%s ", sign, tag);
}

static bool same_word(const char *a, const char *b)
{
	g_autofree char *x = g_utf8_casefold(a, -1), *y = g_utf8_casefold(b, -1);

	return !strcmp(x, y);
}

/* One line for `notmuch tag --batch`: this group and no other of the rules, this state and no other. */
static void append_batch(GString *out, const GPtrArray *rules, const struct list_line *line)
{
	g_auto(GStrv) words = g_strsplit(line->threads, " ", -1);
	g_autofree char *any = g_strjoinv(" or ", words);
	const char *before = NULL;

	append_tag(out, '+', line->group);
	for (unsigned i = 0; i < rules->len; i++) {
		const char *group = ((struct rule *)rules->pdata[i])->group;

		if (!same_word(group, line->group) && (!before || strcmp(group, before)))
			append_tag(out, '-', group);
		before = group;
	}
	if (strcmp(line->group, "Other"))
		append_tag(out, '-', "Other");
	if (strcmp(line->state, "-")) {
		append_tag(out, '+', line->state);
		for (unsigned i = 0; i < G_N_ELEMENTS(states); i++)
			if (strcmp(states[i], line->state))
				append_tag(out, '-', states[i]);
	}
	if (line->end == LIST_NO_TIME)
		g_string_append_printf(out, "-- %s\n", any);
	else
		g_string_append_printf(out, "-- (%s) and date:..@%lld\n", any, (long long)line->end);
}

/* Hand the tags to notmuch, which alone writes to the database. */
static void write_tags(const GString *batch)
{
	void (*old)(int) = signal(SIGPIPE, SIG_IGN);
	FILE *notmuch = popen("exec notmuch tag --batch", "w");
	int st;

	if (!notmuch) {
		msg_fail("notmuch tag --batch: %s", g_strerror(errno));
		return;
	}
	fwrite(batch->str, 1, batch->len, notmuch);
	st = pclose(notmuch);
	signal(SIGPIPE, old);
	if (st)
		msg_fail("notmuch tag --batch: %s %d: not all tags were written",
			 WIFEXITED(st) ? "exit status" : "signal", WIFEXITED(st) ? WEXITSTATUS(st) : WTERMSIG(st));
}

int main(int argc, char **argv)
{
	enum { RULES = OPT_OWN };
	static int batch, write_;
	static const struct option options[] = {
		{ "rules", required_argument, NULL, RULES }, { "batch", no_argument, &batch, 1 },
		{ "write", no_argument, &write_, 1 },	     OPTIONS_COMMON, { 0 },
	};
	g_autoptr(GString) tags = g_string_new(NULL);
	g_autoptr(GPtrArray) rules = NULL;
	const char *file = getenv("DIGEST_RULES");
	struct list_line line;
	struct stage stage;
	FILE *out = stdout;
	char *list = NULL;
	size_t size;
	int c;

	msg_init(argv[0]);
	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == RULES)
			file = optarg;
		else if (c == OPT_HELP)
			options_help(usage);
		else if (c == OPT_VERSION)
			options_version();
		else if (c)
			options_bad();
	}
	if (optind < argc)
		msg_usage("no arguments: the list comes on standard input");
	if (batch && write_)
		msg_usage("--batch and --write: one of them");
	/* The list is passed on only when the tags are written: whoever leaves early must not stop that. */
	if (write_)
		out = open_memstream(&list, &size);
	stage_init(&stage, stdin, batch ? NULL : out);
	if (!file)
		file = db_setting(stage_db(&stage), "rules");
	rules = load_rules(file);
	while (stage_next(&stage, &line)) {
		set_group(rules, &stage, &line);
		if (batch || write_)
			append_batch(tags, rules, &line);
		if (!batch)
			list_write(out, &line);
		list_line_free(&line);
	}
	stage_clear(&stage);
	if (batch)
		msg_wrote(fputs(tags->str, stdout));
	if (write_) {
		fclose(out);
		if (tags->len)
			write_tags(tags);
		msg_wrote(fputs(list, stdout));
		free(list);
	}
	return msg_exit();
}
