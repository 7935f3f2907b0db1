from odoo import api, models


class HelpdeskTicket(models.Model):
    """The serial number that a customer wrote, found among what they have."""

    _inherit = "helpdesk.ticket"

    @api.model
    def _portal_prepare_complaint(self, values):
        return self._complaint_add_lot(super()._portal_prepare_complaint(values))

    def _door_match_reference(self, address):
        found = super()._door_match_reference(address)
        number = (self.sudo().complaint_reference or "").strip()  # Their own words.
        known = self._door_find_known(address) if number and not found else None
        if not known:
            return found
        lots = self.env["stock.lot"]
        lot = lots._complaint_find_by_number(number, known, self.company_id)
        entities = lot._complaint_moves_to(known).picking_id.partner_id
        entities = entities.commercial_partner_id
        mine = known.filtered(lambda p: p.commercial_partner_id in entities)
        if not lot or not mine:
            return found
        return {"partner_id": mine[0].id, "complaint_lot_id": lot.id}

    @api.model
    def _complaint_add_lot(self, vals):
        """Return ``vals``, with the piece that the reference is the number of."""
        customer = self.env["res.partner"].browse(vals["partner_id"] or [])
        number = (vals["complaint_reference"] or "").strip()
        if not (customer and number) or vals.get("complaint_order_id"):
            return vals  # Whoever has no account is asked who they are first.
        company = self.env["res.company"].browse(vals["company_id"])
        lot = self.env["stock.lot"]._complaint_find_by_number(number, customer, company)
        return {**vals, "complaint_lot_id": lot.id} if lot else vals
