#!/bin/sh
# The post-new hook, on real mail in ten portions
. tests/lib.sh
. tests/portions.sh
[ -e "$corpus" ] || skip_all "no corpus of real mail here (../shared/corpus)"
mkdir "$tmp/corpus"
tar xf "$corpus" -C "$tmp/corpus"
ten "2,581 real mails" "$tmp/corpus"
done_testing
