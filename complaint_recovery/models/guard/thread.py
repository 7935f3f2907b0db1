from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError


class ComplaintThread(models.AbstractModel):
    """What is said about a part of a complaint stays among colleagues.

    The customer is written to on the complaint itself, where it is an exchange on
    record (D1); nobody else learns of it (D24), nor the colleague it is about (D35).
    """

    _name = "complaint.thread"
    _description = "Conversation among Colleagues"

    def _get_thread_tickets(self):
        return self.sudo().ticket_id  # The rule is the same whoever asks.

    def _screen_partners(self, partner_ids, person):
        """Return the colleagues among ``partner_ids``; a person gets an error."""
        # The rule is the same whoever asks.
        partners = self.env["res.partner"].sudo().browse(partner_ids or [])
        strangers = self._find_strangers(partners)
        told = (
            strangers if person and self.env.uid != SUPERUSER_ID else partners.browse()
        )
        if told and not self._get_thread_tickets().sudo(False).has_access("read"):
            # Whom the complaint is about is left out as quietly as the to-do does it.
            told = told.filtered("partner_share")
        if told:
            raise UserError(
                self.env._(
                    "Only colleagues follow this or get what is written on it, not: "
                    "%s. Write to the customer on the complaint itself.",
                    ", ".join(told.mapped("display_name")),
                )
            )
        return partners - strangers

    def _find_strangers(self, partners):
        """Return those of ``partners`` who learn nothing of this. Extend to add."""
        about = self._get_thread_tickets().complaint_about_user_id
        return partners.filtered("partner_share") | (partners & about.partner_id)

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        allowed = self._screen_partners(partner_ids, person=not self.env.su)
        if not allowed:
            return True
        return super()._message_subscribe(allowed.ids, subtype_ids, customer_ids)

    def _message_create(self, values_list):
        for values in values_list:
            if values.get("partner_ids"):
                # What is written at a screen is posted with superuser rights, too.
                person = not self.env.su or values.get("message_type") == "comment"
                allowed = self._screen_partners(values["partner_ids"], person)
                values["partner_ids"] = allowed.ids
            values.pop("outgoing_email_to", None)
        return super()._message_create(values_list)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Return the recipients who may learn of it, however they were added."""
        recipients = super()._notify_get_recipients(
            message, msg_vals=msg_vals, **kwargs
        )
        partner_ids = [recipient["id"] for recipient in recipients if recipient["id"]]
        allowed = self._screen_partners(partner_ids, person=False).ids
        return [recipient for recipient in recipients if recipient["id"] in allowed]
