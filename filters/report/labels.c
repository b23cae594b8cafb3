#include "labels.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const struct labels english = {
	.language = "en",
	.title = "Mailing list report",
	.generated = "Generated",
	.period = "Period",
	.all_mail = "all mail",
	.totals = "Totals",
	.all_mails = "Mails",
	.mails = "Mails",
	.new_count = "%u new",
	.threads = "Threads",
	.joined = "fragments rejoined: %u",
	.large = "Large threads",
	.large_count = "(>20 mails): %u",
	.distribution = "Distribution",
	.group_count = "%u threads (%u mails)",
	.group_total = "%u threads",
	.section = "Thread",
	.no_group = "Threads",
	.people = "People",
	.started = "Started",
	.state = "State",
	.list = "Mails",
	.from = "From",
	.new_mark = "new",
	.summary = "Summary",
	.extract = "Extract",
	.extract_note = "Sentences from the mails, chosen by code, word for word.",
	.what = "What this is",
	.before = "Said before",
	.news = "New",
	.answers = "answers",
	.empty = "No mail in this period.",
	.gone = "this mail cannot be read",
	.unreadable = "This thread could not be read.",
	.failed = "No summary: %s. Instead, an extract.",
	.private_ = "Private: not sent to any model. Instead, an extract.",
	.cut = "The answer was cut at the model's limit; its end is missing.",
	.long_ = "The answer was longer than a section may be; its end is missing.",
	.versions = "Versions",
	.of_patches = "%u of %u patches",
	.applied = "Applied",
	.merged = "Merged",
	.to = "to",
	.broken = "Broken",
	.warned = "Warning",
	.last_word = "Last word",
	.days = "%d days",
	.author = "the author",
	.changes = "Changed since the last version",
	.glance = "At a glance",
	.is_applied = "Applied and merged",
	.no_answer = "Waiting for an answer",
	.no_answer_before = "Waiting for an answer since before this period",
	.wants_version = "Waiting for a new version",
	.blocked = "Blocked",
	.is_broken = "Broken",
	.discussed = "Most discussed",
	.more = "%u more",
	.foot_extract = "Summaries: extracts, chosen by code without a model.",
	.foot_model = "Summaries: %s",
};

static const struct labels chinese = {
	.language = "zh",
	.title = "邮件列表 AI 总结报告",
	.generated = "生成时间",
	.period = "分析周期",
	.all_mail = "全部邮件",
	.totals = "总体统计",
	.all_mails = "总邮件数",
	.mails = "邮件数",
	.new_count = "新邮件 %u",
	.threads = "总 Thread 数",
	.joined = "合并碎片后 %u",
	.large = "大型 Thread",
	.large_count = "(>20封): %u 个",
	.distribution = "分类分布",
	.group_count = "%u threads (%u 邮件)",
	.group_total = "共 %u 个 thread",
	.section = "Thread",
	.no_group = "Threads",
	.people = "参与者",
	.started = "开始时间",
	.state = "状态",
	.list = "邮件列表",
	.from = "发件人",
	.new_mark = "新",
	.summary = "AI 总结",
	.extract = "原文摘录",
	.extract_note = "由程序从邮件中选出的句子, 逐字摘录。",
	.what = "内容",
	.before = "此前讨论",
	.news = "本期进展",
	.answers = "回复",
	.empty = "本周期内没有邮件。",
	.gone = "无法读取此邮件",
	.unreadable = "无法读取此 thread。",
	.failed = "没有总结: %s。以下为原文摘录。",
	.private_ = "私密: 未发送给任何模型。以下为原文摘录。",
	.cut = "模型的回答在长度上限处被截断, 结尾缺失。",
	.long_ = "模型的回答过长, 结尾已略去。",
	.versions = "版本",
	.of_patches = "%u / %u 个补丁",
	.applied = "已应用",
	.merged = "已合并",
	.to = "→",
	.broken = "构建或测试失败",
	.warned = "警告",
	.last_word = "最后发言",
	.days = "%d 天",
	.author = "作者",
	.changes = "与上一版本的差异",
	.glance = "一览",
	.is_applied = "已应用或合并",
	.no_answer = "等待答复",
	.no_answer_before = "本周期之前起等待答复",
	.wants_version = "等待新版本",
	.blocked = "被拒绝 (NAK)",
	.is_broken = "构建或测试失败",
	.discussed = "讨论最多",
	.more = "另有 %u 个",
	.foot_extract = "总结: 由程序摘录, 未使用模型。",
	.foot_model = "总结: %s",
};

/* The locale that the user wants, as locale(7) looks it up; not setlocale()'s answer, because these words need no locale
 * data on the machine. */
static const char *wanted(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *value = NULL;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names) && !value; i++) {
		value = getenv(names[i]);
		if (value && !*value)
			value = NULL;
	}
	return value ? value : "C";
}

const struct labels *labels_for(const char *language)
{
	if (!language || (strcmp(language, "en") && strcmp(language, "zh")))
		language = wanted();
	return !strncmp(language, "zh", 2) ? &chinese : &english;
}
