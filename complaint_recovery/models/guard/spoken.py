from odoo import models
from odoo.tools import email_normalize

from ...tools.marks import POSTED, TRACKED, UNRECORDED
from .base import OURS

#: What says who speaks, and when. By whom a mail came in, only the gateway knows.
SPEAKER = frozenset({"author_id", "email_from", "date"})
BY_MAIL = frozenset({"incoming_email_to", "incoming_email_cc"})


class MailThread(models.AbstractModel):
    """Threads of ours: people speak in them as themselves, and now."""

    _inherit = "mail.thread"

    def message_post(self, **kwargs):
        self._complaint_ensure_free(kwargs.get("message_id"))
        return super().message_post(**self._complaint_as_oneself(kwargs))

    def message_notify(self, **kwargs):
        self._complaint_ensure_free(kwargs.get("message_id"))
        # It may answer anything; what is posted answers its own thread alone.
        self._complaint_ensure_answerable([kwargs])
        return super().message_notify(**self._complaint_as_oneself(kwargs))

    def _complaint_ensure_free(self, message_id):
        """Turn away who gives a message the id of one of a complaint."""
        if message_id and not self.env.su:
            self.env["mail.message"]._complaint_refuse_taken([message_id])

    def _complaint_ensure_answerable(self, values_list):
        """Turn away who answers a message of a complaint they may not read."""
        answered = [vals["parent_id"] for vals in values_list if vals.get("parent_id")]
        if answered and not self.env.su:
            self.env["mail.message"]._complaint_check_answered(answered)

    def _message_track(self, fields_iter, initial_values_dict):
        tracked = self.with_context(complaint_tracked=TRACKED)
        return super(MailThread, tracked)._message_track(
            fields_iter, initial_values_dict
        )

    def _message_create(self, values_list):
        if not self:  # Of no thread, which would have found what is answered.
            self._complaint_ensure_answerable(values_list)
        self = self.with_context(complaint_threaded=POSTED)
        if self._name.startswith(OURS):
            # It goes through the thread, which was asked who may write there.
            self = self.with_context(complaint_posted=POSTED)
        return super()._message_create(values_list)

    def _complaint_as_oneself(self, kwargs):
        """Return ``kwargs`` without words of others that a colleague makes up.

        What the customer said is recorded as an exchange. The gateway and the page post
        as superuser, our own methods with a mark: letters are of whom they say.
        """
        told = (SPEAKER | BY_MAIL) & kwargs.keys()
        by_mail = kwargs.get("message_type") == "email"
        if not (told or by_mail) or not self._complaint_is_spoken_on():
            return kwargs
        kept = {name: kwargs[name] for name in kwargs if name not in BY_MAIL}
        if by_mail:
            kept["message_type"] = "comment"
        for name in SPEAKER & kept.keys():
            if not self._complaint_is_oneself(name, kept[name]):
                del kept[name]
        if not kept.get("author_id"):
            kept.pop("email_from", None)  # Odoo would look for its owner.
        return kept

    def _complaint_is_spoken_on(self):
        """Does a colleague speak on a complaint here, by a call of their own?"""
        ours = self.env.context.get("complaint_unrecorded") is UNRECORDED
        if ours or self.env.su or not self._name.startswith(OURS):
            return False
        if not self.env.user._is_internal():
            return False
        return self._name != "helpdesk.ticket" or any(self.mapped("is_complaint"))

    def _complaint_is_oneself(self, name, value):
        """Is ``value`` of the field ``name`` the caller, or nobody else in person?"""
        user = self.env.user
        if name == "date" or not value:
            return not value
        if name == "author_id":
            return value == user.partner_id.id
        # A company or a team is written for by whoever writes.
        address = email_normalize(value) or value
        if address == email_normalize(user.email or ""):
            return True
        # Whose address it is, is judged, and told to nobody.
        env = self.sudo().env
        people = env["res.partner"].search([("email_normalized", "=", address)])
        # The contact of a company, or of several, is nobody in person.
        if people - people.filtered("ref_company_ids"):
            return False
        tickets = self if self._name == "helpdesk.ticket" else self.browse()
        return not any(ticket._complaint_is_sender(address) for ticket in tickets)


class MailComposeMessage(models.TransientModel):
    """Mails to many at once, which are written past the thread."""

    _inherit = "mail.compose.message"

    def _prepare_mail_values(self, res_ids):
        values = super()._prepare_mail_values(res_ids)
        ours = (self.model or "").startswith(OURS)
        if not ours or self.composition_mode != "mass_mail":
            return values
        user = self.env.user
        for res_id, told in values.items():
            record = self.env[self.model].browse(res_id)
            if not record._complaint_is_spoken_on():
                continue
            told["author_id"] = user.partner_id.id
            if not record._complaint_is_oneself("email_from", told.get("email_from")):
                told["email_from"] = user.email_formatted
        return values
