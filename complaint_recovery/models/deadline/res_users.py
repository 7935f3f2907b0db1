from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ResUsers(models.Model):
    """Colleagues, who are in charge of what is due until they leave."""

    _inherit = "res.users"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_charge(self):
        # The database would empty who is in charge without asking.
        if deadline := self._complaint_in_charge()[:1]:
            raise UserError(
                self.env._(
                    "%(user)s is in charge of “%(what)s” on %(number)s. Archive the "
                    "user instead.",
                    user=deadline.user_id.name,
                    what=deadline.display_name,
                    number=deadline.ticket_id.number,
                )
            )

    def _complaint_give_up(self):
        """Pass on what is due, where whoever had it cannot do it any more."""
        result = super()._complaint_give_up()
        self._complaint_in_charge()._pass_on()
        return result

    def _complaint_in_charge(self):
        """Return what runs and is given to these users."""
        # Whoever archives a colleague need not see that one's work.
        return (
            self.env["complaint.deadline"]
            .sudo()
            .search(
                Domain("state", "in", ("running", "paused"))
                & Domain("user_id", "in", self.ids)
            )
        )
