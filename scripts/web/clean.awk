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

# At most so many characters of a text, an entity being one.
function cut(s, most,    i) {
	for (i = 1; most-- > 0 && i <= length(s);) {
		if (substr(s, i, 1) == "&" && match(substr(s, i), /^&#?[a-z0-9]+;/))
			i += RLENGTH
		else
			for (i++; substr(s, i, 1) ~ /[\200-\277]/;)
				i++
	}
	return i > length(s) ? s : substr(s, 1, i - 1) "…"
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

# A subject can be of any length; a link shows as much as somebody would read.
function clean(s,    result, tag, element, shown) {
	while (match(s, /<\/?[a-z][a-z0-9]*( [a-z-]+="[^"]*")* ?\/?>/)) {
		shown = text(substr(s, 1, RSTART - 1))
		tag = substr(s, RSTART, RLENGTH)
		s = substr(s, RSTART + RLENGTH)
		result = result (within("a") ? cut(shown, 300) : shown)
		element = tag
		gsub(/^<\/?|[ >].*|\/>$/, "", element)
		result = result (tag ~ /^<\// ? close_tag(element) : open_tag(tag, element))
	}
	return result text(s)
}

# --- Ids, and the links to them

# An id that nothing else has yet.
function unique(id,    n, try) {
	try = id
	for (n = 2; try in taken; n++)
		try = id "-" n
	taken[try] = 1
	return try
}

# What lowdown calls a heading, `was`, is found by its letters and digits, too.
function named(was, id) {
	if (was)
		target[was] = target[bare(decode(was))] = id
}

# Links within the page point at ids that hold; one that points nowhere is no link.
function resolve(line,    result, frag) {
	while (match(line, /href="#[^"]*"/)) {
		frag = substr(line, RSTART + 7, RLENGTH - 8)
		result = result substr(line, 1, RSTART - 1)
		line = substr(line, RSTART + RLENGTH)
		if (frag in target || bare(decode(frag)) in target)
			result = result "href=\"#" (frag in target ? target[frag] : target[bare(decode(frag))]) "\""
		else if (frag in taken)
			result = result "href=\"#" frag "\""
		else
			sub(/ $/, "", result)
	}
	return result line
}
