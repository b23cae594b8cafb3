#!/bin/sh
# Where digest-report gets its key from, and that it stands nowhere
. tests/lib.sh
. tests/faultd.sh
use_example
SOURCE_DATE_EPOCH=1739145600
export SOURCE_DATE_EPOCH
notmuch search --output=threads subject:lock_all_vcpus | digest-state >"$tmp/list"
printf '%s\n' 'head 200' 'echo openai' end | script echo

# report [OPTION...]
# shellcheck disable=SC2317 # called by exits
report() {
	digest-report --backend=openai --endpoint="http://127.0.0.1:$port/echo/v1" --language=en --quiet --no-cache "$@" <"$tmp/list"
}
bearer() { tr -d '\r' <"$tmp/bodies/echo.$(asked echo).head" | sed -n 's/^Authorization: Bearer //p'; }

exits 0 "a command that prints a key and more" report --api-key-command='cat; echo sk-first; echo second'
is "$(bearer)" sk-first "its first line is the key"
is "$(grep -c '^### Thread' "$tmp/out")" 1 "the list is not for it to read"
printf '[digest]\napi_key_command=echo sk-configured\n' | cat "$NOTMUCH_CONFIG" - >"$tmp/config.key"
(
	NOTMUCH_CONFIG=$tmp/config.key
	export NOTMUCH_CONFIG
	report >"$tmp/out" && bearer
	DIGEST_API_KEY=sk-environment report >"$tmp/out" && bearer
	DIGEST_API_KEY=sk-environment report --api-key-command='echo sk-option' >"$tmp/out" && bearer
) >"$tmp/keys"
is "$(tr '\n' ' ' <"$tmp/keys")" "sk-configured sk-environment sk-option " "an option beats the environment, which beats the configuration"
exits 0 "a provider's variable" env OPENAI_API_KEY=sk-theirs digest-report --endpoint="http://127.0.0.1:$port/echo/v1" --quiet --no-cache \
	<"$tmp/list"
is "$(bearer)" "" "goes to that provider's host only"

before=$(asked echo)
# refused COMMAND REASON
refused() {
	exits 1 "a key command that fails: $1" report --api-key-command="$1"
	said "^digest-report: api_key_command: $2" "is told of in a line"
}
refused 'exit 3' 'Child process exited with code 3$'
refused 'kill -9 $$' 'Child process killed by signal 9$'
refused 'true' 'its first line is empty$'
refused 'echo; echo key' 'its first line is empty$'
refused 'yes' 'it does not stop printing$'
refused 'echo sk-key; exit 1' 'Child process exited with code 1$'
exits 1 "a key with a blank in it" report --api-key-command='echo "sk-very secret"'
said 'the API key has white space' "is refused"
lacks "$tmp/err" 'sk-' "and not printed"
is "$(asked echo)" "$before" "nothing was sent"
exits 0 "--dry-run" report --dry-run --api-key-command="touch $tmp/ran; echo sk-key"
ok "does not ask for a key" test ! -e "$tmp/ran"

# Nowhere.
DIGEST_API_KEY=sk-VERY-SECRET
export DIGEST_API_KEY
printf '%s\n' 'head 200' 'drip 0.05' 'words openai "The key is sk-VERY-SECRET, is it not? No."' end | script tells
digest-report --backend=openai --endpoint="http://127.0.0.1:$port/tells/v1" --language=en --verify=off <"$tmp/list" >"$tmp/report" \
	2>"$tmp/report.err" &
for _ in $(seq 100); do
	[ "$(asked tells)" -gt 0 ] && break
	sleep 0.02
done
cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' ' ' >"$tmp/argv"
wait $!
has "$tmp/report" '^The key is \[key\], is it not\? No\.$|^The key is \\\[key\\\], is it not' "a server that repeats it does not get it into a report"
report --dry-run >"$tmp/dry"
report --print-prompt >"$tmp/prompt"
rm -f "$tmp"/bodies/*.head
rm "$tmp/scripts/tells"
is "$(grep -rl VERY-SECRET "$tmp")" "" "it is in no file: report, messages, cache, prompt, --dry-run, arguments of a process"
done_testing
