#!/bin/sh
# digest-text: each vector is a few mails and the document that they make; then what the options do
. tests/lib.sh
# shellcheck disable=SC2317 # called by index_once
split_vectors() {
	for v in "$top"/tests/vectors/text-*.in; do
		name=$(basename "$v" .in)
		mkdir -p "$name/cur" "$name/new" "$name/tmp"
		awk -v to="$name/cur/" 'BEGIN { n = 1 } /^=====$/ { n++; next } { print >(to n ":2,S") }' "$v"
	done
}
# Vectors that changed are indexed anew.
index_once "text-$(cat tests/vectors/text-*.in | cksum | tr -d "[:blank:]")" split_vectors

# text NAME [OPTION...]: the document of a vector's threads, without the line that numbers them.
text() {
	text_of=$1
	shift
	digest-threads "path:text-$text_of/**" | digest-text --width=0 "$@" | sed '/^== thread:/d'
}

for v in tests/vectors/text-*.in; do
	name=$(basename "$v" .in)
	text "${name#text-}" >"$tmp/out"
	same "$tmp/out" "tests/vectors/$name.expected" "$name"
done

# Diffs.
text hunks --diffs=full >"$tmp/out"
has "$tmp/out" '^-	x = 1;$' "--diffs=full: hunks that nobody answered, too"
lacks "$tmp/out" '^\[diff: a\.c' "and no line instead of them"
text hunks --diffs=none >"$tmp/out"
lacks "$tmp/out" '^[-+]	' "--diffs=none: no hunk"
has "$tmp/out" '^\[diff: b\.c second\(\) \+1 -1\]$' "but what it touches"
has "$tmp/out" '^\| Why two and not three' "and what was said of it"

# Flat.
text marks --flat >"$tmp/out"
is "$(grep -o '^\[[0-9]\] [A-Z][a-z]*' "$tmp/out" | uniq | tr '\n' ' ')" "[1] Ann [2] Bob [1] Ann [3] Carla [2] Bob [1] Ann " \
	"--flat: in order of date, the quoted ones named by where it was found"
lacks "$tmp/out" '^\|' "without depth"
is "$(sed -n '/^\[3\]/,$p' "$tmp/out" | sed 1d | head -4)" "[2] Bob Sample wrote:
> Bob on timers.

Carla on what Bob says of timers." "with what is answered, and whose words that are"

# Each answer with the lines quoted right above it: neither those answered before, nor what another said between them.
text passages --flat >"$tmp/out"
is "$(sed -n '/^\[3\]/,/^\[4\]/{/^>/p;}' "$tmp/out")" "> It need not stop, there is a low power mode for that.
> A second may be lost by that.
> It has been seen with NTP." "--flat: what was answered before is not repeated"
is "$(sed -n '/^\[4\]/,${/^> ./p;}' "$tmp/out")" "> It need not stop, there is a low power mode for that.
> A second may be lost by that." "--flat: nobody is given the words that he quotes"
text passages --format=json >"$tmp/out"
is "$(python3 -c '
import json, sys
for s in json.loads(sys.stdin.read())["segments"]:
    if s["mail"] > 2:
        print(s["mail"], s["answers"]["mail"], [line for line in s["answers"]["lines"] if line])' <"$tmp/out")" \
	"3 2 ['It need not stop, there is a low power mode for that.']
3 2 ['A second may be lost by that.']
3 2 ['It has been seen with NTP.']
4 2 ['It need not stop, there is a low power mode for that.', 'A second may be lost by that.']" "--format=json: likewise"

# For programs.
text rewrapped --format=json >"$tmp/out"
is "$(python3 -c '
import json, sys
d = json.loads(sys.stdin.read())
print([m["name"] for m in d["mails"]], [m["parent"] for m in d["mails"]], d["quotes"])
for s in d["segments"]:
    if s["answers"]:
        print(s["mail"], "answers", s["answers"]["mail"], [b["lines"] for b in s["blocks"] if b["kind"] == "text"],
              s["answers"]["lines"][-1])' <"$tmp/out")" "['Ann Other', 'Bob Sample'] [None, 1] {'lines': 6, 'found': 6}
2 answers 1 [['', 'Open is right, close is wrong.', '']] frob_close(), so that two callers can wait for each other for ever.
2 answers 1 [['', 'Frob first.']] Which order is meant?" "--format=json: mails, segments, who answers what"
is "$(text not-found --stats)" "$(digest-threads 'path:text-not-found/**' | cut -f1)	2	2	1" "--stats: two quoted lines, one found"

# New and history; several threads of one series.
digest-threads --since 2025-02-02 'path:text-marks/**' | digest-text --width=0 >"$tmp/out"
has "$tmp/out" '^== thread:[0-9a-f]*: 3 mails, 2 new, by 3 ==$' "new mail and history"
has "$tmp/out" '^\[1\] Ann Other, 2025-02-01 10:00Z$' "old mail is not marked"
has "$tmp/out" '^\| \[2\] Bob Sample, 2025-02-02 10:00Z, NEW, answers \[1\]$' "new mail is"
{ digest-threads 'path:text-rewrapped/**'; digest-threads 'path:text-not-found/**'; } |
	awk -F'\t' -v OFS='\t' 'NR == 1 { one = $1; next } { $1 = one " " $1; print }' | digest-text --width=0 >"$tmp/out"
is "$(grep -oE '^(\| )*\[[0-9]+\] [A-Z][a-z]* [A-Z][a-z]*, ' "$tmp/out" | grep -o '\[[0-9]\]' | sort | tr '\n' ' ')" "[1] [2] [3] [4] " \
	"joined threads are numbered through"

# Terminals.
wide=$(printf '%s' 世界世界世界世界世界世界世界世界世界世界世界世界世界世界)
mkdir -p "$tmp/db/mail/cur"
nmconfig "$tmp/db/config" "$tmp/db/mail"
vectors=$NOTMUCH_CONFIG
NOTMUCH_CONFIG=$tmp/db/config
{
	printf 'From: Ann <ann@example.org>\nMessage-ID: <w1@example.org>\nDate: Tue, 04 Feb 2025 10:00:00 +0000\nSubject: Wide\n'
	printf 'Content-Type: text/plain; charset=utf-8\nMIME-Version: 1.0\nContent-Transfer-Encoding: 8bit\n\n'
	printf '%s\n\nA line of words that is rather long, so that it does not fit into forty columns of a terminal.\n' "$wide"
} >"$tmp/db/mail/cur/1:2,S"
notmuch new --quiet
digest-threads '*' | digest-text --width=40 >"$tmp/out"
is "$(python3 -c '
import sys, unicodedata
print(max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in l.rstrip("\n")) for l in sys.stdin if l[:2] != "==") <= 40)' \
	<"$tmp/out")" True "--width=40: no line is wider, Chinese counts two"
is "$(sed -n '/^世/,/^A line/p' "$tmp/out" | tr -d '\n' | sed 's/A line.*//')" "$wide" "nothing is lost by it"
cat >"$tmp/db/mail/cur/2:2,S" <<'MAIL'
From: Ann <ann@example.org>
Message-ID: <w2@example.org>
In-Reply-To: <not.here@example.org>
Date: Wed, 05 Feb 2025 10:00:00 +0000
Subject: Narrow

> A quoted line of somebody that is too wide for a terminal of forty columns.

The words of this paragraph are wrapped by its writer at sixty
columns, which is more than there is room for, and so they are
wrapped anew.
- An item of a list that is wider than the terminal stands in.

    code = that(is, not, prose) && is_broken(where, it, must, be);

See https://example.org/a/path/that/is/longer/than/forty/columns/of/a/terminal.

The next line has a header where it breaks
xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx [2] Bob Sample, 2025-02-05 11:00Z
MAIL
notmuch new --quiet
digest-threads subject:narrow | digest-text --width=40 >"$tmp/narrow"
is "$(sed -n '/^\[1\]/,/^Subject/p' "$tmp/narrow")" '[1] Ann, 2025-02-05 10:00Z, answers a
     mail that is not here
     (not.here@example.org)
Subject: Narrow' "a header stands in where it goes on"
is "$(grep '^>' "$tmp/narrow")" '> A quoted line of somebody that is too
> wide for a terminal of forty columns.' "a quote that goes on has its mark"
is "$(sed -n '/^The words/,/^are wrapped/p' "$tmp/narrow")" 'The words of this paragraph are wrapped
by its writer at sixty columns, which is
more than there is room for, and so they
are wrapped anew.' "prose is wrapped anew, not left in shreds"
is "$(sed -n '/^- An/,/^ .*stands in/p' "$tmp/narrow")" '- An item of a list that is wider than
  the terminal stands in.' "an item stands in"
is "$(grep '^    ' "$tmp/narrow" | grep -v '^     ')" '    code = that(is, not, prose) &&
    is_broken(where, it, must, be);' "code keeps its indentation"
has "$tmp/narrow" '^https://example.org/a/path/that/is/longer/than/forty/columns/of/a/terminal\.$' "an address stays whole"
has "$tmp/narrow" '^ \[2\] Bob Sample' "where a line is broken nobody can begin a header"
digest-threads subject:narrow | digest-text --width=0 >"$tmp/wide"
is "$(sed '1,/^Subject/d; s/^>//' "$tmp/narrow" | tr -d ' \n')" "$(sed '1,/^Subject/d; s/^>//' "$tmp/wide" | tr -d ' \n')" "and nothing is lost by all that"
NOTMUCH_CONFIG=$vectors
text marks --color=always >"$tmp/out"
is "$(grep -o "$(printf '\033')\[[0-9]*m\[[123]\] [A-Z][a-z]*" "$tmp/out" | tr -d '\033' | sort -u | wc -l)" 3 "--color=always: a colour a speaker"
text marks >"$tmp/out"
lacks "$tmp/out" "$(printf '\033')" "no colour into a pipe"
NOTMUCH_CONFIG=$tmp/db/config
is "$(digest-threads subject:narrow | COLUMNS=40 digest-text --color=always 2>/dev/null | sed "s/$(printf '\033')\[[0-9]*m//g")" "$(cat "$tmp/narrow")" \
	"--color=always is for a pager, so it is wrapped"
NOTMUCH_CONFIG=$vectors
if command -v script >/dev/null; then
	threads=$(digest-threads 'path:text-marks/**' | cut -f1)
	TERM=xterm script -qec "digest-text $threads" /dev/null >"$tmp/tty" 2>&1 </dev/null
	has "$tmp/tty" "$(printf '\033')\[" "colour on a terminal"
	TERM=xterm NO_COLOR=1 script -qec "digest-text $threads" /dev/null >"$tmp/tty" 2>&1 </dev/null
	lacks "$tmp/tty" "$(printf '\033')" "not with NO_COLOR"
else
	skip "no script(1) for a terminal"
fi
exits 2 "--diffs=some" digest-text --diffs=some
exits 2 "--width=wide" digest-text --width=wide
exits 1 "a thread that is not there" digest-text thread:fffffffffffffff0
said 'thread:fffffffffffffff0: no such thread' "is named"
done_testing
