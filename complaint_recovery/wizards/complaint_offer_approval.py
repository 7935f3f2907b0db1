from odoo import api, fields, models
from odoo.tools import format_list


class ComplaintOffer(models.TransientModel):
    """What is above the own limit is said while it is typed, and what happens then."""

    _inherit = "complaint.offer"

    asks_first = fields.Boolean(compute="_compute_asks_first")
    asks_first_note = fields.Char(compute="_compute_asks_first")

    @api.depends(
        "line_ids.above_limit", "line_ids.approver_id", "tell_customer", "accepted"
    )
    @api.depends_context("lang")
    def _compute_asks_first(self):
        """Say what the button does where somebody else decides."""
        for offer in self:
            above = offer.line_ids.filtered("above_limit")
            offer.asks_first = bool(above)
            offer.asks_first_note = bool(above) and offer._get_asks_first_note(
                format_list(self.env, above.approver_id.mapped("name"))
            )

    def _get_asks_first_note(self, users):
        if not users:
            return self.env._("It is above your limit, and nobody may approve it.")
        if self.tell_customer and not self.accepted:
            return self.env._(
                "It is above your limit: nothing goes out now, %s is asked. As soon as "
                "it is approved, it is offered and mailed to the customer.",
                users,
            )
        return self.env._(
            "It is above your limit: nothing goes out now, %s is asked. You offer it "
            "once it is approved.",
            users,
        )


class ComplaintOfferLine(models.TransientModel):
    """Whether an option is above the own limit, and who is asked then."""

    _inherit = "complaint.offer.line"

    above_limit = fields.Boolean(compute="_compute_above_limit")
    approver_id = fields.Many2one("res.users", compute="_compute_above_limit")
    approval_note = fields.Char(string="Approval", compute="_compute_above_limit")

    @api.depends("amount", "currency_id", "remedy_id", "offer_id.ticket_id")
    @api.depends_context("uid", "lang")
    def _compute_above_limit(self):
        for line in self:
            user, above = line._get_asked()
            line.above_limit, line.approver_id = above, user
            line.approval_note = above and (
                self.env._("Above your limit: %s is asked", user.name)
                if user
                else self.env._("Above your limit")
            )

    def _get_asked(self):
        """Return whom the user has to ask about it, and whether at all."""
        ticket = self.offer_id.ticket_id._origin
        # What was approved is decided; an id alone must not tell anything.
        if not ticket or self.state == "approved" or not ticket.has_access("write"):
            return self.env["res.users"], False
        company = ticket.company_id
        amount = self.currency_id._convert(
            self.amount, company.currency_id, company, fields.Date.today()
        )
        nothing = self.env["complaint.remedy"]
        exposure = ticket._complaint_exposure_with(nothing, amount=amount)
        return ticket._complaint_asked_about(exposure)
