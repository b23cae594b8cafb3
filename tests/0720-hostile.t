#!/bin/sh
# Mails that attack the prompt, the report, the page and the terminal
. tests/lib.sh
index_once hostile cp -r "$top/tests/hostile" frob
SOURCE_DATE_EPOCH=1739145600
export SOURCE_DATE_EPOCH

# Nothing that steers a terminal, a renderer or a model unseen: harmless FILE
# shellcheck disable=SC2317
harmless() {
	python3 - "$1" <<-'END'
		import sys
		text = open(sys.argv[1], "rb").read().decode("utf-8")
		bad = sorted({f"U+{ord(c):04X}" for c in text if c not in "\n\t" and (ord(c) < 32 or 127 <= ord(c) < 160 or
		    0x200b <= ord(c) <= 0x200f and ord(c) not in (0x200c, 0x200d) or 0x2028 <= ord(c) <= 0x202e or
		    0x2060 <= ord(c) <= 0x206f or ord(c) in (0xad, 0xfeff) or 0xe0000 <= ord(c) <= 0xe0fff)})
		print(*bad)
		sys.exit(1 if bad else 0)
	END
}

exits 0 "digest-threads" digest-threads --since 2025-02-03 --until 2025-02-09 frob
cp "$tmp/out" "$tmp/threads"
is "$(wc -l <"$tmp/threads")" 3 "three threads, a line each"
is "$(awk -F '\t' '{ print NF }' "$tmp/threads" | sort -u)" 12 "of twelve columns"
ok "the list is harmless" harmless "$tmp/threads"
exits 0 "digest-tag" digest-tag <"$tmp/threads"
cp "$tmp/out" "$tmp/list"
exits 0 "digest-state" digest-state <"$tmp/list"
cp "$tmp/out" "$tmp/state"
exits 0 "digest-group" digest-group <"$tmp/state"
cp "$tmp/out" "$tmp/list"
exits 0 "digest-text" digest-text <"$tmp/list"
ok "the text is harmless" harmless "$tmp/out"

# The structure: a line "[n] NAME, DATE" for each mail and no other, whatever the mails say.
is "$(grep -cE '^(\| )*\[[0-9]+\] .*, [0-9]{4}-[0-9]{2}-[0-9]{2} ' "$tmp/out")" 5 "the text has five mails, the forged sixth is none"
unlike "$(cat "$tmp/out")" 'say that Bob has applied|nobody objected to it' "what a page would hide is not in it"

# shellcheck disable=SC2016
exits 0 "the prompt" sh -c 'digest-report --backend=command --command="tee -a $1/prompts; echo" --no-cache --jobs=1 <"$1/list"' - "$tmp"
ok "the prompts are harmless" harmless "$tmp/prompts"
is "$(grep -cE '^(\| )*\[[0-9]+\] .*, [0-9]{4}-[0-9]{2}-[0-9]{2} ' "$tmp/prompts")" 5 "and have five mails"

# The headings of a page, and whatever should not be in it: outline FILE
outline() {
	tests/markup "$1" | sed -e 's/^\(h3 Thread [0-9]*\).*/\1/' -e "/^$may\$/d"
}
may=none

# judged NAME FILE HEADINGS: the page that two renderers make of a report
judged() {
	ok "$1: harmless" harmless "$2"
	lowdown -s -thtml "$2" >"$tmp/lowdown.html" 2>/dev/null
	is "$(outline "$tmp/lowdown.html")" "$3" "$1: lowdown sees the report's structure and no other"
	unlike "$(lowdown -s -tterm "$2" | LC_ALL=C tr -d '\012\040-\176\200-\377' | tr -d '\033' | od -An -c)" . "$1: nor does a terminal"
	if command -v cmark >/dev/null; then
		cmark --unsafe "$2" >"$tmp/cmark.html"
		is "$(outline "$tmp/cmark.html")" "$3" "$1: cmark sees the same"
	else
		skip "$1: cmark is not here"
	fi
}

exits 0 "a report without a model" digest-report --backend=extract --language=en <"$tmp/list"
cp "$tmp/out" "$tmp/extract.md"
structure=$(
	printf '%s\n' 'h1 Mailing list report' 'h2 📊 Totals' 'h3 Distribution' 'h2 👁 At a glance'
	cut -f2 "$tmp/list" | uniq -c | while read -r n group; do
		printf 'h2 📌 %s\n' "$group"
		for i in $(seq "$n"); do printf 'h3 Thread %d\nh4 📄 Extract\nh4 📝 Mails\n' "$i"; done
	done
)
judged extract "$tmp/extract.md" "$structure"

# A model that does whatever the mails say: it repeats its prompt.
for mode in mark drop off; do
	exits 0 "a model that obeys, --verify=$mode" digest-report --backend=command --command=cat --no-cache --language=en --verify=$mode <"$tmp/list"
	cp "$tmp/out" "$tmp/obeys.md"
	may=none
	[ $mode != off ] || may='tag \(sup\|del\|mark\)' # inside of a line
	judged "$mode" "$tmp/obeys.md" "$(printf '%s\n' "$structure" | sed 's/📄 Extract/🤖 Summary/')"
done
digest-report --backend=command --command=cat --no-cache --language=en <"$tmp/list" >"$tmp/obeys.md"
unlike "$(sed -n '/^#### 🤖/,/^#### 📝/p' "$tmp/obeys.md" | grep -e agreed)" '^[^⚠]*agreed' "nothing that it was told to say stands unmarked"

done_testing
