#!/bin/sh
# notmuch digest: windows, lists, kept reports, show
. tests/lib.sh
use_example
private_copy
SOURCE_DATE_EPOCH=1739145600 # 2025-02-10, a Monday
export SOURCE_DATE_EPOCH
kept=$XDG_DATA_HOME/notmuch-digest
# The driver's own report beside that of the filters, one after the other.
by_hand() {
	digest-threads --header "$@" >"$tmp/threads" && digest-tag <"$tmp/threads" >"$tmp/tag" &&
		digest-state <"$tmp/tag" >"$tmp/state" && digest-group <"$tmp/state" >"$tmp/list" &&
		digest-report --quiet <"$tmp/list"
}
period() {
	sed -n 's/^\*\*Period\*\*: //p' "$1"
}

# --- What notmuch finds
exits 0 "notmuch digest --help" notmuch digest --help
ok "is short: it fits a screen" test "$(wc -l <"$tmp/out")" -le 24
is "$(awk 'length > 90' "$tmp/out")" "" "and is narrow"
exits 0 "--version" notmuch digest --version

# --- Windows
exits 0 "a week" notmuch digest --quiet --week 2025-W06 to:kvmarm
cp "$tmp/out" "$tmp/week.md"
is "$(cat "$tmp/err")" "" "without a word on stderr"
by_hand --week 2025-W06 to:kvmarm >"$tmp/hand.md"
same "$tmp/week.md" "$tmp/hand.md" "is the report of the filters"
ok "and is not kept" test ! -e "$kept"
exits 0 "--week last" notmuch digest --quiet --week last to:kvmarm
same "$tmp/out" "$tmp/week.md" "is that week, on the Monday after"
exits 0 "--since, --until" notmuch digest --quiet --since 2025-02-03 --until 2025-02-09 to:kvmarm
is "$(period "$tmp/out")" "$(period "$tmp/week.md")" "the same period"
exits 0 "no window" notmuch digest --quiet to:kvmarm
like "$(period "$tmp/out")" '^2025-02-03 00:00 – 2025-02-10 00:00' "is seven days"
exits 0 "--days" notmuch digest --quiet --days 3 to:kvmarm
like "$(period "$tmp/out")" '^2025-02-07 00:00' "counts back"
# shellcheck disable=SC2016 # it is to come through as it is
exits 0 "a query of several words, with quotes" notmuch digest --quiet --week 2025-W06 to:kvmarm and 'subject:"it'"'"'s $HOME"'
like "$(cat "$tmp/out")" 'No mail in this period' "is one query"
exits 0 "a query after --" notmuch digest --quiet --week 2025-W06 -- to:kvmarm
same "$tmp/out" "$tmp/week.md" "is the same query"
for o in '--week 2025-W54' '--week=' '--weeks=' '--weeks ..2025-W06' '--week x --days 3' '--weeks 2025-W05..2025-W04' '--days' '--frob 3' '--list nosuch' '--all' \
	'--week 2025-W06 -o x --deliver' '--weeks 2025-W05..2025-W06 -o x' '--days 0' '--backend=frob'; do
	# shellcheck disable=SC2086 # options are words
	exits 2 "usage: $o" notmuch digest $o to:kvmarm
done
for o in --html= -o= --mail= --week= --weeks= --list=; do
	exits 2 "usage: $o" notmuch digest "${o%=}" '' to:kvmarm
	like "$(head -n 1 "$tmp/err")" "^notmuch-digest: ${o%=}: no value" "says which option has none"
done
exits 2 "no query anywhere" notmuch digest --week 2025-W06
like "$(cat "$tmp/err")" 'digest\.query' "names the setting"
mkdir "$tmp/alone"
cp scripts/notmuch-digest "$tmp/alone"
exits 1 "a helper that is not there" env PATH=/usr/bin:/bin "$tmp/alone/notmuch-digest" init
said 'notmuch-digest-init: not installed' "is named"

# --- Files
exits 0 "-o" notmuch digest --quiet --week 2025-W06 -o "$tmp/o.md" to:kvmarm
same "$tmp/o.md" "$tmp/week.md" "writes the report"
exits 0 "-o -" notmuch digest --quiet --week 2025-W06 -o - to:kvmarm
same "$tmp/out" "$tmp/week.md" "is standard output"
exits 1 "-o where nobody may write" notmuch digest --quiet --week 2025-W06 -o "$tmp/none/o.md" to:kvmarm

# --- Named lists
notmuch config set digest.lists kvmarm patches
notmuch config set digest.kvmarm.query to:kvmarm
notmuch config set digest.kvmarm.title 'KVM/ARM: the week'
notmuch config set digest.patches.query 'to:kvmarm and subject:PATCH'
notmuch config set digest.patches.language zh
exits 0 "a list by its name" notmuch digest --quiet --week 2025-W06 kvmarm
is "$(head -1 "$tmp/out")" '# KVM/ARM: the week' "has its title"
sed 1d "$tmp/out" >"$tmp/body"
sed 1d "$tmp/week.md" >"$tmp/expected"
same "$tmp/body" "$tmp/expected" "and its query"
same "$tmp/out" "$kept/kvmarm-2025-W06.md" "and is kept"
is "$(grep -v '^#' "$kept/kvmarm-2025-W06.list")" "$(grep -v '^#' "$tmp/list")" "with its list beside it"
exits 0 "--list" notmuch digest --quiet --week 2025-W06 --list patches
like "$(cat "$tmp/out")" '^\*\*分析周期\*\*' "has its language"
exits 0 "an option" notmuch digest --quiet --week 2025-W06 --list patches --language en -o -
like "$(cat "$tmp/out")" '^\*\*Period\*\*' "beats the list's setting"
exits 0 "the environment" env DIGEST_LANGUAGE=en notmuch digest --quiet --week 2025-W06 patches
like "$(cat "$tmp/out")" '^\*\*Period\*\*' "beats it, too"
notmuch digest --quiet --week 2025-W06 patches >/dev/null
exits 0 "a name twice" notmuch digest --quiet --week 2025-W06 kvmarm --list kvmarm kvmarm
is "$(head -1 "$tmp/out")" '# KVM/ARM: the week' "is one list"
exits 0 "a name among other words" notmuch digest --quiet --week 2025-W06 kvmarm or subject:PATCH
is "$(head -1 "$tmp/out")" '# Mailing list report' "is a query's"
exits 0 "a word that may be a list's name written wrong" notmuch digest --week 2025-W06 --backend=extract kvmram
said '^notmuch-digest: kvmram: not in the setting digest\.lists, so it is a query$' "is told of"
has "$tmp/out" 'No mail in this period' "and taken as a query"
for words in --quiet to:kvmarm 'kvmarm or patches'; do
	# shellcheck disable=SC2086 # words on purpose
	exits 0 "$words" notmuch digest --week 2025-W06 --backend=extract kvmarm $words
	is "$(cat "$tmp/err")" "" "without a word"
done
exits 2 "a list without a query" sh -c 'notmuch config set digest.lists kvmarm patches none && notmuch digest --week 2025-W06 none'
said 'digest\.none\.query is not set' "says so"
for name in ../x .x 'a*b' -x; do
	notmuch config set digest.lists kvmarm patches "$name"
	notmuch config set "digest.$name.query" to:kvmarm
	exits 2 "a list called $name" notmuch digest --week 2025-W06 "--list=$name"
done
notmuch config set digest.lists kvmarm patches
ok "nothing was written elsewhere" test "$(find "$XDG_DATA_HOME" | grep -vc '/\(kvmarm\|patches\)-2025-W06\.\(md\|list\)$')" -eq 2

# --- Several weeks; what is over and the same is not made again
# shellcheck disable=SC2317,SC2119,SC2120 # exits calls it
weeks() {
	notmuch digest --quiet --weeks 2025-W04..2025-W07 --all "$@"
}
stamps() {
	(cd "$kept" && stat -c '%n %i' -- *.md | sort)
}
exits 0 "four weeks of two lists" weeks
stamps >"$tmp/first"
is "$(cat "$tmp/out")" "$(for n in kvmarm patches; do for w in 4 5 6 7; do echo "$kept/$n-2025-W0$w.md"; done; done)" \
	"are told, in order"
is "$(find "$kept" -name '*.md' | wc -l | tr -d ' ')" 8 "and kept"
exits 0 "again" weeks
stamps >"$tmp/second"
is "$(diff "$tmp/first" "$tmp/second" | sed -n 's/^> \(.*\) .*/\1/p')" 'kvmarm-2025-W07.md
patches-2025-W07.md' "only the week that is running is made again"
exits 0 "the weeks after this one" notmuch digest --quiet --weeks 2025-W06..2025-W20 kvmarm
is "$(sed 's/.*-//' "$tmp/out" | tr '\n' ' ')" 'W06.md W07.md ' "have not begun"
for o in '--week 2025-W08' '--weeks 2025-W08..2025-W09'; do
	# shellcheck disable=SC2086 # options are words
	exits 2 "$o, which has not begun" notmuch digest --quiet $o kvmarm
	said '^notmuch-digest: the week has not begun: 2025-W08$' "says so"
done
is "$(find "$kept" -name '*2025-W0[89]*')" "" "and keeps nothing"
is "$(digest-weeks 2020-W52..2021-W02 | tr '\n' ' ')" '2020-W52 2020-W53 2021-W01 2021-W02 ' "a year of 53 weeks"
sed -e 's/^Message-ID: .*/Message-ID: <late@example.org>/I' -e 's/^Subject: .*/Subject: a late mail/' -e '/^[iI]n-[rR]eply-/d' \
	-e '/^References:/,/^[^ ]/{/^References:/d;/^ /d}' -e 's/^Date: .*/Date: Tue, 28 Jan 2025 10:00:00 +0000/' \
	"$(notmuch search --output=files --limit=1 subject:lock_all_vcpus)" >"$mail/kvmarm/cur/late:2,S"
notmuch new --quiet
stamps >"$tmp/first"
exits 0 "a mail of a week that is over comes late" weeks
stamps >"$tmp/second"
is "$(diff "$tmp/first" "$tmp/second" | sed -n 's/^> \(.*\) .*/\1/p')" 'kvmarm-2025-W05.md
kvmarm-2025-W07.md
patches-2025-W07.md' "that week's report is made again"
like "$(cat "$kept/kvmarm-2025-W05.md")" 'a late mail' "with it"
notmuch config set digest.patches.title 'Nur Flicken'
stamps >"$tmp/first"
exits 0 "a setting changes" weeks
stamps >"$tmp/second"
is "$(diff "$tmp/first" "$tmp/second" | grep -c '^> ')" 5 "the reports that it concerns are made again"
echo 'Be brief.' >"$tmp/prompt"
notmuch config set digest.kvmarm.prompt "$tmp/prompt"
weeks --quiet >/dev/null
stamps >"$tmp/first"
echo 'Be exact.' >"$tmp/prompt"
exits 0 "other words in a file that a setting names" weeks
stamps >"$tmp/second"
is "$(diff "$tmp/first" "$tmp/second" | grep -c '^> kvmarm')" 4 "are another setting"
notmuch config set digest.kvmarm.prompt
weeks --quiet >/dev/null
stamps >"$tmp/second"
exits 0 "--force" weeks --force
stamps >"$tmp/first"
is "$(diff "$tmp/first" "$tmp/second" | grep -c '^> ')" 8 "makes all"
is "$(find "$kept" -name '.*' -type f)" "" "nothing is left over"

# What is no report is not kept.
before=$(stamps)
for o in --dry-run --print-prompt --format=json; do
	exits 0 "$o of a kept week" notmuch digest --quiet --week 2025-W07 --endpoint http://127.0.0.1:9/v1 --model x \
		--backend=extract "$o" kvmarm
	is "$(stamps)" "$before" "leaves the report alone"
	exits 2 "$o --deliver" notmuch digest --quiet --week 2025-W07 --deliver "$o" kvmarm
done

exits 2 "a range with a backslash" digest-weeks '2025-W01\n..2025-W02'
said 'no such week .*: 2025-W01\\n$' "is shown as it is"

# --- What fails leaves no half report
rm -r "$kept"
exits 75 "a server that is down" notmuch digest --week 2025-W06 --endpoint http://127.0.0.1:9/v1 --model x --connect-timeout 1 \
	--retry-wait 0.01 kvmarm
is "$(find "$kept" -name "*2025*" -o -name ".report*")" "" "keeps nothing"
exits 75 "the same into a file" notmuch digest --week 2025-W06 --endpoint http://127.0.0.1:9/v1 --model x --connect-timeout 1 \
	--retry-wait 0.01 -o "$tmp/down.md" kvmarm
is "$(find "$tmp" -maxdepth 1 -name 'down*')" "" "leaves nothing"
# A server that goes away in the second of three weeks: what is done is handed on, the rest is not begun.
mkdir "$tmp/stand-in"
ln -s "$top"/scripts/* "$tmp/stand-in"
rm "$tmp/stand-in/digest-make" "$tmp/stand-in/digest-deliver"
cat >"$tmp/stand-in/digest-make" <<'END'
#!/bin/sh
case "$*" in
*2025-W04*) echo first.md ;;
*2025-W05*) exit 75 ;;
*) echo "asked for more" >&2 ;;
esac
END
printf '#!/bin/sh\necho "$*"\n' >"$tmp/stand-in/digest-deliver"
chmod +x "$tmp/stand-in/digest-make" "$tmp/stand-in/digest-deliver"
exits 75 "a server that goes away" "$tmp/stand-in/notmuch-digest" --weeks 2025-W04..2025-W06 --deliver kvmarm
is "$(cat "$tmp/out" "$tmp/err")" '--deliver -- first.md' "what was made before is handed on"
printf '#!/bin/sh\nexit 3\n' >"$tmp/digest-state"
chmod +x "$tmp/digest-state"
exits 3 "a filter that fails" env PATH="$tmp:$PATH" notmuch digest --quiet --week 2025-W06 -o "$tmp/half.md" kvmarm
ok "writes no report" test ! -e "$tmp/half.md"
printf '#!/bin/sh\ncat\necho "digest-state: thread:1: x" >&2\nexit 1\n' >"$tmp/digest-state"
exits 1 "a filter that did the rest" env PATH="$tmp:$PATH" notmuch digest --quiet --week 2025-W06 kvmarm
like "$(cat "$tmp/out")" '^### Thread' "gives a report and its status"
ino=$(stat -c %i "$kept/kvmarm-2025-W06.md")
exits 0 "after that" notmuch digest --quiet --week 2025-W06 kvmarm
unlike "$(stat -c %i "$kept/kvmarm-2025-W06.md")" "^$ino\$" "it is tried again"
exits 0 "and then" notmuch digest --quiet --week 2025-W06 kvmarm
rm "$tmp/digest-state"
exits 1 "no database" env NOTMUCH_CONFIG="$tmp/none" notmuch digest --quiet --week 2025-W06 to:kvmarm

exits 1 "a folder for reports where nobody may write" env XDG_DATA_HOME=/proc/x notmuch digest --quiet --week 2025-W06 kvmarm
ok "says so once" test "$(wc -l <"$tmp/err")" -eq 1
exits 1 "a kept report onto a full disk" sh -c 'notmuch digest --quiet --week 2025-W06 kvmarm >/dev/full'
exits 1 "names onto a full disk" sh -c 'notmuch digest --quiet --weeks 2025-W06 kvmarm >/dev/full'

# A signal, while a command "summarises".
cat >"$tmp/slow" <<-'END'
	#!/bin/sh
	echo $$ >>"$0.pids"
	exec sleep 30
END
chmod +x "$tmp/slow"
mkdir "$tmp/t"
for signal in TERM INT HUP; do
	rm -f "$tmp/slow.pids"
	# A shell that is not interactive lets its background ignore INT, nohup(1) HUP; python3 starts it as a terminal would.
	TMPDIR=$tmp/t python3 - "$signal" "$tmp/slow" "$tmp/sig.md" <<-'END' >"$tmp/status" 2>"$tmp/err"
		import os, signal, subprocess, sys, time
		p = subprocess.Popen(["notmuch-digest", "--quiet", "--week", "2025-W06", "--backend=command", "--command", sys.argv[2],
		                      "-o", sys.argv[3], "kvmarm"],
		                     preexec_fn=lambda: [signal.signal(s, signal.SIG_DFL) for s in (signal.SIGINT, signal.SIGHUP)])
		for _ in range(200):
		    if os.path.exists(sys.argv[2] + ".pids"):
		        break
		    time.sleep(0.05)
		start = time.time()
		p.send_signal(getattr(signal, "SIG" + sys.argv[1]))
		status = p.wait(200)
		print(status, "at once" if time.time() - start < 5 else "late")
	END
	case $signal in TERM) want=143 ;; INT) want=130 ;; HUP) want=129 ;; esac
	is "$(cat "$tmp/status")" "$want at once" "$signal ends it"
	is "$(cat "$tmp/err")" "" "without a word"
	is "$(find "$tmp/t" "$tmp" -maxdepth 1 \( -name 'notmuch-digest*' -o -name 'sig.md*' \))" "" "and leaves nothing"
done

# Two at once.
notmuch digest --quiet --force --week 2025-W06 kvmarm >"$tmp/one" &
notmuch digest --quiet --force --week 2025-W06 kvmarm >"$tmp/two"
wait
same "$tmp/one" "$tmp/two" "two at once print the same"
same "$kept/kvmarm-2025-W06.md" "$tmp/two" "and keep it whole"
rm -f "$tmp/slow.pids"
notmuch digest --week 2025-W06 --backend=command --command="$tmp/slow" -o "$tmp/both.md" kvmarm 2>/dev/null &
first=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	[ -e "$tmp/slow.pids" ] && break
	sleep 0.2
done
exits 75 "a second one with the same file" notmuch digest --quiet --week 2025-W06 -o "$tmp/both.md" kvmarm
said 'both\.md\.part: somebody else is writing it' "says so"
ok "and leaves it alone" test -s "$tmp/both.md.part"
kill "$first"
wait "$first"
exits 0 "after that" notmuch digest --quiet --week 2025-W06 -o "$tmp/both.md" kvmarm
same "$tmp/both.md" "$tmp/two" "it can be written"

# What makes pages is handed the folder and the reports.
mkdir "$tmp/beside"
ln -s "$top"/scripts/notmuch-digest* "$top"/scripts/digest-* "$tmp/beside"
rm -f "$tmp/beside/digest-html"
printf '#!/bin/sh\nprintf "<%%s>" "$@"\n' >"$tmp/beside/digest-html"
chmod +x "$tmp/beside/digest-html"
exits 0 "--html" "$tmp/beside/notmuch-digest" --quiet --weeks 2025-W05..2025-W06 --html 'a folder' --url http://x/ kvmarm
is "$(cat "$tmp/out")" "<--url><http://x/><a folder><$kept/kvmarm-2025-W05.md><$kept/kvmarm-2025-W06.md>" "names the reports"

# --- Show
notmuch digest --quiet --weeks 2025-W05..2025-W06 --all >/dev/null
exits 0 "show LIST WEEK" notmuch digest show kvmarm 2025-W05
same "$tmp/out" "$kept/kvmarm-2025-W05.md" "prints it into a pipe as it is"
exits 0 "show LIST" notmuch digest show kvmarm
same "$tmp/out" "$kept/kvmarm-2025-W06.md" "the newest week"
exits 0 "show LIST last" notmuch digest show patches last
same "$tmp/out" "$kept/patches-2025-W06.md" "the week before this"
exits 0 "show FILE" notmuch digest show "$tmp/week.md"
exits 1 "show what is not there" notmuch digest show kvmarm 2024-W01
said 'no report is kept of kvmarm for 2024-W01' "says so"
exits 1 "show onto a full disk" sh -c 'notmuch digest show kvmarm >/dev/full'
{ notmuch digest show kvmarm 2>"$tmp/err"; } | head -1 >/dev/null
is "$(cat "$tmp/err")" "" "| head: without a word"
exits 2 "show, three words" notmuch digest show a b c
exits 2 "show LIST and what is no week" notmuch digest show kvmarm next
said 'no such week \(2025-W06, last, this\): next$' "says so"

# The terminal: Chinese is folded where it is wide enough.
printf '%s\n' '    汉字汉字汉字汉字' 'some words' 'https://example.org/ which' '  · 汉字，汉字汉字' >"$tmp/wide"
is "$(digest-fold 12 <"$tmp/wide")" '    汉字汉字
    汉字汉字
some words
https://example.org/
which
  · 汉字，汉
    字汉字' "digest-fold"
if command -v script >/dev/null; then
	tty() {
		env TERM=xterm PAGER=cat COLUMNS=60 "$@" script -qec 'notmuch digest show kvmarm' /dev/null </dev/null | tr -d '\r'
	}
	esc=$(printf '\033')
	tty A=1 >"$tmp/tty"
	if command -v lowdown >/dev/null; then
		like "$(cat "$tmp/tty")" "$esc\\[[0-9;]*9[0-9]m" "colours on a terminal"
		tty NO_COLOR=1 >"$tmp/tty"
		unlike "$(cat "$tmp/tty")" "$esc\\[[0-9;]*[39][0-9]m" "none with NO_COLOR"
		tty TERM=dumb >"$tmp/tty"
		unlike "$(cat "$tmp/tty")" "$esc" "nothing at all on a dumb terminal"
		unlike "$(cat "$tmp/tty")" 'https://' "no links that break lines"
		python3 - "$tmp/tty" <<-'END' >"$tmp/wide"
			import sys, unicodedata
			for line in open(sys.argv[1], encoding="utf-8"):
			    line = line.rstrip()
			    if sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line) > 60 and " " in line.strip(" ·"):
			        print(line)
		END
		is "$(cat "$tmp/wide")" "" "lines are folded at the terminal's width"
	else
		skip "no lowdown here"
	fi
	mkdir "$tmp/no"
	for c in sh env cat sed sort cut stty dirname awk mktemp rm grep notmuch less script; do
		ln -sf "$(command -v $c)" "$tmp/no/$c"
	done
	ln -s "$top"/scripts/notmuch-digest* "$top"/scripts/digest-* "$tmp/no"
	tty PATH="$tmp/no" >"$tmp/tty" 2>&1
	like "$(cat "$tmp/tty")" '^# KVM/ARM: the week' "without lowdown it is plain"
	rm "$tmp/no/less"
	tty PATH="$tmp/no" PAGER='' >"$tmp/tty" 2>&1
	like "$(cat "$tmp/tty")" '^# KVM/ARM: the week' "without a pager it is printed"
else
	skip "no script(1) here"
fi
done_testing
