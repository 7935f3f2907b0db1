"""The words of a mail as plain text, line by line: pure, asks no database."""

from lxml import etree, html

from odoo.tools import html2plaintext

#: So much of a mail's page is looked at.
LOOKED_AT = 300_000
#: What only makes words look different.
LOOKS = ("b", "strong", "i", "em", "u", "font", "big", "small")
#: What is no word of the mail.
UNSEEN = ("style", "script", "head", "title", etree.Comment)


def read_text(body):
    """Return the text of a mail's ``body`` (HTML), every line in a line of its own.

    Odoo keeps the line ends of bare tags alone, and marks those of quotes.
    """
    body = str(body or "")[:LOOKED_AT]
    if not body.strip():
        return ""
    root = html.fragment_fromstring(body, create_parent="div")
    etree.strip_elements(root, *UNSEEN, with_tail=False)
    etree.strip_tags(root, *LOOKS)
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag != "img":
            element.attrib.clear()
    whole = etree.tostring(root, encoding="unicode", method="html")
    return html2plaintext(whole, include_references=False)
