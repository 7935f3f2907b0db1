from odoo import models


class ComplaintRemedy(models.Model):
    """Whom to ask about a remedy that is above the own limit."""

    _inherit = "complaint.remedy"

    def _find_approvers(self):
        """Return remedy → the nearest user who may decide, team leader first.

        Where nobody's limit suffices a helpdesk manager is asked, who sees to it that
        one does, and the complaint says so. Never whoever asked.
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
        ticket = self.ticket_id[:1].sudo()  # The order is the same whoever asks.
        chain = ticket._complaint_superiors(exclude_owner=False)
        managers = chain & (
            ticket._complaint_managers() | ticket.company_id.complaint_director_id
        )
        named = self.env["complaint.authority"]._get_named(ticket)
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
                for user in chain | named
                if remedy._is_below(exposure, get_limit(user, remedy))
                and can_write(user, remedy)
            )
            found[remedy] = next(able, chain.browse())
            if not found[remedy]:
                others = (user for user in managers | chain if can_write(user, remedy))
                found[remedy] = next(others, chain.browse())
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
