"""What somebody typed, as it can be kept: pure, asks no database."""

import re

#: Control characters but tab and line ends, and halves of characters: what a database,
#: a spreadsheet or a PDF takes for an error.
_UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
#: Of these, what no database stores at all.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_BLANKS = re.compile(r"[\t\r\n]+")
#: Longer than any name or title; what comes after decides nothing.
LINE_LENGTH = 200


def keepable(text):
    """Return ``text`` without what cannot be kept; "" for none."""
    # A form may send a file where words are asked for.
    return _UNKEEPABLE.sub("", text if isinstance(text, str) else "")


def storable(text):
    """Return ``text`` as it is, but for what no database stores."""
    return _UNSTORABLE.sub("", text)


def comparable(text):
    """Return whether ``text`` can be compared with a key: signs of ASCII alone."""
    return isinstance(text, str) and text.isascii()


def one_line(text, longest=LINE_LENGTH):
    """Return the beginning of ``text`` with single blanks, to be matched.

    Strangers write as many blanks as they like, and an expression that may divide them
    in many ways tries all of these. Only the beginning is looked at at all.
    """
    return " ".join((text or "")[: longest * 10].split())[:longest]


def keepable_name(name):
    """Return the name of a file in one line; never an empty one."""
    return _BLANKS.sub(" ", keepable(name)).strip() or "file"
