#!/bin/sh
# Whatever a server sends: an answer, or one line that says why not, after as many tries as make sense.
. tests/lib.sh
. tests/faultd.sh

# one NAME EXPECTED TRIES [OPTION...]: put one question to the script NAME. Its line must match the ERE, and the server must have
# been asked so often.
one() {
	one_name=$1 one_expected=$2 one_tries=$3
	shift 3
	put "q	What is new?"
	ask --endpoint "http://127.0.0.1:$port/$one_name/v1" --first 2 --idle 2 --whole 10 "$@"
	got=$(cat "$tmp/out")
	case $got in "q ok"*) wanted=0 ;; *) wanted=1 ;; esac
	like "$got" "^q $one_expected\$" "$one_name"
	is "$status:$(asked "$one_name")" "$wanted:$one_tries" "$one_name: exit status $wanted, tries $one_tries"
}

good='words openai "All is well."'
half='send "data: {\"choices\":[{\"delta\":{\"content\":\"Half of\"}}]}\n\n"'
stop='send "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"'
done='send "data: [DONE]\n\n"'

# The framing: none of it is a fault.
script plain <<END
head 200
$good
end
END
one plain 'ok All is well.' 1

script bytes <<'END'
head 200
each 1
words openai "Grüße, 世界 🙂."
end
END
one bytes 'ok Grüße, 世界 🙂.' 1

for n in 2 3 7 64; do
	script "pieces-$n" <<-END
		head 200
		each $n
		words openai "Grüße, 世界 🙂."
		end
	END
	one "pieces-$n" 'ok Grüße, 世界 🙂.' 1
done

script cr <<'END'
head 200
each 3
send "data: {\"choices\":[{\"delta\":{\"content\":\"one\"}}]}\r\r"
send "data: {\"choices\":[{\"delta\":{\"content\":\" two\"},\"finish_reason\":\"stop\"}]}\r\rdata: [DONE]\r\r"
end
END
one cr 'ok one two' 1

script crlf-bom-comments-multiline <<'END'
head 200
each 3
send "\xef\xbb\xbf: hello\r\n\r\nid: 7\r\nretry: 10\r\nevent: message\r\ndata: {\"choices\":[{\"delta\":\r\n"
send "data:{\"content\":\"one\"}}]}\r\n\r\n:\r\n: keep\r\n"
send "data: {\"choices\":[{\"delta\":{\"content\":\" two\"},\"finish_reason\":\"stop\"}]}\r\n\r\ndata: [DONE]\r\n\r\n"
end
END
one crlf-bom-comments-multiline 'ok one two' 1

script nulls <<'END'
head 200
send "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":null}}]}\n\n"
send "data: {\"choices\":[{\"delta\":{\"content\":\"\"}}]}\n\ndata: {\"choices\":[{\"delta\":{}}]}\n\n"
send "data: {\"choices\":[{\"delta\":{\"content\":\"here\"},\"finish_reason\":null}]}\n\n"
send "data: {\"choices\":[{\"delta\":null,\"finish_reason\":\"stop\"}]}\n\n"
send "data: {\"choices\":null,\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1}}\n\ndata: [DONE]\n\n"
end
END
one nulls 'ok here' 1

script no-done <<END
head 200
$half
$stop
end
END
one no-done 'ok Half of' 1

script only-done <<END
head 200
$half
$done
end
END
one only-done 'ok Half of' 1

script no-last-blank-line <<END
head 200
$half
send "data: [DONE]"
end
END
one no-last-blank-line 'ok Half of' 1

script ends-with-the-connection <<END
plain
head 200
$good
close
END
one ends-with-the-connection 'ok All is well.' 1

script stays-open <<END
head 200
$good
stall
END
one stays-open 'ok All is well.' 1 --idle 10 --whole 20

script cut-after-finish <<END
head 200
$half
$stop
rst
END
one cut-after-finish 'ok Half of' 1

script surrogates <<'END'
head 200
send "data: {\"choices\":[{\"delta\":{\"content\":\"a \\ud83d\"}}]}\n\n"
send "data: {\"choices\":[{\"delta\":{\"content\":\"\\ude42 b\"}}]}\n\n"
send "data: {\"choices\":[{\"delta\":{\"content\":\" \\ud83d\\ude42\\ud83d\"}}]}\n\n"
send "data: {\"choices\":[{\"delta\":{\"content\":\"x\\ude42\"}}]}\n\ndata: [DONE]\n\n"
end
END
one surrogates 'ok a 🙂 b 🙂�x�' 1

script invalid-utf8 <<END
head 200
send "data: {\"choices\":[{\"delta\":{\"content\":\"caf\xe9\"}}]}\n\n"
$done
end
END
one invalid-utf8 'ok caf�' 1

script thinking <<'END'
head 200
send "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"secret\"}}]}\n\n"
send "data: {\"choices\":[{\"delta\":{\"content\":\"<th\"}}]}\n\n"
send "data: {\"choices\":[{\"delta\":{\"content\":\"ink>secret</thi\"}}]}\n\n"
send "data: {\"choices\":[{\"delta\":{\"content\":\"nk>\\n\\nopen\"}}]}\n\n"
send "data: [DONE]\n\n"
end
END
one thinking 'ok open' 1

script does-not-stream <<'END'
head 200 application/json
send "{\"choices\":[{\"message\":{\"content\":\"At once.\"},\"finish_reason\":\"stop\"}],\n\"usage\":{\"prompt_tokens\":3}}"
end
END
one does-not-stream 'ok At once.' 1

script length <<'END'
head 200
send "data: {\"choices\":[{\"delta\":{\"content\":\"Half of\"},\"finish_reason\":\"length\"}]}\n\ndata: [DONE]\n\n"
end
END
one length 'ok \(cut\) Half of' 1

script comments-for-long <<END
head 200
drip 0.3
times 8 send ": keep-alive\n\n"
drip 0
$good
end
END
one comments-for-long 'ok All is well.' 1

# Faults that pass: thrown away, asked again, never glued.
passing() {
	{ cat; printf '%s\n' --- 'head 200' "$good" end; } | script "$1"
	one "$1" 'ok \(retries 1\) All is well.' 2
}
passing truncated <<END
head 200
$half
end
END
passing closed-early <<END
head 200
$half
close
END
passing reset <<END
head 200
$half
rst
END
passing hung-up <<END
close
END
passing reset-at-once <<END
rst
END
passing cut-in-head <<END
raw "HTTP/1.1 200 OK\r\nContent-Ty"
close
END
passing too-short <<END
length 5000
head 200
$half
close
END
passing silent-in-stream <<END
head 200
$half
stall
END
passing silent-before <<END
stall
END
passing silent-after-head <<END
head 200
stall
END
passing error-object <<END
head 200
$half
send "data: {\"error\":{\"message\":\"boom\",\"type\":\"server_error\",\"code\":500}}\n\n"
$done
end
END
passing error-field <<END
head 200
$half
send "error: {\"code\":500,\"message\":\"boom\",\"type\":\"server_error\"}\n\n"
end
END
passing error-top-level <<END
head 200
send "data: {\"object\":\"error\",\"message\":\"boom\",\"type\":\"InternalServerError\",\"code\":500}\n\n"
end
END
passing error-string <<END
head 200
send "data: {\"error\":\"boom\"}\n\n"
$done
end
END
passing error-after-finish <<END
head 200
$half
$stop
send "data: {\"error\":{\"message\":\"boom\"}}\n\n"
$done
end
END
passing error-json-200 <<END
head 200 application/json
send "{\"error\":{\"message\":\"boom\"}}"
end
END
passing bad-event <<END
head 200
send "data: {\"choices\":[{\"delta\":{\"content\":\"Hal\n\n"
end
END
passing bad-event-in-the-middle <<END
head 200
$half
send "data: {\"choices\":[{\"delta\":{\"content\":\"Hal\n\n"
$stop
$done
end
END
passing empty-stream <<END
head 200
end
END
passing only-comments <<END
head 200
send ": hello\n\n:\n\n"
end
END
passing empty-answer <<END
head 200
$stop
$done
end
END
passing tool-calls <<'END'
head 200
send "data: {\"choices\":[{\"delta\":{\"tool_calls\":[]},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n"
end
END
passing aborted <<'END'
head 200
send "data: {\"choices\":[{\"delta\":{\"content\":\"Half\"},\"finish_reason\":\"abort\"}]}\n\ndata: [DONE]\n\n"
end
END
passing html-200 <<END
head 200 text/html
send "<!DOCTYPE html><title>Please log in</title>"
end
END
for s in 408 425 429 500 502 503 504 529; do
	passing "status-$s" <<-END
		head $s application/json
		send "{\"error\":{\"message\":\"boom\"}}"
		end
	END
done
passing retry-after-0 <<END
head 429 application/json "Retry-After: 0"
end
END
passing retry-after-negative <<END
head 429 application/json "Retry-After: -1"
end
END
passing bad-chunk <<END
raw "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nhello"
close
END
passing garbage-for-http <<END
raw "\x00\x01\x02 nothing like HTTP at all\r\n\r\n"
close
END

script retry-after-1 <<END
head 429 application/json "Retry-After: 1"
end
---
head 200
$good
end
END
began=$(date +%s%N)
one retry-after-1 'ok \(retries 1\) All is well.' 2
waited=$((($(date +%s%N) - began) / 1000000))
ok "Retry-After is waited for ($waited ms)" test "$waited" -ge 1000

script retry-after-date <<END
head 503 application/json "Retry-After: $(LC_ALL=C date -u -d '+2 seconds' '+%a, %d %b %Y %H:%M:%S GMT')"
end
---
head 200
$good
end
END
began=$(date +%s%N)
one retry-after-date 'ok \(retries 1\) All is well.' 2
waited=$((($(date +%s%N) - began) / 1000000))
ok "a date in Retry-After is waited for ($waited ms)" test "$waited" -ge 500

# Faults that do not pass within five tries.
script always-500 <<END
head 500 application/json
send "{\"error\":{\"message\":\"boom \\\\u001b[31m\\\\nred\"}}"
end
END
one always-500 'failed \(retries 4\) HTTP 500, server error: boom \[31m red \(5 tries\)' 5
script always-cut <<END
head 200
$half
end
END
one always-cut 'failed \(retries 4\) the answer broke off: .* \(5 tries\)' 5
script always-html <<END
head 503 text/html
send "<html><head><title>Down for maintenance</title></head>"
end
END
one always-html 'failed \(retries 4\) HTTP 503, service unavailable: an HTML page \(Down for maintenance\) \(5 tries\)' 5
script garbage-without-end <<END
head 200
times forever send "$(printf '%08192d' 0)"
END
one garbage-without-end 'failed \(retries 4\) the server sent a line of more than 1024 KiB \(5 tries\)' 5
script lines-without-end <<END
head 200
times forever send "<p>$(printf '%08192d' 0)\n"
END
one lines-without-end 'failed \(retries 4\) status 200 without an answer: more than 256 KiB that are none \(5 tries\)' 5
script error-without-end <<END
head 500 text/plain
times forever send "$(printf '%08192d' 0)"
END
one error-without-end 'failed \(retries 4\) HTTP 500, server error: 0+… \(5 tries\)|failed \(retries 4\) HTTP 500, server error: 0+ \(5 tries\)' 5
script headers-without-end <<'END'
raw "HTTP/1.1 200 OK\r\n"
times forever raw "X-Filler: 0123456789012345678901234567890123456789012345678901234567890123456789\r\n"
END
one headers-without-end 'failed \(retries 4\) 127.0.0.1:[0-9]+: more than 128 KiB of headers \(5 tries\)' 5
script trailers-without-end <<'END'
head 200
send ": hi\n"
raw "0\r\n"
times forever raw "X-Filler: 0123456789012345678901234567890123456789012345678901234567890123456789\r\n"
END
one trailers-without-end 'failed \(retries 4\) 127.0.0.1:[0-9]+: more than 128 KiB of headers \(5 tries\)' 5
script slow-drip <<END
head 200
each 1
drip 0.2
times forever $half
END
one slow-drip 'failed \(retries 4\) no end of the answer after 1 s \(5 tries\)' 5 --whole 1

# Final faults: asked once.
final() {
	script "$1"
	one "$1" "failed $2" 1
}
final status-400 'HTTP 400, bad request: no such thing' <<END
head 400 application/json
send "{\"error\":{\"message\":\"no such thing\"}}"
end
END
final status-401 'HTTP 401, key refused: Invalid API Key' <<END
head 401 application/json
send "{\"error\":{\"message\":\"Invalid API Key\",\"code\":401}}"
end
END
final status-403 'HTTP 403, forbidden' <<END
head 403
end
END
final status-404 'HTTP 404, not found: File Not Found' <<END
head 404 application/json
send "{\"error\":{\"message\":\"File Not Found\"}}"
end
END
final redirect 'HTTP 302: the server sends elsewhere, which is not followed; correct the endpoint' <<END
head 302 text/html "Location: http://127.0.0.1:$port/plain/v1/chat/completions"
end
END
final quota 'HTTP 429, too many requests: You exceeded your current quota' <<END
head 429 application/json "Retry-After: 1"
send "{\"error\":{\"message\":\"You exceeded your current quota\",\"type\":\"insufficient_quota\"}}"
end
END
final quota-in-stream 'the server broke off: no money' <<END
head 200
send "data: {\"error\":{\"message\":\"no money\",\"code\":\"insufficient_quota\"}}\n\n"
end
END
final retry-after-long 'HTTP 429, too many requests; it asks to wait 3600 s, which is too long' <<END
head 429 application/json "Retry-After: 3600"
end
END
put a b c
ask --endpoint "http://127.0.0.1:$port/retry-after-long/v1"
is "$status:$(asked retry-after-long):$(grep -c '^[bc] failed not asked: the server asks to wait 3[56][0-9][0-9] s, which is too long$' "$tmp/out")" \
	1:2:2 "nobody else waits for a server that asks to wait for so long"
final content-filter 'the server refused to answer \(content_filter\)' <<END
head 200
send "data: {\"choices\":[{\"delta\":{\"content\":\"I\"},\"finish_reason\":\"content_filter\"}]}\n\ndata: [DONE]\n\n"
end
END
final answer-without-end 'the answer does not end: more than 4 MiB' <<END
head 200
times forever send "data: {\"choices\":[{\"delta\":{\"content\":\"$(printf '%08192d' 0)\"}}]}\n\n"
END
final only-thinking 'the model spent all its tokens on thinking; a larger max_tokens may help' <<END
head 200
send "data: {\"choices\":[{\"delta\":{\"content\":\"<think>hm\"},\"finish_reason\":\"length\"}]}\n\ndata: [DONE]\n\n"
end
END
final overflow '\(overflow\) HTTP 400, bad request: request \(15041 tokens\) exceeds .*' <<END
head 400 application/json
send "{\"error\":{\"code\":400,\"message\":\"request (15041 tokens) exceeds the available context size (4096 tokens), try increasing it\","
send "\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":15041,\"n_ctx\":4096}}"
end
END
put q
ask --endpoint "http://127.0.0.1:$port/overflow/v1" --max-tokens 1000 --totals
like "$(cat "$tmp/err")" ' room 3032 ' "the context that the server tells is taken over"

# A prompt that the server cut in silence.
script cuts-prompt <<'END'
head 200
send "data: {\"choices\":[{\"delta\":{\"content\":\"Well\"},\"finish_reason\":\"stop\"}],"
send "\"usage\":{\"prompt_tokens\":2048,\"completion_tokens\":1}}\n\ndata: [DONE]\n\n"
end
END
one cuts-prompt 'failed \(overflow\) the server saw only 2048 of some [0-9]+ tokens: it cut the prompt; .*' 1 --filler 80000
script counts-nothing <<'END'
head 200
send "data: {\"choices\":[{\"delta\":{\"content\":\"Well\"},\"finish_reason\":\"stop\"}],"
send "\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}}\n\ndata: [DONE]\n\n"
end
END
one counts-nothing 'ok Well' 1 --filler 80000

# What a server refuses to take is left out, at once.
script refuses-options <<END
head 400 application/json
send "{\"error\":{\"message\":\"Unrecognized request argument: stream_options\"}}"
end
---
head 400 application/json
send "{\"error\":{\"message\":\"'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.\"}}"
end
---
head 400 application/json
send "{\"error\":{\"message\":\"'temperature' does not support 0.2 with this model\"}}"
end
---
head 200
$good
end
END
one refuses-options 'ok All is well.' 4
ok "the first request has them all" grep -q '"max_tokens":4096,.*include_usage.*temperature' "$tmp/bodies/refuses-options.1"
unlike "$(cat "$tmp/bodies/refuses-options.4")" 'include_usage|"max_tokens"|temperature' "the last has none"
ok "but a limit" grep -q '"max_completion_tokens":4096' "$tmp/bodies/refuses-options.4"

# No server at all.
put a b c
ask --endpoint http://127.0.0.1:9/v1
is "$status" 75 "no server: try later"
is "$(cat "$tmp/out")" "a failed (retries 4) no connection to 127.0.0.1:9: Connection refused (5 tries)
b failed not asked: no connection to 127.0.0.1:9: Connection refused
c failed not asked: no connection to 127.0.0.1:9: Connection refused" "and the others are not made to wait"
put q
ask --endpoint http://no-such-host.invalid/v1
like "$status $(cat "$tmp/out")" '^75 q failed .*no connection to no-such-host.invalid:80: ' "no such host"

done_testing
