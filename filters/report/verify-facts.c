#include "verify-facts.h"
#include "verify-fold.h"
#include "lib/series.h"

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

static const char *const months[] = { "january", "february", "march", "april", "may", "june", "july", "august", "september",
				      "october", "november", "december", NULL };

static const char *const chinese[] = {
	"补丁系列", "系列补丁", "封面邮件", "封面信", "补丁集", "尚未", "补丁", "系列", "版本", "邮件", "回复", "发布", "发出", "发送",
	"提交", "应用", "合并", "合入", "接受", "评审", "审阅", "测试", "作者", "新版本", "新版", "取代", "替代", "日期", "主题", "状态",
	"标题", "周期", "本周", "本期", "此前", "之前", "之后", "讨论", "机器人", "构建", "错误", "警告", "报告", "分支", "列表", "共有",
	"包含", "包括", "由", "于", "在", "是", "了", "的", "共", "有", "第", "版", "封", "个", "条", "人", "该", "此", "本", "这",
	"一", "为", "被", "已", "已经", "至", "到", "和", "与", "及", "其中", "新", "旧", "年", "月", "日", "号", "天", "给出", "获得",
	"得到", "标签", "全部", "所有", "均", "都", "没有", "未", "无", "中", "最新", "最后", "参与者", "参与", "无人", "从", "线程", "份",
	"名", "位", "自", "起", "以来", "含", "发", "树", "者", NULL,
};

struct facts {
	GHashTable *words;      /* known words, lower case */
	GHashTable *patches, *mails, *people, *days, *versions; /* numbers of things */
	GHashTable *dates;      /* year, month * 100 + day of mails */
};

static void add_words(GHashTable *set, const char *text)
{
	g_autofree char *low = g_utf8_strdown(text ? text : "", -1);

	for (const char *p = low; *p;) {
		const char *start = p;

		while (*p && (g_unichar_isalnum(g_utf8_get_char(p)) || *p == '_'))
			p = g_utf8_next_char(p);
		if (p > start)
			g_hash_table_add(set, g_strndup(start, (gsize)(p - start)));
		else
			p = g_utf8_next_char(p);
	}
}

static void add_number(GHashTable *set, long n)
{
	g_hash_table_add(set, GINT_TO_POINTER((int)n));
}

static void add_date(struct facts *f, time_t at)
{
	struct tm tm;

	if (at <= 0 || !gmtime_r(&at, &tm))
		return;
	add_number(f->dates, tm.tm_year + 1900);
	add_number(f->dates, -((tm.tm_mon + 1) * 100 + tm.tm_mday));
}

static void add_thread(struct facts *f, const struct thread *t)
{
	g_autoptr(GHashTable) each = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GHashTableIter i;
	gpointer count;

	add_number(f->mails, t->mails->len);
	add_number(f->mails, t->news);
	add_number(f->mails, (long)t->mails->len - (long)t->news);
	for (unsigned k = 0; k < t->mails->len; k++) {
		const struct mail *m = thread_mail(t, k);
		char *key = person_key(&m->from);

		add_date(f, m->date);
		add_words(f->words, m->from.name);
		count = g_hash_table_lookup(each, key);
		g_hash_table_insert(each, key, GINT_TO_POINTER(GPOINTER_TO_INT(count) + 1));
	}
	add_words(f->words, thread_mail(t, 0)->subject);
	add_number(f->people, g_hash_table_size(each));
	g_hash_table_iter_init(&i, each);
	while (g_hash_table_iter_next(&i, NULL, &count))
		add_number(f->mails, GPOINTER_TO_INT(count));
}

static void add_subject(struct facts *f, const char *subject)
{
	struct series_subject s;

	series_subject_parse(&s, subject);
	if (s.patch && s.count > 0)
		add_number(f->patches, s.count);
	if (s.patch)
		add_number(f->versions, s.version);
	series_subject_clear(&s);
	add_words(f->words, subject);
}

static void add_source(struct facts *f, const struct ledger_source *s)
{
	add_words(f->words, s->name);
	add_date(f, s->date);
}

static void add_ledger(struct facts *f, const struct ledger *l)
{
	add_number(f->patches, l->patches);
	add_number(f->patches, l->reviewed);
	add_number(f->patches, l->applied_patches);
	add_number(f->mails, l->answers);
	add_number(f->days, l->days);
	add_number(f->days, l->silent);
	add_source(f, &l->author);
	for (guint i = 0; i < l->versions->len; i++) {
		const struct ledger_version *v = l->versions->pdata[i];

		add_number(f->versions, v->version);
		add_number(f->patches, v->count);
		add_date(f, v->date);
		add_words(f->words, v->title);
	}
	for (guint i = 0; i < l->applied->len; i++) {
		const struct ledger_applied *a = l->applied->pdata[i];

		add_source(f, &a->by);
		add_words(f->words, a->to);
		for (guint k = 0; k < a->commits->len; k++)
			add_words(f->words, a->commits->pdata[k]);
	}
	for (guint i = 0; i < l->trailers->len; i++)
		add_source(f, &((struct ledger_trailer *)l->trailers->pdata[i])->by);
	for (guint i = 0; i < l->reports->len; i++)
		add_source(f, &((struct ledger_report *)l->reports->pdata[i])->by);
	for (guint i = 0; i < l->naks->len; i++)
		add_source(f, &((struct ledger_nak *)l->naks->pdata[i])->by);
}

static GHashTable *numbers(void)
{
	return g_hash_table_new(NULL, NULL);
}

static bool has(GHashTable *set, long n)
{
	return g_hash_table_contains(set, GINT_TO_POINTER((int)n));
}

/* "two" to "ten"; 0: another word. */
static long spelled(const char *word)
{
	static const char *const words[] = { "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", NULL };

	for (long i = 0; words[i]; i++)
		if (!strcmp(word, words[i]))
			return i + 2;
	return 0;
}

static long month_of(const char *word)
{
	for (long i = 0; months[i]; i++)
		if (!strcmp(word, months[i]) || (strlen(word) == 3 && !strncmp(word, months[i], 3)))
			return i + 1;
	return 0;
}

/* A number by what it counts: the word behind it, a month beside it. `next` and `last` are words, "" if there are none. */
static bool number_holds(const struct facts *f, long n, const char *last, const char *next)
{
	long month = month_of(last) ? month_of(last) : month_of(next);

	if (month && n <= 31)
		return has(f->dates, -(month * 100 + n));
	if (g_str_has_prefix(next, "patch") || g_str_has_prefix(next, "个补丁"))
		return has(f->patches, n);
	if (!strcmp(next, "mail") || !strcmp(next, "mails") || g_str_has_prefix(next, "message") ||
	    g_str_has_prefix(next, "repl") || g_str_has_prefix(next, "封"))
		return has(f->mails, n);
	if (!strcmp(next, "people") || !strcmp(next, "participants") || !strcmp(next, "authors") ||
	    g_str_has_prefix(next, "人") || g_str_has_prefix(next, "位"))
		return has(f->people, n);
	if (!strcmp(next, "days") || !strcmp(next, "day") || g_str_has_prefix(next, "天"))
		return has(f->days, n);
	if (!strcmp(last, "v") || !strcmp(last, "version") || g_str_has_prefix(next, "版") || g_str_has_suffix(last, "第"))
		return has(f->versions, n);
	return has(f->dates, n) || has(f->patches, n) || has(f->mails, n);
}

/* "2022-10-28" and "2022年10月28日": their end; NULL: none, or of no mail. */
static const char *date_at(const struct facts *f, const char *p)
{
	char *end;
	long year = strtol(p, &end, 10), month, day;
	gsize sep = *end == '-' ? 1 : g_str_has_prefix(end, "年") ? strlen("年") : 0;

	if (end - p != 4 || !sep)
		return NULL;
	p = end + sep;
	month = strtol(p, &end, 10);
	sep = *end == '-' ? 1 : g_str_has_prefix(end, "月") ? strlen("月") : 0;
	if (end == p || !sep)
		return NULL;
	p = end + sep;
	day = strtol(p, &end, 10);
	return end != p && has(f->dates, year) && has(f->dates, -(month * 100 + day)) ? end : NULL;
}

/* Chinese: taken apart into known phrases, the longest first. */
static bool cjk_known(const struct facts *f, const char *p, gsize len)
{
	const char *end = p + len;

	while (p < end) {
		gsize best = 0;

		for (const char *const *w = chinese; *w; w++)
			if (strlen(*w) > best && strlen(*w) <= (gsize)(end - p) && !strncmp(p, *w, strlen(*w)))
				best = strlen(*w);
		for (gsize n = (gsize)(end - p); n > best; n--) {
			g_autofree char *piece = g_strndup(p, n);

			if (g_hash_table_contains(f->words, piece))
				best = n;
		}
		if (!best)
			return false;
		p += best;
	}
	return true;
}

static bool known(const struct facts *f, const char *word)
{
	return g_strv_contains(english, word) || month_of(word) || g_hash_table_contains(f->words, word);
}

/* The word that begins at p, in a run of one kind: letters, digits, Chinese. */
static gsize run(const char *p)
{
	gunichar first = g_utf8_get_char(p);
	const char *q = p;

	while (*q) {
		gunichar c = g_utf8_get_char(q);

		if (!(g_unichar_isalnum(c) || c == '_') || fold_is_cjk(c) != fold_is_cjk(first) ||
		    (g_unichar_isdigit(c) != 0) != (g_unichar_isdigit(first) != 0))
			break;
		q = g_utf8_next_char(q);
	}
	return (gsize)(q - p);
}

static bool covered(const struct facts *f, const char *low)
{
	g_autofree char *last = g_strdup("");

	for (const char *p = low; *p;) {
		gsize n = run(p), whole = strcspn(p, " ,.;:()[]\"'") ;
		const char *end = g_ascii_isdigit(*p) ? date_at(f, p) : NULL;
		g_autofree char *word = g_strndup(p, n), *joined = g_strndup(p, whole), *next = NULL;
		const char *after;

		if (end) {
			p = end;
			continue;
		}
		if (!n) {
			p = g_utf8_next_char(p);
			continue;
		}
		/* "kvm_arm_v7", "6.1", a commit: as one. */
		if (whole > n && g_hash_table_contains(f->words, joined)) {
			p += whole;
			continue;
		}
		after = p + n + strspn(p + n, " ");
		next = g_strndup(after, run(after));
		if (g_ascii_isdigit(*p) || spelled(word)) {
			long number = spelled(word) ? spelled(word) : strtol(p, NULL, 10);

			if (!number_holds(f, number, last, next) && !g_hash_table_contains(f->words, word))
				return false;
		} else if (fold_is_cjk(g_utf8_get_char(p)) ? !cjk_known(f, p, n) : !known(f, word)) {
			return false;
		}
		g_free(last);
		last = g_strdup(word);
		p += n;
	}
	return true;
}

bool facts_cover(const struct thread *t, const struct list_line *line, const struct ledger *l, const char *text)
{
	struct facts f = { g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), numbers(), numbers(), numbers(),
			   numbers(), numbers(), numbers() };
	g_autofree char *low = g_utf8_strdown(text, -1);
	bool yes;

	add_thread(&f, t);
	add_subject(&f, thread_mail(t, 0)->subject);
	if (line && line->subject)
		add_subject(&f, line->subject);
	if (l)
		add_ledger(&f, l);
	yes = covered(&f, low);
	g_hash_table_unref(f.words);
	g_hash_table_unref(f.patches);
	g_hash_table_unref(f.mails);
	g_hash_table_unref(f.people);
	g_hash_table_unref(f.days);
	g_hash_table_unref(f.versions);
	g_hash_table_unref(f.dates);
	return yes;
}
