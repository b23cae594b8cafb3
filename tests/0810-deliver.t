#!/bin/sh
# Reports as mail: what they are, where they go, that they are not reported on, that nothing private is in them
. tests/lib.sh
use_example
private_copy
SOURCE_DATE_EPOCH=1739275200 # 2025-02-11 12:00
export SOURCE_DATE_EPOCH
notmuch config set user.primary_email maintainer@example.org
notmuch config set digest.lists kvmarm
notmuch config set digest.kvmarm.query to:kvmarm
kept=$XDG_DATA_HOME/notmuch-digest
title='KVM/ARM: 每周报告 – „Übersicht“ 📊 <b> & a title that is long enough to be folded, twice at least, as titles are'

# --- The mail
notmuch digest --quiet --title "$title" --weeks 2025-W05..2025-W06 kvmarm >/dev/null
exits 0 "digest-mail" digest-mail "$kept/kvmarm-2025-W06.md"
cp "$tmp/out" "$tmp/mail"
is "$(cat "$tmp/err")" "" "without a word"
is "$(LC_ALL=C awk 'length > 78' "$tmp/mail")" "" "no line is longer than 78"
is "$(LC_ALL=C grep -c '[^ -~]' "$tmp/mail")" 0 "all is ASCII"
cat >"$tmp/look.py" <<'END'
"""What is wrong with a mail, as another reader than ours sees it; nothing when all is right."""
import email, email.policy, html, re, sys
path, report, title = sys.argv[1:4]
raw = open(path, "rb").read()
m = email.message_from_bytes(raw, policy=email.policy.default)
text = open(report, encoding="utf-8").read()
def check(what, good):
    if not good:
        print(what)
check("subject: %r" % m["Subject"], m["Subject"] == title + " 2025-W06")
check("date: %s" % m["Date"], m["Date"] == "Sun, 09 Feb 2025 23:59:59 +0000")
check("id", m["Message-ID"] == "<digest.kvmarm-2025-W06@example.org>")
check("references", m["References"] == m["In-Reply-To"] == "<digest.kvmarm@example.org>")
check("from", m["From"].addresses[0].addr_spec == "maintainer@example.org")
check("list", m["List-Id"] == "kvmarm <kvmarm.digest.example.org>")
check("auto", m["Auto-Submitted"] == "auto-generated")
check("twice", len(set(m.keys())) == len(m.keys()))
check("alternatives", m.get_content_type() == "multipart/alternative")
parts = list(m.iter_parts())
check("kinds", [p.get_content_type() for p in parts] == ["text/plain", "text/html"])
check("charset", all(p.get_content_charset() == "utf-8" for p in parts))
check("the Markdown", parts[0].get_content() == text)
page = parts[1].get_content()
check("the page's title", "<title>" + html.escape(title, quote=False) + "</title>" in page)
check("language", '<html lang="en">' in page)
check("headings", page.count("<h3") == len(re.findall(r"^### ", text, re.M)))
check("not ours", not re.search(r"<(script|img|iframe|style|link|base|form)\b", page))
check("defects", not any(p.defects or any(h.defects for h in p.values()) for p in m.walk() for h in [p]) )
for line in raw.split(b"\n"):
    if line.startswith((b"Subject:", b" =?")):
        for word in re.findall(rb"=\?[^ ]*\?=", line):
            check("a word of more than 75", len(word) <= 75)
            email.header.decode_header(word.decode())[0][0].decode("utf-8")
END
if command -v lowdown >/dev/null; then
	is "$(python3 "$tmp/look.py" "$tmp/mail" "$kept/kvmarm-2025-W06.md" "$title" 2>&1)" "" "is what it should be, to another reader"
else
	skip "no lowdown here"
fi
# A word that cannot be folded, a report that attacks who reads its HTML.
mkdir "$tmp/odd"
{
	echo "# $(printf '%02000d' 0)"
	sed 1d tests/vectors/html-hostile.md
} >"$tmp/odd/frob-2025-W07.md"
exits 0 "a hostile report" digest-mail "$tmp/odd/frob-2025-W07.md"
is "$(LC_ALL=C awk 'length > 78' "$tmp/out")" "" "has no long line either"
cat >"$tmp/attack.py" <<'END_OF'
import email, email.policy, re, sys
from html.parser import HTMLParser
m = email.message_from_bytes(open(sys.argv[1], "rb").read(), policy=email.policy.default)
if m["Subject"] != "0" * 2000 + " 2025-W07":
    print("subject", m["Subject"][:40])
page = list(m.iter_parts())[1].get_content()
known = set("html head meta title body h1 h2 h3 h4 h5 p ul ol li strong em del code pre a table thead tbody tr th td "
            "blockquote div br".split())
ids, links = [], []
class Look(HTMLParser):
    def handle_starttag(self, tag, attributes):
        if tag not in known:
            print("element", tag)
        for name, value in attributes:
            if name not in ("href", "id", "charset", "class", "start", "lang") and (tag, name) != ("body", "style"):
                print("attribute", name)
            if name == "id":
                ids.append(value)
            if name == "href":
                links.append(value)
Look().feed(page)
if len(set(ids)) != len(ids):
    print("an id twice")
for link in links:
    if not re.match(r"https?://|mailto:", link) and link[1:] not in ids or "//evil" in link:
        print("link", link)
if not any(link.startswith("#") for link in links):
    print("no link to a section")
if re.search("[\u202a-\u202e\u2066-\u2069\x1b\x07]", page):
    print("characters that steer")
END_OF
if command -v lowdown >/dev/null; then
	is "$(python3 "$tmp/attack.py" "$tmp/out" 2>&1)" "" "and HTML that does nothing"
fi
digest-mail "$kept/kvmarm-2025-W06.md" >"$tmp/again"
same "$tmp/again" "$tmp/mail" "the same report is the same mail"
id() {
	digest-mail --to a@example.net "$1" | sed -n 's/^Message-ID: //p'
}
is "$(id "$kept/kvmarm-2025-W06.md")" "$(id "$kept/kvmarm-2025-W06.md")" "also to somebody"
mkdir "$tmp/next"
(cat "$kept/kvmarm-2025-W06.md" && echo more) >"$tmp/next/kvmarm-2025-W06.md"
ok "one that has changed is another mail to somebody" test "$(id "$kept/kvmarm-2025-W06.md")" != "$(id "$tmp/next/kvmarm-2025-W06.md")"
SOURCE_DATE_EPOCH=1738800000 digest-mail "$kept/kvmarm-2025-W06.md" >"$tmp/early"
like "$(cat "$tmp/early")" '^Date: Thu, 06 Feb 2025 00:00:00 \+0000$' "while the week runs, the date is now"
mkdir "$tmp/no"
for c in sh cat notmuch sed awk tr date sort head base64 fold id uname dirname; do ln -s "$(command -v $c)" "$tmp/no/$c"; done
exits 0 "without lowdown" env PATH="$tmp/no" "$top/scripts/digest-mail" "$kept/kvmarm-2025-W06.md"
like "$(cat "$tmp/out")" '^Content-Type: text/plain; charset=utf-8' "it is text alone"
unlike "$(cat "$tmp/out")" '^Content-Type: multipart' "of one part"
for f in "$tmp/none-2025-W06.md" /dev/null; do
	exits 1 "digest-mail ${f##*/}" digest-mail "$f"
	said 'digest-mail: ' "says why not"
done
exits 2 "digest-mail without a report" digest-mail
# shellcheck disable=SC2016 # the inner shell expands it
exits 1 "onto a full disk" sh -c 'digest-mail "$1" >/dev/full' - "$kept/kvmarm-2025-W06.md"

# --- Into the maildir
count() {
	notmuch count --exclude=false --output="${2:-messages}" "$1"
}
exits 0 "--deliver" notmuch digest --quiet --weeks 2025-W05..2025-W06 --deliver kvmarm
is "$(cat "$tmp/out" "$tmp/err")" "" "without a word"
exits 0 "a week later" notmuch digest --quiet --week 2025-W07 --deliver kvmarm
is "$(count tag:digest/report)" 3 "three mails, tagged"
is "$(count tag:digest/report threads)" 1 "in one thread"
is "$(count 'tag:digest/report and tag:unread and tag:inbox')" 3 "new, as other mail is"
notmuch show --format=json --entire-thread=true --exclude=false --body=true id:digest.kvmarm-2025-W06@example.org >"$tmp/show.json"
python3 - "$tmp/show.json" "$kept/kvmarm-2025-W06.md" <<-'END' >"$tmp/wrong"
	import json, sys
	found = []
	def walk(x):
	    if isinstance(x, dict):
	        if "id" in x and "headers" in x:
	            found.append(x)
	    else:
	        for y in x:
	            walk(y)
	walk(json.load(open(sys.argv[1])))
	found = {m["id"]: m for m in found}
	text = found["digest.kvmarm-2025-W06@example.org"]["body"][0]["content"][0]["content"]
	if len(found) != 3:
	    print("mails:", len(found))
	if text.strip() != open(sys.argv[2]).read().strip():
	    print("another text")
END
is "$(cat "$tmp/wrong")" "" "notmuch show gives the report back, in a thread of three"
is "$(find "$mail/digest" -type f | wc -l | tr -d ' ')" 3 "in a folder of their own"
find "$mail/digest" -type f -exec ls -i {} + | sort >"$tmp/before"
notmuch tag -unread -- tag:digest/report
exits 0 "the same again" notmuch digest --quiet --weeks 2025-W05..2025-W06 --deliver kvmarm
find "$mail/digest" -type f -exec ls -i {} + | sort >"$tmp/after"
is "$(awk '{print $1}' "$tmp/after")" "$(awk '{print $1}' "$tmp/before")" "touches nothing"
is "$(count 'tag:digest/report and tag:unread')" 0 "and wakes nobody"
exits 0 "a report that changed" notmuch digest --quiet --title 'A new title' --week 2025-W06 --deliver kvmarm
is "$(count tag:digest/report) $(find "$mail/digest" -type f | wc -l | tr -d ' ')" '3 3' "takes the old one's place"
is "$(notmuch search --exclude=false --output=files tag:digest/report | wc -l | tr -d ' ')" 3 "no mail has two files"
like "$(notmuch search 'subject:"A new title" and tag:unread')" 'A new title 2025-W06' "the index knows it"
notmuch new --quiet
is "$(count tag:digest/report)" 3 "notmuch new finds all in order"
if command -v flock >/dev/null; then
	notmuch digest --quiet --week 2025-W04 --deliver kvmarm &
	notmuch digest --quiet --week 2025-W04 --deliver kvmarm
	wait
	is "$(count tag:digest/report) $(find "$mail/digest" -type f | wc -l | tr -d ' ')" '4 4' "two at once deliver one mail"
fi
# From here on in another folder.
notmuch config set digest.folder lists/reports
exits 0 "a folder of one's choice" notmuch digest --quiet --week 2025-W03 --deliver kvmarm
is "$(find "$mail/lists/reports" -type f | wc -l | tr -d ' ')" 1 "has it"
exits 0 "any query can be delivered" notmuch digest --quiet --week 2025-W06 --deliver to:kvmarm and 'subject:"PATCH v2"'
like "$(notmuch search --output=messages 'tag:digest/report and date:2025-02-09..2025-02-09')" \
	'^id:digest\.kvmarm-and-subject-PATCH-v2-2025-W06@' "under a name made of it"

# --- Not reported on itself
exits 0 "digest-threads over everything" digest-threads --week 2025-W06 '*'
unlike "$(cat "$tmp/out")" 'A new title' "does not list reports"
exits 0 "reports that are asked for" digest-threads tag:digest/report
like "$(cat "$tmp/out")" 'A new title|report 2025' "are listed"
exits 0 "digest-threads notmuch" digest-threads --week 2025-W07 maintainer
is "$(cat "$tmp/out")" "" "nor by a word that is in them"

# --- Private
notmuch config set digest.private 'subject:lock_all_vcpus'
threads=$(digest-threads --week 2025-W06 to:kvmarm | wc -l | tr -d ' ')
exits 0 "digest.private, for oneself" notmuch digest --quiet --force --week 2025-W06 kvmarm
like "$(cat "$tmp/out")" 'lock_all_vcpus' "is there"
exits 0 "in mail" notmuch digest --quiet --week 2025-W06 --deliver kvmarm
notmuch show --format=text --exclude=false id:digest.kvmarm-2025-W06@example.org >"$tmp/shown"
unlike "$(cat "$tmp/shown")" 'lock_all_vcpus' "it is not"
like "$(cat "$tmp/shown")" 'Private threads, left out\*\*: 1$' "and that is said"
like "$(cat "$tmp/shown")" "\\*\\*Threads\\*\\*: $((threads - 1))( |\$)" "the others are"
like "$(cat "$kept/kvmarm-2025-W06.md")" 'lock_all_vcpus' "the report of one's own stays"
# shellcheck disable=SC2016 # the inner shell expands it
exits 0 "in Chinese" env DIGEST_PUBLIC=1 sh -c 'digest-threads --header --week 2025-W06 to:kvmarm >"$1" &&
	digest-report --quiet --language zh <"$1"' - "$tmp/list"
like "$(cat "$tmp/out")" '私有' "it is said, too"
exits 1 "a private query that cannot be understood" env DIGEST_PRIVATE=date:foo notmuch digest --quiet --week 2025-W06 --deliver kvmarm
like "$(cat "$tmp/err")" 'digest\.private' "ends everything"
# Looked for among the threads of other weeks, and by the other versions of a series.
exits 0 "a private thread of the weeks before" env DIGEST_PRIVATE='date:..2025-02-02' notmuch digest --quiet --week 2025-W06 --deliver kvmarm
notmuch config set digest.private

# --- To somebody
cat >"$tmp/sendmail" <<-'END'
	#!/bin/sh
	printf '%s\n' "$*" >>"$0.args"
	cat >"$0.mail"
	exit "$(cat "$0.status" 2>/dev/null || echo 0)"
END
chmod +x "$tmp/sendmail"
SENDMAIL=$tmp/sendmail
export SENDMAIL
exits 0 "--mail" notmuch digest --quiet --week 2025-W06 --mail team@example.net --mail boss@example.net kvmarm
is "$(cat "$tmp/sendmail.args")" '-oi -- team@example.net
-oi -- boss@example.net' "each gets one"
like "$(cat "$tmp/sendmail.mail")" '^To: boss@example\.net$' "with a To of their own"
is "$(count tag:digest/report threads)" 2 "and the maildir none"
echo 75 >"$tmp/sendmail.status"
exits 75 "a queue that is full" notmuch digest --quiet --week 2025-W06 --mail team@example.net kvmarm
said 'team@example.net: .*try again later' "says so"
echo 67 >"$tmp/sendmail.status"
exits 1 "sendmail refuses" notmuch digest --quiet --week 2025-W06 --mail team@example.net kvmarm
said 'team@example\.net: .*not delivered' "says so"
# shellcheck disable=SC2016 # the inner shell expands it
exits 1 "an address that looks like a pattern" sh -c 'cd "$1" && >a@x && >b@x && notmuch digest --quiet --week 2025-W06 --mail "?@x" kvmarm' - "$tmp"
like "$(tail -n 1 "$tmp/sendmail.args")" '[?]@x$' "is taken as it is"
for a in '-bs' 'a b@example.net' 'a@b;reboot' ''; do
	exits 2 "--mail '$a'" notmuch digest --quiet --week 2025-W06 "--mail=$a" kvmarm
done
exits 1 "a maildir where nobody may write" env DIGEST_FOLDER=../../../proc/x notmuch digest --quiet --week 2025-W02 --deliver kvmarm

# --- Read by neomutt
if command -v neomutt >/dev/null && command -v tmux >/dev/null; then
	notmuch digest --quiet --title 每周报告 --week 2025-W05 --deliver kvmarm
	{
		printf 'set sort=threads sleep_time=0 folder="%s"\nset header_cache=\n' "$mail"
		# The macro of the manual.
		man=$(mandoc -Tutf8 -Owidth=200 scripts/digest-pick.1 2>/dev/null | plain | sed -n '/^ *set pipe_decode/,/^$/s/^ *//p')
		printf '%s\n' "$man" | sed "s|/home/me/mail|$mail|"
	} >"$tmp/muttrc"
	. tests/tmux.sh
	terminal 100 30 "neomutt -n -F '$tmp/muttrc' -R -f '$mail/digest'"
	screen 'Msgs:4' "neomutt: the folder"
	is "$(grep -Ec '^ .*(┬|├|└)─>' "$tmp/screen")" 4 "the weeks are one thread"
	like "$(cat "$tmp/screen")" '每周报告 2025-W05' "their titles can be read"
	press '=' '/' '~i W06' Enter Enter
	screen '^\*\*Period\*\*: 2025-02-03' "and so can the report"
	if command -v mandoc >/dev/null && neomutt -v | grep -q '+notmuch'; then
		press C-o
		screen 'Thread: *$' "a key asks for a thread"
		like "$(cat "$tmp/screen")" '^ *[0-9]+  merged +\[GIT PULL\] KVM/arm64 fixes' "of a list"
		like "$(cat "$tmp/screen")" '^GIT PULL' "by group"
		press 1 Enter
		screen 'thread:.id:20250202-arm-brbe.*Msgs:31' "and opens the one that is wanted"
	else
		skip "no mandoc here, or a neomutt without notmuch"
	fi
	terminal_end
	# What neomutt would run when it sources the answer: backquotes, variables, control characters, keys.
	n=0
	for id in 'good!#&*+=?|~@example.org' 'a%60touch%60@example.org' 'a%5EM%21touch%5EM@example.org' 'a%24HOME@example.org' 'a%3Center%3E@example.org' \
		'a%22%3Btouch@example.org'; do
		n=$((n + 1))
		printf '### Thread %d: subject %d\n\n1. **[02-04 15:56]** [x](https://lore.kernel.org/r/%s)\n\n' "$n" "$n" "$id"
	done >"$tmp/hostile.md"
	terminal 100 30 "digest-pick --neomutt '$tmp/hostile.md' >'$tmp/picked'"
	screen 'Thread: *$' "ids that are meant for neomutt"
	is "$(grep -c subject "$tmp/screen")" 1 "are not listed"
	press 1 Enter
	screen 'ENDED 0' "others"
	is "$(cat "$tmp/picked")" 'push "<vfolder-from-query>thread:{id:good!#&*+=?|~@example.org}<enter>"' "are"
	terminal_end
else
	skip "no neomutt or tmux here"
fi
exits 1 "digest-pick without a terminal" setsid digest-pick "$kept/kvmarm-2025-W06.md"
said "no terminal to ask on" "says so"
exits 1 "digest-pick of no report" digest-pick /dev/null
said "/dev/null: no report with threads" "says so"
exits 2 "digest-pick --frob" digest-pick --frob
done_testing
