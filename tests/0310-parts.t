#!/bin/sh
# A thread that is larger than the model's context: read in parts, none lost, said in the section
. tests/lib.sh
. tests/faultd.sh
SOURCE_DATE_EPOCH=1739145600
export SOURCE_DATE_EPOCH
if [ -e "$corpus" ]; then use_corpus; else use_example; fi
digest-threads '*' | sort -t"$(printf '\t')" -k5,5nr | head -1 | digest-state >"$tmp/list"
mails=$(cut -f5 "$tmp/list")
note "a thread of $mails mails, a context of 4,096 tokens"

script roomy <<'X'
reader 8192
X
script narrow <<'X'
reader 4096
X

# report SERVER [OPTION...]
# shellcheck disable=SC2317 # called by exits
report() {
	report_server=$1
	shift
	digest-report --backend=openai --endpoint="http://127.0.0.1:$port/$report_server/v1" --context=4096 --language=en --jobs=4 \
		--quiet "$@" <"$tmp/list"
}

# The documents of the parts that a server got, in their order, what they were told again of left out: parts NAME
parts() {
	python3 - "$tmp/bodies" "$1" <<-'END_OF_PYTHON'
		import glob, json, re, sys
		divisions = {}  # parts that were refused were divided anew, into more
		for f in glob.glob("%s/%s.*" % tuple(sys.argv[1:])):
		    if f.endswith(".head"):
		        continue
		    user = json.load(open(f))["messages"][-1]["content"]
		    which = re.search(r"^This is part (\d+) of (\d+)", user, re.M)
		    if which:
		        divisions.setdefault(int(which[2]), {})[int(which[1])] = re.search(
		            r"^===== BEGIN PART \w+ =====\n(.*)^===== END PART", user, re.M | re.S)[1]
		of = max(divisions)
		print(len(divisions[of]) == of, file=sys.stderr)
		sys.stdout.write("".join(divisions[of][i] for i in sorted(divisions[of])))
	END_OF_PYTHON
}

exits 0 "read in parts" report roomy
cp "$tmp/out" "$tmp/report.md"
is "$(cat "$tmp/err")" "" "without a word on stderr"
n=$(sed -n "s/^\*Larger than the model's context, so read in \([0-9]*\) parts.*/\1/p" "$tmp/report.md")
like "$n" '^[1-9]' "the section says in how many: $n"
has "$tmp/report.md" '^\*Larger .* Notes taken: [0-9]+; left out because their words are in no mail: [0-9]+, for want of room: [0-9]+\.\*$' \
	"how many notes were taken, and how many left out"
is "$(asked roomy)" $((n + 1)) "one request for each part, one for the summary"
has "$tmp/report.md" '^- .* writes so \[\\\[[0-9]+\\\]\]\(https://' "the summary's evidence is found in the mails"
parts roomy >"$tmp/document" 2>"$tmp/all"
is "$(cat "$tmp/all")" True "each part was sent"
report roomy --context=9000000 --print-prompt | sed -n '/^===== BEGIN THREAD/,/^===== END THREAD/p' | sed '1d;$d' >"$tmp/whole"
same "$tmp/document" "$tmp/whole" "the parts together are the document, nothing is lost, nothing twice"
is "$(grep -cE '^(\| )*\[[0-9]+\] [^,]*, 20[0-9-]* [0-9:]*Z' "$tmp/document")" "$mails" "each mail begins in one of them"
before=$(asked roomy)
exits 0 "once more" report roomy
sed '$d' "$tmp/out" >"$tmp/again"
sed '$d' "$tmp/report.md" >"$tmp/first"
same "$tmp/again" "$tmp/first" "the same report, but for what it took"
is "$(asked roomy)" "$before" "nothing is asked twice"

# A server that takes less than it was said to.
exits 0 "a server that refuses some parts as too long" report narrow --context=6000 --max-tokens=1024
has "$tmp/out" "^\*Larger than the model's context, so read in [0-9]+ parts" "they are made smaller until it takes them"
parts narrow >"$tmp/document" 2>/dev/null
same "$tmp/document" "$tmp/whole" "and nothing is lost"

# Nobody said how large the context is: the server does when it refuses; and when it cuts prompts without a word its count does.
script tells <<'X'
reader 4096
X
script cuts <<'X'
reader 4096 cuts
X
# shellcheck disable=SC2317 # called by exits
plain() {
	plain_server=$1
	shift
	digest-report --backend=openai --endpoint="http://127.0.0.1:$port/$plain_server/v1" --language=en --jobs=4 --quiet "$@"
}
exits 0 "a server that tells its context" plain tells <"$tmp/list"
is "$(cat "$tmp/err")" "" "without a word on stderr"
has "$tmp/out" "^\*Larger than the model's context, so read in [0-9]+ parts" "is asked in parts"
parts tells >"$tmp/document" 2>/dev/null
same "$tmp/document" "$tmp/whole" "and nothing is lost"
exits 0 "a server that cuts prompts in silence" plain cuts <"$tmp/list"
said '^digest-report: 127.0.0.1:[0-9]*: the server saw only 4096 of some [0-9]+ tokens: it cut the prompt; give it a larger context, and set digest.context to it$' \
	"is told of, once"
has "$tmp/out" "^\*Larger than the model's context, so read in [0-9]+ parts" "and asked in parts that it need not cut"
lacks "$tmp/out" 'What I saw of it' "what it answered to a cut prompt is in no section"
parts cuts >"$tmp/document" 2>/dev/null
same "$tmp/document" "$tmp/whole" "and nothing is lost"
for s in tells cuts; do
	before=$(asked $s)
	exits 0 "the next run with the server that $s" plain $s <"$tmp/list"
	is "$(cat "$tmp/err"):$(asked $s)" ":$before" "asks nothing, not even what was too long"
done
exits 1 "where it leaves no room for an answer" plain cuts --max-tokens=4000 <"$tmp/list"
has "$tmp/out" '^No summary: the model.s context is too small .*: the server saw only 4096 of .* it cut the prompt; .* Instead, an extract\.$' \
	"the section says why, with advice"

# For want of room not all notes go into the last question: of the mails at the end there are as well as of those at the beginning.
python3 - "$tmp/bodies" <<-'END_OF_PYTHON' >"$tmp/spread"
	import glob, json, re, sys
	for f in glob.glob(sys.argv[1] + "/tells.*"):
	    if f.endswith(".head"):
	        continue
	    user = json.load(open(f))["messages"][-1]["content"]
	    notes = re.search(r"^===== BEGIN NOTES \w+ =====\n(.*)^===== END NOTES", user, re.M | re.S)
	    if notes:
	        cited = [int(n) for n in re.findall(r' \[(\d+) "', notes[1])]
	        mails = int(re.search(r"It was read in (\d+) parts", user)[1]), max(cited), min(cited)
	        print(len(cited) >= 4, *mails)
END_OF_PYTHON
note "enough notes, parts, last and first mail cited: $(cat "$tmp/spread")"
is "$(awk -v mails="$mails" '{ print $1, ($3 > mails * 0.8), ($4 < mails * 0.2) }' "$tmp/spread" | sort -u)" "True 1 1" \
	"the notes that there is room for are of the whole thread"

# A small thread for which there is room if the answer is given less: asked whole.
digest-threads '*' | awk -F'\t' '$5 < 3' | digest-state >"$tmp/few"
plain none --dry-run <"$tmp/few" | grep -v '^#' | sort -n | head -1 >"$tmp/dry"
tokens=$(cut -f1 "$tmp/dry")
grep "^$(cut -f3 "$tmp/dry")" "$tmp/few" >"$tmp/small"
echo "reader $((2 * tokens))" | script roomless
exits 0 "a thread that fits if the answer gets less room" plain roomless <"$tmp/small"
is "$(asked roomless)" 2 "is asked once more"
lacks "$tmp/out" '^\*Larger' "as a whole"
is "$(grep -ho '"max_tokens":[0-9]*' "$tmp/bodies/roomless.1" "$tmp/bodies/roomless.2" | tr '\n' ' ')" \
	"\"max_tokens\":4096 \"max_tokens\":$((tokens / 2)) " "with a fourth of the context for the answer"

# Too little for anything.
exits 1 "a context in which nothing has room" report roomy --context=1800
said 'thread:[0-9a-f]*: the model.s context is too small' "says so"
has "$tmp/out" '^No summary: the model.s context is too small .* Instead, an extract\.$' "and so does the section"

# A part that fails for good: no half a summary.
script broken <<'X'
head 400 application/json
send "{\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\"}}"
end
---
reader 8192
X
exits 1 "a part that fails for good" report broken
has "$tmp/out" '^No summary: HTTP 400, bad request: no\. Instead, an extract\.$' "the section says why and has the extract"
exits 0 "the next run" report broken
has "$tmp/out" '^\*Larger than' "completes it"
done_testing
