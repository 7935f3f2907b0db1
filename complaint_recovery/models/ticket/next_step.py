from odoo import api, fields, models
from odoo.tools import email_normalize, is_html_empty

from ...tools.actions import open_dialog
from ...tools.groups import INTERNAL
from ...tools.selections import ENDED
from ..remedy.transitions import PREPARED_STATES

#: Whose responsibility leaves nothing to make good: an explanation is enough.
NOT_OURS = ("customer", "misunderstanding")


class HelpdeskTicket(models.Model):
    """The one step that the form highlights."""

    _inherit = "helpdesk.ticket"

    complaint_next_step = fields.Selection(
        selection=[
            ("customer", "Fill in the customer"),
            ("call", "Call, as our mail did not arrive"),
            ("contact", "Contact the customer"),
            ("apologise", "Apologise"),
            ("find", "Find the facts"),
            ("decide", "Send the decision"),
            ("approve", "Wait for approval"),
            ("offer", "Offer a remedy"),
            ("choose", "Wait for the customer's choice"),
            ("deliver", "Deliver"),
            ("resolve", "Resolve"),
            ("follow_up", "Follow up"),
            ("close", "Close the complaint"),
            ("none", "Nothing"),
        ],
        string="Next step",
        compute="_compute_complaint_next_step",
        # How it stands is so whoever looks: a follower sees fewer lines than there are.
        compute_sudo=True,
        groups=INTERNAL,
    )
    complaint_remedy_prepared = fields.Boolean(
        compute="_compute_complaint_remedy_prepared", compute_sudo=True, groups=INTERNAL
    )
    complaint_can_resolve = fields.Boolean(
        compute="_compute_complaint_can_resolve", compute_sudo=True, groups=INTERNAL
    )

    @api.depends(
        "partner_id",
        "partner_email",
        "complaint_stage_id",
        "complaint_mail_failed_at",
        "complaint_first_contact_at",
        "complaint_decision",
        "complaint_decision_sent_at",
        "complaint_attribution",
        "complaint_finding",
        "complaint_outcome",
        "complaint_apology_ids.state",
        "complaint_apology_ids.handed_over_at",
        "complaint_apology_ids.interaction_id.reached",
        "complaint_remedy_ids.state",
        "complaint_interaction_ids.state",
    )
    def _compute_complaint_next_step(self):
        for ticket in self:
            ticket.complaint_next_step = ticket._complaint_get_next_step()

    @api.depends("complaint_remedy_ids.state")
    def _compute_complaint_remedy_prepared(self):
        for ticket in self:
            states = ticket.complaint_remedy_ids.mapped("state")
            ticket.complaint_remedy_prepared = any(
                state in PREPARED_STATES for state in states
            )

    @api.depends("complaint_next_step")
    def _compute_complaint_can_resolve(self):
        for ticket in self:
            ticket.complaint_can_resolve = ticket._complaint_can_resolve()

    def action_fill_in_customer(self):
        """Open the dialog that asks whose complaint it is."""
        self.check_access("write")
        self.ensure_one()
        view = self.env.ref("complaint_recovery.complaint_customer_view_form")
        name = self.env._("Fill in the customer")
        return open_dialog(name, self._name, self.id, view.id)

    def _complaint_can_resolve(self):
        """Return whether nothing is missing for the follow-up."""
        self.ensure_one()
        if not self.is_complaint or self.complaint_phase in ("follow_up", *ENDED):
            return False
        stage = self.env["complaint.stage"]._get_first("follow_up", self.company_id)
        return not self._complaint_missing(stage)

    def _complaint_get_next_step(self):
        """Return the one step that brings the complaint on most."""
        self.ensure_one()
        if not self.is_complaint or self.complaint_phase in ENDED:
            return "none"
        if not (self.partner_id or email_normalize(self.partner_email or "")):
            return "customer"
        if self._complaint_mail_came_back():
            return "call"
        if not self.complaint_first_contact_at:
            return "contact"
        if self._complaint_gap_apology():
            return "apologise"
        if self.complaint_phase == "follow_up":
            return "close" if self._complaint_follow_ups() else "follow_up"
        states = set(self.complaint_remedy_ids.mapped("state"))
        if "accepted" in states:
            return "deliver"
        if "offered" in states:
            return "choose"
        return self._complaint_get_step_before_offer(states)

    def _complaint_get_step_before_offer(self, states):
        """Return the step while nothing is offered; ``states`` are the remedies'."""
        closed = self.env["complaint.stage"]._get_first("closed", self.company_id)
        gaps = dict(self._complaint_gaps(closed))
        if "require_finding" in gaps:
            return "find"
        if "require_decision_sent" in gaps or self._complaint_decision_waits():
            return "decide"
        if "to_approve" in states:
            return "approve"
        if self.complaint_remedy_prepared or "require_remedy" in gaps:
            return "offer"
        done = "delivered" in states or self._complaint_owes_no_remedy()
        return "resolve" if done else "offer"

    def _complaint_owes_no_remedy(self):
        """Return whether an explanation is enough, as decided or found."""
        return self.complaint_decision or self.complaint_attribution in NOT_OURS

    def _complaint_decision_waits(self):
        """Return whether a decision is written that the customer has not got."""
        return (
            self.complaint_decision
            and not is_html_empty(self.complaint_explanation)
            and not self.complaint_decision_sent_at
        )
