from odoo import api, fields, models
from odoo.exceptions import UserError


class ComplaintOverride(models.Model):
    """A stage that a manager let a complaint into although something was missing."""

    _name = "complaint.override"
    _description = "Complaint Override"
    _inherit = ["complaint.child"]
    _order = "id desc"

    stage_id = fields.Many2one("complaint.stage", required=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", string="Allowed by", required=True)
    reason = fields.Text(required=True)
    requirements = fields.Char(
        required=True, help="The requirement switches set aside, comma separated."
    )
    round = fields.Integer(
        help="How often the complaint had been reopened: a reopened one owes anew."
    )

    @api.model
    def _get_guarded_fields(self):
        own = {"stage_id", "user_id", "reason", "requirements", "round"}
        return super()._get_guarded_fields() | own

    def write(self, vals):
        if vals.keys() - {"company_id"}:  # Which follows the complaint's.
            self.check_access("write")
            raise UserError(
                self.env._("An override is on record and cannot be changed.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An override is on record and cannot be deleted."))

    def _get_excused(self, ticket):
        """Return the switches set aside for ``ticket`` since it was last reopened."""
        excused = self.filtered(lambda row: row.round == ticket.complaint_reopen_count)
        return {name for row in excused for name in row.requirements.split(",")}
