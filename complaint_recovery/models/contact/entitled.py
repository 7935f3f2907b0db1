from odoo import SUPERUSER_ID, api, models
from odoo.fields import Domain

from ...tools.in_use import in_use
from ...tools.marks import COMING, INVITED


class HelpdeskTicket(models.Model):
    """Which colleagues follow a complaint: following lets them read it.

    Every employee may follow a team, be in copy of a mail, or write a number in a
    subject. By none of these they learn more than their rights say.
    """

    _inherit = "helpdesk.ticket"

    def _complaint_filter_welcome(self, partners):
        """Return those who may become followers now.

        A colleague has to have a right to it, or be invited by somebody who may write
        it. A mail invites nobody: its sender may be anybody.
        """
        self.ensure_one()
        if self._complaint_is_inviting():
            others = partners - self.env.user.partner_id
            if others and self.has_access("write"):
                return others | self._complaint_entitled(partners - others)
        return self._complaint_entitled(partners)

    def _complaint_is_inviting(self):
        """Does a person name these followers themselves, and not other addons' code?

        By the dialog of followers, an activity or a mention. Merging tickets takes
        along whoever followed them, and everybody may follow a plain one.
        """
        if self.env.su or self.env.uid == SUPERUSER_ID:
            return False
        return self.env.context.get("complaint_invited") is INVITED

    def _complaint_hears(self, partner):
        """Return whether ``partner`` may read it, or was invited to follow it."""
        self.ensure_one()
        if not self._complaint_allows_follower(partner):
            return False
        # Judged, whoever wrote.
        invited = partner in in_use(self.sudo()).message_partner_ids
        return invited or partner <= self._complaint_entitled(partner)

    def _complaint_entitled(self, partners):
        """Return customers, and colleagues who read it without following it."""
        self.ensure_one()
        # Who is a colleague, and whose it is, does not depend on who asks.
        people, owner = in_use(partners.sudo()), self.sudo().user_id
        return partners.filtered(
            lambda partner: all(
                user.share or user == owner or self._complaint_read_by_right(user)
                for user in people.browse(partner.id).user_ids
            )
        )

    def _complaint_read_by_right(self, user):
        """Return whether ``user`` reads it in a company of theirs, by other rules."""
        mine = self.with_user(user).sudo(False)
        mine = mine.with_context(allowed_company_ids=user.company_ids.ids)
        if not mine.browse().has_access("read"):
            return False
        domain = mine.env["ir.rule"]._compute_domain(self._name, "read")
        without = Domain(domain).map_conditions(self._complaint_without_following)
        return bool(self.sudo().filtered_domain(without))  # The rule asks.

    @api.model
    def _complaint_without_following(self, condition):
        by_following = condition.field_expr == "message_partner_ids"
        return Domain.FALSE if by_following else condition

    def _complaint_drop_uninvited(self):
        """Remove colleagues who follow it by what they did elsewhere."""
        for ticket in self:
            followers = in_use(ticket).message_partner_ids
            ticket._complaint_drop(followers - ticket._complaint_entitled(followers))

    def _message_auto_subscribe(self, updated_values, followers_existing_policy="skip"):
        """Followers of a team follow its complaints where they may read them.

        Before the first word: Odoo tells them that there is a new one.
        """
        relations = self.env["mail.message.subtype"]._get_auto_subscription_subtypes(
            self._name
        )[4]
        followed = {name for names in relations.values() for name in names}
        # What else is written costs a plain ticket nothing.
        told = not followed.isdisjoint(updated_values)
        complaints = self._complaint_now_or_soon() if told else self.browse()
        known = {ticket: in_use(ticket).message_partner_ids for ticket in complaints}
        result = super()._message_auto_subscribe(
            updated_values, followers_existing_policy=followers_existing_policy
        )
        for ticket, before in known.items():
            new = in_use(ticket).message_partner_ids - before
            welcome = new.filtered(ticket._complaint_allows_follower)
            if strangers := new - ticket._complaint_entitled(welcome):
                # They are left out of each: no note says so.
                ticket.sudo().message_unsubscribe(strangers.ids)
        return result

    def _complaint_now_or_soon(self):
        """Return complaints, and tickets that are just made and will be some."""
        if self.env.context.get("complaint_coming") is COMING:
            return self
        defaults = self._complaint_default_ids()
        return self.filtered(
            lambda ticket: ticket.is_complaint or ticket._complaint_is_default(defaults)
        )
