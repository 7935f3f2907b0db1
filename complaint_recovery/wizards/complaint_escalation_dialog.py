from odoo import api, fields, models


class ComplaintEscalationDialog(models.TransientModel):
    """The dialog of a superior's answer: an instruction to the owner, or a no."""

    _name = "complaint.escalation.dialog"
    _inherit = "complaint.outgoing"
    _description = "Answer an Escalation"

    escalation_id = fields.Many2one("complaint.escalation", required=True)
    purpose = fields.Selection(
        selection=[("return", "Give back"), ("decline", "Decline")],
        required=True,
        readonly=True,
    )
    instruction = fields.Text(help="What the owner does the second time.")
    concession_amount = fields.Monetary(
        string="Concession allowed",
        help="The owner may give so much on this complaint, in company currency.",
    )
    # Read with the user's own rights: an id alone must not tell anything.
    currency_id = fields.Many2one(
        related="escalation_id.company_id.currency_id", related_sudo=False
    )
    limit = fields.Monetary(string="You decide on up to", compute="_compute_limit")
    unlimited = fields.Boolean(compute="_compute_limit")
    reason = fields.Text(string="To the customer", help="Why not; they get it by mail.")

    @api.depends("escalation_id")
    @api.depends_context("uid")
    def _compute_limit(self):
        for dialog in self:
            ticket = dialog.escalation_id.ticket_id
            limit = self.env["complaint.authority"]._get_limit(self.env.user, ticket)
            dialog.unlimited = limit == float("inf")
            dialog.limit = 0.0 if dialog.unlimited else limit

    def action_apply(self, confirmed=False):
        """Answer the escalation, whose own methods check who may.

        It asks first where the words to the customer name somebody, unless
        ``confirmed``.
        """
        self.ensure_one()
        self.check_access("write")
        escalation = self.escalation_id
        escalation.check_access("write")
        if question := self._ask_before_sending(confirmed):
            return question
        if self.purpose == "return":
            escalation.action_return(self.instruction, self.concession_amount)
        else:
            escalation.action_decline(self.reason)
        return {"type": "ir.actions.act_window_close"}

    def _get_words_to_check(self):
        return self.reason or "" if self.purpose == "decline" else ""

    def _get_outgoing_ticket(self):
        return self.escalation_id.ticket_id

    def _prepare_words_action(self):
        return self._prepare_words_dialog(self._name, self.id)
