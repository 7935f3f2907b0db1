from odoo import models

from .authority import UNLIMITED


class HelpdeskTicket(models.Model):
    """Who decides on a complaint, in the order in which they are asked."""

    _inherit = "helpdesk.ticket"

    def _complaint_deciders(self):
        """Return whom to ask, and who sees to it where nobody's limit suffices.

        Extend to ask somebody else: approvals and the dialog of the offer go by it.
        """
        self.ensure_one()
        ticket = self.sudo()  # The order is the same whoever asks.
        chain = ticket._complaint_superiors(exclude_owner=False)
        managers = chain & (
            ticket._complaint_managers() | ticket.company_id.complaint_director_id
        )
        named = self.env["complaint.authority"]._get_named(ticket)
        return chain | named, managers | chain

    def _complaint_fits(self, exposure, limit):
        """Return whether ``exposure`` (company currency) is within ``limit``."""
        # Unlimited is larger than any amount, but no number a currency can round.
        currency = self.company_id.currency_id
        return limit == UNLIMITED or currency.compare_amounts(exposure, limit) <= 0

    def _complaint_asked_about(self, exposure):
        """Return whom this user has to ask about ``exposure``, and whether at all."""
        self.ensure_one()
        authority, me = self.env["complaint.authority"], self.env.user
        if self._complaint_fits(exposure, authority._get_own_limit(me, self)):
            return me.browse(), False
        able, others = self._complaint_deciders()
        able = able.filtered(
            lambda user: self._complaint_fits(
                exposure, authority._get_limit(user, self)
            )
        )
        found = (
            user
            for user in able | others
            if user != me and self in self._complaint_writable(user)
        )
        return next(found, me.browse()), True


class ComplaintRemedy(models.Model):
    """Whom to ask about a remedy that is above the own limit."""

    _inherit = "complaint.remedy"

    def _find_approvers(self):
        """Return remedy → the nearest user who may decide, team leader first.

        Where nobody's limit suffices a helpdesk manager is asked, who sees to it that
        one does, and the complaint says so. Never whoever asked. Extend to ask others.
        """
        get_limit = self._limit_getter()
        alike = {}
        for remedy in self:
            alike.setdefault(remedy._get_authority_key(), []).append(remedy.id)
        found = {}
        for ids in alike.values():
            found |= self.browse(ids)._find_approvers_alike(get_limit)
        return found

    def _find_approvers_alike(self, get_limit):
        """Return remedy → whom to ask, of remedies with the same superiors."""
        able_in_order, others_in_order = self.ticket_id[:1]._complaint_deciders()
        nobody = able_in_order.browse()
        writable = {}

        def can_write(user, remedy):
            if user not in writable:
                writable[user] = set(self.ticket_id._complaint_writable(user).ids)
            return (
                user != remedy.requested_by_id and remedy.ticket_id.id in writable[user]
            )

        found = {}
        for remedy in self:
            exposure = remedy.ticket_id._complaint_exposure_with(remedy)
            able = (
                user
                for user in able_in_order
                if remedy._is_below(exposure, get_limit(user, remedy))
                and can_write(user, remedy)
            )
            found[remedy] = next(able, nobody)
            if not found[remedy]:
                others = (user for user in others_in_order if can_write(user, remedy))
                found[remedy] = next(others, nobody)
                if found[remedy] != remedy.deadline_id.user_id:  # Told once.
                    remedy._log_no_limit(found[remedy])
        return found

    def _log_no_limit(self, user):
        user = user or self.ticket_id.sudo().user_id  # Told to colleagues alone.
        self.ticket_id._complaint_log(
            self.env._(
                "Nobody's limit suffices for %(remedy)s. %(user)s was asked: "
                "have a limit raised, or refuse it.",
                remedy=self.display_name,
                user=user.name,
            )
        )

    def _ask_next(self):
        """Ask somebody else where whoever was asked is away or gone."""
        waiting = self.filtered(lambda remedy: remedy.state == "to_approve")
        for remedy, user in waiting._find_approvers().items():
            asked = remedy.deadline_id
            if not user and not asked._may_be_in_charge(asked.user_id):
                user = remedy.ticket_id.sudo().user_id  # Sees to it that one is found.
            if user and user != asked.user_id:
                asked._reassign(user)
