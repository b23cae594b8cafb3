#!/bin/sh
# digest-group: order, joined fragments and versions, what is not nice
. tests/lib.sh
use_example
tab=$(printf '\t')
digest-threads --week 2025-W06 to:kvmarm | digest-tag >"$tmp/list"

exits 0 "the example's week, nothing joined" digest-group --merge=none <"$tmp/list"
cp "$tmp/out" "$tmp/none"
sort "$tmp/list" >"$tmp/a"
sort "$tmp/none" >"$tmp/b"
same "$tmp/b" "$tmp/a" "--merge=none only orders"
is "$(cut -f2 "$tmp/none" | uniq)" "$(printf 'PATCH\nRFC\nQuestion\nGIT PULL')" "groups in the order of a report"
is "$(awk -F'\t' '$2 == g && $4 > n { bad++ } { g = $2; n = $4 } END { print bad + 0 }' "$tmp/none")" "0" \
	"most new messages first"

exits 0 "fragments joined" digest-group <"$tmp/list"
cp "$tmp/out" "$tmp/split"
title='Remove cyclical dependency in arm_pmuv3.h'
is "$(grep -c "$title" "$tmp/none")" "3" "three threads of one patch"
is "$(grep -c "$title" "$tmp/split")" "1" "become one"
line=$(grep "$title" "$tmp/split")
is "$(echo "$line" | cut -f1 | wc -w)" "3" "it names all three"
is "$(echo "$line" | cut -f4,5)" "$(grep "$title" "$tmp/none" | awk -F'\t' '{ n += $4; t += $5 } END { print n "\t" t }')" \
	"its messages are those of the three"
is "$(echo "$line" | cut -f5)" "$(notmuch count "$(echo "$line" | cut -f1)")" "... as notmuch counts them, given column 1 as a query"
like "$(echo "$line" | cut -f12)" '^\[PATCH v2\]' "its subject is the patch's"
is "$(awk -F'\t' '{ t += $5 } END { print t }' "$tmp/split")" "217" "no mail is lost"
is "$(wc -l <"$tmp/split")" "25" "nothing else is joined"
exits 0 "again" digest-group <"$tmp/split"
same "$tmp/out" "$tmp/split" "running twice changes nothing"

exits 0 "all versions joined" digest-group --merge=series <"$tmp/list"
like "$(grep 'timer fixes for 6.14' "$tmp/out" | cut -f1,12)" 'thread:[^ ]* thread:[^ ]*	\[PATCH 0/3\]' "v1 and v2 in one line"
is "$(awk -F'\t' '{ t += $5 } END { print t }' "$tmp/out")" "217" "no mail is lost"
digest-state <"$tmp/list" >"$tmp/state"
digest-group --merge=series <"$tmp/state" >"$tmp/out"
is "$(cut -f10 "$tmp/out" | grep -v '^-$' | sort | uniq -d)" "" "after digest-state no series stands in two lines"

order() {
	digest-group --merge=none "$@" <"$tmp/list" | cut -f2 | uniq | tr '\n' ';'
}
is "$(order --order 'Question,GIT PULL')" "Question;GIT PULL;PATCH;RFC;" "--order, the usual order behind it"
is "$(order --order 'git pull, rfc')" "GIT PULL;RFC;PATCH;Question;" "case and blanks do not matter"
is "$(DIGEST_GROUPS='RFC;Question' order)" "RFC;Question;PATCH;GIT PULL;" "the setting"
is "$(DIGEST_GROUPS=RFC order --order Question)" "Question;PATCH;RFC;GIT PULL;" "the option beats it"
sed "1s/${tab}[A-Z]*${tab}/${tab}Zebra${tab}/; 2s/${tab}[A-Z]*${tab}/${tab}-${tab}/; 3s/${tab}[A-Z]*${tab}/${tab}Aardvark${tab}/" \
	"$tmp/none" >"$tmp/own"
is "$(digest-group --merge=none <"$tmp/own" | cut -f2 | uniq | tail -3 | tr '\n' ';')" "Aardvark;Zebra;-;" \
	"groups of one's own follow, threads without one come last"

# A line stays apart where its numbers mean something else.
sed "s/$title/&/; /v2.*$title/s/2025-02-09T23:59:59Z/2025-02-08T23:59:59Z/" "$tmp/none" |
	awk -F'\t' -v OFS='\t' -v t="$title" 'index($12, t) && !done++ { $11 = "*" } { print }' >"$tmp/scopes"
is "$(digest-group <"$tmp/scopes" | grep -c "$title")" "2" "another scope or end is not joined"

printf '# first\n\n' | cat - "$tmp/list" >"$tmp/comments"
digest-group <"$tmp/comments" >"$tmp/out"
is "$(head -1 "$tmp/out")" "# first" "comments pass"
sed "s/\$/${tab}x${tab}y/" "$tmp/list" | digest-group >"$tmp/out"
is "$(awk -F'\t' 'NF != 14 || $13 != "x" || $14 != "y"' "$tmp/out")" "" "columns beyond the twelfth pass, of joined lines too"
cut -f1 "$tmp/list" | digest-group >"$tmp/out"
is "$(wc -l <"$tmp/out")" "25" "bare lines will do"
cat "$tmp/list" "$tmp/list" | digest-group >"$tmp/out"
is "$(wc -l <"$tmp/out")" "25" "a thread that stands twice stands once"

# Without a database. libnotmuch loses its message about that; to know that it was libnotmuch takes the slow way up the stack.
NOTMUCH_CONFIG=$tmp/none-there ASAN_OPTIONS=${ASAN_OPTIONS-}:fast_unwind_on_malloc=0
export NOTMUCH_CONFIG ASAN_OPTIONS
exits 0 "--merge=none needs no database" digest-group --merge=none <"$tmp/list"
same "$tmp/out" "$tmp/none" "and orders all the same"
grep Question "$tmp/list" >"$tmp/one"
exits 0 "nor does a list without patches" digest-group <"$tmp/one"
exits 1 "a list with patches does" digest-group <"$tmp/list"
said 'notmuch database' "and says so in a line"
exits 2 "an unknown option" digest-group --bogus </dev/null
exits 2 "a merge that is none" digest-group --merge=all </dev/null
exits 2 "an argument" digest-group file </dev/null
exits 0 "an empty list" digest-group </dev/null
is "$(wc -c <"$tmp/out")" "0" "is empty"
echo 'no list' >"$tmp/bad"
exits 1 "a line that is none" digest-group --merge=none <"$tmp/bad"
said 'standard input:1' "is named"
digest-group --merge=none <"$tmp/list" >/dev/full 2>"$tmp/err"
is "$?" "1" "a full disk"
done_testing
