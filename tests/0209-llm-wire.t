#!/bin/sh
# What real servers sent, recorded, once more: byte for byte, and in pieces of one byte
. tests/lib.sh
. tests/faultd.sh

wire=$top/../shared/wire
[ -d "$wire" ] || skip_all "no recordings of real servers here (../shared/wire)"

# A script for each recording, and what is to come of it, read in another way: NAME TAB DIALECT TAB TRIES TAB BEGINNING OF THE LINE.
python3 - "$wire" "$tmp/scripts" <<'END' >"$tmp/expected"
import glob, json, os, re, sys
wire, out = sys.argv[1:]

def shown(text):
    """As tests/llm-ask prints an answer."""
    return "".join("\\n" if c == "\n" else "\\x%02x" % ord(c) if c < " " else c for c in text.strip())

def events(body):
    """The JSON of a stream, or of a body that is none."""
    for line in re.split(r"\r\n|\r|\n", body.decode(errors="replace")):
        line = re.sub(r"^(data|error): ?", "", line)
        try:
            yield json.loads(line)
        except ValueError:
            yield line

def expected(status, body, broken):
    text, finish, whole, error = "", "", False, None
    for e in events(body):
        if e == "[DONE]":
            whole = True
        if not isinstance(e, dict):
            continue
        error = error or e.get("error")
        for c in e.get("choices") or []:
            text += (c.get("delta") or c.get("message") or {}).get("content") or ""
            finish = finish or c.get("finish_reason") or ""
        if e.get("type") == "content_block_delta":
            text += e["delta"].get("text", "")
        if "message" in e and "done" in e:
            text += e["message"].get("content") or ""
            finish = e.get("done_reason") or finish
        if e.get("type") == "message_delta":
            finish = e["delta"].get("stop_reason") or finish
        whole = whole or bool(finish) or e.get("type") == "message_stop" or e.get("done") is True
    if status is None or broken:
        return 5, "q failed (retries 4) 127.0.0.1:"
    if status != 200:
        long = "context" in str(error) and status == 400
        last = status in (400, 401, 404)
        return (1, "q failed %sHTTP %d, " % ("(overflow) " if long else "", status)) if last else (
            5, "q failed (retries 4) HTTP %d, " % status)
    if not whole or error:
        return 5, "q failed (retries 4) " + ("the answer broke off" if text else "status 200 without an answer")
    return 1, "q ok %s%s$" % ("(cut) " if finish in ("length", "max_tokens") else "", shown(text))

for path in sorted(glob.glob(wire + "/*/*.txt")):
    name = os.path.basename(os.path.dirname(path)) + "-" + os.path.basename(path)[:-4]
    data = open(path, "rb").read()
    dialect = "anthropic" if "anthropic" in name else "ollama" if "ollama" in name else "openai"
    data = re.sub(rb"\A# curl -.*?\n(?=HTTP)", b"", data, flags=re.S)
    code = re.search(rb"\n# curl exit (\d+)", data)
    data = re.sub(rb"\n(# (?:time|ttfb|total|curl exit)[^\n]*\n?)+\Z", b"", data)
    head = re.match(rb"(?:HTTP/1.1 1\d\d[^\n]*\n\r?\n)?HTTP/1.1 (\d+)(.*?)\r?\n\r?\n", data, re.S)
    body = data[head.end():] if head else data
    status = int(head[1]) if head else 200 if body.strip() else None
    kind = re.search(rb"Content-Type: ([^;\r\n]*)", head[2])[1].decode() if head else "text/event-stream"
    broken = code and code[1] != b"0" or "killed" in name
    tries, line = expected(status, body, broken)
    with open(os.path.join(out, name + ".body"), "wb") as f:
        f.write(body)
    for way, each in ("whole", 0), ("bytes", 1 if len(body) < 10000 else 13):
        with open(os.path.join(out, name + "." + way), "w") as f:
            if status is not None:
                f.write("head %d %s\neach %d\nfile %s.body\n" % (status, kind, each, name))
            f.write("close\n" if broken else "end\n")
        print(name + "." + way, dialect, tries, line, sep="\t")
END
put q
while IFS="$(printf '\t')" read -r name dialect tries line; do
	ask --backend "$dialect" --endpoint "http://127.0.0.1:$port/$name/v1" --backoff 0.002 --max-tokens 512
	got=$(cat "$tmp/out")
	case "$got\$" in "$line"*) got=$line ;; esac
	is "$got:$(asked "$name")" "$line:$tries" "$name"
done <"$tmp/expected"
ok "there are recordings" test "$tests" -gt 10
done_testing
