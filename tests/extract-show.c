/* extract-show - print the extracts of the threads of a list, one JSON object an item, for tests and for reading */
#include "lib/msg.h"
#include "lib/stage.h"
#include "lib/thread.h"
#include "report/extract.h"

#include <jansson.h>
#include <time.h>

static void set(json_t *o, const char *key, const char *value)
{
	if (value)
		json_object_set_new(o, key, json_string(value));
}

static void show_item(const struct thread *t, const struct extract_item *x)
{
	static const char *const parts[] = { "what", "before", "new" };
	const struct mail *m = thread_mail(t, x->mail - 1);
	json_t *o = json_object();

	set(o, "part", parts[x->part]);
	set(o, "cue", extract_cue_name(x->cue));
	set(o, "id", m->id);
	set(o, "from", m->from.name);
	set(o, "author", x->author);
	json_object_set_new(o, "new", json_boolean(m->is_new));
	set(o, "quote", x->quote);
	if (x->answers) {
		set(o, "answers", thread_mail(t, x->answers - 1)->id);
		set(o, "answers_author", x->answers_author);
	}
	set(o, "context", x->context);
	if (x->answered)
		set(o, "answered", thread_mail(t, x->answered - 1)->id);
	json_object_set_new(o, "unanswered", json_boolean(x->unanswered));
	json_dumpf(o, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(o);
}

int main(int argc, char **argv)
{
	struct list_line line;
	struct stage s;
	double spent = 0;

	(void)argc;
	msg_init(argv[0]);
	stage_init(&s, stdin, stdout);
	while (stage_next(&s, &line)) {
		struct thread *t = thread_load(stage_db(&s), &line, THREAD_FULL);

		if (t) {
			clock_t start = clock();
			GPtrArray *items = extract(t, &line);
			json_t *head = json_pack("{s:s, s:s, s:I, s:i}", "threads", line.threads, "subject", line.subject,
						 "end", (json_int_t)line.end, "mails", (int)t->mails->len);

			spent += (double)(clock() - start) / CLOCKS_PER_SEC;
			json_dumpf(head, stdout, JSON_COMPACT);
			putchar('\n');
			json_decref(head);
			for (guint i = 0; i < items->len; i++)
				show_item(t, items->pdata[i]);
			g_ptr_array_unref(items);
			thread_free(t);
		}
		list_line_free(&line);
	}
	stage_clear(&s);
	if (g_getenv("EXTRACT_TIME"))
		fprintf(stderr, "extract: %.1f ms\n", spent * 1000);
	return msg_exit();
}
