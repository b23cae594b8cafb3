#!/bin/sh
# Claims about one thread as a strong model writes them, and lies of every kind, in English and Chinese
. tests/lib.sh

# shellcheck disable=SC2317 # called by index_once
split_told() {
	mkdir -p cur new tmp
	awk 'BEGIN { n = 1 } /^=====$/ { n++; next } { print >("cur/" n ":2,S") }' "$top/tests/vectors/told.in"
}
index_once "told-$(cksum <tests/vectors/told.in | tr -d "[:blank:]")" split_told
digest-threads --since 2025-03-03 --until 2025-03-09 '*' | digest-tag | digest-state >"$tmp/list"
is "$(cut -f3-5 "$tmp/list" | tr '\t' ' ')" "applied 4 9" "the thread: one of three patches applied, four new mails of nine"

for language in en zh; do
	exits 0 "$language: they can be judged" tests/told "$tmp/list" "tests/vectors/told-$language.claims" "$language"
	note "$(printf '%s\tkind\ttold\tmarked\n' "$language"; cat "$tmp/out")"
	like "$(grep '^true' "$tmp/out")" '^true	[1-9][0-9]+	0$' "$language: no true claim is marked"
	like "$(grep '^lie' "$tmp/out")" '^lie	([1-9][0-9]+)	\1$' "$language: every lie is"
done
done_testing
