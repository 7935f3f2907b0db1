from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html


class ComplaintOnSpot(models.TransientModel):
    """The dialog that solves and closes a complaint in one call.

    What the stages require is recorded truthfully. The customer said in the call
    whether the solution is right, so no follow-up call is owed.
    """

    _name = "complaint.on.spot"
    _description = "Solved on the Spot"
    _inherit = ["complaint.closing"]

    finding = fields.Text(string="What went wrong?", required=True)
    attribution = fields.Selection(
        selection=lambda self: self._selection_attribution(),
        string="Responsibility",
        required=True,
        default="ours",
    )
    cause_id = fields.Many2one("complaint.cause", required=True)
    remedy_type_id = fields.Many2one(
        domain=lambda self: self._domain_remedy_type(),
        help="Given at once. What is delivered later is no solution on the spot.",
    )
    call_back_id = fields.Many2one(
        "complaint.deadline",
        string="Call back",
        help="Promised in this call, in case it is not solved.",
    )
    apology_needed = fields.Boolean(compute="_compute_apology_needed")
    apologised = fields.Boolean(string="I apologised", default=True)
    satisfaction = fields.Selection(
        selection=[("satisfied", "Satisfied"), ("neutral", "Accepts it, not happy")],
        string="The customer is",
        required=True,
        default="satisfied",
    )

    @api.model
    def _domain_remedy_type(self):
        """Return, as the client reads it, which types can be given in the call.

        What a document delivers is done when that is.
        """
        by_hand = list(self.env["complaint.remedy.type"]._get_by_hand_domain())
        return f"[('company_id', 'in', (False, company_id))] + {by_hand!r}"

    def _selection_attribution(self):
        tickets = self.env["helpdesk.ticket"]
        return tickets._fields["complaint_attribution"]._description_selection(self.env)

    @api.depends("ticket_id")
    def _compute_apology_needed(self):
        for wizard in self:
            wizard.apology_needed = bool(wizard.ticket_id._complaint_gap_apology())

    @api.depends("call_back_id")
    def _compute_running_ids(self):
        """Show the open promises but for the call back, which is not needed."""
        res = super()._compute_running_ids()
        for wizard in self:
            wizard.running_ids -= wizard.call_back_id
        return res

    def action_apply(self):
        """Record exchange, apology and remedy, and close the complaint."""
        self.ensure_one()
        self.check_access("write")
        ticket = self.ticket_id
        ticket.check_access("write")
        ticket._complaint_ensure_on_spot()
        ticket.write(
            {
                "complaint_cause_id": self.cause_id.id,
                "complaint_finding": plaintext2html(self.finding),
                "complaint_attribution": self.attribution,
            }
        )
        self._give_apology()
        self._give_remedy().action_deliver()
        self._finish_promises()
        self._take_back_call()
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

    def _take_back_call(self):
        """Cancel the call that was promised in this very call: it was never owed."""
        promise = self.call_back_id & self.ticket_id._complaint_running("promise")
        if promise:
            promise.action_cancel()

    def _give_apology(self):
        ticket = self.ticket_id
        if not ticket._complaint_gap_apology():
            return
        if not self.apologised:
            raise UserError(
                self.env._("%s: the customer is owed an apology.", ticket.number)
            )
        apologies = self.env["complaint.apology"]
        apologies.create({"ticket_id": ticket.id, "channel": "phone"}).action_send()
