"""What customers write as HTML, as words and pictures and nothing more.

Odoo takes out scripts, events, forms and style sheets. What is left can still lay a
link over our page, with a class of its style sheet, or have the page fetch an address:
one that tells when we read it, or one of our own, such as the one that logs out.
"""

from lxml import etree, html
from markupsafe import Markup

from odoo.tools import html_sanitize

#: Where pictures may come from by themselves: the mail, or our own store of files.
OWN_PICTURES = ("cid:", "data:image/", "/web/image/", "/web/content/")
FETCHED = ("img", "video", "audio", "source", "track")
#: What these hold is no markup, and goes.
RAW = ("script", "style")


def inert_html(text):
    """Return ``text`` without classes; what it would fetch becomes a link."""
    if not text:
        return text
    tidy = _make_tidy(text)
    clean = html_sanitize(tidy, sanitize_style=True, strip_classes=True)
    if not any(f"<{tag}" in clean for tag in FETCHED):
        return Markup(clean)
    root = html.fragment_fromstring(clean, create_parent="div")
    for element in list(root.iter(*FETCHED)):
        _make_link(element)
    whole = etree.tostring(root, encoding="unicode", method="html")
    return Markup(whole.removeprefix("<div>").removesuffix("</div>"))


def _make_tidy(text):
    """Return ``text`` as markup in which every < begins a tag.

    Odoo's sanitizer looks for the end of each < and takes, for a page of them that has
    none, the square of the time.
    """
    parser = html.HTMLParser(remove_comments=True, remove_pis=True)
    root = html.fragment_fromstring(text, create_parent="div", parser=parser)
    etree.strip_elements(root, *RAW, with_tail=False)
    whole = etree.tostring(root, encoding="unicode", method="html")
    return whole.removeprefix("<div>").removesuffix("</div>")


def _make_link(element):
    source = (element.get("src") or "").strip()
    if source.startswith(OWN_PICTURES):
        return
    link = html.Element("a")
    link.tail, element.tail = element.tail, None
    link.text = element.get("alt") or source
    if source.startswith(("http://", "https://")):
        link.set("href", source)
        link.set("rel", "noreferrer noopener")
    element.getparent().replace(element, link)
