from collections import Counter

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.groups import CONCERNED


class ComplaintCustomerBanner(models.AbstractModel):
    """A document that shows the open complaints of its customer.

    Glue addons inherit it in models with a ``company_id``, and a ``partner_id`` or
    another way to their customer (``_get_complaint_customer()``).
    """

    _name = "complaint.customer.banner"
    _description = "Document of a Customer"

    complaint_notice = fields.Html(
        string="Open complaints",
        compute="_compute_complaint_banner",
        groups=CONCERNED,
    )
    complaint_open_count = fields.Integer(
        string="Open complaints of the customer",
        compute="_compute_complaint_open_count",
        groups=CONCERNED,
    )
    complaint_watch_note = fields.Html(
        string="Watchlist", compute="_compute_complaint_banner", groups=CONCERNED
    )

    @api.model
    def _get_complaint_customer_depends(self):
        """Return on which fields it depends who the customer is."""
        return ["partner_id"]

    def _get_complaint_customer(self):
        """Return the customer of this document. Extend where that is no field."""
        return self.partner_id

    def _get_each_complaint_customer(self):
        """Yield (document, customer). Extend where one query finds them for all."""
        for document in self:
            yield document, document._get_complaint_customer()

    # Not related fields: those would be read by the superuser, or cached for all.
    @api.depends(lambda self: self._get_complaint_customer_depends())
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_complaint_banner(self):
        for document, customer in self._get_each_complaint_customer():
            document.complaint_notice = customer.complaint_notice
            document.complaint_watch_note = customer.complaint_watch_note

    @api.depends(lambda self: self._get_complaint_customer_depends())
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_open_count(self):
        """Count for lists and cards, in the one query of all their customers."""
        for document, customer in self._get_each_complaint_customer():
            document.complaint_open_count = customer.complaint_open_count

    def action_report_complaint(self):
        """Open the screen that reports a complaint, with what the document knows."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "complaint_recovery.complaint_sales_entry_action"
        )
        return {**action, "context": self._prepare_complaint_report_context()}

    def _prepare_complaint_report_context(self):
        """Return the context of the screen. Extend to tell it more."""
        return {
            "default_partner_id": self._get_complaint_customer().id,
            "default_company_id": (self.company_id or self.env.company).id,
        }

    # For documents that complaints are about: those have a ``complaint_count`` and
    # say in ``_complaint_history_domain()`` which complaints these are.

    @api.model
    def _complaint_about(self, customers, column, documents):
        """Return the condition of the complaints of ``customers`` about ``documents``.

        ``column`` is what the history calls the document.
        """
        # An index finds the customer's complaints, and none the document.
        entities = customers.commercial_partner_id
        return Domain("commercial_partner_id", "in", entities.ids) & Domain(
            column, "in", documents.ids
        )

    def _complaint_customers(self):
        """Return whose complaints they are about, as far as the form tells.

        Nobody where the customer is no field: several may have had it one by one, and
        the database counts what each said of it.
        """
        if "partner_id" not in self._fields:
            return self.env["res.partner"]
        return self.partner_id

    def _complaint_counts_by(self, column):
        """Return id in ``column`` → how many complaints about it the user may read."""
        domain = self._complaint_history_domain()
        rows = self._complaint_customers()._complaint_at_hand()
        if rows is not None:
            return Counter(rows.filtered_domain(domain).mapped(lambda r: r[column].id))
        rows = self.env["complaint.history"]._read_group(domain, [column], ["__count"])
        return {document.id: count for document, count in rows}

    def _complaint_open_about(self, called):
        """Return the action that opens the complaints about what is ``called`` so."""
        self._check_field_access(self._fields["complaint_count"], "read")
        return {
            "type": "ir.actions.act_window",
            "name": called,
            "res_model": "complaint.history",
            "view_mode": "list,form",
            "domain": list(self._complaint_history_domain()),
            "context": {"create": False},
        }
