#!/bin/sh
# Claims about two threads as a strong model writes them, and lies of every kind, in English and Chinese
. tests/lib.sh

# shellcheck disable=SC2317 # called by index_once
split_told() {
	mkdir -p cur new tmp
	for vector in told tags; do
		awk -v vector="$vector" 'BEGIN { n = 1 } /^=====$/ { n++; next } { print >("cur/" vector n ":2,S") }' "$top/tests/vectors/$vector.in"
	done
}
index_once "told-$(cat tests/vectors/told.in tests/vectors/tags.in | cksum | tr -d "[:blank:]")" split_told
digest-threads --since 2025-03-03 --until 2025-03-09 '*' | digest-tag | digest-state >"$tmp/list"
grep 'frob: ' "$tmp/list" >"$tmp/told.list"
grep 'PATCH v2 0/5. widget: ' "$tmp/list" >"$tmp/tags.list"
is "$(cut -f3-5 "$tmp/told.list" | tr '\t' ' ')" "applied 4 9" "a thread: one of three patches applied, four new mails of nine"
is "$(cut -f3-5 "$tmp/tags.list" | tr '\t' ' ')" "superseded 4 15" "another: tags in patches and in replies, a robot's report, versions in other threads"

for vector in told tags; do
	for language in en zh; do
		exits 0 "$vector, $language: they can be judged" tests/told "$tmp/$vector.list" "tests/vectors/$vector-$language.claims" "$language"
		note "$(printf '%s %s\tkind\ttold\tmarked\n' $vector "$language"; cat "$tmp/out")"
		like "$(grep '^true' "$tmp/out")" '^true	[1-9][0-9]+	0$' "$vector, $language: no true claim is marked"
		like "$(grep '^lie' "$tmp/out")" '^lie	([1-9][0-9]+)	\1$' "$vector, $language: every lie is"
	done
done
done_testing
