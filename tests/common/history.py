"""Complaints of customers of two salespeople, for what each may know of them."""

from odoo.tests import new_test_user
from odoo.tools import SQL

from .complaint import ROLES, ComplaintCommon

CANARY = "CANARY"


class HistoryCommon(ComplaintCommon):
    """A complaint of Azure Interior (the salesperson's) and a colleague in sales."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign_sales = new_test_user(
            cls.env, "foreign_sales_user", groups=ROLES["sales"], name="Foreign"
        )
        cls.ticket = cls._create_complaint(
            cls.agent_all,
            name=f"Kettle leaks {CANARY}",
            complaint_cause_id=cls.cause.id,
            complaint_sales_note=f"The renewal {CANARY}",
        ).sudo()
        cls.env.flush_all()

    def _history(self, user, ticket=None):
        """Return the row of ``ticket`` as ``user`` gets it: empty where not allowed."""
        rows = self.env["complaint.history"].with_user(user)
        ticket = ticket or self.ticket
        return rows.search([("id", "=", ticket.id)])

    def _as(self, user, partner=None):
        """Return the customer as ``user`` meets it in a new request."""
        self.env.flush_all()
        self.env.invalidate_all()
        return (partner or self.customer_company).with_user(user)

    def _insert_complaints(self, partner, count, **columns):
        """Put ``count`` closed complaints of ``partner`` into the database by SQL.

        The oldest come first, as in life: whoever forgets to sort gets them wrong.
        """
        vals = {
            "name": "'Old one'",
            "number": "'OLD' || n",
            "description": "'Old'",
            "is_complaint": "TRUE",
            "active": "TRUE",
            "company_id": str(self.company.id),
            "partner_id": str(partner.id),
            "commercial_partner_id": str(partner.commercial_partner_id.id),
            "complaint_stage_id": str(self.stage_closed.id),
            "complaint_severity_id": str(self.normal.id),
            "complaint_received_at": f"now() - ({count} + 1 - n) * interval '1 minute'",
            "complaint_closed_at": "now()",
            **columns,
        }
        self.env.cr.execute(
            SQL(
                "INSERT INTO helpdesk_ticket (%s) SELECT %s"
                " FROM generate_series(1, %s) AS n",
                SQL(", ").join(map(SQL.identifier, vals)),
                SQL(", ").join(map(SQL, vals.values())),
                count,
            )
        )
        self.env.cr.execute("ANALYZE helpdesk_ticket")
        self.env.invalidate_all()
