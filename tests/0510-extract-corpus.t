#!/bin/sh
# The extract of every thread of real mail: verbatim, rightly attributed, and short
. tests/lib.sh
use_corpus
show=$B/tests/extract-show
mail=$(notmuch config get database.path)

digest-threads '*' >"$tmp/all"
exits 0 "extracts of all threads" "$show" <"$tmp/all"
mv "$tmp/out" "$tmp/items"
exits 0 "verbatim, rightly attributed, at most twelve" tests/extract-check "$mail" <"$tmp/items"
note "$(tail -20 "$tmp/out")"
is "$(grep -c '"threads"' "$tmp/items")" "$(wc -l <"$tmp/all")" "every thread"
is "$(grep -cE '"quote":"[^"]*(Signed-off-by|Reviewed-by|Acked-by|Tested-by): [^"]*@' "$tmp/items")" 0 "no trailers"
is "$(grep -cE '"quote":"(@@ |diff --git |index [0-9a-f]+\.\.)' "$tmp/items")" 0 "no diffs"

# With a window, what was said before it stays history, and mail after it does not exist.
for week in 2022-W38 2022-W44 2022-W45; do
	digest-threads --week "$week" '*' >"$tmp/week"
	"$show" <"$tmp/week" >"$tmp/items"
	exits 0 "$week" tests/extract-check "$mail" <"$tmp/items"
	note "$(tail -5 "$tmp/out")"
done
done_testing
