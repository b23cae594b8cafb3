# common.awk - what the page of a report and the index of all pages share
#
# Strings are bytes (LC_ALL=C): mawk, gawk and busybox see the same.

function escape(s) {
	gsub(/&/, "\\&amp;", s)
	gsub(/</, "\\&lt;", s)
	gsub(/>/, "\\&gt;", s)
	gsub(/"/, "\\&quot;", s)
	return s
}

function slug(s) {
	s = tolower(s)
	gsub(/[^a-z0-9._-]+/, "-", s)
	gsub(/^-+|-+$/, "", s)
	return s
}

# The page's own words.
function words(language) {
	if (language ~ /^zh/) {
		split("一 二 三 四 五 六 七 八 九 十 十一 十二", month, " ")
		for (m = 1; m <= 12; m++)
			month[m] = month[m] "月"
		w["all"] = "全部"; w["group"] = "分类"; w["state"] = "状态"; w["threads"] = "Threads"
		w["contents"] = "目录"; w["reports"] = "所有报告"; w["none"] = "没有符合所选条件的 thread。"
		w["new"] = "新"; w["link"] = "此 thread 的链接"; w["mails"] = "邮件"; w["feed"] = "Atom 订阅"
		w["latest"] = "最新"; w["skip"] = "跳到内容"; w["other"] = "其他时段"; w["week"] = "周"; w["filter"] = "筛选"
		w["older"] = "上一期"; w["newer"] = "下一期"; w["period"] = "时段"; w["report"] = "报告"; w["top"] = "回到顶部"
		w["title"] = "邮件列表报告"
	} else {
		split("January February March April May June July August September October November December", month, " ")
		w["all"] = "All"; w["group"] = "Group"; w["state"] = "State"; w["threads"] = "threads"
		w["contents"] = "Contents"; w["reports"] = "All reports"; w["none"] = "No thread of this group is in this state."
		w["new"] = "new"; w["link"] = "Link to this thread"; w["mails"] = "mails"; w["feed"] = "Atom feed"
		w["latest"] = "Latest"; w["skip"] = "Skip to the report"; w["other"] = "Other periods"; w["week"] = "Week"; w["filter"] = "Filter"
		w["older"] = "Previous"; w["newer"] = "Next"; w["period"] = "Period"; w["report"] = "Report"; w["top"] = "Top"
		w["title"] = "Mailing list reports"
	}
}
