from odoo import api, models
from odoo.fields import Domain
from odoo.tools import escape_psql


class HelpdeskTicket(models.Model):
    """The order or invoice number that a customer wrote, found among their own."""

    _inherit = "helpdesk.ticket"

    @api.model
    def _portal_prepare_complaint(self, values):
        vals = super()._portal_prepare_complaint(values)
        customer = self.env["res.partner"].browse(vals["partner_id"] or [])
        if customer:  # Whoever has no account is asked who they are first.
            order = self._complaint_find_order(
                vals["complaint_reference"],
                Domain("partner_id", "child_of", customer.commercial_partner_id.id),
                vals["company_id"],
            )
            # An order of another entity is no order of this customer's complaint.
            entity = order.partner_id.commercial_partner_id
            if entity == customer.commercial_partner_id:
                vals["complaint_order_id"] = order.id
        return vals

    def _door_match_reference(self, address):
        found = super()._door_match_reference(address)
        if found:
            return found
        known = self._door_find_known(address)
        if not known:
            return found
        entities = known.commercial_partner_id
        order = self._complaint_find_order(
            self.sudo().complaint_reference,  # Their own words.
            Domain("partner_id", "child_of", entities.ids),
            self.company_id.id,
        )
        customer = order.partner_id.commercial_partner_id
        mine = known.filtered(lambda p: p.commercial_partner_id == customer)
        if not order or not mine:
            return found
        return {"partner_id": mine[0].id, "complaint_order_id": order.id}

    @api.model
    def _door_find_known(self, address):
        """Return the customers with ``address``, which has answered."""
        # Judged by the rule, for an address that has answered.
        partners = self.env["res.partner"].sudo()
        known = partners.search(Domain("email_normalized", "=", address))
        return known.filtered(lambda partner: partner._complaint_is_vouched())

    @api.model
    def _complaint_find_order(self, reference, theirs, company_id):
        """Return the one order with this number, or of this invoice; else none.

        ``theirs`` is the domain of the documents of whoever wrote it.
        """
        number = (reference or "").strip().lstrip("#№ ").strip()
        # What the customer wrote is looked for among what is theirs.
        orders = self.env["sale.order"].sudo()
        if not number:
            return orders
        here = Domain("company_id", "=", company_id) & theirs
        exact = Domain("name", "=ilike", escape_psql(number))
        found = orders.search(here & exact & Domain("state", "!=", "cancel"), limit=2)
        if not found:
            # As above: among what is theirs.
            invoices = self.env["account.move"].sudo()
            sent = Domain("move_type", "in", ("out_invoice", "out_refund"))
            sent &= Domain("state", "=", "posted")
            invoice = invoices.search(here & exact & sent, limit=1)
            found = invoice.line_ids.sale_line_ids.order_id
        return found if len(found) == 1 else orders
