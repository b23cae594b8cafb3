#!/bin/sh
# Every input that a fuzz target ever stumbled over, and its corpus, once more.
. tests/lib.sh

for f in "$B"/tests/fuzz/fuzz-*; do
	[ -x "$f" ] || continue
	name=${f##*/fuzz-}
	[ -d "tests/fuzz/$name" ] || continue
	exits 0 "$name" "$f" tests/fuzz/"$name"/*
	like "$(cat "$tmp/out")" '^[1-9][0-9]* inputs$' "$name: there are some"
done
ok "there are targets" test "$tests" -gt 0

done_testing
