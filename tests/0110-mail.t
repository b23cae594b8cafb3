#!/bin/sh
# 0110-mail.t - a mail as clean UTF-8 text: vectors, and files that are not as they should be
. tests/lib.sh

dump=$B/tests/mail-dump

for in in tests/vectors/mail-*.in; do
	name=$(basename "$in" .in)
	"$dump" "$in" >"$tmp/got" 2>"$tmp/err"
	ok "$name" diff -u "${in%.in}.expected" "$tmp/got"
	[ -s "$tmp/err" ] && note "$(cat "$tmp/err")"
	iconv -f UTF-8 -t UTF-8 <"$tmp/got" >/dev/null 2>"$tmp/err" || fail "$name: valid UTF-8"
done

# No vector of hidden text shows any.
cat tests/vectors/mail-html-hidden.expected >"$tmp/hidden"
is "$(grep -c HIDDEN "$tmp/hidden")" 0 "what HTML hides is not in the text"
is "$(grep -c seen "$tmp/hidden")" "$(grep -o 'seen' tests/vectors/mail-html-hidden.in | wc -l | tr -d ' ')" \
	"what HTML shows is"

# Every charset and encoding that says the same gives the same.
for v in none-utf8 latin1-is-utf8 quoted-label; do
	like "$("$dump" --text "tests/vectors/mail-charset-$v.in")" '^Grüße' "charset $v"
done

# Files.
gzip -c tests/vectors/mail-flowed.in >"$tmp/mail.gz"
"$dump" "$tmp/mail.gz" >"$tmp/got"
ok "a gzipped mail" diff -u tests/vectors/mail-flowed.expected "$tmp/got"
head -c 200 "$tmp/mail.gz" >"$tmp/torn.gz"
"$dump" "$tmp/torn.gz" >"$tmp/got" 2>"$tmp/err"
is $? 0 "a torn gzip file: what there is"

bad() {
	"$dump" "$2" >"$tmp/got" 2>"$tmp/err"
	is $? 1 "$1: exit 1"
	like "$(cat "$tmp/err")" "^mail-dump: .*: $3\$" "$1: says so"
	ok "$1: no text" test ! -s "$tmp/got"
}
bad "a file that is not there" "$tmp/none" "no file"
bad "a folder" "$tmp" "no file"
mkfifo "$tmp/fifo"
bad "a pipe" "$tmp/fifo" "no file"
: >"$tmp/empty"
bad "an empty file" "$tmp/empty" "cannot parse"

# Sizes.
{
	cat tests/vectors/mail-no-body.in
	awk 'BEGIN { for (i = 0; i < 120000; i++) printf "line %07d of a very long mail that goes on and on\n", i }'
} >"$tmp/long"
"$dump" --text "$tmp/long" >"$tmp/got"
like "$(tail -n 1 "$tmp/got")" '^\[-- [0-9]+ bytes more, not shown --\]$' "a very long text says what is left out"
ok "and shows the start" grep -q '^line 0000000 ' "$tmp/got"
ok "of no more than 5 MB" test "$(wc -c <"$tmp/got")" -lt 5000000

python3 - "$tmp" <<'PY'
import sys
tmp = sys.argv[1]
head = b"From: a@example.org\nSubject: deep\nMIME-Version: 1.0\n"
with open(tmp + "/deep", "wb") as f:
    f.write(head)
    for i in range(20000):
        f.write(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i))
    f.write(b"\nbottom\n")
with open(tmp + "/deep-rfc822", "wb") as f:
    f.write(head)
    for i in range(20000):
        f.write(b"Content-Type: message/rfc822\n\n")
    f.write(b"\nbottom\n")
with open(tmp + "/deep-html", "wb") as f:
    f.write(head + b"Content-Type: text/html\n\nseen\n" + b"<div><b><x>" * 200000 + b"HIDDEN\n" + b"</i></y>" * 100000)
with open(tmp + "/many", "wb") as f:
    f.write(head + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 50000 + b"--b--\n")
with open(tmp + "/wide", "wb") as f:
    f.write(b"From: a@example.org\nReferences:" + b"".join(b" <%d@example.org>\n" % i for i in range(50000)) +
            b"To: " + b"a@example.org, " * 50000 + b"\n\nx\n")
PY
for f in deep deep-rfc822 deep-html many wide; do
	timeout 300 "$dump" "$tmp/$f" >"$tmp/got" 2>"$tmp/err"
	is $? 0 "$f: read to its end, without a crash"
done
timeout 300 "$dump" --text "$tmp/deep-html" >"$tmp/got"
is "$(grep -c HIDDEN "$tmp/got")" 0 "deep HTML is cut"
like "$(cat "$tmp/got")" 'nested too deep: the rest is not shown' "and says so"

done_testing
