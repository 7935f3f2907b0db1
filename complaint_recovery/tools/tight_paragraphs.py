"""Paragraphs as Outlook means them: lines without a gap between. Pure, no database."""

from lxml import etree, html
from markupsafe import Markup

#: Longer pages are shown as they are.
LOOKED_AT = 200_000
BLANK = "\xa0"


def tighten_paragraphs(body):
    """Return ``body`` (HTML) with no margin, where empty paragraphs make the gaps.

    Outlook says so in a style sheet, which is not kept: each line would stand apart.
    """
    text = str(body or "")
    if "<p" not in text or len(text) > LOOKED_AT:
        return body
    root = html.fragment_fromstring(text, create_parent="div")
    paragraphs = list(root.iter("p"))
    if not any(map(_is_empty_line, paragraphs)):
        return body
    for paragraph in paragraphs:
        style = paragraph.get("style") or ""
        if "margin" not in style:
            paragraph.set("style", f"margin:0; {style}".strip())
    whole = etree.tostring(root, encoding="unicode", method="html")
    return Markup(whole.removeprefix("<div>").removesuffix("</div>"))


def _is_empty_line(paragraph):
    shown = paragraph.text_content()
    return BLANK in shown and not shown.strip() and not paragraph.xpath(".//img")
