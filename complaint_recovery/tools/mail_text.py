"""The words of a mail as plain text, line by line: pure, asks no database."""

import re

from lxml import etree, html

#: So much of a mail's page is looked at.
LOOKED_AT = 300_000
#: What stands in lines of its own. Odoo's reader knows of paragraphs alone, and most
#: clients write each line as a division.
BLOCKS = frozenset(
    "address article blockquote center dd div dl dt fieldset footer form h1 h2 h3 h4 h5"
    " h6 header hr li main ol p pre section table tr ul".split()
)
#: What is no word of the mail.
UNSEEN = ("style", "script", "head", "title", etree.Comment)
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def read_text(body):
    """Return the text of a mail's ``body`` (HTML), each line in a line of its own."""
    body = str(body or "")[:LOOKED_AT]
    if not body.strip():
        return ""
    root = html.fragment_fromstring(body, create_parent="div")
    etree.strip_elements(root, *UNSEEN, with_tail=False)
    lines, kept = [""], 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        starts, tag = event == "start", element.tag
        kept += (1 if starts else -1) if tag == "pre" else 0
        if tag == "br" and starts:
            lines.append("")
        elif tag in BLOCKS and lines[-1].strip(" "):
            # A paragraph of nothing but a fixed blank is how Outlook leaves a line out.
            lines.append("")
        text = element.text if starts else element.tail
        if text and kept:
            first, *more = text.splitlines() or [""]
            lines[-1] += first
            lines += more + ([""] if text.endswith("\n") else [])
        elif text:
            lines[-1] += _BLANKS.sub(" ", text)
    text = "\n".join(line.strip() if line.strip() else "" for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
