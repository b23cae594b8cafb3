#!/bin/sh
# Joins and splits in every week of real mail, counted by tests/series-check, which knows nothing of the filters
. tests/lib.sh
use_corpus
blank=' '

for week in $(seq -f '2022-W%02g' 26 52) 2023-W01; do
	echo "= $week"
	digest-threads --week "$week" '*' | digest-tag | digest-state | digest-group
done >"$tmp/weeks"
exits 0 "no two authors' series joined, no version split, in any week" \
	tests/series-check "$(notmuch config get database.path)" <"$tmp/weeks"
note "$(cat "$tmp/out" "$tmp/err")"

# The series column: one key never stands for two authors, whatever the window.
digest-threads '*' | digest-state | digest-group --merge=series >"$tmp/all"
{ echo "= all mail"; cat "$tmp/all"; } >"$tmp/one"
exits 0 "nor with all versions of all mail joined" tests/series-check "$(notmuch config get database.path)" <"$tmp/one"
note "$(cat "$tmp/out" "$tmp/err")"

# The check itself: two authors' lines made one, and a joined line cut in two, are found.
grep -v "${blank}thread:" "$tmp/all" | grep "PATCH" | awk -F'\t' -v OFS='\t' 'NR == 1 { one = $1; next }
	NR == 12 { $1 = one " " $1 } { print }' | { echo "= wrong"; cat; } >"$tmp/wrong"
exits 1 "a join of two authors' would be found" tests/series-check "$(notmuch config get database.path)" <"$tmp/wrong"
digest-threads '*' | digest-group --merge=none | { echo "= cut"; cat; } >"$tmp/cut"
exits 1 "a split would be found" tests/series-check "$(notmuch config get database.path)" <"$tmp/cut"
done_testing
