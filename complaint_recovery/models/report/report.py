from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.selections import PHASES
from ..ticket.sql_row import DEPENDS


def _hours_until(column, table="ticket"):
    """Return real hours from receiving it to ``column``; NULL until then."""
    return SQL(
        "(EXTRACT(EPOCH FROM %s - ticket.complaint_received_at) / 3600.0)",
        SQL.identifier(table, column),
    )


#: Summed up once for all complaints: most of them are asked for. PostgreSQL leaves out
#: those whose columns nobody asks for.
_SUMS = SQL(
    """
    LEFT JOIN res_company company ON company.id = ticket.company_id
    LEFT JOIN (
        SELECT ticket_id, SUM(company_amount) AS amount,
               SUM(CASE WHEN document_state IN ('made', 'short', 'done')
                   THEN COALESCE(document_cost, 0) ELSE company_amount END) AS cost
          FROM complaint_remedy WHERE state IN ('accepted', 'delivered')
         GROUP BY ticket_id) remedies ON remedies.ticket_id = ticket.id
    LEFT JOIN (
        SELECT ticket_id, SUM(gift_cost) AS cost
          FROM complaint_apology WHERE state = 'sent'
         GROUP BY ticket_id) gifts ON gifts.ticket_id = ticket.id
    LEFT JOIN (
        SELECT ticket_id, COUNT(*) AS total, COUNT(*) FILTER (WHERE kept) AS kept
          FROM complaint_deadline WHERE kind = 'promise' AND state = 'done'
         GROUP BY ticket_id) promises ON promises.ticket_id = ticket.id
    LEFT JOIN (
        SELECT ticket_id, MAX(due_at) AS due_at
          FROM complaint_deadline WHERE kind = 'first_contact' AND state = 'done'
         GROUP BY ticket_id) contact ON contact.ticket_id = ticket.id
    LEFT JOIN (
        SELECT ticket_id, MAX(due_at) AS due_at,
               MIN(CASE WHEN kept THEN 1.0 ELSE 0.0 END) AS in_time
          FROM complaint_deadline WHERE kind = 'resolution' AND state = 'done'
         GROUP BY ticket_id) resolution ON resolution.ticket_id = ticket.id
    """
)
#: Column → where it comes from, in place of the row's own or beside it.
REPORT_COLUMNS = {
    "currency_id": SQL("company.currency_id"),
    # Whoever analyses complaints may know what they are about; titles are not shown.
    "cause_id": SQL("ticket.complaint_cause_id"),
    "decision": SQL("ticket.complaint_decision"),
    "satisfaction": SQL("ticket.complaint_satisfaction"),
    "first_contact_hours": _hours_until("complaint_first_contact_at"),
    "apology_hours": _hours_until("complaint_apologised_at"),
    "resolution_hours": _hours_until("complaint_resolved_at"),
    # Of what was done: until when the ledger asked for it.
    "first_contact_target_hours": _hours_until("due_at", "contact"),
    "resolution_target_hours": _hours_until("due_at", "resolution"),
    # 1 or 0, so that its average is a ratio of sums; nothing where it does not apply.
    "in_time": SQL("resolution.in_time"),
    "promises_total": SQL("COALESCE(promises.total, 0)"),
    "promises_kept": SQL("COALESCE(promises.kept, 0)"),
    "remedy_amount": SQL("COALESCE(remedies.amount, 0)"),
    "cost_amount": SQL("COALESCE(remedies.cost, 0) + COALESCE(gifts.cost, 0)"),
    "promises_kept_rate": SQL("NULL::float"),
    "claim_amount": SQL("ticket.complaint_claim_amount"),
    "reopened": SQL(
        "(CASE WHEN ticket.complaint_reopen_count > 0 THEN 1.0 ELSE 0.0 END)"
    ),
    "satisfied": SQL(
        """(CASE WHEN ticket.complaint_satisfaction = 'satisfied' THEN 1.0
            WHEN ticket.complaint_satisfaction IS NOT NULL THEN 0.0 END)"""
    ),
}
#: By the company's span, as the rules of escalation judge it; of those that %s allows.
_REPEATED = """(CASE WHEN EXISTS (
    SELECT FROM helpdesk_ticket earlier
     WHERE earlier.is_complaint IS TRUE
       AND earlier.complaint_outcome IS DISTINCT FROM 'duplicate'
       AND earlier.commercial_partner_id = ticket.commercial_partner_id
       AND earlier.complaint_cause_id = ticket.complaint_cause_id
       AND earlier.company_id = ticket.company_id
       AND (earlier.complaint_received_at, earlier.id)
           < (ticket.complaint_received_at, ticket.id)
       AND earlier.complaint_received_at >= ticket.complaint_received_at
           - make_interval(days => company.complaint_repeat_days)
       AND %s
    ) THEN 1.0 ELSE 0.0 END)"""
REPORT_DEPENDS = DEPENDS | {
    "helpdesk.ticket": [
        *DEPENDS["helpdesk.ticket"],
        "complaint_first_contact_at",
        "complaint_unconfirmed",
        "complaint_satisfaction",
        "complaint_claim_amount",
        "complaint_reopen_count",
    ],
    "complaint.deadline": [*DEPENDS["complaint.deadline"], "kept"],
    "complaint.remedy": [
        *DEPENDS["complaint.remedy"],
        *("document_state", "document_cost"),
    ],
    "complaint.apology": ["ticket_id", "state", "gift_cost"],
    "res.company": ["complaint_repeat_days", "currency_id"],
}


class ComplaintReport(models.Model):
    """A complaint in figures, for pivot and graph (D25). Hours are real hours.

    Ratios are ratios of sums: of what was done, of those who were asked.
    """

    _name = "complaint.report"
    _description = "Complaint Analysis"
    _inherit = ["complaint.row"]
    _auto = False
    _rec_name = "ticket_id"
    _order = "received_at desc, id desc"
    _depends = REPORT_DEPENDS
    _joins = _SUMS
    #: What was told twice is counted once, and what nobody has owned up to never.
    _where = SQL(
        """ticket.complaint_outcome IS DISTINCT FROM 'duplicate'
        AND ticket.complaint_unconfirmed IS NOT TRUE"""
    )

    ticket_id = fields.Many2one("helpdesk.ticket", string="Complaint")
    active = fields.Boolean()
    company_id = fields.Many2one("res.company")
    # Where several companies are chosen, Odoo adds up currencies apart by this.
    currency_id = fields.Many2one("res.currency")
    team_id = fields.Many2one("helpdesk.ticket.team", string="Team")
    user_id = fields.Many2one("res.users", string="Owner")
    about_user_id = fields.Many2one("res.users", string="About colleague")
    commercial_partner_id = fields.Many2one("res.partner", string="Customer")
    cause_id = fields.Many2one("complaint.cause", string="Cause")
    severity_id = fields.Many2one("complaint.severity", string="Severity")
    phase = fields.Selection(selection=PHASES)
    is_open = fields.Boolean(string="Open")
    decision = fields.Selection(selection=lambda self: self._selection_of("decision"))
    outcome = fields.Selection(selection=lambda self: self._selection_of("outcome"))
    satisfaction = fields.Selection(
        selection=lambda self: self._selection_of("satisfaction")
    )
    received_at = fields.Datetime(string="Received on")
    resolved_at = fields.Datetime(string="Resolved on")
    closed_at = fields.Datetime(string="Closed on")
    first_contact_hours = fields.Float(
        string="Hours to first contact", aggregator="avg"
    )
    apology_hours = fields.Float(string="Hours to apology", aggregator="avg")
    resolution_hours = fields.Float(string="Hours to resolution", aggregator="avg")
    first_contact_target_hours = fields.Float(
        string="Target: hours to first contact",
        aggregator="avg",
        help="Until when the first contact was due, of those that were made.",
    )
    resolution_target_hours = fields.Float(
        string="Target: hours to resolution",
        aggregator="avg",
        help="Until when the solution was due, of those that were found.",
    )
    in_time = fields.Float(string="In time (%)", aggregator="avg")
    promises_total = fields.Integer(string="Promises done")
    promises_kept = fields.Integer(string="Promises kept")
    promises_kept_rate = fields.Float(string="Promises kept (%)", aggregator="avg")
    claim_amount = fields.Monetary(string="Amount claimed")
    remedy_amount = fields.Monetary(string="Remedies")
    cost_amount = fields.Monetary(string="Full cost")
    reopened = fields.Float(string="Reopened (%)", aggregator="avg")
    repeated = fields.Float(string="Repeated (%)", aggregator="avg")
    satisfied = fields.Float(string="Satisfied (%)", aggregator="avg")

    @api.model
    def _get_columns(self):
        # To whom an earlier one is about, a later one is no repeat: it would tell.
        about = SQL.identifier("earlier", "complaint_about_user_id")
        told = SQL("%s IS DISTINCT FROM %s", about, self.env.uid)
        repeated = SQL(_REPEATED, SQL("TRUE") if self.env.su else told)
        return super()._get_columns() | REPORT_COLUMNS | {"repeated": repeated}

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec != "promises_kept_rate:avg":
            return super()._read_group_select(aggregate_spec, query)
        kept, total = (
            self._field_to_sql(self._table, name, query)
            for name in ("promises_kept", "promises_total")
        )
        return SQL("SUM(%s)::float / NULLIF(SUM(%s), 0)", kept, total)
