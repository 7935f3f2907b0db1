"""What a mail holds that has no words one can read: pure, asks no database."""

import re
from typing import NamedTuple

from .typed import one_line

ENCRYPTED, SIGNED, CALENDAR, OUTLOOK = "encrypted", "signed", "calendar", "outlook"
EMPTY = "empty"

#: Type of content → what it is; a parameter may say more.
TYPES = {
    "application/pkcs7-mime": ENCRYPTED,
    "application/x-pkcs7-mime": ENCRYPTED,
    "multipart/encrypted": ENCRYPTED,
    "application/pgp-encrypted": ENCRYPTED,
    "text/calendar": CALENDAR,
    "application/ics": CALENDAR,
    "application/ms-tnef": OUTLOOK,
    "application/vnd.ms-tnef": OUTLOOK,
}
#: End of a file's name → what it is, where the type says nothing.
NAMES = {".p7m": ENCRYPTED, ".ics": CALENDAR, "winmail.dat": OUTLOOK}
#: What a text holds in which only a machine can read.
ARMOUR = re.compile(r"-----BEGIN PGP MESSAGE-----")
_OPENED = re.compile(
    r"-----BEGIN PGP MESSAGE-----.*?(-----END PGP MESSAGE-----|\Z)", re.S
)
_EVENT = re.compile(
    r"^(METHOD|SUMMARY|DTSTART|DTEND|LOCATION|DESCRIPTION)[^:\r\n]{0,200}:(.*)$", re.M
)
_FOLDED = re.compile(r"\r?\n[ \t]")
_WHEN = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d)?")
#: So much of a calendar is looked at, and so much told of each of its fields.
LOOKED_AT = 50_000
TOLD = 500


class Contents(NamedTuple):
    """What a mail is that has no words, and the event a calendar tells of."""

    kind: str
    event: dict


def read_contents(message, text):
    """Return the Contents of a raw ``message`` whose words are ``text``, or None.

    A mail with words of its own is read like any other, whatever else it holds.
    """
    words = _OPENED.sub("", text or "").strip()
    if words.startswith("BEGIN:VCALENDAR"):
        return Contents(CALENDAR, read_event(_text(message) or words))
    if words and not ARMOUR.search(text):
        return None
    if ARMOUR.search(text or ""):
        return None if len(words) > 40 else Contents(ENCRYPTED, {})
    for part in message.walk():
        kind = TYPES.get(part.get_content_type()) or _kind_by_name(part)
        if kind == ENCRYPTED and "signed" in str(part.get_param("smime-type") or ""):
            kind = SIGNED
        if kind:
            return Contents(kind, read_event(_text(part)) if kind == CALENDAR else {})
    return Contents(EMPTY, {})


def _kind_by_name(part):
    name = one_line(str(part.get_filename() or "")).lower()
    return next((kind for end, kind in NAMES.items() if name.endswith(end)), None)


def _text(part):
    data = part.get_payload(decode=True) or b""
    return data[:LOOKED_AT].decode("utf-8", "replace")


def read_event(text):
    """Return name → value of what a calendar file tells of its first event."""
    event = {}
    for name, value in _EVENT.findall(_FOLDED.sub("", text)):
        plain = re.sub(r"\\([,;\\])", r"\1", value).replace("\\n", " ")
        event.setdefault(name.lower(), one_line(plain, TOLD))
    for name in ("dtstart", "dtend"):
        if found := _WHEN.match(event.get(name, "")):
            year, month, day, hour, minute = found.groups()
            time = f" {hour}:{minute}" if hour else ""
            utc = " UTC" if event[name].endswith("Z") else ""
            event[name] = f"{year}-{month}-{day}{time}{utc}"
    return event
