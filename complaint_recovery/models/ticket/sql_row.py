"""One row per complaint, in SQL: what history and report are both made of."""

from odoo import api, models
from odoo.tools import SQL

#: Joins by primary key: PostgreSQL leaves out those whose columns nobody asks for.
_TABLES = SQL(
    """helpdesk_ticket ticket
    LEFT JOIN complaint_stage stage ON stage.id = ticket.complaint_stage_id
    LEFT JOIN res_partner customer ON customer.id = ticket.partner_id
    LEFT JOIN res_partner entity ON entity.id = ticket.commercial_partner_id"""
)
#: Not for everybody: counted, and told to those who may read the ticket itself.
HIDDEN = SQL(
    """(ticket.complaint_confidential IS TRUE
        OR ticket.complaint_about_user_id IS NOT NULL)"""
)
_SENT = SQL("ticket.complaint_decision_sent_at IS NOT NULL AND NOT %s", HIDDEN)


def unless_hidden(column):
    return SQL("CASE WHEN NOT %s THEN %s END", HIDDEN, column)


#: Column → where it comes from. Subselects run for the rows that are asked, no more.
COLUMNS = {
    "id": SQL("ticket.id"),
    "ticket_id": SQL("ticket.id"),
    "active": SQL("ticket.active"),
    "company_id": SQL("ticket.company_id"),
    "team_id": SQL("ticket.team_id"),
    "user_id": SQL("ticket.user_id"),
    "about_user_id": SQL("ticket.complaint_about_user_id"),
    # A contact keeps the old salesperson when the company's changes.
    "salesperson_id": SQL("COALESCE(entity.user_id, customer.user_id)"),
    "partner_id": SQL("ticket.partner_id"),
    "commercial_partner_id": SQL("ticket.commercial_partner_id"),
    "number": SQL("ticket.number"),
    "name": unless_hidden(SQL("ticket.name")),
    "hidden": HIDDEN,
    "is_open": SQL("(ticket.complaint_closed_at IS NULL)"),
    "received_at": SQL("ticket.complaint_received_at"),
    "apologised_at": SQL("ticket.complaint_apologised_at"),
    "resolved_at": SQL("ticket.complaint_resolved_at"),
    "closed_at": SQL("ticket.complaint_closed_at"),
    "severity_id": SQL("ticket.complaint_severity_id"),
    "stage_id": SQL("ticket.complaint_stage_id"),
    "phase": SQL("stage.phase"),
    "cause_id": unless_hidden(SQL("ticket.complaint_cause_id")),
    # What was not told to the customer is not told to anybody else, either.
    "decision": SQL("CASE WHEN %s THEN ticket.complaint_decision END", _SENT),
    "explanation": SQL("CASE WHEN %s THEN ticket.complaint_explanation END", _SENT),
    "outcome": SQL("ticket.complaint_outcome"),
    "remedy_amount": SQL(
        """COALESCE((SELECT SUM(remedy.company_amount) FROM complaint_remedy remedy
            WHERE remedy.ticket_id = ticket.id
              AND remedy.state IN ('accepted', 'delivered')), 0)"""
    ),
}
#: What has to be in the database before rows are read, for ``_depends``.
DEPENDS = {
    "helpdesk.ticket": [
        *("active", "company_id", "team_id", "user_id", "partner_id"),
        *("commercial_partner_id", "number", "name", "is_complaint"),
        *("complaint_about_user_id", "complaint_confidential", "complaint_received_at"),
        *("complaint_apologised_at", "complaint_resolved_at", "complaint_closed_at"),
        *("complaint_severity_id", "complaint_stage_id", "complaint_cause_id"),
        *("complaint_decision", "complaint_decision_sent_at", "complaint_explanation"),
        "complaint_outcome",
    ],
    "complaint.stage": ["phase"],
    "complaint.remedy": ["ticket_id", "state", "company_amount"],
    "complaint.deadline": ["ticket_id", "state", "kind", "due_at"],
    "res.partner": ["user_id"],
}


def next_promise(kinds):
    """Return when the next deadline of one of ``kinds`` is due."""
    return SQL(
        """(SELECT MIN(deadline.due_at) FROM complaint_deadline deadline
            WHERE deadline.ticket_id = ticket.id AND deadline.state = 'running'
              AND deadline.kind = ANY(%s))""",
        list(kinds),
    )


#: Where the tables above are enough.
NO_JOINS = SQL()
#: All complaints there are.
ALL = SQL("TRUE")


def select_complaints(names, columns, joins=NO_JOINS, where=ALL):
    """Return the query of the columns named, of complaints that are ``where``."""
    chosen = (SQL("%s AS %s", columns[name], SQL.identifier(name)) for name in names)
    return SQL(
        "SELECT %s FROM %s %s WHERE ticket.is_complaint IS TRUE AND %s",
        SQL(", ").join(chosen),
        _TABLES,
        joins,
        where,
    )


class ComplaintRow(models.AbstractModel):
    """A complaint as one row, in SQL: read only, with the rights of its own model."""

    _name = "complaint.row"
    _description = "Row of a Complaint"

    #: Tables that the columns need beside those of every row.
    _joins = NO_JOINS
    #: Which complaints have a row.
    _where = ALL

    @api.depends_context("uid", "complaint_told")
    def _compute_display_name(self):
        return super()._compute_display_name()

    @property
    def _table_query(self):
        stored = (name for name, field in self._fields.items() if field.store)
        return select_complaints(stored, self._get_columns(), self._joins, self._where)

    @api.model
    def _get_columns(self):
        """Return column → where it comes from, in SQL. Extend to add some."""
        return COLUMNS

    @api.model
    def _selection_of(self, name):
        """Return what the ticket's field ``complaint_<name>`` offers, in words."""
        field = self.env["helpdesk.ticket"]._fields[f"complaint_{name}"]
        return field._description_selection(self.env)

    def action_open_complaint(self):
        """Open the complaint itself, for those who work on it."""
        self.check_access("read")
        self.ensure_one()
        return self.ticket_id.action_open_complaint()
