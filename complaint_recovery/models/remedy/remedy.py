from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.own_hand import is_own_hand
from ...tools.selections import MONEY_KINDS

#: What its document is about may still be said.
LATER_STATES = ("draft", "to_approve", "approved", "offered", "accepted")


class ComplaintRemedy(models.Model):
    """One remedy of a complaint, from the idea to its delivery."""

    _name = "complaint.remedy"
    _description = "Remedy"
    _inherit = [
        "complaint.child",
        "complaint.transitions",
        "complaint.outgoing",
        "complaint.thread",
        "mail.thread",
    ]
    _order = "offer_number desc, id desc"

    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company currency"
    )
    type_id = fields.Many2one(
        "complaint.remedy.type",
        required=True,
        default=lambda self: self._default_type_id(),
    )
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
        "res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
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
        readonly=True,  # A form would send it along with a new remedy.
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
    step_user_id = fields.Many2one(
        "res.users", string="Last step by", readonly=True, copy=False
    )
    step_at = fields.Datetime(string="Last step on", readonly=True, copy=False)
    promised_at = fields.Datetime(string="Delivery promised for", copy=False)
    delivered_at = fields.Datetime(string="Delivered on", copy=False)
    request_note = fields.Char(
        string="Asker's reason",
        copy=False,
        help="Why it is offered, for whoever decides. The customer never sees it.",
    )
    mail_wanted = fields.Boolean(
        string="Mail the offer",
        copy=False,
        help="The customer is written to as soon as it is offered.",
    )
    mailed_at = fields.Datetime(string="Offer mailed on", copy=False)
    deadline_id = fields.Many2one(
        "complaint.deadline", copy=False, ondelete="set null", string="Due"
    )
    due_at = fields.Datetime(
        related="deadline_id.due_at", related_sudo=False, string="Answer due"
    )
    # Read with the user's own rights: an id alone must not tell anything.
    partner_id = fields.Many2one(
        related="ticket_id.partner_id", related_sudo=False, string="Customer"
    )
    claim_amount = fields.Monetary(
        related="ticket_id.complaint_claim_amount",
        related_sudo=False,
        currency_field="company_currency_id",
    )
    result_ref = fields.Reference(
        selection="_selection_result_model",
        string="Result",
        copy=False,
        help="The document that proves it.",
    )

    _amount_not_negative = models.Constraint(
        "CHECK (amount >= 0)", "The amount of a remedy cannot be negative."
    )

    def _default_type_id(self):
        """Return what is usual for the cause."""
        ticket = self.env["helpdesk.ticket"].browse(
            self.env.context.get("default_ticket_id")
        )
        return ticket._complaint_usual_remedy_types()[:1]

    @api.model
    def _selection_result_model(self):
        """Return the models its document may be of: those of the makers."""
        return []

    @api.depends("ticket_id")
    def _compute_currency_id(self):
        """Propose the currency of the complaint's company, whichever is switched to."""
        for remedy in self:
            # Which currency a company has is no secret.
            company = remedy.company_id.sudo() or remedy.env.company
            remedy.currency_id = remedy.currency_id or company.currency_id

    @api.depends("type_id.name", "amount", "currency_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for remedy in self:
            name = remedy.type_id.name or ""
            if remedy.amount:
                name += f" {remedy.currency_id.format(remedy.amount)}"
            remedy.display_name = name

    def _get_told_name(self):
        """Return what it is as the customer is told: never what it costs us."""
        self.ensure_one()
        if self.kind in MONEY_KINDS and self.amount:
            return f"{self.type_id.name} {self.currency_id.format(self.amount)}"
        return self.type_id.name

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

    def _get_company_amount(self):
        """Return what it costs in company currency: by today's rate until requested."""
        self.ensure_one()
        if self.state != "draft":
            return self.company_amount
        company = self.company_id or self.env.company
        return self.currency_id._convert(
            self.amount, company.currency_id, company, fields.Date.today()
        )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "state",
            "offer_number",
            "company_amount",
            "reason",
            "requested_by_id",
            "approved_by_id",
            "step_user_id",
            "step_at",
            "delivered_at",
            "request_note",
            "mail_wanted",
            "mailed_at",
            "deadline_id",
            "result_ref",
        }

    def write(self, vals):
        # How long it stands may still be changed: see validity.py.
        asked = vals.keys() - {"valid_until"}
        if not is_own_hand(self) and asked:
            if fixed := self.filtered(lambda remedy: remedy._is_fixed(asked)):
                raise UserError(
                    self.env._(
                        "%s was requested already and is fixed. "
                        "Cancel it and propose another one.",
                        fixed[0].display_name,
                    )
                )
        if "state" in vals:
            now = fields.Datetime.now()
            vals = {**vals, "step_user_id": self.env.uid, "step_at": now}
        return super().write(vals)

    @api.model
    def _get_later_fields(self):
        """Return the fields that are told to the document until it is made. Extend.

        They say which goods or lines it is about, and nothing of what was approved.
        """
        return set()

    def _is_fixed(self, names):
        """Return whether one of ``names`` is not the handler's to say any more."""
        self.ensure_one()
        if names <= self._get_later_fields():
            return self.state not in LATER_STATES or self._has_document()
        return self.state != "draft"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_requested(self):
        if fixed := self.filtered(lambda remedy: remedy.state != "draft"):
            raise UserError(
                self.env._(
                    "%s stays on record. Cancel it instead.", fixed[0].display_name
                )
            )
