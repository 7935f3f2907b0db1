from unittest.mock import patch

from lxml import etree

from odoo import fields
from odoo.orm.table_objects import Constraint
from odoo.tools import SQL

from .common import ComplaintCommon

CONSTRAINTS = SQL(
    "SELECT conname FROM pg_constraint WHERE contype <> 'n' AND convalidated"
)
INDEXES = SQL(
    """SELECT relname FROM pg_index
       JOIN pg_class ON pg_class.oid = indexrelid WHERE indisvalid"""
)


class TestSchema(ComplaintCommon):
    """What the code declares is really in the database, and used."""

    def _declared(self):
        """Return name in the database → object, also of what mixins bring along."""
        return {
            declared.full_name(self.env[model._name]): declared
            for model in self.env.registry.values()
            for declared in model._table_objects.values()
            if not model._abstract and declared._module == "complaint_recovery"
        }

    def _names(self, query):
        return {row[0] for row in self.env.execute_query(query)}

    def test_objects_of_mixins_and_of_parents_are_among_them(self):
        self.assertLessEqual(
            {
                "helpdesk_ticket_complaint_next_due_idx",
                "helpdesk_ticket_complaint_board_idx",
                "helpdesk_ticket_complaint_received_idx",
                "complaint_deadline_check_idx",
                "complaint_severity_times_positive",
                "res_company_complaint_days_positive",
            },
            self._declared().keys(),
        )

    def test_every_constraint_and_index_of_ours_is_in_the_database(self):
        constraints, indexes = self._names(CONSTRAINTS), self._names(INDEXES)
        for name, declared in self._declared().items():
            kind = constraints if isinstance(declared, Constraint) else indexes
            with self.subTest(name):
                self.assertIn(name, kind)

    def test_every_field_of_ours_that_says_so_has_an_index(self):
        indexes = self._names(SQL("SELECT indexdef FROM pg_indexes"))
        for model in self.env.registry.values():
            for name, field in model._fields.items():
                ours = field._module == "complaint_recovery" and field.index
                if not ours or not field.store or model._abstract:
                    continue
                start = f"ON public.{model._table} USING btree ({name})"
                with self.subTest(str(field)):
                    self.assertTrue(any(start in index for index in indexes))

    def _plan(self, model, domain, order=None):
        """Return how PostgreSQL would search, had it as many rows as in real life."""
        self.env.flush_all()
        query = self.env[model].sudo()._search(domain, order=order, limit=100)
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("SET LOCAL enable_sort = off")
        rows = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
        return "\n".join(row[0] for row in rows)

    def test_due_complaints_are_found_through_their_index(self):
        domain = [
            ("is_complaint", "=", True),
            ("complaint_next_due_at", "<=", fields.Datetime.now()),
        ]
        plan = self._plan("helpdesk.ticket", domain, "complaint_next_due_at, id")
        self.assertIn("helpdesk_ticket_complaint_next_due_idx", plan)

    def test_overdue_complaints_are_found_through_their_index(self):
        domain = [("complaint_overdue", "=", True)]
        plan = self._plan("helpdesk.ticket", domain, "complaint_next_due_at, id")
        self.assertIn("helpdesk_ticket_complaint_next_due_idx", plan)

    def test_todays_satisfaction_reads_what_was_closed_lately(self):
        domain = [
            ("is_complaint", "=", True),
            ("complaint_closed_at", ">=", fields.Datetime.now()),
            ("complaint_satisfaction", "!=", False),
        ]
        plan = self._plan("helpdesk.ticket", domain, "complaint_closed_at, id")
        self.assertIn("helpdesk_ticket_complaint_closed_idx", plan)

    def test_all_deadlines_are_listed_through_their_index(self):
        plan = self._plan("complaint.deadline", [], "due_at, id")
        self.assertIn("complaint_deadline_due_idx", plan)

    def test_what_somebody_has_to_do_is_found_through_its_index(self):
        mine = ("user_id", "=", self.handler.id)
        domain = [("state", "in", ("running", "paused")), mine]
        for asked in (domain, [("state", "=", "running"), mine]):
            plan = self._plan("complaint.deadline", asked, "due_at")
            self.assertIn("complaint_deadline_user_running_idx", plan)

    def test_what_somebody_kept_lately_is_found_through_its_index(self):
        domain = [
            ("done_at", ">=", fields.Datetime.now()),
            ("user_id", "=", self.handler.id),
        ]
        plan = self._plan("complaint.deadline", domain, "done_at")
        self.assertIn("complaint_deadline_user_done_idx", plan)

    def test_a_list_of_all_complaints_reads_one_page_through_its_index(self):
        order = "priority desc, sequence, number desc, id desc"
        self.assertEqual(self.env["helpdesk.ticket"]._order, order)
        plan = self._plan("helpdesk.ticket", [("is_complaint", "=", True)], order)
        self.assertIn("helpdesk_ticket_complaint_order_idx", plan)

    def _order(self, view):
        """Return in which order a view of ours shows complaints."""
        arch = self.env.ref(f"complaint_recovery.{view}").arch
        return etree.fromstring(arch).get("default_order")

    def test_our_own_list_of_all_complaints_reads_one_page_through_its_index(self):
        """In the order people see it in, which is not the parent's."""
        order = self._order("complaint_view_list")
        plan = self._plan("helpdesk.ticket", [("is_complaint", "=", True)], order)
        self.assertIn("helpdesk_ticket_complaint_list_idx", plan)

    def _fill_ledger(self, count):
        """Let ``count`` deadlines run, one in a hundred of them due."""
        ticket = self._create_complaint()
        self.env.flush_all()
        self.env.cr.execute(
            """INSERT INTO complaint_deadline
                   (ticket_id, company_id, kind, name, state, due_at, next_check_at)
               SELECT %s, %s, 'promise', 'Promise', 'running', now(),
                      now() + (number - %s / 100) * interval '1 hour'
                 FROM generate_series(1, %s) number""",
            (ticket.id, ticket.company_id.id, count, count),
        )
        self.env.cr.execute("ANALYZE complaint_deadline")

    def test_due_deadlines_are_found_through_their_index(self):
        """The pass's own query, with nothing said to the planner."""
        self._fill_ledger(10000)
        asked = []
        with patch.object(
            type(self.env), "execute_query", lambda _env, sql: asked.append(sql) or []
        ):
            self.env["complaint.deadline"]._lock_due(100, [])
        plan = self.env.execute_query(SQL("EXPLAIN %s", asked[0]))
        text = "\n".join(row[0] for row in plan)
        self.assertIn("complaint_deadline_check_idx", text)
        self.assertNotIn("Seq Scan", text)

    def test_a_pass_with_nothing_due_asks_little(self):
        self._create_complaint()
        cron = self.env.ref("complaint_recovery.ir_cron_deadlines")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()  # Plans what is running.
            self.env.invalidate_all()
            _cron, progress = cron._add_progress()
            context = {"cron_id": cron.id, "ir_cron_progress_id": progress.id}
            with self.registry.cursor() as cr:
                env = self.env(cr=cr, context=context)
                before = self.cr.sql_log_count
                env["complaint.deadline"]._cron_process()
                # And what time it is for the database, which tests know: five.
                self.assertLessEqual(self.cr.sql_log_count - before, 4)

    def test_board_reads_its_columns_through_their_index(self):
        """In its order, so that an empty column is not looked for among all others."""
        domain = [
            ("is_complaint", "=", True),
            ("complaint_closed_at", "=", False),
            ("complaint_stage_id", "=", self.stage_received.id),
        ]
        # In an empty table it costs the same by the list's own index.
        self.env.cr.execute("DROP INDEX helpdesk_ticket_complaint_list_idx")
        plan = self._plan(
            "helpdesk.ticket", domain, self._order("complaint_view_kanban")
        )
        self.assertIn("helpdesk_ticket_complaint_board_idx", plan)
        self.assertNotIn("Sort", plan)

    def test_nothing_of_ours_is_computed_for_every_ticket_at_installation(self):
        """Neither a stored compute nor a default: a large table is not rewritten."""
        for field in self.env["helpdesk.ticket"]._fields.values():
            if field._module == "complaint_recovery" and field.store:
                with self.subTest(field.name):
                    self.assertFalse(field.compute or field.default or field.required)
