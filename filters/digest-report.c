/* digest-report - the last stage: a report with a section for each thread of the list */
#include "lib/msg.h"
#include "lib/stage.h"
#include "lib/thread.h"
#include "lib/window.h"
#include "report/foot.h"
#include "report/glance.h"
#include "report/layout.h"
#include "report/output.h"
#include "report/preview.h"
#include "report/progress.h"
#include "report/prompt.h"
#include "report/question.h"
#include "report/section-json.h"
#include "report/settings.h"
#include "report/standing.h"
#include "report/summary.h"
#include "report/survey.h"

#include <stdlib.h>
#include <string.h>

struct section {
	struct list_line *line;
	unsigned number;           /* within its group, from 1 */
	struct ledger *ledger;     /* of the survey; NULL if digest-state did not run */
	struct thread *thread;     /* while its summary is awaited */
	struct question *question; /* while its asks are under way */
	unsigned asks;             /* so many are */
	GString *text;             /* when complete */
	bool written;
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
	unsigned failed;   /* got no summary */
	struct prompt *prompt;
	struct llm *llm;   /* NULL: no model */
	struct progress *progress;
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

		progress_clear(r->progress);
		output_write(&r->output, s->text);
		g_string_free(s->text, TRUE);
		s->text = NULL;
		s->written = true;
	}
}

static struct thread *load(struct report *r, struct section *s)
{
	if (!s->thread)
		s->thread = thread_load(stage_db(&r->stage), s->line, THREAD_FULL);
	return s->thread;
}

/* A section as Markdown: heading, facts, where it stands, the summary, the mails. */
static GString *markdown_section(struct report *r, struct section *s, const struct summary *of,
				 const struct question_result *answer, const char *why)
{
	GString *text = g_string_new(NULL);

	if (s->number == 1)
		report_chapter(text, &r->settings, r->lines, s->line->group);
	report_section(text, &r->settings, s->line, s->thread, s->ledger, s->number);
	if (!s->thread) {
		g_string_append_printf(text, "%s\n", r->settings.labels->unreadable);
		return text;
	}
	if (s->ledger)
		standing(text, &r->settings, s->thread, s->ledger);
	if (answer)
		summary_model(text, of, answer);
	else
		summary_extract(text, of, why);
	report_mails(text, &r->settings, s->thread);
	return text;
}

static GString *json_section(const struct summary *of, const struct question_result *answer, const char *why)
{
	GString *text = g_string_new(NULL);

	section_json(text, of,
		     !of->thread ? NULL : answer ? section_json_model(of, answer) : section_json_extract(of, why));
	return text;
}

/* The section is complete: with the model's answer, or (NULL) the extract and why it stands there. */
static void finish(struct report *r, struct section *s, const struct question_result *answer, const char *why)
{
	struct summary of = { .settings = &r->settings, .line = s->line, .thread = s->thread, .ledger = s->ledger,
			      .counts = &r->counts };

	s->text = r->settings.json ? json_section(&of, answer, why) : markdown_section(r, s, &of, answer, why);
	thread_free(s->thread);
	s->thread = NULL;
	write_ready(r);
}

static void write_extracts(struct report *r)
{
	for (; r->asked < r->lines->len; r->asked++) {
		load(r, &r->sections[r->asked]);
		finish(r, &r->sections[r->asked], NULL, NULL);
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

/* How a question ended. */
static void conclude(struct report *r, struct section *s, bool cached)
{
	const struct question_result *result = question_result(s->question);

	if (result->text) {
		finish(r, s, result, NULL);
		progress_done(r->progress, s->line->threads, cached ? "from the cache" : NULL, !cached);
	} else {
		g_autofree char *why = g_strdup_printf(r->settings.labels->failed, result->error);

		r->failed++;
		msg_fail("%s: %s", s->line->threads, result->error);
		finish(r, s, NULL, why);
		progress_done(r->progress, s->line->threads, "failed", true);
	}
}

/* A section whose question is complete and has no ask under way needs it no more. */
static void let_go(struct section *s)
{
	if (s->asks || !(s->text || s->written))
		return;
	question_free(s->question);
	s->question = NULL;
}

/* An ask under way: whose, and which. */
struct errand {
	struct section *section;
	unsigned number;
};

static bool ask_for(struct report *r, struct section *s, struct llm_ask *ask)
{
	struct errand errand = { .section = s };

	if (question_next(s->question, ask, &errand.number)) {
		ask->name = g_strdup(s->line->threads);
		ask->data = g_memdup2(&errand, sizeof(errand));
		s->asks++;
		return true;
	}
	/* It may have failed over what came of its parts. */
	if (question_result(s->question)->error && !s->text && !s->written)
		conclude(r, s, false);
	let_go(s);
	return false;
}

/* Threads that are asked about in parts go on before others begin, so that few are in memory. */
static enum llm_more next_ask(void *ctx, struct llm_ask *ask)
{
	struct report *r = ctx;
	bool open = false;

	for (unsigned i = r->written; i < r->asked; i++) {
		struct section *s = &r->sections[i];

		if (s->question && ask_for(r, s, ask))
			return LLM_ASK;
		open |= s->question != NULL;
	}
	while (r->asked < r->lines->len) {
		struct section *s = &r->sections[r->asked++];
		bool readable = load(r, s) != NULL, secret = readable && is_private(r, s);

		if (!readable || secret) {
			finish(r, s, NULL, secret ? r->settings.labels->private_ : NULL);
			progress_done(r->progress, s->line->threads, secret ? "private, not sent" : "failed", false);
			continue;
		}
		s->question = question_new(r->prompt, r->llm, s->line, s->thread, s->ledger);
		if (ask_for(r, s, ask))
			return LLM_ASK;
	}
	return open ? LLM_WAIT : LLM_END;
}

static void answered(void *ctx, const struct llm_ask *ask)
{
	struct report *r = ctx;
	g_autofree struct errand *errand = ask->data;
	struct section *s = errand->section;

	s->asks--;
	progress_stream_done(r->progress, ask);
	if (question_answer(s->question, errand->number, ask))
		conclude(r, s, ask->cached);
	let_go(s);
}

static void stream(void *ctx, const struct llm_ask *ask, const char *piece, size_t len)
{
	struct report *r = ctx;

	progress_stream(r->progress, ask, piece, len);
}

static void tick(void *ctx)
{
	struct report *r = ctx;

	progress_tick(r->progress, r->llm);
}

static void write_summaries(struct report *r)
{
	struct llm_calls calls = { .next = next_ask, .done = answered, .stream = stream, .tick = tick, .ctx = r };
	bool up;

	r->progress = progress_new(r->lines->len, r->settings.quiet);
	up = llm_run(r->llm, &calls);
	progress_total(up ? r->progress : NULL, &r->settings, r->llm, r->failed);
	progress_free(r->progress);
	r->progress = NULL;
	if (!up)
		msg_die(EXIT_LATER, "%s: down for all threads; try again later", llm_host(r->llm));
}

/* The ledgers of all lines, and of what was unanswered before them. */
static void survey(struct report *r)
{
	r->survey = survey_make(stage_db(&r->stage), r->lines);
	for (unsigned i = 0; i < r->lines->len; i++)
		r->sections[i].ledger = r->survey->ledgers->pdata[i];
}

static void write_head(struct report *r, GString *text)
{
	g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(struct glance_line));
	g_autoptr(GArray) before = g_array_new(FALSE, FALSE, sizeof(struct glance_line));

	for (unsigned i = 0; i < r->lines->len; i++) {
		struct section *s = &r->sections[i];
		struct glance_line g = { s->line, s->number, s->ledger, false };

		g_array_append_val(lines, g);
		for (unsigned k = 0; s->ledger && k < s->ledger->also->len; k++) {
			struct glance_line also = { s->line, s->number, s->ledger->also->pdata[k], true };

			g_array_append_val(lines, also);
		}
	}
	for (unsigned i = 0; i < r->survey->lines->len; i++) {
		struct glance_line g = { r->survey->lines->pdata[i], 0, r->survey->before->pdata[i], false };

		g_array_append_val(before, g);
	}
	r->settings.hidden = r->stage.hidden;
	report_head(text, &r->settings, r->lines, window_now(), r->stage.since, r->stage.until);
	glance(text, &r->settings, lines, before);
}

static void write_report(struct report *r)
{
	g_autoptr(GString) text = g_string_new(NULL);

	output_open(&r->output, r->settings.output);
	if (!r->settings.json) {
		write_head(r, text);
		output_write(&r->output, text);
	}
	if (r->llm)
		write_summaries(r);
	else
		write_extracts(r);
	if (!r->settings.json) {
		foot(text, &r->settings, r->llm, &r->counts, r->failed);
		output_write(&r->output, text);
	}
	output_close(&r->output);
}

/* What would be sent, without sending it. */
static void preview(struct report *r)
{
	struct preview *p = preview_new(&r->settings, r->llm);

	for (unsigned i = 0; i < r->lines->len; i++) {
		struct section *s = &r->sections[i];

		if (!load(r, s))
			continue;
		if (is_private(r, s)) {
			preview_private(p, s->line);
		} else {
			s->question = question_new(r->prompt, r->llm, s->line, s->thread, s->ledger);
			preview_thread(p, s->line, s->question);
			question_free(s->question);
		}
		thread_free(s->thread);
		s->thread = NULL;
	}
	preview_end(p);
}

int main(int argc, char **argv)
{
	struct report r = { 0 };
	struct db *db;

	msg_init(argv[0]);
	settings_read(&r.settings, argc, argv, &db);
	stage_init(&r.stage, stdin, NULL);
	r.stage.db = db;
	if (!r.settings.extract) {
		r.llm = llm_open(&r.settings.llm);
		if (!r.llm) {
			settings_clear(&r.settings);
			stage_clear(&r.stage);
			return msg_exit();
		}
	}
	read_list(&r);
	survey(&r);
	if (r.llm || r.settings.print_prompt || r.settings.dry_run)
		r.prompt = prompt_open(&r.settings);
	if (r.settings.print_prompt || r.settings.dry_run)
		preview(&r);
	else
		write_report(&r);
	prompt_close(r.prompt);
	llm_close(r.llm);
	g_free(r.sections);
	survey_free(r.survey);
	g_ptr_array_unref(r.lines);
	settings_clear(&r.settings);
	stage_clear(&r.stage);
	return msg_exit();
}
