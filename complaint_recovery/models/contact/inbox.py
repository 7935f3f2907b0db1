from markupsafe import Markup

from odoo import models


class HelpdeskTicket(models.Model):
    """A word to colleagues who asked, own, promised or are meant."""

    _inherit = "helpdesk.ticket"

    def _complaint_tell(self, users, body):
        """Put one note into the inbox of ``users``, never of whoever did it.

        ``body`` is said in the language of each: a text, or a function that returns
        it for the complaint in the reader's language. Only colleagues who may read the
        complaint hear of it.
        """
        self.ensure_one()
        # Whoever decided need not write on the ticket; the note follows from it.
        ticket = self.sudo()
        for user in users - self.env.user:
            if not ticket._complaint_can_write(user):
                continue
            local = ticket.with_context(lang=user.lang)
            words = body(local) if callable(body) else body
            local.message_notify(
                author_id=self._complaint_note_author().id,
                partner_ids=user.partner_id.ids,
                subject=local.env._(
                    "%(number)s: %(title)s", number=local.number, title=local.name
                ),
                body=Markup("<p>%s</p>") % words,
            )

    def _complaint_note_author(self):
        """Return who says what is noted: whoever did it, or the system for customers.

        What follows from a customer's mail or click is not said by them.
        """
        user = self.env.user
        return self.env.ref("base.partner_root") if user.share else user.partner_id
