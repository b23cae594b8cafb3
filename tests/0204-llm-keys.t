#!/bin/sh
# Where a key may go, and where it must never stand.
. tests/lib.sh
. tests/faultd.sh

plain_port=$port
printf '%s\n' 'head 200' 'words openai "All is well."' end | script plain
printf '%s\n' 'head 200' 'words anthropic "All is well."' end | script anthropic
put q
DIGEST_API_KEY=sk-very-secret
export DIGEST_API_KEY

head_of() { tr -d '\r' <"$tmp/bodies/$1.head"; }

ask --endpoint "http://127.0.0.1:$port/plain/v1"
is "$status" 0 "a key may go to loopback over plain http"
like "$(head_of plain.1)" '^Authorization: Bearer sk-very-secret$' "as a bearer"
unlike "$(cat "$tmp/bodies/plain.1")" 'secret' "not in the body"
ask --backend anthropic --endpoint "http://127.0.0.1:$port/anthropic"
like "$(head_of anthropic.1)" '^x-api-key: sk-very-secret$' "anthropic has a header of its own"
unlike "$(head_of anthropic.1)" '^Authorization' "and no other"
DIGEST_API_KEY=' sk-very-secret
' ask --endpoint "http://127.0.0.1:$port/plain/v1"
like "$(head_of plain.2)" '^Authorization: Bearer sk-very-secret$' "white space around it is removed"
DIGEST_API_KEY='' ask --endpoint "http://127.0.0.1:$port/plain/v1"
unlike "$(head_of plain.3)" '^Authorization' "no key, no header"

for e in http://192.0.2.1/v1 http://127.0.0.1.example.org/v1 "http://127.0.0.1:$port@example.org/v1" http://localhost.example.org; do
	exits 1 "no key over plain http to $e" "$llm_ask" --endpoint "$e"
	said 'a key over plain http goes to this machine only; use https' "and it says so"
done
DIGEST_API_KEY='' exits 1 "a password in the URL is a key" "$llm_ask" --endpoint http://joe:hidden@192.0.2.1/v1
ok "and is not printed" sh -c "! grep hidden '$tmp/err'"
DIGEST_API_KEY="sk
X-Evil: 1" exits 1 "a key of two lines is refused" "$llm_ask" --endpoint "http://127.0.0.1:$port/plain/v1"
unlike "$(cat "$tmp/err")" Evil "and not printed"

# A redirect would take the key elsewhere.
printf '%s\n' "head 307 text/plain 'Location: http://127.0.0.1:$port/other/v1/chat/completions'" end | script moved
ask --endpoint "http://127.0.0.1:$port/moved/v1"
is "$(asked moved):$(asked other)" "1:0" "no redirect is followed"

# A server that repeats the key does not get it into a report.
cat <<'END' | script repeats
head 401 application/json
send "{\"error\":{\"message\":\"Incorrect API key provided: sk-very-secret, sk-very-secret\"}}"
end
END
ask --endpoint "http://127.0.0.1:$port/repeats/v1"
is "$(cat "$tmp/out")" "q failed HTTP 401, key refused: Incorrect API key provided: [key], [key]" "an error never shows it"

cat <<'END' | script escaped
head 403 application/json
send "{\"error\":{\"message\":\"\\u0073k-very\\u002dsecret\"}}"
end
END
ask --endpoint "http://127.0.0.1:$port/escaped/v1"
is "$(cat "$tmp/out")" "q failed HTTP 403, forbidden: [key]" "not even written in escapes"

# Not a part of it either, where a long message is cut short.
for n in $(seq 180 310); do
	printf '%s\n' 'head 403 text/plain' "send \"$(printf "%0${n}d" 0)sk-very-secret tail\"" end | script "cut$n"
	put "q$n"
	ask --endpoint "http://127.0.0.1:$port/cut$n/v1"
	cat "$tmp/out"
done >"$tmp/all"
put q
is "$(wc -l <"$tmp/all"):$(grep -c 'sk-' "$tmp/all")" 131:0 "nor a part of it, wherever a message is cut"

# A proxy is used as curl does, but not on the way to this machine.
http_proxy=http://127.0.0.1:$plain_port/proxy/ ask --endpoint "http://127.0.0.1:$port/plain/v1"
is "$status" 0 "a proxy is not asked for loopback"
printf '%s\n' 'head 200' 'words openai "From the proxy."' end | script http:
DIGEST_API_KEY='' http_proxy=http://127.0.0.1:$plain_port/ ask --endpoint http://192.0.2.1/v1
is "$(cat "$tmp/out")" "q ok From the proxy." "it is for others"

# TLS
command -v openssl >/dev/null || { skip "no openssl for certificates"; done_testing; }
ca() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$1" -keyout "$tmp/$1.key" -out "$tmp/$1.pem"
}
# certificate NAME SUBJECT-ALT-NAME DAYS
certificate() {
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout "$tmp/$1.key" -out "$tmp/$1.csr" &&
		printf 'subjectAltName=%s\n' "$2" >"$tmp/$1.ext" &&
		openssl x509 -req -in "$tmp/$1.csr" -CA "$tmp/ours.pem" -CAkey "$tmp/ours.key" -CAcreateserial -days "$3" \
			-extfile "$tmp/$1.ext" -out "$tmp/$1.crt" &&
		cat "$tmp/$1.key" "$tmp/$1.crt" >"$tmp/$1.pem"
}
{ ca ours && ca theirs && certificate good IP:127.0.0.1 2 && certificate other DNS:example.org 2; } >"$tmp/openssl" 2>&1 ||
	{ note "$(cat "$tmp/openssl")"; fail "certificates"; }

faultd_start --tls "$tmp/good.pem"
ask --endpoint "https://127.0.0.1:$port/plain/v1" --ca-file "$tmp/ours.pem"
is "$status $(cat "$tmp/out")" "0 q ok All is well." "TLS, with an authority of our own"
n=$(asked plain)
ask --endpoint "https://127.0.0.1:$port/plain/v1"
like "$status $(cat "$tmp/out")" '^1 q failed 127.0.0.1:[0-9]*: .*certificate' "an authority that nobody knows is refused, at once"
ask --endpoint "https://127.0.0.1:$port/plain/v1" --ca-file "$tmp/theirs.pem"
like "$status $(cat "$tmp/out")" '^1 q failed 127.0.0.1:[0-9]*: .*certificate' "so is another's"
ask --endpoint "https://127.0.0.1:$port/plain/v1" --ca-file "$tmp/nowhere.pem"
like "$status $(cat "$tmp/out")" '^1 q failed 127.0.0.1:[0-9]*: ' "and a file that is not there"
ask --endpoint "http://127.0.0.1:$port/plain/v1"
like "$status $(cat "$tmp/out")" '^1 q failed ' "plain http to a TLS port fails"
faultd_start --tls "$tmp/other.pem"
ask --endpoint "https://127.0.0.1:$port/plain/v1" --ca-file "$tmp/ours.pem"
like "$status $(cat "$tmp/out")" '^1 q failed 127.0.0.1:[0-9]*: .*' "a certificate for another name is refused"
is "$(asked plain)" "$n" "none of these sent a request"

done_testing
