"""A letter that stands for itself: HTML without a PDF engine, opened anywhere."""

from lxml import etree, html

#: What the company's layout and our letters use of the report's styles.
STYLE = """
body { font-family: Arial, sans-serif; font-size: 11pt; line-height: 1.45;
  color: #212529; max-width: 180mm; margin: 10mm auto; padding: 0 5mm; }
p { margin: 0 0 0.8em 0; }
h1, h2, h3, h4, h5 { margin: 0.8em 0 0.4em 0; line-height: 1.2; }
img { max-width: 100%; }
table { width: 100%; border-collapse: collapse; }
td, th { padding: 3px 6px; vertical-align: top; text-align: left; }
address { font-style: normal; }
.row { display: flex; flex-wrap: wrap; gap: 0 10mm; }
.row > * { flex: 1 1 0; }
.col-12 { flex-basis: 100%; }
.text-end { text-align: right; }
.text-center { text-align: center; }
.text-muted { color: #6c757d; }
.float-end { float: right; }
.list-inline, .list-unstyled, .header ul, .footer ul { list-style: none; padding: 0; }
.mt-3 { margin-top: 1em; }
.mt-4 { margin-top: 1.5em; }
.mb-0 { margin-bottom: 0; }
.mb-4 { margin-bottom: 1.5em; }
.header { margin-bottom: 10mm; }
.footer { margin-top: 15mm; border-top: 1px solid #ced4da; padding-top: 2mm;
  font-size: 9pt; color: #6c757d; }
.o_footer_content > ul, .page, .topage { margin: 0; }
@media print { body { margin: 0; } }
"""


def make_page(content, title):
    """Return a report's HTML (bytes) as a page of its own, called ``title``.

    It fetches nothing: styles and scripts of the server are not there where a customer
    opens it.
    """
    page = html.document_fromstring(content)
    for node in page.xpath("//link | //script | //head//title | //head//meta"):
        node.drop_tree()
    head = page.find("head")
    if head is None:
        head = etree.Element("head")
        page.insert(0, head)
    head.append(etree.Element("meta", charset="utf-8"))
    head.append(
        etree.Element(
            "meta", name="viewport", content="width=device-width, initial-scale=1"
        )
    )
    for tag, text in (("title", title), ("style", STYLE)):
        etree.SubElement(head, tag).text = text
    return html.tostring(page, encoding="utf-8", doctype="<!DOCTYPE html>")
