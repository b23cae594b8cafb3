# tests/portions.sh - mail that comes in portions, with the post-new hook; sourced by tests after tests/lib.sh
: "${tmp:?tests/lib.sh first}" "${top:?}"
command -v flock >/dev/null || skip_all "no flock here"

cat >"$tmp/check.py" <<'END'
"""Compare the tags digest/* in the database with what the filters, over all mail at once, tell notmuch to set."""
import json, subprocess, sys
from urllib.parse import unquote
def lines(command):
    return subprocess.run(command, shell=True, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
mails = {"thread:" + t["thread"]: " ".join(q or "" for q in t["query"]).split()
         for t in json.loads("".join(lines("notmuch search --format=json '*'")))}
want = {}
for line in lines("digest-threads -- '%s' | digest-tag | digest-state | digest-tag --batch" % sys.argv[1]):
    tags, thread = line.split(" -- ")
    for m in mails[thread]:
        want[m] = sorted(t[1:] for t in tags.split() if t[0] == "+")
have = {}
for line in lines("notmuch dump --format=batch-tag"):
    tags, m = line.split(" -- ") if line[0] == "+" else ("", "")
    tags = sorted(unquote(t[1:]) for t in tags.split() if unquote(t).startswith("+digest/"))
    if tags and tags != ["digest/report"]:
        have[unquote(m)] = tags
for m in sorted(set(have) | set(want)):
    if have.get(m) != want.get(m):
        print(m, have.get(m), "should be", want.get(m))
END
# shellcheck disable=SC2120 # the query is usually all
check() { # NAME [QUERY]
	python3 "$tmp/check.py" "${2-*}" >"$tmp/wrong" 2>&1 || echo "failed" >>"$tmp/wrong"
	is "$(head -5 "$tmp/wrong")" "" "$1"
}

# A database of its own, empty, with the hook: database [QUERY].
# shellcheck disable=SC2120 # the query is usually all
database() {
	rm -rf "$tmp/db" "$XDG_STATE_HOME"
	mail=$tmp/db/mail
	mkdir -p "$mail/.notmuch/hooks" "$mail/l/cur" "$mail/l/new" "$mail/l/tmp"
	nmconfig "$tmp/db/config" "$mail"
	NOTMUCH_CONFIG=$tmp/db/config
	export NOTMUCH_CONFIG
	printf '[digest]\nquery=%s\n' "${1-*}" >>"$NOTMUCH_CONFIG"
	# What it makes when a week is over is another matter.
	sed -e '/^digest-due/d' -e 's/--seconds 20/--seconds 5/' "$top/examples/post-new" >"$mail/.notmuch/hooks/post-new"
	chmod +x "$mail/.notmuch/hooks/post-new"
}
log() {
	cat "$XDG_STATE_HOME/notmuch-digest/log" 2>/dev/null
}
ms() {
	python3 -c 'import time; print(int(time.time() * 1000))'
}

# The mails of a folder in order of date, and as portions: $tmp/portion.aa, ...
portions() { # FOLDER NUMBER
	rm -f "$tmp"/portion.*
	python3 - "$1" >"$tmp/files" <<-'END'
		import email, email.utils, os, sys
		def date(f):
		    with open(f, "rb") as text:
		        try:
		            return email.utils.parsedate_to_datetime(email.message_from_binary_file(text)["Date"]).timestamp()
		        except (TypeError, ValueError):
		            return 0
		files = [os.path.join(d, f) for d, _, names in os.walk(sys.argv[1]) for f in names if d.endswith("cur")]
		print("\n".join(sorted(files, key=lambda f: (date(f), f))))
	END
	split -l $((($(wc -l <"$tmp/files") + $2 - 1) / $2)) "$tmp/files" "$tmp/portion."
}
deliver() { # PORTION
	# shellcheck disable=SC2016 # the inner shell's
	tr '\n' '\0' <"$1" | to=$mail/l/cur xargs -0 sh -c 'cp "$@" "$to"' sh
}

# Ten of them through `notmuch new`, and what the tags are after each: ten WHAT FOLDER
ten() { # WHAT FOLDER
	database
	portions "$2" 10
	wrong='' times=''
	for portion in "$tmp"/portion.*; do
		deliver "$portion"
		start=$(ms)
		notmuch new --quiet >"$tmp/out" 2>&1 || cat "$tmp/out" >>"$tmp/wrong"
		between=$(ms)
		times="$times $((between - start))"
		[ ! -s "$tmp/out" ] || wrong="$wrong ${portion##*.} says: $(head -3 "$tmp/out")"
		python3 "$tmp/check.py" '*' >"$tmp/wrong" 2>&1 || echo failed >>"$tmp/wrong"
		[ ! -s "$tmp/wrong" ] || wrong="$wrong ${portion##*.}: $(head -3 "$tmp/wrong")"
	done
	is "$wrong" "" "$1 in ten portions: each time the tags are those of all mail at once"
	is "$(notmuch count "not tag:/^digest[^a-z]/")" 0 "no mail is without"
	start=$(ms)
	notmuch new --quiet
	note "notmuch new with the hook, ms a portion of $(wc -l <"$portion" | tr -d ' ') mails:$times; when nothing came: $(($(ms) - start))"
}

# The same beside others: one tags all the time, and the next portion is indexed by a `notmuch new` of its own while the hook of the
# one before is still at work: beside WHAT FOLDER NUMBER
beside() {
	database
	portions "$2" "$3"
	deliver "$tmp/portion.aa"
	notmuch new --quiet
	rm -f "$tmp/portion.aa" "$tmp/stop"
	(
		n=0
		while [ ! -e "$tmp/stop" ]; do
			n=$((n + 1))
			notmuch tag "+other/$n" -- subject:RFC
			notmuch tag -inbox +seen -- tag:inbox
			sleep 0.2
		done
		echo "$n" >"$tmp/rounds"
	) 2>"$tmp/others" &
	tagger=$!
	running=''
	: >"$tmp/err"
	for portion in "$tmp"/portion.*; do
		deliver "$portion"
		notmuch new --quiet >>"$tmp/err" 2>&1 &
		running="$running $!"
		sleep 0.1
	done
	status=''
	for pid in $running; do
		wait "$pid" || status="$status $?"
	done
	touch "$tmp/stop"
	wait "$tagger"
	is "$status" "" "$1, $3 portions at once, and one who tags: each notmuch new succeeds"
	is "$(cat "$tmp/others")$(grep -vE 'another run is at it|left for the next run|the next run sets them' "$tmp/err")" "" \
		"without a word, but for what the next run does"
	# What came when the last hook had looked has a hook of its own; but these overtake each other, and have five seconds each.
	digest-new
	check "all tags are right"
	is "$(notmuch count --output=files '*') $(notmuch count not tag:seen)" "$(wc -l <"$tmp/files" | tr -d ' ') $(notmuch count tag:inbox)" \
		"no mail is missing, and the other's tags are there, too"
	note "rounds of the other: $(cat "$tmp/rounds")"
}
