#!/bin/sh
# What scripts have awk do is the same with each awk that is here: mawk, gawk, busybox, the original
. tests/lib.sh
command -v lowdown >/dev/null || skip_all "no lowdown here"
SOURCE_DATE_EPOCH=1739145600
export SOURCE_DATE_EPOCH
use_example
mkdir "$tmp/kept"
for name in frob-2025-W07 kvmarm-2025-W06; do
	cp tests/vectors/html-hostile.list "$tmp/kept/$name.list"
done
cp tests/vectors/html-hostile.md "$tmp/kept/frob-2025-W07.md"
digest-threads --header --week 2025-W06 to:kvmarm | digest-tag | digest-state | digest-group >"$tmp/kept/kvmarm-2025-W06.list"
digest-report --backend extract --language zh --title '每周报告 «ü»' -o "$tmp/kept/kvmarm-2025-W06.md" <"$tmp/kept/kvmarm-2025-W06.list" 2>/dev/null

# shellcheck disable=SC2317
all() { # FOLDER
	mkdir "$1"
	digest-html "$1/pages" "$tmp/kept"/*.md 2>"$1/said"
	digest-mail "$tmp/kept/kvmarm-2025-W06.md" >"$1/mail"
	for range in 2020-W50..2021-W02 1998-W52..1999-W02 last..this 2015-W53; do digest-weeks "$range"; done >"$1/weeks"
	digest-fold 40 <"$tmp/kept/kvmarm-2025-W06.md" >"$1/fold"
}

first='' others=0
for name in mawk gawk 'busybox awk' original-awk; do
	command -v "${name%% *}" >/dev/null || continue
	# A busybox may have been built without.
	$name 'BEGIN { }' 2>/dev/null || continue
	mkdir "$tmp/bin"
	# shellcheck disable=SC2016
	printf '#!/bin/sh\nexec %s "$@"\n' "$name" >"$tmp/bin/awk"
	chmod +x "$tmp/bin/awk"
	out=$tmp/${name%% *}
	PATH=$tmp/bin:$PATH all "$out"
	rm -r "${tmp:?}/bin"
	ok "$name makes pages" test -s "$out/pages/kvmarm-2025-W06.html" -a -s "$out/pages/feed.xml" -a -s "$out/mail"
	if [ -n "$first" ]; then
		ok "the same as $first" diff -r "$tmp/${first%% *}" "$out"
		others=1
	else
		first=$name
	fi
done
[ "$others" = 1 ] || skip "one awk here"
is "$(grep -c . "$tmp/${first%% *}/weeks")" 13 "and weeks are weeks"
done_testing
