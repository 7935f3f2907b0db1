"""Reports of mail servers on a mail of ours: pure, asks no database.

What became of it stands in fields (RFC 3464, 8098 and 5965); servers that write none
say it in words, of which a table has the common ones.
"""

import re
from email.utils import parseaddr
from typing import NamedTuple

from .mail_forward import is_forward_subject
from .mail_report_words import (
    DELAYED,
    DELETED,
    DELIVERED,
    FAILED,
    READ,
    REJECTED,
    RELAYED,
    SAID,
    SPAM,
    SUBJECTS,
    TEXTS,
    TRYING,
)
from .typed import one_line

#: What a delivery report says of a recipient → what became of the mail. The gravest of
#: all recipients counts.
ACTIONS = {
    "failed": FAILED,
    "delayed": DELAYED,
    "relayed": RELAYED,
    "expanded": RELAYED,
    "delivered": DELIVERED,
}
STATUS = {"5": FAILED, "4": DELAYED, "2": DELIVERED}
#: Report in fields, by its type of content.
PARTS = {
    "message/delivery-status": "delivery",
    "message/global-delivery-status": "delivery",
    "message/disposition-notification": "disposition",
    "message/global-disposition-notification": "disposition",
    "message/feedback-report": "feedback",
}
#: What holds the mail that is reported on.
ATTACHED = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers")
#: So much of its beginning is looked at.
BEGINNING = 700
#: People have a word of their own before it.
NEAR = 120
#: Whom programs that pass mail on call themselves.
_PROGRAM = re.compile(
    r".*(daemon|mailer|smtp|gateway|anti[-_.]?virus|viruswall|delivery|mail[-_.]?system)"
    r"|(imss|ndr|dsn|inetgw)\d*$|\"?system[-_., ]*administrator"
)
#: Who sends them: the first alone, the second where the words say what became of it.
DAEMON = re.compile(r"(mailer[-_.]?daemon|mail[-_.]?daemon)([-_.+].*)?$")
POSTMASTER = re.compile(r"(postmaster|mail-?system|microsoftexchange[0-9a-f]*)$")
DELIVERER = re.compile(r"mail (delivery|system|administrator)|postmaster")

_FIELD = re.compile(
    r"^(action|status|final-recipient|original-recipient|disposition|original-message-id"
    r"|removal-recipient|original-rcpt-to):[ \t]*([^\s][^\r\n]{0,499})",
    re.IGNORECASE | re.MULTILINE,
)
_EMAIL = re.compile(r"[^\s<>\"',;:@]{1,64}@[^\s<>\"',;:@]{1,200}")
#: In words, whatever stands around it: "[SMTP:a@b.example]", "dda:SMTP=a@b.example".
_BARE = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[\w.-]{1,200}")
_ID = re.compile(r"<([^\s<>@]{1,200}@[^\s<>@]{1,200})>")
_NAMED_ID = re.compile(
    r"message-id: ?<?([^\s<>@]{1,200}@[^\s<>@]{1,200})", re.IGNORECASE
)
#: The order in which the headers of the mail that is reported on tell its id.
_ID_HEADERS = ("X-Odoo-Message-Id", "Message-Id", "X-Microsoft-Original-Message-ID")
#: So much of what strangers write is looked at, and so many ids are asked for.
LOOKED_AT = 100_000
MOST_IDS = 60


class Report(NamedTuple):
    """What became of a mail: ``kind``, of which recipients, and which mail it was.

    ``words`` say why, in a line; ``text`` is all that the report says. ``sure`` is
    whether only a machine sends it, and not one that only looks like it.
    """

    kind: str
    emails: list
    message_ids: list
    words: str
    text: str = ""
    sure: bool = True


def read_report(message, subject="", sender=""):
    """Return the Report a raw ``message`` is; None where it is none."""
    subject = one_line(str(subject or "")).lower()
    fields = _read_fields(message) if _by_machine(message, sender) else None
    if fields is None and not _may_report(message, subject, sender):
        return None
    text = _read_text(message)
    kind, emails, ids, words = fields or (None, [], [], "")
    said = text.lower()
    if kind == DELETED and REJECTED.search(said):
        kind = FAILED
    if not kind and any(phrase in said for phrase in TRYING):
        kind = DELAYED
    kind = kind or _find_kind(subject, SUBJECTS) or _find_kind(said, TEXTS)
    failed = message.get("X-Failed-Recipients")
    emails = emails or _EMAIL.findall(str(failed or "")[:2000])
    return Report(
        kind or FAILED,
        list(dict.fromkeys(email.lower() for email in emails)),
        list(dict.fromkeys([*ids, *_read_ids(message, text)]))[:MOST_IDS],
        one_line(words or text, 300),
        f"{text}\n{_read_heads(message)}",
        fields is not None or _by_machine(message, sender),
    )


def find_addresses(text, most=10):
    """Return the e-mail addresses in ``text``, the first ones first, in one case."""
    found = (address.lower().strip(".") for address in _BARE.findall(text[:LOOKED_AT]))
    return list(dict.fromkeys(found))[:most]


def _by_machine(message, sender):
    """Return whether a machine may have sent it: persons pass reports on, too."""
    local = one_line(parseaddr(sender or "")[1]).lower().rpartition("@")[0]
    return bool(
        message.get_content_type() == "multipart/report"
        or message.get("X-Failed-Recipients")
        or not local
        or DAEMON.match(local)
        or POSTMASTER.match(local)
        or str(message.get("Return-Path") or "").strip() == "<>"
        or str(message.get("Auto-Submitted") or "no").lower().startswith("auto")
    )


def _may_report(message, subject, sender):
    """Return whether one that has no fields is a report by its look.

    People complain of late and failed deliveries, too: the words of the subject count
    where a mail server sent it, or where it quotes the head of a mail.
    """
    name, address = parseaddr(sender or "")
    local = one_line(address).lower().rpartition("@")[0]
    if (
        message.get("X-Failed-Recipients")
        or message.get_content_type() == "multipart/report"
        or DAEMON.match(local)
    ):
        return True
    if not _find_kind(subject, SUBJECTS):
        return False
    if not local or POSTMASTER.match(local) or DELIVERER.search(one_line(name).lower()):
        return True
    text = _read_text(message)
    nobody = str(message.get("Return-Path") or "").strip() == "<>"
    if nobody and _NAMED_ID.search(text):
        return True
    # Whoever passes one on says so, or writes something of their own above it.
    said = SAID.search(text[:BEGINNING].lower())
    if is_forward_subject(subject) or not said:
        return False
    if said.start() < NEAR and find_addresses(text[said.start() :][:BEGINNING]):
        return True
    attached = any(p.get_content_type() in ATTACHED for p in _parts(message))
    return attached or bool(_PROGRAM.match(local)) or "received: from" in text.lower()


def _find_kind(text, table):
    for kind, *phrases in table:
        if any(phrase in text for phrase in phrases):
            return kind
    return None


def _read_fields(message):
    """Return (kind, recipients, ids, words) of a report in fields; None of others."""
    for part in _parts(message):
        what = PARTS.get(part.get_content_type())
        if what:
            found = _FIELD.findall(_raw_text(part))
            return _READERS[what]([(name.lower(), value) for name, value in found])
    return None


def _read_delivery(fields):
    said = {}
    recipient, alike = None, None
    for name, value in fields:
        if name in ("final-recipient", "original-recipient"):
            found = _EMAIL.search(value)
            if name == "final-recipient" or recipient is None:
                recipient, alike = found[0] if found else "", None
        elif name == "action" and ACTIONS.get(value.split()[0].lower().strip(";")):
            alike = ACTIONS[value.split()[0].lower().strip(";")]
            said.setdefault(alike, []).append(recipient)
        elif name == "status" and not alike and value[:1] in STATUS:
            said.setdefault(STATUS[value[:1]], []).append(recipient)
    for kind in (FAILED, DELAYED, RELAYED, DELIVERED):
        if kind in said:
            return kind, [email for email in said[kind] if email], [], ""
    return None, [], [], ""


def _read_disposition(fields):
    values = dict(fields)
    shown = values.get("disposition", "").lower()
    kind = DELETED if "deleted" in shown and "displayed" not in shown else READ
    email = _EMAIL.search(values.get("final-recipient", ""))
    ids = _ID.findall(values.get("original-message-id", ""))
    return kind, [email[0]] if email else [], [f"<{found}>" for found in ids], ""


def _read_feedback(fields):
    values = dict(fields)
    email = _EMAIL.search(values.get("original-rcpt-to", ""))
    return SPAM, [email[0]] if email else [], [], ""


_READERS = {
    "delivery": _read_delivery,
    "disposition": _read_disposition,
    "feedback": _read_feedback,
}


def _raw_text(part):
    """Return what a part holds as text, whatever the parser made of it."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return "\n\n".join(_whole(block) for block in payload)[:LOOKED_AT]
    data = part.get_payload(decode=True) or b""
    return data[:LOOKED_AT].decode("utf-8", "replace")


def _whole(block):
    heads = "\n".join(f"{name}: {one_line(str(v), 500)}" for name, v in block.items())
    payload = block.get_payload()
    return f"{heads}\n\n{payload[:LOOKED_AT] if isinstance(payload, str) else ''}"


def _parts(message):
    """Yield the parts of a mail, but none of the mails that are attached to it."""
    yield message
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        for part in message.get_payload():
            yield from _parts(part)


def _read_heads(message):
    """Return what the heads of attached mails say of subject and recipients."""
    heads = []
    for part in _parts(message):
        if part.get_content_type() == "message/rfc822" and part.get_payload():
            inner = part.get_payload()[0]
            heads += [str(inner.get(name) or "")[:1000] for name in ("Subject", "To")]
    return "\n".join(heads)


def _read_text(message):
    """Return the words of all parts that are text."""
    texts = []
    for part in _parts(message):
        if part.get_content_maintype() == "text":
            texts.append(_raw_text(part))
    return "\n".join(texts)[:LOOKED_AT]


def _read_ids(message, text):
    """Return the ids of mails in it, that of the mail reported on first."""
    ids = []
    for part in _parts(message):
        if part.get_content_type() == "message/rfc822" and part.get_payload():
            inner = part.get_payload()[0]
            for header in _ID_HEADERS:
                ids += _ID.findall(str(inner.get(header) or "")[:1000])
    ids += _NAMED_ID.findall(text)
    ids += _ID.findall(str(message.get("In-Reply-To") or "")[:1000])
    ids += _ID.findall(text)
    ids += _ID.findall(str(message.get("References") or "")[-3000:])[::-1]
    return [f"<{found}>" for found in ids]
