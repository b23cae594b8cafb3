#!/bin/sh
# Anthropic's and Ollama's own ways to stream, fail and count; what their requests look like.
. tests/lib.sh
. tests/faultd.sh

put "q	What is new?"

# one DIALECT NAME EXPECTED TRIES [OPTION...]
one() {
	one_dialect=$1 one_name=$2 one_expected=$3 one_tries=$4
	shift 4
	ask --backend "$one_dialect" --endpoint "http://127.0.0.1:$port/$one_name" --first 1 --idle 1 "$@"
	like "$(cat "$tmp/out")" "^q $one_expected\$" "$one_name"
	is "$(asked "$one_name")" "$one_tries" "$one_name: tries $one_tries"
}
again() {
	cat
	printf '%s\n' --- 'head 200' "words $1 \"All is well.\"" end
}

for d in anthropic ollama; do
	for n in 0 1 7; do
		printf '%s\n' 'head 200' "each $n" "words $d \"Grüße, 世界 🙂.\"" end | script "$d-pieces-$n"
		one $d "$d-pieces-$n" 'ok Grüße, 世界 🙂.' 1
	done
done

request() { python3 -c 'import json,sys; print(json.dumps(json.load(open(sys.argv[1])), sort_keys=True))' "$1"; }
is "$(request "$tmp/bodies/anthropic-pieces-0.1")" '{"max_tokens": 4096, "messages": [{"content": "What is new?", "role": "user"}], "model": "test", "stream": true, "system": "You summarise.", "temperature": 0.2}' \
	"an anthropic request"
like "$(tr -d '\r' <"$tmp/bodies/anthropic-pieces-0.1.head")" '^POST /anthropic-pieces-0/v1/messages HTTP' "its path"
like "$(tr -d '\r' <"$tmp/bodies/anthropic-pieces-0.1.head")" '^anthropic-version: 2023-06-01$' "its version"
is "$(request "$tmp/bodies/ollama-pieces-0.1")" '{"messages": [{"content": "You summarise.", "role": "system"}, {"content": "What is new?", "role": "user"}], "model": "test", "options": {"num_ctx": 8192, "num_predict": 4096, "temperature": 0.2}, "stream": true}' \
	"an ollama request"
like "$(tr -d '\r' <"$tmp/bodies/ollama-pieces-0.1.head")" '^POST /ollama-pieces-0/api/chat HTTP' "its path"

# Anthropic
half='send "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"Half\"}}\n\n"'
again anthropic <<END | script a-truncated
head 200
$half
end
END
one anthropic a-truncated 'ok \(retries 1\) All is well.' 2
again anthropic <<END | script a-overloaded
head 529 application/json
send "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"
end
END
one anthropic a-overloaded 'ok \(retries 1\) All is well.' 2
again anthropic <<END | script a-overloaded-in-stream
head 200
$half
send "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n"
end
END
one anthropic a-overloaded-in-stream 'ok \(retries 1\) All is well.' 2
script a-final-in-stream <<END
head 200
send "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"no\"}}\n\n"
end
END
one anthropic a-final-in-stream 'failed the server broke off: no' 1
script a-long <<END
head 400 application/json
send "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: 210000 tokens > 200000 maximum\"}}"
end
END
one anthropic a-long 'failed \(overflow\) HTTP 400, bad request: prompt is too long: .*' 1
script a-refusal <<END
head 200
$half
send "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"refusal\"}}\n\ndata: {\"type\":\"message_stop\"}\n\n"
end
END
one anthropic a-refusal 'failed the server refused to answer \(refusal\)' 1
script a-max <<END
head 200
$half
send "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"max_tokens\"}}\n\ndata: {\"type\":\"message_stop\"}\n\n"
end
END
one anthropic a-max 'ok \(cut\) Half' 1
again anthropic <<END | script a-llama-error
head 503 application/json
send "{\"error\":{\"message\":\"Loading model\",\"type\":\"unavailable_error\",\"code\":503}}"
end
END
one anthropic a-llama-error 'ok \(retries 1\) All is well.' 2

# Ollama
half='send "{\"message\":{\"role\":\"assistant\",\"content\":\"Half\"},\"done\":false}\n"'
again ollama <<END | script o-truncated
head 200
$half
end
END
one ollama o-truncated 'ok \(retries 1\) All is well.' 2
again ollama <<END | script o-error-in-stream
head 200
$half
send "{\"error\":\"llama runner process has terminated\"}\n"
end
END
one ollama o-error-in-stream 'ok \(retries 1\) All is well.' 2
script o-no-model <<END
head 404 application/json
send "{\"error\":\"model \\\\\"test\\\\\" not found, try pulling it first\"}"
end
END
one ollama o-no-model 'failed HTTP 404, not found: model "test" not found, try pulling it first' 1
again ollama <<END | script o-html
head 200 text/html
send "<html>\n<title>Hello</title>\n</html>"
end
END
one ollama o-html 'ok \(retries 1\) All is well.' 2
script o-thinking <<END
head 200
send "{\"message\":{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\"secret\"},\"done\":false}\r\n"
send "{\"message\":{\"content\":\"open\"},\"done\":true,\"done_reason\":\"length\",\"prompt_eval_count\":3,\"eval_count\":1}"
end
END
one ollama o-thinking 'ok \(cut\) open' 1
script o-endless <<END
head 200
times forever send "$(printf '%08192d' 0)"
END
one ollama o-endless 'failed \(retries 4\) the server sent a line of more than 1024 KiB \(5 tries\)' 5
script o-cuts-prompt <<END
head 200
send "{\"message\":{\"content\":\"Well\"},\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":4096,\"eval_count\":1}\n"
end
END
one ollama o-cuts-prompt 'failed \(overflow\) the server saw only 4096 of some [0-9]+ tokens: it cut the prompt; .*' 1 --filler 80000

# num_ctx is what the prompt needs, never smaller than before (each change loads the model anew), at most the context.
printf '%s\n' 'head 200' 'echo ollama' end | script o-context
"$llm_ask" --backend ollama --endpoint "http://127.0.0.1:$port/o-context" --max-tokens 500 >/dev/null <<END
a	short
b	$(yes 'the host looks on and' | head -2500 | tr '\n' ' ')
c	short
END
for n in 1 2 3; do request "$tmp/bodies/o-context.$n" | grep -o 'num_ctx": [0-9]*'; done >"$tmp/got"
is "$(tr '\n' ' ' <"$tmp/got")" 'num_ctx": 4096 num_ctx": 16384 num_ctx": 16384 ' "num_ctx grows with the prompts"
ask --backend ollama --endpoint "http://127.0.0.1:$port/o-context" --context 10000 --filler 38000
is "$(request "$tmp/bodies/o-context.4" | grep -o 'num_ctx": [0-9]*')" 'num_ctx": 10000' "and stops at the context"

ask --backend ollama --endpoint "http://127.0.0.1:$port/o-context" --context 10000 --filler 80000
like "$(cat "$tmp/out")" '^q failed \(overflow\) the prompt of some [0-9]+ tokens does not fit into 7436, the context less the answer' \
	"what cannot fit is not sent"
is "$(asked o-context)" 4 "not even once"

# Settings that make no sense are told before anything is sent.
for o in "--backend nonsense" "--backend anthropic" "--backend openai --endpoint ftp://h" "--backend command"; do
	# shellcheck disable=SC2086
	exits 1 "refused: $o" "$llm_ask" $o
	said '^llm-ask: (backend|endpoint)' "in one line"
done

done_testing
