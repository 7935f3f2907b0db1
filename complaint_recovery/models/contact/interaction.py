from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.actions import open_dialog
from ...tools.in_use import IN_USE
from ...tools.own_hand import is_own_hand, own_hand
from ...tools.selections import (
    ANSWERS,
    CHANNELS,
    LIVE_CHANNELS,
    SATISFACTIONS,
    SENTIMENTS,
)


class ComplaintInteraction(models.Model):
    """One exchange with the customer: a call, a letter, a visit, planned or done."""

    _name = "complaint.interaction"
    _description = "Interaction with the Customer"
    _inherit = ["complaint.child"]
    _order = "date desc, id desc"

    # Read with the user's own rights: an id alone must not tell anything.
    partner_id = fields.Many2one(
        related="ticket_id.partner_id", related_sudo=False, string="Customer"
    )
    state = fields.Selection(
        selection=[("planned", "Planned"), ("done", "Done")],
        required=True,
        default="done",
        copy=False,
    )
    date = fields.Datetime(
        required=True, default=lambda self: self._default_date(), index=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Our contact",
        required=True,
        domain=[("share", "=", False)],
        default=lambda self: self._default_user_id(),
    )
    direction = fields.Selection(
        selection=[("in", "The customer contacted us"), ("out", "We contacted them")],
        required=True,
        default="out",
    )
    channel = fields.Selection(selection=CHANNELS, required=True, default="phone")
    purpose = fields.Selection(
        selection=[
            ("first_contact", "First contact"),
            ("progress", "Progress update"),
            ("follow_up", "Follow-up"),
            ("apology", "Apology"),
            ("offer", "Offer"),
            ("decision", "Decision"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    summary = fields.Text(help="What was said, in a few words.")
    reached = fields.Boolean(
        default=True, help="The customer was reached, or our word reached them."
    )
    sentiment = fields.Selection(selection=SENTIMENTS, string="Customer's mood")
    satisfaction = fields.Selection(selection=SATISFACTIONS)
    helped = fields.Selection(selection=ANSWERS, string="Did it help?")
    quick = fields.Selection(selection=ANSWERS, string="Was it quick?")
    kind = fields.Selection(selection=ANSWERS, string="Were we kind?")
    customer_words = fields.Text(
        string="In their words",
        readonly=True,
        copy=False,
        help="What the customer typed on their page, word by word. They read it there.",
    )
    author_id = fields.Many2one(
        "res.partner",
        string="Said by",
        copy=False,
        ondelete="restrict",
        help="Who spoke for the customer on the portal.",
    )

    place = fields.Char()
    participant_ids = fields.Many2many(
        "res.partner", string="Who comes along", context=IN_USE
    )
    signature = fields.Binary(
        string="Customer's signature",
        attachment=True,
        help="Signed by the customer on the spot.",
    )

    message_id = fields.Many2one(
        "mail.message", copy=False, ondelete="set null", index="btree_not_null"
    )

    _ticket_date_idx = models.Index("(ticket_id, date DESC)")

    def _default_date(self):
        return fields.Datetime.now()

    def _default_user_id(self):
        return self.env.user

    @api.depends("channel", "purpose", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        channels = dict(self._fields["channel"]._description_selection(self.env))
        purposes = dict(self._fields["purpose"]._description_selection(self.env))
        for interaction in self:
            interaction.display_name = (
                f"{channels.get(interaction.channel, '')} · "
                f"{purposes.get(interaction.purpose, '')}"
            )

    @api.constrains("purpose", "reached", "satisfaction", "state", "channel")
    def _check_follow_up_has_result(self):
        for interaction in self:
            if (
                interaction.state == "done"
                and interaction.purpose == "follow_up"
                and interaction.reached
                and not interaction.satisfaction
            ):
                raise ValidationError(
                    self.env._(
                        "%s: say how satisfied the customer is after the follow-up.",
                        interaction.ticket_id.number,
                    )
                )
            if interaction.satisfaction and not interaction.reached:
                raise ValidationError(
                    self.env._(
                        "%s: somebody who was not reached has not said how satisfied "
                        "they are.",
                        interaction.ticket_id.number,
                    )
                )

    @api.constrains("state", "date")
    def _check_date_fits_state(self):
        now = fields.Datetime.now()
        for interaction in self:
            if interaction.state == "done" and interaction.date > now:
                raise ValidationError(
                    self.env._(
                        "%s: what lies in the future is not done yet. Plan it.",
                        interaction.ticket_id.number,
                    )
                )
            if interaction.state == "done" and interaction._is_before_complaint():
                raise ValidationError(
                    self.env._(
                        "%s: this lies before the complaint came in.",
                        interaction.ticket_id.number,
                    )
                )

    def _is_before_complaint(self):
        """Return whether it took place before there was a ticket to talk about."""
        ticket = self.ticket_id.sudo()  # Judged, not shown.
        # What the customer does on the page is noted as it happens.
        told = self.channel == "portal"
        if told or not ticket.is_complaint or ticket.complaint_imported:
            return False
        return self.date < min(ticket.create_date, ticket.complaint_received_at)

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            *("message_id", "author_id", "customer_words")
        }

    @api.model
    def _get_frozen_fields(self):
        return super()._get_frozen_fields() | {"state"}

    @api.model_create_multi
    def create(self, vals_list):
        interactions = super().create(vals_list)
        planned = interactions.filtered(lambda i: i.state == "planned")
        planned._ensure_to_come()
        planned._promise()
        interactions.filtered(lambda i: i.state == "done")._tell_complaint()
        return interactions

    def write(self, vals):
        own = is_own_hand(self)
        if not own and "summary" in vals:
            self._ensure_own_words()
        if not own and vals.keys() - {"summary", "participant_ids"}:
            if done := self.filtered(lambda i: i.state == "done"):
                raise UserError(
                    self.env._(
                        "%s: what was exchanged stays on record. "
                        "Only its summary may be completed; add a new one instead.",
                        done[0].ticket_id.number,
                    )
                )
            if "date" in vals:
                raise UserError(
                    self.env._("The date was promised. Give a new one with a reason.")
                )
        return super().write(vals)

    def _ensure_own_words(self):
        """What somebody wrote stays in their words: the customer, or a colleague.

        Whoever noted an exchange completes it; nobody else does once something is said.
        """
        # Judged, whoever may read them.
        done = self.sudo().filtered(lambda i: i.state == "done")
        theirs = done.filtered(
            lambda i: (
                i.author_id.partner_share
                or (i.direction == "in" and i.message_id.author_id.partner_share)
                or (i.direction == "in" and i.channel in ("email", "portal"))
            )
        )
        if theirs:
            raise UserError(
                self.env._(
                    "%s: these are the customer's own words. Add a new exchange for "
                    "yours.",
                    theirs[0].ticket_id.number,
                )
            )
        me = self.env.user
        others = done.filtered(lambda i: me not in i.create_uid | i.user_id)
        if others := others.filtered("summary"):
            raise UserError(
                self.env._(
                    "%(number)s: %(user)s wrote this down. Add a new exchange for your "
                    "words.",
                    number=others[0].ticket_id.number,
                    user=others[0].user_id.name,
                )
            )

    @api.model
    def _get_kept_words(self):
        return super()._get_kept_words() | {"summary"}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if not self.env.su and (done := self.filtered(lambda i: i.state == "done")):
            raise UserError(
                self.env._(
                    "%s: what was exchanged stays on record.", done[0].ticket_id.number
                )
            )
        self._break_promise()

    def action_done(self):
        """Open the dialog that records what came of a planned exchange."""
        self.ensure_one()
        self.check_access("write")
        self._ensure_planned()
        return open_dialog(
            self.env._("Record it"),
            "complaint.interaction.result",
            interaction_id=self.id,
        )

    def _ensure_planned(self):
        if self.filtered(lambda i: i.state != "planned"):
            raise UserError(self.env._("This is on record already."))

    def _ensure_to_come(self):
        if self.filtered(lambda i: i.date < fields.Datetime.now()):
            raise ValidationError(self.env._("Plan it for a time to come."))

    def _record(self, vals):
        """Turn a planned exchange into a done one, with ``vals`` of what came of it."""
        self.ensure_one()
        self._ensure_planned()
        # The caller's right to write is checked; the state is ours to write.
        now = fields.Datetime.now()
        own_hand(self).write({"date": now, **vals, "state": "done"})
        self._keep_promise()
        self._tell_complaint()

    def _promise(self):
        """Promise each planned exchange to the customer. The ledger extends it."""

    def _keep_promise(self):
        """A planned exchange took place."""

    def _break_promise(self):
        """A planned exchange is deleted."""

    def _tell_complaint(self):
        """Tell the complaints what was exchanged, so that their deadlines follow."""
        for ticket, exchanges in self.grouped("ticket_id").items():
            ticket._complaint_note_exchanges(exchanges.sorted("date"))
            if ticket.is_complaint:
                ticket._complaint_note_decision(exchanges.sorted("date"))

    def _take_back(self):
        """Mark exchanges as not reached, because their mail came back."""
        # The mail server tells it; what is on record is ours to correct.
        own_hand(self).write({"reached": False})
        for ticket, exchanges in self.grouped("ticket_id").items():
            ticket._complaint_take_back(exchanges)

    def _is_contact(self):
        """Return whether the customer was reached. Of incoming ones only calls are."""
        self.ensure_one()
        if self.state != "done" or not self.reached:
            return False
        return self.direction == "out" or self.channel in LIVE_CHANNELS
