"""Mails whose labels are wrong or that break Odoo's reader: pure, asks no database."""

import base64
import codecs
import email
import re
from email import policy
from email.header import decode_header
from email.message import EmailMessage
from email.utils import formataddr
from itertools import groupby

import chardet

from .foreign_mail import find_sender, tame_head, tame_part, tame_parts
from .mail_origin import HEADERS
from .typed import keepable, one_line

#: Label → what browsers read it as: what writers label so holds more than the label.
LABELS = {
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "iso-gb2312", "gb_2312-80"), "gb18030"),
    **dict.fromkeys(("gb2312-80", "cn-gb", "hz-gb", "cp936", "ms936"), "gb18030"),
    **dict.fromkeys(("big5", "cn-big5", "x-x-big5", "big5-hkscs"), "big5hkscs"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji"), "cp932"),
    **dict.fromkeys(("windows-31j", "iso-2022-jp"), None),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601", "ks_c_5601"), "cp949"),
    **dict.fromkeys(("x-windows-949", "windows-949", "korean"), "cp949"),
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "latin-1", "l1"), "cp1252"),
    **dict.fromkeys(("us-ascii", "ascii", "ansi_x3.4-1968", "x-ansi"), "cp1252"),
    **dict.fromkeys(("iso-8859-9", "latin5"), "cp1254"),
    **dict.fromkeys(("iso-8859-11", "tis-620", "windows-874", "dos-874"), "cp874"),
    **dict.fromkeys(("unicode-1-1-utf-7", "utf7"), "utf-7"),
    **dict.fromkeys(("iso-8859-8-i", "iso-8859-8-e", "logical"), "iso8859-8"),
    **dict.fromkeys(("iso-8859-6-i", "iso-8859-6-e"), "iso8859-6"),
    **dict.fromkeys(("utf8mb4", "unicode-1-1-utf-8", "x-unicode20utf8"), "utf-8"),
    **dict.fromkeys(("x-mac-roman", "macintosh"), "mac-roman"),
    **dict.fromkeys(("x-mac-cyrillic", "x-mac-ukrainian"), "mac-cyrillic"),
}
LABELS = {label: codec for label, codec in LABELS.items() if codec}
#: Bytes of these do not tell by themselves what they are.
_SHIFTED = ("utf-7", "utf7", "iso-2022", "iso2022", "hz", "utf-16", "utf_16", "utf-32")
_NUMBERED = re.compile(r"(?:x-)?(?:cp|windows|win|ibm|dos)[-_ ]?(\d{3,4})$")
_WORD = re.compile(rb"=\?([^?\s*]{1,40})(\*[^?\s]{0,20})?\?([bBqQ])\?")
#: What stands between two signs of a header's structure: words and single blanks.
_RUN = re.compile(rb'[^\t\n\x0b\x0c\r<>",;:@()]+')
#: Bytes that no header may have.
_RAW = re.compile(rb"[\x80-\xff]")
_CHARSET = re.compile(rb'charset="?([\w.:-]{1,40})', re.IGNORECASE)
#: So much of the head of a mail is mended.
HEAD_LENGTH = 200_000
#: So much of unlabelled text is looked at to guess what it is.
GUESSED_FROM = 20_000
#: What is kept of a mail that cannot be read; so much of each.
KEPT = ("From", "To", "Cc", "Delivered-To", "Reply-To", "Subject", "Date")
KEPT += ("Message-Id", "In-Reply-To", "References", "Content-Language")
KEPT_LENGTH = 2000
#: Headers that say who sent it.
SENDERS = ("From", "Reply-To")
#: Shorter texts cost nobody anything, in bytes.
SHORT = 2000
#: More texts than that are attachments: each is joined to all before it.
MOST_TEXTS = 50
#: What a codec must be able to read, whatever comes of it.
ANYTHING = bytes(range(256))


def find_codec(label):
    """Return the codec that reads what is labelled ``label``, or None."""
    label = (label or "").strip(" \t\"'").lower()
    if codec := LABELS.get(label) or LABELS.get(label.removeprefix("x-")):
        return codec
    numbered = _NUMBERED.match(label)
    for name in (label, numbered and f"cp{numbered[1]}", label.removeprefix("x-")):
        try:
            # Codecs such as "hex" and "rot13" read no text, and such as "undefined",
            # which some programs label mails with, not just anything.
            if name and codecs.lookup(name)._is_text_encoding:
                ANYTHING.decode(name, "replace")
                return name
        except (LookupError, ValueError):  # A UnicodeError is a ValueError.
            continue
    return None


def decode_text(data, label=None):
    """Return the text in ``data``: by its label, else by what it looks like."""
    return data.decode(_choose_codec(data, label), errors="replace")


def _choose_codec(data, label):
    codec = find_codec(label)
    if codec and codec.lower().startswith(_SHIFTED):
        return codec
    # Text of another codec hardly ever happens to be UTF-8.
    for name in ("utf-8", codec if codec != "cp1252" else None):
        if name and _decodes(data, name):
            return name
    guess = (chardet.detect(data[:GUESSED_FROM]).get("encoding") or "").lower()
    if not codec and (guessed := find_codec(guess)) and _decodes(data, guessed):
        return guessed
    return codec or "cp1252"


def _decodes(data, codec):
    try:
        data.decode(codec)
    except (UnicodeError, LookupError):
        return False
    return True


def mend_head(raw, find_ours=None):
    """Return the ``raw`` mail with a head that says in which codecs it is.

    ``find_ours`` returns those of a list of addresses that are ours.
    """
    original, raw = raw, tame_parts(raw)
    end = re.search(rb"\r?\n\r?\n", raw)
    end = end.start() if end else len(raw)
    mended = _WORD.sub(_relabel, tame_head(raw[:end], find_ours))
    if not mended.isascii():
        # Who puts raw bytes there uses the codec of the words below.
        told = _CHARSET.search(raw[:HEAD_LENGTH])
        told = told[1].decode("ascii", "replace") if told else None
        label = _choose_codec(b" ".join(filter(_RAW.search, mended.split())), told)
        mended = _RUN.sub(lambda found: _encode_run(found[0], label), mended)
    mended += raw[end:]
    return original if mended == original else mended


def _relabel(found):
    label = found[1].decode("ascii", "replace")
    codec = find_codec(label)
    if not codec or codec == label.lower():
        return found[0]
    return b"=?%s?%s?" % (codec.encode(), found[3])


def _encode_run(run, label):
    """Encode neighbouring words with raw bytes as one, blanks between them included."""
    if not _RAW.search(run):
        return run
    # Neighbours alone: Odoo's groupby brings together what stands apart.
    # pylint: disable-next=bad-builtin-groupby
    groups = groupby(run.split(b" "), key=lambda word: bool(_RAW.search(word)))
    joined = ((raw, b" ".join(words)) for raw, words in groups)
    return b" ".join(_encode_word(text, label) if raw else text for raw, text in joined)


def _encode_word(data, label):
    text = data.decode(label, errors="replace").encode()
    return b"=?utf-8?B?%s?=" % base64.b64encode(text)


def mend_parts(message):
    """Label the text parts of a parsed ``message`` by what they hold, and tame them.

    A picture in the text gets a name where it has none: Odoo finds it by that.
    """
    texts = 0
    for number, part in enumerate(message.walk()):
        kind = part.get_content_maintype()
        if kind == "image" and part.get("Content-Id") and not part.get_filename():
            part.set_param("name", f"picture-{number}.{part.get_content_subtype()}")
        if kind != "text":
            continue
        texts += not part.get_filename()
        if texts > MOST_TEXTS and not part.get_filename():
            _attach(part, number)
        label = part.get_param("charset") or None
        data = part.get_payload(decode=True) or b""
        if isinstance(label, tuple):
            label = label[2]
        codec = _choose_codec(data, label)
        if not part.get_filename() and _tame(part, data, codec):
            continue
        if label is None and data.isascii():
            continue
        if codec != (label or "").lower():
            part.set_param("charset", codec)


def _attach(part, number):
    """Let the text ``part`` be a file of the mail."""
    suffix = "html" if part.get_content_subtype() == "html" else "txt"
    del part["Content-Disposition"]
    name = f"text-{number}.{suffix}"
    part.add_header("Content-Disposition", "attachment", filename=name)


def _tame(part, data, codec):
    """Write a cheaper text into the ``part`` where it needs one; return whether."""
    if len(data) < SHORT:
        return False
    text = data.decode(codec, errors="replace")
    tame = tame_part(text, part.get_content_type())
    if tame == text:
        return False
    del part["Content-Transfer-Encoding"]
    part.set_payload(tame.encode("utf-8", "replace").decode(), "utf-8")
    return True


def rebuild(raw):
    """Return a plain raw mail with what could be saved of ``raw``, and it attached."""
    broken, text = _read_rest(raw)
    mail = EmailMessage()
    for name in dict.fromkeys((*KEPT, *(header for header, _v, _k in HEADERS))):
        value = _decode_header(broken.get(name))
        if name in SENDERS:
            _set_sender(mail, name, broken.get(name), value)
        elif value:
            _set_header(mail, name, value)
    mail.set_content(text or "\n")
    mail.add_attachment(
        raw, maintype="application", subtype="octet-stream", filename="original.eml"
    )
    return mail.as_bytes()


def _read_rest(raw):
    """Return the head of a broken mail, and its words as far as they can be read."""
    try:
        broken = email.message_from_bytes(raw, policy=policy.compat32)
        return broken, _find_text(broken)
    except RecursionError:  # Parts in parts without end.
        head, _end, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
        head = re.sub(rb"(?im)^content-type:.*", b"X-Was:", head)
        broken = email.message_from_bytes(head, policy=policy.compat32)
        return broken, keepable(decode_text(body[:GUESSED_FROM]))


def _set_sender(mail, name, raw, value):
    """Write who sent it, by the address that mail servers check, or nobody.

    The words before it may hold another address once they are decoded.
    """
    if address := find_sender(raw):
        known = re.sub(r"[^\w .,'-]", " ", value.rpartition("<")[0])
        known = one_line(known if "@" not in value.rpartition("<")[0] else "")
        mail[name] = formataddr((known, address), "utf-8")


def _decode_header(value):
    if value is None:
        return ""
    try:
        parts = decode_header(value)
        text = "".join(
            part if isinstance(part, str) else decode_text(part, label)
            for part, label in parts
        )
    except (ValueError, LookupError, UnicodeError):
        text = str(value)
    text = text.encode("utf-8", "replace").decode()
    return one_line(keepable(text.replace("\r", " ").replace("\n", " ")), KEPT_LENGTH)


def _set_header(mail, name, value):
    try:
        mail[name] = value
        str(mail[name])
        mail.as_bytes()
    except (ValueError, IndexError, AttributeError, LookupError, TypeError):
        del mail[name]
        if found := re.search(r"[\w.+-]{1,64}@[\w.-]{1,200}", value):
            mail[name] = found[0]
    except RecursionError:
        del mail[name]


def _find_text(message):
    """Return the words of a mail, as far as they can be read."""
    texts = {}
    for part in message.walk():
        kind = part.get_content_type()
        if kind in ("text/plain", "text/html") and not part.get_filename():
            data = part.get_payload(decode=True) or b""
            label = part.get_param("charset")
            label = label if isinstance(label, str) else None
            texts.setdefault(kind, keepable(decode_text(data, label)))
    if "text/plain" in texts:
        return texts["text/plain"]
    return re.sub(r"<[^<>]{0,2000}>", " ", texts.get("text/html", ""))
