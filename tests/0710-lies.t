#!/bin/sh
# A model that lies about every thread, and tells the truth as often
. tests/lib.sh

# lies NAME LIST CLAIMS: no lie may pass, and of the truth nothing may be marked.
lies() {
	if ! tests/lies "$2" "$3" >"$tmp/figures" 2>"$tmp/err"; then
		fail "$1: runs"
		note "$(cat "$tmp/err")"
		return
	fi
	note "$1"
	note "$(cat "$tmp/figures")"
	like "$(sed -n 's/^lies caught.//p' "$tmp/figures")" '^([1-9][0-9]+) of \1$' "$1: every lie is marked"
	like "$(sed -n 's/^true claims kept.//p' "$tmp/figures")" '^([1-9][0-9]+) of \1$' "$1: no true claim is"
}

use_example
digest-threads --week 2025-W06 to:kvmarm >"$tmp/list"
lies example "$tmp/list" 3
if [ -e "$corpus" ]; then
	use_corpus
	digest-threads --week 2022-W45 '*' | head -30 >"$tmp/list"
	lies "real mail" "$tmp/list" 3
	digest-report --backend=extract --language=en <"$tmp/list" >"$tmp/report"
	unlike "$(grep -e '^- \*\*' "$tmp/report")" '⚠ \*\(the quoted' "each item of the extract stands in its mail"
else
	skip "no corpus of real mail here"
fi
done_testing
