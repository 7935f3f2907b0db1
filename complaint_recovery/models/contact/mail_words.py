from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import html2plaintext

from ...tools.groups import INTERNAL
from ...tools.new_words import find_new_words

#: A sender's clock may differ so much from ours before it is told.
SAME_TIME = timedelta(minutes=15)
#: A summary is no longer; the mail itself stands in the conversation.
SUMMARY_LENGTH = 4000
#: So many of our last messages are known when somebody quotes them.
KNOWN_MESSAGES = 12


class ComplaintInteraction(models.Model):
    """Mails stand in the order in which they arrived, whatever their clock says."""

    _inherit = "complaint.interaction"

    written_at = fields.Datetime(
        string="Dated",
        compute="_compute_written_at",
        groups=INTERNAL,
        help="The date on the mail, where it is not the one on which it arrived.",
    )

    @api.depends("message_id", "date", "direction")
    def _compute_written_at(self):
        for exchange in self:
            # The date of a mail whose words are told here.
            written = exchange.direction == "in" and exchange.sudo().message_id.date
            differs = written and abs(written - exchange.date) > SAME_TIME
            exchange.written_at = differs and written


class HelpdeskTicket(models.Model):
    """What the customer says in a mail, without what they quote."""

    _inherit = "helpdesk.ticket"

    @api.model
    def _complaint_arrived_at(self, message, direction):
        """Return when a message was said; theirs, when it arrived."""
        now = fields.Datetime.now()
        # A clock of theirs may be slow or fast: the last to arrive is the last word.
        return now if direction == "in" else min(message.date, now)

    def _complaint_new_words(self, message):
        """Return what is new in ``message``, else its subject."""
        self.ensure_one()
        words = find_new_words(message.body, self._complaint_quotable(message))
        if not words:
            names = ", ".join(message.attachment_ids.mapped("name"))
            words = " ".join(filter(None, (message.subject, names and f"({names})")))
        if len(words) > SUMMARY_LENGTH:
            words = words[:SUMMARY_LENGTH].rsplit(None, 1)[0] + " […]"
        return words

    def _complaint_quotable(self, message):
        """Return the texts of ours that a mail may quote without any mark."""
        told = self._complaint_told()
        if message.message_type != "email" or (
            told and told.message_id == message.message_id
        ):
            return []  # Before the mail that opens it we have said nothing.
        earlier = self.message_ids.filtered(lambda m: m.id < message.id)
        # A mail without an author is of somebody we have no contact of.
        said = earlier.filtered(
            lambda m: not m.author_id.partner_share
            and (m.author_id or m.message_type != "email")
        )
        return [
            html2plaintext(told.body, include_references=False)
            for told in said[:KNOWN_MESSAGES]
        ]
