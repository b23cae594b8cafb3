#!/bin/sh
# The three dialects against a server that others wrote: npm's @copilotkit/aimock.
. tests/lib.sh
. tests/faultd.sh

version=1.43.0
aimock=$B/aimock/node_modules/@copilotkit/aimock/dist/cli.js
if [ ! -e "$aimock" ]; then
	if ! command -v node >/dev/null || ! command -v npm >/dev/null; then skip_all "no node and npm for aimock"; fi
	mkdir -p "$B/aimock"
	# Beside the place and moved there, so that a broken download is none.
	timeout 120 npm install --no-audit --no-fund --ignore-scripts --prefix "$tmp/npm" "@copilotkit/aimock@$version" >"$tmp/npm.log" 2>&1 ||
		skip_all "npm does not answer: $(tail -n 1 "$tmp/npm.log")"
	mv "$tmp/npm/node_modules" "$B/aimock/"
fi

cat >"$tmp/fixtures.json" <<'END'
{"fixtures":[
 {"match":{"userMessage":"plain"},"response":{"content":"Alice proposed a patch. Bob agreed: 世界 🙂."}},
 {"match":{"userMessage":"think"},"response":{"content":"Final answer.","reasoning":"Let me think about the thread."}},
 {"match":{"userMessage":"long"},"response":{"content":"Cut off","finishReason":"length"}},
 {"match":{"userMessage":"paced"},"response":{"content":"One word after another."},"chunkSize":3,
  "streamingProfile":{"ttft":100,"tps":50,"jitter":0.2}},
 {"match":{"userMessage":"broken","sequenceIndex":0},"response":{"content":"This one breaks off in the middle of it all"},
  "chunkSize":4,"latency":20,"truncateAfterChunks":3},
 {"match":{"userMessage":"broken","sequenceIndex":1},"response":{"content":"This one breaks off as well"},
  "chunkSize":4,"latency":50,"disconnectAfterMs":120},
 {"match":{"userMessage":"broken"},"response":{"content":"All is well."}},
 {"match":{"userMessage":"rate","sequenceIndex":0},"response":{"status":429,"retryAfter":1,
  "error":{"message":"Slow down","type":"rate_limit_error","code":"rate_limit_exceeded"}}},
 {"match":{"userMessage":"rate"},"response":{"content":"All is well."}},
 {"match":{"userMessage":"overload","sequenceIndex":0},"response":{"status":529,
  "error":{"message":"Overloaded","type":"overloaded_error"}}},
 {"match":{"userMessage":"overload"},"response":{"content":"All is well."}},
 {"match":{"userMessage":"boom"},"response":{"status":500,"error":{"message":"Server exploded","type":"server_error"}}},
 {"match":{"userMessage":"overflow"},"response":{"status":400,"error":{"code":"context_length_exceeded",
  "message":"This model's maximum context length is 8192 tokens.","type":"invalid_request_error"}}},
 {"match":{"userMessage":"quota"},"response":{"status":429,"error":{"code":"insufficient_quota",
  "message":"You exceeded your current quota","type":"insufficient_quota"}}}
]}
END

# aimock counts calls by fixture, so each dialect gets a server of its own.
start_aimock() {
	port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
	node "$aimock" -h 127.0.0.1 -p "$port" -f "$tmp/fixtures.json" --strict --log-level warn >"$tmp/aimock.log" 2>&1 &
	faultd_pids="$faultd_pids $!"
	i=0
	until curl -s -o "$tmp/models" "http://127.0.0.1:$port/v1/models"; do
		i=$((i + 1))
		[ $i -lt 100 ] || { echo "Bail out! aimock does not start"; cat "$tmp/aimock.log"; exit 1; }
		sleep 0.1
	done
}

for d in openai anthropic ollama; do
	start_aimock
	e=http://127.0.0.1:$port
	[ $d = openai ] && e=$e/v1
	put plain think long paced broken rate overload boom overflow quota
	ask --backend $d --endpoint "$e" --jobs 4 --model m --totals
	sort "$tmp/out" >"$tmp/sorted"
	answer_of() { sed -n "s/^$1 //p" "$tmp/sorted"; }
	is "$status" 1 "$d: done, but for some that failed"
	is "$(answer_of plain)" "ok Alice proposed a patch. Bob agreed: 世界 🙂." "$d: an answer"
	is "$(answer_of think)" "ok Final answer." "$d: without its reasoning"
	is "$(answer_of paced)" "ok One word after another." "$d: paced, in small pieces"
	is "$(answer_of broken)" "ok (retries 2) All is well." "$d: cut and disconnected streams are asked again"
	is "$(answer_of rate)" "ok (retries 1) All is well." "$d: 429 with Retry-After"
	is "$(answer_of overload)" "ok (retries 1) All is well." "$d: 529"
	is "$(answer_of boom)" "failed (retries 4) HTTP 500, server error: Server exploded (5 tries)" "$d: 500 for ever"
	is "$(answer_of overflow)" \
		"failed (overflow) HTTP 400, bad request: This model's maximum context length is 8192 tokens." "$d: too long"
	is "$(answer_of quota)" "failed HTTP 429, too many requests: You exceeded your current quota" "$d: no quota"
	like "$(answer_of long)" "^ok .*Cut off$" "$d: the limit"
	like "$(cat "$tmp/err")" "answered 7 failed 3 cached 0" "$d: totals"
done

done_testing
