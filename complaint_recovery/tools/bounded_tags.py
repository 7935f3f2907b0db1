"""Tags of which more is said than anybody says: pure, asks no database.

Parsers compare each attribute of a tag with those before it, which takes the square of
their number. Where a tag ends, each parser decides in its own way once it is written
oddly: so a tag that all of them read alike is left as it is, and any other is written
anew, or becomes text.
"""

import re

#: So many attributes of one tag are kept.
MOST_ATTRIBUTES = 100
#: Where a tag begins, and what it is called.
_OPEN = re.compile(r"<[a-zA-Z][^ \t\n\r\f/>=\"']*+")
#: One attribute: its name and its value.
_ATTRIBUTE = re.compile(
    r"[ \t\n\r/]*+([^ \t\n\r\f/>=\"']++)([ \t\n\r]*+=[ \t\n\r]*+"
    r"(?:\"([^\"]*+)\"|'([^']*+)'|([^ \t\n\r\f>\"'][^ \t\n\r\f>]*+))?+)?+"
)
#: What stands there and is none.
_ODD = re.compile(r"[ \t\n\r/]*+[=\"'\f][^ \t\n\r>]*+")
_CLOSE = re.compile(r"[ \t\n\r/]*+>")
#: Such a name every parser takes for one.
_NAME = re.compile(r"[a-zA-Z_:][\w:.-]{0,90}", re.ASCII)
_CALLED = re.compile(r"<[a-zA-Z][\w:.-]*", re.ASCII)
_SLASH = re.compile(r"\s*/")


def bound_tags(text):
    """Return ``text`` with no tag of more than :data:`MOST_ATTRIBUTES` attributes."""
    pieces, done = [], 0
    while found := _OPEN.search(text, done):
        written, end = _read_tag(text, found)
        pieces += text[done : found.start()], written
        done = end
    return "".join([*pieces, text[done:]])


def _read_tag(text, found):
    """Return the tag that ``found`` begins, as it is to be, and where it ended."""
    kept, end, plain, total = [], found.end(), True, 0
    while attribute := _ATTRIBUTE.match(text, end) or _ODD.match(text, end):
        end, total = attribute.end(), total + 1
        name = attribute[1] if attribute.re is _ATTRIBUTE else ""
        if not _NAME.fullmatch(name):
            plain = False
            continue
        # Between attributes a slash means this to one, and that to another.
        plain = plain and not _SLASH.match(attribute[0])
        if len(kept) < MOST_ATTRIBUTES:
            kept.append((name, attribute))
    close = _CLOSE.match(text, end)
    if close:
        end = close.end()
    elif total <= MOST_ATTRIBUTES:
        return text[found.start() : end].replace("<", "&lt;"), end  # It is no tag.
    if close and plain and total <= MOST_ATTRIBUTES:
        return text[found.start() : end], end
    written = "".join(_write(name, attribute) for name, attribute in kept)
    return f"{_CALLED.match(found[0])[0]}{written}>", end


def _write(name, attribute):
    """Return an attribute as every parser reads it."""
    if attribute[2] is None:
        return f" {name}"
    value = next((v for v in attribute.groups()[2:] if v is not None), "")
    for sign, written in (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        value = value.replace(sign, written)
    return f' {name}="{value}"'
