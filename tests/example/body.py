"""What a mail says: its text with the quotes, the diffs and the lists that are made from others."""
import hashlib
import re
import textwrap

from .facts import YEAR, fail, written_date

GIT = {"maz@kernel.org": "2.39.2", "google.com": "2.48.1.502.g6dc24dfdaf-goog",
       "robh@kernel.org": "2.45.2", "arm.com": "2.30.2", "huawei.com": "2.34.1",
       "redhat.com": "2.48.1", "os.amperecomputing.com": "2.47.1"}


def series_of(mails, cover):
    """The patches that came with a cover letter (or with a patch: its own series)."""
    found = [m for m in mails if m.number > cover.number and m.parts == cover.parts and m.part]
    return found[:cover.parts]


def attribution(mail, quoted):
    date = quoted.date
    here = date.astimezone(mail.date.tzinfo)
    sender = "%s <%s>" % (quoted.name, quoted.address)
    if mail.client in ("wl", "robot"):
        return ["On %s," % written_date(quoted), sender + " wrote:"]
    if mail.client == "thunderbird":
        return ["On %s, %s wrote:" % (here.strftime("%d/%m/%Y %H:%M"), quoted.name)]
    if mail.client == "gmail":
        return ["On %s at %s %s wrote:" % (here.strftime("%a, %b ") + "%d, %d" % (here.day, YEAR),
                                           here.strftime("%I:%M %p").lstrip("0"), sender)]
    if mail.client == "gnus":
        return [sender + " writes:", ""]
    return ["On %s, %s wrote:" % (date.strftime("%a, %b %d, %Y at %I:%M:%S%p %z"), quoted.name)]


PROSE = re.compile(r"(?![A-Z][A-Za-z-]+-by: |Fixes: )[A-Za-z0-9(\"'`]")


def sentence_ends(lines, i):
    return lines[i][-1:] in (".", "?", "!", ":", "") or i + 1 == len(lines) or not PROSE.match(lines[i + 1])


def quote(mail, lines, start, end, one):
    first = next((i for i, line in enumerate(lines) if start in line), None)
    if first is None:
        fail("%s: nothing to quote: %s" % (mail.where(), start))
    last = first
    if end is not None:
        last = next((i for i in range(first, len(lines)) if end in lines[i]), None)
        if last is None:
            fail("%s: no end of the quote: %s" % (mail.where(), end))
    elif not one:
        while last + 1 < len(lines) and lines[last + 1].strip(" >"):
            last += 1
    # nobody begins or ends a quote in the middle of a sentence
    if PROSE.match(lines[first]):
        while first and not lines[first].startswith(start) and not sentence_ends(lines, first - 1):
            first -= 1
        while not sentence_ends(lines, last):
            last += 1
    close = mail.client in ("thunderbird", "gmail", "gnus", "outlook")
    return [(">" if close and line.startswith(">") else "> ") + line if line else ">"
            for line in lines[first:last + 1]]


def diff_of(mail, lines):
    """Headers, line numbers and counts of a diff are made here, its lines are written by hand."""
    out, stat, path, hunk, line_at, grown = [], {}, None, None, 0, 0

    def close_hunk():
        nonlocal hunk, line_at, grown
        if not hunk:
            return
        head, body = hunk
        old = sum(line[0] in " -" for line in body)
        new = sum(line[0] in " +" for line in body)
        if stat[path][2]:
            out.append("@@ -0,0 +1,%d @@" % new)
        else:
            line_at += 11 + int(hashlib.sha256((path + head + body[0]).encode()).hexdigest()[:4], 16) % 290
            out.append(("@@ -%d,%d +%d,%d @@ %s" % (line_at, old, line_at + grown, new, head)).rstrip())
            line_at += old
        grown += new - old
        out.extend(body)
        stat[path][0] += sum(line[0] == "+" for line in body)
        stat[path][1] += sum(line[0] == "-" for line in body)
        hunk = None

    for line in lines:
        if line[:2] in ("f ", "n "):
            close_hunk()
            path, new, line_at, grown = line[2:], line[0] == "n", 0, 0
            stat[path] = [0, 0, new]
            old_id, new_id = mail.digest(path)[:12], mail.digest(path)[12:24]
            out.append("diff --git a/%s b/%s" % (path, path))
            if new:
                out.append("new file mode 100644")
            out.append("index %s..%s%s" % ("0" * 12 if new else old_id, new_id, "" if new else " 100644"))
            out += ["--- " + ("/dev/null" if new else "a/" + path), "+++ b/" + path]
            if new:
                hunk = ("", [])
        elif line[:1] == "@":
            close_hunk()
            hunk = (line[2:], [])
        elif path is None or hunk is None:
            fail("%s: a line of a diff outside of a hunk: %s" % (mail.where(), line))
        else:
            if line[:1] not in (" ", "+", "-", ""):
                fail("%s: not a line of a diff: %s" % (mail.where(), line))
            hunk[1].append(line or " ")
    close_hunk()
    return out, stat


def diffstat(stat):
    width = min(max(map(len, stat)), 52)
    most = max(a + d for a, d, _ in stat.values())
    lines = []
    for path in sorted(stat):
        add, cut, _ = stat[path]
        scale = min(1.0, 18.0 / most)
        marks = "+" * (max(1, round(add * scale)) if add else 0) + "-" * (max(1, round(cut * scale)) if cut else 0)
        shown = path if len(path) <= width else "..." + path[-(width - 3):]
        lines.append(" %-*s | %*d %s" % (width, shown, len(str(most)), add + cut, marks))
    add, cut = sum(s[0] for s in stat.values()), sum(s[1] for s in stat.values())
    total = " %d file%s changed" % (len(stat), "s"[len(stat) == 1:])
    total += ", %d insertion%s(+)" % (add, "s"[add == 1:]) if add or not cut else ""
    total += ", %d deletion%s(-)" % (cut, "s"[cut == 1:]) if cut else ""
    return lines + [total] + [" create mode 100644 " + p for p in sorted(stat) if stat[p][2]]


def author(mail):
    if mail.source and mail.source[0].startswith("From: "):
        return mail.source[0][6:]
    return "%s <%s>" % (mail.name, mail.address)


def git_signature(mail):
    domain = mail.address.split("@")[1]
    return ["-- ", GIT.get(mail.address, GIT.get(domain, "2.39.5")), ""]


def patch_body(mail):
    at = mail.source.index("%patch")
    message, changes = mail.source[:at], mail.source[at + 1:]
    notes = []
    if "%notes" in message:
        at = message.index("%notes")
        message, notes = message[:at], message[at + 1:]
    while message and not message[-1]:
        message.pop()
    while changes and not changes[-1]:
        changes.pop()
    if not re.match(r"[A-Z][A-Za-z-]+(-by|-developed-by|s|c): ", message[-1]):
        message.append("")
    message.append("Signed-off-by: " + author(mail))
    if author(mail).split("<")[1] != mail.address + ">":
        message.append("Signed-off-by: %s <%s>" % (mail.name, mail.address))
    diff, mail.changes = diff_of(mail, changes)
    while notes and not notes[-1]:
        notes.pop()
    return message + ["---"] + (notes + [""] if notes else []) + diffstat(mail.changes) + [""] + diff


def shortlog(mail, mails):
    patches = series_of(mails, mail)
    out, people, stat = [], {}, {}
    for patch in patches:
        people.setdefault(author(patch).split(" <")[0], []).append(patch.subject.split("] ", 1)[1])
        for path, (add, cut, new) in patch.changes.items():
            entry = stat.setdefault(path, [0, 0, new])
            entry[0] += add
            entry[1] += cut
    for who in people:
        out += ["%s (%d):" % (who, len(people[who]))]
        for title in people[who]:
            out += textwrap.wrap(title, 72, initial_indent="  ", subsequent_indent="    ", break_long_words=False)
        out.append("")
    return out + diffstat(stat) + [""]


def expand(mail, mails, everything):
    quoted = mail.parent
    if mail.options.get("from"):
        quoted = everything[mail.options["from"]]
    out = []
    for line in mail.source:
        command, _, rest = line.partition(" ")
        if command == "%ty":
            out.append("On %s, %s wrote:" % (written_date(quoted), quoted.name))
        elif command == "%on":
            out += attribution(mail, quoted)
        elif command in ("%q", "%q1"):
            start, _, end = rest.partition(" .. ")
            out += quote(mail, quoted.body, start, end or None, command == "%q1")
        elif command == "%shortlog":
            out += shortlog(mail, mails)
        elif command.startswith("%"):
            fail("%s: unknown: %s" % (mail.where(), line))
        else:
            out.append(line)
    return out
