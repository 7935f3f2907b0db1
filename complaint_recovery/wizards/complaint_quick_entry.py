from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize, plaintext2html

from ..tools.selections import SENTIMENTS

#: A title is the first sentence of what happened, and no longer than this.
TITLE_LENGTH = 80
EARLIER_SHOWN = 5


class ComplaintQuickEntry(models.TransientModel):
    """A complaint taken on the phone: one screen, one save."""

    _name = "complaint.quick.entry"
    _description = "Take a Complaint on the Phone"

    partner_id = fields.Many2one("res.partner", string="Customer")
    partner_name = fields.Char(string="Caller")
    partner_phone = fields.Char(string="Number")
    partner_email = fields.Char(string="E-mail")
    earlier_ids = fields.Many2many(
        "helpdesk.ticket", compute="_compute_earlier", string="Earlier complaints"
    )
    earlier_note = fields.Html(compute="_compute_earlier", string="What to know")

    description = fields.Text(string="What happened?", required=True)
    desired_outcome = fields.Text(string="What do they want us to do?")
    claim_amount = fields.Monetary(string="Amount claimed")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self._default_company_id()
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    loss_ongoing = fields.Boolean(string="Loss still ongoing")
    sentiment = fields.Selection(
        selection=SENTIMENTS, string="Customer's mood", default="calm", required=True
    )
    exposure = fields.Selection(
        selection=lambda self: self._selection_exposure(),
        string="External exposure",
        default="none",
        required=True,
    )
    cause_id = fields.Many2one("complaint.cause")
    team_id = fields.Many2one(
        "helpdesk.ticket.team", default=lambda self: self._default_team_id()
    )
    severity_id = fields.Many2one(
        "complaint.severity",
        compute="_compute_severity_id",
        store=True,
        readonly=False,
    )
    severity_reason = fields.Char(compute="_compute_severity_reason")
    can_solve_on_spot = fields.Boolean(related="severity_id.solve_on_spot")

    apologised = fields.Boolean(string="I apologised", default=True)
    call_back = fields.Boolean(string="I will call back", default=True)
    call_back_at = fields.Datetime(default=lambda self: self._default_call_back_at())

    def _default_company_id(self):
        return self.env.company

    def _selection_exposure(self):
        tickets = self.env["helpdesk.ticket"]
        return tickets._fields["complaint_exposure"]._description_selection(self.env)

    def _default_team_id(self):
        teams = self.env.user.helpdesk_team_ids
        return (
            teams.filtered("complaint_default")[:1]
            or teams[:1]
            or teams.search([("complaint_default", "=", True)], limit=1)
        )

    def _default_call_back_at(self):
        """Propose today 17:00 where the caller's handler is, else tomorrow 10:00."""
        now = fields.Datetime.now()
        local = fields.Datetime.context_timestamp(self, now)
        evening = local.replace(hour=17, minute=0, second=0, microsecond=0)
        if evening - local < timedelta(minutes=30):
            evening = evening.replace(hour=10) + timedelta(days=1)
        return now.replace(second=0) + (evening - local.replace(second=0))

    @api.depends("partner_id", "partner_name", "partner_phone", "partner_email")
    def _compute_earlier(self):
        for entry in self:
            entry.earlier_ids = entry._find_earlier()
            entry.earlier_note = entry._render_earlier()

    @api.depends(
        "loss_ongoing", "sentiment", "exposure", "partner_id", "cause_id", "company_id"
    )
    def _compute_severity_id(self):
        for entry in self:
            entry.severity_id = entry._triage()[0]

    @api.depends("severity_id", "loss_ongoing", "sentiment", "exposure", "cause_id")
    def _compute_severity_reason(self):
        for entry in self:
            proposed, reasons = entry._triage()
            if entry.severity_id == proposed and reasons:
                entry.severity_reason = self.env._("because: %s", ", ".join(reasons))
            else:
                entry.severity_reason = False

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.partner_id:
            self.partner_name = self.partner_id.name
            self.partner_phone = self.partner_id.phone
            self.partner_email = self.partner_id.email

    def action_save(self):
        """Write down complaint, call, apology and promise, and open the complaint."""
        self.check_access("write")
        return self._save().action_open_complaint()

    def action_save_on_spot(self):
        """The same, and close it at once with the dialog that asks what is needed."""
        self.check_access("write")
        self.call_back = False
        ticket = self._save()
        return ticket.action_solve_on_spot()

    def action_continue_earlier(self):
        """Write the call down on the open complaint instead of a second one."""
        self.check_access("write")
        ticket = self.earlier_ids.filtered(lambda t: not t.complaint_closed_at)[:1]
        if not ticket:
            raise UserError(self.env._("No earlier complaint is open."))
        if self.description:
            self._record_call(ticket)
        return ticket.action_open_complaint()

    def _save(self):
        self.ensure_one()
        self._ensure_caller()
        ticket = self.env["helpdesk.ticket"].create(self._prepare_ticket_vals())
        self._record_call(ticket)
        if self.apologised:
            self.env["complaint.apology"].create(
                {"ticket_id": ticket.id, "channel": "phone"}
            ).action_send()
        if self.call_back and self.call_back_at:
            ticket._complaint_promise(self.env._("Call back"), self.call_back_at)
        return ticket

    def _record_call(self, ticket):
        """An incoming call is a contact: the customer was reached."""
        ticket._complaint_record_exchange(
            direction="in",
            channel="phone",
            purpose="other" if ticket.complaint_first_contact_at else "first_contact",
            summary=self.description,
            sentiment=self.sentiment,
        )

    def _prepare_ticket_vals(self):
        """Return the values of the ticket. Extend to pass on more."""
        self.ensure_one()
        channel = "helpdesk_mgmt.helpdesk_ticket_channel_phone"
        return {
            "is_complaint": True,
            "name": self._get_title(),
            "description": plaintext2html(self.description),
            "company_id": self.company_id.id,
            "team_id": self.team_id.id,
            "user_id": self.env.uid,
            "channel_id": self.env["ir.model.data"]._xmlid_to_res_id(channel),
            "partner_id": self.partner_id.id,
            "partner_name": self.partner_name,
            "partner_email": self.partner_email,
            "complaint_desired_outcome": self.desired_outcome,
            "complaint_claim_amount": self.claim_amount,
            "complaint_loss_ongoing": self.loss_ongoing,
            "complaint_sentiment": self.sentiment,
            "complaint_exposure": self.exposure,
            "complaint_cause_id": self.cause_id.id,
            "complaint_severity_id": self.severity_id.id,
        }

    def _get_title(self):
        """Return the first sentence of what happened, shortened at a word."""
        text = " ".join(self.description.split())
        for mark in (". ", "! ", "? ", "。", "！", "？"):
            text = text.split(mark)[0]
        if len(text) > TITLE_LENGTH:
            text = text[:TITLE_LENGTH].rsplit(" ", 1)[0] + "…"
        return text.rstrip(".") or self.env._("Complaint by phone")

    def _ensure_caller(self):
        """Know whom to call back: a customer, or a name with a number or address."""
        if self.partner_id:
            return
        if not self.partner_name:
            raise UserError(self.env._("Who is it? Choose a customer or write a name."))
        if self.partner_phone or self.partner_email:
            # Whoever takes the call must be able to call back, with the right to make
            # contacts or without.
            self.partner_id = (
                self.env["res.partner"]
                .sudo()
                .create(
                    {
                        "name": self.partner_name,
                        "phone": self.partner_phone,
                        "email": email_normalize(self.partner_email or ""),
                    }
                )
            )

    def _triage(self):
        """Return the severity proposed and the reasons for it."""
        self.ensure_one()
        return (
            self.env["helpdesk.ticket"]
            .new(
                {
                    "company_id": self.company_id.id,
                    "partner_id": self.partner_id.id,
                    "complaint_loss_ongoing": self.loss_ongoing,
                    "complaint_sentiment": self.sentiment,
                    "complaint_exposure": self.exposure,
                    "complaint_cause_id": self.cause_id.id,
                }
            )
            ._complaint_triage()
        )

    def _find_earlier(self):
        """Return earlier complaints of this customer or caller, as I may see them."""
        domain = self._get_caller_domain()
        if domain.is_false():
            return self.env["helpdesk.ticket"]
        return self.env["helpdesk.ticket"].search(
            Domain("is_complaint", "=", True) & domain,
            order="complaint_received_at desc",
            limit=EARLIER_SHOWN,
        )

    def _get_caller_domain(self):
        if self.partner_id:
            entity = self.partner_id.commercial_partner_id
            return Domain("commercial_partner_id", "=", entity.id)
        domain = Domain.FALSE
        if email := email_normalize(self.partner_email or ""):
            domain |= Domain("partner_email", "=ilike", email)
        if self.partner_phone:
            domain |= Domain("partner_id.phone", "=", self.partner_phone)
        if self.partner_name and len(self.partner_name) > 2:
            domain |= Domain("partner_name", "=ilike", self.partner_name)
        return domain

    def _render_earlier(self):
        lines = [
            Markup("<li>%s</li>") % self._describe(ticket) for ticket in self.earlier_ids
        ]
        if not lines:
            return False
        return Markup("<ul class='mb-0'>%s</ul>") % Markup().join(lines)

    def _describe(self, ticket):
        outcomes = dict(
            ticket._fields["complaint_outcome"]._description_selection(self.env)
        )
        state = (
            outcomes.get(ticket.complaint_outcome, self.env._("closed"))
            if ticket.complaint_closed_at
            else self.env._("open!")
        )
        return f"{ticket.number} {ticket.name} ({state})"
