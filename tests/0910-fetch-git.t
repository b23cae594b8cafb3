#!/bin/sh
# notmuch digest fetch, the git way, from a real public-inbox: what is new, once, whatever happens
. tests/lib.sh
. tests/inbox.sh
mails
inbox list -V2 -L basic
old=$((count - 50))
find "$tmp/mails" -type f | sort | head -n $old >"$tmp/first"
find "$tmp/mails" -type f | sort | tail -n 50 >"$tmp/fifty"
inbox_add list <"$tmp/first"
serve
url=$server/list/
md=$tmp/md
fetch() {
	notmuch-digest-fetch --with git "$@"
}

exits 0 "the first time" fetch --since @0 "$url" "$md"
is "$(cat "$tmp/out" "$tmp/err")" "list: $old new mails in $md" "tells how many, and where"
own_ids "$md" >"$tmp/got"
ids <"$tmp/first" >"$tmp/expected"
same "$tmp/got" "$tmp/expected" "all came"
is "$(whole "$md" list)" "" "byte for byte"
is "$(find "$md/cur" "$md/tmp" -type f)" "" "into new"
f=$(find "$md/new" -type f | sort | head -n 1)
is "$(stat -c %Y "$f")" "$(date -d "$(sed -n 's/^Date: //p;/^$/q' "$f")" +%s)" "the mail's own date"
find "$md" -type f -exec stat -c '%n %i %Y' {} + | sort >"$tmp/before"
exits 0 "the second time" fetch "$url" "$md"
is "$(cat "$tmp/out")" "list: 0 new mails in $md" "nothing is new"
find "$md" -type f -exec stat -c '%n %i %Y' {} + | sort >"$tmp/after"
same "$tmp/after" "$tmp/before" "and nothing touched"
inbox_add list <"$tmp/fifty"
exits 0 "fifty mails arrive" fetch "$url" "$md"
is "$(cat "$tmp/out")" "list: 50 new mails in $md" "fifty come"
find "$md" -type f -exec stat -c '%n %i %Y' {} + | sort | comm -13 "$tmp/before" - | cut -d ' ' -f 1 | ids >"$tmp/got"
ids <"$tmp/fifty" >"$tmp/expected"
same "$tmp/got" "$tmp/expected" "exactly those"
exits 0 "--quiet" fetch --quiet "$url" "$md"
is "$(cat "$tmp/out" "$tmp/err")" "" "says nothing"
# What somebody removed does not come back.
victim=$(find "$md/new" -type f | sort | sed -n 3p)
rm "$victim"
inbox_add list <<END
$(sed 's/^Message-I[Dd]: </&again./' "$(head -n 1 "$tmp/first")" >"$tmp/again" && echo "$tmp/again")
END
exits 0 "after a mail was removed by its reader" fetch "$url" "$md"
is "$(cat "$tmp/out") $(ls "$victim" 2>/dev/null)" "list: 1 new mails in $md " "it stays away"
rm -r "$md"
exits 0 "after the maildir was taken away" fetch --quiet "$url" "$md"
is "$(own_ids "$md" | wc -l | tr -d ' ')" $((count + 1)) "it is filled again"

# --- Windows: a thread that lives is fetched with its history, one that does not is not.
since=$(date -d "$(sed -n 's/^Date: //p;/^$/q' "$(sed -n $((old - 20))p "$tmp/first")")" +%s)
find "$tmp/mails" "$tmp/again" -type f | digest-ids --files >"$tmp/index"
# Threads by another program: a mail is alive when it, or what is tied to it, is young.
cat >"$tmp/alive.py" <<'END'
import sys
since, ties, young, own = int(sys.argv[2]), {}, set(), set()
for line in open(sys.argv[1]):
    _, date, mid, refs = line.rstrip("\n").split("\t")
    own.add(mid)
    if int(date) >= since:
        young.add(mid)
    for ref in refs.split():
        ties.setdefault(mid, set()).add(ref)
        ties.setdefault(ref, set()).add(mid)
todo, alive = list(young), set(young)
while todo:
    for other in ties.get(todo.pop(), ()):
        if other not in alive:
            alive.add(other)
            todo.append(other)
print("\n".join(sorted(alive & own)))
END
python3 "$tmp/alive.py" "$tmp/index" "$since" | sort >"$tmp/expected"
exits 0 "a window" fetch --quiet --since "@$since" "$url" "$tmp/window"
own_ids "$tmp/window" >"$tmp/got"
same "$tmp/got" "$tmp/expected" "threads that are alive, with all their mail"
young=$(awk -F '\t' -v since="$since" '$2 >= since' "$tmp/index" | wc -l)
ok "more than the young mail ($young), less than all" test "$(wc -l <"$tmp/got")" -gt "$young" -a "$(wc -l <"$tmp/got")" -lt "$count"
exits 0 "the window widens" fetch --quiet --since @0 "$url" "$tmp/window"
is "$(own_ids "$tmp/window" | wc -l | tr -d ' ')" $((count + 1)) "the rest comes"
for d in '2025-13-40' '2025-02-03 10:00 yesterday' yesterday '@x' ''; do
	exits 2 "--since '$d'" fetch --since "$d" "$url" "$tmp/no"
done
exits 0 "--since DATE" fetch --since "$(date -d "@$since" '+%Y-%m-%d %H:%M')" "$url" "$tmp/window2"

# --- Deleted and purged
inbox_remove list "$(sed -n 5p "$tmp/first")"
deleted=$(sed -n 5p "$tmp/first" | ids)
exits 0 "a mail was deleted from the list" fetch "$url" "$md"
is "$(cat "$tmp/out") $(own_ids "$md" | grep -cFx "$deleted")" "list: 0 new mails in $md 1" "who has it keeps it"
exits 0 "who comes later" fetch --since @0 --quiet "$url" "$tmp/later"
is "$(own_ids "$tmp/later" | wc -l | tr -d ' ') $(own_ids "$tmp/later" | grep -cFx "$deleted")" "$count 0" "does not get it"
inbox_add list <<END
$(sed -n 5p "$tmp/first")
END
exits 0 "it is sent again" fetch --quiet "$url" "$tmp/later"
is "$(own_ids "$tmp/later" | grep -cFx "$deleted")" 1 "and comes"
purged=$(sed -n 7p "$tmp/first")
inbox_purge list "$purged"
sed 's/^Message-I[Dd]: </&anew./' "$(head -n 1 "$tmp/first")" >"$tmp/anew"
echo "$tmp/anew" | inbox_add list
exits 0 "after a purge" fetch "$url" "$md"
is "$(cat "$tmp/out")" "list: 1 new mails in $md" "exactly the new mail comes"
said 'epoch 0 was rewritten' "and that is told"
is "$(own_ids "$md" | uniq -d)" "" "nothing twice"
exits 0 "who comes after a purge" fetch --since @0 --quiet "$url" "$tmp/after-purge"
is "$(own_ids "$tmp/after-purge" | wc -l | tr -d ' ') $(own_ids "$tmp/after-purge" | grep -cFx "$(echo "$purged" | ids)")" \
	"$((count + 1)) 0" "does not get what was purged"
exits 0 "and again" fetch "$url" "$md"
is "$(cat "$tmp/out" "$tmp/err")" "list: 0 new mails in $md" "all is quiet"

# --- Several epochs, one repository, a folder
inbox epochs -V2 -L basic
ROTATE=$(($(xargs cat <"$tmp/first" | wc -c) / 12))
export ROTATE
inbox_add epochs <"$tmp/first"
n=$(find "$inboxes/epochs/git" -maxdepth 1 -name '*.git' | wc -l)
ok "an inbox of several epochs ($n)" test "$n" -ge 4
exits 0 "is fetched" fetch --since @0 "$server/epochs/" "$tmp/epochs"
is "$(cat "$tmp/out")" "epochs: $old new mails in $tmp/epochs" "from all"
exits 0 "with a window" fetch --quiet --since "@$since" "$server/epochs/" "$tmp/epochs2"
mirrored=$(find "$XDG_DATA_HOME"/notmuch-digest/fetch/epochs-*/git -maxdepth 1 -name '*.git' | wc -l)
ok "only the last ones ($((mirrored - n)))" test "$mirrored" -lt $((2 * n)) -a "$mirrored" -ge $((n + 2))
inbox_add epochs <"$tmp/fifty"
unset ROTATE
exits 0 "mail and epochs are added" fetch "$server/epochs/" "$tmp/epochs"
is "$(cat "$tmp/out")" "epochs: 50 new mails in $tmp/epochs" "the mail comes"
exits 0 "a folder" fetch --since @0 "$inboxes/epochs" "$tmp/folder"
is "$(cat "$tmp/out")" "epochs: $count new mails in $tmp/folder" "is read where it is"
inbox single -V1 -L basic
head -n 60 "$tmp/first" | inbox_add single
exits 0 "an inbox of one repository (v1)" fetch --since @0 "$server/single/" "$tmp/single"
is "$(cat "$tmp/out")" "single: 60 new mails in $tmp/single" "is fetched"
inbox_remove single "$(sed -n 5p "$tmp/first")"
exits 0 "from which mail was deleted" fetch --quiet --since @0 "$server/single/" "$tmp/single2"
is "$(own_ids "$tmp/single2" | wc -l | tr -d ' ')" 59 "does without it"
inbox nothing -V2 -L basic
exits 0 "an inbox without mail" fetch "$server/nothing/" "$tmp/nothing"
is "$(cat "$tmp/out")" "nothing: 0 new mails in $tmp/nothing" "gives none"

# --- kill -9, earlier and later; each time the same maildir is fetched on
rm -rf "$tmp/killed"
ran=0
for wait in 0.05 0.1 0.15 0.2 0.25 0.3 0.4 0.5 0.6 0.8 1 1.3; do
	setsid notmuch-digest-fetch --quiet --with git --since @0 "$url" "$tmp/killed" 2>/dev/null &
	pid=$!
	sleep "$wait"
	! kill -9 "-$pid" 2>/dev/null || ran=$((ran + 1))
	wait "$pid" 2>/dev/null
	[ ! -d "$tmp/killed/new" ] || [ -z "$(find "$tmp/killed/new" -type f -size 0)" ] || fail "half a mail"
done
ok "killed in the middle ($ran times)" test "$ran" -gt 2
exits 0 "and then" fetch --quiet "$url" "$tmp/killed"
own_ids "$tmp/killed" >"$tmp/got"
own_ids "$tmp/after-purge" >"$tmp/expected"
same "$tmp/got" "$tmp/expected" "complete, nothing twice"
(cd "$tmp/killed/new" && find . -type f -exec cksum {} +) | sort >"$tmp/got"
(cd "$tmp/after-purge/new" && find . -type f -exec cksum {} +) | sort >"$tmp/expected"
same "$tmp/got" "$tmp/expected" "each file whole"
is "$(find "$tmp/killed/tmp" -type f)" "" "and nothing left over"

# --- One at a time; servers that are down, or have no such list
if command -v flock >/dev/null; then
	for state in "$XDG_DATA_HOME"/notmuch-digest/fetch/list-*; do
		exec 8>>"$state/lock"
		flock 8
		break
	done
	busy=0
	for m in "$md" "$tmp/window" "$tmp/window2" "$tmp/later" "$tmp/after-purge" "$tmp/killed"; do
		fetch --quiet "$url" "$m" 2>"$tmp/err" 8>&-
		[ $? -ne 75 ] || busy=$((busy + 1))
	done
	is "$busy" 1 "another run at the same mail: try again later"
	exec 8>&-
fi
exits 1 "a list that is not there" fetch "$server/none/" "$tmp/none"
said 'none/: no public-inbox is there' "is told"
ok "leaves no maildir" test ! -e "$tmp/none"
mkdir "$tmp/other" "$tmp/other/page" "$tmp/other/odd" "$tmp/other/empty"
echo '<html>Are you a robot?</html>' >"$tmp/other/page/manifest.js.gz"
echo '{"/odd/git/../../x.git":{"fingerprint":"a"},"/odd/git/1;x.git":{"fingerprint":"b"}}' | gzip >"$tmp/other/odd/manifest.js.gz"
mkdir "$tmp/other/all"
echo '{"/a/git/0.git":{"fingerprint":"a"},"/b/git/0.git":{"fingerprint":"b"}}' | gzip >"$tmp/other/all/manifest.js.gz"
echo '{}' | gzip >"$tmp/other/empty/manifest.js.gz"
python3 -u -m http.server --bind 127.0.0.1 --directory "$tmp/other" 0 >"$tmp/other.log" 2>&1 &
other=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	at=$(sed -n 's/.* port \([0-9]*\) .*/\1/p' "$tmp/other.log")
	[ -z "$at" ] || break
	sleep 0.2
done
exits 1 "a page that asks who is there" fetch "http://127.0.0.1:$at/page/" "$tmp/page"
said 'no public-inbox' "is no list"
exits 75 "a list of odd names" fetch "http://127.0.0.1:$at/odd/" "$tmp/odd"
said 'git cannot fetch it' "cannot be fetched"
exits 1 "an archive of several lists" fetch "http://127.0.0.1:$at/all/" "$tmp/all"
said 'several lists are there' "is none"
exits 0 "a list without anything" fetch "http://127.0.0.1:$at/empty/" "$tmp/empty"
kill "$other"
# shellcheck disable=SC2016 # the inner shell expands it
exits 1 "the word that nothing is new, onto a full disk" sh -c 'notmuch-digest-fetch --with git "$1" "$2" >/dev/full 2>/dev/null' sh "$url" "$md"
# All of a configuration's lists, one of which cannot be had.
nmconfig "$tmp/config-file" "$tmp"
NOTMUCH_CONFIG=$tmp/config-file
notmuch config set digest.lists down list
notmuch config set digest.down.url http://127.0.0.1:9/down/
notmuch config set digest.list.url "$url"
notmuch config set digest.list.maildir md
exits 75 "several lists, one of them down" fetch --quiet
said '127.0.0.1:9/down/' "is told"
echo "$tmp/anew2" | { sed 's/^Message-I[Dd]: </&anew2./' "$(head -n 1 "$tmp/first")" >"$tmp/anew2" && inbox_add list; }
exits 75 "new mail" fetch
like "$(cat "$tmp/out")" "list: 1 new mails in $md" "of the other comes"
NOTMUCH_CONFIG=$tmp/no-config
kill "$httpd"
wait "$httpd" 2>/dev/null
exits 75 "a server that is down" fetch "$url" "$md"
said "$url" "is named"
httpd=''
for l in '' -x 'a b' ../x 'http://127.0.0.1/a b/' "$tmp/nosuch/folder"; do
	exits 2 "LIST '$l'" fetch -- "$l" "$md"
done
exits 2 "--with x" notmuch-digest-fetch --with x "$url" "$md"
exits 2 "no LIST, no setting" notmuch-digest-fetch
exits 0 "--help" notmuch-digest-fetch --help
done_testing
