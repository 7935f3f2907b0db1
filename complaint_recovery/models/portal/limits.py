from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

#: More than anybody has to tell within an hour: complaints of one customer, messages on
#: one complaint. And of files within a day, in megabytes.
COMPLAINTS, MESSAGES, MEGABYTES = 10, 30, 200
MEGABYTE = 1024 * 1024


class HelpdeskTicket(models.Model):
    """How much one login, or one key, sends: a kind word is the answer to more."""

    _inherit = "helpdesk.ticket"

    def _portal_filed_enough(self, partner):
        """Did ``partner`` file so much lately that more must wait?"""
        hour_ago = fields.Datetime.now() - timedelta(hours=1)
        # Counted for whoever files, who need not see them all.
        tickets = self.sudo().with_context(active_test=False)
        theirs = Domain("partner_id", "=", partner.id)
        lately = theirs & Domain("create_date", ">", hour_ago)
        if tickets.search_count(lately, limit=COMPLAINTS) >= COMPLAINTS:
            return True
        day_ago = fields.Datetime.now() - timedelta(days=1)
        changed = tickets.search(theirs & Domain("write_date", ">", day_ago))
        return changed._portal_sent_enough_files()

    def _portal_wrote_enough(self):
        """Did the customer write so much on this complaint that more must wait?"""
        self.ensure_one()
        hour_ago = fields.Datetime.now() - timedelta(hours=1)
        written = (
            Domain("model", "=", self._name)
            & Domain("res_id", "=", self.id)
            & Domain("date", ">", hour_ago)
            & Domain("message_type", "in", ("comment", "email"))
            & Domain("subtype_id.internal", "=", False)
        )
        # Counted, not shown.
        messages = self.env["mail.message"].sudo()
        ours = Domain("author_id.partner_share", "=", False)
        if messages.search_count(written & ~ours, limit=MESSAGES) >= MESSAGES:
            return True
        return self._portal_sent_enough_files()

    def _portal_sent_enough_files(self):
        day_ago = fields.Datetime.now() - timedelta(days=1)
        files = self.env["ir.attachment"].sudo()  # Their sizes are added up.
        [(size,)] = files._read_group(
            Domain("res_model", "=", self._name)
            & Domain("res_id", "in", self.ids)
            & Domain("create_date", ">", day_ago),
            aggregates=["file_size:sum"],
        )
        return (size or 0) > MEGABYTES * MEGABYTE
