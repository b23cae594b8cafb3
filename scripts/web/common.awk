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

# The text of some HTML: what lowdown, and escape() above, write for what they do not leave as it is.
function decode(s,    result, entity) {
	while (match(s, /&(#[0-9]+|amp|lt|gt|quot);/)) {
		entity = substr(s, RSTART + 1, RLENGTH - 2)
		result = result substr(s, 1, RSTART - 1) \
			(entity ~ /^#/ ? sprintf("%c", substr(entity, 2) % 128) : substr("&<>\"", index("algq", substr(entity, 1, 1)), 1))
		s = substr(s, RSTART + RLENGTH)
	}
	return result s
}

# What stays of a text when it is compared: letters and digits; of what is not ASCII no punctuation, no emoji and nothing
# that is not seen.
function bare(s) {
	gsub(/[\302\342\357\360-\364][\200-\277]+/, "", s)
	gsub(/[\001-\057\072-\100\133-\140\173-\177]/, "", s)
	return tolower(s)
}

# NAME-2025-W06, NAME-2025-02-03_2025-02-09: the period, or "".
function period(stem) {
	return match(stem, /-[0-9][0-9][0-9][0-9]-(W[0-9][0-9]|[0-9][0-9]-[0-9][0-9]_[0-9-]+)$/) ? substr(stem, RSTART + 1) : ""
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
		w["skip"] = "跳到内容"; w["other"] = "其他时段"; w["week"] = "周"; w["filter"] = "筛选"
		w["title"] = "邮件列表报告"
	} else {
		split("January February March April May June July August September October November December", month, " ")
		w["all"] = "All"; w["group"] = "Group"; w["state"] = "State"; w["threads"] = "threads"
		w["contents"] = "Contents"; w["reports"] = "All reports"; w["none"] = "No thread of this group is in this state."
		w["new"] = "new"; w["link"] = "Link to this thread"; w["mails"] = "mails"; w["feed"] = "Atom feed"
		w["skip"] = "Skip to the report"; w["other"] = "Other periods"; w["week"] = "Week"; w["filter"] = "Filter"
		w["title"] = "Mailing list reports"
	}
}
