from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.complaint_recovery.tools.groups import INTERNAL

from .account_move import INVOICES


class HelpdeskTicket(models.Model):
    """A ticket, which may be about an invoice."""

    _inherit = "helpdesk.ticket"

    complaint_invoice_id = fields.Many2one(
        "account.move",
        string="Invoice complained about",
        groups=INTERNAL,
        copy=False,
        tracking=True,
        index="btree_not_null",
        domain="[('commercial_partner_id', '=', commercial_partner_id), "
        "('company_id', '=', company_id), ('state', '=', 'posted'), "
        "('move_type', 'in', ('out_invoice', 'out_receipt'))]",
    )
    complaint_invoice_number = fields.Char(
        string="Number of the invoice",
        compute="_compute_complaint_invoice_number",
        inverse="_inverse_complaint_invoice_number",
        groups=INTERNAL,
        help="As the customer reads it on the invoice.",
    )

    @api.depends("complaint_invoice_id")
    def _compute_complaint_invoice_number(self):
        # The number alone, for whoever may read the complaint.
        for ticket in self.sudo():
            ticket.complaint_invoice_number = ticket.complaint_invoice_id.name

    def _inverse_complaint_invoice_number(self):
        self._complaint_take_number(
            "complaint_invoice_number",
            "complaint_invoice_id",
            self.env["account.move"]._complaint_find_by_number,
            self.env._("%(ticket)s: the customer has no invoice %(number)s."),
        )

    # The number as well: typed together with the customer it is looked for first.
    @api.constrains(
        "complaint_invoice_id", "complaint_invoice_number", "partner_id", "company_id"
    )
    def _check_complaint_invoice_customer(self):
        # Whose invoice it is does not depend on who may see it.
        for ticket in self.sudo().filtered("complaint_invoice_id"):
            invoice = ticket.complaint_invoice_id
            if invoice.company_id != ticket.company_id or (
                invoice.commercial_partner_id != ticket.commercial_partner_id
                # A bill of theirs is no debt of theirs that could be credited.
                or invoice.move_type not in INVOICES
            ):
                raise ValidationError(  # Of the invoice it tells nothing.
                    self.env._(
                        "%s: the invoice is no invoice of this customer and company.",
                        ticket.number,
                    )
                )

    @api.model
    def _complaint_documents(self):
        refusal = self.env._("You can only choose among the invoices you may see.")
        return {**super()._complaint_documents(), "complaint_invoice_id": refusal}

    @api.model
    def _complaint_traces(self):
        # Of the lines that are credited each leads to its invoice.
        return super()._complaint_traces() | {"account.move.line"}
