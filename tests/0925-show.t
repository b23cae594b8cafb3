#!/bin/sh
# notmuch digest show on terminals of several widths, in English and Chinese: nothing is wider, nothing is torn
. tests/lib.sh
command -v tmux >/dev/null || skip_all "no tmux here"
command -v lowdown >/dev/null || skip_all "no lowdown here"
. tests/tmux.sh
use_example
private_copy
SOURCE_DATE_EPOCH=1739145600 # 2025-02-10, a Monday
export SOURCE_DATE_EPOCH
notmuch config set digest.lists en zh
notmuch config set digest.en.query to:kvmarm
notmuch config set digest.zh.query to:kvmarm
notmuch config set digest.zh.language zh
notmuch config set digest.zh.title '邮件列表「KVM/ARM」每周报告，标题足够长，以便在窄的终端上也要折行，一次或者两次，甚至三次以上：这样才能看出来，第二行是否对齐'
notmuch digest --quiet --week last --all >/dev/null
# What a model writes: no blanks, where lowdown could break a line.
# shellcheck disable=SC2016 # Markdown
for n in 1 2 3 4 5 6; do
	printf '### Thread %d: [PATCH v%d] KVM: arm64: 修复 vCPU 的时序问题 🚦\n\n' "$n" "$n"
	printf '**这是什么** 这个补丁修复了在**虚拟机**退出时寄存器没有保存的问题，作者认为应当在 `kvm_arch_vcpu_load()` 里处理，而不是在中断处理程序里，因为那里不能睡眠。📧📊\n\n'
	printf -- '- 维护者回复说：「这样做会影响性能，请先测量一下」，并且要求增加自测程序，否则不会合并这个系列，[\\[7\\]](https://lore.kernel.org/r/x@y)\n'
	printf '  - 第二层的列表也要在窄的终端上对齐，哪怕其中有全角标点符号：（例如括号、引号“”和书名号《》）以及一些 English words 混在中间。\n\n'
done >"$tmp/model.md"
cat >"$tmp/look.py" <<'END'
"""A screen as tmux has it: lines that are too wide, or that begin where only headings do."""
import re, sys, unicodedata
columns = int(sys.argv[2])
heading = False
for line in open(sys.argv[1], encoding="utf-8"):
    line = line.rstrip()
    if line == "(END)": # the pager's own
        continue
    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else not unicodedata.combining(c) for c in line)
    if width > min(columns, 82):
        print("wide:", line)
    # What the terminal broke itself goes on at its left edge.
    if line and line[0] not in " #:~" and not heading:
        print("torn:", line)
    heading = line.startswith("#") or (heading and line != "")
END
for list in en zh "$tmp/model.md"; do
	for columns in 40 80 120; do
		terminal "$columns" 40 "notmuch digest show $list"
		case $list in en) first='Mailing list report' ;; zh) first='邮件列表' ;; *) first='### Thread 1' ;; esac
		screen "$first" "${list##*/}, $columns columns"
		wrong='' coloured=''
		for page in 1 2 3 4 5 6; do
			cp "$tmp/screen" "$tmp/before"
			[ "$page" -gt 1 ] || sed -i '1,/^$/d' "$tmp/screen"
			wrong="$wrong$(python3 "$tmp/look.py" "$tmp/screen" "$columns")"
			colours
			! grep -Eq "$(printf '\033')\\[([0-9;]*;)?[39][0-9]m" "$tmp/colours" || coloured=1
			# Nothing comes after the end.
			! grep -q '^(END)' "$tmp/screen" || break
			press Space
			for _ in $(seq 50); do
				tmux -S "$socket" capture-pane -p >"$tmp/screen"
				cmp -s "$tmp/screen" "$tmp/before" || break
				sleep 0.1
			done
		done
		is "$wrong" "" "no line is too wide or torn"
		is "${coloured-}" 1 "there are colours"
		terminal_end
	done
done
done_testing
