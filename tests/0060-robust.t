#!/bin/sh
# Mail, lists and databases that are not nice: one line each, the rest done
. tests/lib.sh
tab=$(printf '\t') esc=$(printf '\033')
mkdir -p "$tmp/db/mail/cur" "$tmp/db/mail/new" "$tmp/db/mail/tmp"
nmconfig "$tmp/db/config" "$tmp/db/mail"
NOTMUCH_CONFIG=$tmp/db/config
export NOTMUCH_CONFIG

# mail ID [HEADER-LINES]: a mail of the week; its body from stdin, header and body as printf's format
mail() {
	{
		printf 'Message-ID: <%s@example.org>\n' "$1"
		# shellcheck disable=SC2059 # a format on purpose
		printf "$2"
		printf '\n'
		cat
	} >"$tmp/db/mail/cur/$1:2,S"
}
from='From: Ann Other <ann@example.org>\nDate: Tue, 04 Feb 2025 10:00:0%d +0000\n'
# shellcheck disable=SC2059 # a format on purpose
headers() { printf "$from" "$1" | sed 's/$/\\n/' | tr -d "\n"; }

echo "Please look at this." | mail plain "$(headers 1)Subject: [PATCH] Plain\n"
echo "Tab and newline." | mail tab "$(headers 2)Subject: =?utf-8?q?a=09b=0Ac=0D=0Ad?=\n"
echo "Escape." | mail esc "$(headers 3)Subject: \033]0;owned\007 =?utf-8?q?=1B[31mred=C2=9B?=\n"
echo "Not UTF-8." | mail bytes "$(headers 4)Subject: caf\351 \377\376 end\n"
echo "No date." | mail undated 'From: Ann Other <ann@example.org>\nSubject: Undated\n'
echo "Nobody." | mail nobody 'Date: Tue, 04 Feb 2025 10:00:06 +0000\nSubject: Nobody wrote this\n'
echo "No subject." | mail mute "$(headers 7)"
echo "An answer to what is lost." | mail ghost "$(headers 8)Subject: Re: Lost\nIn-Reply-To: <lost@example.org>\n"
: | mail empty "$(headers 9)Subject: Nothing in it\n"
echo "It will vanish." | mail stale "$(headers 5)Subject: Stale\n"
echo "An answer to it." | mail answer "$(headers 6)Subject: Re: Stale\nIn-Reply-To: <stale@example.org>\nReferences: <stale@example.org>\n"
head -c 100000 /dev/zero | tr '\0' '[' >"$tmp/brackets"
{
	headers 2 | sed 's/\\n/\n/g'
	printf 'Message-ID: <long@example.org>\nSubject: [PATCH v2 1/2] é%s\n\nLong.\n' "$(cat "$tmp/brackets")"
} >"$tmp/db/mail/cur/long:2,S"
echo "Twice." | mail twice "$(headers 1)Subject: Twice\n"
cp "$tmp/db/mail/cur/twice:2,S" "$tmp/db/mail/cur/twice-too:2,S"
printf 'From ann@example.org\n\nno mail\n' >"$tmp/db/mail/cur/rubbish"
notmuch new --quiet 2>/dev/null

exits 0 "hostile subjects" digest-threads --week 2025-W06 '*'
cp "$tmp/out" "$tmp/list"
is "$(cat "$tmp/err")" "" "without a word on stderr"
is "$(wc -l <"$tmp/list")" "$(notmuch search --output=threads date:@1738540800..@1739145599 | wc -l)" "a line for each thread"
is "$(awk -F'\t' 'NF != 12' "$tmp/list")" "" "twelve columns each"
is "$(LC_ALL=C tr -d '\n\t -~\200-\377' <"$tmp/list" | wc -c)" 0 "no control character is left"
ok "and all is UTF-8" iconv -f UTF-8 -t UTF-8 "$tmp/list"
like "$(cat "$tmp/list")" "${tab}a b c d\$" "TAB, CR and newline are blanks"
like "$(cat "$tmp/list")" 'caf. .* end$' "bytes that are not UTF-8 are replaced"
is "$(awk 'length($0) > 1200' "$tmp/list" | wc -l)" 0 "a subject of 100,000 bytes is cut, or its threads would take a minute in each filter"
like "$(cat "$tmp/list")" '\[PATCH v2 1/2\] é\[+…$' "and says so"
printf '%s\n' "$(head -n 1 "$tmp/list")$(cat "$tmp/brackets")" >"$tmp/longer"
exits 0 "nor is one that comes in a list taken" digest-tag <"$tmp/longer"
like "$(cat "$tmp/out")" '\[…$' "it is cut, too"
unlike "$(cat "$tmp/list")" 'Undated' "mail without a date is in no week"
exits 0 "but in the whole" digest-threads subject:undated
like "$(cat "$tmp/out")" "^thread:[0-9a-f]+${tab}-${tab}-${tab}1${tab}1${tab}1${tab}.*Undated\$" "with a line as any other"

# shellcheck disable=SC2317 # called by exits
pipeline() {
	digest-tag <"$1" | digest-state | digest-group | digest-report --backend=extract --language=en
}
exits 0 "the report of these" pipeline "$tmp/list"
is "$(cat "$tmp/err")" "" "without a word on stderr"
is "$(grep -c '^### Thread ' "$tmp/out")" "$(wc -l <"$tmp/list")" "a section each"
unlike "$(cat "$tmp/out")" "$esc" "no escape"
exits 0 "the text of these" sh -c "cut -f1 '$tmp/list' | digest-text --color=never"
unlike "$(cat "$tmp/out")" "$esc" "no escape"
exits 0 "a report of undated mail" sh -c "notmuch search --output=threads subject:undated | digest-report --backend=extract --language=en"
like "$(cat "$tmp/out")" '^1\. \*\*\[-\]\*\* \[Undated\]' "it has no date there"

# Files that a mail reader renames meanwhile: the same mail. new/ is seen, flags come and go, a mail is unread again.
cp "$tmp/db/mail/cur/plain:2,S" "$tmp/db/mail/new/fresh"
sed -i 's/plain@/fresh@/' "$tmp/db/mail/new/fresh"
notmuch new --quiet 2>/dev/null
notmuch search --output=threads id:fresh@example.org or id:plain@example.org or subject:Stale >"$tmp/renamed"
digest-text <"$tmp/renamed" >"$tmp/before"
mv "$tmp/db/mail/new/fresh" "$tmp/db/mail/cur/fresh:2,"
mv "$tmp/db/mail/cur/plain:2,S" "$tmp/db/mail/cur/plain:2,FRST"
mv "$tmp/db/mail/cur/stale:2,S" "$tmp/db/mail/new/stale"
exits 0 "files that were renamed" digest-text <"$tmp/renamed"
is "$(cat "$tmp/err")" "" "without a word on stderr"
same "$tmp/out" "$tmp/before" "are the same mail"
mv "$tmp/db/mail/new/stale" "$tmp/db/mail/cur/stale:2,S"
mv "$tmp/db/mail/cur/plain:2,FRST" "$tmp/db/mail/cur/plain:2,S"
rm "$tmp/db/mail/cur/fresh:2,"
notmuch new --quiet 2>/dev/null

# A file that is gone: its thread is told of what the others hold.
rm "$tmp/db/mail/cur/stale:2,S"
notmuch search --output=threads subject:stale >"$tmp/gone"
for f in digest-state 'digest-text --color=never' 'digest-report --backend=extract --language=en'; do
	# shellcheck disable=SC2086 # words on purpose
	exits 1 "a vanished file: $f" $f <"$tmp/gone"
	said '^digest-[a-z]+: id:stale@example\.org: no file$' "says which"
done
like "$(cat "$tmp/out")" 'Re: Stale' "the rest of the thread is told"
like "$(cat "$tmp/out")" 'this mail cannot be read' "and that a mail is not there"
rm "$tmp/db/mail/cur/twice:2,S"
exits 0 "a vanished file with a copy" digest-report --backend=extract --language=en <<-LIST
	$(notmuch search --output=threads subject:twice)
LIST
like "$(cat "$tmp/out")" 'Twice\.' "the copy is read"

# Lines that are none.
{ echo 'no line'; sed -n 1p "$tmp/list"; printf 'thread:zzz\n\n# a comment\n'; } >"$tmp/bad"
for f in digest-tag digest-state digest-group 'digest-text --color=never' 'digest-report --backend=extract'; do
	# shellcheck disable=SC2086 # words on purpose
	exits 1 "bad lines: $f" $f <"$tmp/bad"
	like "$(cat "$tmp/err")" '^digest-[a-z]+: standard input:1: not a thread list line: .*: no line$' "says which line"
	is "$(grep -c . "$tmp/err")" 2 "one line of stderr for each"
done
for f in digest-tag digest-state digest-group digest-text 'digest-report --backend=extract'; do
	# shellcheck disable=SC2086 # words on purpose
	exits 0 "an empty list: $f" $f </dev/null
	exits 1 "a full disk: $f" sh -c "$f >/dev/full" <"$tmp/list"
	like "$(cat "$tmp/err")" 'standard output: No space left on device' "says so"
	sh -c "$f <'$tmp/list'; echo \$? >&2" 2>"$tmp/err" | head -c 1 >/dev/null
	like "$(grep -v ': no file$' "$tmp/err")" '^(0|1|141)$' "| head: $f ends without a word"
done

use_example
# Without its standard files no file of the database takes their numbers.
for f in digest-tag digest-state digest-group digest-text 'digest-report --backend=extract'; do
	exits 1 "no standard input: $f" sh -c "$f <&-"
	said '^digest-[a-z]*: standard input: Bad file descriptor$' "says so"
	exits 1 "no standard output: $f" sh -c "$f >&-" <"$tmp/list"
	like "$(cat "$tmp/err")" 'standard output: Bad file descriptor$' "says so"
done

# More than a buffer, so that the disk is full before the end.
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do digest-threads --week 2025-W06 to:kvmarm; done >"$tmp/long"
for f in 'digest-tag' 'digest-tag --batch' 'digest-state --format=json' 'digest-group --merge=none' 'digest-text --stats'; do
	exits 1 "a disk that becomes full: $f" sh -c "$f >/dev/full" <"$tmp/long"
	said '^digest-[a-z]*: standard output: No space left on device$' "says so in one line"
done

# An id as notmuch writes it in a query.
id=$(notmuch search --output=messages --limit=1 to:kvmarm)
for f in digest-tag digest-state digest-group; do
	is "$(echo "id:\"${id#id:}\"" | $f)" "$(echo "$id" | $f)" "an id in quotation marks: $f"
done

# Reading while others write: each run sees a whole list.
private_copy
digest-threads --week 2025-W06 to:kvmarm >"$tmp/before"
(
	i=0
	while [ ! -e "$tmp/stop" ]; do
		i=$((i + 1))
		printf 'Message-ID: <noise%d@example.org>\nFrom: a@b\nDate: Tue, 05 Mar 2024 10:00:00 +0000\nSubject: noise\n\nx\n' $i \
			>"$mail/kvmarm/cur/noise$i:2,"
		notmuch new --quiet
		notmuch tag +noise subject:noise
		notmuch tag -noise subject:noise
	done
) >/dev/null 2>&1 &
writer=$!
failures='' i=0
while [ $i -lt 15 ]; do
	i=$((i + 1))
	{ digest-threads --week 2025-W06 to:kvmarm >"$tmp/during" && digest-tag <"$tmp/during" | digest-state | digest-group |
		digest-report --backend=extract --language=en >"$tmp/report"; } 2>"$tmp/err" || failures="$failures status"
	cmp -s "$tmp/before" "$tmp/during" || failures="$failures list: $(diff "$tmp/before" "$tmp/during" | head -c 600)"
	[ ! -s "$tmp/err" ] || failures="$failures $(cat "$tmp/err")"
	[ "$(grep -c '^### Thread' "$tmp/report")" -ge 23 ] || failures="$failures report"
done
touch "$tmp/stop"
wait $writer
is "$failures" "" "fifteen runs while another process indexes and tags: all whole, none says a word"

# A writer's lock is no hindrance, and nobody else's database is changed by reading.
before=$(notmuch count --lastmod '*')
digest-threads --week 2025-W06 to:kvmarm | digest-tag | digest-state | digest-group | digest-report --backend=extract >/dev/null
is "$(notmuch count --lastmod '*')" "$before" "the pipeline changes nothing in the database"
chmod -R a-w "$tmp/private/mail"
exits 0 "a database that nobody may write to" digest-threads --week 2025-W06 to:kvmarm
chmod -R u+w "$tmp/private/mail"
done_testing
