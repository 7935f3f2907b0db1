from odoo import api, models

from ...tools.marks import TRACKED
from ...tools.named import ids_in

#: How a field was called that is removed now. Odoo writes it; no course is changed.
REMOVED = frozenset({"field_info"})


class MailTrackingValue(models.Model):
    """What changed on a complaint, from what to what, stays as Odoo wrote it down.

    Nobody has rights on these; Odoo writes them as superuser for whoever makes a
    message. It is who asks that counts.
    """

    _inherit = "mail.tracking.value"

    @api.model_create_multi
    def create(self, vals_list):
        values = super().create(vals_list)
        if self.env.context.get("complaint_tracked") is not TRACKED:
            values.mail_message_id._complaint_ensure_unsaid()
        return values

    def write(self, vals):
        if vals.keys() - REMOVED:
            messages = self.sudo().mail_message_id  # Judged, not shown.
            messages |= messages.browse(ids_in(vals.get("mail_message_id"))).exists()
            messages._complaint_ensure_unsaid()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_complaint(self):
        self.sudo().mail_message_id._complaint_ensure_unsaid()  # Judged, not shown.
