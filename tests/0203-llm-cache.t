#!/bin/sh
# Nothing is paid twice: an answer that was finished is never asked for again, whatever happened in between.
. tests/lib.sh
. tests/faultd.sh

printf '%s\n' 'head 200' 'echo openai' end | script echo
e=http://127.0.0.1:$port/echo/v1

put "a	first words" "b	second words" "c	third words"
ask --endpoint "$e" --cache
cp "$tmp/out" "$tmp/plain"
is "$status:$(asked echo)" "0:3" "three questions, three requests"
ask --endpoint "$e" --cache --totals
is "$(sed 's/ (cached)//' "$tmp/out")" "$(cat "$tmp/plain")" "the same answers again"
is "$(grep -c '(cached)' "$tmp/out"):$(asked echo)" "3:3" "from the cache"
like "$(cat "$tmp/err")" '^answered 3 failed 0 cached 3 tries 0 retries 0 in 0 out 0 ' "and cost nothing"
ask --endpoint "$e"
is "$(grep -c '(cached)' "$tmp/out"):$(asked echo)" "0:6" "without a cache they are asked again"

# Who is asked what decides; who asks does not.
n=6
for o in "--model other" "--max-tokens 99"; do
	# shellcheck disable=SC2086
	ask --endpoint "$e" --cache $o
	n=$((n + 3))
	is "$(asked echo)" "$n" "asked anew: $o"
done
printf '%s\n' 'head 200' 'echo openai' end | script echo2
ask --endpoint "http://127.0.0.1:$port/echo2/v1" --cache
is "$(asked echo2)" 3 "asked anew: another path"
DIGEST_API_KEY=another-key ask --endpoint "$e" --cache
is "$(asked echo)" "$n" "not anew: another key"
ask --endpoint "$e" --cache --jobs 3 --context 9999
is "$(asked echo)" "$n" "not anew: more jobs, another context"

# Files: ours alone, and no key in them.
DIGEST_API_KEY=sk-very-secret ask --endpoint "$e" --cache --model secret
is "$(find "$tmp/cache" -type f ! -perm 0600 | wc -l):$(find "$tmp/cache" -mindepth 1 -type d ! -perm 0700 | wc -l)" "0:0" \
	"files are 0600, directories 0700"
ok "there are some" test "$(find "$tmp/cache" -type f | wc -l)" -ge 12
ok "no key stands in them" sh -c "! grep -r very-secret '$tmp/cache'"

# The same question twice in a run is asked once.
printf '%s\n' 'head 200' 'wait 0.3' 'echo openai' end | script slow
put "a	same" "b	same" "c	same" "d	different"
ask --endpoint "http://127.0.0.1:$port/slow/v1" --cache --jobs 4
is "$(sort "$tmp/out" | sed 's/ (cached)//' | tr '\n' ' ')$(asked slow)" "a ok same b ok same c ok same d ok different 2" \
	"questions that are the same are asked once"

# What failed, and what was cut short by a fault, is not kept; an answer that the limit cut is.
printf '%s\n' 'head 403' end | script refuse
put q
ask --endpoint "http://127.0.0.1:$port/refuse/v1" --cache
ask --endpoint "http://127.0.0.1:$port/refuse/v1" --cache
is "$(asked refuse)" 2 "a failure is not kept"
printf '%s\n' 'head 200' \
	'send "data: {\"choices\":[{\"delta\":{\"content\":\"Half\"},\"finish_reason\":\"length\"}]}\n\ndata: [DONE]\n\n"' end |
	script long
ask --endpoint "http://127.0.0.1:$port/long/v1" --cache
ask --endpoint "http://127.0.0.1:$port/long/v1" --cache
is "$(cat "$tmp/out"):$(asked long)" "q ok (cut) (cached) Half:1" "an answer cut at the limit is kept, and says so"

# What was too long for it is not sent again for a while, unless somebody says that its context is another.
cat <<'END' | script short
head 400 application/json
send "{\"error\":{\"message\":\"too long\",\"type\":\"exceed_context_size_error\",\"n_ctx\":4096}}"
END
put q
ask --endpoint "http://127.0.0.1:$port/short/v1" --cache
cp "$tmp/out" "$tmp/long"
ask --endpoint "http://127.0.0.1:$port/short/v1" --cache --totals
same "$tmp/out" "$tmp/long" "what was too long is so the next time"
like "$(asked short) $(cat "$tmp/err")" '^1 .*|^answered 0 .* tries 0 .* room 3008 ' "and is not sent again; what was learned of the context is known"
ask --endpoint "http://127.0.0.1:$port/short/v1" --cache --context 8192
is "$(asked short)" 2 "with another context it is"

# The server is gone: what is in the cache is still there.
put "a	first words" "x	unknown"
ask --endpoint "$e" --cache
faultd_stop
put "a	first words" "y	unknown as well"
ask --endpoint "$e" --cache
like "$(cat "$tmp/out")" '^a ok \(cached\) first words$' "without a server: what is known"
like "$status $(cat "$tmp/out")" '^1 .*|^y failed .*no connection' "and a failure for what is not"

# No place to keep anything: a warning, and all goes on.
faultd_pids=
faultd_start
XDG_CACHE_HOME=/proc/nowhere ask --endpoint "http://127.0.0.1:$port/echo/v1" --cache
is "$status:$(grep -c ok "$tmp/out"):$(grep -c 'answers are not kept' "$tmp/err")" "0:2:1" "no cache directory: one warning"

# kill -9 at twenty random moments: what was said to be done is not asked for again, and in the end all is there.
printf '%s\n' 'head 200' 'drip 0.01' 'echo openai' end | script kill
e=http://127.0.0.1:$port/kill/v1
i=0
while [ $i -lt 40 ]; do i=$((i + 1)); printf 'q%d\tthe answer to question %d is long enough\n' $i $i; done >"$tmp/in"
: >"$tmp/known"
seed=$(date +%N | sed 's/^0*//')
note "seed $seed"
asked_again=0 kills=0 round=0
while [ $round -lt 20 ]; do
	round=$((round + 1))
	rm -f "$tmp"/bodies/kill.*
	: >"$tmp/out"
	"$llm_ask" --endpoint "$e" --cache --jobs 3 <"$tmp/in" >"$tmp/out" 2>/dev/null &
	sleep "$(awk -v s="$((seed + round))" 'BEGIN { srand(s); printf "%.3f", 0.05 + rand() * 0.25 }')"
	kill -9 $! 2>/dev/null && kills=$((kills + 1))
	wait $! 2>/dev/null
	for b in "$tmp"/bodies/kill.*[0-9]; do
		[ -e "$b" ] || continue
		q=$(grep -o 'question [0-9]* ' "$b" | head -1)
		grep -qx "$q" "$tmp/known" && asked_again=$((asked_again + 1))
	done
	sed -n 's/^q\([0-9]*\) ok .*$/question \1 /p' "$tmp/out" >>"$tmp/known"
done
is "$asked_again" 0 "no finished answer was asked for again ($kills kills, $(sort -u "$tmp/known" | wc -l) of 40 were finished)"
ok "some runs were killed in the middle" test "$kills" -ge 5
ask --endpoint "$e" --cache --jobs 3
sed 's/ (cached)//' "$tmp/out" | sort >"$tmp/after"
XDG_CACHE_HOME=$tmp/fresh ask --endpoint "$e" --cache --jobs 3
sort "$tmp/out" >"$tmp/undisturbed"
same "$tmp/after" "$tmp/undisturbed" "in the end all is as in an undisturbed run"
before=$(asked kill)
ask --endpoint "$e" --cache --jobs 3
is "$(asked kill)" "$before" "and then nothing is asked"

done_testing
