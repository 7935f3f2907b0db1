"""Quotes that a chat may fold, which Odoo does not see by itself: pure."""

from lxml import etree, html
from markupsafe import Markup

from .mail_text import read_text
from .new_words import begins_with_head

#: What the web client folds; the second says that the mark is ours.
MARKS = ("data-o-mail-quote", "data-o-mail-quote-node")
#: Longer pages are shown as they are.
LOOKED_AT = 200_000


def fold_quotes(body):
    """Return ``body`` (HTML) with the heads of quoted mails, and what follows, marked.

    Outlook writes the mail that is answered below a head, in no element of its own.
    """
    text = str(body or "")
    if "<" not in text or len(text) > LOOKED_AT:
        return body
    root = html.fragment_fromstring(text, create_parent="div")
    head = _find_head(root)
    if head is None:
        return body
    # Its first elements wrap the head alone.
    while head.getparent() is not root and head.getprevious() is None:
        if (head.getparent().text or "").strip():
            break
        head = head.getparent()
    for element in [head, *head.itersiblings()]:
        for part in (element, *_wrap_tail(element)):
            for mark in MARKS:
                part.set(mark, "1")
    whole = etree.tostring(root, encoding="unicode", method="html")
    return Markup(whole.removeprefix("<div>").removesuffix("</div>"))


def _wrap_tail(element):
    """Yield the element that words of no element are put into, which can be marked."""
    if (element.tail or "").strip():
        words = html.Element("span")
        words.text, element.tail = element.tail, None
        element.addnext(words)
        yield words


def _find_head(root):
    """Return the innermost element that begins with the head of a mail, or None."""
    for element in root.iter("p", "div"):
        if element is root or element.xpath("ancestor-or-self::*[@data-o-mail-quote]"):
            continue
        inner = next(element.iterchildren("p", "div"), None)
        if inner is None and begins_with_head(
            read_text(etree.tostring(element, encoding="unicode", with_tail=False))
        ):
            return element
    return None
