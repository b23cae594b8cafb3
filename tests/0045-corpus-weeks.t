#!/bin/sh
# Three weeks of real mail: the list as notmuch counts, the report whole
. tests/lib.sh
use_corpus

# week WEEK SINCE UNTIL
week() {
	window="date:@$2..@$3"
	digest-threads --header --week "$1" '*' >"$tmp/threads"
	{ digest-tag <"$tmp/threads" | digest-state | digest-group >"$tmp/list"; } 2>"$tmp/err"
	is "$(cat "$tmp/err")" "" "$1: the pipeline, without a word on stderr"
	is "$(grep -v '^#' "$tmp/threads" | cut -f1 | sort)" "$(notmuch search --output=threads "$window" | sort)" \
		"the threads are those of notmuch search"
	is "$(tr ' ' '\n' <"$tmp/list" | grep -c '^thread:')" "$(notmuch count --output=threads "$window")" "none is lost on the way"
	wrong=
	while IFS='	' read -r threads _ _ new total _; do
		case $threads in '#'*) continue ;; esac
		any=$(echo "$threads" | sed 's/ / or /g')
		[ "$new" = "$(notmuch count "($any) and $window")" ] || wrong="$wrong $threads:new"
		[ "$total" = "$(notmuch count "($any) and date:..@$3")" ] || wrong="$wrong $threads:total"
	done <"$tmp/list"
	is "$wrong" "" "new and total as notmuch counts, also of lines that were joined"
	exits 0 "a report" digest-report --backend=extract --language=en -o "$tmp/report.md" <"$tmp/list"
	is "$(cat "$tmp/err")" "" "without a word on stderr"
	exits 0 "is whole, and lowdown renders it without loss" tests/report-check "$tmp/report.md" "$tmp/list"
	is "$(cat "$tmp/out")" "" "each line has its section, each link a target"
	is "$(grep -c '⚠' "$tmp/report.md")" 0 "every extract stands in its mail"
	note "$(sed -n 's/^- \*\*\(Mails\|Threads\)\*\*: /\1: /p' "$tmp/report.md" | tr '\n' ' ')"
}

week 2022-W38 1663545600 1664150399
week 2022-W44 1667174400 1667779199
week 2022-W45 1667779200 1668383999
done_testing
