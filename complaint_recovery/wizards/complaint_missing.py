from odoo import api, fields, models
from odoo.tools import html2plaintext, plaintext2html

from ..tools.selections import SATISFACTIONS


class ComplaintMissing(models.TransientModel):
    """The dialog that names what a complaint lacks for a stage, and asks for it."""

    _name = "complaint.missing"
    _description = "What Is Missing"
    _inherit = ["complaint.closing", "complaint.outgoing"]

    stage_id = fields.Many2one("complaint.stage", required=True)
    missing = fields.Text(compute="_compute_missing")
    # As a list: the name of one requirement may be a part of another's.
    missing_keys = fields.Json(compute="_compute_missing")
    is_manager = fields.Boolean(compute="_compute_is_manager")

    contact_summary = fields.Text(string="What was said?")
    finding = fields.Html(string="Findings")
    attribution = fields.Selection(
        selection=lambda self: self._selection("complaint_attribution"),
        string="Responsibility",
    )
    decision = fields.Selection(
        selection=lambda self: self._selection("complaint_decision")
    )
    basis = fields.Selection(
        selection=lambda self: self._selection("complaint_basis"),
        string="Basis of the decision",
    )
    explanation = fields.Html(string="Explanation to the customer")
    apology_body = fields.Text(
        string="Our apology", help="Empty: we apologised by phone."
    )
    apologised = fields.Boolean(string="I apologised by phone")
    remedy_type_id = fields.Many2one(string="Remedy the customer accepted")
    delivered = fields.Boolean(string="All of it is delivered")
    satisfaction = fields.Selection(
        selection=SATISFACTIONS, string="The customer, asked now, is"
    )
    follow_up_summary = fields.Text(string="What did the customer say?")
    end_reason = fields.Text(string="Why does the customer take it back?")
    override_reason = fields.Text(string="Let it pass, because")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        ticket = self.env["helpdesk.ticket"].browse(values.get("ticket_id"))
        if ticket:
            ticket.check_access("read")
            values |= {
                "finding": ticket.complaint_finding,
                "attribution": ticket.complaint_attribution,
                "decision": ticket.complaint_decision,
                "basis": ticket.complaint_basis,
                "explanation": ticket.complaint_explanation,
            }
        return values

    def _selection(self, name):
        field = self.env["helpdesk.ticket"]._fields[name]
        return field._description_selection(self.env)

    @api.depends("ticket_id", "stage_id")
    def _compute_missing(self):
        for wizard in self:
            # The gaps are told to whoever may read the complaint, not for any id.
            ticket = wizard.ticket_id._filtered_access("read")
            gaps = (
                ticket._complaint_gaps(wizard.stage_id)
                if ticket and wizard.stage_id
                else []
            )
            wizard.missing = "\n".join(f"• {gap}" for _key, gap in gaps)
            wizard.missing_keys = [key for key, _gap in gaps]

    def _compute_is_manager(self):
        manager = self.env.user.has_group("helpdesk_mgmt.group_helpdesk_manager")
        self.is_manager = manager

    def action_apply(self, confirmed=False):
        """Record what was filled in and move on, or ask again for what is missing.

        It asks first where words that go out name somebody, unless ``confirmed``.
        """
        self.ensure_one()
        self.check_access("write")
        ticket = self.ticket_id
        ticket.check_access("write")
        if not confirmed and (question := self._ask_before_sending()):
            return question
        for part, fill in self._get_parts().items():
            # Filling one gap may open the next: what is accepted is to be delivered.
            if part in dict(ticket._complaint_gaps(self.stage_id)):
                getattr(self, fill)()
        ended = ticket.complaint_closed_at or self.satisfaction == "dissatisfied"
        if not ended and ticket._complaint_missing(self.stage_id):
            return ticket._complaint_action_missing(self.stage_id)
        if not ended and ticket.complaint_stage_id != self.stage_id:
            ticket.write({"complaint_stage_id": self.stage_id.id})
        return {"type": "ir.actions.act_window_close"}

    @api.model
    def _get_parts(self):
        """Return gap → the method that fills it in, in the order in which they go."""
        requirements = self.env["complaint.stage"]._get_requirements()
        return {
            # First: the follow-up closes the complaint where nothing is missing.
            "running": "_fill_running",
            **{key: each.fill for key, each in requirements.items() if each.fill},
            "reason": "_fill_reason",
        }

    def _get_words_to_check(self):
        """Return the words that filling the gaps sends to the customer."""
        requirements = self.env["complaint.stage"]._get_requirements()
        missing = [requirements.get(key) for key in self.missing_keys or []]
        sending = [each.words for each in missing if each and each.words]
        told = [getattr(self, words)() for words in sending]
        return "\n".join(filter(None, told))

    def _get_apology_text(self):
        return self.apology_body

    def _get_decision_text(self):
        return html2plaintext(self.explanation or "")

    def _prepare_words_action(self):
        return self._prepare_words_dialog(self._name, self.id)

    def action_override(self):
        """Let the complaint pass with a reason. Helpdesk managers only."""
        self.ensure_one()
        self.check_access("write")
        self.ticket_id.action_override(self.stage_id.id, self.override_reason)
        return {"type": "ir.actions.act_window_close"}

    def _fill_first_contact(self):
        if self.contact_summary:
            self.ticket_id._complaint_record_exchange(
                channel="phone", purpose="first_contact", summary=self.contact_summary
            )

    def _fill_finding(self):
        self.ticket_id.write(
            {
                "complaint_finding": self.finding,
                "complaint_attribution": self.attribution,
            }
        )

    def _fill_decision_sent(self):
        if self.decision and self.explanation:
            self.ticket_id.write(
                {
                    "complaint_decision": self.decision,
                    "complaint_basis": self.basis,
                    "complaint_explanation": self.explanation,
                }
            )
            # "Send anyway?" was asked before anything was filled in.
            self.ticket_id.action_send_decision(confirmed=True)

    def _fill_apology(self):
        if self.apology_body or self.apologised:
            self.env["complaint.apology"].create(
                {
                    "ticket_id": self.ticket_id.id,
                    "channel": "email" if self.apology_body else "phone",
                    "body": self.apology_body and plaintext2html(self.apology_body),
                }
            ).action_send(confirmed=True)  # "Send anyway?" was asked before.

    def _fill_remedy(self):
        self._give_remedy()

    def _fill_delivery(self):
        if self.delivered:
            self.ticket_id.complaint_remedy_ids.filtered(
                # What a document delivers is named by the gap that stays.
                lambda remedy: remedy.state == "accepted" and not remedy.by_document
            ).action_deliver()

    def _fill_running(self):
        self._finish_promises()

    def _fill_reason(self):
        if self.end_reason:
            self.ticket_id.action_withdraw(self.end_reason)

    def _fill_followup(self):
        if self.satisfaction:
            ticket = self.ticket_id
            if not ticket.complaint_resolved_at:
                ticket.action_resolve()
            ticket._complaint_record_exchange(
                channel="phone",
                purpose="follow_up",
                summary=self.follow_up_summary,
                satisfaction=self.satisfaction,
            )
