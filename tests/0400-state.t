#!/bin/sh
# digest-state: states, tags, series; each vector is a few mails and what stands of their threads
. tests/lib.sh

# shellcheck disable=SC2317 # called by index_once
split_vectors() {
	for v in "$top"/tests/vectors/state-*.in; do
		name=$(basename "$v" .in)
		mkdir -p "$name/cur" "$name/new" "$name/tmp"
		awk -v to="$name/cur/" 'BEGIN { n = 1 } /^=====$/ { n++; next } { print >(to n ":2,S") }' "$v"
	done
}
# Vectors that changed are indexed anew.
index_once "state-$(cat tests/vectors/state-*.in | cksum | tr -d "[:blank:]")" split_vectors
tab=$(printf '\t')

# state, subject, and the ledger's facts of each line, as the vectors have them.
cat >"$tmp/facts.py" <<'END'
import json, re, sys
def source(f): return f['name'] or f['address']
def facts_of(l):
    facts = []
    for a in l['applied']:
        facts.append('applied %s%s by %s%s' % (','.join(map(str, a['patches'])), ' told' if a['told'] else '', source(a),
                                              ' to ' + a['to'] if a['to'] else '') + (' dropped' if a['dropped'] else ''))
    for n in l['naks']:
        facts.append('nak ' + source(n) + (' withdrawn' if n['withdrawn'] else ''))
    for t in l['trailers']:
        facts.append('%s %d %s%s%s' % (t['tag'], t['patch'], source(t), ' own' if t['own'] else '',
                                       ' carried' if t['carried'] else ''))
    for r in l['reports']:
        facts.append('report %d %s %s %s%s' % (r['patch'], r['severity'], r['config'], r['what'],
                                              ' stands' if r['stands'] else ''))
    return '; '.join(facts)
for line in sys.stdin:
    d = json.loads(line)
    l = d['ledger']
    subject = re.sub(r'^(Re: )?(\[[^]]*\] )', '', d['subject'])
    also = ''.join('||%s %s|%s' % (o['state'], o['versions'][-1]['title'], facts_of(o)) for o in l['also'])
    print('%s %s|%s%s' % (d['state'], subject, facts_of(l), also))
END

for v in tests/vectors/state-*.in; do
	name=$(basename "$v" .in)
	digest-threads "path:$name/**" | sort -t"$tab" -k7,7 -k12,12 >"$tmp/list"
	exits 0 "$name" digest-state --format=json <"$tmp/list"
	python3 "$tmp/facts.py" <"$tmp/out" >"$tmp/facts"
	sed 1d "tests/vectors/$name.expected" >"$tmp/expected"
	same "$tmp/facts" "$tmp/expected" "$name: $(sed -n '1s/^# //p' "tests/vectors/$name.expected")"
done

series() {
	digest-threads "path:state-$1/**" | sort -t"$tab" -k7,7 -k12,12 | digest-state | cut -f10
}
keys() {
	series "$1" | awk '!($0 in n) { n[$0] = ++k } { printf "%d", n[$0] }'
}
for name in superseded retitled change-id fragment; do
	is "$(keys $name)" "11" "$name: one key for both"
done
is "$(digest-threads 'path:state-long-ago/**' | digest-state --format=json | grep '\[PATCH v2' |
	python3 -c 'import json, sys; print(len(json.load(sys.stdin)["ledger"]["versions"]))')" 1 \
	"long-ago: the new one does not look back so far"
is "$(digest-threads --since 2025-03-03 --until 2025-03-04T10:10:30 'path:state-also/**' | digest-state --format=json | python3 -c '
import json, sys
ledger = json.load(sys.stdin)["ledger"]
print(*(word["name"] for word in [ledger["last_word"]] + [other["last_word"] for other in ledger["also"]]), sep=", ")')" \
	'Ann Author, Bob Reviewer, Mia Maintainer' "also: the last word on each series is one on that series"
is "$(keys rfc)" "112" "rfc: two authors, two keys"
is "$(keys resent)" "111" "resent: one key"
like "$(series applied)" '^[0-9a-f]{12}$' "a key is twelve hexadecimal digits"
is "$(series other | sort -u)" "-" "what is no patch has none"

# What the head of a report says of them.
glance() {
	digest-threads "path:state-$1/**" | digest-tag | digest-state | digest-report --backend=extract --language=en |
		sed -n '/^## .*At a glance/,/^---/p'
}
like "$(glance part)" ' — \[Mia Maintainer\]\([^ ]*\), 2 of 3 patches$' "what was applied in part is not told as applied"
like "$(glance linux-next)" ' — as told by \[Eve Else\]\([^ ]*\)$' "who tells of it did not apply it"
like "$(glance applied)" '\) — \[Mia Maintainer\]\([^ ]*\)$' "who applied all is named alone"
like "$(glance two-robots)" ' — \[kernel test robot\]\([^ ]*two-robots-b@' "the report that stands is named, not the last"

# The window's end: what comes later does not exist.
is "$(digest-threads --until 2025-03-03 'path:state-applied/**' | digest-state | cut -f3)" "unanswered" \
	"before it was applied it was not applied"
is "$(digest-threads --until 2025-03-04 'path:state-superseded/**' | digest-state | cut -f3)" "reviewed" \
	"before v2 was posted nothing was superseded"
is "$(digest-threads --since 2025-03-03 --until 2025-03-04 'path:state-fragment/**' | digest-state | cut -f3 | sort -u)" \
	"unanswered" "a fragment elsewhere ends with the window, too"

# Excluded mail does not exist.
notmuch search --output=messages 'path:state-applied/**' >/dev/null
private_copy
notmuch tag +deleted -- id:applied-b@example.org
is "$(digest-threads 'path:state-applied/**' | digest-state | cut -f3)" "unanswered" "an excluded answer is none"

# The list around it.
printf '# a comment\n' >"$tmp/list"
digest-threads 'path:state-applied/**' | sed "s/\$/${tab}extra/" >>"$tmp/list"
echo 'id:nak-a@example.org' >>"$tmp/list"
exits 0 "comments, columns beyond the twelfth, bare lines" digest-state <"$tmp/list"
is "$(sed -n 1p "$tmp/out")" "# a comment" "the comment passes"
like "$(sed -n 2p "$tmp/out")" "${tab}extra\$" "the column passes"
is "$(cut -f3 "$tmp/out" | sed -n '3p')" "nak" "a bare id is its thread"
digest-state <"$tmp/out" >"$tmp/twice"
same "$tmp/twice" "$tmp/out" "running twice changes nothing"
is "$(digest-state --format=json <"$tmp/list" | wc -l)" "2" "JSON has threads only"

# What is not nice.
exits 0 "an empty list" digest-state </dev/null
is "$(wc -c <"$tmp/out")" "0" "is empty"
printf 'thread:00000000000fffff\tPATCH\tsome\t1\t1\t1\t2025-03-03T10:00:00Z\t2025-03-03T10:00:00Z\t-\t-\t-\tgone\n' >"$tmp/gone"
exits 1 "a thread that does not exist" digest-state <"$tmp/gone"
said 'thread:00000000000fffff' "is named once"
same "$tmp/out" "$tmp/gone" "and passes as it came"
rm "$mail"/state-tried/cur/2*
exits 1 "a file that is gone" digest-state <<END
id:tried-a@example.org
END
said 'id:tried-b@example.org' "is named"
is "$(cut -f3 "$tmp/out")" "discussed" "the rest still counts"
exits 2 "an unknown option" digest-state --bogus </dev/null
exits 2 "a format that is none" digest-state --format=xml </dev/null
exits 2 "an argument" digest-state file </dev/null
exits 0 "--help" digest-state --help
exits 0 "--version" digest-state --version
digest-state <"$tmp/list" >/dev/full 2>"$tmp/err"
is "$?" "1" "a full disk"
NOTMUCH_CONFIG=$tmp/none
exits 1 "no database" digest-state <"$tmp/list"
said 'notmuch database' "is one line"
done_testing
