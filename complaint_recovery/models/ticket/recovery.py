from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.actions import open_dialog
from ...tools.groups import INTERNAL
from ...tools.own_hand import own_hand
from ..remedy.transitions import COMMITTED_STATES, LIVE_STATES


class HelpdeskTicket(models.Model):
    """What was found and decided, and what is done to put it right."""

    _name = "helpdesk.ticket"
    _inherit = ["helpdesk.ticket", "complaint.letter"]

    complaint_finding = fields.Html(
        string="Findings",
        groups=INTERNAL,
        copy=False,
        prefetch=False,
        help="The facts, for us alone. “We do not know” is a finding, too.",
    )
    complaint_attribution = fields.Selection(
        selection=[
            ("ours", "Ours"),
            ("shared", "Shared"),
            ("third_party", "Third party"),
            ("customer", "Customer"),
            ("misunderstanding", "Misunderstanding"),
            ("unclear", "Not established"),
        ],
        string="Responsibility",
        groups=INTERNAL,
        copy=False,
        tracking=True,
    )
    complaint_decision = fields.Selection(
        selection=[
            ("upheld", "Upheld"),
            ("partly_upheld", "Partly upheld"),
            ("not_upheld", "Not upheld"),
        ],
        string="Decision",
        groups=INTERNAL,
        copy=False,
        tracking=True,
    )
    complaint_basis = fields.Selection(
        selection=[
            ("facts", "Facts"),
            ("contract", "Contract"),
            ("policy", "Policy"),
            ("law", "Law"),
        ],
        string="Basis of the decision",
        groups=INTERNAL,
        copy=False,
    )
    complaint_explanation = fields.Html(
        string="Explanation to the customer",
        groups=INTERNAL,
        copy=False,
        prefetch=False,
        help="What the customer is told. Nobody is blamed in it.",
    )
    complaint_decision_sent_at = fields.Datetime(
        string="Decision sent on", groups=INTERNAL, copy=False
    )
    complaint_decision_anew = fields.Boolean(
        string="May be decided anew",
        groups=INTERNAL,
        copy=False,
        help="Taken up again since: the decision that was sent may be taken anew.",
    )
    complaint_decision_final = fields.Boolean(
        string="Final answer",
        groups=INTERNAL,
        copy=False,
        tracking=True,
        help="A dissatisfied customer does not reopen the complaint any more. "
        "For helpdesk managers.",
    )
    complaint_consent_user_id = fields.Many2one(
        "res.users", string="Consent given by", groups=INTERNAL, copy=False
    )
    complaint_decider_id = fields.Many2one(
        "res.users",
        string="Decided by",
        groups=INTERNAL,
        copy=False,
        help="Who wrote the decision last. Somebody else consents to it.",
    )
    complaint_decision_changed_at = fields.Datetime(
        string="Decision changed on",
        groups=INTERNAL,
        copy=False,
        help="When it was last written by somebody who cannot consent to it.",
    )
    complaint_apologised_at = fields.Datetime(
        string="Apologised on", groups=INTERNAL, copy=False
    )
    complaint_apology_ids = fields.One2many(
        "complaint.apology", "ticket_id", string="Apologies", groups=INTERNAL
    )
    complaint_remedy_ids = fields.One2many(
        "complaint.remedy", "ticket_id", string="Remedies", groups=INTERNAL
    )
    complaint_delivery_by = fields.Selection(
        selection=[
            ("hand", "Said by hand"),
            ("making", "A document to be made"),
            ("sending", "A document to be sent"),
            ("waiting", "A document that is worked on"),
        ],
        string="Delivered by",
        compute="_compute_complaint_delivery_by",
        groups=INTERNAL,
        help="What delivers next of what the customer accepted.",
    )
    complaint_authority_round = fields.Integer(
        groups=INTERNAL,
        copy=False,
        help="Counts decisions on remedies: of two at the same time one must retry.",
    )

    def action_send_decision(self, confirmed=False):
        """Send the customer our decision with its explanation, by mail with a letter.

        Raises a UserError while something is missing; a complaint that is not upheld
        needs a superior's consent first. It asks first where the words name somebody,
        unless ``confirmed``.
        """
        self.check_access("write")
        for ticket in self:
            ticket._complaint_ensure_can_send_decision()
        if question := self._ask_before_sending(confirmed):
            return question
        for ticket in self:
            ticket._complaint_send_decision()
        return True

    def action_request_consent(self):
        """Ask the nearest superior to consent to a decision that is not upheld."""
        self.check_access("write")
        for ticket in self:
            ticket._complaint_ensure_open()
            ticket._complaint_ensure_decided()
            superior = (ticket._complaint_approvers() - ticket.complaint_decider_id)[:1]
            if not superior:
                raise UserError(
                    self.env._(
                        "%s: nobody is there who could consent. "
                        "Name a team leader or a helpdesk manager.",
                        ticket.number,
                    )
                )
            if not ticket._complaint_consent_asked():
                ticket._complaint_open_deadline(
                    "approval",
                    ticket._complaint_deadline_name("approval"),
                    ticket._complaint_after(hours=8),
                    user=superior,
                )
        return True

    def action_give_consent(self):
        """Consent to a decision that does not uphold the complaint.

        Raises an AccessError for anybody who does not stand above the owner.
        """
        self.check_access("write")
        for ticket in self:
            ticket._complaint_ensure_open()
            ticket._complaint_ensure_decided()
            if not ticket._complaint_is_superior(self.env.user):
                raise AccessError(
                    self.env._(
                        "%s: consent is given by the team leader or a helpdesk "
                        "manager, not by whoever answers for the complaint.",
                        ticket.number,
                    )
                )
            if ticket.complaint_decider_id == self.env.user:
                raise UserError(
                    self.env._(
                        "%s: this decision is your own. Somebody else consents to it.",
                        ticket.number,
                    )
                )
            ticket._complaint_ensure_decision_seen()
            # The superior was checked; the consent itself is ours to write.
            own_hand(ticket).complaint_consent_user_id = self.env.user
            ticket._complaint_consent_asked()._finish()
            ticket._complaint_log(body=self.env._("Consented to the decision."))
        return True

    def action_offer_remedies(self):
        """Offer what is prepared together. The customer chooses one of them."""
        self.check_access("write")
        ready = self.complaint_remedy_ids.filtered(
            lambda r: r.state in ("draft", "approved")
        )
        return ready.action_offer()

    def action_deliver_remedies(self):
        """Deliver all that the customer accepted: by hand, or by making the documents.

        Where only documents are waited for, open the first of them.
        """
        self.check_access("write")
        accepted = self.complaint_remedy_ids.filtered(lambda r: r.state == "accepted")
        if wanted := accepted.filtered("can_make_document"):
            return wanted.action_make_document()
        by_hand = accepted.filtered(lambda remedy: not remedy.by_document)
        if by_hand or not accepted:
            return by_hand.action_deliver()
        if sending := accepted.filtered("can_send_document"):
            return sending.action_send_document()
        return accepted[0].action_open_document()

    @api.depends("complaint_remedy_ids.by_document")
    def _compute_complaint_delivery_by(self):
        for ticket in self:
            # Nearly always none: who may read it is asked where there is one.
            accepted = ticket.sudo().complaint_remedy_ids.filtered(
                lambda remedy: remedy.state == "accepted"
            )
            accepted = accepted.with_env(ticket.env)
            accepted = accepted._filtered_access("read") if accepted else accepted
            if accepted.filtered("can_make_document"):
                ticket.complaint_delivery_by = "making"
            elif not all(accepted.mapped("by_document")):
                ticket.complaint_delivery_by = "hand"
            elif accepted.filtered("can_send_document"):
                ticket.complaint_delivery_by = "sending"
            else:
                ticket.complaint_delivery_by = "waiting" if accepted else "hand"

    def action_solve_on_spot(self):
        """Open the dialog that solves and closes a mild complaint in one call."""
        self.check_access("write")
        self.ensure_one()
        self._complaint_ensure_on_spot()
        return open_dialog(
            self.env._("Solved on the spot"),
            "complaint.on.spot",
            ticket_id=self.id,
            cause_id=self.complaint_cause_id.id,
        )

    def _complaint_ensure_on_spot(self):
        self.ensure_one()
        self._complaint_ensure_open()
        if not self.complaint_severity_id.solve_on_spot:
            raise UserError(
                self.env._(
                    "%(number)s is %(severity)s: find out what happened first, then "
                    "decide. It is not solved on the spot.",
                    number=self.number,
                    severity=self.complaint_severity_id.name,
                )
            )

    def _complaint_consent_asked(self):
        """Return the approvals asked for that are not those of a remedy."""
        remedies = self.sudo().complaint_remedy_ids  # Whoever decides on them.
        return self._complaint_running("approval") - remedies.deadline_id

    def _get_letter_ticket(self):
        return self

    def _complaint_ensure_found(self):
        """Raise a UserError where an offer comes before the finding (D4).

        What may be solved on the spot needs none.
        """
        self.ensure_one()
        if self.complaint_severity_id.solve_on_spot:
            return
        if self._complaint_gap_finding():
            raise UserError(
                self.env._(
                    "%s: write down what was found before you offer something.",
                    self.number,
                )
            )

    def _complaint_next_offer_number(self):
        self.ensure_one()
        remedies = self.sudo().complaint_remedy_ids  # Numbers count all there are.
        return max(remedies.mapped("offer_number"), default=0) + 1

    def _complaint_exposure_with(self, remedies, apart=False, amount=0.0):
        """Return what the complaint commits us to with ``remedies`` added.

        Accepted + delivered + the dearest live option of each offer (decision 16), in
        company currency. What is not offered yet counts as one offer to come; with
        ``apart``, ``remedies`` count as an offer of their own beside it. ``amount`` is
        that of an option which is only typed so far, in the offer to come.
        """
        self.ensure_one()
        total, dearest = 0.0, {0: amount}
        # The sum counts whatever there is, also what the approver may not see.
        for remedy in self.sudo().complaint_remedy_ids:
            added = remedy in remedies
            if remedy.state in COMMITTED_STATES:
                total += remedy.company_amount
            elif remedy.state in LIVE_STATES or added:
                offer = "apart" if added and apart else remedy.offer_number
                dearest[offer] = max(dearest.get(offer, 0.0), remedy.company_amount)
        return total + sum(dearest.values())
