from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import html2plaintext

#: So much of the findings is shown to whoever approves in a list.
FINDING_LENGTH = 80
#: Offered to the customer, or about to be: counts against the authority.
LIVE_STATES = ("approved", "offered")
#: Given or promised: counts in full.
COMMITTED_STATES = ("accepted", "delivered")
#: Which state follows which; ``_move`` reads nothing else.
TRANSITIONS = {
    "draft": {"to_approve", "approved", "cancelled"},
    "to_approve": {"approved", "refused", "cancelled"},
    "approved": {"offered", "cancelled"},
    "offered": {"accepted", "declined", "cancelled"},
    "accepted": {"delivered"},
    "delivered": set(),
    "refused": set(),
    "declined": set(),
    "cancelled": set(),
}


class ComplaintRemedy(models.Model):
    """Something offered to put it right, from the idea to its delivery."""

    _name = "complaint.remedy"
    _description = "Remedy"
    _inherit = ["complaint.remedy.approval", "complaint.child", "mail.thread"]
    _order = "offer_number desc, id desc"

    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company currency"
    )
    type_id = fields.Many2one("complaint.remedy.type", required=True)
    kind = fields.Selection(related="type_id.kind")
    offer_number = fields.Integer(
        string="Offer", copy=False, help="Options told together share a number."
    )
    description = fields.Text(help="What the customer is offered, in plain words.")
    goodwill = fields.Boolean(
        string="Goodwill gesture", help="Given without admitting responsibility."
    )
    amount = fields.Monetary(help="What it costs us, in the currency beside it.")
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self._default_currency_id()
    )
    company_amount = fields.Monetary(
        string="In company currency",
        currency_field="company_currency_id",
        copy=False,
        help="Fixed when it was requested: a later rate changes no authority.",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("to_approve", "To approve"),
            ("approved", "Approved"),
            ("offered", "Offered"),
            ("accepted", "Accepted"),
            ("delivered", "Delivered"),
            ("refused", "Refused"),
            ("declined", "Declined"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        copy=False,
        tracking=True,
        index=True,
    )
    reason = fields.Char(
        copy=False, tracking=True, help="Why it was refused, declined or cancelled."
    )
    requested_by_id = fields.Many2one("res.users", copy=False)
    approved_by_id = fields.Many2one("res.users", copy=False)
    promised_at = fields.Datetime(string="Delivery promised for", copy=False)
    delivered_at = fields.Datetime(string="Delivered on", copy=False)
    deadline_id = fields.Many2one(
        "complaint.deadline", copy=False, ondelete="set null", string="Due"
    )
    due_at = fields.Datetime(related="deadline_id.due_at", string="Answer due")
    partner_id = fields.Many2one(related="ticket_id.partner_id", string="Customer")
    claim_amount = fields.Monetary(
        related="ticket_id.complaint_claim_amount",
        currency_field="company_currency_id",
    )
    finding = fields.Char(string="Findings", compute="_compute_finding")
    result_ref = fields.Reference(
        selection="_selection_result_model",
        string="Result",
        copy=False,
        help="The document that delivering it made.",
    )

    _amount_not_negative = models.Constraint(
        "CHECK (amount >= 0)", "The amount of a remedy cannot be negative."
    )

    def _default_currency_id(self):
        return self.env.company.currency_id

    @api.model
    def _selection_result_model(self):
        """Return the models a delivery may point to. Extend in glue addons."""
        return []

    @api.depends("ticket_id.complaint_finding", "ticket_id.complaint_attribution")
    def _compute_finding(self):
        """What was found, short enough to decide on in a list."""
        tickets = self.env["helpdesk.ticket"]
        attribution = tickets._fields["complaint_attribution"]
        labels = dict(attribution._description_selection(self.env))
        for remedy in self:
            ticket = remedy.ticket_id
            found = " ".join(html2plaintext(ticket.complaint_finding or "").split())
            if len(found) > FINDING_LENGTH:
                found = found[:FINDING_LENGTH] + "…"
            whose = labels.get(ticket.complaint_attribution)
            remedy.finding = ", ".join(filter(None, (found, whose)))

    @api.depends("type_id.name", "amount", "currency_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for remedy in self:
            name = remedy.type_id.name or ""
            if remedy.amount:
                name += f" {remedy.currency_id.format(remedy.amount)}"
            remedy.display_name = name

    @api.constrains("company_id", "type_id")
    def _check_type_company(self):
        for remedy in self:
            if remedy.type_id.company_id not in (
                remedy.company_id.browse(),
                remedy.company_id,
            ):
                raise ValidationError(
                    self.env._(
                        "%(type)s is a remedy of another company than %(ticket)s.",
                        type=remedy.type_id.name,
                        ticket=remedy.ticket_id.number,
                    )
                )

    @api.onchange("type_id")
    def _onchange_type_id(self):
        if self.type_id and not self.description:
            ticket = self.ticket_id
            lang = ticket._complaint_lang() if ticket else self.env.lang
            self.description = self.type_id.with_context(lang=lang).description

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "state",
            "offer_number",
            "company_amount",
            "reason",
            "requested_by_id",
            "approved_by_id",
            "delivered_at",
            "deadline_id",
            "result_ref",
        }

    def write(self, vals):
        if not self.env.su:
            if fixed := self.filtered(lambda remedy: remedy.state != "draft"):
                raise UserError(
                    self.env._(
                        "%s was requested already and is fixed. "
                        "Cancel it and propose another one.",
                        fixed[0].display_name,
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_requested(self):
        if fixed := self.filtered(lambda remedy: remedy.state != "draft"):
            raise UserError(
                self.env._(
                    "%s stays on record. Cancel it instead.", fixed[0].display_name
                )
            )

    def action_request(self):
        """Fix the amount and approve it at once, or ask somebody who may.

        Raises a UserError before the facts are found, where the severity asks for them.
        """
        self.check_access("write")
        for remedy in self:
            remedy.ticket_id._complaint_ensure_open()
            remedy.ticket_id._complaint_ensure_found()
            remedy._fix_amount()
            if remedy._is_within_limit(self.env.user):
                remedy._approve()
            else:
                remedy._ask_approval()
        return True

    def action_approve(self):
        """Approve what waits, within the own limit."""
        self.check_access("write")
        for remedy in self:
            remedy.ticket_id._complaint_ensure_open()
            remedy._lock_ticket()
            remedy._ensure_can_move("approved")
            remedy._ensure_within_limit()
            remedy._approve()
        return True

    def action_refuse(self, reason=False):
        """Refuse what waits, with a reason for the handler."""
        self.check_access("write")
        self.ticket_id._complaint_ensure_reason(reason)
        for remedy in self:
            remedy._ensure_can_move("refused")
            remedy._ensure_within_limit()
            remedy._move("refused", reason=reason)
            remedy.sudo().deadline_id._finish()  # The approval is decided either way.
        return True

    def action_offer(self):
        """Offer the remedies together: the customer chooses one of them.

        A draft within the own limit is requested, approved and offered in one step.
        """
        self.check_access("write")
        drafts = self.filtered(lambda remedy: remedy.state == "draft")
        drafts.action_request()
        if waiting := self.filtered(lambda remedy: remedy.state == "to_approve"):
            # What was asked for stays asked for; the offer waits for the answer.
            return waiting[0]._notify_waiting()
        for ticket, remedies in self.grouped("ticket_id").items():
            ticket._complaint_ensure_open()
            remedies[0]._lock_ticket()
            remedies._ensure_offer_within_limits()
            number = ticket._complaint_next_offer_number()
            for remedy in remedies:
                remedy._move("offered", offer_number=number)
            ticket._complaint_advance("recovery")
        return True

    def action_accept(self):
        """The customer chose this one; the others of the offer are declined with it."""
        self.check_access("write")
        for remedy in self:
            remedy._lock_ticket()
            remedy._ensure_can_move("accepted")
            remedy._decline_siblings()
            remedy._accept()
        return True

    def action_decline(self, reason=False):
        """The customer does not want it."""
        self.check_access("write")
        for remedy in self:
            remedy._move("declined", reason=reason or False)
        return True

    def action_deliver(self):
        """Deliver what was accepted, once, whoever clicks twice."""
        self.check_access("write")
        for remedy in self:
            remedy._lock_ticket()
            remedy._ensure_can_move("delivered")
            getattr(remedy, f"_deliver_{remedy.kind}")()
            remedy._move("delivered", delivered_at=fields.Datetime.now())
            remedy.sudo().deadline_id._finish()  # Its promise is kept with it.
        for ticket in self.ticket_id:
            ticket._complaint_after_delivery()
        return True

    def action_cancel(self, reason=False):
        """Take back what the customer has not accepted yet."""
        self.check_access("write")
        for remedy in self:
            remedy._move("cancelled", reason=reason or False)
            remedy.sudo().deadline_id._cancel()  # Nobody waits for an answer any more.
        return True

    def _move(self, state, **vals):
        """Move to ``state`` if the table of transitions allows it."""
        self.ensure_one()
        self._ensure_can_move(state)
        # The caller's rights are checked; the state is ours to write.
        self.sudo().write({"state": state, **vals})

    def _ensure_can_move(self, state):
        self.ensure_one()
        if state not in TRANSITIONS[self.state]:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(remedy)s is “%(now)s” and cannot become “%(then)s”.",
                    remedy=self.display_name,
                    now=labels[self.state],
                    then=labels[state],
                )
            )

    def _decline_siblings(self):
        siblings = self.ticket_id.complaint_remedy_ids.filtered(
            lambda other: (
                other != self
                and other.offer_number == self.offer_number
                and other.state == "offered"
            )
        )
        for sibling in siblings:
            sibling._move("declined", reason=self.env._("Another option was chosen."))

    def _accept(self):
        ticket = self.ticket_id
        promised_at = self.promised_at
        if not promised_at or promised_at <= fields.Datetime.now():
            # The customer took time to choose: no promise is overdue at birth.
            promised_at = ticket._complaint_after(days=self.type_id.delivery_days)
        self._move("accepted", promised_at=promised_at)
        # The promise belongs to the remedy; the caller chooses neither.
        ticket._complaint_promise(
            self.display_name, promised_at, remedy_ids=[fields.Command.link(self.id)]
        )
        ticket._complaint_tell_salesperson("solution", self.display_name)

    def _deliver_refund(self):
        """Do what delivering this kind means. Glue addons make the documents."""

    _deliver_return = _deliver_refund
    _deliver_replacement = _deliver_refund
    _deliver_repair = _deliver_refund
    _deliver_correction = _deliver_refund
    _deliver_discount = _deliver_refund
    _deliver_voucher = _deliver_refund
    _deliver_gift = _deliver_refund
    _deliver_service = _deliver_refund
    _deliver_other = _deliver_refund
