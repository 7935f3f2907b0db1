from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..models.guard.helpdesk_ticket import EVER
from ..tools.own_hand import own_hand


class ComplaintPartnerMerge(models.TransientModel):
    """Odoo's dialog that merges contacts. Watchlist entries go with them.

    Whose a complaint is moves along, and with it who reads it and has its key. One that
    is about whoever merges them moves by the rule: a refusal would tell of it.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        partners = self.env["res.partner"].browse(partner_ids).exists()
        self._complaint_ensure_no_colleague(partners)
        # Of all there are, whoever may see them.
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        complaints = tickets.search(Domain("partner_id", "in", partners.ids) & EVER)
        if not complaints:
            return super()._merge(partner_ids, dst_partner, extra_checks)
        # Judged, not shown.
        kept = complaints.filtered(lambda t: t.complaint_about_user_id == self.env.user)
        self._complaint_ensure_may_merge(partners, complaints - kept)
        before = {ticket: ticket.partner_id.id for ticket in complaints}
        names = {ticket: ticket.partner_id.display_name for ticket in complaints}
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        for ticket in complaints:
            if ticket.partner_id.id == before[ticket]:
                continue
            ticket._complaint_renew_key()
            self._complaint_tell_merged(ticket, names[ticket], ticket in kept)
        return result

    def _complaint_tell_merged(self, ticket, name, hidden):
        """Put on record who was the customer: ``name``.

        Who merged contacts of what is ``hidden`` from them need not mean well: its
        owner and the next above look at it.
        """

        def say(local):
            return local.env._(
                "%(who)s merged contacts: the customer was %(old)s and is %(new)s.",
                who=self.env.user.name,
                old=name,
                new=ticket.partner_id.display_name or "–",
            )

        ticket._complaint_log(body=say(ticket))
        if hidden:
            hearing = ticket.user_id | ticket._complaint_superiors()[:1]
            ticket._complaint_tell(hearing, say)

    def _complaint_ensure_no_colleague(self, partners):
        """Turn away who makes a colleague of a contact, whatever is kept about it.

        That colleague would be the customer and the author of all there is. Asked for
        the sake of complaints alone, it would say that there are some.
        """
        if self.env.su or self.env.user._is_system():
            return
        if self._complaint_find_colleagues(partners):
            raise AccessError(
                self.env._(
                    "The contact of a colleague is merged with another one by "
                    "administrators alone."
                )
            )

    def _complaint_find_colleagues(self, partners):
        """Return the colleagues whose contacts are among ``partners``."""
        # Who has a login is judged, not shown.
        users = partners.sudo().with_context(active_test=False).user_ids
        return users.filtered(lambda user: not user.share)

    def _complaint_ensure_may_merge(self, partners, complaints):
        """Raise an AccessError unless who merges may give complaints to another.

        The customer of a complaint is changed by managers, as on its form, who may
        write it. No colleague becomes the customer of somebody else's.
        """
        if self.env.su or not complaints:
            return
        own = complaints.sudo(False)
        own._complaint_ensure_manager()
        own.check_access("write")
        if self._complaint_find_colleagues(partners):
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
