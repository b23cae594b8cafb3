#!/bin/sh
# digest-tag: rules, groups, tags
. tests/lib.sh
use_example
digest-threads --week 2025-W06 to:kvmarm >"$tmp/list"
tab=$(printf '\t')

count() {
	awk -F'\t' '{ t[$2]++; n[$2] += $5 } END { for (g in t) print g, t[g], n[g] }' "$1" | sort | tr '\n' ';'
}

exits 0 "the old program's rules" digest-tag --rules examples/rules/kvm-ai-robot <"$tmp/list"
is "$(count "$tmp/out")" "GIT PULL 1 2;Other 1 3;PATCH 21 196;Question 1 1;RFC 3 15;" "give the old report's distribution"
exits 0 "the built-in rules" digest-tag <"$tmp/list"
cp "$tmp/out" "$tmp/tagged"
is "$(count "$tmp/out")" "GIT PULL 1 2;PATCH 22 199;Question 1 1;RFC 3 15;" "leave no patch outside of PATCH and RFC"
cut -f1,3- "$tmp/out" >"$tmp/others"
cut -f1,3- "$tmp/list" >"$tmp/before"
same "$tmp/others" "$tmp/before" "other columns stay"
digest-tag --rules examples/rules/default <"$tmp/list" >"$tmp/out"
same "$tmp/out" "$tmp/tagged" "examples/rules/default is what is built in"

line() {
	printf 'thread:0000000000000001\t-\t-\t1\t1\t1\t2025-02-03T10:00:00Z\t2025-02-03T10:00:00Z\t-\t-\t-\t%s\n' "$1"
}
group() {
	line "$2" >"$tmp/one"
	is "$(digest-tag <"$tmp/one" 2>/dev/null | cut -f2)" "$1" "$1: $2"
}
group PATCH '[PATCH v3 02/11] KVM: arm64: fix a thing'
group PATCH '[kvm-unit-tests PATCH 1/4] arm: pmu'
group PATCH 'Re: [PATCH net-next] foo: panic on bug?'
group PATCH '[v2 0/6] KVM: arm64: implement vcpu_is_preempted check'
group RFC '[RFC PATCH v2 0/4] PMU partitioning'
group RFC '[PATCH RFC] pmu'
group 'GIT PULL' '[GIT PULL] KVM/arm64 fixes for 6.14, take #1'
group 'Bug Report' 'arm64 build failure on kvm/next'
group 'Bug Report' 'REGRESSION: guests do not boot since v6.14-rc1'
group 'Bug Report' 'breakage of kvmtool with the new headers'
group 'Question' 'Question about lock_all_vcpus'
group 'Selftest' 'KVM selftests on big-endian hosts'
group 'Other' 'pend_serror in the vcpu'

cat >"$tmp/rules" <<END
# field by field
From${tab}from${tab}maxim levitsky
To${tab}to${tab}nobody-is-called-so
List${tab}list${tab}never
Header${tab}X-Nothing${tab}.
Header${tab}message-id${tab}.
END
exits 0 "rules on headers" digest-tag --rules "$tmp/rules" <"$tmp/list"
is "$(cut -f2 "$tmp/out" | sort | uniq -c | tr -s ' ' | tr '\n' ';')" " 1 From; 26 Header;" "from, and any header"
printf 'L\tlist\tkvmarm\\.lists\nX\tsubject\t.\n' >"$tmp/rules"
is "$(digest-tag --rules "$tmp/rules" <"$tmp/list" | cut -f2 | sort -u)" L "List-Id"
exits 2 "a rule without TABs" digest-tag --rules tests/lib.sh <"$tmp/list"
printf 'A\tsubject\t(\n' >"$tmp/rules"
exits 2 "a broken expression" digest-tag --rules "$tmp/rules" <"$tmp/list"
said "rules:1: .*\(" "names file and line"
for group in Superseded 'Report ' APPLIED; do
	printf '%s\tsubject\t.\n' "$group" >"$tmp/rules"
	exits 2 "a group called $group" digest-tag --rules "$tmp/rules" <"$tmp/list"
	said "rules:1: .*its tag means something else" "would be taken for something else"
done
exits 2 "no such file" digest-tag --rules "$tmp/none" <"$tmp/list"

# The list itself.
{
	echo '# a comment'
	sed -n 1p "$tmp/list" | sed "s/\$/${tab}more${tab}columns/"
	echo 'not a line'
	sed -n 2p "$tmp/list"
} >"$tmp/mixed"
exits 1 "a line that is none" digest-tag <"$tmp/mixed"
said '^digest-tag: standard input:3: not a thread list line' "is named"
is "$(wc -l <"$tmp/out")" 3 "the rest is done"
is "$(sed -n 1p "$tmp/out")" '# a comment' "comments pass"
is "$(sed -n 2p "$tmp/out" | cut -f13,14)" "more${tab}columns" "columns after the twelfth pass"
notmuch search --output=threads '*' | sort >"$tmp/bare"
notmuch search --output=messages '*' | head -40 >>"$tmp/bare"
exits 0 "bare lines" digest-tag <"$tmp/bare"
is "$(cut -f1 "$tmp/out")" "$(head -27 "$tmp/bare")" "each thread becomes one line, once"
is "$(awk -F'\t' '{ n += $5 } END { print n }' "$tmp/out")" 217 "with its counts"
echo thread:00000000000fffff >"$tmp/bare"
exits 1 "a thread that does not exist" digest-tag <"$tmp/bare"
said 'thread:00000000000fffff: no such thread' "is named"
echo id:nobody@nowhere >"$tmp/bare"
exits 1 "a mail that does not exist" digest-tag <"$tmp/bare"
said 'id:nobody@nowhere: no such mail' "is named"
exits 0 "an empty list" digest-tag </dev/null
exits 1 "a full disk" sh -c 'digest-tag >/dev/full' <"$tmp/list"
printf 'thread:01\t-\t-\tx\n' >"$tmp/bad"
exits 1 "too few columns" digest-tag <"$tmp/bad"
line "$(printf 'esc \033[31m and \302\205 and bytes \377\376')" >"$tmp/one"
is "$(digest-tag <"$tmp/one" 2>/dev/null | LC_ALL=C grep -c "$(printf '[\033\377]')")" 0 "control characters and bytes that are no UTF-8 go no further"

# Tags.
private_copy
awk -F'\t' -v OFS='\t' 'NR == 1 { $3 = "applied" } 1' "$tmp/list" >"$tmp/states"
exits 0 "--write" digest-tag --write <"$tmp/states"
is "$(cut -f2 "$tmp/out")" "$(cut -f2 "$tmp/tagged")" "passes the list on"
is "$(notmuch search --output=tags '*' | grep ^digest/ | tr '\n' ' ')" \
	"digest/applied digest/git-pull digest/patch digest/question digest/rfc " "digest/GROUP, digest/STATE"
is "$(notmuch count tag:digest/patch)" 199 "on all messages of the threads"
before=$(notmuch count --lastmod '*')
digest-tag --write <"$tmp/states" >/dev/null
is "$(notmuch count --lastmod '*')" "$before" "running twice changes nothing, not even the database's revision"
awk -F'\t' -v OFS='\t' 'NR == 1 { $3 = "reviewed" } 1' "$tmp/list" >"$tmp/states"
printf 'Mine\tsubject\t.\n' >"$tmp/rules"
digest-tag --rules "$tmp/rules" --write <"$tmp/states" >/dev/null
is "$(notmuch count tag:digest/applied) $(notmuch count tag:digest/mine)" "0 217" "another state takes the old one's tag away"
exits 0 "--batch" digest-tag --batch <"$tmp/states"
ok "prints what notmuch tag takes" notmuch tag --batch --input="$tmp/out"
printf '补丁 "1"\tsubject\t.\n' >"$tmp/rules"
digest-tag --rules "$tmp/rules" --write <"$tmp/states" >/dev/null
is "$(notmuch search --output=tags '*' | grep 补丁)" 'digest/补丁-"1"' "a group of any name"
notmuch tag -digest/patch -- '*'
sed -n 1,3p "$tmp/list" | sed 's/2025-02-09T23:59:59Z/2025-02-03T00:00:00Z/' | digest-tag --write >/dev/null
is "$(notmuch count tag:digest/patch and date:@1738540801..)" 0 "mail after the end is not tagged"
exits 2 "--write and --batch" digest-tag --write --batch <"$tmp/list"
mkdir "$tmp/path"
printf '#!/bin/sh\nexit 3\n' >"$tmp/path/notmuch"
chmod +x "$tmp/path/notmuch"
exits 1 "notmuch tag that fails" env PATH="$tmp/path:$PATH" digest-tag --write <"$tmp/list"
said 'notmuch tag --batch: exit status 3' "is reported"
is "$(wc -l <"$tmp/out")" 27 "and the list passed on"
done_testing
