from odoo import api, models
from odoo.fields import Domain
from odoo.tools import escape_psql


class HelpdeskTicket(models.Model):
    """The order whose number, or whose invoice's, the customer named."""

    _inherit = "helpdesk.ticket"

    @api.model
    def _complaint_match_number(self, number, customer, company):
        values = super()._complaint_match_number(number, customer, company)
        order = self._complaint_find_order(number, customer, company)
        return {**values, "complaint_order_id": order.id} if order else values

    @api.model
    def _complaint_find_order(self, number, customer, company):
        """Return the one order of ``customer`` called ``number``; else none.

        Or the one that the invoice of this number is of.
        """
        entity = customer.commercial_partner_id
        exact = Domain("name", "=ilike", escape_psql(number))
        exact &= Domain("company_id", "=", company.id)
        exact &= Domain("partner_id", "child_of", entity.id)
        # What the customer named is looked for among what is theirs.
        orders = self.env["sale.order"].sudo()
        found = orders.search(exact & Domain("state", "!=", "cancel"), limit=2)
        if not found:
            # As above: among what is theirs.
            invoices = self.env["account.move"].sudo()
            sent = Domain("move_type", "in", ("out_invoice", "out_refund"))
            sent &= Domain("state", "=", "posted")
            invoice = invoices.search(exact & sent, limit=1)
            found = invoice.line_ids.sale_line_ids.order_id
        # An order of another entity is no order of this customer's complaint.
        mine = found.partner_id.commercial_partner_id == entity
        return found if len(found) == 1 and mine else orders
