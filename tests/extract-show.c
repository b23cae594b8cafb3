/* extract-show - print the extracts of the threads of a list, for tests and for reading */
#include "lib/msg.h"
#include "lib/stage.h"
#include "lib/thread.h"
#include "report/extract.h"

#include <time.h>

static void show_item(const struct thread *t, const struct extract_item *x)
{
	static const char *const parts[] = { "WHAT", "BEFORE", "NEW" };
	const char *cue = extract_cue_name(x->cue);

	printf("%s\t[%u] %s%s%s%s: %s\"%s\"%s", parts[x->part], x->mail, thread_mail(t, x->mail - 1)->from.name,
	       *cue ? " (" : "", cue, *cue ? ")" : "", x->cut_front ? "... " : "", x->quote, x->cut_back ? " ..." : "");
	if (x->answers)
		printf("  <- [%u] %s", x->answers, thread_mail(t, x->answers - 1)->from.name);
	if (x->context)
		printf(" %s\"%s\"%s", x->context_front ? "... " : "", x->context, x->context_back ? " ..." : "");
	printf("%s\n", x->unanswered ? "  (no reply)" : "");
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

			spent += (double)(clock() - start) / CLOCKS_PER_SEC;
			printf("# %s\t%s\n", line.threads, line.subject);
			for (guint i = 0; i < items->len; i++)
				show_item(t, items->pdata[i]);
			printf("\n");
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
