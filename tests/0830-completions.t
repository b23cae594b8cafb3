#!/bin/sh
# Completions: each shell that is here offers what the commands take, and nothing that they do not know
. tests/lib.sh
use_example
private_copy
notmuch config set digest.lists kvmarm kvm
commands='notmuch-digest digest-threads digest-tag digest-state digest-group digest-text digest-report digest-html digest-deliver digest-mail digest-new digest-due digest-here digest-pick digest-ids digest-maildir notmuch-digest-fetch notmuch-digest-init'
mkdir -p "$XDG_DATA_HOME/notmuch-digest"
touch "$XDG_DATA_HOME/notmuch-digest/kvmarm-2025-W06.md"

# The options that a command's --help tells of; the driver's are those of digest-report, too.
options() {
	{
		"$1" --help
		[ "$1" != notmuch-digest ] || digest-report --help
	} | grep -oE -e '--[a-z]+(-[a-z]+)*' | sort -u
	printf '%s\n' --help --version
	[ "$1" != digest-report ] || echo --output
}
for command in $commands; do
	options "$command" | sort -u >"$tmp/$command"
done
# What is offered beside what there is: missing +, unknown -.
differ() { # COMMAND FILE
	sort -u "$2" | diff "$tmp/$1" - | sed -n 's/^[<>]/&/p'
}

if command -v bash >/dev/null; then
	cat >"$tmp/bash" <<-'END'
		# WORD...: complete the last one.
		. examples/completions/notmuch-digest.bash
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		if [ "$1" = notmuch ]; then _notmuch_digest; else __notmuch_digest; fi
		printf '%s\n' "${COMPREPLY[@]}"
	END
	complete_bash() {
		bash "$tmp/bash" "$@" | sort -u
	}
	for command in $commands; do
		complete_bash "$command" -- >"$tmp/got"
		is "$(differ "$command" "$tmp/got")" "" "bash: options of $command"
	done
	is "$(complete_bash notmuch digest '' | tr '\n' ' ')" 'fetch init kvm kvmarm show ' "bash: lists and commands"
	is "$(complete_bash notmuch digest --week last kvma)" kvmarm "bash: a list"
	is "$(complete_bash notmuch-digest --language = z)" zh "bash: a value after ="
	is "$(complete_bash notmuch-digest --backend oll)" ollama "bash: a value"
	is "$(complete_bash digest-threads --format '' | tr '\n' ' ')" 'json tsv ' "bash: each command's own formats"
	like "$(complete_bash notmuch-digest --week "$(date +%Y)-W0")" '^[0-9]{4}-W01$' "bash: weeks"
	is "$(complete_bash digest-html "$XDG_DATA_HOME/notmuch-digest/kv")" "$XDG_DATA_HOME/notmuch-digest/kvmarm-2025-W06.md" "bash: kept reports"
	is "$(complete_bash notmuch digest fetch --with '' | tr '\n' ' ')" 'git lei ' "bash: ways of fetching"
	complete_bash notmuch digest init -- >"$tmp/got"
	is "$(differ notmuch-digest-init "$tmp/got")" "" "bash: options of notmuch digest init"
	is "$(complete_bash notmuch digest show kvmarm 2025)" 2025-W06 "bash: weeks that are kept"
	is "$(complete_bash notmuch digest show -- | tr '\n' ' ')" '--help --links ' "bash: options of notmuch digest show"
else
	skip "no bash here"
fi

if command -v fish >/dev/null; then
	# shellcheck disable=SC2016 # fish expands it
	complete_fish() {
		fish --no-config -c 'source examples/completions/notmuch-digest.fish; complete -C "$argv[1]"' "$1" 2>&1 |
			cut -f1 | sort -u
	}
	for command in $commands; do
		complete_fish "$command --" >"$tmp/got"
		is "$(differ "$command" "$tmp/got")" "" "fish: options of $command"
	done
	complete_fish "notmuch digest --" | grep -vxe '--config' -e '--uuid' >"$tmp/got"
	is "$(differ notmuch-digest "$tmp/got")" "" "fish: options of notmuch digest"
	like "$(complete_fish 'notmuch digest init --no' | tr '\n' ' ')" '--no-fetch' "fish: options of notmuch digest init"
	is "$(complete_fish 'notmuch digest show --links')" --links "fish: an option of notmuch digest show"
	like "$(complete_fish 'notmuch digest k' | tr '\n' ' ')" '^kvm kvmarm ' "fish: lists"
	is "$(complete_fish 'digest-report --language=z')" --language=zh "fish: a value"
else
	skip "no fish here"
fi

if command -v zsh >/dev/null; then
	# zsh completes on a terminal only. The widget says when its list stands there, so that nobody waits for longer or not long enough.
	cat >"$tmp/zsh.py" <<-'END'
		# LINE...: complete each; what is offered below "= LINE"
		import os, pty, re, select, sys, time
		pid, fd = pty.fork()
		if pid == 0:
		    os.environ.update(TERM="dumb", PS1="", ZDOTDIR="/nonexistent", COLUMNS="400", LINES="200")
		    os.execvp("zsh", ["zsh", "-f", "-i"])
		def read(until, limit=60):
		    data, end = b"", time.time() + limit
		    while time.time() < end and until not in data:
		        if select.select([fd], [], [], 0.2)[0]:
		            try:
		                data += os.read(fd, 65536)
		            except OSError:
		                break
		    return data.decode("utf-8", "replace")
		def send(line):
		    os.write(fd, line.encode())
		send("fpath=($PWD/examples/completions $fpath); autoload -Uz compinit; compinit -u -D; "
		     "LISTMAX=99999; setopt listrowsfirst; zstyle ':completion:*' list-packed no; "
		     "offer() { zle list-choices; zle -R; print LIS''TED; BUFFER= }; zle -N offer; "
		     "bindkey '^X' offer; stty -echo cols 400 rows 200; PS1=; print REA''DY\n")
		read(b"READY")
		for line in sys.argv[1:]:
		    send(line + "\x18")
		    text = read(b"LISTED")
		    print("= " + line)
		    print("\n".join(sorted(set(re.findall(r"--[a-z]+(?:-[a-z]+)*|\b(?:kvm|kvmarm|show|zh|en|2025-W06)\b", text)))))
		send("exit\n")
	END
	offered_by_zsh() { # LINE
		awk -v line="= $1" '/^= / { on = $0 == line; next } on' "$tmp/zsh"
	}
	set --
	for command in $commands; do
		set -- "$@" "$command --"
	done
	python3 "$tmp/zsh.py" "$@" 'notmuch-digest init --' 'notmuch-digest show --' 'notmuch digest show 20' 'notmuch digest ' >"$tmp/zsh"
	for command in $commands; do
		offered_by_zsh "$command --" | grep -- '^--' >"$tmp/got"
		is "$(differ "$command" "$tmp/got")" "" "zsh: options of $command"
	done
	offered_by_zsh 'notmuch-digest init --' | grep -- '^--' >"$tmp/got"
	is "$(differ notmuch-digest-init "$tmp/got")" "" "zsh: options of notmuch-digest init"
	is "$(offered_by_zsh 'notmuch-digest show --' | grep -- '^--' | tr '\n' ' ')" '--help --links ' "zsh: options of notmuch-digest show"
	is "$(offered_by_zsh 'notmuch digest show 20' | grep W)" 2025-W06 "zsh: weeks that are kept"
	is "$(offered_by_zsh 'notmuch digest ' | grep -xE 'kvm|kvmarm|show' | tr '\n' ' ')" 'kvm kvmarm show ' \
		"zsh: notmuch digest, lists and commands"
else
	skip "no zsh here"
fi
done_testing
