from odoo import models
from odoo.tools import html2plaintext

from ...tools.typed import keepable


class HelpdeskTicket(models.Model):
    """Names in what a colleague writes to the customer in the conversation."""

    _inherit = "helpdesk.ticket"

    def complaint_named_in(self, words):
        """Return [name, the words around it] of whom ``words`` (HTML) may not name.

        The web client asks before it sends.
        """
        self.ensure_one()
        self.check_access("write")
        self._complaint_ensure_is_complaint()
        named = self._complaint_find_names(html2plaintext(keepable(words)))
        return [[name, str(around)] for name, around in named.items()]

    def _complaint_note_named_in(self, message):
        """Note whom a message to the customer names, now that it is sent."""
        words = html2plaintext(message.sudo().body or "")  # Just written by the caller.
        self._complaint_note_named(self._complaint_find_names(words))
