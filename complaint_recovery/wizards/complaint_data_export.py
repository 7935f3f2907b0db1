import base64
import json

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import html2plaintext

from ..tools.actions import open_dialog
from ..tools.asker import not_about_asker
from ..tools.groups import MANAGERS

#: Types that are told; links to many others are listed by their own model.
TOLD = ("char", "text", "html", "integer", "float", "monetary", "boolean", "date")
TOLD += ("datetime", "selection", "many2one", "many2many")
#: Keys to doors, and what the machine notes for itself.
SECRET = frozenset({"access_token", "id", "write_uid", "write_date"})
EMPTY = (None, False, "", [])


class ComplaintDataExport(models.TransientModel):
    """The dialog that exports all that is kept about a customer."""

    _name = "complaint.data.export"
    _description = "Export of Complaints"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True
    )
    json_file = fields.Binary(string="For machines (JSON)", readonly=True)
    json_name = fields.Char(readonly=True)
    html_file = fields.Binary(string="To read", readonly=True)
    html_name = fields.Char(readonly=True)
    incomplete = fields.Boolean(readonly=True)

    def action_export(self):
        """Write what the manager may read to JSON and HTML, and say what is missing."""
        self.check_access("write")
        self.ensure_one()
        if not self.env.user.has_group(MANAGERS):
            raise AccessError(self.env._("Only helpdesk managers export this."))
        self.partner_id.check_access("read")
        data = self._collect()
        text = json.dumps(data, ensure_ascii=False, indent=2, default=str)
        page = self._render(data)
        self.write(
            {
                "json_file": base64.b64encode(text.encode()),
                "json_name": f"complaints-{self.partner_id.id}.json",
                "html_file": base64.b64encode(page.encode()),
                "html_name": f"complaints-{self.partner_id.id}.html",
                "incomplete": self._is_incomplete(),
            }
        )
        name = self.env._("Data about this customer")
        return open_dialog(name, self._name, self.id)

    def _get_domain(self):
        theirs = Domain("partner_id", "child_of", self.partner_id.ids)
        # Archived ones as well, whoever may see them: they are people, too.
        people = self.env["res.partner"].sudo().with_context(active_test=False)
        people = people.search(Domain("id", "child_of", self.partner_id.ids))
        # Who wrote before we made a contact of them is the same person.
        tickets = self.env["helpdesk.ticket"]
        unknown = tickets._complaint_of_addresses(people.mapped("email"))
        return (theirs | Domain("id", "in", unknown.ids)) & Domain(
            "is_complaint", "=", True
        )

    def _collect(self):
        tickets = self.env["helpdesk.ticket"].with_context(active_test=False)
        tickets = tickets.search(self._get_domain(), order="complaint_received_at")
        entries = self.env["complaint.watchlist.entry"].search(
            Domain("partner_id", "child_of", self.partner_id.ids)
        )
        partner = self.partner_id
        return {
            "customer": {n: partner[n] or "" for n in ("name", "email", "phone")},
            "exported": {"by": self.env.user.name, "at": fields.Datetime.now()},
            "complaints": [self._tell_complaint(ticket) for ticket in tickets],
            "watchlist": [self._tell_with_thread(entry) for entry in entries],
        }

    def _tell_complaint(self, ticket):
        """Return the complaint with all that hangs on it, whatever addon brought it."""
        told = self._tell_with_thread(ticket)
        child = self.pool["complaint.child"]
        for name, model in sorted(self.pool.items()):
            if issubclass(model, child) and not self.env[name]._abstract:
                parts = self.env[name].search(Domain("ticket_id", "=", ticket.id))
                if parts:
                    told[name] = [self._tell_with_thread(part) for part in parts]
        return told

    def _tell_with_thread(self, record):
        told = self._tell(record)
        if "message_ids" in record._fields:
            told["messages"] = [
                {
                    "date": message.date,
                    # Who wrote it belongs to what is kept of the customer.
                    "author": message.author_id.sudo().name or message.email_from,
                    "text": html2plaintext(message.body or ""),
                }
                for message in record.message_ids.sorted("id")
                if message.body
            ]
        files = self.env["ir.attachment"].search(
            Domain("res_model", "=", record._name) & Domain("res_id", "=", record.id)
        )
        told["attachments"] = files.mapped("name")
        return {name: value for name, value in told.items() if value not in EMPTY}

    @api.model
    def _tell(self, record):
        """Return stored field → value, as far as the manager may read them."""
        told = {}
        for name, field in record._fields.items():
            if not field.store or field.type not in TOLD or name in SECRET:
                continue
            if name.startswith(("message_", "activity_")):
                continue
            if record._has_field_access(field, "read"):
                value = self._say(record, field)
                if value not in EMPTY:
                    told[name] = value
        return told

    @api.model
    def _say(self, record, field):
        value = record[field.name]
        if field.relational:
            # By name; whoever reads the record reads that.
            names = value.sudo().mapped("display_name")
            return names if field.type == "many2many" else ", ".join(names)
        if field.type == "html":
            return html2plaintext(value or "")
        if field.type == "selection" and value:
            return field.convert_to_export(value, record)
        return value

    def _is_incomplete(self):
        """Return whether the manager may not read all there is about the customer.

        What is about the manager does not count: that there is some would be told. The
        form says so of every export.
        """
        tickets = self.env["helpdesk.ticket"].with_context(active_test=False)
        # Counted only, so that nobody gets half of it for all.
        every = tickets.sudo().search_count(
            self._get_domain() & not_about_asker(self.env)
        )
        return every != tickets.search_count(self._get_domain())

    @api.model
    def _render(self, data):
        page = Markup(
            "<!DOCTYPE html><html><head><meta charset='utf-8'/><title>%s</title>"
            "</head><body>%s</body></html>"
        )
        title = self.env._("Data about this customer")
        return page % (title, self._render_value(data, 1))

    @api.model
    def _render_value(self, value, depth):
        if isinstance(value, dict):
            row = Markup("<dt><b>%s</b></dt><dd>%s</dd>")
            rows = (
                row % (self._get_label(name), self._render_value(each, depth + 1))
                for name, each in value.items()
            )
            return Markup("<dl>%s</dl>") % Markup().join(rows)
        if isinstance(value, list):
            item = Markup("<li>%s</li>")
            items = (item % self._render_value(each, depth + 1) for each in value)
            return Markup("<ol>%s</ol>") % Markup().join(items)
        return Markup("<span style='white-space: pre-wrap'>%s</span>") % value

    @api.model
    def _get_label(self, name):
        """Return the label of a model or field, or the heading itself."""
        headings = {
            "customer": self.env._("Customer"),
            "exported": self.env._("Exported"),
            "complaints": self.env._("Complaints"),
            "watchlist": self.env._("Watchlist"),
            "messages": self.env._("Messages"),
            "attachments": self.env._("Attachments"),
        }
        if name in headings:
            return headings[name]
        if name in self.pool:
            # What a model is called is no secret.
            return self.env["ir.model"]._get(name).sudo().name
        for model in ("helpdesk.ticket", "complaint.watchlist.entry", "res.partner"):
            if field := self.env[model]._fields.get(name):
                return field._description_string(self.env)
        return name.replace("_", " ").capitalize()
