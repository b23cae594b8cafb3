#!/bin/sh
# notmuch digest fetch, the lei way, beside the git way: the same mail from the same public-inbox
. tests/lib.sh
command -v lei >/dev/null || skip_all "no lei here"
. tests/inbox.sh
mails
inbox list -V2 -L medium
old=$((count - 50))
find "$tmp/mails" -type f | sort | head -n $old >"$tmp/first"
find "$tmp/mails" -type f | sort | tail -n 50 >"$tmp/fifty"
inbox_add list <"$tmp/first"
serve
url=$server/list/
md=$tmp/md
# A socket's path must be short; and what is left over is to be seen.
TMPDIR=$(mktemp -d "${TMPDIR:-/tmp}/digest-test.XXXXXX")
export TMPDIR
trap '[ -z "$httpd" ] || kill "$httpd"; rm -rf "$tmp" "$TMPDIR"' EXIT
# shellcheck disable=SC2317 # exits calls it
fetch() {
	notmuch-digest-fetch "$@"
}

exits 0 "the first time" fetch --since @0 "$url" "$md"
is "$(cat "$tmp/out" "$tmp/err")" "list: $old new mails in $md" "lei is the way, where it is"
is "$(cat "$XDG_DATA_HOME"/notmuch-digest/fetch/list-*/with)" lei "and stays it"
exits 0 "by git" fetch --with git --since @0 "$url" "$tmp/git"
own_ids "$md" >"$tmp/got"
own_ids "$tmp/git" >"$tmp/expected"
same "$tmp/got" "$tmp/expected" "the same mails"
is "$(find "$md/new" -name '*.digest' | wc -l | tr -d ' ') $(find "$md/cur" "$md/tmp" -type f)" "$old " "each in a file in new"
is "$(cd "$md/new" && ls)" "$(cd "$tmp/git/new" && ls)" "of the same name and date"
find "$md" -type f -exec stat -c '%n %i %Y' {} + | sort >"$tmp/before"
exits 0 "the second time" fetch "$url" "$md"
is "$(cat "$tmp/out")" "list: 0 new mails in $md" "nothing is new"
find "$md" -type f -exec stat -c '%n %i %Y' {} + | sort >"$tmp/after"
same "$tmp/after" "$tmp/before" "and nothing touched"
victim=$(find "$md/new" -type f | sort | tail -n 1)
rm "$victim"
inbox_add list <"$tmp/fifty"
serve
exits 0 "fifty mails arrive, one was removed" fetch "$url" "$md"
is "$(cat "$tmp/out")" "list: 50 new mails in $md" "fifty come"
find "$md" -type f -exec stat -c '%n %i %Y' {} + | sort | comm -13 "$tmp/before" - | cut -d ' ' -f 1 | ids >"$tmp/got"
ids <"$tmp/fifty" >"$tmp/expected"
same "$tmp/got" "$tmp/expected" "exactly those"
exits 0 "the same by git" fetch --quiet "$url" "$tmp/git"
is "$(own_ids "$tmp/git" | wc -l | tr -d ' ')" "$count" "has all"

# --- A window
since=$(date -d "$(sed -n 's/^Date: //p;/^$/q' "$(sed -n 20p "$tmp/fifty")")" +%s)
for way in lei git; do
	exits 0 "a window, $way" fetch --quiet --with $way --since "@$since" "$url" "$tmp/window.$way"
	own_ids "$tmp/window.$way" >"$tmp/window.$way.ids"
done
same "$tmp/window.lei.ids" "$tmp/window.git.ids" "both fetch the same threads, whole"
ok "more than the window holds, less than all" test "$(wc -l <"$tmp/window.lei.ids")" -gt 31 -a \
	"$(wc -l <"$tmp/window.lei.ids")" -lt "$count"

# --- What notmuch knows; its configuration where the XDG folders are, which lei has others of
mkdir -p "$XDG_CONFIG_HOME/notmuch/default" "$tmp/known/cur"
head -n 20 "$tmp/fifty" | while read -r f; do cp "$f" "$tmp/known/cur/${f##*/}:2,S"; done
nmconfig "$XDG_CONFIG_HOME/notmuch/default/config" "$tmp/known"
unset NOTMUCH_CONFIG
notmuch new --quiet
exits 0 "mail that notmuch knows" fetch --since @0 "$url" "$tmp/with known"
is "$(cat "$tmp/out")" "list: $((count - 20)) new mails in $tmp/with known" "is not delivered"
NOTMUCH_CONFIG=$tmp/no-config
export NOTMUCH_CONFIG

# --- kill -9; what lei began is begun again.
ran=0
for wait in 0.3 0.8 1.5 2.5; do
	setsid notmuch-digest-fetch --quiet --since @0 "$url" "$tmp/killed" 2>/dev/null &
	pid=$!
	sleep "$wait"
	! kill -9 "-$pid" 2>/dev/null || ran=$((ran + 1))
	wait "$pid" 2>/dev/null
done
ok "killed in the middle ($ran times)" test "$ran" -gt 1
exits 0 "and then" fetch --quiet "$url" "$tmp/killed"
(cd "$tmp/killed" && find . -type f -exec cksum {} +) | sort >"$tmp/got"
(cd "$md" && find . -type f ! -path "./${victim#"$md"/}" -exec cksum {} +) | sort >"$tmp/expected"
is "$(diff "$tmp/expected" "$tmp/got" | grep -c '^[<>]')" 1 "complete, whole, nothing twice; and what was removed elsewhere"
is "$(find "$XDG_DATA_HOME"/notmuch-digest/fetch/*/lei/new -type f)" "" "nothing is left on the way"
is "$(pgrep -f "lei-daemon $TMPDIR")" "" "no daemon is left"
rm -rf "${TMPDIR:?}"/*
notmuch-digest-fetch --quiet --since @0 "$url" "$tmp/ended" 2>/dev/null &
pid=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	[ -z "$(pgrep -f "lei-daemon $TMPDIR")" ] || break
	sleep 0.2
done
kill "$pid"
wait "$pid" 2>/dev/null
sleep 1
is "$(ls "$TMPDIR")" "" "a signal leaves no file"
is "$(pgrep -f "lei-daemon $TMPDIR")" "" "and no daemon"

# --- A server without search
inbox plain -V2 -L basic
head -n 30 "$tmp/first" | inbox_add plain
exits 0 "a server without search" fetch --since @0 "$server/plain/" "$tmp/plain"
is "$(cat "$tmp/out")" "plain: 30 new mails in $tmp/plain" "is mirrored"
said 'plain: lei finds nothing there; trying git' "and that is told"
is "$(cat "$XDG_DATA_HOME"/notmuch-digest/fetch/plain-*/with)" git "next time at once"
# lei is no longer there.
mkdir "$tmp/no-lei"
for d in $(echo "$PATH" | tr ':' ' '); do
	for f in "$d"/*; do
		case ${f##*/} in lei | '*') ;; *) [ -e "$tmp/no-lei/${f##*/}" ] || ln -s "$f" "$tmp/no-lei" 2>/dev/null ;; esac
	done
done
exits 0 "after lei was removed" env PATH="$tmp/no-lei" notmuch-digest-fetch "$url" "$md"
is "$(cat "$tmp/out")" "list: 0 new mails in $md" "git goes on"
exits 1 "--with lei" env PATH="$tmp/no-lei" notmuch-digest-fetch --with lei "$url" "$md"
said 'lei: not installed' "is refused"
kill "$httpd"
wait "$httpd" 2>/dev/null
httpd=''
exits 75 "a server that is down" fetch "$url" "$md"
said "$url" "is named"
done_testing
