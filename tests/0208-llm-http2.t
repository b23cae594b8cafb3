#!/bin/sh
# HTTP/2 where the server offers it: many streams over one connection, each cut, retried and finished for itself.
. tests/lib.sh
. tests/faultd.sh

command -v nghttpx >/dev/null || skip_all "no nghttpx (nghttp2-proxy) to speak HTTP/2 to"
command -v openssl >/dev/null || skip_all "no openssl for a certificate"

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=test -addext subjectAltName=IP:127.0.0.1 \
	-keyout "$tmp/key" -out "$tmp/pem" >"$tmp/openssl" 2>&1 || note "$(cat "$tmp/openssl")"

printf '%s\n' 'head 200 text/plain' end | script hello
proxy=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
nghttpx --frontend="127.0.0.1,$proxy" --backend="127.0.0.1,$port" --accesslog-file="$tmp/access" \
	--accesslog-format="\$remote_port \$alpn" --errorlog-file="$tmp/nghttpx" --workers=1 --backend-request-buffer=1M \
	--backend-response-buffer=64K --conf=/dev/null "$tmp/key" "$tmp/pem" >"$tmp/nghttpx.out" 2>&1 &
faultd_pids="$faultd_pids $!"
i=0
until curl -s -o "$tmp/hello" --cacert "$tmp/pem" "https://127.0.0.1:$proxy/hello" || [ $i -gt 50 ]; do i=$((i + 1)); sleep 0.1; done
: >"$tmp/access"

printf '%s\n' 'head 200' 'drip 0.01' 'echo openai' end | script echo
awk 'BEGIN { for (i = 1; i <= 24; i++) printf "q%d\tthe answer to question %d\n", i, i }' >"$tmp/in"
ask --endpoint "https://127.0.0.1:$proxy/echo/v1" --ca-file "$tmp/pem" --jobs 8
is "$status:$(awk '$2 == "ok" && $0 ~ "question " substr($1, 2) "$"' "$tmp/out" | wc -l)" 0:24 "24 answers, each to its question"
is "$(cut -d ' ' -f 2 "$tmp/access" | sort -u)" h2 "over HTTP/2"
is "$(cut -d ' ' -f 1 "$tmp/access" | sort -u | wc -l)" 1 "and one connection"

script cut <<'END'
head 200
send "data: {\"choices\":[{\"delta\":{\"content\":\"Half of\"}}]}\n\n"
rst
---
head 200
words openai "All is well."
end
END
put q
ask --endpoint "https://127.0.0.1:$proxy/cut/v1" --ca-file "$tmp/pem"
is "$(cat "$tmp/out")" "q ok (retries 1) All is well." "a reset stream is asked again"

done_testing
