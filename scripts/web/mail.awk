# mail.awk - a report's HTML for a mail: headings, words, lists and links
#
# awk -f common.awk -f clean.awk -f mail.awk <HTML

{ line[NR] = $0 }

function heading(s) {
	return s ~ /^<h[1-4] .*<\/h[1-4]>$/
}

END {
	for (i = 1; i <= NR; i++)
		if (heading(line[i]))
			named(attribute(line[i], "id"), id[i] = unique("h-" slug(attribute(line[i], "id"))))
	for (i = 1; i <= NR; i++) {
		if (heading(line[i]) && !depth) {
			level = substr(line[i], 2, 2)
			s = line[i]
			gsub(/^<[^>]*>|<\/h[1-4]>$/, "", s)
			print "<" level " id=\"" id[i] "\">" cut(text(s), 300) "</" level ">"
		} else
			print resolve(clean(line[i]))
	}
	print close_all()
}
