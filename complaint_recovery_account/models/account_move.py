from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.sql import escape_psql

from odoo.addons.complaint_recovery.tools.groups import CONCERNED

#: What brings an invoice to its customer, and may be complained about.
INVOICES = ("out_invoice", "out_receipt")


class AccountMove(models.Model):
    """An invoice, of a customer who may have complained, or the credit note for it."""

    _name = "account.move"
    _inherit = ["account.move", "complaint.customer.banner", "complaint.document"]

    complaint_count = fields.Integer(
        string="Complaints", compute="_compute_complaint_count", groups=CONCERNED
    )
    complaint_credit_id = fields.Many2one(
        "account.move",
        string="Corrected after",
        # Like the link to the remedy: what is corrected was complained about.
        groups=fields.NO_ACCESS,
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The credit note in whose place this corrected invoice comes.",
    )
    complaint_corrected_ids = fields.One2many(
        "account.move",
        "complaint_credit_id",
        string="Corrected invoice",
        groups=fields.NO_ACCESS,
        copy=False,
    )

    @api.depends("partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_complaint_count(self):
        """Count the complaints about this invoice that the user may read."""
        counts = self._complaint_counts_by("invoice_id")
        for invoice in self:
            invoice.complaint_count = counts.get(invoice._origin.id, 0)

    def action_view_complaints(self):
        """Open the complaints about this invoice."""
        self.ensure_one()
        self.check_access("read")
        return self._complaint_open_about(self.env._("Complaints about %s", self.name))

    def _complaint_history_domain(self):
        invoices = self._origin
        return self._complaint_about(invoices.partner_id, "invoice_id", invoices)

    def _prepare_complaint_report_context(self):
        about = self.id if self.move_type in INVOICES else self.reversed_entry_id.id
        return {
            **super()._prepare_complaint_report_context(),
            "default_invoice_id": about,
        }

    @api.model
    def _complaint_find_by_number(self, number, customer, company):
        """Return the customer's posted invoice called ``number``, or nothing."""
        # The number is on the invoice the customer holds.
        return self.sudo().search(
            Domain("name", "=ilike", escape_psql(number.strip()))
            & self._complaint_choosable(customer, company),
            limit=1,
        )

    @api.model
    def _complaint_choosable(self, customer, company):
        """Return the condition of the invoices ``customer`` may complain about."""
        return (
            Domain("commercial_partner_id", "=", customer.commercial_partner_id.id)
            & Domain("company_id", "=", company.id)
            & Domain("move_type", "in", INVOICES)
            & Domain("state", "=", "posted")
        )
