"""What customers write as HTML, as words and pictures and nothing more.

Odoo takes out scripts, events, forms and style sheets. What is left can still lay a
link over our page, with a class of its style sheet, or have the page fetch an address:
one that tells when we read it, or one of our own, such as the one that logs out. So
what stays is on a list: attributes, styles that only say how it looks, and pictures
out of the mail or of our own store.
"""

import re

from lxml import etree, html
from markupsafe import Markup

from odoo.tools import html_sanitize

from .bounded_tags import bound_tags

#: Where pictures may come from by themselves: the mail, or a file of our own store. The
#: whole address is looked at: with .. in it a browser makes another one of it.
OWN_PICTURE = re.compile(
    r"(cid:|data:image/).*"
    r"|/web/(image|content)/\d+(-\w+)?(/[\w-][\w.-]*)?(\?access_token=[\w-]+)?",
    re.DOTALL | re.ASCII,
)
#: What an element may have beside its words.
ATTRIBUTES = frozenset(
    {"href", "rel", "src", "alt", "title", "colspan", "rowspan", "dir", "lang", "align"}
    | {"valign", "width", "height", "style", "data-filename"}
)
#: So many lines of a text are looked at as quotes.
MOST_QUOTED = 300
#: How Odoo marks what is quoted.
QUOTED = "data-o-mail-"
#: Colours are the only functions of a style that fetch nothing and are in use.
COLOUR = re.compile(r"\b(rgb|hsl)a?\([\d\s.,%/a-z]*\)")
FETCHED = ("img", "video", "audio", "source", "track")
#: What these hold is no markup, and goes.
RAW = ("script", "style")


def inert_html(text):
    """Return ``text`` with what is on the lists; what it would fetch becomes a link."""
    if not text:
        return text
    tidy = make_tidy(bound_tags(text))
    clean = html_sanitize(tidy, sanitize_style=True, strip_classes=True)
    root = html.fragment_fromstring(clean, create_parent="div")
    for element in root.iter(etree.Element):
        _keep_listed(element)
    for element in list(root.iter(*FETCHED)):
        _make_link(element)
    whole = etree.tostring(root, encoding="unicode", method="html")
    return Markup(whole.removeprefix("<div>").removesuffix("</div>"))


def make_tidy(text):
    """Return ``text`` as markup in which every < begins a tag.

    Odoo's sanitizer looks for the end of each < and takes, for a page of them that has
    none, the square of the time. So it does for a text of many quotes.
    """
    parser = html.HTMLParser(remove_comments=True, remove_pis=True)
    root = html.fragment_fromstring(text, create_parent="div", parser=parser)
    etree.strip_elements(root, *RAW, with_tail=False)
    for element in root.iter(etree.Element):
        if element.text:
            element.text = space_quotes(element.text)
        for name, value in element.attrib.items():
            if "<" in value:
                element.set(name, value.replace("<", ""))
    whole = etree.tostring(root, encoding="unicode", method="html")
    return whole.removeprefix("<div>").removesuffix("</div>")


def space_quotes(text):
    """Return ``text`` with a blank before the quoted lines after the first hundreds."""
    if text.count("\n>") <= MOST_QUOTED:
        return text
    parts = text.split("\n>", MOST_QUOTED)
    return "\n>".join([*parts[:-1], parts[-1].replace("\n>", "\n >")])


def _keep_listed(element):
    for name in list(element.attrib):
        if name not in ATTRIBUTES and not name.startswith(QUOTED):
            del element.attrib[name]
    for name, tags in (("src", FETCHED), ("href", ("a",))):
        if name in element.attrib and element.tag not in tags:
            del element.attrib[name]
    if "style" in element.attrib:
        style = ";".join(filter(_only_shows, element.get("style").split(";")))
        if style:
            element.set("style", style)
        else:
            del element.attrib["style"]


def _only_shows(declaration):
    """Does this part of a style fetch nothing, however a browser reads it?"""
    rest = COLOUR.sub("", declaration.lower())
    return not any(sign in rest for sign in "(\\@*<")


def _make_link(element):
    source = (element.get("src") or "").strip()
    if element.tag == "img" and OWN_PICTURE.fullmatch(source):
        return
    link = html.Element("a")
    link.tail, element.tail = element.tail, None
    link.text = element.get("alt") or source
    if source.startswith(("http://", "https://")):
        link.set("href", source)
        link.set("rel", "noreferrer noopener")
    element.getparent().replace(element, link)
