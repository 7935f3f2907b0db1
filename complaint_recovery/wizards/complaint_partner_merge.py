from odoo import models


class ComplaintPartnerMerge(models.TransientModel):
    """Odoo's dialog that merges contacts. Watchlist entries go with them."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        # Before references are moved in SQL: two entries of a kind would collide there,
        # and a contact would get what is said of its company.
        entity = dst_partner.sudo().commercial_partner_id  # Whoever merges them.
        gone = src_partners
        if entity in src_partners:
            gone, entity = src_partners | dst_partner, dst_partner
        self.env["complaint.watchlist.entry"]._move_to(gone, entity)
        return super()._update_foreign_keys(src_partners, dst_partner)
