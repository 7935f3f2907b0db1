from odoo import api, fields, models
from odoo.tools import is_html_empty

from ...tools.groups import INTERNAL
from ...tools.in_use import IN_USE


class ComplaintAnswerable(models.AbstractModel):
    """Words to a customer, into which a standard answer goes with one click (D27)."""

    _name = "complaint.answerable"
    _description = "Words with Standard Answers"
    #: The field the answer goes into.
    _answered_field = "body"

    complaint_answer_ids = fields.Many2many(
        "complaint.cause",
        string="Standard answers that fit",
        compute="_compute_complaint_answer_ids",
        groups=INTERNAL,
        context=IN_USE,
    )
    complaint_answer_id = fields.Many2one(
        "complaint.cause",
        string="Insert a standard answer",
        # Empty without asking for defaults whenever a form is read.
        compute="_compute_complaint_answer_id",
        readonly=False,
        groups=INTERNAL,
        domain="[('id', 'in', complaint_answer_ids)]",
        help="It comes after what is written already, in the customer's language. Then "
        "make it your own.",
        copy=False,
    )

    def _get_answered_ticket(self):
        """Return the complaint that is written about; empty where it is none."""
        return self.ticket_id

    @api.depends_context("uid")
    def _compute_complaint_answer_ids(self):
        for words in self:
            ticket = words._get_answered_ticket()._origin
            words.complaint_answer_ids = (
                self._get_fitting_answers(ticket) if ticket.is_complaint else False
            )

    def _compute_complaint_answer_id(self):
        self.complaint_answer_id = False

    @api.model
    def _get_fitting_answers(self, ticket):
        """Return the causes whose standard answer fits, the best first. Extend."""
        return self.env["complaint.cause"]

    @api.onchange("complaint_answer_id")
    def _onchange_complaint_answer_id(self):
        ticket = self._get_answered_ticket()._origin
        if not (self.complaint_answer_id and ticket):
            return
        answer = self.complaint_answer_id._origin._render_for(ticket)
        words = self[self._answered_field]
        self[self._answered_field] = (
            answer if is_html_empty(words) else f"{words}{answer}"
        )
        self.complaint_answer_id = False
