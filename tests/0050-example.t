#!/bin/sh
# The example maildir: made again byte for byte, and what notmuch sees of it is what the table of facts says.
# shellcheck source=tests/lib.sh
. tests/lib.sh

ok "the maildir can be made" tests/make-example -o "$tmp/maildir"
is "$(find "$tmp/maildir/cur" -type f | wc -l | tr -d ' ')" 217 "217 mails"
ok "what is bundled is what the texts make" diff -r examples/maildir/cur "$tmp/maildir/cur"
ok "made twice it is the same" sh -c "tests/make-example -o '$tmp/again' && diff -r '$tmp/maildir' '$tmp/again'"

mkdir "$tmp/mail"
cp -R examples/maildir/cur "$tmp/mail/"
mkdir "$tmp/mail/new" "$tmp/mail/tmp"
NOTMUCH_CONFIG=$tmp/notmuch-config
export NOTMUCH_CONFIG
cat >"$NOTMUCH_CONFIG" <<END
[database]
path=$tmp/mail
[user]
name=Example
primary_email=example@example.org
[search]
exclude_tags=
END
ok "notmuch indexes it" notmuch new --quiet
is "$(notmuch count 'to:kvmarm')" 217 "all mails are to the list"
is "$(notmuch count --output=threads '*')" 27 "27 threads"
is "$(notmuch count --output=threads 'date:2025-02-03..2025-02-09')" 27 "each thread has mail in the week"
is "$(notmuch count 'date:2025-02-10..')" 0 "no mail after it"

# What notmuch threads and what the headers decode to, in the form of the table: thread, mail, subject, sender.
cat >"$tmp/facts.py" <<'END'
import email, email.policy, os, subprocess, sys
from email.utils import parsedate_to_datetime

def notmuch(*args):
    return subprocess.run(("notmuch",) + args, check=True, capture_output=True, text=True).stdout.split("\n")[:-1]

facts = {}
for line in open("examples/mails.tsv", encoding="utf-8"):
    if not line.startswith("#"):
        group, thread, number, clock, subject, sender, date = line.rstrip("\n").split("\t")
        facts.setdefault((group, thread), []).append((clock, subject, sender, date))

def read(path):
    with open(path, "rb") as mail:
        return email.message_from_binary_file(mail, policy=email.policy.default)

seen, ids, problems, bodies = [], {}, [], []
for thread in notmuch("search", "--output=threads", "*"):
    mails = [read(path) for path in notmuch("search", "--output=files", thread)]
    mails.sort(key=lambda m: parsedate_to_datetime(m["Date"]))
    dates = [parsedate_to_datetime(m["Date"]) for m in mails]
    if len(set(dates)) != len(dates):
        problems.append("%s: two mails of one second" % thread)
    seen.append([(d.strftime("%m-%d %H:%M"), str(m["Subject"]), str(m["From"]).replace('"', ""))
                 for d, m in zip(dates, mails)])
    when = {m["Message-ID"]: d for d, m in zip(dates, mails)}
    for d, m in zip(dates, mails):
        ids.setdefault(m["Message-ID"], []).append(m["Subject"])
        parent = when.get(str(m["In-Reply-To"]).split(" ")[0])
        if parent and parent >= d:
            problems.append("%s: not later than its parent" % m["Message-ID"])
        text = m.get_body(("plain",)).get_content()
        if len(text.split()) < 8 and "Pulled" not in text:
            problems.append("%s: says nothing" % m["Message-ID"])
        bodies.append(text)
wanted = [[(c, s, f) for c, s, f, _ in mails] for mails in facts.values()]
for mails in wanted:
    if mails in seen:
        seen.remove(mails)
    else:
        problems.append("no such thread: %s" % mails[0][1])
problems += ["not in the table: %s" % mails[0][1] for mails in seen]
problems += ["an id twice: %s" % i for i, subjects in ids.items() if len(subjects) > 1]
if len(set(bodies)) != len(bodies):
    problems.append("two mails with the same text")
print("\n".join(problems))
sys.exit(bool(problems))
END
ok "threads, order, dates, subjects and senders are the table's" python3 "$tmp/facts.py"

is "$(notmuch search --output=threads 'subject:"Remove cyclical dependency in arm_pmuv3.h"' | wc -l | tr -d ' ')" 3 \
	"the version that came apart is three threads"
is "$(notmuch search '*' | grep -Ec '\[[0-9]+/(2[1-9]|[3-9][0-9])\]')" 3 "three threads of more than 20 mails"

# The first mail of a thread has the zone and the very Date of the table.
awk -F '\t' '$7 != "-" && !/^#/ {print $7}' examples/mails.tsv >"$tmp/dates"
dated=$(while read -r date; do grep -lFx "Date: $date" examples/maildir/cur/* | wc -l; done <"$tmp/dates")
is "$(printf '%s\n' "$dated" | sort -u | tr -d ' ')" 1 \
	"the Date of each first mail is the table's"

# It exercises the readers.
for form in 'format=flowed' 'multipart/signed' 'multipart/alternative' 'quoted-printable' 'base64' 'iso-8859-1' \
	'^From: =[?]' '^Subject: =[?]' '=[?]utf-8[?]B[?]UGhpbGlwcGUgTWF0aGlldS1EYXVkw6k=[?]=' \
	'^In-Reply-To: <.*> [(]message from'; do
	ok "there is a mail with $form" grep -rqE -e "$form" examples/maildir/cur
done
ok "long subjects are folded" sh -c "grep -rh -A1 '^Subject: ' examples/maildir/cur | grep -q '^ [^ ]'"
is "$(LC_ALL=C grep -lE '^.{999}' examples/maildir/cur/* | wc -l | tr -d ' ')" 0 "no line is longer than mail allows"

done_testing
