from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.days import day_bounds
from ..tools.in_use import IN_USE
from ..tools.selections import (
    ANSWERS,
    CHANNELS,
    LIVE_CHANNELS,
    SATISFACTIONS,
    SENTIMENTS,
)

#: What the dialog hands to the interaction.
COPIED = (
    "state",
    "date",
    "direction",
    "channel",
    "purpose",
    "summary",
    "reached",
    "sentiment",
    "satisfaction",
    "helped",
    "quick",
    "kind",
    "place",
    "signature",
)
#: What the customer says after the end.
OPINIONS = ("satisfaction", "helped", "quick", "kind")


class ComplaintInteractionResult(models.TransientModel):
    """The dialog that records an exchange, or plans one, and what was promised."""

    _name = "complaint.interaction.result"
    _description = "Record an Exchange"

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        compute="_compute_ticket_id",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    interaction_id = fields.Many2one("complaint.interaction")
    state = fields.Selection(
        selection=[("planned", "Planned"), ("done", "Done")], default="done"
    )
    date = fields.Datetime(required=True, default=lambda self: self._default_date())
    direction = fields.Selection(
        selection=[("in", "The customer contacted us"), ("out", "We contacted them")],
        required=True,
        default="out",
    )
    channel = fields.Selection(selection=CHANNELS, required=True, default="phone")
    purpose = fields.Selection(
        selection=lambda self: self._selection_purpose(), required=True, default="other"
    )
    reached = fields.Boolean(default=True)
    summary = fields.Text(string="What was said?")
    sentiment = fields.Selection(selection=SENTIMENTS, string="Customer's mood")
    satisfaction = fields.Selection(selection=SATISFACTIONS)
    helped = fields.Selection(selection=ANSWERS, string="Did it help?")
    quick = fields.Selection(selection=ANSWERS, string="Was it quick?")
    kind = fields.Selection(selection=ANSWERS, string="Were we kind?")
    place = fields.Char()
    participant_ids = fields.Many2many(
        "res.partner", string="Who comes along", context=IN_USE
    )
    signature = fields.Binary(string="Customer's signature")
    care_warning = fields.Char(compute="_compute_care_warning")
    phone = fields.Char(string="Number", compute="_compute_phone")
    keepable_ids = fields.Many2many(
        "complaint.deadline",
        "complaint_interaction_result_keepable_rel",
        compute="_compute_keepable_ids",
    )
    kept_ids = fields.Many2many(
        "complaint.deadline",
        "complaint_interaction_result_kept_rel",
        string="Kept by it",
        compute="_compute_kept_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('id', 'in', keepable_ids)]",
        help="What was promised and is done with this call.",
    )
    offered_ids = fields.Many2many(
        "complaint.remedy",
        "complaint_interaction_result_offered_rel",
        compute="_compute_offered_ids",
    )
    accepted_id = fields.Many2one(
        "complaint.remedy",
        string="The customer chose",
        domain="[('id', 'in', offered_ids)]",
        help="The other options are declined with it.",
    )
    closes = fields.Boolean(compute="_compute_closes")
    thanks = fields.Boolean(compute="_compute_closes")
    promise = fields.Boolean(string="We promised something")
    promise_name = fields.Char(string="What we promised")
    promise_at = fields.Datetime(string="Until")

    def _default_date(self):
        return fields.Datetime.now()

    def _selection_purpose(self):
        field = self.env["complaint.interaction"]._fields["purpose"]
        return field._description_selection(self.env)

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        planned = self.env["complaint.interaction"].browse(values.get("interaction_id"))
        if planned:
            planned.check_access("read")
            values |= {
                "ticket_id": planned.ticket_id.id,
                "state": "done",
                "date": fields.Datetime.now(),
                "direction": planned.direction,
                "channel": planned.channel,
                "purpose": planned.purpose,
                "place": planned.place,
                "participant_ids": [fields.Command.set(planned.participant_ids.ids)],
                "summary": planned.summary,
            }
        elif values.get("state") == "planned":
            values["date"] = False  # Nothing is planned for now.
        return values

    @api.depends("interaction_id")
    def _compute_ticket_id(self):
        for wizard in self.filtered("interaction_id"):
            wizard.ticket_id = wizard.interaction_id.ticket_id

    @api.depends("ticket_id", "purpose", "state")
    def _compute_care_warning(self):
        for wizard in self:
            calling = wizard.purpose == "follow_up" and wizard.state == "done"
            # Read with the user's own rights: an id alone must not tell anything.
            ticket, now = wizard.ticket_id, fields.Datetime.now()
            calls = calling and ticket._complaint_running("care").sorted("due_at")
            # Without one nothing is said: an empty list would be shown as "[]".
            wizard.care_warning = (
                ticket._complaint_care_warning(now, calls[0]) if calls else False
            )

    @api.depends("ticket_id")
    def _compute_phone(self):
        for wizard in self:
            ticket = wizard.ticket_id
            wizard.phone = ticket.complaint_call_number if ticket else False

    @api.depends("ticket_id", "state")
    def _compute_keepable_ids(self):
        for wizard in self:
            promises = wizard.ticket_id._complaint_running("promise")
            wizard.keepable_ids = promises.filtered(lambda d: d._may_be_kept_by_word())

    @api.depends("keepable_ids", "state", "reached", "direction", "channel")
    def _compute_kept_ids(self):
        """Propose the promises to call, and what is due today: a call keeps them."""
        tonight = day_bounds(fields.Date.context_today(self), self.env.tz)[1]
        for wizard in self:
            spoken = (
                wizard.state == "done"
                and wizard.reached
                and wizard.direction == "out"
                and wizard.channel in LIVE_CHANNELS
            )
            wizard.kept_ids = spoken and wizard.keepable_ids.filtered(
                lambda deadline: (
                    deadline.phone or deadline.kept_by_word or deadline.due_at < tonight
                )
            )

    @api.depends("ticket_id")
    def _compute_offered_ids(self):
        for wizard in self:
            wizard.offered_ids = wizard.ticket_id.complaint_remedy_ids.filtered(
                lambda remedy: remedy.state == "offered"
            )

    @api.depends("purpose", "state", "reached", "satisfaction", "promise", "kept_ids")
    def _compute_closes(self):
        """Say whether saving ends the complaint, before it does."""
        for wizard in self:
            satisfied = (
                wizard.purpose == "follow_up"
                and wizard.state == "done"
                and wizard.reached
                and wizard.satisfaction == "satisfied"
            )
            ticket = wizard.ticket_id._origin
            wizard.thanks = bool(ticket.partner_id.email or ticket.partner_email)
            wizard.closes = bool(
                satisfied
                and not wizard.promise
                and ticket
                and ticket._complaint_closes_with(wizard.kept_ids._origin)
            )

    def action_apply(self):
        """Record the exchange, what it kept, and the promise that was made in it."""
        self.ensure_one()
        self.check_access("write")
        ticket = self.interaction_id.ticket_id or self.ticket_id
        ticket.check_access("write")
        self._ensure_to_come()
        self._keep_and_accept(ticket)  # Before anything new is promised.
        if self.promise and self.state == "done":
            # Before the exchange: what was promised keeps the complaint from closing.
            ticket._complaint_promise(
                self.promise_name, self.promise_at, user=self.env.user
            )
        if self.interaction_id:
            self.interaction_id.check_access("write")
            self.interaction_id._record(self._prepare_interaction_vals())
        else:
            self.env["complaint.interaction"].create(
                {"ticket_id": ticket.id, **self._prepare_interaction_vals()}
            )
        return {"type": "ir.actions.act_window_close"}

    def _keep_and_accept(self, ticket):
        """Finish the promises the call kept, and record what the customer chose."""
        if self.state != "done" or not self.reached:
            return
        kept = self.kept_ids.filtered(lambda d: d.ticket_id == ticket)
        kept = kept.filtered(lambda d: d._may_be_kept_by_word())
        kept.check_access("write")
        kept._finish(self.date)
        if self.accepted_id.ticket_id == ticket:
            self.accepted_id.action_accept()

    def _ensure_to_come(self):
        """Raise a UserError where a plan or a promise lies in the past."""
        self.ensure_one()
        now = fields.Datetime.now()
        if self.state == "planned":
            if self.date <= now:
                raise UserError(
                    self.env._("Plan a time to come, or record it as done.")
                )
        elif self.promise:
            if not (self.promise_name and self.promise_at):
                raise UserError(self.env._("Say what was promised, and until when."))
            if self.promise_at <= now:
                raise UserError(self.env._("Promise a time to come."))

    def _prepare_interaction_vals(self):
        self.ensure_one()
        vals = {name: self[name] for name in COPIED}
        if not self.reached:
            vals |= dict.fromkeys(("sentiment", *OPINIONS), False)
        if self.purpose != "follow_up":
            vals |= dict.fromkeys(OPINIONS, False)
        vals["participant_ids"] = [fields.Command.set(self.participant_ids.ids)]
        return vals
