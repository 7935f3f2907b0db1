from odoo import fields, models
from odoo.tools import html2plaintext, is_html_empty

from ...tools.own_hand import own_hand
from ..remedy.transitions import COMMITTED_STATES, LIVE_STATES

#: Told already, or about to be: not offered a second time.
OFFERED_STATES = ("to_approve", *LIVE_STATES, *COMMITTED_STATES)


class ComplaintGroupBatch(models.Model):
    """What a step does on one complaint, which is what a person does there by hand.

    For each kind ``_obstacle_<kind>`` tells beforehand why it will not be done, and
    ``_apply_<kind>`` does it. Both return (state of the line, reason) or nothing.
    """

    _inherit = "complaint.group.batch"

    group_id = fields.Many2one(
        "complaint.group", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="group_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    attribution = fields.Selection(
        selection=lambda self: self._selection_of_ticket("complaint_attribution"),
        string="Responsibility",
    )
    finding = fields.Html(string="Findings", help="For us alone.")
    decision = fields.Selection(
        selection=lambda self: self._selection_of_ticket("complaint_decision")
    )
    basis = fields.Selection(
        selection=lambda self: self._selection_of_ticket("complaint_basis"),
        string="Basis of the decision",
    )
    admits_fault = fields.Boolean(string="Admits fault")
    type_id = fields.Many2one("complaint.remedy.type", string="Remedy")
    amount = fields.Monetary(help="What it costs us for each customer.")
    goodwill = fields.Boolean(string="Goodwill gesture")
    planned_at = fields.Datetime(string="We call by")

    def _selection_of_ticket(self, name):
        field = self.env["helpdesk.ticket"]._fields[name]
        return field._description_selection(self.env)

    def _obstacle_decision(self, ticket):
        if ticket.complaint_decision_sent_at and not ticket.complaint_decision_anew:
            return "skipped", self.env._("The decision was sent already.")
        own = html2plaintext(ticket.complaint_explanation or "").strip()
        if own and own != html2plaintext(self._get_words(ticket)).strip():
            return "skipped", self.env._(
                "It has an explanation of its own: send it on the complaint itself."
            )
        return self._obstacle_address(ticket)

    def _obstacle_apology(self, ticket):
        if not ticket._complaint_gap_apology():
            return "skipped", self.env._("We apologised already.")
        return self._obstacle_address(ticket)

    def _obstacle_remedy(self, ticket):
        # What this step offered itself is no obstacle, whoever may read its lines.
        offered = ticket.complaint_remedy_ids.filtered(
            lambda r: (
                r.state in OFFERED_STATES and r not in self.line_ids.sudo().remedy_id
            )
        )
        if offered:
            return "skipped", self.env._(
                "Offered already: %s", ", ".join(offered.mapped("display_name"))
            )
        return None

    def _obstacle_follow_up(self, ticket):
        planned = ticket.complaint_interaction_ids.filtered(
            lambda i: i.state == "planned" and i.purpose == "follow_up"
        )
        if planned or ticket._complaint_running("follow_up"):
            return "skipped", self.env._("A follow-up is planned already.")
        return None

    def _obstacle_address(self, ticket):
        if not (ticket.partner_id.email or ticket.partner_email):
            return "failed", self.env._(
                "The customer has no e-mail address. Fill it in and try again, or tell "
                "them another way."
            )
        return None

    def _apply_decision(self, ticket, line):
        told = {
            "complaint_decision": self.decision,
            "complaint_basis": self.basis,
            "complaint_explanation": self._get_words(ticket),
        }
        # Written again, the same words would ask for consent anew.
        if html2plaintext(ticket.complaint_explanation or "").strip():
            told.pop("complaint_explanation")
        if is_html_empty(ticket.complaint_finding) and self.finding:
            told["complaint_finding"] = self.finding
        if not ticket.complaint_attribution and self.attribution:
            told["complaint_attribution"] = self.attribution
        if vals := {name: told[name] for name in told if ticket[name] != told[name]}:
            ticket.write(vals)
        if self.decision == "not_upheld" and not ticket.complaint_consent_user_id:
            if not ticket._complaint_is_superior(self.env.user):
                ticket.action_request_consent()
                # Whom it was asked of is told to whoever asked.
                asked = ticket.sudo()._complaint_consent_asked().user_id
                return "failed", self.env._(
                    "Not upholding it needs a superior's consent. %s was asked: try "
                    "again once it is given.",
                    ", ".join(asked.mapped("name")),
                )
            ticket.action_give_consent()
        return self._check_sent(ticket.action_send_decision())

    def _apply_apology(self, ticket, line):
        apology = self.env["complaint.apology"].create(
            {
                "ticket_id": ticket.id,
                "channel": "email",
                "admits_fault": self.admits_fault,
                "body": self._get_words(ticket),
            }
        )
        return self._check_sent(apology.action_send())

    def _apply_remedy(self, ticket, line):
        remedy = line.remedy_id
        if not remedy or remedy.state in ("refused", "cancelled", "declined"):
            remedy = remedy.create(
                {
                    "ticket_id": ticket.id,
                    "type_id": self.type_id.id,
                    "amount": self.amount,
                    "currency_id": self.currency_id.id,
                    "goodwill": self.goodwill,
                    "description": html2plaintext(self._get_words(ticket)).strip(),
                }
            )
            own_hand(line).remedy_id = remedy  # The line is ours to write.
        if remedy.state in ("draft", "approved"):
            self._check_sent(remedy.action_offer())
        if remedy.state == "to_approve":
            # Whom it was asked of is told to whoever asked.
            asked = remedy.sudo().deadline_id.user_id
            return "failed", self.env._(
                "It is above your limit. %s was asked: try again once it is approved.",
                ", ".join(asked.mapped("name")),
            )
        return None

    def _apply_follow_up(self, ticket, line):
        self.env["complaint.interaction"].create(
            {
                "ticket_id": ticket.id,
                "state": "planned",
                "date": self.planned_at,
                "channel": "phone",
                "purpose": "follow_up",
                "user_id": ticket.user_id.id or self.env.uid,
            }
        )
        return None
