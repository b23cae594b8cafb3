"""The mails as the table and the texts give them: who, when, in answer to what."""
import base64
import hashlib
import os
import re
import sys
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime, parsedate_to_datetime

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TEXTS = os.path.join(TOP, "tests", "make-example.d")
YEAR = 2025

# address: zone, client, domain of its message ids
SENDERS = {
    "Dmytro_Terletskyi@epam.com": ("+0000", "outlook", "PA4PR03MB7136.eurprd03.prod.outlook.com"),
    "andrew.jones@linux.dev": ("+0100", "mutt", "orel"),
    "aneesh.kumar@kernel.org": ("+0530", "gnus", "kernel.org"),
    "anshuman.khandual@arm.com": ("+0530", "thunderbird", "arm.com"),
    "broonie@kernel.org": ("+0000", "mutt-uuid", "sirena.org.uk"),
    "catalin.marinas@arm.com": ("+0000", "mutt", "arm.com"),
    "cohuck@redhat.com": ("+0100", "gnus", "redhat.com"),
    "coltonlewis@google.com": ("+0000", "gnus", "coltonlewis-kvm.c.googlers.com"),
    "eric.auger@redhat.com": ("+0100", "thunderbird", "redhat.com"),
    "gankulkarni@os.amperecomputing.com": ("+0530", "thunderbird", "os.amperecomputing.com"),
    "glider@google.com": ("+0100", "gmail", "mail.gmail.com"),
    "gshan@redhat.com": ("+1000", "thunderbird", "redhat.com"),
    "james.clark@linaro.org": ("+0000", "thunderbird", "linaro.org"),
    "lkp@intel.com": ("+0800", "robot", "intel.com"),
    "mark.rutland@arm.com": ("+0000", "mutt", "J2N7QTR9R3.cambridge.arm.com"),
    "maz@kernel.org": ("+0000", "wl", "kernel.org"),
    "mlevitsk@redhat.com": ("-0500", "evolution", "redhat.com"),
    "oliver.upton@linux.dev": ("-0800", "mutt", "linux.dev"),
    "pbonzini@redhat.com": ("+0100", "gmail", "mail.gmail.com"),
    "qperret@google.com": ("+0000", "mutt", "google.com"),
    "richard.henderson@linaro.org": ("-0800", "thunderbird", "linaro.org"),
    "robh@kernel.org": ("-0600", "gmail", "mail.gmail.com"),
    "sebott@redhat.com": ("+0100", "alpine", "redhat.com"),
    "shameerali.kolothum.thodi@huawei.com": ("+0000", "git", "huawei.com"),
    "steven.price@arm.com": ("+0000", "thunderbird", "arm.com"),
    "suzuki.poulose@arm.com": ("+0000", "thunderbird", "arm.com"),
    "tabba@google.com": ("+0000", "gmail", "mail.gmail.com"),
}


def fail(text):
    sys.exit("make-example: " + text)


class Mail:
    def __init__(self, row):
        self.group, thread, number, self.clock, self.subject, sender, self.given = row
        self.thread, self.number = int(thread), int(number)
        self.name, self.address = re.fullmatch(r"(.*) <(.*)>", sender).groups()
        self.zone, self.client, self.domain = SENDERS[self.address]
        self.options, self.source, self.body, self.changes = {}, None, [], {}
        self.parent = None
        part = re.match(r"\[[^]]*?(\d+)/(\d+)\]", self.subject)
        self.part, self.parts = (int(part[1]), int(part[2])) if part else (None, None)

    def where(self):
        return "%s/%d/%d" % (self.group, self.thread, self.number)

    def digest(self, salt=""):
        return hashlib.sha256((self.where() + salt).encode()).hexdigest()

    def letters(self, count, salt=""):
        raw = base64.b64encode(hashlib.sha512((self.where() + salt).encode()).digest()).decode()
        return re.sub(r"[^A-Za-z0-9]", "", raw)[:count]


def set_dates(mails):
    """Minutes are given, seconds are ours: in order inside a minute, and across a burst of patches."""
    i = 0
    while i < len(mails):
        j = i
        while j < len(mails) and (mails[j].clock, mails[j].address) == (mails[i].clock, mails[i].address):
            j += 1
        first = int(mails[i].digest("second")[:4], 16) % 40
        if mails[i].given != "-":
            first = parsedate_to_datetime(mails[i].given).second
        elif i and mails[i].part and mails[i - 1].part and mails[i].parts == mails[i - 1].parts:
            first = 0
        elif j < len(mails) and mails[j].part and mails[j].parts == mails[i].parts and mails[i].part is not None:
            first = 60 - (j - i)
        for k, mail in enumerate(mails[i:j]):
            zone = mail.options.get("zone", mail.zone)
            if mail.given != "-":
                zone = mail.given.split()[-1]
            offset = timedelta(hours=int(zone[:3]), minutes=int(zone[0] + zone[3:]))
            mail.date = datetime.strptime("%d-%s" % (YEAR, mail.clock), "%Y-%m-%d %H:%M").replace(
                second=first + k, tzinfo=timezone(offset))
        i = j
    for before, after in zip(mails, mails[1:]):
        if before.date >= after.date:
            fail("%s: not later than the mail before it" % after.where())


def written_date(mail):
    return mail.given if mail.given != "-" else format_datetime(mail.date)


def message_id(mail, mails):
    if mail.options.get("id"):
        return mail.options["id"]
    utc = mail.date.astimezone(timezone.utc)
    if not mail.subject.startswith("Re:") and "PATCH" in mail.subject:
        head = mail
        for m in mails:
            if m.part is not None and mail.part is not None and m.parts == mail.parts and m.part <= mail.part \
                    and m.number <= mail.number and (m.part == 0 or head.part != 0):
                head = m
        number = (mail.part or 0) + (1 if head.part == 0 else 0) or 1
        if mail.address == "robh@kernel.org":
            return "20250202-arm-brbe-v19-v19-%d-%s@kernel.org" % (mail.part, head.digest()[:12])
        return "%s.%d-%d-%s" % (head.date.astimezone(timezone.utc).strftime("%Y%m%d%H%M%S"),
                                int(head.digest()[:6], 16) % 900000 + 100000, number, mail.address)
    d = mail.digest()
    form = {"wl": "86%s.wl-%s" % (mail.letters(8).lower(), mail.address.split("@")[0]),
            "gmail": "CA%s_%s=%s" % (mail.name[0], mail.letters(30), mail.letters(32, "b")),
            "gnus": "gsnt%s.fsf" % mail.letters(8).lower(),
            "mutt": "Z6%s" % mail.letters(14),
            "evolution": "%s.camel" % d[:40],
            "outlook": "%s" % mail.letters(32).upper(),
            "robot": "%s.%s-lkp" % (utc.strftime("%Y%m%d%H%M"), mail.letters(8)),
            "git": "%s.%d-1-%s" % (utc.strftime("%Y%m%d%H%M%S"), int(d[:5], 16), mail.name.split()[0].lower())}
    uuid = "-".join((d[:8], d[8:12], "4" + d[12:15], "9" + d[15:18], d[18:30]))
    if mail.client == "mutt" and mail.address == "andrew.jones@linux.dev":
        return "20250204-%s@orel" % d[:20]
    return form.get(mail.client, uuid) + "@" + mail.domain


def read_facts():
    threads = {}
    with open(os.path.join(TOP, "examples", "mails.tsv"), encoding="utf-8") as table:
        for line in table:
            if not line.startswith("#"):
                mail = Mail(line.rstrip("\n").split("\t"))
                threads.setdefault((mail.group, mail.thread), []).append(mail)
    return threads


def read_texts(group, thread, mails):
    path = os.path.join(TEXTS, "%s-%02d.txt" % (group.replace(" ", "-"), thread))
    mail = None
    with open(path, encoding="utf-8") as texts:
        for line in texts:
            line = line.rstrip("\n")
            if line.startswith("== "):
                words = line.split()
                mail = mails[int(words[1]) - 1]
                mail.options = dict(word.split("=", 1) for word in words[2:])
                mail.source = []
            elif mail:
                mail.source.append(line)
    for mail in mails:
        if mail.source is None:
            fail("%s: has no text" % mail.where())
        while mail.source and not mail.source[-1]:
            mail.source.pop()


def link(mails):
    """Patches answer their cover letter, replies what the text file says."""
    for mail in mails:
        number = mail.options.get("parent")
        if number:
            mail.parent = mails[int(number) - 1]
        elif mail.number > 1 and not mail.subject.startswith("Re:") and mail.part:
            before = [m for m in mails[:mail.number - 1] if m.parts == mail.parts]
            covers = [m for m in before if m.part == 0]
            mail.parent = (covers or before[:1])[-1]
        elif mail.number > 1 and "irt" not in mail.options:
            fail("%s: a reply to what?" % mail.where())
    for mail in mails:
        mail.id = message_id(mail, mails)
    for mail in mails:
        outside, mail.irt, mail.refs = mail.options.get("irt"), "", []
        if mail.parent:
            mail.irt = "<%s>" % mail.parent.id
            mail.refs = (mail.parent.refs or [r for r in [mail.parent.irt.split(" ")[0]] if r]) + [mail.irt]
        elif outside:
            mail.irt = "<%s>" % outside
            refs = mail.options.get("refs", "")
            mail.refs = [] if refs == "-" else ["<%s>" % r for r in refs.split(",") if r] + [mail.irt]
            if mail.options.get("received"):
                mail.irt += " (message from %s)" % mail.options["received"].replace("_", " ")
