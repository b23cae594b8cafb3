# shellcheck shell=sh disable=SC2154
# tests/tmux.sh - programs on a terminal, by tmux; sourced after lib.sh
#
#   terminal COLUMNS LINES COMMAND   start it; the shell that runs it gets what is exported here
#   press KEY...                     as tmux send-keys takes them
#   screen ERE NAME                  a line of the screen matches, soon; $tmp/screen is what it shows
#   terminal_end
# Each key waits for the screen that the one before brought: nothing here counts on a program being fast.

terminals=0
terminal() {
	# A server of its own: one that is ending takes no new session.
	terminals=$((terminals + 1))
	socket=$tmp/tmux$terminals
	tmux -S "$socket" -f /dev/null new-session -d -x "$1" -y "$2" "$3; echo ENDED \$?; sleep 600"
	tmux -S "$socket" set-option -g status off
	trap 'terminal_end; rm -rf "$tmp"' EXIT
}

press() {
	tmux -S "$socket" send-keys "$@"
}

# Look at it, until a line matches or a minute is over, less once something did not come. Where $nudge is set the window changes its width now and then: aerc 0.14
# may not draw what it has opened before something else happens.
nudge=''
patience=300
look() { # ERE
	for i in $(seq "$patience"); do
		if [ -n "$nudge" ] && [ $((i % 10)) -eq 0 ]; then
			tmux -S "$socket" resize-window -x $((nudge + i / 10 % 2))
		fi
		tmux -S "$socket" capture-pane -p >"$tmp/screen" 2>/dev/null
		grep -Eq -e "$1" "$tmp/screen" && return
		sleep 0.2
	done
	return 1
}

screen() {
	if look "$1"; then pass "$2"; else
		fail "$2"
		patience=25
		note "expected: a line of the screen matches $1"
		note "$(cat "$tmp/screen")"
	fi
}

# The same with escape sequences, for colours.
colours() {
	tmux -S "$socket" capture-pane -p -e >"$tmp/colours"
}

terminal_end() {
	tmux -S "$socket" kill-server 2>/dev/null
}
