from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HelpdeskTicketCategory(models.Model):
    _name = "helpdesk.ticket.category"
    _inherit = ["helpdesk.ticket.category", "complaint.default"]

    complaint_default = fields.Boolean(
        help="Every new ticket of this category is taken up as a complaint.",
    )

    def unlink(self):
        return self._archive_instead() if self._is_kept() else super().unlink()

    @api.constrains("complaint_default", "company_id", "active")
    def _check_complaint_owner(self):
        """Raise an error where nobody could own what the category makes a complaint."""
        for category in self.filtered(lambda t: t.complaint_default and t.active):
            if not category.company_id._complaint_answerable():
                raise ValidationError(
                    self.env._(
                        "%s: nobody could own its complaints. First name a helpdesk "
                        "manager of the company.",
                        category.name,
                    )
                )
