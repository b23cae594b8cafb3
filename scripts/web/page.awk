# page.awk - the body of a report's page, from its thread list and from what lowdown made of its Markdown
#
# awk -v name=STEM -v rules=FILE -v meta=FILE -f common.awk -f clean.awk -f page.awk part=list LIST part=html HTML
#
# The body goes to standard output, the style of the filters to `rules`, what the index has to know to `meta`. Nothing of
# lowdown's output is passed on as it is: clean() takes it apart and writes the elements, attributes and addresses that it
# knows. The report's sections are found by what digest-report writes, and only where no element is open.

BEGIN {
	FS = "\t"
	split("applied merged reviewed discussed unanswered broken nak superseded", order, " ")
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

# What stays of a text, escaped or not, when it is compared: letters and digits; of what is not ASCII no punctuation, no
# emoji and nothing that is not seen.
function bare(s) {
	gsub(/&amp;/, "\\&", s)
	gsub(/&#?[a-z0-9]+;/, "", s)
	gsub(/[\302\342\357\360-\364][\200-\277]+/, "", s)
	gsub(/[\001-\057\072-\100\133-\140\173-\177]/, "", s)
	return tolower(s)
}

# The filters' own are "g-1" and "s-applied", which no other id begins with.
function unique(id,    n, try) {
	try = id
	for (n = 2; try in taken; n++)
		try = id "-" n
	taken[try] = 1
	return try
}

# --- The parts of a report

# What a section begins with is known only when all of it was read.
function end_thread(    id, r) {
	if (!in_thread)
		return
	end_mails()
	end_part()
	emit("</section>")
	in_thread = 0
	r = row
	id = unique(mail_id ? "t-" mail_id : thread_slug)
	target[thread_slug] = target[bare(thread_slug)] = id
	thread_id[threads] = id
	out[thread_at] = "<section class=\"thread g" groups (state ? " s-" state : "") "\" id=\"" id "\">"
	out[thread_at + 1] = "<h3>" thread_title " <a class=\"self\" href=\"#" id "\" title=\"" w["link"] "\" aria-label=\"" \
		w["link"] "\">#</a></h3>"
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
	return row < rows && row_group[row + 1] != row_group[row] && (row_group[row + 1] == "-" || bare(said(line)) == bare(row_group[row + 1]))
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
			(id == "glance" || id == "totals" ? id : unique("part-" id)) "\">")
	}
	emit("<h2>" title "</h2>")
}

# "Thread 3: SUBJECT", the third of its chapter and the list's next.
function begins_thread(line,    title) {
	title = said(line)
	if (!chapter_is_group || title !~ "^Thread " (number + 1) ": ")
		return 0
	sub(/^Thread [0-9]+: /, "", title)
	if (row + 1 in row_subject && bare(title) != bare(row_subject[row + 1]))
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
	lead = "<p class=\"meta\"><span class=\"number\">" number "</span> " (state ? badge(state) " " : "")
	emit(lead "</p>")
	meta_at = outs
}

function badge(s) {
	return "<span class=\"state is-" s "\">" s "</span>"
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
		kind = s
		sub(/^[^:]*: /, "", s)
		if (++head_lines == 1) made = s
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
		out[meta_at] = lead s
		return 1
	}
	if (line ~ /^<p><strong>\360\237\232\246/ && state && bare(said(line)) ~ bare(state) "$")
		return 1
	if (line ~ /^<h4 /) {
		end_part()
		end_mails()
		s = said(line)
		if (line ~ /\360\237\223\235/) {
			in_mails = 1
			first_mail = 1
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

# --- The page

function chip(kind, value, label, count,    id) {
	id = substr(kind, 1, 1) "-" value
	return "<label class=\"chip" (kind == "state" && value != "all" ? " is-" value : "") "\"><input type=\"radio\" name=\"" kind \
		"\" id=\"" id "\"" (value == "all" ? " checked" : "") " autocomplete=\"off\"><span>" label \
		(count != "" ? " <b>" count "</b>" : "") "</span></label>"
}

function print_filters(    g, s, n) {
	if (!threads)
		return
	print "<div class=\"filter\" id=\"filter\" role=\"group\" aria-label=\"" w["filter"] "\">"
	printf "<fieldset><legend>%s</legend>%s", w["group"], chip("group", "all", w["all"], threads)
	for (g = 1; g <= groups; g++)
		printf "%s", chip("group", g, group_name[g], in_group[g] + 0)
	print "</fieldset>"
	if (states) {
		printf "<fieldset><legend>%s</legend>%s", w["state"], chip("state", "all", w["all"], "")
		for (n = 1; n <= states; n++)
			printf "%s", chip("state", state_name[n], state_name[n], in_state[state_name[n]])
		print "</fieldset>"
	}
	print "</div>"
}

function print_rules(    g, n) {
	for (g = 1; g <= groups; g++) {
		print "body:has(#g-" g ":checked) .thread:not(.g" g "):not(:target),body:has(#g-" g \
			":checked) .contents li:not(.g" g "){display:none}" >rules
		print "body:has(#g-" g ":checked) .chapter:not(:has(.g" g ")):not(:has(:target)){display:none}" >rules
		for (n = 1; n <= states; n++)
			if (!in_both[g, state_name[n]])
				print "body:has(#g-" g ":checked):has(#s-" state_name[n] ":checked) .none{display:block}" >rules
	}
	for (n = 1; n <= states; n++) {
		print "body:has(#s-" state_name[n] ":checked) .thread:not(.s-" state_name[n] "):not(:target),body:has(#s-" \
			state_name[n] ":checked) .contents li:not(.s-" state_name[n] "){display:none}" >rules
		print "body:has(#s-" state_name[n] ":checked) .chapter:not(:has(.s-" state_name[n] \
			")):not(:has(:target)){display:none}" >rules
	}
	printf "" >rules
	close(rules)
}

function print_contents(    t, g, r) {
	if (!threads)
		return
	# On a narrow screen closed until it is asked for.
	print "<nav class=\"contents\" id=\"contents\" aria-label=\"" w["contents"] "\"><input type=\"checkbox\" id=\"g-contents\"" \
		" autocomplete=\"off\"><label for=\"g-contents\">" w["contents"] "</label>\n<div>"
	for (t = 1; t <= threads; t++) {
		if (thread_group[t] != g) {
			if (g) print "</ol>\n</div>"
			g = thread_group[t]
			print "<div class=\"chapter\">\n<p><a href=\"#" group_id[g] "\">" group_name[g] "</a></p>\n<ol>"
		}
		r = thread_row[t]
		print "<li class=\"g" g (thread_state[t] ? " s-" thread_state[t] : "") "\"><a href=\"#" thread_id[t] "\"" \
			(thread_state[t] ? " class=\"is-" thread_state[t] "\" title=\"" thread_state[t] "\"" : "") ">" thread_name[t] "</a>" (r in row_new ? " <span class=\"count\">" row_new[r] "</span>" : "") "</li>"
	}
	print "</ol>\n</div>\n</div></nav>"
}

# Links within the page point at ids that hold; one that points nowhere is no link.
function resolve(line,    result, frag) {
	while (match(line, /href="#[^"]*"/)) {
		frag = substr(line, RSTART + 7, RLENGTH - 8)
		result = result substr(line, 1, RSTART - 1)
		line = substr(line, RSTART + RLENGTH)
		if (frag in target || bare(frag) in target)
			result = result "href=\"#" (frag in target ? target[frag] : target[bare(frag)]) "\""
		else if (frag in taken)
			result = result "href=\"#" frag "\""
		else {
			sub(/ $/, "", result)
			lost++
		}
	}
	return result line
}

function field(key, value) {
	print key "\t" value >meta
}

function print_page(    i, n, s, summary) {
	for (n = 1; n in order; n++)
		if (order[n] in in_state)
			state_name[++states] = order[n]
	for (s in in_state) {
		for (n = 1; n in order && order[n] != s; n++)
			;
		if (s && !(n in order))
			state_name[++states] = s
	}
	print_rules()
	print "<a class=\"skip\" href=\"#main\">" w["skip"] "</a>"
	print "<header id=\"top\">"
	print "<nav class=\"weeks\"></nav>"
	print "<h1>" (title ? title : escape(name)) "</h1>"
	print "<p class=\"period\">" span "</p>"
	print "</header>"
	print "<div class=\"page\">\n<aside>"
	print_filters()
	print_contents()
	print "</aside>\n<main id=\"main\">"
	print "<p class=\"none\">" w["none"] "</p>"
	for (i = 1; i <= outs; i++)
		print resolve(out[i])
	print "</main>\n</div>"
	for (i = 1; i <= rows; i++) {
		total += row_total[i]
		fresh_ += row_new[i]
	}
	for (n = 1; n <= states; n++)
		summary = summary (n > 1 ? ", " : "") state_name[n] " " in_state[state_name[n]]
	field("language", language)
	field("title", title ? title : escape(name))
	field("span", span)
	field("made", made)
	field("since", since)
	field("until", until)
	field("threads", threads + 0)
	field("mails", rows ? total : "")
	field("new", rows ? fresh_ : "")
	field("states", summary)
	close(meta)
	if (strangers)
		complain(strangers " heading" (strangers > 1 ? "s" : "") " of a thread or a group, but not in its list")
	else if (rows && rows != threads)
		complain(threads + 0 " sections, but " rows " lines in its list")
}

function complain(what) {
	print name ": " what >"/dev/stderr"
	exit 1
}
