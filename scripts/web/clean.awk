# clean.awk - lowdown's HTML taken apart and written anew
#
# clean(LINE) passes on the elements that a report needs, of their attributes addresses and the first number of a list, and
# of addresses those of the web, of mail and of the page itself. Everything else of a tag vanishes; what is no tag is text.
# Elements are closed in the order in which they were opened, whatever comes: `depth` says how many are open.

BEGIN {
	split("p ul ol li strong em del code pre a table thead tbody tr th td blockquote h5", list, " ")
	for (i in list)
		known[list[i]] = 1
}

# Text that lowdown has escaped; what it may have missed.
function text(s) {
	gsub(/</, "\\&lt;", s)
	gsub(/>/, "\\&gt;", s)
	return s
}

function attribute(tag, key,    value) {
	if (!match(tag, " " key "=\"[^\"]*\""))
		return ""
	value = substr(tag, RSTART + length(key) + 3, RLENGTH - length(key) - 4)
	return text(value)
}

function open_tag(tag, element,    href) {
	if (element == "hr" || element == "br")
		return element == "br" ? "<br>" : ""
	if (element == "img")
		return attribute(tag, "alt")
	if (element ~ /^h[1-6]$/)
		element = "h5"
	if (!(element in known) || (element == "a" && within("a"))) {
		stack[++depth] = "-" element
		return ""
	}
	stack[++depth] = element
	if (element == "a") {
		href = attribute(tag, "href")
		if (tolower(href) !~ /^(https?:\/\/[^\/]|mailto:|#)/) {
			stack[depth] = "-a"
			return ""
		}
		return "<a href=\"" href "\">"
	}
	if (element == "ol" && attribute(tag, "start") ~ /^[0-9]+$/)
		return "<ol start=\"" attribute(tag, "start") "\">"
	if (element == "table")
		return "<div class=\"wide\"><table>"
	return "<" element ">"
}

function within(element,    i) {
	for (i = depth; i; i--)
		if (stack[i] == element)
			return i
	return 0
}

function close_top(    element) {
	element = stack[depth--]
	if (element ~ /^-/)
		return ""
	return "</" element ">" (element == "table" ? "</div>" : "")
}

function close_tag(element,    at, s) {
	if (element ~ /^h[1-6]$/)
		element = "h5"
	at = stack[depth] == "-" element ? depth : within(element)
	if (!at)
		return ""
	while (depth >= at)
		s = s close_top()
	return s
}

function close_all(    s) {
	while (depth)
		s = s close_top()
	return s
}

function clean(s,    result, tag, element) {
	while (match(s, /<\/?[a-z][a-z0-9]*( [a-z-]+="[^"]*")* ?\/?>/)) {
		result = result text(substr(s, 1, RSTART - 1))
		tag = substr(s, RSTART, RLENGTH)
		s = substr(s, RSTART + RLENGTH)
		element = tag
		gsub(/^<\/?|[ >].*|\/>$/, "", element)
		result = result (tag ~ /^<\// ? close_tag(element) : open_tag(tag, element))
	}
	return result text(s)
}
