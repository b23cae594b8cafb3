#!/bin/sh
# As fast as the server allows, in little memory, over few connections.
. tests/lib.sh
. tests/faultd.sh

questions() { awk -v n="$1" 'BEGIN { for (i = 1; i <= n; i++) printf "q%d\tquestion %d\n", i, i }' >"$tmp/in"; }

# 27 asks, 8 at a time, 30 to 90 words each at one in 20 ms. The best that can be done is to give each that comes next to the
# first place that is free; how long each takes the server itself tells.
printf '%s\n' 'head 200' 'pace 30-90 0.02' end | script paced
questions 27
ask --endpoint "http://127.0.0.1:$port/paced/v1" --jobs 8
is "$(grep -c ' ok word0 word1 ' "$tmp/out")" 27 "27 answers"
python3 - "$tmp/log" <<-'END' >"$tmp/schedule"
	import heapq, sys
	began, took = {}, {}
	for line in open(sys.argv[1]):
	    name, n, _, seconds = line.split()
	    if name == "paced":
	        began[int(n)] = float(seconds)
	    elif name == "paced-end":
	        took[int(n)] = float(seconds)
	free = [0.0] * 8
	for n in sorted(began):
	    heapq.heapreplace(free, free[0] + took[n])
	seen = max(began[n] + took[n] for n in began) - min(began.values())
	print("%.2f %.2f" % (seen, max(free)))
END
read -r took best <"$tmp/schedule"
ok "at most 1.1 times the best possible schedule ($took s of $best s)" awk "BEGIN { exit !($took <= 1.1 * $best) }"
is "$(awk '$1 == "paced" { print $3 }' "$tmp/log" | sort -u | wc -l)" 8 "over eight connections"

# A server that bears two at a time, and says 429 to more: all are answered, over ever fewer refusals.
printf '%s\n' 'limit 2' 'head 200' 'wait 0.1' 'echo openai' end | script narrow
questions 27
ask --endpoint "http://127.0.0.1:$port/narrow/v1" --jobs 8 --backoff 0.05
is "$(grep -c ' ok ' "$tmp/out")" 27 "a server that bears two at a time answers all"
refused=$(($(asked narrow) - 27))
ok "and has to refuse few ($refused)" test "$refused" -le 27

# A server with one slot lets the others wait, without a byte: no deadline runs out while it works.
printf '%s\n' 'queue' 'head 200' 'wait 0.4' 'echo openai' end | script slot
questions 6
ask --endpoint "http://127.0.0.1:$port/slot/v1" --jobs 6 --first 1 --idle 1
is "$(grep -c ' ok question' "$tmp/out")" 6 "a server with one slot answers all, first byte after 2 s or not"

# One job: one connection, one after the other.
printf '%s\n' 'head 200' 'echo openai' end | script one
questions 20
ask --endpoint "http://127.0.0.1:$port/one/v1"
is "$(awk '$1 == "one" { print $3 }' "$tmp/log" | sort -u | wc -l)" 1 "one job uses one connection"
is "$(cut -d ' ' -f 1 "$tmp/out" | tr '\n' ' ')" "$(cut -f 1 "$tmp/in" | tr '\n' ' ')" "and keeps the order"

# Questions that follow from answers: the caller has none for a while, and then again.
questions 5
ask --endpoint "http://127.0.0.1:$port/one/v1" --jobs 2 --again
is "$(grep -c ' ok ' "$tmp/out"):$(grep -c '^q[0-9][+] ok ' "$tmp/out")" "10:5" "an answer may lead to another question"

# A stream that lasts does not keep another from being shown: text arrives as it is sent.
printf '%s\n' 'head 200' 'pace 10 0.05' end | script live
questions 2
ask --endpoint "http://127.0.0.1:$port/live/v1" --jobs 2 --stream
ok "text is handed on piece by piece" test "$(grep -o '\[' "$tmp/err" | wc -l)" -ge 15

# Memory and processor time, with eight fat streams of a megabyte or more each.
if [ -x /usr/bin/time ]; then
	limit=65536
	# A sanitizer keeps what was freed, to see it used again; it does so by itself up to 256 MiB.
	if grep -q __asan_init "$llm_ask"; then limit=600000; fi
	word=$(printf '%01000d' 7)
	{ printf '%s\n' 'head 200'; printf 'times 2000 send "data: {\\"choices\\":[{\\"delta\\":{\\"content\\":\\"%s \\"}}]}\\n\\n"\n' "$word"; printf '%s\n' 'send "data: [DONE]\n\n"' end; } |
		script fat
	questions 24
	/usr/bin/time -f '%M %U %S' -o "$tmp/time" "$llm_ask" --endpoint "http://127.0.0.1:$port/fat/v1" --jobs 8 --filler 300000 <"$tmp/in" >"$tmp/out" 2>"$tmp/err"
	is "$(grep -c ' ok ' "$tmp/out")" 24 "24 answers of 2 MB, eight at once"
	# shellcheck disable=SC2046
	set -- $(cat "$tmp/time")
	ok "in at most 64 MiB ($1 KiB)" test "$1" -le $limit
	note "$1 KiB, $2 s user, $3 s system for 48 MB of text"

	# Garbage without a line end costs no memory either.
	printf '%s\n' 'head 200' "times forever send \"$(printf '%016384d' 0)\"" | script garbage
	questions 8
	/usr/bin/time -f '%M' -o "$tmp/time" "$llm_ask" --endpoint "http://127.0.0.1:$port/garbage/v1" --jobs 8 <"$tmp/in" >"$tmp/out" 2>"$tmp/err"
	ok "eight streams of garbage: at most 64 MiB ($(tail -n 1 "$tmp/time") KiB)" test "$(tail -n 1 "$tmp/time")" -le $limit
else
	skip "no /usr/bin/time"
fi

done_testing
