from datetime import time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list, plaintext2html

from ..tools.actions import notify
from ..tools.days import say_moment, to_utc
from ..tools.in_use import in_use
from ..tools.marks import MAIL_LATER
from ..tools.selections import SENTIMENTS
from ..tools.titles import make_title
from ..tools.working_time import NoWorkingTime, RealTime

#: We call back by the evening, or after so many working hours of the next day.
EVENING = time(17)
LEAST_HOURS, NEXT_DAY_HOURS = 0.5, 2


class ComplaintQuickEntry(models.TransientModel):
    """The screen that takes a complaint down while the customer is on the phone."""

    _name = "complaint.quick.entry"
    _inherit = ["complaint.reference.entry"]
    _description = "Take a Complaint on the Phone"

    # Asked for on saving: the call about an earlier complaint may need no words.
    description = fields.Text(string="What happened?")
    desired_outcome = fields.Text(string="What do they want us to do?")
    claim_amount = fields.Monetary(string="Amount claimed")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self._default_company_id()
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    loss_ongoing = fields.Boolean(string="Loss still ongoing")
    # Nothing chosen says nothing: it must not calm down an earlier complaint.
    sentiment = fields.Selection(selection=SENTIMENTS, string="Customer's mood")
    exposure = fields.Selection(
        selection=lambda self: self._selection_exposure(),
        string="External exposure",
        default="none",
        required=True,
    )
    cause_id = fields.Many2one(
        "complaint.cause",
        domain="[('company_id', 'in', (False, company_id))]",
    )
    team_id = fields.Many2one(
        "helpdesk.ticket.team",
        default=lambda self: self._default_team_id(),
        domain="[('company_id', 'in', (False, company_id))]",
    )
    severity_id = fields.Many2one(
        "complaint.severity",
        compute="_compute_severity_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('company_id', 'in', (False, company_id))]",
    )
    severity_by_hand = fields.Boolean(help="Chosen by a person: kept as it is.")
    severity_reason = fields.Char(compute="_compute_severity_reason")
    repeat_note = fields.Html(
        string="It happened before", compute="_compute_repeat_note"
    )
    similar_note = fields.Html(string="Open already", compute="_compute_similar_note")
    can_solve_on_spot = fields.Boolean(related="severity_id.solve_on_spot")
    on_spot_note = fields.Char(compute="_compute_on_spot_note")

    # Nothing is ticked beforehand that was not done.
    apologised = fields.Boolean(string="I apologised")
    call_back = fields.Boolean(string="I will call back", default=True)
    call_back_at = fields.Datetime(
        string="Call back by", default=lambda self: self._default_call_back_at()
    )

    def _default_company_id(self):
        return self.env.company

    def _selection_exposure(self):
        tickets = self.env["helpdesk.ticket"]
        return tickets._fields["complaint_exposure"]._description_selection(self.env)

    def _default_team_id(self):
        companies = (self.env.company.browse(), self.env.company)
        teams = in_use(self.env.user).helpdesk_team_ids.filtered(
            lambda team: team.company_id in companies
        )
        of_complaints = [
            ("complaint_default", "=", True),
            ("company_id", "in", [False, self.env.company.id]),
        ]
        return (
            teams.filtered("complaint_default")[:1]
            or teams[:1]
            or teams.search(of_complaints, limit=1)
        )

    def _default_call_back_at(self):
        """Return 17:00 or when we close, late in the day that of the next morning."""
        now = fields.Datetime.now().replace(second=0)
        ticket = self.env["helpdesk.ticket"].new({"company_id": self.env.company.id})
        try:
            return self._plan_call_back(ticket._complaint_clock(), now)
        except NoWorkingTime:
            return self._plan_call_back(RealTime(), now)

    def _plan_call_back(self, clock, now):
        # The user's evening, but our working hours: they need not be in one time zone.
        today = fields.Datetime.context_timestamp(self, now).date()
        evening = to_utc(today, EVENING, self.env.tz)
        hours = clock.hours_between(now, evening)
        if hours < LEAST_HOURS:
            hours += NEXT_DAY_HOURS
        return clock.add_hours(now, hours)

    @api.depends(
        "loss_ongoing", "sentiment", "exposure", "partner_id", "cause_id", "company_id"
    )
    def _compute_severity_id(self):
        for entry in self.filtered(lambda entry: not entry.severity_by_hand):
            entry.severity_id = entry._triage()[0]

    @api.depends(
        "severity_id", "loss_ongoing", "sentiment", "exposure", "partner_id", "cause_id"
    )
    def _compute_severity_reason(self):
        for entry in self:
            proposed, reasons = entry._triage()
            if entry.severity_id != proposed:
                entry.severity_reason = self.env._("proposed: %s", proposed.name)
            elif reasons:
                entry.severity_reason = self.env._(
                    "because: %s", format_list(self.env, reasons)
                )
            else:
                entry.severity_reason = False

    @api.depends("partner_id", "cause_id", "company_id")
    def _compute_repeat_note(self):
        for entry in self:
            entry.repeat_note = entry._draft_ticket().complaint_repeat_note

    @api.depends("partner_id", "description", "company_id")
    @api.depends_context("uid", "lang", "tz")
    def _compute_similar_note(self):
        """Tell of what is open for this customer, also to who may not open it."""
        for entry in self:
            ticket = entry._draft_ticket()
            # Number, owner and next promise are told to who talks to the customer.
            similar = ticket.sudo()._complaint_find_similar(every=True)
            entry.similar_note = ticket._complaint_tell_similar(similar)

    @api.depends("severity_id", "severity_reason")
    @api.depends_context("lang")
    def _compute_on_spot_note(self):
        """Say why it is not solved on the spot, where one might look for the button."""
        for entry in self:
            severity = entry.severity_id
            entry.on_spot_note = (
                severity
                and not severity.solve_on_spot
                and self.env._(
                    "%(severity)s is not solved on the spot (%(reason)s).",
                    severity=severity.name,
                    reason=entry.severity_reason or self.env._("as configured"),
                )
            )

    @api.onchange("severity_id")
    def _onchange_severity_id(self):
        """Keep the severity a person has chosen when the chips change afterwards."""
        self.severity_by_hand = self.severity_id != self._triage()[0]

    def action_save(self):
        """Record complaint, call, apology and promise, and open the complaint."""
        self.check_access("write")
        ticket = self._save()
        return notify(
            self._get_saved_words(ticket), then=ticket.action_open_complaint()
        )

    def action_save_on_spot(self):
        """Save it, and open the dialog that solves and closes it at once."""
        self.check_access("write")
        ticket = self._save()
        action = ticket.action_solve_on_spot()
        # Needed after all where the dialog is left with "Not solved yet".
        promise = ticket._complaint_running("promise")[:1]
        context = {**action["context"], "default_call_back_id": promise.id}
        return {**action, "context": context}

    def action_continue_earlier(self):
        """Record the call on the open complaint of before, instead of a second one."""
        self.ensure_one()
        self.check_access("write")
        ticket = self.continued_id
        if not ticket:
            raise UserError(self.env._("No earlier complaint is open."))
        ticket.check_access("write")
        ticket._complaint_ensure_open()
        if news := self._prepare_continued_vals(ticket):
            ticket.write(news)
        self._name_document(ticket)
        self._record(ticket)
        return notify(
            self._get_saved_words(ticket), then=ticket.action_open_complaint()
        )

    def _get_saved_words(self, ticket):
        """Return what is said at the end of the call, and what follows from it."""
        words = [self.env._("%s: read the number out.", ticket.number)]
        if self.call_back:
            words.append(
                self.env._("Call back %s.", say_moment(self.env, self.call_back_at))
            )
        if not self.continued_id and (email := ticket._complaint_mail_address()):
            words.append(self.env._("Confirmation sent to %s.", email))
        return " ".join(words)

    def _save(self):
        self.ensure_one()
        if not (self.description or "").strip():
            raise UserError(self.env._("What happened? A few words are enough."))
        self._ensure_caller()
        tickets = self.env["helpdesk.ticket"].with_context(complaint_mail=MAIL_LATER)
        ticket = tickets.create(self._prepare_ticket_vals()).with_env(self.env)
        self._name_document(ticket)
        self._record(ticket)
        # Only now: it tells the customer when we call back.
        ticket._complaint_send_stage_mail(ticket.complaint_stage_id)
        return ticket

    def _record(self, ticket):
        """Record the call, the apology and the promise."""
        self._record_call(ticket)
        if number := self._get_other_phone(ticket.partner_id):
            ticket._complaint_log(self.env._("Number given in the call: %s", number))
        # An apology is not repeated endlessly (D6): the call itself is on record.
        if self.apologised and ticket._complaint_gap_apology():
            apologies = self.env["complaint.apology"]
            apologies.create({"ticket_id": ticket.id, "channel": "phone"}).action_send()
        if self.call_back:
            self._promise_call_back(ticket)

    def _record_call(self, ticket):
        """Record the incoming call, which counts as the first contact."""
        ticket._complaint_record_exchange(
            direction="in",
            channel="phone",
            purpose="other" if ticket.complaint_first_contact_at else "first_contact",
            summary=self.description or self.env._("The customer called."),
            sentiment=self.sentiment,
        )

    def _promise_call_back(self, ticket):
        if not self.call_back_at or self.call_back_at <= fields.Datetime.now():
            raise UserError(self.env._("Call back when? Promise a time to come."))
        number = self._get_other_phone(self.partner_id)
        name = (
            self.env._("Call back: %s", number) if number else self.env._("Call back")
        )
        phone = self.partner_phone or ticket.partner_id.phone
        ticket._complaint_promise(
            name,
            self.call_back_at,
            user=self.env.user,
            phone=phone,
            # Whom we have no number of hears from us another way.
            kept_by_word=not phone,
        )

    def _prepare_ticket_vals(self):
        """Return the values of the ticket. Addons extend it to pass on more."""
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
            "complaint_reference": self.reference,
            "complaint_desired_outcome": self.desired_outcome,
            "complaint_claim_amount": self.claim_amount,
            "complaint_loss_ongoing": self.loss_ongoing,
            "complaint_sentiment": self.sentiment,
            "complaint_exposure": self.exposure,
            "complaint_cause_id": self.cause_id.id,
            "complaint_severity_id": self.severity_id.id,
        }

    def _prepare_continued_vals(self, ticket):
        """Return what the call adds to the earlier complaint. No field is emptied.

        The mood is written with the call.
        """
        self.ensure_one()
        vals = {}
        if self.loss_ongoing and not ticket.complaint_loss_ongoing:
            vals["complaint_loss_ongoing"] = True
        if self.exposure != "none":
            vals["complaint_exposure"] = self.exposure
        if wanted := (self.desired_outcome or "").strip():
            before = ticket.complaint_desired_outcome or ""
            if wanted not in before:
                vals["complaint_desired_outcome"] = f"{before}\n{wanted}".strip()
        if self.claim_amount:
            vals["complaint_claim_amount"] = self.currency_id._convert(
                self.claim_amount, ticket.complaint_currency_id, ticket.company_id
            )
        if self.cause_id:
            vals["complaint_cause_id"] = self.cause_id.id
        if self.reference and not ticket.complaint_reference:
            vals["complaint_reference"] = self.reference
        return vals

    def _get_title(self):
        """Return the first sentence of what happened, shortened at a word."""
        return make_title(self.description) or self.env._("Complaint by phone")

    def _triage(self):
        """Return the severity proposed and the reasons for it."""
        return self._draft_ticket()._complaint_triage()

    def _draft_ticket(self):
        """Return the complaint as a new record that is not saved."""
        self.ensure_one()
        return self.env["helpdesk.ticket"].new(
            {
                "company_id": self.company_id.id,
                "partner_id": self.partner_id.id,
                "description": plaintext2html(self.description or ""),
                "complaint_loss_ongoing": self.loss_ongoing,
                "complaint_sentiment": self.sentiment,
                "complaint_exposure": self.exposure,
                "complaint_cause_id": self.cause_id.id,
            }
        )
