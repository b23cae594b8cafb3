#!/bin/sh
# notmuch digest init: from an empty home, and for those who have mail already, to the first report
. tests/lib.sh
. tests/inbox.sh
mails
inbox list -V2 -L basic
find "$tmp/mails" -type f | sort | tail -n 150 >"$tmp/some"
inbox_add list <"$tmp/some"
serve
url=$server/list/
new_home() {
	unset NOTMUCH_CONFIG
	rm -rf "$HOME" "$XDG_DATA_HOME" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME"
	mkdir "$HOME"
	git config --global user.name 'A Maintainer'
	git config --global user.email me@example.org
}
settings() {
	notmuch config list 2>/dev/null | grep '^digest\.' | grep -v '^digest\.lists=' | sort
}

# --- From nothing, in one command
new_home
exits 0 "an empty home" notmuch digest init --with git "$url" </dev/null
cp "$tmp/out" "$tmp/report.md"
like "$(cat "$tmp/report.md")" '^### Thread 1' "ends with a report"
is "$(head -c 2 "$tmp/report.md")" '# ' "which is alone on standard output"
is "$(grep '^    notmuch config set' "$tmp/err" | sed "s,$HOME,~,")" "    notmuch config set database.path ~/mail
    notmuch config set user.name 'A Maintainer'
    notmuch config set user.primary_email me@example.org
    notmuch config set new.tags unread inbox
    notmuch config set search.exclude_tags deleted spam
    notmuch config set digest.lists list
    notmuch config set digest.list.query 'path:\"list/**\"'
    notmuch config set digest.list.url $url
    notmuch config set digest.list.since $(date -d '90 days ago' +%Y-%m-%d)" "what is set is shown before"
is "$(grep -A 3 '^    notmuch digest fetch' "$tmp/err")" '    notmuch digest fetch --with git list
    notmuch new
    notmuch digest list' "and what is run"
is "$(notmuch config get database.path; notmuch config get digest.lists)" "$HOME/mail
list" "and it is so"
is "$(notmuch count '*')" 150 "the mail is there"
cp "$HOME/.notmuch-config" "$tmp/was"
exits 0 "once more" notmuch digest init --with git "$url" </dev/null
is "$(grep -c '^    notmuch config set' "$tmp/err")" 0 "sets nothing"
same "$HOME/.notmuch-config" "$tmp/was" "and leaves the configuration as it is"
exits 0 "--dry-run" notmuch digest init --dry-run --name other --query tag:other --endpoint http://127.0.0.1:9/v1 --model m "$url" </dev/null
like "$(cat "$tmp/err")" '    notmuch config set digest.lists list other$' "a second list is added"
like "$(cat "$tmp/err")" '    notmuch config set digest.endpoint http://127.0.0.1:9/v1$' "a model's server is set"
same "$HOME/.notmuch-config" "$tmp/was" "but --dry-run sets nothing"
exits 0 "what is set already" notmuch digest init --dry-run --query tag:other --since 2025-01-01 list </dev/null
like "$(cat "$tmp/err")" "^digest.list.query stays 'path:\"list/\*\*\"' \(--force would set it to 'tag:other'\)" "stays"
exits 0 "--force" notmuch digest init --dry-run --force --query tag:other list </dev/null
like "$(cat "$tmp/err")" '    notmuch config set digest.list.query tag:other$' "sets it"
exits 0 "notmuch digest fetch" notmuch digest fetch
is "$(cat "$tmp/out")" "list: 0 new mails in $HOME/mail/list" "knows the list from now on"
exits 1 "a report onto a full disk" sh -c 'notmuch digest init list >/dev/full 2>&1 </dev/null'

# --- The mail is there
new_home
mkdir "$HOME/mail"
cp -r examples/maildir "$HOME/mail/kvmarm"
exits 0 "a maildir that somebody fills" notmuch digest init kvmarm </dev/null
like "$(cat "$tmp/err")" "kvmarm has 217 mails already" "is seen"
unlike "$(cat "$tmp/err")" '^    notmuch digest fetch' "nothing is fetched"
is "$(settings)" 'digest.kvmarm.query=path:"kvmarm/**"' "a query is set, no more"
like "$(cat "$tmp/out")" '^\*\*Period\*\*: 2025-02-03' "a list that sleeps: the week of its last mail"
new_home
mkdir "$HOME/elsewhere"
cp -r examples/maildir "$HOME/elsewhere/arm"
exits 0 "a maildir of another name, elsewhere" notmuch digest init --maildir "$HOME/elsewhere/arm" kvmarm </dev/null
is "$(notmuch config get database.path) $(settings)" "$HOME/elsewhere digest.kvmarm.query=path:\"arm/**\"" "is taken as it is"
new_home
mkdir "$HOME/mail"
cp -r examples/maildir "$HOME/mail/INBOX"
nmconfig "$HOME/.notmuch-config" "$HOME/mail"
notmuch new --quiet
exits 0 "mail in an index" notmuch digest init kvmarm </dev/null
like "$(cat "$tmp/err")" 'notmuch knows [0-9]+ mails to kvmarm already' "is found"
is "$(settings)" 'digest.kvmarm.query=to:kvmarm' "by its address"
like "$(cat "$tmp/out")" '^### Thread 1' "and reported on"
is "$(notmuch config get user.name)" Test "what notmuch was told before stays"
exits 0 "--no-fetch" notmuch digest init --no-fetch --query subject:KVM --name kvm </dev/null
is "$(notmuch config get digest.lists | tr '\n' ' ')" 'kvmarm kvm ' "any query can be a list"

# --- What goes wrong
exits 2 "no list" notmuch digest init </dev/null
for l in '-x' '../x' 'a b' 'http://127.0.0.1:9/' "$tmp/nosuch/x"; do
	exits 2 "LIST $l" notmuch digest init -- "$l" </dev/null
done
exits 2 "a maildir elsewhere" notmuch digest init --maildir /tmp/elsewhere kvmarm </dev/null
said 'not below' "is refused"
new_home
exits 75 "a server that is down" notmuch digest init --with git --name list http://127.0.0.1:9/list/ </dev/null
like "$(cat "$tmp/err")" "later, 'notmuch digest init list' goes on" "tells how to go on"
notmuch config set digest.list.url "$url"
exits 0 "later" notmuch digest init --with git list </dev/null
is "$(notmuch count '*')" 150 "it goes on"

# --- Asked on a terminal
cat >"$tmp/ask.py" <<'END'
import os, pty, select, sys, time
answers = [a.split("=", 1) for a in sys.argv[1:]]
pid, fd = pty.fork()
if pid == 0:
    os.environ.update(TERM="dumb", PAGER="cat", COLUMNS="300")
    os.execvp("notmuch", ["notmuch", "digest", "init", "--with", "git"])
seen, end = "", time.time() + 60
at = 0
while time.time() < end:
    if select.select([fd], [], [], 0.5)[0]:
        try:
            data = os.read(fd, 65536)
        except OSError:
            break
        if not data:
            break
        seen += data.decode("utf-8", "replace")
    if answers and answers[0][0] in seen[at:]:
        at = len(seen)
        os.write(fd, (answers.pop(0)[1] + "\n").encode())
print(seen)
print("left:", answers)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
END
new_home
exits 1 "asked, and not agreed" python3 "$tmp/ask.py" 'all your mail?=' 'Your name?=' 'Your address?=you@example.org' \
	"Which list?=$url" 'since when?=2000-01-01' 'language model=' 'Go on?=n'
like "$(cat "$tmp/out")" '^left: \[\]' "every question was put"
like "$(cat "$tmp/out")" 'user.primary_email you@example.org' "and its answer taken"
ok "nothing is done" test ! -e "$HOME/.notmuch-config" -a ! -e "$HOME/mail"
exits 0 "agreed" python3 "$tmp/ask.py" "all your mail?=$HOME/post" 'Your name?=' 'Your address?=' \
	"Which list?=$url" 'since when?=' 'language model=' 'Go on?='
like "$(cat "$tmp/out")" 'Thread 1' "ends with the report"
is "$(notmuch config get database.path)" "$HOME/post" "where one wanted it"

# --- From now on: the hook
hooks=$(notmuch config get database.hook_dir)
mkdir -p "$hooks"
cp examples/pre-new "$hooks"
find "$tmp/mails" -type f | sort | tail -n 155 | head -n 5 | inbox_add list
exits 0 "notmuch new with the hook" notmuch new --quiet
is "$(notmuch count '*') $(cat "$tmp/out" "$tmp/err")" '155 ' "finds what came, without a word"
kill "$httpd"
wait "$httpd" 2>/dev/null
httpd=''
cp examples/maildir/cur/1737731848.* "$HOME/post/list/cur"
exits 0 "notmuch new while the server is down" notmuch new --quiet
said "$url" "tells it"
is "$(notmuch count '*')" 156 "and does the rest"
done_testing
