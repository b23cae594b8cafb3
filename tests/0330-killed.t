#!/bin/sh
# A run that is killed, twenty times over: the next one asks only for what is missing, and the report is the same in the end
. tests/lib.sh
. tests/faultd.sh
use_example
SOURCE_DATE_EPOCH=1739145600
export SOURCE_DATE_EPOCH
digest-threads --week 2025-W06 to:kvmarm | digest-tag | digest-state | digest-group >"$tmp/list"
threads=$(wc -l <"$tmp/list")
printf '%s\n' 'head 200' 'drip 0.035' 'sign openai' end | script sign

prefix=
# start SERVER FILE: a report in the background, its process in $pid
start() {
	$prefix digest-report --backend=openai --endpoint="http://127.0.0.1:$port/$1/v1" --language=en --jobs=2 -o "$2" <"$tmp/list" \
		>"$tmp/stdout" 2>"$tmp/stderr" &
	pid=$!
}
# What was asked, and what is in the cache (a kill may leave some that was not in place yet): the same hash for the same question.
asked_now() {
	for b in "$tmp/bodies/sign".*[0-9]; do
		[ -e "$b" ] && sha256sum <"$b" | cut -d ' ' -f 1
	done
}
kept_now() {
	find "$tmp/cache" -type f ! -name '*.tmp' -exec grep -hoE 'Signed [0-9a-f]{64}' {} + 2>/dev/null | cut -d ' ' -f 2
}

seed=$(date +%N | sed 's/^0*//')
note "seed $seed"
: >"$tmp/known"
again=0 killed=0 requests=0 torn=0 round=0
while [ $round -lt 20 ]; do
	round=$((round + 1))
	rm -f "$tmp/bodies"/*
	start sign "$tmp/report.md"
	sleep "$(awk -v s="$((seed + round))" 'BEGIN { srand(s); printf "%.3f", 0.1 + rand() * 0.7 }')"
	kill -9 $pid 2>/dev/null && killed=$((killed + 1))
	wait $pid 2>/dev/null
	asked_now >"$tmp/asked"
	sort -u "$tmp/asked" >"$tmp/asked.once" # what was on its way at the kill may be counted here, too
	requests=$((requests + $(wc -l <"$tmp/asked")))
	again=$((again + $(sort "$tmp/known" "$tmp/asked.once" | uniq -d | wc -l)))
	kept_now | sort -u >"$tmp/known"
	# Whole sections only, and no report before it is complete.
	[ ! -e "$tmp/report.md" ] || [ "$(tail -n 1 "$tmp/report.md" | grep -c '^Model: ')" = 1 ] || torn=$((torn + 1))
done
is "$again" 0 "no answer that was kept is asked for again ($killed kills, $requests requests, $(sort -u "$tmp/known" | wc -l) answers kept)"
ok "some runs were killed in the middle" test "$killed" -ge 3
is "$torn" 0 "no report is there before it is complete"

printf '%s\n' 'head 200' 'sign openai' end | script sign
start sign "$tmp/report.md"
wait $pid
is $? 0 "the last run completes"
ok "it has taken the place of what was unfinished" test ! -e "$tmp/report.md.part"
is "$(kept_now | sort -u | wc -l)" "$threads" "every answer was kept"
XDG_CACHE_HOME=$tmp/fresh start sign "$tmp/undisturbed.md"
wait $pid
# Hashes differ with nothing, the last line with what was in the cache.
sed '$d' "$tmp/report.md" >"$tmp/a"
sed '$d' "$tmp/undisturbed.md" >"$tmp/b"
same "$tmp/a" "$tmp/b" "the report is that of an undisturbed run"
rm -f "$tmp/bodies"/*
start sign "$tmp/report.md"
wait $pid
is "$(asked_now | wc -l)" 0 "the same week again asks for nothing"

# Ctrl-C: what is done is kept, the report is not there, FILE.part shows how far it came.
rm -rf "$tmp/cache" "$tmp/report.md" "$tmp/bodies"/*
# A shell's job in the background ignores SIGINT, unless it is told not to.
# shellcheck disable=SC2317 # called by way of $prefix
interruptible() {
	exec python3 -c 'import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execvp(sys.argv[1], sys.argv[1:])' "$@"
}
printf '%s\n' 'head 200' 'drip 0.1' 'sign openai' end | script sign
prefix=interruptible
start sign "$tmp/report.md"
prefix=
for _ in $(seq 100); do
	grep -q ' 3/' "$tmp/stderr" && break
	sleep 0.05
done
kill -INT $pid
wait $pid
is $? 130 "Ctrl-C ends it"
ok "no report is there" test ! -e "$tmp/report.md"
has "$tmp/report.md.part" '^### Thread ' "but what was written of it"
kept=$(kept_now | wc -l)
ok "what was answered is kept ($kept)" test "$kept" -ge 3
printf '%s\n' 'head 200' 'sign openai' end | script sign
rm -f "$tmp/bodies"/*
start sign "$tmp/report.md"
wait $pid
is "$?:$(asked_now | wc -l)" "0:$((threads - kept))" "the next run asks for the rest"
sed '$d' "$tmp/report.md" >"$tmp/a"
same "$tmp/a" "$tmp/b" "and the report is the same"

# One new mail: one thread is asked about.
private_copy
cat >"$mail/new-1.eml" <<-MAIL
	From: Ann Author <ann@example.org>
	To: kvmarm@lists.linux.dev
	Message-ID: <new-1@example.org>
	In-Reply-To: <$(notmuch search --output=messages "$(cut -f1 "$tmp/list" | sed -n 2p | cut -d ' ' -f 1)" | head -1 | sed 's/^id://')>
	Date: Sun, 09 Feb 2025 10:00:00 +0000
	Subject: Re: one more

	One more word on this.
MAIL
notmuch new --quiet
digest-threads --week 2025-W06 to:kvmarm | digest-tag | digest-state | digest-group >"$tmp/list"
rm -f "$tmp/bodies"/*
start sign "$tmp/report.md"
wait $pid
is "$?:$(asked_now | wc -l):$(wc -l <"$tmp/list")" "0:1:$threads" "a week with one new mail asks about one thread"
done_testing
