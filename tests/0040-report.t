#!/bin/sh
# digest-report without a model, and the whole pipeline to it
. tests/lib.sh
use_example
SOURCE_DATE_EPOCH=1739145600
export SOURCE_DATE_EPOCH
digest-threads --week 2025-W06 to:kvmarm >"$tmp/threads"
digest-tag <"$tmp/threads" | digest-group >"$tmp/list"
digest-tag --rules examples/rules/kvm-ai-robot <"$tmp/threads" | digest-group --merge=none >"$tmp/robot"

exits 0 "a report" digest-report --backend=extract --language=en <"$tmp/list"
cp "$tmp/out" "$tmp/report.md"
is "$(cat "$tmp/err")" "" "without a word on stderr"
like "$(cat "$tmp/report.md")" '^- \*\*Mails\*\*: 217 \(201 new\)$' "217 mails"
like "$(cat "$tmp/report.md")" '^- \*\*Threads\*\*: 27 ' "27 threads"
like "$(cat "$tmp/report.md")" '^- \*\*Large threads\*\* \(>20 mails\): 3$' "3 large ones"
like "$(cat "$tmp/report.md")" '^\*\*Period\*\*: 2025-02-03 00:00 – 2025-02-09 23:59 UTC$' "the period as dates"
is "$(grep -c '^### Thread ' "$tmp/report.md")" "$(wc -l <"$tmp/list")" "a section for each line of the list"
is "$(grep '^### Thread ' "$tmp/report.md" | grep -c 'Remove cyclical dependency in arm')" 1 "the three fragments are one"
is "$(grep -cE '^[0-9]+\. \*\*\[' "$tmp/report.md")" 217 "each mail is listed"
is "$(grep -c '](https://lore.kernel.org/r/[^ ()]*@[^ ()]*)$' "$tmp/report.md")" 217 "with a link made of its Message-ID"
unlike "$(cat "$tmp/report.md")" '=\?[a-zA-Z0-9-]+\?[bqBQ]\?' "no encoded word is left"
digest-state <"$tmp/list" >"$tmp/state"
digest-report --backend=extract --language=en <"$tmp/state" >"$tmp/standing.md"
has "$tmp/standing.md" '^\*\*🚦 State\*\*: reviewed \(5 of 11 patches\)$' "a series that is reviewed in part is not called reviewed"
has "$tmp/standing.md" '^- Applied: Marc Zyngier .* to fixes, v2, #1-3$' "patches in a row are told as a range"
has "$tmp/standing.md" '^  - Applied: Marc Zyngier .* to fixes, v1, #1, 2$' "two are none"
digest-threads --since 2025-02-03 --until 2025-02-07T00:00:00 'subject:"Remove cyclical dependency"' | digest-state >"$tmp/robots"
has "$tmp/robots" '	broken	' "a series that a robot found broken, on that evening"
digest-report --backend=extract --language=en <"$tmp/robots" >"$tmp/robots.md"
has "$tmp/robots.md" '^- Last word of a person: ' "says that the last word was a robot's"
digest-report --backend=extract --language=en <"$tmp/list" >"$tmp/again"
same "$tmp/again" "$tmp/report.md" "the same again"

has "$tmp/report.md" '^- \*\*Threads\*\*: 27 \(25 once fragments are rejoined\)$' "how many there are, and how many sections"

exits 0 "as the old program sorted" digest-report --backend=extract --language=en <"$tmp/robot"
is "$(sed -n '/^### Distribution/,/^## /s/^- //p' "$tmp/out" | LC_ALL=C sort | tr '\n' ';')" \
	'**GIT PULL**: 1 thread (2 mails);**Other**: 1 thread (3 mails);**PATCH**: 21 threads (196 mails);**Question**: 1 thread (1 mail);**RFC**: 3 threads (15 mails);' \
	"exactly the old distribution"
exits 0 "in Chinese" digest-report --backend=extract --language=zh <"$tmp/robot"
for label in '\*\*生成时间\*\*: ' '\*\*分析周期\*\*: ' '## 📊 总体统计' '- \*\*总邮件数\*\*: 217' '- \*\*总 Thread 数\*\*: 27$' \
	'- \*\*大型 Thread\*\* \(>20封\): 3 个' '### 分类分布' '- \*\*PATCH\*\*: 21 threads \(196 邮件\)' '## 📌 PATCH' \
	'共 21 个 thread' '### Thread 1: ' '\*\*📧 邮件数\*\*: 31 \| \*\*👥 参与者\*\*: 3 \| \*\*📅 开始时间\*\*: Sun, 02 Feb 2025 18:42:54 -0600' \
	'#### 📝 邮件列表' '   - 发件人: Rob Herring \(Arm\) <robh@kernel.org>'; do
	like "$(cat "$tmp/out")" "^$label" "label: $label"
done
like "$(LC_ALL=zh_CN.UTF-8 digest-report --backend=extract <"$tmp/list" 2>&1)" '^\*\*分析周期' "a Chinese locale"

exits 0 "lowdown renders it without loss" tests/report-check "$tmp/report.md" "$tmp/list"
is "$(cat "$tmp/out" "$tmp/err")" "" "each line has its section, each link a target"
sed 's/^### Thread 3: /&x/; s/^   - From: Rob/   - <b>From: Rob/; s/(#thread-1-/(#thread-x-/' "$tmp/report.md" >"$tmp/torn.md"
exits 1 "a loss would be found" tests/report-check "$tmp/torn.md" "$tmp/list"
like "$(cat "$tmp/out")" '^no section in its place' "a heading's"
like "$(cat "$tmp/out")" '^lost on the page: .*<b>' "of words"
like "$(cat "$tmp/out")" '^leads nowhere' "of a target"
sed 's/^### Thread 3: [^ ]* /&\n/; s/^   - From: Maxim.*/& _b_/' "$tmp/report.md" >"$tmp/torn.md"
exits 1 "other losses too" tests/report-check "$tmp/torn.md" "$tmp/list"
like "$(cat "$tmp/out")" '^no section in its place' "of a folded subject"
like "$(cat "$tmp/out")" '^lost on the terminal: .* _b_$' "of marks, for a terminal"

# Output.
exits 0 "-o" digest-report --backend=extract --language=en -o "$tmp/file.md" <"$tmp/list"
same "$tmp/file.md" "$tmp/report.md" "writes the file"
ok "and leaves no part" test ! -e "$tmp/file.md.part"
exits 1 "-o where nobody may write" digest-report --backend=extract -o "$tmp/none/file.md" <"$tmp/list"
said 'none/file\.md\.part: No such file' "says so"
# What stands there and is no file of its own: never put aside, whoever may do so.
mkdir "$tmp/links" && echo old >"$tmp/links/real.md" && echo dear >"$tmp/links/dear" && ln -s links/real.md "$tmp/link.md"
exits 0 "a report onto a link" digest-report --backend=extract --language=en -o "$tmp/link.md" </dev/null
ok "leaves a link" test -L "$tmp/link.md"
has "$tmp/links/real.md" '^# ' "and is where it leads to"
ln -s dear "$tmp/links/new.md.part"
exits 1 "a link in the place of the unfinished report" digest-report --backend=extract -o "$tmp/links/new.md" </dev/null
said 'links/new\.md\.part: Too many levels of symbolic links$' "is not followed"
is "$(cat "$tmp/links/dear")" dear "what it leads to stays"
mkfifo "$tmp/pipe"
cat "$tmp/pipe" >"$tmp/piped" &
exits 0 "a report into a named pipe" digest-report --backend=extract --language=en -o "$tmp/pipe" </dev/null
ok "leaves a pipe" test -p "$tmp/pipe"
[ -p "$tmp/pipe" ] || : >"$tmp/pipe"
wait
has "$tmp/piped" '^# ' "and goes through it"
exits 1 "a report onto a folder" digest-report --backend=extract -o "$tmp/links" </dev/null
said '^digest-report: [^ ]*/links: Is a directory$' "says so"
ok "and leaves nothing" test ! -e "$tmp/links.part"
exits 1 "a full disk" sh -c "digest-report --backend=extract >/dev/full" <"$tmp/list"
said 'standard output: No space left on device' "says so"
sh -c "digest-report --backend=extract <'$tmp/list'; echo \$? >&2" 2>"$tmp/err" | head -1 >/dev/null
like "$(cat "$tmp/err")" '^(0|141)$' "| head ends it without a word"
exits 0 "an empty list" digest-report --backend=extract --language=en </dev/null
like "$(cat "$tmp/out")" 'No mail in this period' "says so"
digest-threads --header --week 2030-W01 to:kvmarm | digest-report --backend=extract >"$tmp/out"
like "$(cat "$tmp/out")" 'Period.*2029-12-31 .* 2030-01-06' "an empty week says which week it was"
exits 0 "a hint when nothing is set up" digest-report </dev/null
said 'digest\.endpoint' "names the setting"
for o in '--backend=frob' '--language=fr' '--verify=x' '--jobs=0' '--backend=openai' '--backend=command' '--price-in=-1' arg; do
	exits 2 "usage: $o" digest-report "$o" </dev/null
done

# Lines from elsewhere, threads that are gone.
notmuch search --output=threads subject:lock_all_vcpus >"$tmp/bare"
echo thread:00000000000fffff >>"$tmp/bare"
exits 1 "bare lines, one of a thread that is not there" digest-report --backend=extract --language=en <"$tmp/bare"
said 'thread:00000000000fffff: no such thread' "is named"
like "$(cat "$tmp/out")" '^### Thread 1: Question about lock' "the rest is done"
sed 's/^thread:[0-9a-f]*/thread:00000000000ffff0/;1q' "$tmp/list" >"$tmp/gone"
sed -n 2p "$tmp/list" >>"$tmp/gone"
exits 1 "a line whose thread is gone" digest-report --backend=extract --language=en <"$tmp/gone"
said 'thread:00000000000ffff0: no such thread' "is named"
like "$(cat "$tmp/out")" 'could not be read' "and its section says so"
is "$(grep -c '^### Thread' "$tmp/out")" 2 "the others are done"

# A report on days that are over is the one that one would have got on their last evening: mail after them changes nothing.
days() {
	digest-threads --header --since 2025-02-03 --until 2025-02-05 to:kvmarm | digest-tag | digest-state | digest-group |
		tee "$tmp/list-$1" | SOURCE_DATE_EPOCH=1740000000 digest-report --backend=extract --language=en >"$tmp/report-$1"
}
days whole
mkdir -p "$tmp/then/mail/cur" "$tmp/then/mail/new" "$tmp/then/mail/tmp"
notmuch search --output=files 'date:..@1738799999' | while read -r file; do cp "$file" "$tmp/then/mail/cur"; done
nmconfig "$tmp/then/config" "$tmp/then/mail"
NOTMUCH_CONFIG=$tmp/then/config notmuch new --quiet
NOTMUCH_CONFIG=$tmp/then/config days cut
is "$(find "$tmp/then/mail/cur" -type f | wc -l)" "$(notmuch count 'date:..@1738799999')" "the mail that was there then"
ok "is not all that there is now" test "$(notmuch count '*')" -gt "$(notmuch count 'date:..@1738799999')"
is "$(cut -f2-10,12 "$tmp/list-whole" | sort)" "$(cut -f2-10,12 "$tmp/list-cut" | sort)" "the same list, whatever came later"
same "$tmp/report-whole" "$tmp/report-cut" "the same report"
done_testing
