# tests/lib.sh - TAP for POSIX sh; sourced by tests/*.t, which prove runs from the top of the tree
#
#   . tests/lib.sh
#   ok "it works" test -s file
#   is "$got" "$expected" "they are the same"
#   done_testing
#
# $B is the build folder, $bin the filters, $tmp a folder of this test's own. VALGRIND="valgrind -q ..." before a filter's
# name runs the suite under it: call filters as `run digest-x ...` where that matters.

set -u
LC_ALL=C.UTF-8 TZ=UTC
export LC_ALL TZ
top=$(pwd)
B=${B:-build}
case $B in /*) ;; *) B=$top/$B ;; esac
bin=$B/bin
PATH=$bin:$top/scripts:$PATH
export PATH
# Nothing of the user's: neither configuration nor cache nor keys.
unset NOTMUCH_CONFIG NOTMUCH_PROFILE NOTMUCH_DATABASE MAILDIR SOURCE_DATE_EPOCH OPENAI_API_KEY ANTHROPIC_API_KEY \
	NO_COLOR PAGER 2>/dev/null
for v in $(env | sed -n 's/^\(DIGEST_[A-Z_]*\)=.*/\1/p'); do unset "$v"; done
# What libraries lose, when the filters were built to tell of lost memory.
LSAN_OPTIONS=suppressions=$top/tests/leaks:print_suppressions=0
export LSAN_OPTIONS
mkdir -p "$B/test"
tmp=$(mktemp -d "$B/test/XXXXXX")
HOME=$tmp/home XDG_CACHE_HOME=$tmp/cache XDG_DATA_HOME=$tmp/data XDG_STATE_HOME=$tmp/state XDG_CONFIG_HOME=$tmp/config
export HOME XDG_CACHE_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CONFIG_HOME
mkdir "$HOME"
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
tests=0
failed=0

pass() {
	tests=$((tests + 1))
	printf 'ok %d - %s\n' "$tests" "$1"
}

fail() {
	tests=$((tests + 1))
	failed=$((failed + 1))
	printf 'not ok %d - %s\n' "$tests" "$1"
}

# Each line of the text as a TAP comment.
note() {
	printf '%s\n' "$*" | sed 's/^/# /'
}

# ok NAME COMMAND...: the command succeeds.
ok() {
	ok_name=$1
	shift
	if "$@" >"$tmp/ok.out" 2>&1; then pass "$ok_name"; else fail "$ok_name"; note "$*"; note "$(head -20 "$tmp/ok.out")"; fi
}

# is GOT EXPECTED NAME
is() {
	if [ "$1" = "$2" ]; then pass "$3"; else
		fail "$3"
		note "got:      $1"
		note "expected: $2"
	fi
}

# like GOT ERE NAME
like() {
	if printf '%s\n' "$1" | grep -Eq -e "$2"; then pass "$3"; else
		fail "$3"
		note "got:      $1"
		note "expected: matches $2"
	fi
}

# unlike GOT ERE NAME
unlike() {
	if printf '%s\n' "$1" | grep -Eq -e "$2"; then
		fail "$3"
		note "got:      $1"
		note "expected: does not match $2"
	else pass "$3"; fi
}

# has FILE ERE NAME: a line of the file matches; lacks: none does.
has() {
	if grep -Eq -e "$2" "$1"; then pass "$3"; else
		fail "$3"
		note "expected: a line of $1 matches $2"
	fi
}
lacks() {
	if grep -Eq -e "$2" "$1"; then
		fail "$3"
		note "expected: no line of $1 matches $2, but"
		note "$(grep -E -e "$2" "$1" | head -3)"
	else pass "$3"; fi
}

# same FILE FILE NAME
same() {
	if cmp -s "$1" "$2"; then pass "$3"; else
		fail "$3"
		note "$(diff -u "$2" "$1" | head -40)"
	fi
}

# exits STATUS NAME COMMAND...: stdout to $tmp/out, stderr to $tmp/err. Each filter is judged alone, by files.
exits() {
	exits_want=$1 exits_name=$2
	shift 2
	"$@" >"$tmp/out" 2>"$tmp/err"
	exits_got=$?
	if [ "$exits_got" = "$exits_want" ]; then pass "$exits_name"; else
		fail "$exits_name"
		note "exit status $exits_got, expected $exits_want: $*"
		note "$(head -5 "$tmp/err")"
	fi
}

# What a filter said on stderr is one line that matches: said ERE NAME (after exits).
said() {
	if [ "$(wc -l <"$tmp/err")" -eq 1 ] && grep -Eq -e "$1" "$tmp/err"; then pass "$2"; else
		fail "$2"
		note "stderr: $(head -5 "$tmp/err")"
		note "expected one line that matches $1"
	fi
}

# A man page from stdin without its bold and underlined letters, which are printed twice; col(1) is not everywhere.
plain() {
	sed "s/.$(printf '\b')//g"
}

skip() {
	tests=$((tests + 1))
	printf 'ok %d # SKIP %s\n' "$tests" "$1"
}

skip_all() {
	printf '1..0 # SKIP %s\n' "$1"
	exit 0
}

done_testing() {
	printf '1..%d\n' "$tests"
	[ "$failed" -eq 0 ]
	exit
}

# A notmuch configuration for a maildir: nmconfig FILE MAILDIR
nmconfig() {
	cat >"$1" <<-END
		[database]
		path=$2
		[user]
		name=Test
		primary_email=test@example.org
		[new]
		tags=inbox;unread
		[search]
		exclude_tags=deleted;spam
	END
}

# An index of a maildir, made once a `make check` and shared, read-only, by all tests: index_once NAME MAKE-MAILDIR-COMMAND...
# (run in the new maildir). Sets NOTMUCH_CONFIG.
index_once() {
	once=$B/test/$1
	shift
	if [ ! -e "$once.done" ]; then
		(
			flock 9
			[ -e "$once.done" ] && exit 0
			rm -rf "$once"
			mkdir -p "$once/mail"
			nmconfig "$once/config" "$once/mail"
			(cd "$once/mail" && "$@") && NOTMUCH_CONFIG=$once/config notmuch new --quiet && touch "$once.done"
		) 9>"$once.lock" || { echo "Bail out! cannot index $once"; exit 1; }
	fi
	NOTMUCH_CONFIG=$once/config
	export NOTMUCH_CONFIG
}

# The bundled example; its week is 2025-W06.
use_example() {
	index_once example cp -r "$top/examples/maildir" kvmarm
}

# A copy of the index in use that this test may write to: private_copy. Sets NOTMUCH_CONFIG and $mail.
private_copy() {
	cp -r "$(dirname "$NOTMUCH_CONFIG")" "$tmp/private"
	mail=$tmp/private/mail
	nmconfig "$tmp/private/config" "$mail"
	NOTMUCH_CONFIG=$tmp/private/config
	export NOTMUCH_CONFIG
}

# 2,581 real mails, where they are; else the whole test is skipped, visibly.
corpus=$top/../shared/corpus/kvmarm-2022h2.tar.xz
use_corpus() {
	[ -e "$corpus" ] || skip_all "no corpus of real mail here (../shared/corpus)"
	index_once corpus tar xf "$corpus"
}
