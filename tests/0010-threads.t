#!/bin/sh
# digest-threads: which threads, what each column says, windows, what is not nice
. tests/lib.sh
use_example
week="date:@1738540800..@1739145599"

exits 0 "a week of the example" digest-threads --week 2025-W06 to:kvmarm
cp "$tmp/out" "$tmp/week"
is "$(cut -f1 "$tmp/week" | sort)" "$(notmuch search --output=threads "to:kvmarm and $week" | sort)" \
	"the threads that notmuch search lists"
is "$(cut -f1 "$tmp/week" | head -5)" "$(notmuch search --output=threads "to:kvmarm and $week" | head -5)" \
	"in the order of notmuch search"
is "$(awk -F'\t' '{ n += $4 } END { print n }' "$tmp/week")" "$(notmuch count "to:kvmarm and $week")" "new as notmuch counts"
is "$(awk -F'\t' '{ n += $5 } END { print n, NR }' "$tmp/week")" "217 27" "217 mails in 27 threads"
is "$(awk -F'\t' 'NF != 12' "$tmp/week")" "" "twelve columns each"
bad=
while IFS='	' read -r thread _ _ new total people _; do
	[ "$new" = "$(notmuch count "$thread and $week")" ] || bad="$bad $thread:new"
	[ "$total" = "$(notmuch count "$thread")" ] || bad="$bad $thread:total"
	[ "$people" = "$(notmuch address --output=sender --deduplicate=address "$thread" | sed 's/.*<//; s/>//' |
		tr '[:upper:]' '[:lower:]' | sort -u | wc -l)" ] || bad="$bad $thread:people"
done <"$tmp/week"
is "$bad" "" "new, total and people of each thread as notmuch counts them"

line=$(grep 'Errata management for VM Live migration' "$tmp/week" | grep 'v5')
is "$(echo "$line" | cut -f7)" "2025-01-24T15:17:28Z" "first: the date of the first message, long before the window"
is "$(echo "$line" | cut -f9)" "2025-02-09T23:59:59Z" "end: Sunday's last second"
is "$(echo "$line" | cut -f11)" "(to:kvmarm) and $week" "scope: the query and the absolute window"

exits 0 "everything, without a window" digest-threads '*'
is "$(cut -f9,11 "$tmp/out" | sort -u)" "-	-" "no end, no scope"
exits 0 "everything of a week" digest-threads --week 2025-W06 '*'
is "$(cut -f11 "$tmp/out" | sort -u)" "$week" "of * the window alone is the scope"

SOURCE_DATE_EPOCH=1739145600
export SOURCE_DATE_EPOCH
exits 0 "--week last" digest-threads --week last to:kvmarm
same "$tmp/out" "$tmp/week" "--week last on Monday is the week that is over"
exits 0 "--days" digest-threads --days 7 to:kvmarm
is "$(cut -f11 "$tmp/out" | sort -u)" "(to:kvmarm) and date:@1738540800..@1739145600" "--days 7 is 7 times 24 hours up to now"
exits 0 "--since" digest-threads --since 2025-02-03 --until 2025-02-09 to:kvmarm
same "$tmp/out" "$tmp/week" "--since and --until take whole days, both included"
exits 0 "--since with time and zone" digest-threads --since '2025-02-03 01:00+01:00' --until 2025-02-09T23:59:59Z to:kvmarm
same "$tmp/out" "$tmp/week" "dates with a time and a zone"
exits 0 "--since @" digest-threads --since @1738540800 --until @1739145599 to:kvmarm
same "$tmp/out" "$tmp/week" "seconds since 1970"
unset SOURCE_DATE_EPOCH

TZ=Europe/Berlin digest-threads --week 2025-W13 --header to:kvmarm >"$tmp/dst"
is "$(sed -n 2p "$tmp/dst")" "#period	2025-03-23T23:00:00Z	2025-03-30T21:59:59Z" \
	"a week in which the clock changes has 167 hours, local time"
is "$(digest-threads --week 2026-W53 --header '*' | sed -n 2p)" "#period	2026-12-28T00:00:00Z	2027-01-03T23:59:59Z" "week 53 where there is one"

for w in 2025-W53 2025-W00 2025-W6 2025-06 last-week ''; do
	exits 2 "no such week: '$w'" digest-threads --week "$w" '*'
done
for d in 2025-02-30 yesterday @ @x 2025-02-03T25:00 '2025-02-03 10:00 pm'; do
	exits 2 "no date: '$d'" digest-threads --since "$d" '*'
done
exits 2 "--days 0" digest-threads --days 0 '*'
exits 2 "two windows" digest-threads --days 1 --week last '*'
exits 2 "an unknown option" digest-threads --frob '*'
exits 2 "no query anywhere" digest-threads --week 2025-W06
like "$(cat "$tmp/err")" 'digest\.query' "names the setting"
DIGEST_QUERY=to:kvmarm
export DIGEST_QUERY
exits 0 "the query from the environment" digest-threads --week 2025-W06
same "$tmp/out" "$tmp/week" "DIGEST_QUERY"
unset DIGEST_QUERY

exits 0 "JSON" digest-threads --format=json --week 2025-W06 to:kvmarm
is "$(python3 -c '
import json, sys
for line in sys.stdin:
    o = json.loads(line)
    print("\t".join("-" if o[k] is None else str(o[k]) for k in
          "threads group state new total people first last end series scope subject".split()))' <"$tmp/out" |
	cmp - "$tmp/week" && echo same)" same "--format=json says the same"
exits 0 "--header" digest-threads --header --week 2025-W06 to:kvmarm
is "$(sed -n 1p "$tmp/out")" "#threads	group	state	new	total	people	first	last	end	series	scope	subject" "names the columns"

exits 0 "a query that finds nothing" digest-threads --week 2025-W06 from:nobody
is "$(cat "$tmp/out" "$tmp/err")" "" "prints nothing"
exits 1 "a query that cannot be run" digest-threads 'date:foo..bar'
said '^digest-threads: .*date:foo\.\.bar' "says so in one line"
for q in 'subject:"kvm' '(subject:kvm' 'subject:kvm)' 'from:ann) or (from:bob' '"a" "'; do
	exits 2 "a query that would take the window in: $q" digest-threads --week 2025-W06 "$q"
	is "$(cat "$tmp/out")" "" "lists nothing"
	like "$(head -1 "$tmp/err")" '^digest-threads: query .*: a (quotation mark|parenthesis) is ' "and says why"
done
exits 0 "parentheses in quotation marks" digest-threads --week 2025-W06 'subject:"a (b" or (subject:")" and to:kvmarm)'
exits 1 "a full disk" sh -c 'digest-threads "*" >/dev/full'
said '^digest-threads: standard output: No space left on device' "says so in one line"
sh -c 'digest-threads "*"; echo $? >&2' 2>"$tmp/err" | head -1 >/dev/null
like "$(cat "$tmp/err")" '^(0|141)$' "| head ends it without a word"
NOTMUCH_CONFIG=$tmp/none
export NOTMUCH_CONFIG
exits 1 "no database" digest-threads '*'
said '^digest-threads: notmuch database: ' "says so in one line"
exits 0 "--help" digest-threads --help
exits 0 "--version" digest-threads --version
done_testing
