from odoo import api, fields, models

from ...tools.groups import INTERNAL
from ...tools.mail_language import choose_language, guess_language
from ...tools.marks import Mark


class Told(Mark):
    """The mail that opens a complaint: its id, its language, and has it pictures?

    Those in its text, which are files of ours only once it is stored.
    """

    def __init__(self, message_id, lang, pictures=False):
        self.message_id = message_id
        self.lang = lang
        self.pictures = pictures


class MailThread(models.AbstractModel):
    """The mail gateway, which tells the complaint how to answer the mail."""

    _inherit = "mail.thread"

    @api.model
    def _complaint_with_told(self, message, message_dict, words):
        """Return self knowing which mail opens a complaint, and in which language.

        ``words`` are those of the mail; of one passed on, those of who wrote it.
        """
        headers = ", ".join(map(str, message.get_all("Content-Language", ())))
        subject = message_dict.get("subject") or ""
        if passed := self.env["helpdesk.ticket"]._complaint_passed():
            # The client of whoever passed it on has another language.
            headers, words = "", passed.words
        lang = choose_language(
            [*headers[:100].split(","), guess_language(f"{subject}\n{words}")],
            [code for code, _name in self.env["res.lang"].get_installed()],
        )
        pictures = "cid:" in str(message_dict.get("body") or "")
        told = Told(message_dict.get("message_id"), lang, pictures)
        return self.with_context(complaint_opening_mail=told)


class HelpdeskTicket(models.Model):
    """The language of a complainant we do not know, and the mail that is answered."""

    _inherit = "helpdesk.ticket"

    complaint_lang = fields.Char(
        string="Language of the customer",
        groups=INTERNAL,
        copy=False,
        help="As they write to us, where no contact says it.",
    )

    @api.model
    def _complaint_told(self):
        told = self.env.context.get("complaint_opening_mail")
        return told if isinstance(told, Told) else None

    @api.model
    def _complaint_told_lang(self):
        """Return the language of the mail that opens a complaint; False of no mail."""
        told = self._complaint_told()
        return bool(told) and (told.lang or False)

    def _complaint_threading(self, headers):
        """Return the values of an automatic mail, which stands below theirs."""
        values, told = {}, self._complaint_told()
        if told and told.message_id and len(self) == 1:
            headers = {**headers, "In-Reply-To": told.message_id}
            values["references"] = told.message_id
        return {**values, "headers": repr(headers)}
