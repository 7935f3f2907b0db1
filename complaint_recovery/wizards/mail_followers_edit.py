from odoo import models
from odoo.tools import html2plaintext, is_html_empty

from odoo.addons.mail.tools.parser import parse_res_ids

from ..tools.marks import INVITED


class MailFollowersEdit(models.TransientModel):
    """The dialog that adds followers, and tells them so where that is asked for.

    Odoo sends the words of a colleague along with a notice. To a customer they are a
    message of the complaint: an exchange, which names nobody and waits ten seconds.
    """

    _name = "mail.followers.edit"
    _inherit = ["mail.followers.edit", "complaint.outgoing"]

    def edit_followers(self, confirmed=False):
        written = self.filtered(lambda dialog: dialog._complaint_written_to())
        for dialog in written:
            dialog._complaint_documents().check_access("write")
        if not confirmed and (question := written._ask_before_sending()):
            return question
        for dialog in written:
            dialog._complaint_write_words()
        # Whom it may add is asked where they are added; the notice says just that.
        invited = self.with_context(
            complaint_invited=INVITED, complaint_noticed=INVITED
        )
        return super(MailFollowersEdit, invited).edit_followers()

    def _complaint_documents(self):
        return self.env[self.res_model].browse(parse_res_ids(self.res_ids, self.env))

    def _complaint_written_to(self):
        """Return the customers among the new followers who are sent words as well."""
        nobody = self.partner_ids.browse()
        if self.res_model != "helpdesk.ticket" or self.operation != "add":
            return nobody
        if not self.notify or is_html_empty(self.message):
            return nobody
        if not self._get_outgoing_tickets():
            return nobody
        # Whether somebody is a customer does not depend on who asks.
        return self.partner_ids.filtered(lambda partner: partner.sudo().partner_share)

    def _complaint_write_words(self):
        """Add the customers, and write the words to them in the conversation."""
        customers, words = self._complaint_written_to(), self.message
        documents = self._complaint_documents()
        documents.message_subscribe(customers.ids)
        for ticket in documents:
            ticket.message_post(
                body=words,
                partner_ids=customers.ids,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        # Colleagues alone are left to be added, and told in the words.
        self.partner_ids -= customers
        self.notify = bool(self.partner_ids)

    def _get_words_to_check(self):
        return html2plaintext(self.message or "")

    def _get_outgoing_tickets(self):
        # Whether they are complaints decides how it is sent, and tells nobody.
        return self._complaint_documents().filtered(lambda t: t.sudo().is_complaint)

    def _prepare_words_action(self):
        view = "mail.mail_followers_list_edit_form"
        return self._prepare_words_dialog(self._name, self.id, view)
