# page.awk - the body of a report's page, from its thread list and from what lowdown made of its Markdown
#
# awk -v name=STEM -f common.awk -f clean.awk -f page.awk -f print.awk part=list LIST part=html HTML
#
# Nothing of lowdown's output is passed on as it is: clean() takes it apart and writes the elements, attributes and
# addresses that it knows. The report's sections are found by what digest-report writes, and only where no element is open.
# What was found is in out[], thread_*[], group_*[] and in_*[] when print.awk makes the page of it.

BEGIN {
	FS = "\t"
	# Besides "g-1" and "s-applied", the filters' own, which no other id begins with.
	split("top main filter contents totals glance", list, " ")
	for (i in list)
		taken[list[i]] = 1
}

part == "list" && /^#period\t/ { since = $2; until = $3 }
part == "list" && /^#/ { next }
part == "list" && NF >= 12 {
	rows++
	row_group[rows] = $2; row_state[rows] = $3; row_new[rows] = $4; row_total[rows] = $5; row_subject[rows] = $12
	next
}
part == "html" { html[++lines] = $0 }

function emit(s) {
	out[++outs] = s
}

# What a line says, escaped as HTML, without the emoji in front.
function said(s) {
	gsub(/<[^>]*>/, "", s)
	sub(/^(\360[\200-\277]+|\342[\200-\277]+|\357\270\217)+ /, "", s)
	return s
}

# --- The parts of a report

# What a section begins with is known only when all of it was read.
function end_thread(    id) {
	if (!in_thread)
		return
	end_mails()
	end_part()
	emit("</section>")
	in_thread = 0
	id = unique(mail_id ? "t-" mail_id : "thread-" slug(thread_title))
	named(thread_slug, id)
	thread_id[threads] = id
	out[meta_at] = "<p class=\"meta\">" (state ? "<span class=\"state is-" state "\">" state note "</span> " : "") meta "</p>"
	out[thread_at] = "<section class=\"thread g" groups (state ? " s-" state : "") "\" id=\"" id "\">"
	out[thread_at + 1] = "<h3><span class=\"number\">" number "</span> " thread_title " <a class=\"self\" href=\"#" id \
		"\" title=\"" w["link"] "\" aria-label=\"" w["link"] "\">#</a></h3>"
}

function end_chapter() {
	end_thread()
	if (in_chapter)
		emit("</section>")
	in_chapter = 0
}

function end_part() {
	if (in_part)
		emit("</div>")
	in_part = 0
}

function end_mails() {
	if (in_mails)
		emit("</details>")
	in_mails = 0
}

# Among threads only one of the next line's group does; a summary cannot forge one.
function begins_chapter(line) {
	if (!in_thread || !rows)
		return 1
	return row < rows && row_group[row + 1] != row_group[row] && (row_group[row + 1] == "-" || bare(decode(said(line))) == bare(row_group[row + 1]))
}

function begin_chapter(line,    title, id) {
	end_chapter()
	title = said(line)
	in_chapter = 1
	chapter_is_group = line ~ /\360\237\223\214/
	if (chapter_is_group) {
		groups++
		group_name[groups] = title
		number = 0
		id = unique("group-" (slug(title) ? slug(title) : groups))
		group_id[groups] = id
		emit("<section class=\"chapter\" id=\"" id "\">")
	} else {
		id = line ~ /\360\237\221\201/ ? "glance" : slug(line ~ /\360\237\223\212/ ? "totals" : title)
		emit("<section class=\"" (id == "glance" ? "glance" : "head") "\" id=\"" \
			(id ~ /^(glance|totals)$/ && !had[id]++ ? id : unique("part-" id)) "\">")
	}
	emit("<h2>" title "</h2>")
}

# "Thread 3: SUBJECT", the third of its chapter and the list's next.
function begins_thread(line,    title) {
	title = said(line)
	if (!chapter_is_group || title !~ "^Thread " (number + 1) ": ")
		return 0
	sub(/^Thread [0-9]+: /, "", title)
	if (row + 1 in row_subject && bare(decode(title)) != bare(row_subject[row + 1]))
		return 0
	return 1
}

function begin_thread(line) {
	end_thread()
	in_thread = 1
	number++
	row++
	threads++
	state = row in row_state && row_state[row] != "-" ? slug(row_state[row]) : ""
	thread_title = said(line)
	sub(/^Thread [0-9]+: /, "", thread_title)
	thread_title = cut(thread_title, 300)
	thread_slug = attribute(line, "id")
	mail_id = ""
	thread_group[threads] = groups
	thread_state[threads] = state
	thread_name[threads] = thread_title
	thread_row[threads] = row
	in_state[state]++
	in_group[groups]++
	in_both[groups, state]++
	emit("")
	thread_at = outs
	emit("")
	emit("")
	meta_at = outs
	meta = note = ""
}

# The first mail's Message-ID names the section: the same link holds when the report is made again in another order.
function find_mail_id(line,    href, n, p, i) {
	if (mail_id || !match(line, /<a href="https?:[^"]*"/))
		return
	href = substr(line, RSTART + 9, RLENGTH - 10)
	n = split(href, p, "/")
	for (i = n; i > 3; i--)
		if (p[i] ~ /@|%40|&#64;/) {
			mail_id = slug(p[i])
			return
		}
}

function part_of(title) {
	if (title == "What this is" || title == "内容") return "what"
	if (title == "Said before" || title == "此前讨论") return "before"
	if (title == "New" || title == "本期进展") return "news"
	return ""
}

# A line where no element is open. Returns 1 when nothing of it is left to write.
function structure(line, i,    s, kind) {
	if (line ~ /^<h1 /) {
		if (!title)
			title = said(line)
		return 1
	}
	if (line ~ /^<h2 / && begins_chapter(line)) {
		begin_chapter(line)
		return 1
	}
	if (line ~ /^<h2 .*\360\237\223\214|^<h3 [^>]*>Thread [0-9]+: / && !begins_thread(line))
		strangers++
	if (line ~ /^<h3 /) {
		if (begins_thread(line)) {
			begin_thread(line)
			return 1
		}
		if (!in_thread) {
			emit("<h3>" said(line) "</h3>")
			return 1
		}
	}
	if (line ~ /^<hr/) {
		if (i == last_rule || (html[i + 2] ~ /^<h2 / && begins_chapter(html[i + 2])))
			end_chapter()
		if (i == last_rule)
			emit("<footer class=\"foot\">")
		return 1
	}
	if (!in_chapter && line ~ /^<p><strong>/) {
		s = said(line)
		if (s ~ /^生成时间/) language = "zh-Hans"
		if (++head_lines == 1) made_line = s
		sub(/^[^:]*: /, "", s)
		if (head_lines == 1) made = s
		else if (head_lines == 2) span = s
		if (head_lines <= 2)
			return 1
	}
	if (chapter_is_group && !in_thread && line ~ /^<p>/) {
		emit("<p class=\"count\">" said(line) "</p>")
		return 1
	}
	if (!in_thread)
		return 0
	if (line ~ /^<p><strong>\360\237\223\247/) {
		s = clean(line)
		sub(/^<p>/, "", s)
		gsub(/\360\237[\200-\277][\200-\277] /, "", s)
		gsub(/ \| /, " <span class=\"dot\">·</span> ", s)
		sub(/<\/p>$/, "", s)
		meta = s
		return 1
	}
	# The state is known from the list; what the report says beside it: "applied (2 of 5 patches)".
	if (line ~ /^<p><strong>\360\237\232\246/ && state) {
		s = said(line)
		sub(/^[^:]*: /, "", s)
		if (index(s, state) == 1) {
			note = substr(s, length(state) + 1)
			return 1
		}
	}
	if (line ~ /^<h4 /) {
		end_part()
		end_mails()
		s = said(line)
		if (line ~ /\360\237\223\235/) {
			in_mails = 1
			mixed = row in row_new && row_new[row] != row_total[row]
			emit("<details class=\"mails\"><summary>" s (row in row_total ? " <span class=\"count\">" row_total[row] \
				(mixed ? ", " row_new[row] " " w["new"] : "") "</span>" : "") "</summary>")
		} else {
			emit("<h4>" s "</h4>")
		}
		return 1
	}
	if (line ~ /^<p><strong>[^<]*<\/strong><\/p>$/ && (kind = part_of(said(line)))) {
		end_part()
		in_part = 1
		emit("<div class=\"part " kind "\"><p class=\"label\">" said(line) "</p>")
		return 1
	}
	return 0
}

END {
	words("en")
	for (i = 1; i <= lines; i++) {
		if (html[i] ~ /^<p><strong>生成时间/) { language = "zh-Hans"; words("zh") }
		if (html[i] ~ /^<hr/) last_rule = i
		if (html[i] ~ /^<h[23] /) last_head = i
	}
	if (last_rule < last_head) last_rule = 0
	if (!language) language = "en"
	for (i = 1; i <= lines; i++) {
		line = html[i]
		if (line == "" && !within("pre"))
			continue
		if (!depth && structure(line, i))
			continue
		top_item = in_mails && depth == 1 && stack[1] == "ol" && line ~ /^<li><strong>\[/
		if (top_item) {
			fresh = line ~ /^<li><strong>\[[^<]*<\/strong> <em>/
			find_mail_id(line)
		}
		line = clean(line)
		if (top_item) {
			if (fresh)
				sub(/<em>[^<]*<\/em>/, "<span class=\"fresh\">" w["new"] "</span>", line)
			sub(/^<li>/, "<li class=\"" (fresh || !mixed ? "new" : "old") "\">", line)
		}
		emit(line)
	}
	emit(close_all())
	end_chapter()
	if (last_rule) emit("</footer>")
	print_page()
}
