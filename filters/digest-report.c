/* digest-report - the last stage: a report with a section for each thread of the list */
#include "lib/msg.h"
#include "lib/stage.h"
#include "lib/thread.h"
#include "lib/window.h"
#include "report/glance.h"
#include "report/layout.h"
#include "report/prompt.h"
#include "report/settings.h"
#include "report/standing.h"
#include "report/summary.h"
#include "report/survey.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct output {
	FILE *file;
	const char *name;  /* as the user gave it; NULL: standard output */
	char *part;        /* it grows under this name */
};

static void output_open(struct output *o, const char *name)
{
	*o = (struct output){ .file = stdout, .name = name };
	if (!name)
		return;
	o->part = g_strconcat(name, ".part", NULL);
	o->file = fopen(o->part, "w");
	if (!o->file)
		msg_die(EXIT_SOME, "%s: %s", o->part, g_strerror(errno));
}

/* Write what is complete at once, for `tail -f` and pipes. A disk that is full ends the run: what follows would be lost,
 * and answers that were paid for are in the cache. */
static void output_write(struct output *o, GString *text)
{
	errno = 0;
	if (fwrite(text->str, 1, text->len, o->file) != text->len || fflush(o->file))
		msg_die(EXIT_SOME, "%s: %s", o->part ? o->part : "standard output", g_strerror(errno));
	g_string_truncate(text, 0);
}

static void output_close(struct output *o)
{
	if (!o->name)
		return;
	errno = 0;
	if (fclose(o->file))
		msg_die(EXIT_SOME, "%s: %s", o->part, g_strerror(errno));
	if (rename(o->part, o->name))
		msg_die(EXIT_SOME, "%s: %s", o->name, g_strerror(errno));
	g_free(o->part);
}

struct section {
	struct list_line *line;
	unsigned number;        /* within its group, from 1 */
	struct ledger *ledger;  /* of the survey; NULL if digest-state did not run */
	struct thread *thread;  /* while its summary is awaited */
	GString *text;          /* when complete */
};

struct report {
	struct settings settings;
	struct stage stage;
	struct output output;
	GPtrArray *lines;
	struct survey *survey;
	struct verify_counts counts;
	struct section *sections;
	unsigned asked;    /* sections before this one are complete or asked for */
	unsigned written;  /* sections before this one are written */
};

static void line_free(void *p)
{
	list_line_free(p);
	g_free(p);
}

static void read_list(struct report *r)
{
	struct list_line line;
	unsigned number = 0;

	r->lines = g_ptr_array_new_with_free_func(line_free);
	while (stage_next(&r->stage, &line))
		g_ptr_array_add(r->lines, g_memdup2(&line, sizeof(line)));
	report_order(r->lines);
	r->sections = g_new0(struct section, r->lines->len + 1);
	for (unsigned i = 0; i < r->lines->len; i++) {
		struct section *s = &r->sections[i];

		s->line = r->lines->pdata[i];
		number = i && !strcmp(r->sections[i - 1].line->group, s->line->group) ? number + 1 : 1;
		s->number = number;
	}
}

/* Sections come out in list order, each as soon as it and all before it are complete. */
static void write_ready(struct report *r)
{
	while (r->written < r->lines->len && r->sections[r->written].text) {
		struct section *s = &r->sections[r->written++];

		output_write(&r->output, s->text);
		g_string_free(s->text, TRUE);
		s->text = NULL;
	}
}

/* Load a section's thread, if it is not there, and start its text: heading, facts, where it stands. */
static GString *begin(struct report *r, struct section *s)
{
	GString *text = g_string_new(NULL);

	if (!s->thread)
		s->thread = thread_load(stage_db(&r->stage), s->line, THREAD_FULL);
	if (s->number == 1)
		report_chapter(text, &r->settings, r->lines, s->line->group);
	report_section(text, &r->settings, s->line, s->thread, s->number);
	if (s->thread && s->ledger)
		standing(text, &r->settings, s->thread, s->ledger);
	return text;
}

static struct summary summary_of(struct report *r, const struct section *s)
{
	return (struct summary){ .settings = &r->settings, .line = s->line, .thread = s->thread, .ledger = s->ledger,
				 .counts = &r->counts };
}

static void end(struct report *r, struct section *s, GString *text)
{
	if (s->thread)
		report_mails(text, &r->settings, s->thread);
	else
		g_string_append_printf(text, "%s\n", r->settings.labels->unreadable);
	thread_free(s->thread);
	s->thread = NULL;
	s->text = text;
	write_ready(r);
}

static void write_extracts(struct report *r)
{
	for (; r->asked < r->lines->len; r->asked++) {
		struct section *s = &r->sections[r->asked];
		GString *text = begin(r, s);
		struct summary of = summary_of(r, s);

		if (s->thread)
			summary_extract(text, &of, NULL);
		end(r, s, text);
	}
}

/* A thread with one mail that matches digest.private never leaves the machine; if that cannot be found out, neither. */
static bool is_private(struct report *r, const struct section *s)
{
	g_auto(GStrv) words = g_strsplit(s->line->threads, " ", -1);
	g_autofree char *any = g_strjoinv(" or ", words), *query = NULL;
	g_autoptr(GPtrArray) rows = NULL;

	if (!r->settings.private_)
		return false;
	query = g_strdup_printf("(%s) and (%s)", any, r->settings.private_);
	rows = db_rows(stage_db(&r->stage), query, query, DB_ID);
	return !rows || rows->len;
}

static enum llm_more next_question(void *ctx, struct llm_ask *ask)
{
	struct report *r = ctx;

	while (r->asked < r->lines->len) {
		struct section *s = &r->sections[r->asked++];
		GString *text = begin(r, s);
		struct summary of = summary_of(r, s);

		if (s->thread && !is_private(r, s)) {
			ask->name = g_strdup(s->line->threads);
			ask->system = prompt_system(&r->settings, s->thread);
			ask->user = prompt_user(&r->settings, s->line, s->thread);
			ask->data = s;
			g_string_free(text, TRUE);
			return LLM_ASK;
		}
		if (s->thread)
			summary_extract(text, &of, r->settings.labels->private_);
		end(r, s, text);
	}
	return LLM_END;
}

static void answered(void *ctx, const struct llm_ask *ask)
{
	struct report *r = ctx;
	struct section *s = ask->data;
	GString *text = begin(r, s);
	struct summary of = summary_of(r, s);

	if (ask->text) {
		summary_model(text, &of, ask->text, ask->cut);
	} else {
		g_autofree char *why = g_strdup_printf(r->settings.labels->failed, ask->error);

		msg_fail("%s: %s", s->line->threads, ask->error);
		summary_extract(text, &of, why);
	}
	end(r, s, text);
}

static void write_summaries(struct report *r)
{
	struct llm_calls calls = { .next = next_question, .done = answered, .ctx = r };
	struct llm *llm = llm_open(&r->settings.llm);

	if (!llm)
		exit(msg_exit());
	if (!llm_run(llm, &calls))
		msg_die(EXIT_LATER, "%s: down for all threads; try again later", llm_host(llm));
	llm_close(llm);
}

static void write_head(struct report *r)
{
	g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(struct glance_line));
	g_autoptr(GArray) before = g_array_new(FALSE, FALSE, sizeof(struct glance_line));
	g_autoptr(GString) text = g_string_new(NULL);

	r->survey = survey_make(stage_db(&r->stage), r->lines);
	for (unsigned i = 0; i < r->lines->len; i++) {
		struct section *s = &r->sections[i];
		struct glance_line g = { s->line, s->number, r->survey->ledgers->pdata[i] };

		s->ledger = r->survey->ledgers->pdata[i];
		g_array_append_val(lines, g);
	}
	for (unsigned i = 0; i < r->survey->lines->len; i++) {
		struct glance_line g = { r->survey->lines->pdata[i], 0, r->survey->before->pdata[i] };

		g_array_append_val(before, g);
	}
	r->settings.hidden = r->stage.hidden;
	report_head(text, &r->settings, r->lines, window_now(), r->stage.since, r->stage.until);
	glance(text, &r->settings, lines, before);
	output_write(&r->output, text);
}

static void write_foot(struct report *r)
{
	const struct settings *s = &r->settings;
	g_autoptr(GString) text = g_string_new("\n---\n\n");

	if (s->extract)
		g_string_append(text, s->labels->foot_extract);
	else
		g_string_append_printf(text, s->labels->foot_model, s->llm.model ? s->llm.model : s->llm.backend);
	g_string_append_c(text, '\n');
	output_write(&r->output, text);
}

int main(int argc, char **argv)
{
	struct report r = { 0 };
	struct db *db;

	msg_init(argv[0]);
	settings_read(&r.settings, argc, argv, &db);
	stage_init(&r.stage, stdin, NULL);
	r.stage.db = db;
	read_list(&r);
	output_open(&r.output, r.settings.output);
	write_head(&r);
	if (r.settings.extract)
		write_extracts(&r);
	else
		write_summaries(&r);
	write_foot(&r);
	output_close(&r.output);
	g_free(r.sections);
	survey_free(r.survey);
	g_ptr_array_unref(r.lines);
	settings_clear(&r.settings);
	stage_clear(&r.stage);
	return msg_exit();
}
