#!/bin/sh
# The post-new hook: mail comes in portions through `notmuch new`, and after each its tags are those that all filters over all mail
# give; also while others tag and index, when it is killed, and when what it needs is not there
. tests/lib.sh
. tests/portions.sh

ten "the example" examples/maildir
before=$(notmuch count --lastmod '*')
exits 0 "when nothing came" notmuch new --quiet
is "$(cat "$tmp/out" "$tmp/err")" "" "it says nothing"
is "$(notmuch count --lastmod '*')" "$before" "and does not touch the database"
is "$(notmuch search --output=tags '*' | grep -c '^digest/')" "$(notmuch search --output=tags '*' | grep -cE '^digest/(patch|rfc|git-pull|question|applied|merged|broken|reviewed|superseded|discussed|unanswered)$')" \
	"there are no tags but groups and states"
like "$(log)" '^[-0-9]{10}T[0-9:]{8}Z digest-new: threads tagged: [0-9]+' "the log tells of each run that did something"
is "$(find "$XDG_STATE_HOME" -type f | sed 's/.*\.//; s/.*log$/log/' | sort | tr '\n' ' ')" 'lock log queue rest seen ' "all it keeps is in one place"

beside "the example" examples/maildir 5

# --- Killed: notmuch tag dies in the middle of the batch, the filters before that.
half=$tmp/half
mkdir "$half"
cat >"$half/notmuch" <<-END
	#!/bin/sh
	if [ "\$*" = "tag --batch" ]; then
		sed -n 1,2p >"$tmp/lines"
		"$(command -v notmuch)" tag --batch <"$tmp/lines"
		kill -9 \$\$
	fi
	exec "$(command -v notmuch)" "\$@"
END
# shellcheck disable=SC2016 # it is to come through as it is
printf '#!/bin/sh\nkill -9 "$PPID"\n' >"$half/digest-state"
chmod +x "$half"/*
database
portions examples/maildir 5
n=0
for portion in "$tmp"/portion.*; do
	deliver "$portion"
	n=$((n + 1))
	notmuch new --quiet --no-hooks
	mv "$half/digest-state" "$half/off"
	exits 75 "notmuch tag is killed in the middle of portion $n" env PATH="$half:$PATH" digest-new
	mv "$half/off" "$half/digest-state"
	[ "$n" -ne 2 ] || exits 137 "digest-new is killed" env PATH="$half:$PATH" sh -c 'digest-new; exit $?'
	[ "$n" -ne 3 ] || digest-new
done
like "$(log)" 'notmuch tag: exit status 137: tags are missing, the next run sets them' "that is in the log"
exits 0 "the next run" digest-new
check "makes up for it"
exits 0 "and leaves nothing to do" digest-new
is "$(cat "$XDG_STATE_HOME"/notmuch-digest/*.queue "$XDG_STATE_HOME"/notmuch-digest/*.rest)" "" "in the queues"

# --- Never twice at once
printf 'x\n' >"$tmp/lines"
flock "$XDG_STATE_HOME"/notmuch-digest/*.lock sleep 30 &
locked=$!
sleep 0.3
exits 75 "while another one runs" digest-new --seconds 1
said 'another run is at it' "it says so"
exits 0 "notmuch new does not fail for that" notmuch new --quiet
kill "$locked"
wait "$locked" 2>/dev/null

# --- Somebody else writes to the database, for longer than a hook may take.
mkdir "$tmp/short"
cat >"$tmp/short/timeout" <<-END
	#!/bin/sh
	shift 5
	exec "$(command -v timeout)" -k 5 -s INT 1 "\$@"
END
chmod +x "$tmp/short/timeout"
database
deliver "$tmp/portion.aa"
notmuch new --quiet --no-hooks
mkfifo "$tmp/lines.fifo"
notmuch tag --batch <"$tmp/lines.fifo" &
writer=$!
exec 5>"$tmp/lines.fifo"
echo '+x -- id:none' >&5
exits 75 "the database is in use" env PATH="$tmp/short:$PATH" digest-new --seconds 60
said '^digest-new: the database is in use: tags are missing, the next run sets them$' "says so"
exec 5>&-
wait "$writer"
exits 0 "the next run" digest-new
check "does"

# --- Time is up
database
deliver "$tmp/files"
notmuch new --quiet --no-hooks
exits 0 "--seconds 0" digest-new --seconds 0
said '[0-9]+ threads are left for the next run' "leaves all to the next run"
exits 0 "which" digest-new --seconds 60
check "does it"

# --- A mail's file is on its way to another name
database
deliver "$tmp/portion.aa"
notmuch new --quiet
deliver "$tmp/portion.ab"
notmuch new --quiet --no-hooks
file=$(sed -n 3p "$tmp/portion.ab")
mv "$mail/l/cur/${file##*/}" "$tmp/away"
exits 1 "a file that is not there" digest-new
like "$(cat "$tmp/err")" '^digest-state: id:' "is told of"
exits 0 "notmuch new does not fail for that" notmuch new --quiet --no-hooks
mv "$tmp/away" "$mail/l/cur/${file##*/}.moved"
exits 0 "when it is there again" notmuch new --quiet
check "its thread is looked at once more"

# --- What else may happen
database 'path:kvmarm/**'
deliver "$tmp/portion.aa"
notmuch new --quiet
is "$(notmuch search --output=tags '*' | grep -c digest/)" 0 "mail of no list is not tagged"
mkdir -p "$mail/kvmarm/cur"
while IFS= read -r file; do cp "$file" "$mail/kvmarm/cur"; done <"$tmp/portion.aa"
notmuch new --quiet
check "the same mail from the list itself is" 'path:kvmarm/**'
is "$(notmuch count 'tag:/^digest/')" "$(notmuch count '*')" "all of it"
deliver "$tmp/portion.ab"
notmuch new --quiet
check "an answer that the list did not get" 'path:kvmarm/**'
notmuch config set digest.query 'path:l/**'
exits 0 "another list" digest-new
check "has its tags at once" 'path:l/**'
notmuch tag +spam -- "$(notmuch search --output=messages --limit=1 'subject:"Re:"')"
deliver "$tmp/portion.ac"
printf 'Word\tsubject\t.\n' >"$tmp/rules"
notmuch config set digest.rules "$tmp/rules"
notmuch new --quiet
exits 0 "--all, by other rules" digest-new --all
notmuch search --output=tags '*' | grep '^digest/' >"$tmp/tags"
has "$tmp/tags" '^digest/word$' "their tags are set"
notmuch config set digest.rules
digest-new --all
check "and back: as if nothing had been, spam aside" 'path:l/**'
exits 0 "a report that is delivered" notmuch digest --quiet --days 5000 --deliver 'path:l/**'
notmuch new --quiet
is "$(notmuch search --output=tags tag:digest/report | grep digest/)" "digest/report" "is no list's mail"
printf 'Word subject\n' >"$tmp/rules"
notmuch config set digest.rules "$tmp/rules"
deliver "$tmp/portion.ad"
exits 0 "rules that are none do not make notmuch new fail" notmuch new --quiet
like "$(cat "$tmp/err")" 'not a rule' "but are told of"
exits 2 "and fail by themselves" digest-new
notmuch config set digest.rules
exits 0 "mended" digest-new
check "nothing is lost" 'path:l/**'
rm "$XDG_STATE_HOME"/notmuch-digest/*.seen
exits 0 "a memory that is lost" digest-new
check "is no harm" 'path:l/**'
for portion in "$tmp"/portion.a[e-j]; do deliver "$portion"; done
notmuch new --quiet --no-hooks
rm "$XDG_STATE_HOME"/notmuch-digest/*.seen
exits 0 "lost when mail has come that changes the state of other threads" digest-new
check "it is none, either" 'path:l/**'
notmuch config set digest.query
exits 2 "no list" digest-new
exits 0 "does not make notmuch new fail" notmuch new --quiet
said '^digest-new: neither digest\.query nor digest\.lists is set' "and is told of"
notmuch config set digest.query date:frob..
exits 1 "a query that is none" digest-new
said '^digest-new: .*xception.*: .*frob' "is told of by the reason"
notmuch config set digest.query
# The whole hook, as it is in examples.
cp "$mail/.notmuch/hooks/post-new" "$tmp/hook"
cp examples/post-new "$mail/.notmuch/hooks/post-new"
exits 0 "a folder where nobody may write" env XDG_STATE_HOME=/proc/x notmuch new --quiet
like "$(cat "$tmp/err")" '/proc/x' "is told of"
exits 0 "programs that are no more" env PATH=/usr/bin:/bin notmuch new --quiet
like "$(cat "$tmp/err")" 'digest-new: not found' "are told of"
cp "$tmp/hook" "$mail/.notmuch/hooks/post-new"
notmuch config set digest.lists one two
notmuch config set digest.one.query 'path:l/**'
notmuch config set digest.two.query '*'
exits 0 "lists" digest-new --quiet
check "all of them"
exits 2 "an option that it does not know" digest-new --frob
exits 2 "--seconds of no number" digest-new --seconds=x
exits 1 "no database" env NOTMUCH_CONFIG="$tmp/none" DIGEST_QUERY=x digest-new
awk 'BEGIN { for (i = 0; i < 20000; i++) print "a line of the log that is as long as this one, about sixty" }' >"$XDG_STATE_HOME/notmuch-digest/log"
echo 'digest-x: last' | digest-log digest-x
like "$(log)" '^[^ ]* digest-x: last$' "a log that grew long begins anew"
is "$(log | wc -l | tr -d ' ')" 1 "the old one lies beside it"
done_testing
