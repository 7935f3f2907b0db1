from odoo import api, fields, models
from odoo.exceptions import UserError


class ComplaintClosing(models.AbstractModel):
    """What a dialog asks that ends a complaint: the remedy, the open promises."""

    _name = "complaint.closing"
    _description = "Step Towards Closing"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True)
    # Read with the user's own rights: an id alone must not tell anything.
    company_id = fields.Many2one(related="ticket_id.company_id", related_sudo=False)
    company_currency_id = fields.Many2one(related="company_id.currency_id")
    remedy_type_id = fields.Many2one(
        "complaint.remedy.type",
        string="Remedy given",
        domain="[('company_id', 'in', (False, company_id))]",
    )
    amount = fields.Monetary(currency_field="company_currency_id")
    running_ids = fields.Many2many(
        "complaint.deadline", compute="_compute_running_ids", string="Still promised"
    )
    done_ids = fields.Many2many(
        "complaint.deadline",
        string="Done with this",
        domain="[('id', 'in', running_ids)]",
        help="Promises and tasks that are done now.",
    )

    @api.depends("ticket_id")
    def _compute_running_ids(self):
        for step in self:
            running = step.ticket_id._complaint_running_that("blocking")
            # A visit is done by recording it, a remedy by delivering it.
            step.running_ids = running._filtered_access("write").filtered(
                lambda deadline: not deadline.sudo()._get_behind()  # Whoever sees it.
            )

    def _finish_promises(self):
        """Finish the promises that were ticked as kept."""
        (self.done_ids & self.running_ids).action_done()

    def _give_remedy(self):
        """Offer the remedy within the own limit, and accept it for the customer."""
        if not self.remedy_type_id:
            return self.env["complaint.remedy"]
        remedy = self.env["complaint.remedy"].create(self._prepare_remedy_vals())
        # Its words are those of the remedy type, and were told already.
        remedy.action_offer(confirmed=True)
        if remedy.state != "offered":
            raise UserError(
                self.env._(
                    "%s is above your limit. Ask for approval on the complaint; it "
                    "cannot be solved on the spot.",
                    remedy.display_name,
                )
            )
        remedy.action_accept()
        return remedy

    def _prepare_remedy_vals(self):
        """Return the values of the remedy given. Addons extend it to pass on more."""
        self.ensure_one()
        vals = self.remedy_type_id._prepare_remedy_vals(self.ticket_id)
        return {**vals, "amount": self.amount}
