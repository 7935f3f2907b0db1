import json
import re

from werkzeug.datastructures import FileStorage

from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.export import CSVExport, ExcelExport
from odoo.addons.web.controllers.pivot import TableExporter

#: What a spreadsheet takes for a formula, or for a link into the reader's network.
#: Odoo itself leaves these: = in XLSX, and what Excel skips before one in CSV.
ALIVE = re.compile(r"\{=|(ex|in)ternal:|file:", re.IGNORECASE)
FORMULA, AFTER_BLANKS = ("=", "+", "-", "@"), ("|", "%")
OURS = ("helpdesk.", "complaint.")


def is_alive(text):
    """Would a spreadsheet do something with ``text``?"""
    words = text.lstrip()
    if words.startswith(FORMULA) or ALIVE.match(text):
        return True
    return words != text and words.startswith(AFTER_BLANKS)


def inert(value):
    """Return what a cell may hold: the text, with a mark before it if it is alive."""
    if isinstance(value, str) and is_alive(value):
        return f"'{value}"
    if isinstance(value, tuple):  # A group: id and name.
        return tuple(map(inert, value))
    return value


def exports_ours():
    """Return whether it is tickets or complaints, with titles of customers."""
    model = json.loads(request.params.get("data") or "{}").get("model") or ""
    return model.startswith(OURS)


class ComplaintExcelExport(ExcelExport):
    """Odoo's export to Excel, with cells that are never formulas."""

    def from_data(self, fields, columns_headers, rows):
        if exports_ours():
            rows = [list(map(inert, row)) for row in rows]
        return super().from_data(fields, columns_headers, rows)

    def from_group_data(self, fields, columns_headers, groups):
        if exports_ours():
            self._make_inert(groups)
        return super().from_group_data(fields, columns_headers, groups)

    def _make_inert(self, node):
        node.data = [list(map(inert, row)) for row in node.data]
        for name in list(node.children):
            child = node.children.pop(name)
            node.children[inert(name)] = child
            self._make_inert(child)


class ComplaintCsvExport(CSVExport):
    """Odoo's export to CSV, with cells that are never formulas.

    Odoo itself marks cells that begin with = + or -, and no others.
    """

    def from_data(self, fields, columns_headers, rows):
        if exports_ours():
            rows = [list(map(inert, row)) for row in rows]
        return super().from_data(fields, columns_headers, rows)


class ComplaintPivotExport(TableExporter):
    """As above, for what stands at the heads and sides of a pivot."""

    @http.route()
    def export_xlsx(self, data, **kw):
        table = json.load(data) if isinstance(data, FileStorage) else json.loads(data)
        if table and (table.get("model") or "").startswith(OURS):
            for part in table.keys() - {"model", "title", "measure_count"}:
                table[part] = inert_table(table[part])
        return super().export_xlsx(json.dumps(table), **kw)


def inert_table(part):
    """Return what a pivot holds, in lists and dicts, with inert texts."""
    if isinstance(part, list):
        return [inert_table(item) for item in part]
    if isinstance(part, dict):
        return {name: inert_table(item) for name, item in part.items()}
    return inert(part)
