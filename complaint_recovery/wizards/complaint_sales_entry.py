from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html

from ..models.customer.salesperson import Reporter
from ..tools.actions import notify
from ..tools.as_system import as_system
from ..tools.groups import CONCERNED
from ..tools.in_use import IN_USE, in_use
from ..tools.selections import SENTIMENTS
from ..tools.titles import make_title

#: So many open complaints of the customer are shown to choose from.
OPEN_SHOWN = 20


class ComplaintSalesEntry(models.TransientModel):
    """The screen in which sales staff pass a complaint on."""

    _name = "complaint.sales.entry"
    _inherit = ["complaint.reference.entry"]
    _description = "Report a Complaint"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    is_company = fields.Boolean(related="partner_id.is_company", related_sudo=False)
    contact_id = fields.Many2one(
        "res.partner",
        string="Who complained?",
        domain="[('id', 'child_of', partner_id), ('is_company', '=', False)]",
        help="The person we answer. Empty: the company.",
    )
    open_ids = fields.Many2many(
        "complaint.history",
        string="Open complaints",
        compute="_compute_open_ids",
        context=IN_USE,
    )
    notice = fields.Html(related="partner_id.complaint_notice", related_sudo=False)
    existing_id = fields.Many2one(
        "complaint.history",
        string="Is it one of these?",
        domain="[('id', 'in', open_ids)]",
        help="Then it is added there, and whoever takes care of it is told.",
    )
    internal_note = fields.Text(string="For colleagues only")
    name = fields.Char(string="Title", help="Empty: the beginning of what happened.")
    description = fields.Text(string="What happened?")
    desired_outcome = fields.Text(string="What do they want us to do?")
    sales_note = fields.Char(string="Not to bring up")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        compute="_compute_company_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    claim_amount = fields.Monetary(string="Amount claimed")
    loss_ongoing = fields.Boolean(string="Loss still ongoing")
    sentiment = fields.Selection(
        selection=SENTIMENTS,
        string="Customer's mood",
        help="Leave it empty where you cannot tell.",
    )
    exposure = fields.Selection(
        selection=lambda self: self._selection_exposure(),
        string="External exposure",
        default="none",
        required=True,
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Files")

    @api.depends("partner_id")
    def _compute_company_id(self):
        """Propose the customer's company where one works in it."""
        for entry in self:
            theirs = entry.partner_id.company_id & self.env.companies
            entry.company_id = theirs or entry.company_id or self.env.company

    @api.depends("partner_id", "company_id")
    def _compute_open_ids(self):
        rows = self.env["complaint.history"]
        for entry in self:
            entity = entry.partner_id.commercial_partner_id._origin
            if not entity:
                entry.open_ids = rows
                continue
            # As far as whoever reports may read them.
            entry.open_ids = rows.search(
                [
                    ("commercial_partner_id", "=", entity.id),
                    ("company_id", "=", entry.company_id.id),
                    ("is_open", "=", True),
                ],
                limit=OPEN_SHOWN,
            )

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        entity = self.partner_id.commercial_partner_id
        if self.contact_id.commercial_partner_id != entity:
            self.contact_id = False
        if self.existing_id.commercial_partner_id != entity:
            self.existing_id = False

    def _selection_exposure(self):
        tickets = self.env["helpdesk.ticket"]
        return tickets._fields["complaint_exposure"]._description_selection(self.env)

    def action_report(self):
        """Open a complaint, and show its history record to whoever reported it."""
        self.check_access("write")
        self.ensure_one()
        self._ensure_can_report()
        if self.existing_id:
            return self._add_to_existing()
        ticket = self._report()
        self._after_report(ticket)
        return self._show_report(ticket)

    def _ensure_can_report(self):
        if not self.env.user.has_groups(CONCERNED):
            raise AccessError(
                self.env._("Sales and helpdesk report complaints of customers.")
            )
        # With the user's own rights: any customer they may see, and no other.
        (self.partner_id | self.contact_id).check_access("read")
        if self.company_id not in self.env.companies:
            raise AccessError(
                # Its name says which company is meant, and is all that is read.
                self.env._("You do not work in %s.", self.company_id.sudo().name)
            )
        if not (self.description or "").strip() and not (
            self.existing_id and (self.internal_note or "").strip()
        ):
            raise UserError(self.env._("What happened? A few words are enough."))

    def _add_to_existing(self):
        """Put what happened on record of the open complaint, and tell its owner."""
        row = self.existing_id
        row.check_access("read")
        reporter = self.env.user
        # Whoever may read that there is one may add to it; they get no right to it.
        ticket = as_system(self.env["helpdesk.ticket"]).browse(row.id)
        ticket._complaint_ensure_open()
        self._hand_over_files(ticket)
        self._log_for_colleagues(ticket)
        words = (self.description or "").strip()
        if words:
            ticket._complaint_record_exchange(
                channel="phone",
                direction="in",
                purpose="other",
                summary=self.env._(
                    "Told to %(who)s: %(words)s", who=reporter.name, words=words
                ),
                user_id=reporter.id,
                # They told us; those who answer for it have not spoken with them.
                reached=False,
            )
        ticket._complaint_tell(
            ticket.user_id, lambda local: self._tell_owner(local, words)
        )
        return notify(
            self.env._(
                "It is added to %(number)s, and %(owner)s knows of it.",
                number=ticket.number,
                owner=ticket.user_id.name,
            )
        )

    def _tell_owner(self, ticket, words):
        """Return what the owner reads at once, in the language of ``ticket``."""
        lines = [
            words
            and ticket.env._(
                "%(who)s heard from the customer again: %(words)s",
                who=self.env.user.name,
                words=words,
            ),
            self.internal_note
            and ticket.env._(
                "%(who)s: %(note)s", who=self.env.user.name, note=self.internal_note
            ),
        ]
        return "\n".join(filter(None, lines))

    def _report(self):
        """Return the new complaint, created as the system.

        Whoever creates a ticket or a message could read it afterwards, and would follow
        it; who reports it may do neither.
        """
        # By the system, so that who reports it gets no right to the ticket.
        tickets = as_system(self.env["helpdesk.ticket"]).with_company(self.company_id)
        reporter = self.env.user
        # Known from the start: the news of it go to them as well.
        known = tickets.with_context(complaint_reporter=Reporter(reporter))
        vals = self._prepare_ticket_vals()
        # What was chosen goes before what was named.
        named = {k: v for k, v in self._find_named().items() if not vals.get(k)}
        ticket = known.create({**vals, **named}).with_env(tickets.env)
        self._hand_over_files(ticket)
        ticket._complaint_log(self.env._("Reported by %s.", reporter.name))
        self._log_for_colleagues(ticket)
        return ticket

    def _log_for_colleagues(self, ticket):
        """Note what only colleagues read; the owner is told."""
        if note := (self.internal_note or "").strip():
            ticket._complaint_log(
                self.env._("%(who)s: %(note)s", who=self.env.user.name, note=note)
            )

    def _prepare_ticket_vals(self):
        """Return the values of the ticket. Addons extend it to pass on more."""
        self.ensure_one()
        return {
            "is_complaint": True,
            "name": (self.name or "").strip() or make_title(self.description),
            "description": plaintext2html(self.description),
            "company_id": self.company_id.id,
            "team_id": self._get_team().id,
            "user_id": False,  # The team's leader takes it up.
            "partner_id": (self.contact_id or self.partner_id).id,
            "partner_name": (self.contact_id or self.partner_id).name,
            "partner_email": (self.contact_id or self.partner_id).email,
            "complaint_source": "sales",
            "complaint_sales_note": self.sales_note,
            "complaint_reference": self.reference,
            "complaint_desired_outcome": self.desired_outcome,
            "complaint_claim_amount": self.claim_amount,
            "complaint_loss_ongoing": self.loss_ongoing,
            **({"complaint_sentiment": self.sentiment} if self.sentiment else {}),
            "complaint_exposure": self.exposure,
        }

    def _get_team(self):
        """Return the team that handles complaints, which sales staff need not see."""
        # Sales people have no right to teams; the complaint goes to one all the same.
        return in_use(self.env["helpdesk.ticket.team"].sudo()).search(
            [
                ("complaint_default", "=", True),
                ("company_id", "in", [False, self.company_id.id]),
            ],
            limit=1,
        )

    def _hand_over_files(self, ticket):
        """Move the files that were uploaded here, and no others, to the ticket."""
        # Ids come from the client: sudo only after the check of whose they are.
        files = self.attachment_ids.sudo()
        own = files.filtered(
            lambda file: (
                file.create_uid == self.env.user
                and file.res_model in (False, self._name)
                and not file.res_id
            )
        )
        own.write({"res_model": ticket._name, "res_id": ticket.id})

    def _after_report(self, ticket):
        """Do more with ``ticket``, the new complaint as superuser. A hook."""

    def _show_report(self, ticket):
        """Say what to tell the customer, and open the history record for its reader."""
        hear_by = ticket._complaint_hear_by_for(self.env.user)
        said = self.env._(
            "%(number)s. Tell the customer: %(owner)s takes care of it and is in touch "
            "by %(when)s. Please promise nothing else yet.",
            number=ticket.number,
            owner=ticket.user_id.name,
            when=hear_by,
        )
        if not hear_by:
            said = self.env._(
                "%(number)s. Tell the customer: %(owner)s takes care of it. Please "
                "promise nothing yet.",
                number=ticket.number,
                owner=ticket.user_id.name,
            )
        row = self.env["complaint.history"].browse(ticket.id)
        if row.has_access("read"):
            return notify(
                said,
                then={
                    "type": "ir.actions.act_window",
                    "name": row.display_name,
                    "res_model": row._name,
                    "res_id": row.id,
                    "views": [(False, "form")],
                    "view_mode": "form",
                },
                sticky=True,
            )
        return notify(said, sticky=True)
