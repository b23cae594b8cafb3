#!/bin/sh
# Reports as pages: what is on them, what never is, the calendar, the feed
. tests/lib.sh
command -v lowdown >/dev/null || skip_all "no lowdown here"
SOURCE_DATE_EPOCH=1739145600
export SOURCE_DATE_EPOCH
use_example
pages=$tmp/pages
reports=$tmp/reports
mkdir "$reports"

# A report and its list: report NAME WEEK LANGUAGE QUERY
# shellcheck disable=SC2317
report() {
	digest-threads --header --week "$2" "$4" >"$tmp/threads" && digest-tag <"$tmp/threads" >"$tmp/tag" &&
		digest-state <"$tmp/tag" >"$tmp/state" && digest-group <"$tmp/state" >"$reports/$1-$2.list" &&
		digest-report --backend extract --language "$3" -o "$reports/$1-$2.md" <"$reports/$1-$2.list" 2>"$tmp/err"
}

# No error and no warning.
# shellcheck disable=SC2317
valid() {
	tidy -q -e "$1"
}

count() { # REGULAR-EXPRESSION FILE
	grep -oE -e "$1" "$2" | wc -l | tr -d ' '
}

ok "a report" report kvmarm 2025-W06 en to:kvmarm
exits 0 "becomes a page" digest-html "$pages" "$reports/kvmarm-2025-W06.md"
is "$(cat "$tmp/out" "$tmp/err")" "" "without a word"
is "$(cd "$pages" && echo .[!.]* *)" ".[!.]* feed.xml index.html kvmarm-2025-W06.html" "a page, an index, a feed and nothing else"
page=$pages/kvmarm-2025-W06.html
list=$reports/kvmarm-2025-W06.list
ok "pages and feed are sound" tests/page-check "$pages"
rows=$(grep -vc '^#' "$list")
is "$(count '<section class="thread' "$page")" "$rows" "a section for each line of the list"
grep -v '^#' "$list" | cut -f3 | sort -u >"$tmp/states"
while read -r state; do
	n=$(grep -v '^#' "$list" | cut -f3 | grep -cx "$state")
	is "$(count "<section class=\"thread g[0-9]* s-$state\"" "$page")" "$n" "$n of state $state"
	is "$(count "id=\"s-$state\"><span>$state <b>$n</b>" "$page")" 1 "and a filter that says $n"
done <"$tmp/states"
is "$(count '<span class="state[^<]* \([0-9]' "$page")" "$(grep -c '^\*\*🚦 .* (' "$reports/kvmarm-2025-W06.md")" "with what the report says beside it"
lacks "$page" '🚦|State</strong>' "and no state is said twice"
is "$(count '<details class="mails">' "$page")" "$rows" "each with its mails"
is "$(count '<li class="(new|old)"><strong>' "$page")" "$(grep -cE '^[0-9]+\. \*\*\[' "$reports/kvmarm-2025-W06.md")" "all of them"
old=$(grep -v '^#' "$list" | awk -F '\t' '{ n += $5 - $4 } END { print n + 0 }')
is "$(count '<li class="old"><strong>' "$page")" "$old" "as many of them history as the list says"
is "$(grep -c '<html lang="en">' "$page")" 1 "in English"
# The same threads one group later: their addresses stay.
awk -F '\t' '/^#/ { print; next } $2 != "PATCH" { print; next } { keep = keep $0 "\n" } END { printf "%s", keep }' "$list" \
	>"$reports/turned.list"
digest-report --backend extract -o "$reports/turned.md" <"$reports/turned.list" 2>/dev/null
exits 0 "the same threads in another order" digest-html "$tmp/turned" "$reports/turned.md"
grep -oE '<section class="thread[^>]* id="[^"]*"' "$page" | sed 's/.* id=//' | sort >"$tmp/ids"
grep -oE '<section class="thread[^>]* id="[^"]*"' "$tmp/turned/turned.html" | sed 's/.* id=//' | sort >"$tmp/ids2"
same "$tmp/ids2" "$tmp/ids" "have the same addresses"

# --- The same again, others, none

cp -R "$pages" "$tmp/before"
touch -t 202001010000 "$pages"/* "$tmp/files"
exits 0 "made again" digest-html "$pages" "$reports/kvmarm-2025-W06.md"
ok "nothing changes" diff -r "$tmp/before" "$pages"
is "$(find "$pages" -type f -newer "$tmp/files")" "" "no file is so much as written again"
exits 0 "made again, as is wanted" digest-html --force "$pages" "$reports/kvmarm-2025-W06.md"
is "$(find "$pages" -type f -newer "$tmp/files")" "" "it is the same page"
ok "a report of the week before" report kvmarm 2025-W05 en to:kvmarm
ok "and one in Chinese" report other 2025-W06 zh to:kvmarm
echo '<html><script>alert(1)</script><a href="x">' >"$pages/foreign.html"
cp "$pages/foreign.html" "$tmp/foreign"
exits 0 "two more pages" digest-html "$pages" "$reports/kvmarm-2025-W05.md" "$reports/other-2025-W06.md"
same "$pages/foreign.html" "$tmp/foreign" "somebody else's file stays as it is"
unlike "$(cat "$pages/index.html" "$pages/feed.xml")" foreign "and is not listed"
rm "$pages/foreign.html"
ok "pages and feed are sound" tests/page-check "$pages"
is "$(grep -c '<html lang="zh-Hans">' "$pages/other-2025-W06.html")" 1 "Chinese is Chinese"
is "$(count '<section class="thread' "$pages/other-2025-W06.html")" "$rows" "with all of its threads"
is "$(count '<li class="old"><strong>' "$pages/other-2025-W06.html")" "$old" "and what is history"
like "$(grep 'class="weeks"' "$page")" 'rel="prev" href="kvmarm-2025-W05.html"' "a page leads to the week before"
like "$(grep 'class="weeks"' "$pages/kvmarm-2025-W05.html")" 'rel="next" href="kvmarm-2025-W06.html"' "which leads back"
unlike "$(grep 'class="weeks"' "$pages/other-2025-W06.html")" 'rel="(prev|next)"' "another list's leads to neither"
is "$(count '<a class="h[123]" href="kvmarm-2025-W0[56].html"' "$pages/index.html")" 2 "both are in the calendar"
is "$(count '<entry ' "$pages/feed.xml")" 3 "all are in the feed"
like "$(tr '\n' ' ' <"$pages/feed.xml")" '<entry xml:lang="zh-Hans">[^<]*<id>[^<]*other/2025-W06<.*<summary>[^<]*邮件' "each in its language"
rm "$pages/other-2025-W06.html"
exits 0 "without a report" digest-html "$pages"
is "$(count '<entry ' "$pages/feed.xml")" 2 "a page that is gone leaves the feed"
ok "pages and feed are sound" tests/page-check "$pages"

# One report changes.
cp -R "$reports" "$tmp/changed"
sed '$s/.*/Another last line./' "$reports/kvmarm-2025-W05.md" >"$tmp/changed/kvmarm-2025-W05.md"
touch -t 202001010000 "$pages"/* "$tmp/files"
exits 0 "one report of two has changed" digest-html "$pages" "$tmp/changed/kvmarm-2025-W05.md" "$tmp/changed/kvmarm-2025-W06.md"
is "$(find "$pages" -type f -newer "$tmp/files")" "$pages/kvmarm-2025-W05.html" "one page is made, nothing else is touched"
like "$(cat "$pages/kvmarm-2025-W05.html")" 'Another last line' "and it has the change"

# 53 weeks has 2026, 52 has 2025; a week belongs to the year and month of its Thursday.
for w in 2026-W53 2020-W53 2024-W01; do
	sed "s/2025-02-0[39]/2020-01-01/" "$reports/kvmarm-2025-W06.md" >"$reports/cal-$w.md"
	cp "$list" "$reports/cal-$w.list"
done
exits 0 "other years" digest-html "$tmp/years" "$reports"/cal-*.md
is "$(awk '/<h3>/ { y = $0 } /<ol class="year"/ { on = 1 } on && /<li><(a|span)/ { n[y]++ } END { for (y in n) print y, n[y] }' \
	"$tmp/years/index.html" | sed 's/<[^>]*>//g' | sort | tr '\n' ' ')" "2020 53 2024 52 2026 53 " "have their weeks"
python3 - "$tmp/years/index.html" >"$tmp/got" <<-'END'
	import datetime, re, sys
	year = month = None
	for line in open(sys.argv[1], encoding="utf-8"):
	    if m := re.match(r"<h3>(\d+)", line): year = int(m[1])
	    if m := re.match(r"<li><b>(\w+)", line): month = m[1]
	    if m := re.match(r"<li><(?:a|span)[^>]*>(\d+)<", line):
	        if datetime.date.fromisocalendar(year, int(m[1]), 4).strftime("%B") != month: print(year, m[1], month)
	print("done")
END
is "$(cat "$tmp/got")" "done" "each in its month"

# --- The feed

exits 0 "with a URL" digest-html --url https://lists.example.org/digest "$pages" "$reports/kvmarm-2025-W06.md"
like "$(cat "$pages/feed.xml")" '<link rel="self" type="application/atom\+xml" href="https://lists.example.org/digest/feed.xml"/>' \
	"the feed says where it is"
like "$(cat "$pages/feed.xml")" '<id>tag:lists.example.org,2025:digest/notmuch-digest</id>' "it is another one than that of another folder there"
like "$(cat "$pages/feed.xml")" '<id>tag:lists.example.org,2025-02-03:kvmarm/2025-W06</id>' "an entry's id is a tag URI"
like "$(cat "$pages/feed.xml")" 'href="https://lists.example.org/digest/kvmarm-2025-W06.html"' "and leads to its page"
is "$(sed -n 's/^<updated>\(.*\)<.*/\1/p' "$pages/feed.xml" | sort -u)" 2025-02-10T00:00:00Z "updated is when the report was made"
ok "pages and feed are sound" tests/page-check "$pages"
DIGEST_HTML_URL=http://localhost/ digest-html "$pages"
like "$(cat "$pages/feed.xml")" 'href="http://localhost/index.html"' "the environment says where"
cp "$NOTMUCH_CONFIG" "$tmp/own"
NOTMUCH_CONFIG=$tmp/own notmuch config set digest.html_url https://set.example.org/x/
NOTMUCH_CONFIG=$tmp/own digest-html "$pages"
like "$(cat "$pages/feed.xml")" 'href="https://set.example.org/x/index.html"' "and the configuration"
sed 's/2025-02-10 00:00:00 UTC/2025-02-10 03:00:00 EST/' "$reports/kvmarm-2025-W06.md" >"$reports/zone-2025-W06.md"
cp "$list" "$reports/zone-2025-W06.list"
digest-html "$tmp/zone" "$reports/zone-2025-W06.md"
like "$(cat "$tmp/zone/feed.xml")" '<updated>2025-02-10T08:00:00Z' "a report's own time zone counts"

# --- What attacks

cp tests/vectors/html-hostile.md "$reports/frob-2025-W07.md"
cp tests/vectors/html-hostile.list "$reports/frob-2025-W07.list"
exits 1 "a hostile report" digest-html "$tmp/hostile" "$reports/frob-2025-W07.md"
said 'frob-2025-W07: 3 headings' "with headings that look like a thread's or a chapter's"
hostile=$tmp/hostile/frob-2025-W07.html
ok "its page is sound" tests/page-check "$tmp/hostile"
is "$(count '<section class="thread' "$hostile")" 4 "its four threads are four, forged headings are none"
is "$(count '<section class="chapter"' "$hostile")" 2 "and two chapters"
like "$(cat "$hostile")" '&#60;script&#62;fetch\(' "HTML is shown as text"
unlike "$(grep -o '<a href="[^"]*"' "$hostile")" 'javascript|data:|vbscript|evil\.example|etc/passwd' "no link leads elsewhere"
like "$(cat "$tmp/hostile/feed.xml")" '<title>List &#60;script&#62;alert' "in the feed too"
index_once hostile cp -r "$top/tests/hostile" frob
ok "hostile mails become a report" report attack 2025-W06 en frob
use_example
exits 0 "the report on hostile mail" digest-html "$tmp/hostile" "$reports/attack-2025-W06.md"
is "$(count '<section class="thread' "$tmp/hostile/attack-2025-W06.html")" "$(grep -vc '^#' "$reports/attack-2025-W06.list")" \
	"has all of its threads"
ok "its page is sound" tests/page-check "$tmp/hostile"

# Subjects that are no subjects: entities, which must neither be read nor keep a section from being found; of any length.
cp tests/vectors/html-subjects.md "$reports/subjects-2025-W07.md"
cp tests/vectors/html-subjects.list "$reports/subjects-2025-W07.list"
word=$(printf '%010000d' 0 | tr 0 w)
sed -i.old "s/LONG/$word/g" "$reports/subjects-2025-W07.md" "$reports/subjects-2025-W07.list"
exits 0 "odd subjects" digest-html "$tmp/subjects" "$reports/subjects-2025-W07.md"
ok "are on a sound page" tests/page-check "$tmp/subjects"
is "$(count '<section class="thread' "$tmp/subjects/subjects-2025-W07.html")" 5 "each in its section"
like "$(cat "$tmp/subjects/subjects-2025-W07.html")" '</span> &#38;lt;b&#38;gt; &#38;amp;amp; &#38;#60;i&#38;#62; <a class="self"' "entities as they were written"
is "$(LC_ALL=C awk 'match($0, /w+/) && RLENGTH > 300' "$tmp/subjects/subjects-2025-W07.html" | grep -vc '^<p>')" 0 \
	"a title of ten thousand letters is cut"
is "$(grep -c "<p>.*$word" "$tmp/subjects/subjects-2025-W07.html")" 1 "a word of a mail is not"

# The checker sees what it is there for.
mkdir "$tmp/bad"
cp "$pages/feed.xml" "$pages/index.html" "$tmp/bad"
sed -e 's/<main id="main">/&<img src="http:\/\/evil.example\/x"><p onclick="x"><script>x<\/script><a href="#nowhere">\xe2\x80\xae/' \
	-e 's/sha256-./&x/' "$page" >"$tmp/bad/kvmarm-2025-W06.html"
exits 1 "a bad page" tests/page-check "$tmp/bad"
for what in 'element img' 'attribute onclick' 'element script' 'nowhere: no such section' 'policy:' 'closes nothing' 0x202e; do
	like "$(cat "$tmp/out")" "$what" "is found: $what"
done

if command -v tidy >/dev/null; then
	for f in "$page" "$pages/index.html" "$hostile" "$tmp/hostile/attack-2025-W06.html"; do
		ok "tidy finds nothing in ${f##*/}" valid "$f"
	done
else
	skip "no tidy here"
fi

if command -v xmllint >/dev/null; then
	for f in "$pages" "$tmp/hostile" "$tmp/subjects"; do
		ok "the feed of ${f##*/} is Atom" xmllint --noout --relaxng tests/atom.rng "$f/feed.xml"
	done
	sed '/<entry /,/<.entry>/s/<updated>.*//' "$pages/feed.xml" >"$tmp/bad/feed.xml"
	exits 3 "one without a date is not" xmllint --noout --relaxng tests/atom.rng "$tmp/bad/feed.xml"
else
	skip "no xmllint here"
fi

# --- What goes wrong

exits 2 "no folder" digest-html
exits 2 "an unknown option" digest-html --frob "$pages"
said '^digest-html: unknown option --frob' "is named"
exits 2 "a URL that is none" digest-html --url 'javascript:x' "$pages"
exits 2 "a URL that leaves its attribute" digest-html --url 'https://x/"><x' "$pages"
exits 0 "help" digest-html --help
exits 0 "version" digest-html --version
cp "$page" "$tmp/page"
exits 1 "a report that is not there, and one that is" digest-html "$pages" "$reports/none.md" "$reports/kvmarm-2025-W05.md"
same "$page" "$tmp/page" "the other page stays"
cp "$reports/kvmarm-2025-W06.md" "$reports/alone.md"
exits 1 "a report without its list" digest-html "$tmp/alone" "$reports/alone.md"
said '^digest-html: .*alone.list: ' "which is said"
is "$(count '<section class="thread' "$tmp/alone/alone.html")" "$rows" "is a page nevertheless"
ok "which is sound" tests/page-check "$tmp/alone"
sed '$d' "$list" >"$reports/alone.list"
exits 1 "a list that lacks a line" digest-html "$tmp/alone" "$reports/alone.md"
said "^digest-html: alone: .* headings? .*not in its list" "is said, too"
cp "$reports/kvmarm-2025-W06.md" "$reports/index.md"
cp "$list" "$reports/index.list"
exits 1 "a report named index" digest-html "$tmp/alone" "$reports/index.md"
: >"$tmp/file"
mkdir "$tmp/home page"
echo '<title>Welcome to my home</title>' >"$tmp/home page/index.html"
cp "$tmp/home page/index.html" "$tmp/foreign"
exits 1 "a folder with somebody else's index" digest-html "$tmp/home page" "$reports/kvmarm-2025-W06.md"
said '^digest-html: .*/home page/index.html: somebody else' "is refused"
same "$tmp/home page/index.html" "$tmp/foreign" "the index stays"
is "$(ls "$tmp/home page")" index.html "and nothing is added"
mv "$tmp/home page/index.html" "$tmp/home page/kvmarm-2025-W06.html"
exits 1 "with somebody else's page" digest-html "$tmp/home page" "$reports/kvmarm-2025-W06.md" "$reports/kvmarm-2025-W05.md"
said '^digest-html: .*/home page/kvmarm-2025-W06.html: somebody else' "which is said"
same "$tmp/home page/kvmarm-2025-W06.html" "$tmp/foreign" "the page stays"
ok "the other one is made" test -s "$tmp/home page/kvmarm-2025-W05.html"
mkdir "$reports/other"
cp "$reports"/kvmarm-2025-W06.* "$reports/other"
exits 1 "two reports of one name" digest-html "$tmp/twice" "$reports/kvmarm-2025-W06.md" "$reports/other/kvmarm-2025-W06.md"
said '^digest-html: .*/other/kvmarm-2025-W06.md: another report' "are not one page"
exits 1 "a folder that is a file" digest-html "$tmp/file" "$reports/kvmarm-2025-W06.md"
cp "$reports/kvmarm-2025-W06.md" "$reports/a b=c.md"
cp "$list" "$reports/a b=c.list"
exits 0 "odd names" digest-html "$tmp/x y=z" "$reports/a b=c.md"
ok "are made harmless" test -s "$tmp/x y=z/a-b-c.html"
ok "and work" tests/page-check "$tmp/x y=z"
mkdir "$tmp/t\\n=x"
TMPDIR=$tmp/t\\n=x
export TMPDIR
exits 0 "backslashes in the way" digest-html "$tmp/b\\t\\\\c" "$reports/kvmarm-2025-W06.md"
unset TMPDIR
ok "are no escapes" tests/page-check "$tmp/b\\t\\\\c"
ln -s "$top/scripts/digest-html" "$tmp/linked"
exits 0 "by a link from elsewhere" "$tmp/linked" "$tmp/by-link" "$reports/kvmarm-2025-W06.md"
if unshare -rm mount -t tmpfs none /mnt 2>/dev/null; then
	mkdir "$tmp/disk"
	# shellcheck disable=SC2016 # the inner shell expands it
	full='mount -t tmpfs -o size=$1k none "$2" && mkdir "$2/p" && shift && cd "$1" && shift && "$@"; status=$?; ls -a p >"$0"; exit $status'
	exits 1 "a full disk" unshare -rm sh -c "$full" "$tmp/files" 200 "$tmp/disk" \
		digest-html "$tmp/disk/p" "$reports/kvmarm-2025-W06.md" "$reports/kvmarm-2025-W05.md"
	like "$(cat "$tmp/err")" 'digest-html: .*/p/[a-z0-9.W-]*: cannot be written: No space left on device' "is told of, by file"
	unlike "$(cat "$tmp/err")" '^(cp|mv|awk|cat|sed):' "by nobody else"
	unlike "$(cat "$tmp/files")" '\.digest' "nothing unfinished stays"
	exits 1 "no room for what comes between" unshare -rm sh -c "$full" "$tmp/files" 64 "$tmp/disk" \
		env TMPDIR="$tmp/disk/p" digest-html "$tmp/room" "$reports/kvmarm-2025-W06.md"
	like "$(cat "$tmp/err")" '^digest-html: .*kvmarm-2025-W06.md: no page was made' "is told of"
	is "$(ls "$tmp/room" 2>/dev/null)" "" "and makes no half page"
else
	skip "no disk can be made here"
fi
if command -v flock >/dev/null; then
	touch "$tmp/x y=z/.digest.aB3dE6"
	digest-html "$tmp/x y=z"
	is "$(find "$tmp/x y=z" -name '.*' -type f)" "" "what a killed run left is taken away by the next"
fi
(for n in 1 2 3 4; do digest-html "$tmp/many" "$reports/kvmarm-2025-W0$((n % 2 + 5)).md" & done; wait) 2>/dev/null
ok "four at once: all is sound" tests/page-check "$tmp/many"
is "$(count '<entry ' "$tmp/many/feed.xml")" 2 "and nothing is missing"
is "$(find "$tmp/many" -name '.*' -type f)" "" "nor left over"

# --- What others must not read

exits 0 "threads that are private" env DIGEST_PRIVATE=subject:lock_all_vcpus notmuch digest --quiet --backend extract --week 2025-W06 \
	--html "$tmp/public" to:kvmarm
has "$tmp/public/kvmarm-2025-W06.html" '<strong>Private threads, left out</strong>: 1<' "are counted on a page"
is "$(grep -rl lock_all_vcpus "$tmp/public")" "" "and nowhere named"
exits 0 "one that becomes private" notmuch digest --quiet --backend extract --week 2025-W06 --html "$tmp/later" to:kvmarm
has "$tmp/later/kvmarm-2025-W06.html" lock_all_vcpus "was on the page"
exits 0 "the same page again" env DIGEST_PRIVATE=subject:lock_all_vcpus notmuch digest --quiet --backend extract --week 2025-W06 \
	--html "$tmp/later" to:kvmarm
is "$(grep -rl lock_all_vcpus "$tmp/later")" "" "is taken from it"

# --- In a browser

HOME=$tmp/home
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
if [ -z "$browser" ]; then
	skip "no chromium here: nobody looked at the pages"
elif ! timeout 60 "$browser" --headless=new --no-sandbox --disable-gpu --user-data-dir="$tmp/profile" --dump-dom about:blank \
	>/dev/null 2>"$tmp/err"; then
	skip "$browser does not start here: nobody looked at the pages"
	note "$(tail -3 "$tmp/err")"
else
	for f in "$page" "$hostile" "$tmp/subjects/subjects-2025-W07.html" "$pages/index.html"; do
		name=${f##*/}
		exits 0 "$name: seen" tests/browser "$f" 380 1200
		unlike "$(cat "$tmp/out")" '^request' "$name: no request leaves"
		unlike "$(cat "$tmp/out")" '^log' "$name: nothing is complained of"
		for width in 380 1200; do
			like "$(cat "$tmp/out")" "\"scripts\": 0, \"width\": $width, \"screen\": $width," "$name at $width pixels: nothing is wider, no script"
		done
		is "$(grep -cE '"dark": "rgb\(20, 22, 25\)"' "$tmp/out")" 2 "$name: dark where that is wanted"
		unlike "$(cat "$tmp/out")" '"wrong"' "$name: every filter shows what it says"
		is "$(grep -c '"unprinted": 0' "$tmp/out")" 2 "$name: what is closed is printed"
		case ${f##*/} in kvmarm* | frob*)
			is "$(grep -c '"target": 1' "$tmp/out")" 2 "$name: a link shows what the filter hides"
			;;
		esac
	done
	tests/browser "$tmp/bad/kvmarm-2025-W06.html" >"$tmp/out"
	like "$(cat "$tmp/out")" '^log' "of the bad page something is complained of"
	sed 's/<meta http-equiv[^>]*>//' "$tmp/bad/kvmarm-2025-W06.html" >"$tmp/bad/worse.html"
	tests/browser "$tmp/bad/worse.html" >"$tmp/out"
	like "$(cat "$tmp/out")" '^request http://evil.example/x' "and without its policy a request is seen"
fi
done_testing
