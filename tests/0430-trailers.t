#!/bin/sh
# Every tag of real mail is in a ledger, with its giver and its patch: told by tests/trailer-check, which reads the files itself
. tests/lib.sh

# compared NAME
compared() {
	digest-threads '*' >"$tmp/list"
	digest-state --format=json <"$tmp/list" >"$tmp/ledgers"
	exits 0 "$1: the tags of all threads are those of the mails" \
		tests/trailer-check "$(notmuch config get database.path)" <"$tmp/ledgers"
	note "$(cat "$tmp/out" "$tmp/err")"
	like "$(sed -n 's/^same patch.//p' "$tmp/out")" "^$2\$" "$1: there are some"
}

use_example
compared example '[1-9][0-9]+'
# The check itself: a tag that is lost, one of another giver, one for another patch.
sed 's/"Tested-by"/"Acked-by"/' "$tmp/ledgers" >"$tmp/wrong"
exits 1 "another tag would be found" tests/trailer-check "$(notmuch config get database.path)" <"$tmp/wrong"
sed 's/"address":"[^"]*","id"/"address":"nobody@example.org","id"/' "$tmp/ledgers" >"$tmp/wrong"
exits 1 "another giver would be found" tests/trailer-check "$(notmuch config get database.path)" <"$tmp/wrong"
sed 's/"patch":1,"carried"/"patch":2,"carried"/' "$tmp/ledgers" >"$tmp/wrong"
exits 1 "another patch would be found" tests/trailer-check "$(notmuch config get database.path)" <"$tmp/wrong"
if [ -e "$corpus" ]; then
	use_corpus
	compared "real mail" '[1-9][0-9]{2,}'
else
	skip "no corpus of real mail here"
fi
done_testing
