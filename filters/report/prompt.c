#include "prompt.h"
#include "lib/collate.h"

#include <string.h>

static const char rules_en[] =
	"You summarise one thread of a mailing list for a maintainer who has not read it. Write English.\n"
	"Mails are numbered [n]. Cite the mail behind each sentence with its number and a few of its own words, as in "
	"[7 \"their own words\"]. Use only what the document says. Name people as the document does.\n"
	"Write plain paragraphs, no headings, no links.\n";
static const char rules_zh[] =
	"你为没有读过邮件的维护者总结邮件列表中的一个 thread。用中文写。\n"
	"邮件编号为 [n]。每句话都要注明所依据的邮件编号和其中的原文几个词, 例如 [7 \"their own words\"]。"
	"只写文档中有的内容, 人名照原文。\n只写普通段落, 不要标题和链接。\n";

char *prompt_system(const struct settings *s, const struct thread *t)
{
	bool zh = !strcmp(s->labels->language, "zh");
	bool history = t->news != t->mails->len;
	const char *parts = zh ? (history ? "三个部分: 这是什么; 此前讨论了什么; 本期新的内容、决定和争议。\n" :
					    "两个部分: 这是什么; 新的内容、决定和争议。\n") :
			    history ? "Three parts: what this is; what was said before the period; what is new, decided or "
				      "disputed in it (mails marked NEW).\n" :
				      "Two parts: what this is; what is new, decided or disputed.\n";

	return g_strconcat(zh ? rules_zh : rules_en, parts, NULL);
}

char *prompt_user(const struct settings *s, const struct list_line *line, const struct thread *t)
{
	struct collate_options options = { .diffs = COLLATE_DIFFS_ANSWERED };
	GString *out = g_string_new(NULL);

	(void)s;
	g_string_append_printf(out, "Subject: %s\nMails: %u, new: %u\n\n", line->subject, t->mails->len, t->news);
	collate(t, &options, out, NULL);
	return g_string_free(out, FALSE);
}
