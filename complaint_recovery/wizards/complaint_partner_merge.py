from odoo import models
from odoo.exceptions import AccessError, UserError

MANAGERS = "helpdesk_mgmt.group_helpdesk_manager"


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
        complaints = self._complaint_ensure_may_merge(src_partners, dst_partner)
        self.env["complaint.watchlist.entry"]._move_to(gone, entity)
        result = super()._update_foreign_keys(src_partners, dst_partner)
        complaints.invalidate_recordset()
        complaints._complaint_renew_key()
        for complaint in complaints:
            complaint._complaint_log(
                self.env._("The customer was merged with another contact.")
            )
        return result

    def _complaint_ensure_may_merge(self, partners, target):
        """Return the complaints of ``partners``, if whoever merges may move them all.

        Whoever is the customer reads the complaint, and decides on what we offer.
        """
        # All there are move, whoever may see them.
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        complaints = tickets.search(
            [("is_complaint", "=", True), ("partner_id", "in", partners.ids)]
        )
        if not complaints:
            return complaints
        user = self.env.user
        own = complaints.sudo(False)._filtered_access("write")
        if not user.has_group(MANAGERS) or len(own) < len(complaints):
            raise AccessError(
                self.env._(
                    "These contacts have complaints. A helpdesk manager who may change "
                    "all of them merges the contacts."
                )
            )
        # Who works here is no secret.
        if target.sudo().user_ids.filtered(lambda u: not u.share):
            raise UserError(self.env._("A colleague is no customer with complaints."))
        return complaints
