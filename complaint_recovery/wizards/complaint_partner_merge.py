from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..tools.own_hand import own_hand


class ComplaintPartnerMerge(models.TransientModel):
    """Odoo's dialog that merges contacts. Watchlist entries go with them.

    Whose a complaint is moves along, and with it who reads it and has its key.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        partners = self.env["res.partner"].browse(partner_ids).exists()
        # Of all there are, whoever may see them.
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        complaints = tickets.search(
            Domain("partner_id", "in", partners.ids) & Domain("is_complaint", "=", True)
        )
        if not complaints:
            return super()._merge(partner_ids, dst_partner, extra_checks)
        self._complaint_ensure_may_merge(partners, complaints)
        before = {ticket: ticket.partner_id.id for ticket in complaints}
        names = {ticket: ticket.partner_id.display_name for ticket in complaints}
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        for ticket in complaints:
            if ticket.partner_id.id == before[ticket]:
                continue
            ticket._complaint_renew_key()
            ticket._complaint_log(
                body=self.env._(
                    "%(who)s merged contacts: the customer was %(old)s and is %(new)s.",
                    who=self.env.user.name,
                    old=names[ticket],
                    new=ticket.partner_id.display_name,
                )
            )
        return result

    def _complaint_ensure_may_merge(self, partners, complaints):
        """Raise an AccessError unless who merges may give complaints to another.

        The customer of a complaint is changed by managers, as on its form, who may
        write it. No colleague becomes the customer of somebody else's.
        """
        if self.env.su:
            return
        own = complaints.sudo(False)
        own._complaint_ensure_manager()
        own.check_access("write")
        # Who has a login is judged, not shown.
        users = partners.sudo().with_context(active_test=False).user_ids
        if users.filtered(lambda user: not user.share):
            raise AccessError(
                self.env._(
                    "These contacts have complaints. They cannot be merged with the "
                    "contact of a colleague."
                )
            )

    def _update_foreign_keys(self, src_partners, dst_partner):
        # Before references are moved in SQL: two entries of a kind would collide there,
        # and a contact would get what is said of its company.
        entity = dst_partner.sudo().commercial_partner_id  # Whoever merges them.
        gone = src_partners
        if entity in src_partners:
            gone, entity = src_partners | dst_partner, dst_partner
        self.env["complaint.watchlist.entry"]._move_to(gone, entity)
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _update_reference_fields(self, src_partners, dst_partner):
        # Odoo writes on all there are, also where none of them names a contact.
        merge = super(ComplaintPartnerMerge, own_hand(self))
        return merge._update_reference_fields(src_partners, dst_partner)
