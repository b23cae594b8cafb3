#!/bin/sh
# Every word of every mail stands in its thread's document once, under what it answers: by tests/text-check, which reads the mails itself
. tests/lib.sh
if [ -e "$corpus" ]; then
	use_corpus
	least=99.8
else
	use_example
	least=100
fi
digest-threads '*' >"$tmp/list"
exits 0 "--stats" digest-text --stats <"$tmp/list"
is "$(wc -l <"$tmp/out")" "$(wc -l <"$tmp/list")" "a line for each thread"
is "$(awk -F'\t' '{ n += $2 } END { print n }' "$tmp/out")" "$(notmuch count '*')" "each mail is in one"
placed=$(awk -F'\t' '{ q += $3; f += $4 } END { printf "%.3f\n", 100 * f / q }' "$tmp/out")
note "$(awk -F'\t' '{ q += $3; f += $4 } END { print f " of " q " quoted lines are placed" }' "$tmp/out")"
is "$(awk -v p="$placed" -v l=$least 'BEGIN { print (p + 0 >= l + 0) }')" 1 "$placed % of the quoted lines are found in an ancestor"

exits 0 "nothing lost, nothing twice, nothing under words that are not there" tests/text-check <"$tmp/list"
note "$(cat "$tmp/out")"
note "$(head -5 "$tmp/err")"
like "$(sed -n 's/^own.//p' "$tmp/out")" '^[1-9][0-9]{3}' "thousands of lines were compared"

# The check itself: a document that lacks a line, has one twice, or blames another is found out.
mkdir "$tmp/bin"
cat >"$tmp/bin/digest-text" <<-SH
	#!/bin/sh
	case " \$* " in
	*json*) exec "$bin/digest-text" "\$@" ;;
	esac
	"$bin/digest-text" "\$@" | sed -n "\$TAMPER"
SH
chmod +x "$tmp/bin/digest-text"
sed -n 2p "$tmp/list" >"$tmp/one"
PATH=$tmp/bin:$PATH
exits 0 "left as it is" env TAMPER=p tests/text-check <"$tmp/one"
exits 1 "a line twice" env TAMPER='p;5p' tests/text-check <"$tmp/one"
has "$tmp/err" '^double: ' "is found"
exits 1 "a line too few" env TAMPER='5!p' tests/text-check <"$tmp/one"
has "$tmp/err" '^lost: ' "is found"
exits 1 "another speaker" env TAMPER='s/^\[1\]/[2]/;p' tests/text-check <"$tmp/one"
has "$tmp/err" '^lost: ' "is found"
done_testing
