#!/bin/sh
# Claims that a person wrote about real threads, as a reader would write them
. tests/lib.sh
nuggets=$top/../shared/quality/nuggets.jsonl
[ -e "$nuggets" ] || skip_all "no claims about real mail here (../shared/quality)"
use_corpus
exits 0 "they can be judged" tests/claims "$nuggets"
cp "$tmp/out" "$tmp/figures"
note "$(printf 'kind\ttold\tmarked\n'; cat "$tmp/figures")"
like "$(grep '^true' "$tmp/figures")" '^true	[1-9][0-9]+	0$' "no true claim is marked"
# shellcheck disable=SC2016
ok "most of those with another speaker are" awk -F '\t' '$1 == "swapped" { good = $3 >= 0.75 * $2 } END { exit !good }' "$tmp/figures"
done_testing
