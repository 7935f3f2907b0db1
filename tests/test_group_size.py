from odoo import fields
from odoo.tools import SQL

from .common.group import GroupCase

FIGURES = [
    *("ticket_count", "customer_count", "reached_count", "open_count"),
    *("satisfied_count", "cost", "remedies_differ", "remedy_note"),
]


class TestGroupSize(GroupCase):
    """A group of two thousand asks the database as often as a group of ten."""

    def _insert(self, count):
        """Put ``count`` customers with an open complaint into the group, by SQL."""
        self.env.flush_all()
        people = self._copy(self.anna, count, name="'Person ' || n || ' Known'")
        ids = SQL("commercial_partner_id = id WHERE id = ANY(%s)", people)
        self.env.cr.execute(SQL("UPDATE res_partner SET %s", ids))
        each = f"(ARRAY{people})[n]"
        own = {"partner_id": each, "commercial_partner_id": each}
        self._copy(self.tickets[0], count, number="'G' || n", **own)
        self.env.cr.execute("ANALYZE helpdesk_ticket")

    def _copy(self, record, count, **columns):
        """Copy the row of ``record`` with other ``columns``; return the new ids."""
        self.env.cr.execute(
            SQL(
                "SELECT column_name FROM information_schema.columns"
                " WHERE table_name = %s AND column_name NOT IN ('id', 'access_token')",
                record._table,
            )
        )
        names = [name for (name,) in self.env.cr.fetchall()]
        values = (SQL(columns.get(name, f"old.{name}")) for name in names)
        rows = self.env.execute_query(
            SQL(
                "INSERT INTO %(table)s (%(names)s) SELECT %(values)s"
                " FROM %(table)s old, generate_series(1, %(count)s) AS n"
                " WHERE old.id = %(id)s RETURNING id",
                table=SQL.identifier(record._table),
                names=SQL(", ").join(map(SQL.identifier, names)),
                values=SQL(", ").join(values),
                count=count,
                id=record.id,
            )
        )
        return [row_id for (row_id,) in rows]

    def _queries(self, record, names):
        for _time in range(2):  # The first fills what is kept between requests.
            self.env.flush_all()
            self.env.invalidate_all()
            record.read(["display_name"])
            before = self.env.cr.sql_log_count
            record.read(names)
        return self.env.cr.sql_log_count - before

    def test_figures_cost_the_same_at_10_and_at_2000_complaints(self):
        self._insert(7)
        few = self._queries(self.group, FIGURES)
        self.assertEqual(self.group.customer_count, 10)
        self._insert(1990)
        self.assertEqual(self._queries(self.group, FIGURES), few)
        self.assertEqual(self.group.customer_count, 2000)

    def test_preview_costs_the_same_at_50_and_at_2000_complaints(self):
        later = fields.Datetime.add(fields.Datetime.now(), days=2)
        steps = {
            kind: self._prepare(kind, **({"planned_at": later} if not index else {}))
            for index, kind in enumerate(("follow_up", "apology"))
        }
        self._insert(47)
        few = {k: self._queries(step, ["preview"]) for k, step in steps.items()}
        self._insert(1950)
        for kind, step in steps.items():
            # More records than fit into one query are fetched in several.
            self.assertLessEqual(self._queries(step, ["preview"]), few[kind] + 10)
            self.assertIn("And 1950 more.", step.preview)
            self.assertGreater(step.preview_count, 1950)

    def test_each_customer_of_a_preview_costs_few_queries(self):
        step = self._prepare("apology")
        self._insert(7)
        few = self._queries(step, ["preview"])
        self._insert(40)
        self.assertLessEqual(self._queries(step, ["preview"]) - few, 40 * 5)
