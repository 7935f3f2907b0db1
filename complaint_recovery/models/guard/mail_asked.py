from odoo import models
from odoo.tools import email_normalize_all

from ...tools.named import LINK, SET, ids_in, named_by_commands
from .belonging import OURS

#: What a caller may say of a mail about a complaint: to whom, how, and in which words.
ASKED = frozenset(
    {"email_to", "email_cc", "recipient_ids", "partner_ids", "email_from", "reply_to"}
    | {"subject", "body", "body_html", "attachment_ids", "headers", "references"}
    | {"auto_delete", "scheduled_date", "mail_server_id", "reply_to_force_new"}
)
#: Which message a mail is, and what that belongs to.
PLACE = frozenset({"mail_message_id", "model", "res_id"})


class MailTemplate(models.Model):
    """Mails that somebody asks for over RPC, and Odoo writes with more rights.

    With them comes whatever the caller says of the mail: on which record it stands, of
    whom it is, which message it is, which files go along.
    """

    _inherit = "mail.template"

    def send_mail_batch(
        self,
        res_ids,
        force_send=False,
        raise_exception=False,
        email_values=None,
        email_layout_xmlid=False,
    ):
        if self.env.su:
            return super().send_mail_batch(
                res_ids,
                force_send=force_send,
                raise_exception=raise_exception,
                email_values=email_values,
                email_layout_xmlid=email_layout_xmlid,
            )
        self._complaint_check_asked(res_ids, email_values or {})
        mails = super().send_mail_batch(
            res_ids,
            raise_exception=raise_exception,
            email_values=email_values,
            email_layout_xmlid=email_layout_xmlid,
        )
        self._complaint_screen_asked(mails)
        if force_send:
            mails.send(raise_exception=raise_exception)
        return mails

    def _complaint_check_asked(self, res_ids, values):
        """Turn away who says of a mail what is not theirs to say about ours."""
        files, _nested = named_by_commands(values.get("attachment_ids") or ())
        files = self.env["ir.attachment"].browse(files)
        files._complaint_filter_ours().check_access("read")
        messages = self.env["mail.message"]
        messages._complaint_refuse_taken([values.get("message_id")])
        told = (values.get("mail_message_id"), values.get("parent_id"))
        message = messages.browse(ids_in(told)).sudo().exists()  # Judged, not shown.
        place = str(values.get("model", self.model))
        if (
            message._complaint_is_evidence()
            or (PLACE & values.keys() and place.startswith(OURS))
            or any(self._complaint_has_lines(*value) for value in values.items())
            or (values.keys() - ASKED and self._complaint_asked_about(res_ids))
            or not self._complaint_asked_as_oneself(res_ids, values)
        ):
            message._complaint_refuse_past_thread()

    def _complaint_asked_as_oneself(self, res_ids, values):
        """Is whoever the mails are said to be of the caller, or nobody in person?"""
        sender = values.get("email_from")
        if not sender or not (self.model or "").startswith(OURS):
            return True
        records = self.env[self.model].browse(res_ids)
        if "message_ids" not in records or not records._complaint_is_spoken_on():
            return True
        if records._complaint_is_oneself("email_from", sender):
            return True
        set_up = self._complaint_senders_set_up(records)
        return all(set_up.get(id_) == sender for id_ in records.ids)

    def _complaint_has_lines(self, name, value):
        """Would ``name`` make or change other records with the mail, as superuser?"""
        field = self.env["mail.mail"]._fields.get(name)
        if field is None or field.type not in ("one2many", "many2many"):
            return False
        if field.comodel_name == "ir.attachment" and name != "attachment_ids":
            return True  # It deletes what it takes out.
        if field.comodel_name not in ("res.partner", "ir.attachment"):
            return True
        commands = value if isinstance(value, (list, tuple)) else [value or 0]
        return not all(
            command[:1] and command[0] in (LINK, SET)
            if isinstance(command, (list, tuple))
            else isinstance(command, int)
            for command in commands
        )

    def _complaint_asked_about(self, res_ids):
        """Return as superuser the complaints that mails on these records are about."""
        tickets = self.env["helpdesk.ticket"].sudo()  # Judged, not shown.
        if not (self.model or "").startswith(OURS):
            return tickets
        records = self.env[self.model].sudo().browse(res_ids)  # As above: judged.
        if self.model == tickets._name:
            tickets = records
        elif "ticket_id" in records._fields:
            tickets = records.ticket_id
        return tickets.filtered("is_complaint")

    def _complaint_screen_asked(self, mails):
        """Raise a UserError where a mail about a complaint would reach a stranger."""
        for mail in mails if (self.model or "").startswith(OURS) else ():
            emails = email_normalize_all(f"{mail.email_to}, {mail.email_cc}")
            for ticket in self._complaint_asked_about([mail.res_id]):
                ticket._complaint_screen_recipients(
                    {
                        "partner_ids": mail.recipient_ids.ids,
                        "outgoing_email_to": ", ".join(emails),
                        "message_type": "comment",
                    }
                )
