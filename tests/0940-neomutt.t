#!/bin/sh
# examples/neomuttrc in the real neomutt: keys are pressed, screens looked at; on real mail where that is, else on the example
. tests/lib.sh
command -v neomutt >/dev/null || skip_all "no neomutt here"
command -v tmux >/dev/null || skip_all "no tmux here"
. tests/tmux.sh
if [ -e "$corpus" ]; then
	use_corpus
	SOURCE_DATE_EPOCH=1668412800 # 2022-11-14, a Monday
else
	use_example
	SOURCE_DATE_EPOCH=1739145600 # 2025-02-10, a Monday
fi
export SOURCE_DATE_EPOCH
private_copy
notmuch config set digest.query '*'
notmuch config set digest.lists kvmarm
notmuch config set digest.kvmarm.query to:kvmarm
# All that happened before stays untagged: nobody looks at it here.
digest-threads --week last '*' | cut -f1 | digest-state --related | digest-tag --write >"$tmp/tagged"
notmuch digest --quiet --week last kvmarm >"$tmp/report.md"

# A mail whose Message-ID and subject are meant for a shell, and a folder whose name is.
mkdir -p "$mail/x/cur" "$mail/x/new" "$mail/x/tmp"
cat >"$mail/x/cur/hostile:2,S" <<-'END'
	From: "$(touch${IFS}pwned1)" <mallory@example.org>
	To: kvmarm@lists.example.org
	Subject: `touch pwned2` "; touch pwned3; $(touch pwned4) <enter>
	Date: Sat, 01 Jan 2022 10:00:00 +0000
	Message-ID: <$(touch${IFS}pwned5)`touch${IFS}pwned6`"';touch${IFS}pwned7;<enter>@example.org>

	The words of Mallory.
END
sed -i 's/;<enter>@/;@/' "$mail/x/cur/hostile:2,S"
notmuch new --quiet
notmuch tag +hostile -- from:mallory@example.org

cat >"$tmp/muttrc" <<-END
	set sleep_time=0 header_cache= sort=date
	ignore *
	unignore from date subject
	set folder="$mail" nm_default_url="notmuch://$mail"
	source $top/examples/neomuttrc
END
# What it is called is the user's: quotes, a semicolon, what a shell would run.
# shellcheck disable=SC2016 # it is to come through as it is
quiet='to:kvmarm and not subject:"`touch pwned8`" and not subject:"$(touch pwned9); it'"'"'s"'
open_() { # URL [COLUMNS]
	cat >"$tmp/start" <<-END
		cd '$tmp' && neomutt -n -F '$tmp/muttrc' -R -f "\$URL"
	END
	URL=$1
	export URL
	terminal "${2:-100}" 40 "sh '$tmp/start'"
}

# A thread of that week with several mails, which the report tells of as of one thread.
cut -f1 "$XDG_DATA_HOME/notmuch-digest/kvmarm"-*.list | grep '^thread:[0-9a-f]*$' >"$tmp/kept"
line=$(awk -F'\t' '$2 == "PATCH" && $5 > 3 && $5 < 30 && $4 == $5' "$tmp/tagged" | grep -F -f "$tmp/kept" | head -n 1)
thread=$(echo "$line" | cut -f1)
subject=$(echo "$line" | cut -f12)
count=$(echo "$line" | cut -f5)
words=$(echo "$subject" | sed 's/.*] *//' | cut -c1-25 | sed 's/[][\.*^$+?(){}|/]/./g')
note "$thread, $count mails: $subject"

open_ "notmuch://?query=$thread"
screen "Msgs:$count" "neomutt: a virtual folder with a thread"
press ,t
screen "^== $thread: $count mails" ",t: the thread as one document"
screen '^\[1\] ' "with its first mail"
press q
screen "Msgs:$count" "and back"
press ,s
screen '^ *kvmarm-[0-9]{4}-W[0-9]{2}$' ",s: the section of a report that was kept"
screen "### Thread [0-9]+: .*$words" "on this thread"
press q
screen "Msgs:$count" "and back"
press Enter
screen '^Date: ' "in a mail"
press ,S
screen "### Thread 1: .*$words" ",S: a section that is made now"
unlike "$(cat "$tmp/screen")" 'kvmarm-....-W' "from no report"
press q
screen '^Date: ' "back in the mail"
press q
screen "Msgs:$count" "and in the folder"
press ,d
screen 'Mailing list report|# Mailing list' ",d: the digest of this folder"
screen 'Threads: 1' "is of this folder alone"
press q
screen "Msgs:$count" "and back"
press ,w
screen "$(head -n 1 "$tmp/report.md" | sed 's/^# //')" ",w: the newest report"
press q
screen "Msgs:$count" "and back"
press ':set ?wait_key' Enter
screen '^wait_key="?yes' "wait_key is as it was"
press ':set ?pipe_decode' Enter
screen '^pipe_decode="?no' "pipe_decode, too"
press ':set ?mbox' Enter
screen '^mbox="?(~|/.*)/mbox' "and mbox"
press ':set sidebar_visible=yes' Enter
for folder in 'to answer' broken applied digests; do
	screen "^$folder( |$)" "the folder '$folder', by tags"
done
terminal_end

# --- From a report that was delivered to a thread in it
notmuch digest --quiet --week last --deliver kvmarm
open_ 'notmuch://?query=tag:digest/report'
screen 'Msgs:1' "a report as a mail"
press ,o
screen 'Thread: *$' ",o lists its threads"
press 1 Enter
screen 'thread:.id:.*Msgs:[0-9]+' "and opens one"
terminal_end

# --- Colours and words of tags
for state in unanswered reviewed discussed superseded broken applied; do
	one=$(notmuch search --output=messages --limit=1 "tag:digest/$state")
	[ -n "$one" ] || continue
	notmuch tag +shown -- "$one"
done
# The row that is selected has no colour of its own: the oldest, which has no state.
notmuch tag +shown -- tag:hostile
open_ 'notmuch://?query=tag:shown' 120
shown=$(notmuch count tag:shown)
screen "Msgs:$shown" "a mail of each state"
press '='
screen "^ *1 .*Jan 01" "the first is selected"
sleep 0.5
colours
wrong=''
esc=$(printf '\033')
for pair in 'unanswered:33' 'reviewed:32' 'superseded:(1m.\[30|90)' 'broken:31' 'applied:36'; do
	state=${pair%%:*}
	[ "$(notmuch count "tag:shown and tag:digest/$state")" -gt 0 ] || continue
	[ "$state" != broken ] || state=BROKEN
	grep -F " $state " "$tmp/colours" | grep -Eq "$esc\\[${pair#*:}m" || wrong="$wrong $state"
done
[ -z "$wrong" ] || note "$(cat -v "$tmp/colours")"
is "$wrong" "" "each has its colour, and says its state in a word"
terminal_end

# --- Hostile
open_ 'notmuch://?query=tag:hostile'
screen 'Msgs:1' "a hostile mail"
press ,t
screen 'The words of Mallory' ",t shows its thread"
press q
screen 'Msgs:1' "and back"
press ,s
screen '### Thread 1: ' ",s makes a section"
press q
screen 'Msgs:1' "and back"
press ,d
screen 'Mails: 0|\*\*Mails\*\*: 0' ",d: no mail in seven days"
press q
screen 'Msgs:1' "and back"
terminal_end
open_ "notmuch://?query=$quiet"
screen 'NeoMutt: notmuch:.*touch' "a hostile folder"
press ,d
screen 'Mailing list report' ",d: its digest"
press q
screen 'NeoMutt: notmuch:.*touch' "and back"
terminal_end
is "$(find "$tmp" "$top" -maxdepth 1 -name 'pwned*')" "" "nothing of it went through a shell"

# --- A folder that is no virtual one, and what cannot be shown
mkdir -p "$tmp/outside/cur" "$tmp/outside/new" "$tmp/outside/tmp"
sed -e 's/^Message-ID: .*/Message-ID: <nowhere@example.org>/' "$mail/x/cur/hostile:2,S" >"$tmp/outside/cur/1:2,S"
open_ "$mail/x"
screen 'Msgs:1' "a maildir"
press ,d
screen 'Mails: 0|\*\*Mails\*\*: 0' ",d: its digest"
press q
screen 'Msgs:1' "and back"
terminal_end
open_ "$tmp/outside"
screen 'Msgs:1' "a mail that notmuch does not know"
press ,t
screen 'digest-here: id:"nowhere@example.org": not in the database' ",t says so, and waits"
press Enter
screen 'Msgs:1' "and back"
press ,d
screen 'outside: not a folder that notmuch knows' ",d says so"
terminal_end
done_testing
