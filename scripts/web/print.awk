# print.awk - the page of a report, from what page.awk found in it
#
# The body goes to standard output; into the folder $tmp go `rules`, the style of the filters, and `meta`, what the index has
# to know, a line each, KEY TAB VALUE. $source names all that the page was made from.

function chip(kind, value, label, count,    id) {
	id = substr(kind, 1, 1) "-" value
	return "<label class=\"chip" (kind == "state" && value != "all" ? " is-" value : "") "\"><input type=\"radio\" name=\"" kind \
		"\" id=\"" id "\"" (value == "all" ? " checked" : "") "><span>" label \
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
			":checked) .contents li:not(.g" g "){display:none}" >(tmp "/rules")
		print "body:has(#g-" g ":checked) .chapter:not(:has(.g" g ")):not(:has(:target)){display:none}" >(tmp "/rules")
		for (n = 1; n <= states; n++)
			if (!in_both[g, state_name[n]])
				print "body:has(#g-" g ":checked):has(#s-" state_name[n] ":checked) .none{display:block}" >(tmp "/rules")
	}
	for (n = 1; n <= states; n++) {
		print "body:has(#s-" state_name[n] ":checked) .thread:not(.s-" state_name[n] "):not(:target),body:has(#s-" \
			state_name[n] ":checked) .contents li:not(.s-" state_name[n] "){display:none}" >(tmp "/rules")
		print "body:has(#s-" state_name[n] ":checked) .chapter:not(:has(.s-" state_name[n] \
			")):not(:has(:target)){display:none}" >(tmp "/rules")
	}
	printf "" >(tmp "/rules")
	close(tmp "/rules")
}

function print_contents(    t, g, r) {
	if (!threads)
		return
	# On a narrow screen closed until it is asked for.
	print "<nav class=\"contents\" id=\"contents\" aria-label=\"" w["contents"] "\"><input type=\"checkbox\" id=\"g-contents\">" \
		"<label for=\"g-contents\">" w["contents"] "</label>\n<div>"
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

function field(key, value) {
	print key "\t" value >(tmp "/meta")
}

function print_page(    i, n, s, summary) {
	tmp = ENVIRON["tmp"]
	if (strangers)
		wrong = strangers " heading" (strangers > 1 ? "s" : "") " of a thread or a group, but not in its list"
	else if (rows && rows != threads)
		wrong = threads + 0 " sections, but " rows " lines in its list"
	# The order of states first, then that of the report.
	n = split("applied merged reviewed discussed unanswered broken nak superseded", order, " ")
	for (i = 1; i <= threads; i++)
		order[++n] = thread_state[i]
	for (i = 1; i <= n; i++)
		if (order[i] in in_state && !seen[order[i]]++ && order[i])
			state_name[++states] = order[i]
	print_rules()
	print "<a class=\"skip\" href=\"#main\">" w["skip"] "</a>"
	print "<header id=\"top\">"
	# The one of the page that this one replaces, until index.awk knows better.
	print ENVIRON["nav"] ? ENVIRON["nav"] : "<nav class=\"weeks\"></nav>"
	print "<h1>" (title ? title : escape(name)) "</h1>"
	print "<p class=\"period\">" (period(name) ~ /W/ ? "<b>" period(name) "</b> " : "") span (made_line ? " <span>" made_line "</span>" : "") "</p>"
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
	field("heading", (title ? title : escape(name)) " " (period(name) ? period(name) : span))
	field("span", span)
	field("made", made)
	field("since", since)
	field("until", until)
	field("threads", threads + 0)
	field("mails", rows ? total : "")
	field("new", rows ? fresh_ : "")
	field("states", summary)
	# What is not right is made again next time.
	field("source", wrong ? "" : ENVIRON["source"])
	close(tmp "/meta")
	if (wrong) {
		print name ": " wrong >"/dev/stderr"
		exit 1
	}
}
