from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.groups import INTERNAL
from ...tools.selections import PHASES
from ..remedy.transitions import COMMITTED_STATES
from ..ticket.sql_row import DEPENDS, next_promise, unless_hidden

#: Columns that tell of people, words or money, beside those no row tells.
NAMELESS = ("partner_id", "user_id", "owner_name", "sales_note", "remedy_amount")


class ComplaintHistory(models.Model):
    """A complaint as far as it concerns whoever knows the customer.

    People without helpdesk rights read it as well: it holds nothing internal. Of a
    complaint that is confidential or about a colleague it has no words, so that no
    search, order or group finds them.
    """

    _name = "complaint.history"
    _description = "Complaint History"
    _inherit = ["complaint.row"]
    _auto = False
    _rec_name = "number"
    _order = "received_at desc, id desc"
    _depends = DEPENDS | {
        "helpdesk.ticket": [
            *DEPENDS["helpdesk.ticket"],
            "complaint_sales_note",
            "complaint_reporter_id",
        ],
        "res.partner": [*DEPENDS["res.partner"], "name"],
        "res.users": ["partner_id"],
    }

    ticket_id = fields.Many2one("helpdesk.ticket", string="Complaint", groups=INTERNAL)
    active = fields.Boolean()
    company_id = fields.Many2one("res.company")
    team_id = fields.Many2one("helpdesk.ticket.team", string="Team", groups=INTERNAL)
    user_id = fields.Many2one("res.users", string="Owner")
    owner_id = fields.Many2one(
        "res.users",
        string="Owner, by whom it is read",
        groups=INTERNAL,
        help="Also of a complaint that shows nobody.",
    )
    # With the row: the names of a few owners would be asked for in two queries.
    owner_name = fields.Char(string="Name of the owner")
    about_user_id = fields.Many2one(
        "res.users", string="About colleague", groups=INTERNAL
    )
    salesperson_id = fields.Many2one("res.users", string="Salesperson")
    reporter_id = fields.Many2one("res.users", string="Reported by")
    commercial_partner_id = fields.Many2one("res.partner", string="Customer")
    partner_id = fields.Many2one("res.partner", string="Contact")

    number = fields.Char()
    name = fields.Char(string="Title of complaint")
    title = fields.Char(compute="_compute_title")
    hidden = fields.Boolean(string="Confidential")
    severity_id = fields.Many2one("complaint.severity", string="Severity")
    stage_id = fields.Many2one("complaint.stage", string="Stage")
    phase = fields.Selection(selection=PHASES)
    cause_id = fields.Many2one("complaint.cause", string="Cause")
    is_open = fields.Boolean(string="Open")
    received_at = fields.Datetime(string="Received on")
    apologised_at = fields.Datetime(string="Apologised on")
    resolved_at = fields.Datetime(string="Resolved on")
    closed_at = fields.Datetime(string="Closed on")
    next_promise_at = fields.Datetime(string="Next promise")

    decision = fields.Selection(selection=lambda self: self._selection_of("decision"))
    explanation = fields.Html(
        string="Explanation to the customer", prefetch=False, sanitize=False
    )
    outcome = fields.Selection(selection=lambda self: self._selection_of("outcome"))
    remedy_amount = fields.Monetary(string="Remedies")
    currency_id = fields.Many2one(related="company_id.currency_id")
    remedies = fields.Char(
        string="What the customer got", compute="_compute_what_came_of_it"
    )
    result = fields.Char(string="What came of it", compute="_compute_what_came_of_it")
    sales_note = fields.Char(string="Not to bring up")

    @api.model
    def _get_columns(self):
        heard = self.env["complaint.deadline"]._get_kinds_that("heard")
        columns = super()._get_columns() | {
            "owner_id": SQL("ticket.user_id"),
            "next_promise_at": next_promise(heard),
            "reporter_id": SQL("ticket.complaint_reporter_id"),
            "sales_note": SQL("ticket.complaint_sales_note"),
            "owner_name": SQL(
                """(SELECT partner.name FROM res_users users
                      JOIN res_partner partner ON partner.id = users.partner_id
                     WHERE users.id = ticket.user_id)"""
            ),
        }
        hidden = {name: unless_hidden(columns[name]) for name in NAMELESS}
        return columns | hidden

    @api.depends("name", "hidden")
    @api.depends_context("lang")
    def _compute_title(self):
        for row in self:
            row.title = self.env._("Confidential") if row.hidden else row.name

    @api.depends("number", "title")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.number} {row.title}"

    @api.depends("hidden", "apologised_at", "decision", "outcome", "stage_id")
    @api.depends_context("lang")
    def _compute_what_came_of_it(self):
        given = self._get_remedies_given()
        for row in self:
            remedies = [] if row.hidden else given[row.id]
            row.remedies = ", ".join(remedies)
            row.result = ", ".join(filter(None, row._get_steps(remedies)))

    def _get_remedies_given(self):
        """Return complaint id → what the customer chose or got, in words; one query."""
        # Whoever may read the row may read this of it, and no more of the remedy.
        remedies = self.env["complaint.remedy"].sudo()
        found = remedies.search_fetch(
            [("ticket_id", "in", self.ids), ("state", "in", COMMITTED_STATES)],
            ["ticket_id", "type_id", "amount", "currency_id", "document_name"],
            order="id",
        )
        given = defaultdict(list)
        for remedy in found:
            name, document = remedy._told().display_name, remedy.document_name
            given[remedy.ticket_id.id].append(
                f"{name} ({document})" if document else name
            )
        return given

    def _get_steps(self, remedies):
        """Return in words how far it is, from the apology to its end."""
        self.ensure_one()
        words = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("decision", "outcome")
        }
        ended = words["outcome"].get(self.outcome) or self.stage_id.name
        return [
            self.stage_id.name if self.is_open else "",
            self.env._("Apologised") if self.apologised_at else "",
            words["decision"].get(self.decision),
            *remedies,
            "" if self.is_open else ended,
        ]
