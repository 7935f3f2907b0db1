from odoo import SUPERUSER_ID, models

from ...tools.groups import MANAGERS


class HelpdeskTicket(models.Model):
    """Who stands where on a complaint: who may own it, work on it, decide above it."""

    _inherit = "helpdesk.ticket"

    def _complaint_in_role(self, role):
        """Return the users in ``role`` on this complaint, present or not."""
        self.ensure_one()
        ticket = self.sudo()  # The chain is the same whoever asks.
        if role == "handler":
            return ticket.user_id
        if role == "team_leader":
            return ticket.team_id.user_id
        if role == "managers":
            return ticket._complaint_managers()
        return ticket.company_id.complaint_director_id

    def _complaint_reachable(self, users):
        """Return who acts for ``users`` today and may work on this complaint."""
        present = users.browse().union(*(u._complaint_stand_in() for u in users))
        # Read together with the people of the other complaints of a pass.
        present = present.with_prefetch(users._prefetch_ids)
        return present.filtered(self._complaint_can_write)

    def _complaint_managers(self):
        """Return the active helpdesk managers of the company, oldest account first."""
        self.ensure_one()
        return self.env["res.users"]._complaint_managers(self.company_id)

    def _complaint_superiors(self, exclude_owner=True):
        """Return who stands above the owner, nearest first.

        Team leader, helpdesk managers, executive contact; who is away comes last, after
        the deputies. Never the owner, never the colleague the complaint is about, only
        people who may read the complaint.
        """
        self.ensure_one()
        ticket = self.sudo()  # The chain is the same whoever asks.
        chain = self._complaint_chain()
        present = ticket.env["res.users"].union(
            *(user._complaint_stand_in() for user in chain)
        )
        return (present | chain).filtered(
            lambda user: (
                ticket._complaint_can_own(user)
                and not (exclude_owner and user == ticket.user_id)
            )
        )

    def _complaint_chain(self):
        """Return who stands above the owner, present or not, nearest first.

        Extend to put a level between.
        """
        ticket = self.sudo()  # The chain is the same whoever asks.
        return (
            ticket.team_id.user_id
            | self._complaint_managers()
            | ticket.company_id.complaint_director_id
        )

    def _complaint_approvers(self):
        """Return the superiors who can open the complaint, nearest first."""
        return self._complaint_superiors().filtered(self._complaint_can_write)

    def _complaint_is_superior(self, user):
        """Return whether ``user`` stands above the owner of this complaint."""
        self.ensure_one()
        return user in self._complaint_superiors()

    def _complaint_stands_above(self, user, other):
        """Return whether ``user``, or whom they represent, stands above ``other`` here.

        Above who is no superior stand all of them. Managers are above no other manager,
        unless nobody else is.
        """
        self.ensure_one()
        chain = self._complaint_chain()
        if other in chain:
            chain = chain[chain.ids.index(other.id) + 1 :]
        if other in (managers := self._complaint_managers()):
            # Where only managers are left, another one of them may speak.
            chain = (chain - managers) or managers - other
        speakers = user | user._complaint_represented()
        return bool(speakers & chain) and self._complaint_can_own(user)

    def _complaint_last_resort(self):
        """Return a manager of another company where nobody can own the complaint."""
        self.ensure_one()
        users = self.env["res.users"]
        if self._complaint_superiors(exclude_owner=False):
            return users
        about = self.sudo().complaint_about_user_id  # A rule for everybody.
        return (users._complaint_managers() - about)[:1]

    def _complaint_may_own(self, user):
        """Return whether ``user`` may own it. OdooBot and the archived may not."""
        self.ensure_one()
        if not user or self._complaint_can_own(user):
            return bool(user)
        # OdooBot takes mails in, and is no manager: nobody is looked for then.
        manager = user.id != SUPERUSER_ID and user.has_group(MANAGERS)
        return manager and user == self._complaint_last_resort()

    def _complaint_can_own(self, user):
        ticket = self.sudo()  # A rule for everybody.
        return user != ticket.complaint_about_user_id and user._complaint_may_answer(
            ticket.company_id
        )

    def _complaint_can_read(self, user):
        """Return whether ``user`` may read it, by whatever right they have."""
        self.ensure_one()
        ticket = self.with_user(user).with_context(
            # In any of their companies: where they work is no secret to the rule.
            allowed_company_ids=user.sudo().company_ids.ids
        )
        return ticket.has_access("read")

    def _complaint_can_write(self, user):
        """Return whether ``user`` could work on it without being its owner."""
        self.ensure_one()
        ticket = self.with_user(user).with_context(
            allowed_company_ids=self.sudo().company_id.ids  # A rule for everybody.
        )
        return self._complaint_may_own(user) and ticket.has_access("write")

    def _complaint_writable(self, user):
        """Return those of these complaints of one company that ``user`` may write."""
        # A rule for everybody.
        companies = {"allowed_company_ids": self.sudo().company_id.ids}
        return self.with_user(user).with_context(**companies)._filtered_access("write")
