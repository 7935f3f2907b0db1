"""What somebody typed, as it can be kept: pure, asks no database."""

import re

#: Control characters but tab and line ends, and halves of characters: what a database,
#: a spreadsheet or a PDF takes for an error.
_UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BLANKS = re.compile(r"[\t\r\n]+")


def keepable(text):
    """Return ``text`` without what cannot be kept; "" for none."""
    return _UNKEEPABLE.sub("", text or "")


def keepable_name(name):
    """Return the name of a file in one line; never an empty one."""
    return _BLANKS.sub(" ", keepable(name)).strip() or "file"
