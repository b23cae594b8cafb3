#!/bin/sh
# digest-report with a model: what is sent, what comes into the section, what the run tells
. tests/lib.sh
. tests/faultd.sh
use_example
SOURCE_DATE_EPOCH=1739145600
export SOURCE_DATE_EPOCH
digest-threads --week 2025-W06 to:kvmarm | digest-tag | digest-state | digest-group | head -3 >"$tmp/list"
threads=$(wc -l <"$tmp/list")

# report SERVER [OPTION...] < LIST
# shellcheck disable=SC2317 # called by exits
report() {
	report_server=$1
	shift
	digest-report --backend=openai --endpoint="http://127.0.0.1:$port/$report_server/v1" --language=en "$@"
}

# A streamed answer, byte for byte.
answer='Ann posted a fix; Bob & Carla tested it: 100% of 世界 🙂, "quoted", a - b, (c).'
script plain <<-X
	head 200
	each 1
	words openai "$(printf %s "$answer" | sed 's/"/\\"/g')"
	end
X
exits 0 "a streamed answer" report plain --verify=off --quiet <"$tmp/list"
cp "$tmp/out" "$tmp/report.md"
is "$(cat "$tmp/err")" "" "--quiet is quiet"
is "$(grep -cF "$answer" "$tmp/report.md")" "$threads" "stands in each section as it was sent, byte for byte"
is "$(sed -n '/^#### 🤖 Summary$/,/^#### /p' "$tmp/report.md" | sed -n 3p)" "$answer" "under its heading"
has "$tmp/report.md" "^Model: openai; answers: $threads; tokens: [0-9]+ in, [0-9]+ out\\. Nothing was verified\\.$" "the last line: what it took"
exits 0 "checked" report plain --quiet --model=some_model --price-in=2 --price-out=8 <"$tmp/list"
has "$tmp/out" '^⚠ Ann posted a fix.* \*\(not verified: no mail is cited\)\*$' "what cites nothing is marked"
has "$tmp/out" "^Model: some\\\\_model; answers: $threads; tokens: [0-9]+ in, [0-9]+ out; cost: 0\\.[0-9]{4}\\. Not verified: $threads of $threads" \
	"the last line: cost, and what could not be verified"

# Where the list says nothing of state the report does, too.
exits 0 "the same from the cache" report plain --quiet --model=some_model <"$tmp/list"
has "$tmp/out" "tokens: 0 in, 0 out; from the cache: $threads\\." "costs nothing and says so"
exits 0 "--no-cache" report plain --quiet --no-cache --model=some_model <"$tmp/list"
lacks "$tmp/out" 'from the cache' "asks again"

unset SOURCE_DATE_EPOCH
exits 0 "without SOURCE_DATE_EPOCH" report plain --quiet <"$tmp/list"
has "$tmp/out" '^Model: .*; [0-9]+ s\. ' "the last line has the seconds"
SOURCE_DATE_EPOCH=1739145600
export SOURCE_DATE_EPOCH

# --dry-run.
before=$(wc -l <"$tmp/log")
exits 0 "--dry-run" report plain --dry-run --model=m --price-in=1 --price-out=10 <"$tmp/list"
cp "$tmp/out" "$tmp/dry"
is "$(wc -l <"$tmp/log")" "$before" "sends nothing"
has "$tmp/dry" "^# to 127\\.0\\.0\\.1:$port \\(openai, m\\)\$" "tells where it would go"
is "$(grep -vc '^#' "$tmp/dry")" "$threads" "a line for each thread"
is "$(awk -F'\t' '!/^#/ { n += $1; r += $2 } END { print n, r }' "$tmp/dry")" \
	"$(sed -n 's/^# threads: .* requests: \([0-9]*\); tokens: \([0-9]*\) in.*/\2 \1/p' "$tmp/dry")" "the sums are theirs"
has "$tmp/dry" '; cost: 0\.[0-9]{4} for what is sent, at most 0\.[0-9]{4} in all$' "and the price"
exits 0 "--dry-run without a model" digest-report --dry-run --backend=extract <"$tmp/list"
is "$(cat "$tmp/out")" "# no model is set up: nothing would be sent" "says so"

# Private threads.
private=$(sed -n 1p "$tmp/list" | cut -f1)
secret="id:$(notmuch search --output=messages "$(echo "$private" | sed 's/ / or /g')" | sed -n '2s/^id://p')"
rm -f "$tmp/bodies"/*
exits 0 "a thread with one private mail" report plain --quiet --no-cache --private="$secret" <"$tmp/list"
is "$(find "$tmp/bodies" -name 'plain.*' ! -name '*.head' | wc -l)" $((threads - 1)) "is not sent"
subject=$(sed -n 1p "$tmp/list" | cut -f12)
is "$(cat "$tmp/bodies"/* | grep -cF "Subject: $subject")" 0 "no word of it"
has "$tmp/out" '^Private: not sent to any model\. Instead, an extract\.$' "its section says so"
exits 0 "--dry-run tells of it" report plain --dry-run --private="$secret" <"$tmp/list"
has "$tmp/out" "^# threads: $((threads - 1)); private, not sent: 1;" "apart"
is "$(grep '^# private, not sent: ' "$tmp/out" | cut -f1)" "# private, not sent: $private" "and which it is"
exits 0 "--print-prompt shows nothing of it" report plain --print-prompt --private="$secret" <"$tmp/list"
lacks "$tmp/out" "Subject: .*brbe|$(echo "$subject" | cut -c1-20 | tr '[]' '..')" "not its subject"
exits 0 "a command gets nothing of it either" digest-report --backend=command --command="cat >>$tmp/command; echo x" --quiet --no-cache \
	--private="$secret" <"$tmp/list"
lacks "$tmp/command" "^Subject: $(echo "$subject" | cut -c1-20 | tr '[]' '..')" "not its subject"
exits 1 "a query for private mail that cannot be run" report plain --quiet --no-cache --private='date:foo..bar' <"$tmp/list"
is "$(grep -c '^Private: ' "$tmp/out")" "$threads" "makes all private"

# Failures.
script refuses <<'X'
head 401 application/json
send "{\"error\":{\"message\":\"bad key\",\"type\":\"authentication_error\"}}"
end
X
exits 1 "a server that refuses" report refuses --quiet <"$tmp/list"
has "$tmp/err" '^digest-report: thread:[0-9a-f ]*.*: HTTP 401' "is told for each thread"
is "$(grep -c '^No summary: .*HTTP 401.* Instead, an extract\.$' "$tmp/out")" "$threads" "and in each section, with its extract"
has "$tmp/out" "threads without a summary: $threads" "and in the last line"
script shouts <<'X'
head 400 application/json
send "{\"error\":{\"message\":\"<script>x</script> [here](http://example.org) ![i](http://example.org/i.png) *b*\\n# Head\"}}"
X
exits 1 "a server that shouts markup" report shouts --quiet <"$tmp/list"
lacks "$tmp/out" '(^|[^\\])(<script|\[here\]|!\[i|\*b\*)|^# Head' "does not get it into the report"
exits 75 "no server" digest-report --backend=openai --endpoint=http://127.0.0.1:1/v1 --quiet --retry-wait=0.01 <"$tmp/list"

# Progress.
exits 0 "progress where no terminal is" report plain --no-cache <"$tmp/list"
is "$(grep -cE '^digest-report: [0-9]+/[0-9]+ thread:' "$tmp/err")" "$threads" "a line a thread"
like "$(tail -n 1 "$tmp/err")" "^digest-report: openai: answers: $threads; tokens: [0-9]+ in, [0-9]+ out; from the cache: 0; tried again: 0; threads without a summary: 0; [0-9]+ s\$" \
	"at last what it took"
is "$(wc -l <"$tmp/err")" $((threads + 1)) "and no other"
if command -v script >/dev/null; then
	script paced <<-'X'
		head 200
		pace 20 0.05
		end
	X
	cat >"$tmp/run" <<-RUN
		digest-report --backend=openai --endpoint=http://127.0.0.1:$port/paced/v1 --language=en --no-cache \
			<"$tmp/list" >"$tmp/report" 
	RUN
	command script -qec "sh $tmp/run" /dev/null >"$tmp/tty" 2>&1 </dev/null
	has "$tmp/tty" '\[#*\.*\] [0-9]+/[0-9]+ threads' "progress on a terminal: a bar"
	has "$tmp/tty" '[0-9]+ tokens/s' "tokens a second"
	has "$tmp/tty" '[0-9]+:[0-9][0-9] left' "time left"
	has "$tmp/tty" '  .*word[0-9]+ word[0-9]+' "the words that come in"
	is "$(tail -n 1 "$tmp/tty" | tr -d '\r' | sed 's/.*\x1b\[K//; s/: tokens.*//; s/; .*//')" "digest-report: openai: answers: $threads" \
		"all of which is taken away at the end"
	lacks "$tmp/report" 'tokens/s' "nothing of it is in the report"
else
	skip "no script(1) for a terminal"
fi

# JSON.
exits 0 "--format=json" report plain --quiet --format=json <"$tmp/list"
is "$(python3 -c '
import json, sys
for line in sys.stdin:
    o = json.loads(line)
    s = o["summary"]
    print(o["threads"], len(o["mails"]) == o["total"], o["ledger"] is not None, s["kind"], s["sentences"][0]["fault"])' <"$tmp/out")" \
	"$(awk -F'\t' '{ print $1 " True True model uncited" }' "$tmp/list")" "a line for each thread, with what was verified"
exits 0 "--format=json without a model" digest-report --backend=extract --format=json <"$tmp/list"
is "$(python3 -c '
import json, sys
for line in sys.stdin:
    o = json.loads(line)
    print(all(i["verified"] and o["mails"][i["mail"] - 1]["link"].startswith("https://lore.kernel.org/r/")
              for i in o["summary"]["items"]), len(o["summary"]["items"]) > 0)' <"$tmp/out" | sort -u)" "True True" "the extract as items"
done_testing
