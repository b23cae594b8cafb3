#!/bin/sh
# What digest-report does with what a model wrote: evidence, marks, counts, and Markdown that must not work
. tests/lib.sh
index_once hostile cp -r "$top/tests/hostile" frob
digest-threads --since 2025-02-03 --until 2025-02-04T11:30 frob >"$tmp/list"
grep -v '	---$\|	AAAA' "$tmp/list" >"$tmp/one"

# A section's summary, as the model on standard input wrote it: section OPTION...
section() {
	cat >"$tmp/answer"
	digest-report --backend=command --command="cat '$tmp/answer'" --no-cache --language=en "$@" <"$tmp/one" >"$tmp/report" 2>"$tmp/err" ||
		note "$(cat "$tmp/err")"
	sed -n '/^#### 🤖/,/^#### 📝/p' "$tmp/report" | sed '/^####/d'
}

is "$(wc -l <"$tmp/one")" 1 "the thread: two mails, both new"
first='https://lore.kernel.org/r/a%29b%5D%28http%3A%2F%2Fevil.example%2F%25s%22'

got=$(printf 'What this is: Eve says that the lock is lost [1 "loses its lock when somebody resets it"].\n' | section)
is "$got" "
**What this is**

Eve says that the lock is lost [\\[1\\]]($first)." "true: a link that code made; the quoted words are gone"

got=$(printf 'New: Alice does not agree [2 "I do not agree with anything of this at all"; 2 "it must not go in"]. She says no more [state].\n' | section)
like "$got" 'Alice does not agree \[\\\[2\\\]\]\(https://lore.kernel.org/r/two@example.org\)\.' "what hid between the letters is no obstacle"
unlike "$got" '\]\).*\[.*two@example' "one link for one mail"

# Lies: sentence, TAB, what the mark says.
tab=$(printf '\t')
while IFS="$tab" read -r lie why; do
	got=$(printf '%s\n' "$lie" | section)
	like "$got" '^⚠ ' "marked: $lie"
	like "$got" "\\*\\(not verified: .*$why" "  because $why"
	like "$got" '^\*Not verified: 1 of 1 sentences\.\*$' "  and counted"
done <<'END'
It is fine [1 "everybody likes the frob very much"].	in no mail of the thread
It is lost [2 "loses its lock when somebody resets it"].	not of mail 2, but of \[.\[1.\]\]
Alice says so [1 "loses its lock when somebody resets it"].	Alice did not write
Linus Torvalds says so [1 "loses its lock when somebody resets it"].	Linus Torvalds is not in
It is fine [2 "agree with anything of this"].	leaves out
It is fine [9 "loses its lock when somebody resets it"].	there is no mail 9
It is fine [1].	no words of mail 1
It is fine [1](http://evil.example/).	no words of mail 1
It is fine [1 "loses its"].	too few words
Everybody has agreed.	no mail is cited
The series was applied [state].	state does not say so
It is lost [1 "loses its lock when somebody resets it"] and everybody has agreed to merge it.	cited for its end
Before: It was lost [1 "loses its lock when somebody resets it"].	no mail from before
END

got=$(printf 'Good [1 "loses its lock when somebody resets it"]. Bad [1 "what nobody has ever said here"].\n' >"$tmp/both"; section --verify=drop <"$tmp/both")
unlike "$got" 'Bad' "--verify=drop leaves it out"
like "$got" 'Good' "and keeps the other"
like "$got" '^\*Left out because not verified: 1 of 2 sentences\.\*$' "and says so"
got=$(section --verify=off <"$tmp/both")
is "$got" "
$(cat "$tmp/both")" "--verify=off: as it came"
digest-report --backend=command --command="cat '$tmp/both'" --no-cache --language=zh <"$tmp/one" >"$tmp/zh"
like "$(cat "$tmp/zh")" '⚠ Bad .*\*\(未核实: 所摘原文不在任何邮件中\)\*' "the mark in Chinese"
like "$(cat "$tmp/zh")" '^\*未核实: 1 句 \(共 2 句\)。\*$' "the count in Chinese"

# Markdown and worse. Whatever the mode: nothing but text reaches the page, and its words do.
evil() {
	cat <<-'END'
		# Forged heading word01

		Setext word02
		===

		Setext word03
		---

		<script>alert("word04")</script> <img src=http://evil.example/x.png onerror=alert(1)> <!-- word05 -->
		![word06](http://evil.example/i.png) [word07](http://evil.example/) <http://evil.example/word08> https://evil.example/word09 www.evil.example
		[7](http://evil.example/word10) [ref]: http://evil.example/ "word11"

		[ref]: http://evil.example/word12
		[^1]: word13 [^1] [ref] [ref][] [word14][ref]

		| a | word15 |
		|---|---|
		| 1 | 2 |

		> > > > > quoted word16

		- - - - - - - - - - nested word17
		1. 1. 1. 1. 1. 1. word18

		: word19
		term
		: definition

		***

		    indented word20

		H~~str~~ ==high== x^sup^ $$math$$ &lt;b&gt; &#60;script&#62; word21 arm_v7_pmu tests/**/*.sh *x*y* kvm_* __init__
		<div
		onclick=alert(1)>word22</div>
	END
	printf 'esc word23 \033[31mred\033]8;;http://evil.example/\033\\x \a\b\177 \302\233 c1\n'
	printf 'bidi word24 \342\200\256evil\342\200\254 zero\342\200\213width \357\273\277 \363\240\201\201tag\n'
	printf 'bytes word25 \377\376 \300\257\n\n'
	printf '```\ncode left open word26\n<script>alert(1)</script>\n# word27\n'
}
evil >"$tmp/evil"
for mode in mark off; do
	may=none
	[ $mode = mark ] || may='tag \(sup\|del\|mark\)' # inside of a line
	section --verify=$mode <"$tmp/evil" >"$tmp/section"
	lowdown -s -thtml "$tmp/report" >"$tmp/lowdown.html" 2>/dev/null
	is "$(tests/markup "$tmp/lowdown.html" | sed -e 's/# Heading .*/SUBJECT/' -e "/^$may\$/d" | tr '\n' ';')" \
		'h1 Mailing list report;h2 📊 Totals;h3 Distribution;h2 📌 Threads;h3 Thread 1: SUBJECT;h4 🤖 Summary;h4 📝 Mails;' \
		"$mode: lowdown finds no heading, tag, link or control of the model's"
	if command -v cmark >/dev/null; then
		cmark --unsafe "$tmp/report" >"$tmp/cmark.html"
		is "$(tests/markup "$tmp/cmark.html")" "$(tests/markup "$tmp/lowdown.html" | sed "/^$may\$/d")" "$mode: nor does cmark"
	else
		skip "$mode: cmark is not here"
	fi
	missing=
	for n in 01 02 03 04 06 07 08 09 14 15 16 17 18 19 20 21 22 23 24 25 26 27; do
		grep -q "word$n" "$tmp/lowdown.html" || missing="$missing $n"
	done
	is "$missing" "" "$mode: its words are all there"
	unlike "$(LC_ALL=C tr -d '\012\040-\176\200-\377' <"$tmp/report" | od -An -c)" . "$mode: no control reaches the terminal"
	like "$(cat "$tmp/report")" '^#### 📝 Mails$' "$mode: the section goes on behind it"
done
section --verify=mark <"$tmp/evil" >/dev/null
lowdown -s -thtml "$tmp/report" 2>/dev/null | sed 's,&#47;,/,g' >"$tmp/lowdown.html"
like "$(cat "$tmp/lowdown.html")" 'arm_v7_pmu' "identifiers survive lowdown"
like "$(cat "$tmp/lowdown.html")" 'tests/\*\*/\*\.sh \*x\*y\* kvm_\* __init__' "globs, too"

# Floods.
awk 'BEGIN { for (i = 0; i < 20000; i++) print "line " i "\n" }' | section >"$tmp/section"
ok "thousands of lines are cut" test "$(wc -l <"$tmp/section")" -lt 400
like "$(cat "$tmp/section")" 'longer than a section may be' "and the reader is told"
awk 'BEGIN { for (i = 0; i < 20000; i++) print "line " i "\n" }' | section --verify=off >"$tmp/section"
ok "in any mode" test "$(wc -l <"$tmp/section")" -lt 400
awk 'BEGIN { for (i = 0; i < 300000; i++) printf "x" }' | section >"$tmp/section"
ok "an endless word is cut" test "$(wc -c <"$tmp/section")" -lt 40000
ok "and broken" test "$(tr ' ' '\n' <"$tmp/section" | awk '{ if (length > n) n = length } END { print n }')" -lt 300
awk 'BEGIN { for (i = 0; i < 20000; i++) printf "[1 \"[" }' | section >"$tmp/section"
like "$(cat "$tmp/section")" 'not verified' "brackets without end"
awk 'BEGIN { for (i = 0; i < 9000; i++) printf "- " ; print "x"; for (i = 0; i < 9000; i++) printf "> "; for (i = 0; i < 9000; i++) printf "*a **b " }' |
	section >"$tmp/section"
like "$(cat "$tmp/section")" 'not verified' "marks without end"
printf '' | section >"$tmp/section"
like "$(cat "$tmp/err")$(cat "$tmp/report")" . "an empty answer"

done_testing
