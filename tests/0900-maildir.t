#!/bin/sh
# digest-ids, digest-maildir: mails from git into a maildir; none twice, none by half, whatever a mail says
. tests/lib.sh
use_example
repo=$tmp/repo
git init -q --bare "$repo"
cd "$tmp" || exit 1

# Mails that somebody made up; the blob of each is in $tmp/NAME.blob.
mail() { # NAME, the mail on stdin
	cat >"$1"
	git --git-dir="$repo" hash-object -w --stdin <"$1" >"$1.blob"
}
rest() {
	printf 'From: A <a@example.org>\nSubject: %s\nDate: Mon, 3 Feb 2025 10:00:00 +0100\n\nText.\n' "$1"
}
{ printf 'Message-ID: <plain@example.org>\nReferences: <a@x>\n\t<b@x> <a@x>\nIn-Reply-To: <c@x>\n' && rest plain; } | mail plain
rest 'no id' | mail none
{ printf 'Message-ID: <../../../../escaped@example.org>\n' && rest slashes; } | mail slashes
{ printf 'Message-ID: <nul\000byte@example.org>\n' && rest nul; } | mail nul
{ printf 'Message-ID: <folded\n\t@example.org>\n' && rest folded; } | mail folded
{ printf 'Message-ID: <%s@example.org>\n' "$(head -c 4096 /dev/zero | tr '\0' x)" && rest long; } | mail long
{ printf 'Message-ID: <tab\tand\033[31mcolour@example.org>\n' && rest controls; } | mail controls
printf 'Message-ID: <dateless@example.org>\nDate: yesterday\n\nText.\n' | mail dateless
printf 'Message-ID: <old@example.org>\nDate: Wed, 1 Jan 1960 00:00:00 +0000\n\nText.\n' | mail old
printf 'Message-ID: <far@example.org>\nDate: Fri, 31 Dec 9999 23:59:59 +0000\n\nText.\n' | mail far
{ printf 'message-id:<crlf@example.org>\r\nReferences:\r\n <a@x>\r\n' && rest crlf; } | mail crlf
printf 'no header at all' | mail headerless
printf '\n' | mail newline
: | mail empty
{ printf 'Message-ID: <plain@example.org>\n' && rest 'another text'; } | mail twin
all='plain none slashes nul folded long controls dateless old far crlf headerless newline empty twin'
# The batch as git writes it, with the date that a commit tells.
batch() { # NAME...
	for n in "$@"; do echo "$(cat "$n.blob") 1700000000"; done |
		git --git-dir="$repo" cat-file --batch='%(objectname) %(objecttype) %(objectsize) %(rest)'
}
# shellcheck disable=SC2086 # words
batch $all >stream

# --- digest-ids
exits 0 "digest-ids" digest-ids <stream
cp out ids
is "$(grep "^$(cat plain.blob)" ids)" "$(printf '%s\t1738573200\tplain@example.org\ta@x b@x c@x' "$(cat plain.blob)")" \
	"name, date, Message-ID, references"
is "$(wc -l <ids | tr -d ' ')" 14 "a line for each mail, none for one that was purged"
is "$(awk -F '\t' 'NF != 4 || $2 !~ /^[0-9]+$/ || $3 ~ /[ <>]/ || $3 == ""' ids)" "" "of four columns, whatever the mail says"
is "$(LC_ALL=C tr -d '\n\t -~' <ids)" "" "without control characters"
is "$(grep "^$(cat none.blob)" ids | cut -f 3)" "notmuch-sha1-$(sha1sum <none | cut -d ' ' -f 1)" "a mail without Message-ID has notmuch's"
is "$(grep "^$(cat folded.blob)" ids | cut -f 3)" folded@example.org "a folded one is one"
for n in dateless old; do
	is "$(grep "^$(cat $n.blob)" ids | cut -f 2)" 1700000000 "$n: the commit's date"
done
ls "$top"/examples/maildir/cur/* >files
exits 0 "digest-ids --files" digest-ids --files <files
cut -f 3 out | sort >got
notmuch search --exclude=false --output=messages '*' | sed 's/^id://' | sort >expected
same got expected "the Message-IDs of files are notmuch's"
echo none@such | git --git-dir="$repo" cat-file --batch >in
exits 1 "a blob that is not there" digest-ids <in
said 'none@such: missing' "is told"
batch plain slashes | head -c 300 >in
exits 1 "a stream that breaks off" digest-ids <in
said 'breaks off' "is told"
is "$(wc -l <out | tr -d ' ')" 1 "what came before it is there"
echo 'Subject: a mail' >in
exits 1 "what is no batch" digest-ids <in
said 'not the output of git cat-file' "is told"
echo "$tmp/nosuch" >in
exits 1 "a file that is not there" digest-ids --files <in
said 'nosuch' "is told"
exits 1 "digest-ids onto a full disk" sh -c 'digest-ids <stream >/dev/full'
exits 2 "digest-ids with an argument" digest-ids x
exits 0 "digest-ids of nothing" digest-ids </dev/null

# --- digest-maildir
NOTMUCH_CONFIG=$tmp/no-config
export NOTMUCH_CONFIG
md=$tmp/md/of/a/list
inside() {
	find "$md" -type f | sed 's,.*/\(tmp\|new\|cur\)/,\1/,' | sort
}
find . -path ./md -prune -o -print | sort >before
exits 0 "digest-maildir" digest-maildir "$md" <stream
cp out delivered
is "$(cat err)" "" "without a word"
is "$(inside | grep -vEx 'new/[0-9]+\.[0-9a-f]{40}\.digest')" "" "all in new, under harmless names"
is "$(inside | wc -l | tr -d ' ') $(grep -c '	-$' delivered)" '13 1' "one for each Message-ID"
is "$(find . -path ./md -prune -o -print | sort | diff before - | grep -vE ' \./(out|err|delivered|before)$|^[0-9]')" "" "nothing anywhere else"
is "$(cut -f 1 delivered)" "$(cut -f 3 ids)" "each is told, in order"
is "$(awk -F '\t' '$2 != "-" { print $2 }' delivered | sort)" "$(inside | sed 's|new/||')" "by its file"
different=''
for n in plain none slashes nul folded long controls dateless old far crlf headerless newline; do
	file=$(awk -F '\t' -v id="$(grep "^$(cat $n.blob)" ids | cut -f 3)" '$1 == id && $2 != "-" { print $2 }' delivered)
	cmp -s "$n" "$md/new/$file" || different="$different $n"
done
is "$different" "" "each byte of each is there"
is "$(stat -c '%Y %a' "$md"/new/1738573200.*.digest | sort -u | head -1)" '1738573200 600' "the mail's own date, nobody else's eyes"
cp -r "$md" copy
exits 0 "the same again" digest-maildir "$md" <stream
is "$(cut -f 2 out | sort -u)" - "delivers nothing"
is "$(diff -r "$md" copy)" "" "and touches nothing"
for f in "$md"/new/*; do mv "$f" "$md/cur/${f##*/}:2,S"; done
exits 0 "after a mail program read them" digest-maildir "$md" <stream
is "$(inside | grep -c ^new)" 0 "they are still known"
touch "$md/tmp/1700000000.M1P1.host" "$md/tmp/1700000000.0123456789012345678901234567890123456789.digest"
exits 0 "stale files" digest-maildir "$md" </dev/null
is "$(inside | grep ^tmp)" tmp/1700000000.M1P1.host "its own are taken away, others not"
rm -r "$md"
exits 0 "--seen" digest-maildir --seen delivered "$md" <stream
is "$(inside)" "" "leaves out what was seen"
printf 'plain@example.org\t-\nslashes' >half
exits 0 "half a line" digest-maildir --seen half "$md" <stream
is "$(inside | wc -l | tr -d ' ')" 12 "is none"
rm -r "$md"
sed "s|^|$top/|" <<-END >one
	examples/maildir/cur/1737731848.a502a376_1.example:2,S
END
exits 0 "--files" digest-maildir --files "$md" <one
ok "delivers a file" cmp "$(cat one)" "$md/new/$(cut -f 2 out)"
rm -r "$md"
use_example
exits 0 "a mail that notmuch knows" digest-maildir --files "$md" <files
is "$(cut -f 2 out | sort -u)" - "is not delivered"
private_copy
rm "$mail"/kvmarm/cur/1737731848.*
exits 0 "one that is no longer there" digest-maildir --files "$md" <files
is "$(grep -vc '	-$' out)" 1 "is"
rm -r "$md"
NOTMUCH_CONFIG=$tmp/no-config

# --- What goes wrong
mkdir -p "$md/tmp"
if command -v flock >/dev/null; then
	# shellcheck disable=SC2016 # the inner shell expands it
	flock "$md/tmp" sh -c 'digest-maildir "$1" <stream >out 2>err; echo $? >status' sh "$md"
	is "$(cat status)" 75 "another one at work"
	said 'another digest-maildir writes to it' "is told"
	is "$(inside)" "" "and left alone"
fi
exits 2 "no maildir" digest-maildir
exits 2 "two" digest-maildir a b
exits 1 "a maildir where nobody may write" digest-maildir /proc/x <stream
said '/proc/x' "is named"
exits 1 "a file of seen mail that is not there" digest-maildir --seen "$tmp/nosuch" "$md" <stream
said nosuch "is named"
# shellcheck disable=SC2016 # the inner shell expands it
exits 1 "digest-maildir onto a full disk" sh -c 'digest-maildir "$1" <stream >/dev/full' sh "$md"
rm -r "$md"
head -c 300000 /dev/zero | tr '\0' x >body
{ printf 'Message-ID: <large@example.org>\n' && rest large && cat body; } | mail large
batch plain large slashes >large.stream
# The largest file is limited: for a program the disk is full.
# shellcheck disable=SC2016 # the inner shell expands it
exits 1 "a disk that is full" sh -c 'ulimit -f 100; digest-maildir "$1" <large.stream' sh "$md"
said 'large@example.org: (File too large|No space left)' "is told"
is "$(inside | wc -l | tr -d ' ') $(inside | grep -c ^tmp) $(wc -l <out | tr -d ' ')" '1 0 1' "what came before it is safe, no half is there"
exits 0 "with room again" digest-maildir "$md" <large.stream
is "$(cut -f 1 out | tr '\n' ' ') $(inside | wc -l | tr -d ' ')" 'plain@example.org large@example.org ../../../../escaped@example.org  3' \
	"the rest comes"

# --- kill -9 in the middle: many mails, so that some are in new, some in tmp, some nowhere
for i in 1 2 3 4 5 6 7; do
	mkdir -p "many/$i"
	for f in "$top"/examples/maildir/cur/*; do
		sed "s/^\(Message-I[Dd]: <\)/\1$i./" "$f" >"many/$i/${f##*/}"
	done
done
find "$tmp/many" -type f | sort >many.files
git --git-dir="$repo" hash-object -w --stdin-paths <many.files |
	git --git-dir="$repo" cat-file --batch >many.stream
size=$(wc -c <many.stream)
for part in 1 3 5 7 9; do
	rm -rf "$md"
	mkfifo "pipe.$part"
	digest-maildir "$md" <"pipe.$part" >killed 2>/dev/null &
	pid=$!
	# It waits for more, with some of it done.
	{ head -c $((size * part / 10)) many.stream; sleep 60; } >"pipe.$part" &
	feeder=$!
	sleep 0.5
	kill -9 "$pid"
	kill "$feeder"
	wait 2>/dev/null
	is "$(awk -F '\t' 'NF == 2 { print $2 }' killed | while read -r f; do [ -e "$md/new/$f" ] || echo "$f"; done)" "" \
		"killed at $part/10: what it told is there"
	wrong=$(for f in "$md"/new/*; do
		[ ! -e "$f" ] || git --git-dir="$repo" cat-file -e "$(git hash-object --no-filters "$f")" 2>/dev/null || echo "$f"
	done)
	is "$wrong" "" "each mail in new is whole"
	exits 0 "again" digest-maildir "$md" <many.stream
	is "$(inside | grep -c ^new) $(inside | grep -vc ^new)" "$(wc -l <many.files | tr -d ' ') 0" "complete, none twice, none by half"
done
for f in "$md"/new/*; do git hash-object --no-filters "$f"; done | sort >got
git hash-object --stdin-paths --no-filters <many.files | sort >expected
same got expected "byte for byte"
done_testing
