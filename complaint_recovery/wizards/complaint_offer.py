from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.remedy.authority import UNLIMITED
from ..models.remedy.transitions import PREPARED_STATES
from ..tools.actions import CLOSE
from ..tools.in_use import IN_USE
from ..tools.own_hand import own_hand


class ComplaintOffer(models.TransientModel):
    """The dialog that offers several remedies, of which the customer chooses one.

    What is typed in it is on the complaint only once it is offered or kept: whoever
    discards the dialog leaves nothing behind.
    """

    _name = "complaint.offer"
    _inherit = "complaint.outgoing"
    _description = "Offer"

    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Complaint",
        required=True,
        domain=[("is_complaint", "=", True), ("closed", "=", False)],
    )
    # Read with the user's own rights: an id alone must not tell anything.
    company_id = fields.Many2one(related="ticket_id.company_id", related_sudo=False)
    figures = fields.Html(related="ticket_id.complaint_figures", related_sudo=False)
    desired_outcome = fields.Text(
        related="ticket_id.complaint_desired_outcome", related_sudo=False
    )
    apology_warning = fields.Char(
        related="ticket_id.complaint_apology_warning", related_sudo=False
    )
    missing_note = fields.Char(compute="_compute_missing_note")
    limit_note = fields.Char(string="Limit", compute="_compute_limit_note")
    proposed_type_ids = fields.Many2many(
        "complaint.remedy.type", compute="_compute_proposed_type_ids", context=IN_USE
    )
    usual = fields.Boolean(compute="_compute_proposed_type_ids")
    type_ids = fields.Many2many(
        "complaint.remedy.type",
        string="What could help",
        compute="_compute_type_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('id', 'in', proposed_type_ids)]",
        context=IN_USE,
    )
    line_ids = fields.One2many(
        "complaint.offer.line",
        "offer_id",
        string="Options",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    accepted = fields.Boolean(
        string="The customer accepts it on the phone",
        help="One option, told and accepted in the same call: no mail is needed.",
    )
    request_note = fields.Char(
        string="For whoever decides",
        help="Why this, in a few words, where it is above your limit. The customer "
        "never sees it.",
    )
    options_advice = fields.Char(compute="_compute_options_advice")
    show_mail = fields.Boolean(
        string="Show the mail", help="As the customer will read it, in their language."
    )
    mail_preview = fields.Html(compute="_compute_mail_preview", sanitize=False)
    tell_customer = fields.Boolean(
        string="Write to the customer",
        compute="_compute_tell_customer",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="A mail with the options and the page to choose on: at once where you may "
        "decide, else as soon as what you ask for is approved, unless you offered "
        "something else meanwhile. Untick it where you tell them by phone.",
    )

    @api.depends("ticket_id")
    def _compute_missing_note(self):
        """Say before anything is typed what stands in the way of an offer."""
        for offer in self:
            ticket = offer.ticket_id._origin
            try:
                ticket and ticket._complaint_ensure_found()
            except UserError as error:
                offer.missing_note = str(error)
            else:
                offer.missing_note = False

    @api.depends("ticket_id")
    @api.depends_context("uid", "lang")
    def _compute_limit_note(self):
        for offer in self:
            ticket = offer.ticket_id._origin
            offer.limit_note = ticket and offer._get_limit_note(ticket)

    def _get_limit_note(self, ticket):
        """Return up to which amount this user decides, and who is asked above it."""
        authority = self.env["complaint.authority"]
        limit = authority._get_own_limit(self.env.user, ticket)
        if limit == UNLIMITED:
            return self.env._("You may decide on any amount.")
        amount = ticket.company_id.currency_id.format(limit)
        above = authority._get_next_above(self.env.user, ticket)
        if not above:
            return self.env._("You may give up to %s.", amount)
        return self.env._(
            "You may give up to %(amount)s; above it %(user)s is asked.",
            amount=amount,
            user=above.name,
        )

    @api.depends("ticket_id")
    def _compute_proposed_type_ids(self):
        """Propose the usual remedies of the cause; all types where it has none."""
        for offer in self:
            ticket = offer.ticket_id
            usual = ticket._complaint_usual_remedy_types()
            offer.usual = bool(usual)
            types = self.env["complaint.remedy.type"]
            offer.proposed_type_ids = usual or types._get_for_company(ticket.company_id)

    @api.depends("ticket_id")
    def _compute_type_ids(self):
        for offer in self:
            # Records of a form that is not saved yet are alike by their origin only.
            proposed = offer.proposed_type_ids._origin
            prepared = offer._get_prepared().type_id._origin
            offer.type_ids = (prepared & proposed) or (
                proposed[:1] if offer.usual and not prepared else False
            )

    @api.depends("ticket_id")
    def _compute_tell_customer(self):
        for offer in self:
            ticket = offer.ticket_id
            offer.tell_customer = bool(ticket.partner_id.email or ticket.partner_email)

    @api.depends("ticket_id", "type_ids")
    def _compute_line_ids(self):
        """Add an option for each type that is ticked, remove those unticked.

        What is prepared on the complaint stays: it is kept already.
        """
        for offer in self:
            ticket, ticked = offer.ticket_id._origin, offer.type_ids._origin
            lines = offer.line_ids
            if not lines:
                offer.line_ids = [
                    Command.create(lines._prepare_prepared_vals(remedy))
                    for remedy in offer._get_prepared()._origin
                ]
                lines = offer.line_ids
            unticked = offer.proposed_type_ids._origin - ticked
            kept = lines.filtered(
                lambda line, gone=unticked: (
                    line.remedy_id or line.type_id._origin not in gone
                )
            )
            offer.line_ids = kept
            offer.line_ids = [
                Command.create(lines._prepare_option_vals(kind, ticket))
                for kind in ticked - kept.type_id._origin
            ]

    @api.depends("line_ids")
    def _compute_options_advice(self):
        for offer in self:
            count = len(offer.line_ids)
            offer.options_advice = offer.ticket_id._complaint_get_options_advice(count)

    @api.depends("show_mail", "ticket_id", "line_ids.description", "line_ids.amount")
    @api.depends_context("uid")
    def _compute_mail_preview(self):
        """Render the mail once it is asked for, by the rights of a reader."""
        for offer in self:
            ticket, lines = offer.ticket_id._origin, offer.line_ids
            if not offer.show_mail or not lines or not ticket.has_access("write"):
                offer.mail_preview = False
                continue
            offer.mail_preview = ticket._complaint_preview_offer(
                [line._new_remedy(ticket) for line in lines]
            )

    def _get_prepared(self):
        return self.ticket_id.complaint_remedy_ids.filtered(
            lambda remedy: remedy.state in PREPARED_STATES
        )

    def action_offer(self, confirmed=False):
        """Offer the options together, or ask for approval of those above the own limit.

        It asks first where the words name somebody, unless ``confirmed``.
        """
        self.ensure_one()
        self.check_access("write")
        if not self.line_ids:
            raise UserError(self.env._("Choose at least one remedy to offer."))
        if not confirmed and (question := self._ask_before_sending()):
            return question
        options = self._make_options()
        # The wish is kept with the options: the approval may come tomorrow.
        own_hand(options).write(
            {
                "mail_wanted": self.tell_customer and not self.accepted,
                "request_note": self.request_note,
            }
        )
        result = options.action_offer(confirmed=True)
        if self.accepted and options.mapped("state") == ["offered"]:
            options.action_accept()
        return result

    def action_keep(self):
        """Keep the options on the complaint, to be offered later."""
        self.ensure_one()
        self.check_access("write")
        self._make_options()
        return CLOSE

    def _make_options(self):
        """Return the remedies of the complaint that the lines stand for."""
        self.ticket_id.check_access("write")
        options = self.env["complaint.remedy"]
        for line in self.line_ids:
            options |= line._make_remedy(self.ticket_id)
        return options

    def _get_words_to_check(self):
        return "\n".join(filter(None, self.line_ids.mapped("description")))

    def _prepare_words_action(self):
        return self._prepare_words_dialog(self._name, self.id)


class ComplaintOfferLine(models.TransientModel):
    """One option in the dialog, before it is a remedy of the complaint."""

    _name = "complaint.offer.line"
    _description = "Option of an Offer"

    offer_id = fields.Many2one("complaint.offer", required=True, ondelete="cascade")
    remedy_id = fields.Many2one(
        "complaint.remedy", help="Prepared on the complaint before."
    )
    # Read with the user's own rights: an id alone must not tell anything.
    state = fields.Selection(related="remedy_id.state", related_sudo=False)
    company_id = fields.Many2one(related="offer_id.company_id", related_sudo=False)
    type_id = fields.Many2one("complaint.remedy.type", required=True)
    description = fields.Text(help="What the customer is offered, in plain words.")
    goodwill = fields.Boolean(
        string="Goodwill gesture", help="Given without admitting responsibility."
    )
    amount = fields.Monetary(help="What it costs us, in the currency beside it.")
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        compute="_compute_currency_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    promised_at = fields.Datetime(string="Delivery promised for")
    unusual = fields.Boolean(
        string="Outside of similar cases", compute="_compute_advice"
    )
    promise_advice = fields.Char(string="Holidays, absences", compute="_compute_advice")

    @api.depends("offer_id.ticket_id")
    def _compute_currency_id(self):
        """Propose the currency of the complaint's company, whichever is switched to."""
        for line in self:
            # Which currency a company has is no secret.
            company = line.company_id.sudo() or line.env.company
            line.currency_id = line.currency_id or company.currency_id

    @api.depends("amount", "currency_id", "promised_at", "type_id")
    @api.depends_context("lang", "tz")
    def _compute_advice(self):
        """Say of the line what would be said of the remedy."""
        for line in self:
            ticket = line.offer_id.ticket_id._origin
            remedy = line._new_remedy(ticket)
            line.unusual = bool(ticket) and remedy.unusual
            line.promise_advice = bool(ticket) and remedy.promise_advice

    def _new_remedy(self, ticket):
        """Return the remedy this line would be, which is nowhere kept."""
        vals = {**self._prepare_remedy_vals(), "ticket_id": ticket.id}
        return self.env["complaint.remedy"].new(vals)

    @api.onchange("type_id")
    def _onchange_type_id(self):
        if self.type_id and not self.description:
            ticket = self.offer_id.ticket_id._origin
            told = self.type_id._origin._prepare_remedy_vals(ticket)
            self.description = told["description"]

    @api.model
    def _prepare_prepared_vals(self, remedy):
        """Return the values of the line that stands for a remedy prepared before."""
        copied = ("description", "goodwill", "amount", "promised_at")
        return {
            "remedy_id": remedy.id,
            "type_id": remedy.type_id.id,
            "currency_id": remedy.currency_id.id,
            **{name: remedy[name] for name in copied},
        }

    @api.model
    def _prepare_option_vals(self, kind, ticket):
        """Return the values of the line of a type that was ticked."""
        vals = kind._prepare_remedy_vals(ticket)
        return {name: vals[name] for name in vals if name != "ticket_id"}

    def _prepare_remedy_vals(self):
        """Return the values of the remedy this line becomes. Extend to pass on more."""
        self.ensure_one()
        return {
            "type_id": self.type_id.id,
            "description": self.description,
            "goodwill": self.goodwill,
            "amount": self.amount,
            "currency_id": self.currency_id.id,
            "promised_at": self.promised_at,
        }

    def _make_remedy(self, ticket):
        """Return the remedy of ``ticket`` this line stands for, as it was typed."""
        self.ensure_one()
        vals, remedy = self._prepare_remedy_vals(), self.remedy_id
        if remedy and remedy.ticket_id != ticket:
            raise UserError(self.env._("Choose remedies of this complaint alone."))
        if not remedy:
            remedy = remedy.create({**vals, "ticket_id": ticket.id})
            self.remedy_id = remedy
        elif remedy.state == "draft":
            remedy.write(vals)
        return remedy
