#!/bin/sh
# A command as the model: prompt on its standard input, answer on its standard output.
. tests/lib.sh
. tests/faultd.sh

# Numbers that no other run of this test waits for.
n=$((10000000 + $$ * 10))

# one NAME EXPECTED COMMAND [OPTION...]
one() {
	one_name=$1 one_expected=$2 one_command=$3
	shift 3
	ask --backend command --command "$one_command" "$@"
	like "$(cat "$tmp/out")" "^q $one_expected\$" "$one_name"
	case $one_expected in ok*) is "$status" 0 "$one_name: status" ;; *) is "$status" 1 "$one_name: status" ;; esac
}

put "q	What is new?"
one "it gets the prompt" 'ok YOU SUMMARISE.\\n\\nWHAT IS NEW\?' 'tr a-z A-Z'
one "any exit but 0 is a failure" 'failed the command exited with 3' 'echo answer; exit 3'
one "with its last words" 'failed the command exited with 3: second' 'printf "first\nsecond\n" >&2; exit 3'
one "what it says is made harmless" 'failed the command exited with 1: a \[31mred' 'printf "a\t\033[31mred" >&2; exit 1'
one "no such command" 'failed the command exited with 127: .*not found' 'no-such-command-anywhere'
one "a signal" 'failed the command was ended by signal 9 \(Killed\)' 'kill -9 $$'
one "nothing printed" 'failed the command printed nothing' 'cat >/dev/null'
one "only blanks printed" 'failed the command printed nothing: sorry' 'echo " "; echo sorry >&2'
one "thinking is removed" 'ok open' 'printf "<think>\nsecret</think>\n\nopen\n"'
one "not UTF-8" 'ok a��b' 'printf "a\377\376b"'
one "it need not read" 'ok yes' 'echo yes' --filler 5000000
one "75 is asked again" 'failed \(retries 4\) the command exited with 75 \(5 tries\)' 'exit 75' --backoff 0.005
one "a deadline" 'failed \(retries 4\) the command had not ended after 0 s \(5 tries\)' 'sleep 1000 | cat' --whole 0.1 --backoff 0.005
one "it does not stop" 'failed the command does not stop printing: more than 4 MiB' 'yes'
one "it does not stop talking" 'failed the command exited with 1: y' 'yes | head -c 20000000 >&2; exit 1'
one "what it leaves behind" 'ok done' 'sleep 1000 & echo done'
one "what it leaves behind and will not go" 'ok done' "(trap '' TERM; exec sleep $n) & sleep 0.2; echo done"
ok "it is gone all the same" sh -c "! pgrep -fx 'sleep $n'"
one "it closes its output early" 'ok early' 'echo early; exec >&- 2>&-; sleep 0.3'
one "/dev/stdin can be opened" 'ok .*What is new\?' 'cat /dev/stdin'

# Large prompts, many at once: nobody waits for anybody.
i=0
while [ $i -lt 16 ]; do i=$((i + 1)); echo "q$i"; done >"$tmp/in"
began=$(date +%s%N)
ask --backend command --command 'cat; sleep 0.3' --filler 1500000 --jobs 8
took=$((($(date +%s%N) - began) / 1000000))
is "$(grep -c ' ok ' "$tmp/out")" 16 "sixteen prompts of 1.5 MB each come back"
awk '{ if (length($0) < 1500000) bad++ } END { exit bad > 0 }' "$tmp/out"
is $? 0 "all of each"
ok "eight at once ($took ms)" test "$took" -lt 4000

# More at once than the machine allows: fewer, then.
ask_few() {
	# shellcheck disable=SC3045 # every shell here has it
	ulimit -n 24
	ask --backend command --command 'sleep 0.1; echo yes' --jobs 16
	cat "$tmp/out"
}
is "$(ask_few | grep -c ' ok .*yes')" 16 "where files run out, the others wait"

# They do not outlive us, however we go.
for sig in TERM HUP PIPE KILL; do
	n=$((n + 1))
	put q
	# Under nohup(1) HUP is ignored, and a shell cannot change that; python3 ignores PIPE.
	python3 -c 'import os, signal, sys; [signal.signal(s, signal.SIG_DFL) for s in (signal.SIGHUP, signal.SIGPIPE)]; os.execv(sys.argv[1], sys.argv[1:])' \
		"$llm_ask" --backend command --command "exec sleep $n" <"$tmp/in" >/dev/null 2>&1 &
	pid=$!
	for _ in 1 2 3 4 5 6 7 8 9 10; do pgrep -fx "sleep $n" >/dev/null && break; sleep 0.3; done
	ok "SIG$sig: it runs" pgrep -fx "sleep $n"
	kill -s "$sig" $pid
	wait $pid 2>/dev/null
	for _ in 1 2 3 4 5 6 7 8 9 10; do pgrep -fx "sleep $n" >/dev/null || break; sleep 0.1; done
	ok "SIG$sig: it is gone" sh -c "! pgrep -fx 'sleep $n'"
done

done_testing
