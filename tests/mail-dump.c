/* mail-dump.c - print what mail_read() makes of each file, for the tests: mail-dump [--text|--quiet] FILE... */
#include "lib/mail.h"
#include "lib/msg.h"

#include <stdio.h>
#include <string.h>

static const char *or_none(const char *s)
{
	return s ? s : "-";
}

static void print_mail(const struct mail *m)
{
	printf("from: %s <%s>\nto: %s\nsubject: %s\nid: %s\ndate: %lld %+d\nin-reply-to: %s\nreferences:", m->from.name,
	       m->from.addr, m->to, m->subject, or_none(m->id), (long long)m->date, m->zone, or_none(m->in_reply_to));
	for (char **r = m->references; *r; r++)
		printf(" %s", *r);
	printf("\nlist: %s\n", or_none(m->list_id));
	for (guint i = 0; i < m->parts->len; i++) {
		const struct mail_part *p = m->parts->pdata[i];
		printf("part: %s, \"%s\", %zu bytes%s\n", p->type, p->name, p->bytes, p->shown ? ", shown" : "");
	}
	putchar('\n');
}

int main(int argc, char **argv)
{
	bool text_only = argc > 1 && strcmp(argv[1], "--text") == 0;
	bool quiet = argc > 1 && strcmp(argv[1], "--quiet") == 0;

	msg_init(argv[0]);
	for (int i = 1 + (text_only || quiet); i < argc; i++) {
		struct mail *m = mail_new();
		char *files[] = {argv[i], NULL};
		if (!mail_read(m, files)) {
			msg_fail("%s: %s", argv[i], m->error);
		} else if (!quiet) {
			if (!text_only)
				print_mail(m);
			fputs(m->text, stdout);
		}
		mail_free(m);
	}
	return msg_exit();
}
