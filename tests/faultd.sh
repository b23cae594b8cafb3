# shellcheck shell=sh disable=SC2154,SC2034,SC2119,SC2120
# tests/faultd.sh - the fault server for tests of the LLM part; sourced after lib.sh
#
#   script NAME <<'END' ... END     what http://127.0.0.1:$port/NAME/ answers (see tests/faultd)
#   put QUESTION...                 what the next ask asks, "NAME TAB WORDS" each
#   ask [OPTION...]                 tests/llm-ask; output in $tmp/out, $tmp/err, status in $status
#   asked NAME                      how many requests NAME has got
# Bodies of requests lie in $tmp/bodies/NAME.N, heads in NAME.N.head.

llm_ask=$B/tests/llm-ask
[ -x "$llm_ask" ] || { echo "Bail out! $llm_ask is missing: make units"; exit 1; }
command -v python3 >/dev/null || skip_all "no python3 for the fault server"
mkdir "$tmp/scripts" "$tmp/bodies"
: >"$tmp/log"
# No proxy of the machine's between us and the server.
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY no_proxy NO_PROXY 2>/dev/null

# faultd_start [OPTION...]: start one; its port in $port.
faultd_pids=
faultd_start() {
	rm -f "$tmp/port"
	python3 "$top/tests/faultd" --dir "$tmp/scripts" --port-file "$tmp/port" --log "$tmp/log" --bodies "$tmp/bodies" "$@" &
	faultd_pids="$faultd_pids $!"
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
		[ -s "$tmp/port" ] && break
		sleep 0.1
	done
	[ -s "$tmp/port" ] || { echo "Bail out! the fault server does not start"; exit 1; }
	port=$(cat "$tmp/port")
}
faultd_stop() {
	for p in $faultd_pids; do kill "$p" 2>/dev/null; done
}
trap 'faultd_stop; rm -rf "$tmp"' EXIT

script() {
	cat >"$tmp/scripts/$1"
}

put() {
	printf '%s\n' "$@" >"$tmp/in"
}

ask() {
	"$llm_ask" "$@" <"$tmp/in" >"$tmp/out" 2>"$tmp/err"
	status=$?
}

asked() {
	grep -c "^$1 " "$tmp/log"
}

faultd_start
