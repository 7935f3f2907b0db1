from odoo import api, models

from ...tools.typed import comparable


class HelpdeskTicket(models.Model):
    """What Odoo's chatter tells who is no colleague: the conversation, and no more."""

    _inherit = "helpdesk.ticket"

    @api.model
    def _get_thread_with_access(self, thread_id, *, token=None, **kwargs):
        # Odoo compares keys that cannot be compared, and answers with an error.
        token = token if comparable(token) else None
        return super()._get_thread_with_access(thread_id, token=token, **kwargs)

    def _thread_to_store(self, store, fields, *, request_list=None):
        """Tell of a complaint to whoever asks for it, but ours to colleagues alone.

        Who comes with a key is given the record as superuser, and Odoo adds what is
        asked for: to-dos, drafts, followers and the files of notes.
        """
        if request_list and self._complaint_asked_outside():
            request_list = []
        return super()._thread_to_store(store, fields, request_list=request_list)

    def _message_get_suggested_recipients_batch(self, *args, **kwargs):
        if self._complaint_asked_outside():
            return {ticket.id: [] for ticket in self}
        return super()._message_get_suggested_recipients_batch(*args, **kwargs)

    def _complaint_asked_outside(self):
        """Does somebody who is no colleague ask, and for a complaint?"""
        if self.env.user._is_internal():
            return False
        return bool(self._complaint_ever())
