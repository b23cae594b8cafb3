/* verify-cover.c - is a text made of nothing but what code knows of a thread? */
#include "verify-known.h"
#include "verify-fold.h"

#include <stdlib.h>
#include <string.h>

/* What the ledger and the language need; nothing in it says why, how or what for. */
static const char *const english[] = {
	"a", "an", "the", "of", "in", "on", "by", "to", "from", "for", "with", "and", "or", "is", "was", "were", "are", "be",
	"been", "has", "have", "had", "it", "its", "this", "that", "these", "which", "as", "at", "into", "since", "until",
	"after", "before", "between", "during", "than", "not", "no", "only", "also", "so", "far", "yet", "all", "each", "both",
	"there", "first", "last", "latest", "newest", "earlier", "older", "previous", "thread", "series", "patch", "patches",
	"patchset", "version", "versions", "v", "rfc", "resend", "cover", "letter", "mail", "mails", "message", "messages",
	"reply", "replies", "replied", "answer", "answers", "answered", "unanswered", "post", "posted", "sent", "submitted",
	"reposted", "resent", "period", "week", "new", "old", "people", "person", "participants", "authors", "author",
	"wrote", "written", "started", "began", "dated", "date", "list", "mailing", "state", "status", "stands", "applied",
	"queued", "merged", "picked", "up", "superseded", "newer", "replaced", "reviewed", "review", "acked", "tested", "nak",
	"nacked", "broken", "discussed", "open", "tag", "tags", "given", "gave", "received", "got", "ack", "acks", "reviews",
	"build", "error", "errors", "warning", "warnings", "reported", "report", "robot", "kernel", "test", "bot", "pull",
	"request", "consists", "consisting", "contains", "comprises", "comprising", "total", "titled", "subject", "called",
	"utc", "days", "day", "ago", "out", "still", "commit", "commits", "tree", "branch", "nobody", "none", "signed", "off",
	"spans", "covering", "dates", "whole", "entire", "part", "here", "are", "missing", "without", "other", "others", "ran",
	"contain", "exchange", "s", "them", "one", "single", "another", "again", "more", NULL,
};

static const char *const chinese[] = {
	"补丁系列", "系列补丁", "封面邮件", "封面信", "补丁集", "尚未", "补丁", "系列", "版本", "邮件", "回复", "发布", "发出", "发送",
	"提交", "应用", "合并", "合入", "接受", "评审", "审阅", "测试", "作者", "新版本", "新版", "取代", "替代", "日期", "主题", "状态",
	"标题", "周期", "本周", "本期", "此前", "之前", "之后", "讨论", "机器人", "构建", "错误", "警告", "报告", "分支", "列表", "共有",
	"包含", "包括", "由", "于", "在", "是", "了", "的", "共", "有", "第", "版", "封", "个", "条", "人", "该", "此", "本", "这",
	"一", "为", "被", "已", "已经", "至", "到", "和", "与", "及", "其中", "新", "旧", "年", "月", "日", "号", "天", "给出", "获得",
	"得到", "标签", "全部", "所有", "均", "都", "没有", "未", "无", "中", "最新", "最后", "参与者", "参与", "无人", "从", "线程", "份",
	"名", "位", "自", "起", "以来", "含", "发", "树", "者", NULL,
};

/* "two" to "ten"; 0: another word. */
static long spelled(const char *word)
{
	static const char *const words[] = { "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", NULL };

	for (long i = 0; words[i]; i++)
		if (!strcmp(word, words[i]))
			return i + 2;
	return 0;
}

/* Chinese: taken apart into known phrases, the longest first. */
static bool cjk_known(const struct known *k, const char *p, gsize len)
{
	const char *end = p + len;

	while (p < end) {
		gsize best = 0;

		for (const char *const *w = chinese; *w; w++)
			if (strlen(*w) > best && strlen(*w) <= (gsize)(end - p) && !strncmp(p, *w, strlen(*w)))
				best = strlen(*w);
		for (gsize n = (gsize)(end - p); n > best; n--) {
			g_autofree char *piece = g_strndup(p, n);

			if (known_word(k, piece))
				best = n;
		}
		if (!best)
			return false;
		p += best;
	}
	return true;
}

static bool is_known(const struct known *k, const char *word)
{
	return g_strv_contains(english, word) || known_month(word) || known_word(k, word);
}

static bool covered(const struct known *k, const char *low)
{
	g_autofree char *last = g_strdup("");

	for (const char *p = low; *p;) {
		gsize n = known_run(p), whole = strcspn(p, " ,.;:()[]\"'") ;
		bool of_mail = true;
		const char *end = g_ascii_isdigit(*p) ? known_date(k, p, &of_mail) : NULL;
		g_autofree char *word = g_strndup(p, n), *joined = g_strndup(p, whole), *next = NULL;
		const char *after;

		if (!of_mail)
			return false;
		if (end) {
			p = end;
			continue;
		}
		if (!n) {
			p = g_utf8_next_char(p);
			continue;
		}
		/* "kvm_arm_v7", "6.1", a commit: as one. */
		if (whole > n && known_word(k, joined)) {
			p += whole;
			continue;
		}
		after = p + n + strspn(p + n, " ");
		next = g_strndup(after, known_run(after));
		if (g_ascii_isdigit(*p) || spelled(word)) {
			long number = spelled(word) ? spelled(word) : strtol(p, NULL, 10);

			if (!known_number(k, number, word, last, next))
				return false;
		} else if (fold_is_cjk(g_utf8_get_char(p)) ? !cjk_known(k, p, n) : !is_known(k, word)) {
			return false;
		}
		g_free(last);
		last = g_strdup(word);
		p += n;
	}
	return true;
}

bool known_cover(const struct known *k, const char *text)
{
	g_autofree char *low = g_utf8_strdown(text, -1);

	return covered(k, low);
}
