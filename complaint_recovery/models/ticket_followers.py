from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize


class ComplaintTicketFollowers(models.AbstractModel):
    """Who may listen to what is said on a complaint."""

    _name = "complaint.ticket.followers"
    _description = "Complaint Followers"

    def _complaint_allows_follower(self, partner):
        """May ``partner`` follow this complaint?

        Colleagues with the right to see it and the complainant's own people only
        (D24); not the colleague it is about.
        """
        self.ensure_one()
        ticket = self.sudo()  # The rule is the same whoever subscribes.
        users = partner.with_context(active_test=False).sudo().user_ids
        if internal := users.filtered(lambda user: not user.share):
            return ticket.complaint_about_user_id not in internal
        customer = ticket.partner_id
        if customer:
            if ticket.complaint_confidential:
                return partner == customer
            return partner.commercial_partner_id == customer.commercial_partner_id
        sender = email_normalize(ticket.partner_email or "")
        return bool(sender) and email_normalize(partner.email or "") == sender

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        complaints = self.filtered("is_complaint")
        if not complaints or not partner_ids:
            return super()._message_subscribe(partner_ids, subtype_ids, customer_ids)
        plain = self - complaints
        if plain:
            super(ComplaintTicketFollowers, plain)._message_subscribe(
                partner_ids, subtype_ids, customer_ids
            )
        partners = self.env["res.partner"].browse(partner_ids)
        for ticket in complaints:
            allowed = partners.filtered(ticket._complaint_allows_follower)
            if strangers := partners - allowed:
                ticket._complaint_turn_away(strangers)
            if allowed:
                super(ComplaintTicketFollowers, ticket)._message_subscribe(
                    allowed.ids, subtype_ids, customer_ids
                )
        return True

    def _complaint_turn_away(self, strangers):
        """A person gets the error; the gateway drops them with a note to the handler.

        Raising in the gateway would lose the mail.
        """
        self.ensure_one()
        # Their names are told to whoever tried to add them.
        names = ", ".join(strangers.sudo().mapped("display_name"))
        if self.env.su or self.env.uid == SUPERUSER_ID:
            self._message_log(
                body=self.env._(
                    "Not added as followers, since they do not belong to the "
                    "complainant: %s",
                    names,
                )
            )
        else:
            raise UserError(
                self.env._(
                    "%(number)s is a complaint. Only colleagues and people of the "
                    "complainant may follow it, not: %(names)s",
                    number=self.number,
                    names=names,
                )
            )

    def _complaint_drop_strangers(self):
        """Remove followers that a complaint does not allow."""
        for ticket in self:
            strangers = ticket.message_partner_ids.filtered(
                lambda partner, t=ticket: not t._complaint_allows_follower(partner)
            )
            if strangers:
                ticket.message_unsubscribe(strangers.ids)
                ticket._complaint_turn_away(strangers)

    def _message_add_suggested_recipients(self, force_primary_email=False):
        suggested = super()._message_add_suggested_recipients(
            force_primary_email=force_primary_email
        )
        for ticket in self.filtered("is_complaint"):
            offered = suggested[ticket.id]
            offered["partners"] = offered["partners"].filtered(
                ticket._complaint_allows_follower
            )
            sender = email_normalize(ticket.partner_email or "")
            offered["email_to_lst"] = [
                email
                for email in offered["email_to_lst"]
                if email_normalize(email) == sender
            ]
        return suggested
