from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.complaint_recovery.tools.groups import INTERNAL

from .complaint_history import FIGURES


class HelpdeskTicket(models.Model):
    """A ticket, which may be about an order."""

    _inherit = "helpdesk.ticket"

    complaint_order_id = fields.Many2one(
        "sale.order",
        string="Order complained about",
        groups=INTERNAL,
        copy=False,
        tracking=True,
        index="btree_not_null",
        domain="[('partner_id', 'child_of', commercial_partner_id), "
        "('company_id', '=', company_id)]",
    )
    complaint_order_number = fields.Char(
        string="Number of the order",
        compute="_compute_complaint_order_number",
        inverse="_inverse_complaint_order_number",
        groups=INTERNAL,
        help="As the customer reads it on the order.",
    )
    complaint_orders_summary = fields.Char(
        string="Orders before and after",
        compute="_compute_complaint_orders_summary",
        groups=FIGURES,
    )

    @api.depends("complaint_closed_at", "partner_id")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_complaint_orders_summary(self):
        # A row stands for each complaint, for plain tickets none: asking for theirs
        # would tell whoever reads a list of tickets that the plain ones are gone.
        complaints = self._origin.filtered("is_complaint")
        rows = self.env["complaint.history"].browse(complaints.ids)
        summaries = {
            row.id: row.orders_summary for row in rows._filtered_access("read")
        }
        for ticket in self:
            ticket.complaint_orders_summary = summaries.get(ticket._origin.id)

    @api.depends("complaint_order_id")
    def _compute_complaint_order_number(self):
        # The number alone, for whoever may read the complaint.
        for ticket in self.sudo():
            ticket.complaint_order_number = ticket.complaint_order_id.name

    def _inverse_complaint_order_number(self):
        self._complaint_take_number(
            "complaint_order_number",
            "complaint_order_id",
            self._complaint_find_order,
            self.env._("%(ticket)s: the customer has no order %(number)s."),
        )

    # The number as well: typed together with the customer it is looked for first.
    @api.constrains(
        "complaint_order_id", "complaint_order_number", "partner_id", "company_id"
    )
    def _check_complaint_order_customer(self):
        # Whose order it is does not depend on who may see it.
        for ticket in self.sudo().filtered("complaint_order_id"):
            order = ticket.complaint_order_id
            if order.company_id != ticket.company_id or (
                order.partner_id.commercial_partner_id != ticket.commercial_partner_id
            ):
                raise ValidationError(  # Of the order it tells nothing.
                    self.env._(
                        "%s: the order is no order of this customer and company.",
                        ticket.number,
                    )
                )

    @api.model
    def _complaint_documents(self):
        refusal = self.env._("You can only choose among the orders you may see.")
        return {**super()._complaint_documents(), "complaint_order_id": refusal}

    @api.model
    def _complaint_sales_documents(self):
        return super()._complaint_sales_documents() | {"sale.order": "date_order"}
