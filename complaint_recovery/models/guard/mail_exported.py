from odoo import models


class MailMessage(models.Model):
    """What is taken out of a message by other ways than reading it.

    Odoo judges ``read()`` and searches, and lets code of its own have any field of any
    message: an export by way of a notification, a button that opens the document.
    """

    _inherit = "mail.message"

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        self._complaint_ensure_readable()
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    def action_open_document(self):
        self._complaint_ensure_readable()
        return super().action_open_document()

    def _complaint_ensure_readable(self):
        """Raise an AccessError where one of ours among these is not for who asks."""
        if self and not self.env.su:
            self._complaint_filter_ours().check_access("read")
