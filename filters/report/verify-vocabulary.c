#include "verify-vocabulary.h"

#include <string.h>

enum { SHORTEST = 3 /* letters of a stem */ };

static const char *const english[] = {
	/* the language */
	"a", "an", "the", "of", "in", "on", "by", "to", "from", "for", "with", "and", "or", "is", "was", "were", "are", "be", "been",
	"has", "have", "had", "it", "its", "this", "that", "these", "those", "which", "who", "whose", "as", "at", "into", "since",
	"until", "after", "before", "between", "during", "than", "not", "no", "only", "also", "so", "far", "yet", "all", "each", "both",
	"there", "here", "s", "them", "they", "their", "his", "her", "he", "she", "him", "one", "single", "another", "again", "more",
	"still", "without", "other", "others", "out", "up", "about", "some", "any", "anybody", "anyone", "somebody", "someone", "else",
	"own", "same", "such", "where", "while", "when", "then", "now", "just", "already", "several", "many", "few", "most",
	"least", "per", "via", "under", "together", "respectively", "come", "came", "whole", "entire", "part",
	"but", "if", "every", "either", "neither", "nor", "none", "nobody", "except", "apart", "besides", "does", "did", "do",
	/* time and number */
	"first", "last", "latest", "newest", "earlier", "older", "previous", "period", "week", "new", "old", "utc", "days", "day", "ago",
	"date", "dated", "dates", "later", "next", "following", "followed", "second", "third", "once", "twice", "times", "total", "number",
	"spans", "covering", "today", "time", "count", "counts",
	/* the list */
	"thread", "series", "patch", "patchset", "version", "v", "rfc", "resend", "cover", "letter", "mail", "message", "reply",
	"replies", "replied", "answer", "unanswered", "post", "posted", "sent", "send", "submitted", "reposted", "resent", "people",
	"person", "participants", "authors", "author", "wrote", "written", "write", "started", "began", "list", "mailing", "state",
	"status", "stands", "stand", "stood", "applied", "queued", "merged", "picked", "superseded", "supersedes", "newer", "replaced",
	"replaces", "reviewed", "review", "acked", "ack", "tested", "test", "nak", "nacked", "broken", "discussed", "open", "tag", "given",
	"gave", "give", "received", "got", "get", "build", "error", "warning", "reported", "report", "robot", "kernel", "bot", "pull",
	"request", "consists", "contains", "comprises", "titled", "title", "subject", "called", "named", "commit", "tree", "branch",
	"signed", "off", "missing", "ran", "against", "exchange", "carried", "carry", "refused", "rejected", "includes",
	"including", "exists", "standalone", "lone", "separate", "separately", "remains", "made", "makes", "up", "brought", "counting",
	"holds", "hold", "grown", "grew", "added", "cover", "end", "elsewhere", "lacking", "listed", "kvm", "linux", NULL,
};

/* What subjects are about in general. */
static const char *const topics[] = {
	"emulation", "support", "code", "driver", "subsystem", "implementation", "function", "helper", "architecture", "platform",
	"module", "machine", "systems", "selftest", "infrastructure", "userspace", "way", "cpu", "vcpu", "guest", "host", "vm", NULL,
};

const char *const vocabulary_chinese[] = {
	"补丁系列", "系列补丁", "封面邮件", "封面信", "补丁集", "尚未", "补丁", "系列", "版本", "邮件", "回复", "发布", "发出", "发送",
	"提交", "应用", "合并", "合入", "接受", "评审", "审阅", "测试", "作者", "新版本", "新版", "取代", "替代", "日期", "主题", "状态",
	"标题", "周期", "本周", "本期", "此前", "之前", "之后", "讨论", "机器人", "构建", "错误", "警告", "报告", "分支", "列表", "共有",
	"包含", "包括", "由", "于", "在", "是", "了", "的", "共", "有", "第", "版", "封", "个", "条", "人", "该", "此", "本", "这",
	"一", "为", "被", "已", "已经", "至", "到", "和", "与", "及", "其中", "新", "旧", "年", "月", "日", "号", "天", "给出", "获得",
	"得到", "标签", "全部", "所有", "均", "都", "没有", "未", "无", "中", "最新", "最后", "参与者", "参与", "无人", "从", "线程", "份",
	"名", "位", "自", "起", "以来", "含", "发", "树", "者", "给", "对", "面向", "针对", "关于", "单独", "独立", "单个", "首版", "初版",
	"来自", "其", "也", "还", "又", "仍", "只", "仅", "目前", "当前", "截至", "内", "外", "里", "上", "时", "次", "两", "各", "每",
	"另", "或", "以及", "并", "而", "但", "且", "则", "它", "他", "她", "其他", "其余", "别的", "任何", "存在", "组成", "收到", "附有",
	"带有", "带", "署名", "分别", "同日", "当天", "同一天", "整个", "更新", "更早", "较早", "早先", "后续", "之外", "除", "被动", "等",
	"期间", "签名", "维护者", "审阅者", "评审者", "说", "过", "即", "为止", "进行", "内核", "代码", "把", "将", "让", "令", "就", "便", "才", "情况", "加上", "加", "新增", "尚", "既", "出来", "以", "用", "使", NULL,
};

const struct vocabulary_pair vocabulary_pairs[] = {
	{ "fix fixes fixup", "修复 修正 修 修补" }, { "add adding", "增加 添加 新增 加入 加" },
	{ "remove drop delete removed", "删除 移除 去掉 去除 删去" }, { "use using usage used", "使用 改用 用 用法 采用" },
	{ "move", "移动 移到 移至 搬移 移" }, { "make", "使 让 使得" }, { "support supports", "支持" }, { "allow permit allowed", "允许 许可" },
	{ "get", "获取 取得 得到" }, { "set setting", "设置 设定" }, { "check checks checking validate validates valid", "检查 核查 验证 校验 有效" },
	{ "enable enabled enabling", "启用 使能 开启 打开" }, { "disable disabled disabling off", "禁用 关闭 停用" }, { "introduce", "引入" },
	{ "handle handling treat", "处理 对待" }, { "consolidate unify", "合并 整合 统一" },
	{ "clean cleanup cleanups clear", "清理 整理 清除" }, { "rework refactor factor", "重写 重构 改造 改写" },
	{ "rename", "重命名 改名 更名" }, { "implement implementation implementations", "实现" }, { "convert", "转换 改为 转为" },
	{ "allocate alloc allocations allocator", "分配 分配器" }, { "update updates", "更新" },
	{ "initialize initialise init initialization initialisation initial", "初始化 初始" },
	{ "document documentation", "文档 说明 记录" }, { "simplify", "简化" },
	{ "improve improvements optimize optimise optimization", "改进 改善 优化" },
	{ "split separate extract", "拆分 分开 分离 拆开 提取" }, { "take out factor", "提取 取出 抽取" }, { "change changes adjust modify", "修改 更改 改变 调整 改动" },
	{ "avoid prevent", "避免 防止" }, { "replace convert instead", "替换 改用 代替 换成" }, { "share shared sharing", "共享 共用" },
	{ "unshare unmap", "解除共享 解除映射" }, { "map mapping mappings mapped", "映射" }, { "protect protected", "保护 受保护" },
	{ "reset", "复位 重置" }, { "restore resume", "恢复" }, { "save saving preserve stash", "保存 保留" },
	{ "trap traps", "陷入 捕获 截获" }, { "inject injecting injection", "注入" }, { "emulate emulation", "模拟 仿真" },
	{ "expose advertise provide", "暴露 公布 提供 通告" }, { "hide", "隐藏" },
	{ "track tracking trace tracing tracepoint tracepoints", "跟踪 追踪 跟踪点" }, { "log logging dump", "日志 记录 转储" },
	{ "dirty", "脏 脏页" }, { "ring", "环 环形缓冲区 环形" }, { "page pages", "页 页面" }, { "table tables pagetable pgtable", "表 表格" },
	{ "memory mem", "内存" }, { "memslot memslots slot slots", "内存槽 槽 槽位" }, { "register registers sysreg sysregs reg", "寄存器" },
	{ "system systems", "系统" }, { "field fields", "字段 域" }, { "bit bits", "位 比特" }, { "value values", "值 数值" },
	{ "size sized", "大小 尺寸" }, { "address addresses", "地址" }, { "range ranges", "范围 区间" }, { "physical phys", "物理" },
	{ "virtual virt virtualization", "虚拟 虚拟化" }, { "machine vm vms", "虚拟机 机器" }, { "guest guests", "客户机 访客" },
	{ "host", "主机 宿主 宿主机" }, { "hypervisor hyp", "虚拟机监控器 管理程序" }, { "nested", "嵌套" }, { "parallel", "并行" },
	{ "fault faults", "缺页 错误 故障 缺页异常" }, { "exception exceptions abort", "异常" }, { "interrupt interrupts", "中断" },
	{ "timer timers time clock", "定时器 计时器 时间 时钟" }, { "counter counters count stats stat", "计数器 计数 统计" },
	{ "event events", "事件" }, { "overflow overflows", "溢出" }, { "cache", "缓存 高速缓存" }, { "maintenance maintain", "维护" },
	{ "level levels", "级 层级 级别" }, { "stage", "阶段 级" }, { "step", "单步 步骤 步" }, { "debug", "调试" }, { "breakpoint", "断点" },
	{ "watchpoint watch", "观察点" }, { "hardware", "硬件" }, { "software soft", "软件" }, { "firmware", "固件" },
	{ "device devices dev", "设备" }, { "channel channels", "通道 信道" }, { "driver", "驱动 驱动程序" }, { "platform", "平台" },
	{ "architecture architectures arch", "架构 体系结构" }, { "specific", "特定 专用 专有" }, { "dependent", "相关 依赖 取决" },
	{ "generic common", "通用 公共 共同" }, { "helper helpers", "辅助函数 辅助" }, { "function functions", "函数" }, { "call calls", "调用" },
	{ "callback callbacks", "回调" }, { "hypercall hypercalls", "超级调用 hypercall" }, { "syscall", "系统调用" },
	{ "hook hooks", "钩子" }, { "structure struct", "结构 结构体" }, { "variable", "变量" }, { "header include", "头文件" },
	{ "code", "代码" }, { "file files", "文件" }, { "module", "模块" }, { "library lib", "库" }, { "tool tools", "工具" },
	{ "test tests selftest selftests", "测试 自测 自检" }, { "build compile", "构建 编译" }, { "configuration config configure", "配置" },
	{ "option", "选项" }, { "parameter param", "参数" }, { "flag flags", "标志" }, { "mode", "模式" }, { "type", "类型" },
	{ "name filename", "名称 名字 文件名" }, { "version versions", "版本" }, { "feature features", "特性 功能" },
	{ "capability cap capabilities", "能力" }, { "interface api", "接口" }, { "userspace user space", "用户空间 用户态 用户" },
	{ "kernel", "内核" }, { "access accesses accessor accessors", "访问 存取" }, { "read", "读 读取" }, { "write", "写 写入" },
	{ "return", "返回" }, { "error", "错误 出错" }, { "failure fail fails failed", "失败" },
	{ "incorrect wrong mismatch mismatched mismatches", "错误 不正确 不一致 不匹配 有误" }, { "bug bugs issue", "错误 缺陷 问题" },
	{ "benign", "无害 良性" }, { "crash", "崩溃" }, { "hang", "挂起 卡死" }, { "deadlock", "死锁" }, { "race", "竞态 竞争" },
	{ "leak", "泄漏 泄露" }, { "lock locking", "锁 加锁" }, { "atomic", "原子" }, { "stack stacktrace backtrace", "栈 堆栈 栈回溯 回溯" },
	{ "unwind unwinder unwinding", "展开 回溯 栈展开" }, { "pool", "池 池化" }, { "context", "上下文" }, { "state", "状态" },
	{ "switch", "切换" }, { "exit", "退出" }, { "entry", "入口 条目" }, { "boot", "启动 引导" }, { "early", "早期" }, { "late", "晚期" },
	{ "before", "之前 前" }, { "after", "之后 后" }, { "during", "期间 时" }, { "hotplug", "热插拔" },
	{ "secondary secondaries", "从 次级 辅助" }, { "processor cpu cpus", "处理器" }, { "cluster", "簇 集群" }, { "core", "核 核心" },
	{ "asymmetric", "非对称 不对称" }, { "associativity", "关联度 相联度 关联" }, { "compatibility compat", "兼容 兼容性" },
	{ "migrate migration", "迁移" }, { "transition transitions", "转换 过渡" }, { "translation", "转换 翻译" },
	{ "invalidate invalidation flush", "失效 无效化 刷新" }, { "break", "中断 断开" }, { "block", "块" }, { "huge large", "大 巨大" },
	{ "granule", "粒度" }, { "align", "对齐" }, { "leaf", "叶 叶子" }, { "walk walks walker traversal", "遍历 遍历器 行走" },
	{ "visitor visit", "访问者 访问" }, { "shadow", "影子" }, { "root", "根" }, { "range", "范围" }, { "region", "区域" },
	{ "pending", "待处理 挂起" }, { "request req", "请求" }, { "release rel", "释放" }, { "acquire acq", "获取" }, { "free", "释放" },
	{ "reference refcount refcounts", "引用 引用计数" }, { "pointer", "指针" }, { "dereference", "解引用" }, { "list linked", "链表 列表" },
	{ "bitmap", "位图" }, { "array", "数组" }, { "mask", "掩码" }, { "index", "索引" }, { "key", "密钥 键" }, { "tag", "标签 标记" },
	{ "source", "源 来源" }, { "target", "目标" }, { "data", "数据" }, { "info", "信息" }, { "line", "行" },
	{ "comment comments", "注释" }, { "typo", "笔误 拼写" }, { "unused", "未使用 不用" },
	{ "unnecessary redundant needless", "不必要 多余 不需要" }, { "missing", "缺失 缺少 遗漏" }, { "default", "默认 缺省" },
	{ "dynamic dynamically", "动态" }, { "static", "静态" }, { "automatic automatically automate", "自动" },
	{ "explicit explicitly", "显式 明确" }, { "direct directly", "直接" }, { "unconditional unconditionally", "无条件" },
	{ "conditional condition", "条件" }, { "correct correctly", "正确 纠正" }, { "single", "单个 单一 单" }, { "multiple", "多个 多 多种" },
	{ "create creation creating", "创建 建立" }, { "teardown tear", "拆除 销毁 清除" }, { "setup prepare", "设置 准备 搭建" },
	{ "start starting", "启动 开始" }, { "stop", "停止" }, { "run running execution", "运行 执行" }, { "skip", "跳过" },
	{ "ignore", "忽略" }, { "reject", "拒绝" }, { "respect uphold", "遵守 遵循 坚持" }, { "limit", "限制 上限" }, { "max", "最大" },
	{ "minimum min", "最小" }, { "zero", "零 清零" }, { "full", "满 完全" }, { "empty", "空" }, { "local", "局部 本地" },
	{ "global", "全局" }, { "remote", "远程" }, { "internal", "内部" }, { "based", "基于" }, { "aware", "感知" }, { "support", "支持" },
	{ "performance perf", "性能" }, { "profile profiling", "剖析 性能剖析" }, { "vendor", "厂商" }, { "subset", "子集" },
	{ "mailing", "邮件" }, { "maintainers maintainer reviewer", "维护者 审阅者" }, { "stable backport", "稳定版 移植 回移" },
	{ "behavior behaviour", "行为" }, { "semantics", "语义" }, { "layout", "布局" }, { "format", "格式" },
	{ "infrastructure", "基础设施 框架" }, { "ordered order", "有序 顺序" }, { "rework", "改造" }, { "prep", "准备" },
	{ "unregister", "注销 取消注册" }, { "register", "注册" }, { "override", "覆盖" }, { "extend", "扩展" }, { "report reporting", "报告" },
	{ "assert asserts", "断言" }, { "loop", "循环" }, { "online", "上线" }, { "offline", "下线" }, { "power", "电源" },
	{ "suspend", "挂起 休眠" }, { "signal", "信号" }, { "thread", "线程" }, { "task", "任务" }, { "process", "进程" }, { "per", "每" },
	{ "each", "每个" }, { "new", "新 新的 新增" }, { "old", "旧" }, { "split", "拆分" }, { "long", "长 长期" }, { "without", "不带 没有 无" },
	{ "only", "只 仅" }, { "between", "之间 间" }, { "across", "之间 间 各" }, { "different", "不同" }, { "support", "支持" },
	{ NULL, NULL },
};

char *vocabulary_stem(const char *word)
{
	static const char *const endings[] = { "ing", "ies", "ied", "ed", "es", "s", "e", "y", NULL };
	gsize n = strlen(word);

	for (const char *const *e = endings; *e; e++)
		if (g_str_has_suffix(word, *e) && n - strlen(*e) >= SHORTEST)
			return g_strndup(word, n - strlen(*e));
	return g_strdup(word);
}

static bool has(const char *const *words, const char *stem)
{
	for (; *words; words++) {
		g_autofree char *other = vocabulary_stem(*words);

		if (!strcmp(other, stem))
			return true;
	}
	return false;
}

bool vocabulary_has(const char *word, bool subject)
{
	g_autofree char *stem = vocabulary_stem(word);

	return has(english, stem) || (subject && has(topics, stem));
}
