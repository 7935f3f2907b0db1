"""Mails that would cost their reader more than their length: pure, asks no database.

What is cut or spaced here is what nobody writes; other mails are left as they are.
"""

import re
from collections import Counter

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
#: What stands around an address, to be taken for a blank.
_AROUND = bytes.maketrans(b"<>,;:\"'()[]", b" " * 11)
#: Nobody writes longer heads, in bytes, or more headers alike: these are kept.
LONGEST_HEAD, MOST_ALIKE = 200_000, 300
#: One of each is, as well: what is read, and how.
NEEDED = (*ADDRESSED, *SENDING, *READ, b"date", b"mime-version", b"content-type")
NEEDED += (b"content-transfer-encoding",)
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


def tame_head(head, find_ours=None):
    """Return the raw ``head`` of a mail with no header longer than anybody's.

    ``find_ours`` returns those of a list of addresses that are ours: they are kept
    wherever they stand, since they say where the mail goes.
    """
    if len(head) <= LONGEST_SENDER:
        return head
    tamed, length, shortened, count = [], 0, [], Counter()
    for header in re.split(rb"\n(?![ \t])", head):
        name = header.partition(b":")[0].strip().lower()
        tame = _tame_header(name, header)
        count[name] += 1
        fits = length + len(tame) <= LONGEST_HEAD and count[name] <= MOST_ALIKE
        fits = fits or (count[name] == 1 and name in NEEDED)
        if name in ADDRESSED and (tame != header or not fits):
            shortened.append((name, header))
        if fits:
            tamed.append((name, tame))
            length += len(tame)
    if shortened and find_ours:
        _put_first(tamed, _find_ours(shortened, find_ours))
    return b"\n".join(tame for _name, tame in tamed)


def _tame_header(name, header):
    value = header.partition(b":")[2]
    if name in SENDING and len(value) > LONGEST_SENDER:
        angled = re.findall(rb"<[^<>\s]{1,300}>", value[-LONGEST_SENDER:])
        return b"%s: %s" % (name, angled[-1] if angled else b"")
    if name in ADDRESSED and len(value) > LONGEST_HEADER:
        found = list(dict.fromkeys(_ADDRESS.findall(value[:LONGEST_HEAD])))
        return b"%s: %s" % (name, b", ".join(found[:MOST_ADDRESSES]))
    if name in READ and len(header) > LONGEST_HEADER:
        return header[:LONGEST_HEADER].rsplit(None, 1)[0]
    return header


def _find_ours(headers, find_ours):
    """Return the name of each of the raw ``headers`` → our addresses in all of it."""
    told = {}
    for name, header in headers:
        words = header.partition(b":")[2].lower().translate(_AROUND).split()
        found = (word.decode() for word in words if b"@" in word and word.isascii())
        told.setdefault(name, {}).update(dict.fromkeys(found))
    ours = set(
        find_ours(list(dict.fromkeys(a for words in told.values() for a in words)))
    )
    return {name: [a for a in words if a in ours] for name, words in told.items()}


def _put_first(headers, ours):
    """Name ``ours`` before what the other ``headers`` of the name tell."""
    for name, addresses in ours.items():
        if addresses:
            at = next(
                (n for n, one in enumerate(headers) if one[0] == name), len(headers)
            )
            told = ", ".join(addresses[:MOST_ADDRESSES]).encode()
            headers.insert(at, (name, b"%s: %s" % (name, told)))


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
