from odoo import models
from odoo.tools import format_list, html2plaintext

from ...tools.typed import keepable


class HelpdeskTicket(models.Model):
    """Names in what a colleague writes to the customer in the conversation."""

    _inherit = "helpdesk.ticket"

    def complaint_named_in(self, words, confirmed=False):
        """Return [name, the words around it] of whom ``words`` (HTML) may not name.

        The web client asks before it sends. Once ``confirmed`` it is noted who was
        named all the same.
        """
        self.ensure_one()
        self.check_access("write")
        self._complaint_ensure_is_complaint()
        named = self._complaint_find_names(html2plaintext(keepable(words)))
        if named and confirmed:
            self._complaint_log(
                self.env._(
                    "Sent, although the words name %s.",
                    format_list(self.env, list(named)),
                )
            )
        return [[name, str(around)] for name, around in named.items()]
