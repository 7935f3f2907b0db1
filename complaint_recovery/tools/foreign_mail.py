"""Mails that would cost their reader more than their length: pure, asks no database.

What is cut or spaced here is what nobody writes; other mails are left as they are.
"""

import re

from .bounded_tags import bound_tags
from .inert_html import make_tidy, space_quotes

#: Longer texts are cut: in characters of a part, and of one that is HTML.
LONGEST, LONGEST_HTML = 500_000, 2_000_000
#: More signs that begin no tag are no HTML.
MOST_LOOSE = 100
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
#: Headers that are read word by word; longer ones are shortened, in bytes.
ADDRESSED = (b"to", b"cc", b"delivered-to", b"resent-to", b"resent-cc", b"envelope-to")
SENDING = (b"from", b"sender", b"reply-to", b"return-path", b"resent-from")
READ = (b"subject", b"references", b"in-reply-to", b"message-id", b"thread-topic")
LONGEST_SENDER, LONGEST_HEADER = 2_000, 10_000
MOST_ADDRESSES = 300
_ADDRESS = re.compile(rb"[\w.+-]{1,64}@[\w.-]{1,200}")
#: What says of a part what it is, and goes on in the lines below.
_SAYING = re.compile(rb"(?ims)^content-[a-z-]{2,30}:.*?(?=\n[^ \t]|\n?\Z)")
#: It is read again and again; longer ones are shortened, in bytes.
LONGEST_SAYING = 5_000
_ANGLED = re.compile(r"<([^<>\s]{1,300})>")
_QUOTED = re.compile(r'"[^"\\]{0,500}"|\([^()\\]{0,500}\)')


def tame_part(text, kind):
    """Return the ``text`` of a part of the content type ``kind``, cheap to read."""
    if kind == "text/html":
        # Written anew, a text may be longer.
        text = bound_tags(text[:LONGEST_HTML])[:LONGEST_HTML]
        loose = text.count("<") - len(_TAG.findall(text))
        quotes = sum(text.count(sign) for sign in ("\n>", "\n&gt", "\n&#"))
        if loose > MOST_LOOSE or quotes > MOST_LOOSE:
            return make_tidy(text)
        return text
    return space_quotes(text[:LONGEST])


def tame_parts(raw):
    """Return the ``raw`` mail with no part of which more is said than of anybody's."""
    return _SAYING.sub(_shorten, raw)


def _shorten(found):
    said = found[0]
    if len(said) <= LONGEST_SAYING:
        return said
    kept, _sign, _rest = said[:LONGEST_SAYING].rpartition(b";")
    return (kept or said[:100]).rstrip()


def tame_head(head):
    """Return the raw ``head`` of a mail with no header longer than anybody's."""
    if len(head) <= LONGEST_SENDER:
        return head
    return b"\n".join(map(_tame_header, re.split(rb"\n(?![ \t])", head)))


def _tame_header(header):
    name, _colon, value = header.partition(b":")
    name = name.strip().lower()
    if name in SENDING and len(value) > LONGEST_SENDER:
        angled = re.findall(rb"<[^<>\s]{1,300}>", value[-LONGEST_SENDER:])
        return b"%s: %s" % (name, angled[-1] if angled else b"")
    if name in ADDRESSED and len(value) > LONGEST_HEADER:
        found = list(dict.fromkeys(_ADDRESS.findall(value)))[:MOST_ADDRESSES]
        return b"%s: %s" % (name, b", ".join(found))
    if name in READ and len(header) > LONGEST_HEADER:
        return header[:LONGEST_HEADER].rsplit(None, 1)[0]
    return header


def find_sender(header):
    """Return the address in the raw ``header``; "" where it may be one of several.

    An address is never encoded: what looks like one within words is none, and so is
    one in quotes or in a remark.
    """
    plain = _QUOTED.sub(" ", " ".join(str(header or "").split()))
    found = set(_ANGLED.findall(plain))
    if not found and "=?" not in plain:
        found = {word.strip(",;") for word in plain.split() if "@" in word}
    [address] = found if len(found) == 1 else [""]
    return address if re.fullmatch(r"[\w.+'-]{1,64}@[\w.-]{1,200}", address) else ""
