"""Pages that become a PDF: the engine fetches what they name, as our server."""

import posixpath
import re
from urllib.parse import unquote

from lxml import etree, html

#: What an engine fetches by itself, on any element but a link one clicks.
FETCHED = (
    *("src", "srcset", "data", "poster", "background", "lowsrc", "dynsrc", "code"),
    *("archive", "codebase", "classid", "longdesc", "profile", "manifest", "icon"),
    *("{http://www.w3.org/1999/xlink}href", "xlink:href"),
)
CLICKED = ("a", "area")
#: What our own pages are made of.
OWN_PATHS = re.compile(
    r"/(web/(image|content|assets|binary)|report/barcode)(/.*)?"
    r"|/\w+/static/.*|/logo\.png",
    re.DOTALL | re.ASCII,
)
#: The engine takes the square of the time for a word without end, and a customer writes
#: as much as they like: more stands in the ticket. In characters.
LONGEST_WORD, LONGEST_PAGE = 80, 150_000
_LONG_WORD = re.compile(rf"[^\s\u200b]{{{LONGEST_WORD}}}(?=[^\s\u200b])")
#: A length that no page has.
_HUGE = re.compile(r"\d{5,}")
INLINE = ("data:image/", "data:font/", "data:application/font", "cid:", "#")


def make_local(text, own):
    """Return the page ``text``, which fetches from the address ``own`` alone."""
    if not text or not text.strip():
        return text
    root = html.document_fromstring(text)
    for element in list(root.iter(etree.Element)):
        if element.tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
            element.drop_tree()
            continue
        for name in list(element.attrib):
            value = element.get(name)
            fetched = name in FETCHED or (
                name == "href" and element.tag not in (*CLICKED, "base")
            )
            foreign_base = name == "href" and element.tag == "base"
            if foreign_base and not value.startswith(own):
                del element.attrib[name]
            elif fetched and not all(_is_own(a, own) for a in _parts(name, value)):
                del element.attrib[name]
            elif name == "style" and _styles_fetch(value, own):
                del element.attrib[name]
        if element.tag == "style" and _styles_fetch(element.text or "", own):
            element.text = ""
        if element.tag in ("iframe", "frame", "object", "embed", "applet"):
            element.drop_tree()
    _shorten(root)
    return html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")


def _shorten(root):
    """Break words without end, and cut what is longer than any page of ours."""
    left = LONGEST_PAGE
    for element in root.iter(etree.Element):
        if element.tag in ("style", "script", "title"):
            continue
        for name in ("text", "tail"):
            words = getattr(element, name)
            if words and words.strip():
                kept = words[:left]
                left -= len(kept)
                kept = _LONG_WORD.sub(lambda found: f"{found[0]} ", kept)
                setattr(element, name, kept if kept else None)
        for name in ("style", "width", "height"):
            if _HUGE.search(element.get(name, "")):
                del element.attrib[name]


def _parts(name, value):
    """Return the addresses in the attribute ``name``: a srcset holds many."""
    if name != "srcset":
        return [value]
    return [(part.split() or [""])[0] for part in value.split(",")]


def _is_own(address, own):
    """Is ``address`` in the page itself, or on our server where pages are made of?"""
    plain = "".join(c for c in address if c > " ").lower()
    if plain.startswith(INLINE):
        return True
    own = own.rstrip("/").lower()
    path = plain.removeprefix(own) if plain.startswith(f"{own}/") else plain
    if not path.startswith("/") or path.startswith("//") or "\\" in path:
        return False
    # As the engine and the server read it: with .. it is another one.
    path = unquote(re.split("[?#]", path)[0])
    return "\\" not in path and bool(OWN_PATHS.fullmatch(posixpath.normpath(path)))


def _addresses(style):
    for part in style.split("url(")[1:]:
        yield part.split(")")[0].strip().strip("'\"")


def _styles_fetch(style, own):
    lowered = style.lower()
    if any(sign in lowered for sign in ("@import", "\\", "image-set(")):
        return True
    return any(not _is_own(address, own) for address in _addresses(lowered))
