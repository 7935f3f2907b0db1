from odoo import models
from odoo.exceptions import UserError


class HelpdeskTicket(models.Model):
    """What we found ourselves, and customers are told of before they may read it.

    What they complained of themselves is never that: it would be gone from their page.
    """

    _inherit = "helpdesk.ticket"

    def _complaint_check_write(self, vals):
        result = super()._complaint_check_write(vals)
        if vals.get("complaint_source") == "internal" and not self.env.su:
            # Plain ones as well: what is one today may be marked tomorrow.
            for ticket in self.sudo():  # Judged, not shown.
                ticket._complaint_ensure_found_by_us()
        return result

    def _complaint_ensure_found_by_us(self):
        """Raise a UserError where the customer has complained of it."""
        self.ensure_one()
        if self.complaint_source == "internal":
            return
        written = self.message_ids.filtered(lambda m: m.message_type == "email")
        heard = self.complaint_interaction_ids.filtered(lambda e: e.direction == "in")
        if written or heard or self.create_uid.share:
            raise UserError(
                self.env._(
                    "%s: the customer has complained of it. We did not find it "
                    "ourselves.",
                    self.number,
                )
            )
