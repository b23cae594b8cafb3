# index.awk - from the heads of all pages of a folder: the calendar, the feed, and each page's neighbours
#
# awk -v url=URL -v now=TIME -f common.awk -f index.awk PAGE...
#
# Writes `index`, `feed` and `nav` into the folder $tmp; the language of the index goes to standard output.
#
# A page says what it is in <meta name="digest.KEY" content="VALUE">, a line each, before its style. A file that does not
# is somebody else's and is left out.

function value(line) {
	sub(/^[^"]*"[^"]*" content="/, "", line)
	sub(/">$/, "", line)
	gsub(/</, "\\&lt;", line)
	gsub(/>/, "\\&gt;", line)
	return line
}

function read_page(file,    line, key, stem, ours) {
	stem = file
	sub(/.*\//, "", stem)
	sub(/\.html$/, "", stem)
	while ((getline line <file) > 0 && !(stem in nav_of)) {
		if (line ~ /^<nav class="weeks">/)
			nav_of[stem] = line
		if (line ~ /^<main/ || (line ~ /^<body/ && !ours))
			break
		if (line !~ /^<meta name="digest\.[a-z]+" content="[^"]*">$/)
			continue
		if (!ours++)
			page[++pages] = stem
		key = line
		sub(/^<meta name="digest\./, "", key)
		sub(/".*/, "", key)
		of[stem, key] = value(line)
	}
	close(file)
	if (!ours || stem !~ /^[A-Za-z0-9][A-Za-z0-9._-]*$/) {
		if (ours) pages--
		return
	}
	list_of[stem] = stem
	period_of[stem] = period(stem)
	if (period_of[stem])
		list_of[stem] = substr(stem, 1, length(stem) - length(period_of[stem]) - 1)
	# Weeks and dates in one order of time.
	sort_key[stem] = list_of[stem] " " (of[stem, "since"] ? of[stem, "since"] : period_of[stem]) " " stem
}

function sort_pages(    i, j, p) {
	for (i = 2; i <= pages; i++) {
		p = page[i]
		for (j = i - 1; j && sort_key[page[j]] > sort_key[p]; j--)
			page[j + 1] = page[j]
		page[j + 1] = p
	}
}

# --- Dates: days since 1970-01-01 of the proleptic Gregorian calendar

function days(y, m, d,    era, yoe, doy) {
	if (m <= 2) y--
	era = int(y / 400)
	yoe = y - era * 400
	doy = int((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1
	return era * 146097 + yoe * 365 + int(yoe / 4) - int(yoe / 100) + doy - 719468
}

function month_of(z,    doe, yoe, doy, mp) {
	z += 719468
	doe = z % 146097
	yoe = int((doe - int(doe / 1460) + int(doe / 36524) - int(doe / 146096)) / 365)
	doy = doe - (365 * yoe + int(yoe / 4) - int(yoe / 100))
	mp = int((5 * doy + 2) / 153)
	day_ = doy - int((153 * mp + 2) / 5) + 1
	return mp < 10 ? mp + 3 : mp - 9
}

# The Thursday of a week says which year and month it belongs to.
function thursday(year, week,    jan4) {
	jan4 = days(year, 1, 4)
	return jan4 - (jan4 + 3) % 7 + 3 + (week - 1) * 7
}

function weeks_in(year) {
	return (thursday(year + 1, 1) - thursday(year, 1)) / 7
}

# --- The index

function counts(p,    s) {
	if (of[p, "threads"] != "")
		s = of[p, "threads"] " " w["threads"]
	if (of[p, "mails"] != "")
		s = s " · " of[p, "mails"] " " w["mails"] (of[p, "new"] != of[p, "mails"] ? " (" of[p, "new"] " " w["new"] ")" : "")
	return s
}

function heat(p,    n) {
	n = of[p, "new"] + 0
	return n < 100 ? 1 : n < 250 ? 2 : 3
}

function calendar(list, year,    n, m, last, p, z) {
	print "<ol class=\"year\">" >index_
	for (n = 1; n <= weeks_in(year); n++) {
		z = thursday(year, n)
		m = month_of(z)
		if (m != last) {
			if (last) print "</ol></li>" >index_
			print "<li><b>" month[m] "</b><ol class=\"cells\">" >index_
			last = m
		}
		p = list "-" year "-W" sprintf("%02d", n)
		if (p in sort_key)
			print "<li><a class=\"h" heat(p) "\" href=\"" p ".html\" title=\"" of[p, "span"] ", " counts(p) "\" aria-label=\"" \
				w["week"] " " n "\">" n "</a></li>" >index_
		else
			print "<li><span>" n "</span></li>" >index_
	}
	print "</ol></li>\n</ol>" >index_
}

function item(p,    label) {
	label = period_of[p] ? period_of[p] : p
	sub(/_/, " – ", label)
	print "<li id=\"" p "\"><a href=\"" p ".html\">" label "</a><span class=\"states count\">" \
		of[p, "span"] (of[p, "states"] ? "<br>" of[p, "states"] : "") "</span><span class=\"count\">" counts(p) "</span></li>" >index_
}

# All of one list: its years, the newest first, each a calendar and its reports; those of older years are closed at first.
function print_list(from, to,    i, list, year, p, last, end) {
	list = list_of[page[to]]
	print "<section id=\"list-" list "\">\n<h2>" of[page[to], "title"] \
		(list_of[page[1]] != list_of[page[pages]] ? " <span class=\"count\">" list "</span>" : "") "</h2>" >index_
	for (i = to; i >= from; i--) {
		p = page[i]
		year = period_of[p] ~ /^[0-9]/ ? substr(period_of[p], 1, 4) : ""
		if (year != last || i == to) {
			print end "<h3>" (year ? year : w["other"]) "</h3>" >index_
			if (has_week(list, year)) calendar(list, year + 0)
			end = i == to ? "" : "<details><summary>" w["reports"] (year ? ", " year : "") "</summary>\n"
			print end "<ul class=\"reports\">" >index_
			end = "</ul>\n" (end ? "</details>\n" : "")
			last = year
		}
		item(p)
	}
	print end "</section>" >index_
}

function has_week(list, year,    n) {
	for (n = 1; year && n <= 53; n++)
		if ((list "-" year "-W" sprintf("%02d", n)) in sort_key)
			return 1
	return 0
}

function print_index(    i, from) {
	print "<header id=\"top\"><h1>" w["title"] "</h1>\n<p class=\"weeks\">" >index_
	for (i = 1; i <= pages && list_of[page[1]] != list_of[page[pages]]; i++)
		if (i == pages || list_of[page[i + 1]] != list_of[page[i]])
			print "<a href=\"#list-" list_of[page[i]] "\">" of[page[i], "title"] "</a>" >index_
	print "<a href=\"feed.xml\">" w["feed"] "</a></p></header>\n<main class=\"index\" id=\"main\">" >index_
	for (i = from = 1; i <= pages; i++)
		if (i == pages || list_of[page[i + 1]] != list_of[page[i]]) {
			print_list(from, i)
			from = i + 1
		}
	print "</main>" >index_
	close(index_)
}

# --- The feed (RFC 4287). An entry keeps its id (RFC 4151) when its page is made again.

function tag(specific, date) {
	return "tag:" authority "," date ":" specific
}

function print_feed(    i, n, p, newest, at, path) {
	path = authority = tolower(url)
	sub(/^https?:\/\//, "", authority)
	sub(/[\/:?#].*/, "", authority)
	if (!authority)
		authority = "notmuch-digest.invalid"
	sub(/^https?:\/\/[^\/]*\//, "", path)
	gsub(/[^a-z0-9._\/-]/, "-", path)
	newest = ""
	for (i = 1; i <= pages; i++)
		if (of[page[i], "updated"] > newest)
			newest = of[page[i], "updated"]
	print "<?xml version=\"1.0\" encoding=\"utf-8\"?>" >feed
	print "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"" language "\">" >feed
	print "<id>" tag(path "notmuch-digest", "2025") "</id>\n<title>" w["title"] "</title>" >feed
	print "<updated>" (newest ? newest : now) "</updated>\n<author><name>notmuch-digest</name></author>" >feed
	print "<generator>notmuch-digest</generator>" >feed
	print "<link rel=\"self\" type=\"application/atom+xml\" href=\"" escape(url) "feed.xml\"/>" >feed
	print "<link rel=\"alternate\" type=\"text/html\" href=\"" escape(url) "index.html\"/>" >feed
	# The newest fifty.
	for (n = 1; n <= 50 && n <= pages; n++) {
		p = ""
		for (i = pages; i; i--)
			if (!(page[i] in told) && (!p || of[page[i], "since"] > of[p, "since"]))
				p = page[i]
		told[p]
		words(of[p, "language"])
		at = substr(of[p, "since"] ? of[p, "since"] : of[p, "updated"], 1, 10)
		print "<entry xml:lang=\"" of[p, "language"] "\">\n<id>" tag(list_of[p] "/" (period_of[p] ? period_of[p] : "report"), at) "</id>" >feed
		print "<title>" of[p, "title"] (period_of[p] ? " " period_of[p] : "") "</title>" >feed
		print "<updated>" of[p, "updated"] "</updated>" >feed
		print "<link rel=\"alternate\" type=\"text/html\" href=\"" escape(url) p ".html\"/>" >feed
		print "<category term=\"" list_of[p] "\"/>" >feed
		print "<summary>" of[p, "span"] ". " counts(p) (of[p, "states"] ? ". " of[p, "states"] : "") ".</summary>\n</entry>" >feed
	}
	print "</feed>" >feed
	close(feed)
}

# --- Each page's way to the one before and the one after

function print_nav(    i, p, s) {
	for (i = 1; i <= pages; i++) {
		p = page[i]
		words(of[p, "language"])
		s = "<nav class=\"weeks\"><a href=\"index.html#" p "\">" w["reports"] "</a>"
		if (i > 1 && list_of[page[i - 1]] == list_of[p])
			s = s "<a rel=\"prev\" href=\"" page[i - 1] ".html\">← " period_of[page[i - 1]] "</a>"
		if (i < pages && list_of[page[i + 1]] == list_of[p])
			s = s "<a rel=\"next\" href=\"" page[i + 1] ".html\">" period_of[page[i + 1]] " →</a>"
		if (nav_of[p] != s "</nav>")
			print p "\t" s "</nav>" >nav
	}
	printf "" >nav
	close(nav)
}

BEGIN {
	index_ = ENVIRON["tmp"] "/index"; feed = ENVIRON["tmp"] "/feed"; nav = ENVIRON["tmp"] "/nav"
	for (i = 1; i < ARGC; i++)
		read_page(ARGV[i])
	sort_pages()
	print_nav()
	language = pages ? of[page[pages], "language"] : "en"
	for (i = 1; i <= pages; i++)
		if (of[page[i], "language"] != language)
			language = "en"
	words(language)
	print_index()
	print_feed()
	print language
}
