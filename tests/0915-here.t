#!/bin/sh
# digest-here: whose mail it is told, what it finds, what it does with names that are meant for a shell or a query
. tests/lib.sh
use_example
private_copy
SOURCE_DATE_EPOCH=1739145600 # 2025-02-10, a Monday
TMPDIR=$tmp/t
export SOURCE_DATE_EPOCH TMPDIR
mkdir "$TMPDIR"
thread=$(notmuch search --output=threads subject:lock_all_vcpus)
file=$(notmuch search --output=files subject:lock_all_vcpus)
id=$(notmuch search --output=messages subject:lock_all_vcpus)
exits 0 "a mail on standard input" digest-here <"$file"
cp "$tmp/out" "$tmp/text"
digest-text "$thread" >"$tmp/expected"
same "$tmp/text" "$tmp/expected" "is shown as digest-text shows its thread"
for term in "$id" "$thread"; do
	exits 0 "${term%%:*}:" digest-here "$term" </dev/null
	same "$tmp/out" "$tmp/text" "is the same"
done

# Headers as they come: folded, in any case, CRLF, of an mbox, beside others that look like it.
here() { # NAME MAIL
	printf '%b' "$2" >"$tmp/mail"
	exits 0 "$1" digest-here <"$tmp/mail"
	same "$tmp/out" "$tmp/text" "finds the thread"
}
mid=${id#id:}
here "a Message-ID on the next line" "Subject: x\nMessage-ID:\n <$mid>\n\nText\n"
here "in other letters, with CRLF" "MESSAGE-id : <$mid>\r\nTo: x\r\n\r\nText\r\n"
here "of an mbox, after another header's continuation" "From x Mon Jan 1\nX-Y: 1\n Message-ID: <other@example.org>\nMessage-Id: <$mid>\n\n"
# shellcheck disable=SC2016 # the inner shell expands it
exits 1 "a mail without" sh -c 'printf "Subject: x\n\nMessage-ID: <%s>\n" "$1" | digest-here' - "$mid"
said 'the mail has no Message-ID' "says so"
exits 1 "no mail at all" digest-here </dev/null
exits 1 "one that is not there" digest-here id:nobody@example.org
said 'id:"nobody@example.org": not in the database' "is named"
exits 1 "one that would be another query" digest-here 'id:x" or id:"'"$mid"
said 'not in the database' "is none"
exits 2 "a word" digest-here x
exits 2 "two threads" digest-here "$thread" "$thread"
exits 2 "an option" digest-here --frob
# shellcheck disable=SC2016 # the inner shell expands it
exits 1 "onto a full disk" sh -c 'digest-here "$1" >/dev/full' - "$thread"

# --- Sections
exits 0 "--section without a report" digest-here --section "$thread"
has "$tmp/out" '^### Thread 1: Question about lock' "is made now"
lacks "$tmp/out" '^(# |## |---$|Summaries: )' "and is nothing but a section"
cp "$tmp/out" "$tmp/fresh"
notmuch digest --quiet --weeks 2025-W05..2025-W06 to:kvmarm >/dev/null
notmuch digest --quiet --week 2025-W06 --title Other --language zh --weeks 2025-W06 'to:kvmarm and subject:arm64' >/dev/null 2>&1
for f in "$XDG_DATA_HOME"/notmuch-digest/*-W06.list; do
	grep -v '^#' "$f" | cut -f1
done | tr ' ' '\n' | sort -u >"$tmp/threads"
wrong=''
while read -r t; do
	digest-here --section "$t" >"$tmp/section" 2>&1 || wrong="$wrong $t: status"
	name=$(sed -n '1s/^\*\(.*\)\*$/\1/p' "$tmp/section")
	list=$XDG_DATA_HOME/notmuch-digest/$name.list
	grep -F "$t" "$list" | cut -f12 | sed 's/[^A-Za-z0-9]//g' >"$tmp/subject"
	sed -n 's/^### Thread [0-9]*: //p' "$tmp/section" | sed -e 's/&#47;/\//g' -e 's/[^A-Za-z0-9]//g' >"$tmp/title"
	cmp -s "$tmp/subject" "$tmp/title" || wrong="$wrong $t: $(cat "$tmp/title")"
done <"$tmp/threads"
is "$wrong" "" "each thread finds its own section, of $(wc -l <"$tmp/threads" | tr -d ' ')"
exits 0 "--section" digest-here --section "$thread"
is "$(sed -n 1p "$tmp/out")" '*kvmarm-2025-W06*' "names its report"
lacks "$tmp/out" 'since then' "to which nothing was added"
exits 0 "--fresh" digest-here --fresh "$thread"
same "$tmp/out" "$tmp/fresh" "asks no report"
mkdir -p "$mail/x/cur"
printf 'From: A B <a@example.org>\nTo: x@example.org\nSubject: Re: Question about lock_all_vcpus\nDate: Mon, 10 Feb 2025 10:00:00 +0000\nMessage-ID: <later@example.org>\nIn-Reply-To: <%s>\n\nLater.\n' \
	"$mid" >"$mail/x/cur/later:2,S"
notmuch new --quiet
exits 0 "a mail that came later" digest-here --section id:later@example.org
has "$tmp/out" '^\*\*Mails since then\*\*: 1$' "is told of"
report=$XDG_DATA_HOME/notmuch-digest/kvmarm-2025-W06.md
sed -i '/^### Thread 3: /d' "$report"
exits 0 "a report that is not its list's" digest-here --section "$thread"
lacks "$tmp/out" 'kvmarm-2025-W06' "is not asked"

# --- Folders
mailbox() { # NAME QUERY
	exits 0 "$1" digest-here --mailbox "$1" --quiet
	notmuch digest --quiet -- "$2" >"$tmp/expected"
	same "$tmp/out" "$tmp/expected" "is the digest of $2"
}
mailbox 'notmuch://?query=subject:timer' 'subject:timer'
mailbox 'notmuch:///some/where?type=threads&query=to:kvmarm%20and%20subject%3Atimer&limit=3' 'to:kvmarm and subject:timer'
mailbox 'notmuch://?query=subject:%22%C3%A4%22' 'subject:"ä"'
mailbox "$mail/kvmarm" 'folder:"kvmarm"'
mailbox "$mail" '*'
mkdir -p "$mail/a \"b\" \$(touch pwned)/cur"
exits 0 "a folder whose name is meant for a shell" digest-here --mailbox "$mail/a \"b\" \$(touch pwned)" --quiet
# shellcheck disable=SC2016 # it is to come through as it is
exits 0 "a query that is" digest-here --mailbox 'notmuch://?query=%24(touch pwned)`touch pwned`' --quiet
is "$(find . -maxdepth 1 -name pwned)" "" "never reaches one"
for m in imaps://host/x 'notmuch://?type=threads' /nowhere "$tmp" relative ''; do
	exits 1 "--mailbox '$m'" digest-here --mailbox "$m" --quiet
	like "$(cat "$tmp/err")" 'not a folder that notmuch knows' "is none"
done
exits 0 "options go on to notmuch digest" digest-here --mailbox 'notmuch://?query=*' --week 2025-W05 --language zh --quiet
has "$tmp/out" '^\*\*分析周期\*\*: 2025-01-27' "week and language"
is "$(ls "$TMPDIR")" "" "nothing is left over"
done_testing
