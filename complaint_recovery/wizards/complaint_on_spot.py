from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html


class ComplaintOnSpot(models.TransientModel):
    """A complaint solved in one call: what went wrong, the remedy, a content customer.

    Everything the stages require is met truthfully; since the customer said so in the
    same call, no follow-up call is owed.
    """

    _name = "complaint.on.spot"
    _description = "Solved on the Spot"

    ticket_id = fields.Many2one("helpdesk.ticket", required=True)
    company_id = fields.Many2one(related="ticket_id.company_id")
    company_currency_id = fields.Many2one(related="company_id.currency_id")
    finding = fields.Text(string="What went wrong?", required=True)
    attribution = fields.Selection(
        selection=lambda self: self._selection_attribution(),
        string="Responsibility",
        required=True,
        default="ours",
    )
    cause_id = fields.Many2one("complaint.cause", required=True)
    remedy_type_id = fields.Many2one(
        "complaint.remedy.type",
        string="Remedy given",
        domain="[('company_id', 'in', (False, company_id))]",
        help="Given at once. What is delivered later is no solution on the spot.",
    )
    amount = fields.Monetary(currency_field="company_currency_id")
    apology_needed = fields.Boolean(compute="_compute_apology_needed")
    apologised = fields.Boolean(string="I apologised", default=True)
    satisfaction = fields.Selection(
        selection=[("satisfied", "Satisfied"), ("neutral", "Accepts it, not happy")],
        string="The customer is",
        required=True,
        default="satisfied",
    )

    def _selection_attribution(self):
        tickets = self.env["helpdesk.ticket"]
        return tickets._fields["complaint_attribution"]._description_selection(self.env)

    def _compute_apology_needed(self):
        for wizard in self:
            wizard.apology_needed = bool(wizard.ticket_id._complaint_gap_apology())

    def action_apply(self):
        """Record all of it and close the complaint."""
        self.ensure_one()
        self.check_access("write")
        self.ticket_id.check_access("write")
        ticket = self.ticket_id
        ticket._complaint_ensure_on_spot()
        ticket.write(
            {
                "complaint_cause_id": self.cause_id.id,
                "complaint_finding": plaintext2html(self.finding),
                "complaint_attribution": self.attribution,
            }
        )
        self._give_apology()
        self._give_remedy()
        if ticket.complaint_phase != "follow_up":
            ticket.action_resolve()
        ticket._complaint_record_exchange(
            channel="phone",
            purpose="follow_up",
            summary=self.env._("Solved on the spot; asked in the same call."),
            satisfaction=self.satisfaction,
        )
        if not ticket.complaint_closed_at:
            ticket.action_close()
        return ticket.action_open_complaint()

    def _give_apology(self):
        ticket = self.ticket_id
        if not ticket._complaint_gap_apology():
            return
        if not self.apologised:
            raise UserError(
                self.env._("%s: the customer is owed an apology.", ticket.number)
            )
        self.env["complaint.apology"].create(
            {"ticket_id": ticket.id, "channel": "phone"}
        ).action_send()

    def _give_remedy(self):
        """Give the remedy within the own limit, from offer to delivery."""
        if not self.remedy_type_id:
            return
        remedy = self.env["complaint.remedy"].create(
            {
                "ticket_id": self.ticket_id.id,
                "type_id": self.remedy_type_id.id,
                "description": self.remedy_type_id.description,
                "amount": self.amount,
                "currency_id": self.company_currency_id.id,
            }
        )
        remedy.action_offer()
        if remedy.state != "offered":
            raise UserError(
                self.env._(
                    "%s is above your limit. Ask for approval on the complaint; it "
                    "cannot be solved on the spot.",
                    remedy.display_name,
                )
            )
        remedy.action_accept()
        remedy.action_deliver()
