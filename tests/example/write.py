"""A mail as it stands in a maildir: headers, encodings, MIME parts."""
import base64
import hashlib
import quopri
import re

from .body import git_signature
from .facts import fail, written_date

LIST = "kvmarm@lists.linux.dev"
AGENT = {"thunderbird": "Mozilla Thunderbird", "wl": "Wanderlust/2.15.9 (Almost Unreal) Emacs/29.4",
         "gnus": "Gnus/5.13 (Gnus v5.13)", "evolution": "Evolution 3.36.5"}


def encoded_word(text, charset="utf-8"):
    return "=?%s?B?%s?=" % (charset, base64.b64encode(text.encode(charset)).decode())


def mailbox(name, address, force=False):
    if force or not name.isascii():
        name = encoded_word(name)
    elif re.search(r'[().,<>@:;"]', name):
        name = '"%s"' % name
    return "%s <%s>" % (name, address)


def fold(name, value):
    """Fold a header at white space so that no line is longer than 78 where that is possible."""
    lines, line = [], name + ":"
    for word in value.split(" "):
        if len(line) + 1 + len(word) > 78 and line != name + ":":
            lines.append(line)
            line = ""
        line += " " + word
    return "\n".join(lines + [line])


def flow(lines):
    out = []
    for line, after in zip(lines, lines[1:] + [""]):
        if line[:1] in (" ", "\t") or line.startswith("From "):
            line = " " + line
        elif len(line) > 58 and after and line[0] not in ">+-" and after[0] not in ">\t -+":
            line += " "
        out.append(line)
    return out


def part(text, charset, enc, extra=""):
    raw = text.encode(charset)
    if enc == "qp":
        coded, enc = quopri.encodestring(raw).decode(), "quoted-printable"
    elif enc == "base64":
        coded = base64.encodebytes(raw).decode()
    else:
        coded, enc = text, "7bit" if text.isascii() else "8bit"
    return "Content-Type: text/%s; charset=%s\nContent-Transfer-Encoding: %s\n\n%s" % (
        extra or "plain", charset, enc, coded)


def content(mail):
    """The MIME headers and the body, as text; 8bit only as UTF-8."""
    form, charset = mail.options.get("form", ""), mail.options.get("charset", "utf-8")
    enc, lines = mail.options.get("enc", ""), list(mail.body)
    if form == "flowed":
        return part("\n".join(flow(lines)) + "\n", charset, enc).replace(
            "charset=" + charset, "charset=%s; format=flowed" % charset, 1)
    text = "\n".join(lines) + "\n"
    if not form:
        return part(text, "us-ascii" if text.isascii() and not mail.options.get("charset") else charset, enc)
    mark = "----=_Part_" + mail.letters(16, "boundary")
    if form == "alternative":
        html = "".join("<div>%s</div>\n" % (line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                                            or "<br>") for line in lines)
        return ("Content-Type: multipart/alternative;\n boundary=\"%s\"\n\n--%s\n%s\n--%s\n%s\n--%s--\n" % (
            mark, mark, part(text, charset, enc), mark,
            part("<html><body>\n%s</body></html>\n" % html, charset, "qp", "html"), mark))
    if form == "signed":
        raw = b"".join(hashlib.sha512((mail.where() + str(i)).encode()).digest() for i in range(5))
        armor = base64.encodebytes(raw).decode()
        return ("Content-Type: multipart/signed; micalg=pgp-sha512;\n protocol=\"application/pgp-signature\";\n"
                " boundary=\"%s\"\n\n--%s\n%s\n--%s\nContent-Type: application/pgp-signature; name=\"signature.asc\"\n"
                "\n-----BEGIN PGP SIGNATURE-----\n\n%s-----END PGP SIGNATURE-----\n\n--%s--\n" % (
                    mark, mark, part(text, charset, enc), mark, armor, mark))
    fail("%s: unknown form: %s" % (mail.where(), form))


def written(mail):
    force = mail.options.get("names") == "encoded"
    to = [LIST] if not mail.parent or not mail.subject.startswith("Re:") else [
        mailbox(mail.parent.name, mail.parent.address), LIST]
    cc = ["linux-arm-kernel@lists.infradead.org"] + [c.replace("_", " ") for c in
                                                    mail.options.get("cc", "").split(",") if c]
    for i, person in enumerate(cc):
        name = re.fullmatch(r"(.*) <(.*)>", person)
        if name:
            cc[i] = mailbox(*name.groups())
    subject = mail.subject
    if force:
        subject = " ".join(encoded_word(subject[i:i + 40]) for i in range(0, len(subject), 40))
    # some clients leave a long subject on one line
    unfolded = mail.client == "wl" and not force
    head = ["From: " + mailbox(mail.name, mail.address, force), fold("To", ", ".join(to)),
            fold("Cc", ", ".join(cc)),
            "Subject: " + subject if unfolded else fold("Subject", subject),
            "Date: " + written_date(mail), "Message-ID: <%s>" % mail.id]
    if mail.irt:
        head.append("In-Reply-To: " + mail.irt)
    if mail.refs:
        head.append("References: " + "\n ".join(mail.refs))
    if mail.subject.startswith("Re:"):
        if mail.client in AGENT:
            head.append("User-Agent: " + AGENT[mail.client])
    elif "PATCH" in mail.subject:
        head.append("X-Mailer: git-send-email " + git_signature(mail)[1])
    head += ["List-Id: <kvmarm.lists.linux.dev>", "Precedence: bulk", "MIME-Version: 1.0"]
    return "\n".join(head) + "\n" + content(mail)
