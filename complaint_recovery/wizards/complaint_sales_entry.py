from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html

from ..tools.actions import notify
from ..tools.as_system import as_system
from ..tools.groups import CONCERNED
from ..tools.own_hand import own_hand
from ..tools.selections import SENTIMENTS
from ..tools.titles import make_title


class ComplaintSalesEntry(models.TransientModel):
    """The screen in which sales staff pass a complaint on."""

    _name = "complaint.sales.entry"
    _description = "Report a Complaint"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    name = fields.Char(string="Title", help="Empty: the beginning of what happened.")
    description = fields.Text(string="What happened?", required=True)
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
        selection=SENTIMENTS, string="Customer's mood", default="calm", required=True
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

    def _selection_exposure(self):
        tickets = self.env["helpdesk.ticket"]
        return tickets._fields["complaint_exposure"]._description_selection(self.env)

    def action_report(self):
        """Open a complaint, and show its history record to whoever reported it."""
        self.check_access("write")
        self.ensure_one()
        self._ensure_can_report()
        ticket = self._report()
        self._after_report(ticket)
        return self._show_report(ticket)

    def _ensure_can_report(self):
        if not self.env.user.has_groups(CONCERNED):
            raise AccessError(
                self.env._("Sales and helpdesk report complaints of customers.")
            )
        # With the user's own rights: any customer they may see, and no other.
        self.partner_id.check_access("read")
        if self.company_id not in self.env.companies:
            raise AccessError(
                # Its name says which company is meant, and is all that is read.
                self.env._("You do not work in %s.", self.company_id.sudo().name)
            )
        if not self.description.strip():
            raise UserError(self.env._("What happened? A few words are enough."))

    def _report(self):
        """Return the new complaint, created as the system.

        Whoever creates a ticket or a message could read it afterwards, and would follow
        it; who reports it may do neither.
        """
        # By the system, so that who reports it gets no right to the ticket.
        tickets = as_system(self.env["helpdesk.ticket"])
        ticket = tickets.with_company(self.company_id).create(
            self._prepare_ticket_vals()
        )
        self._hand_over_files(ticket)
        reporter = self.env.user
        own_hand(ticket).complaint_reporter_id = reporter
        ticket._complaint_log(self.env._("Reported by %s.", reporter.name))
        if reporter not in (ticket.user_id, ticket._complaint_salesperson()):
            # The customer's salesperson hears of it anyway.
            ticket._complaint_notify_news(reporter, "opening")
        return ticket

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
            "partner_id": self.partner_id.id,
            "partner_name": self.partner_id.name,
            "partner_email": self.partner_id.email,
            "complaint_source": "sales",
            "complaint_sales_note": self.sales_note,
            "complaint_desired_outcome": self.desired_outcome,
            "complaint_claim_amount": self.claim_amount,
            "complaint_loss_ongoing": self.loss_ongoing,
            "complaint_sentiment": self.sentiment,
            "complaint_exposure": self.exposure,
        }

    def _get_team(self):
        """Return the team that handles complaints, which sales staff need not see."""
        # Sales people have no right to teams; the complaint goes to one all the same.
        return (
            self.env["helpdesk.ticket.team"]
            .sudo()
            .search(
                [
                    ("complaint_default", "=", True),
                    ("company_id", "in", [False, self.company_id.id]),
                ],
                limit=1,
            )
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
        """Open the history record for who may read it, else say that it arrived."""
        row = self.env["complaint.history"].browse(ticket.id)
        if row.has_access("read"):
            return {
                "type": "ir.actions.act_window",
                "name": row.display_name,
                "res_model": row._name,
                "res_id": row.id,
                "views": [(False, "form")],
                "view_mode": "form",
            }
        return notify(
            self.env._(
                "Thank you. %(number)s is taken up, %(owner)s takes care of it.",
                number=ticket.number,
                owner=ticket.user_id.name,
            )
        )
