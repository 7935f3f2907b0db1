from odoo import api, fields, models
from odoo.exceptions import UserError

from .ticket_intake import INTERNAL


class IrAttachment(models.Model):
    """Files, some of which are letters to customers, kept as they went out."""

    _inherit = "ir.attachment"

    complaint_letter = fields.Boolean(string="Letter as sent", groups=INTERNAL)

    def write(self, vals):
        if vals.keys() - {"access_token"}:
            self._complaint_ensure_no_letter()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_complaint_letter(self):
        self._complaint_ensure_no_letter()

    def _complaint_ensure_no_letter(self):
        # A letter is a letter, also for those who may not know what the mark means.
        letters = not self.env.su and self.sudo().filtered("complaint_letter")
        if letters:
            raise UserError(
                self.env._(
                    "%s is kept as it was and cannot be changed.",
                    letters[0].name,
                )
            )
