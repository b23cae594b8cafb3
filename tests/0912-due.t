#!/bin/sh
# digest-due: the reports on the week that is over, once, in the background, whatever happens meanwhile
. tests/lib.sh
command -v flock >/dev/null || skip_all "no flock here"
use_example
private_copy
notmuch config set digest.lists kvmarm
notmuch config set digest.kvmarm.query to:kvmarm
state=$XDG_STATE_HOME/notmuch-digest
at() { # TIME
	SOURCE_DATE_EPOCH=$(date -u -d "$1" +%s)
	export SOURCE_DATE_EPOCH
}
# What the last try was: WEEK TRIES STATUS. A background job has its time.
tried() { # TRY
	for _ in $(seq 300); do
		last=$(cat "$state"/*.due 2>/dev/null)
		[ "$last" != "$1" ] || break
		sleep 0.1
	done
	# It is told before the lock is given back.
	for lock in "$state"/*.due.lock; do flock "$lock" true; done
	echo "$last"
}
log() {
	sed 's/^[^ ]* //' "$state/log"
}

at 2025-02-10T04:00
exits 0 "a week is over since four hours" digest-due --all --deliver
is "$(cat "$tmp/out" "$tmp/err")" "" "nothing is said"
is "$(tried '2025-W06 1 0')" '2025-W06 1 0' "its report is made in the background"
is "$(notmuch count tag:digest/report)" 1 "and delivered"
is "$(log)" 'digest-due: 2025-W06: exit status 0' "the log tells"
mkdir "$tmp/count"
cat >"$tmp/count/notmuch" <<-END
	#!/bin/sh
	echo "\$*" >>"$tmp/calls"
	exec "$(command -v notmuch)" "\$@"
END
chmod +x "$tmp/count/notmuch"
for time in 2025-02-10T05:00 2025-02-16T23:00 2025-02-17T02:59; do
	at "$time"
	exits 0 "$time" env PATH="$tmp/count:$PATH" digest-due --all --deliver
done
ok "nothing is asked for again" test ! -e "$tmp/calls"
at 2025-02-17T03:00
exits 0 "three hours after the next week" digest-due --all --deliver
is "$(tried '2025-W07 1 0')" '2025-W07 1 0' "there is another"
exits 0 "other options" digest-due --all
is "$(find "$state" -name '*.due' | wc -l | tr -d ' ')" 1 "are another matter"
is "$(tried '2025-W07 1 0
2025-W07 1 0')" '2025-W07 1 0
2025-W07 1 0' "with a memory of its own"
rm "$state"/*

# --- It does not hold up whoever reads what the hook says, and says nothing to them later.
cat >"$tmp/slow" <<-'END'
	#!/bin/sh
	touch "$0.runs"
	sleep 1
	exit 3
END
chmod +x "$tmp/slow"
notmuch config set digest.backend command
notmuch config set digest.command "$tmp/slow"
hooks=$mail/.notmuch/hooks
mkdir -p "$hooks"
sed 's/^digest-due.*/digest-due --all --deliver/' examples/post-new >"$hooks/post-new"
chmod +x "$hooks/post-new"
timeout 60 sh -c 'notmuch new --quiet 2>&1; echo "status $?"' | cat >"$tmp/out"
is "$(cat "$tmp/out")" "status 0" "a pipe after notmuch new ends with it"
ok "the report is not made then" test ! -e "$state"/*.due
exits 0 "a second one meanwhile" digest-due --all --deliver
exits 0 "and one that would wait" digest-due --wait --all --deliver
is "$(cat "$tmp/out" "$tmp/err")" "" "have nothing to do"
is "$(tried '2025-W07 1 0')" '2025-W07 1 0' "it is made"
rm "$state"/*.due

# --- A server that is down is tried again, every hour, for a day.
notmuch config set digest.backend
notmuch config set digest.command
notmuch config set digest.endpoint http://127.0.0.1:9/v1
notmuch config set digest.model x
at 2025-02-10T04:00
exits 0 "a server that is down" digest-due --all --deliver --connect-timeout 1 --retry-wait 0.01
is "$(tried '2025-W06 1 75')" '2025-W06 1 75' "is no reason to complain aloud"
like "$(log)" 'digest-due: digest-report: .*127\.0\.0\.1:9' "but in the log"
exits 0 "soon after" digest-due --all --deliver --connect-timeout 1 --retry-wait 0.01
is "$(tried '2025-W06 1 75')" '2025-W06 1 75' "it is left alone"
touch -d '2 hours ago' "$state"/*.due
exits 0 "two hours later" digest-due --all --deliver --connect-timeout 1 --retry-wait 0.01
said '2025-W06: exit status 75 the last time \(see .*/log\), trying again' "it is tried again, and that is said"
is "$(tried '2025-W06 2 75')" '2025-W06 2 75' "in vain"
echo 2025-W06 24 75 >"$(echo "$state"/*.due)"
touch -d '2 hours ago' "$state"/*.due
exits 0 "a day later" digest-due --all --deliver --connect-timeout 1 --retry-wait 0.01
is "$(cat "$tmp/out" "$tmp/err")" "" "there is an end to it"
notmuch config set digest.endpoint
exits 0 "--wait" digest-due --wait --all --deliver --connect-timeout 1 --retry-wait 0.01
is "$(cat "$state"/*.due)" '2025-W06 25 0' "makes it at any time"
exits 0 "once" digest-due --wait --all --deliver --connect-timeout 1 --retry-wait 0.01
exits 2 "--wait tells how it ended" digest-due --wait --list nosuch
like "$(log | tail -n 2)" 'digest-due: notmuch-digest: nosuch: not in the setting digest.lists' "and the log why"

# --- Killed: nothing is remembered, and nothing locked.
rm "$state"/*
at 2025-02-10T04:00
notmuch config set digest.backend command
notmuch config set digest.command "touch $tmp/begun; exec sleep 3"
digest-due --wait --all &
pid=$!
for _ in $(seq 300); do
	[ ! -e "$tmp/begun" ] || break
	sleep 0.1
done
kill -9 "$pid"
wait "$pid" 2>/dev/null
notmuch config set digest.backend
exits 0 "after a kill" digest-due --wait --all
is "$(cat "$state"/*.due)" '2025-W06 1 0' "the next run does it"
done_testing
