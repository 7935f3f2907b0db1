from odoo import models
from odoo.tools import email_normalize

#: Who holds the key to the customer's page depends on these.
HOLDERS = ("partner_id", "partner_email", "complaint_confidential")


class HelpdeskTicket(models.Model):
    """Who may know of a complaint changes: what comes with it."""

    _inherit = "helpdesk.ticket"

    def _complaint_key_holders(self, vals):
        """Return ticket → whom its key was for, where ``vals`` may change that."""
        if not vals.keys() & set(HOLDERS):
            return {}
        # Compared before and after, not shown.
        return {t: [t[name] for name in HOLDERS] for t in self.sudo()}

    def _complaint_renew_changed_keys(self, holders):
        """A key outlives neither the customer nor the address it was sent to.

        Whoever complained by mail and has become a contact since is the same one.
        """
        for ticket, before in holders.items():
            customer, address, secret = before
            known = email_normalize(ticket.partner_id.email or "")
            same = (
                not customer
                and not ticket.complaint_unconfirmed  # Who wrote it is not known.
                and known
                and known == email_normalize(address or "")
                and ticket.complaint_confidential == secret
            )
            if not same and [ticket[name] for name in HOLDERS] != before:
                ticket._complaint_renew_key()

    def _complaint_take_off_numbers(self):
        """Take the number off the documents made before it became secret (D35).

        What a duplicate was given goes on at its original, with the number it had.
        """
        for ticket in self:
            if ticket.complaint_about_user_id or ticket.complaint_confidential:
                numbers = (ticket | ticket.duplicate_ids).mapped("number")
                remedies = (ticket | ticket.duplicate_id).complaint_remedy_ids
                remedies._take_off_numbers(numbers)

    def _complaint_tell_about(self, before):
        """Whom a complaint is about hides it from them: that is not done in silence.

        It is put on record, and superiors who are not meant hear of it.
        """
        for ticket, former in before.items():
            meant = ticket.complaint_about_user_id
            if meant == former:
                continue
            body = ticket.env._(
                "%(who)s changed whom it is about: from %(former)s to %(meant)s.",
                who=self.env.user.name,
                former=former.name or "–",
                meant=meant.name or "–",
            )
            ticket._complaint_log(body)
            hearing = ticket._complaint_superiors() | ticket._complaint_managers()
            hearing -= former | meant | self.env.user
            if hearing:
                ticket.message_notify(
                    partner_ids=hearing.partner_id.ids,
                    subject=ticket.env._("%s: whom it is about", ticket.number),
                    body=body,
                )

    def _complaint_tell_gone(self):
        """Tell the nearest superior of a complaint that somebody deletes."""
        self.ensure_one()
        for user in self._complaint_superiors()[:1] - self.env.user:
            env = self.with_context(lang=user.lang).env
            # The ticket's own conversation goes with it.
            self.env["mail.thread"].sudo().message_notify(
                author_id=self._complaint_note_author().id,
                partner_ids=user.partner_id.ids,
                subject=env._("%s was deleted", self.number),
                body=env._(
                    "%(user)s deleted the complaint %(number)s. The customer may wait "
                    "for an answer all the same.",
                    user=self.env.user.name,
                    number=self.number,
                ),
            )
