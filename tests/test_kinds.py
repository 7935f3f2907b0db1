import re
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError

from odoo.addons.complaint_recovery.models.deadline.kinds import KINDS, Kind

from .common import ComplaintCommon

#: What a person may do → the field of the table that says so, and the flag of a button.
DONE_BY_HAND = {
    "action_done": ("finished", "can_finish"),
    "action_reschedule": ("moved", "can_move"),
    "action_cancel": ("cancelled", "can_cancel"),
}


class TestKinds(ComplaintCommon):
    """One table says what may happen to a kind of deadline, for all who ask."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint()
        cls.later = fields.Datetime.now() + timedelta(days=60)

    def _open(self, kind):
        opened = self.ticket._complaint_open_deadline(kind, "Audit", self.later)
        return opened.with_user(self.handler)

    @contextmanager
    def _kind_of_another_addon(self):
        """Have the kind ``audit`` that nobody describes."""
        field = self.env["complaint.deadline"]._fields["kind"]
        kinds = [*field.selection, ("audit", "Audit")]
        with patch.multiple(field, selection=kinds, _selection=dict(kinds)):
            yield

    def _try(self, kind, method):
        """Return whether a person may do it to a running deadline of ``kind``."""
        deadline = self._open(kind)
        date = fields.Datetime.add(self.later, days=60)  # No care call is so near.
        arguments = [date, "Busy"] if method == "action_reschedule" else []
        try:
            with self.env.cr.savepoint():
                getattr(deadline, method)(*arguments)
        except UserError:
            return False
        return True

    def test_every_kind_of_the_core_is_described(self):
        kinds = self.env["complaint.deadline"]._fields["kind"].get_values(self.env)
        self.assertEqual(set(KINDS), set(kinds))

    def test_people_do_what_the_table_allows_and_nothing_else(self):
        for name, kind in self.env["complaint.deadline"]._get_kinds().items():
            for method, (may, _flag) in DONE_BY_HAND.items():
                with self.subTest(f"{name} {method}"):
                    self.assertEqual(self._try(name, method), getattr(kind, may))

    def test_buttons_are_shown_for_what_people_may_do(self):
        for name, kind in self.env["complaint.deadline"]._get_kinds().items():
            deadline = self._open(name)
            for may, flag in DONE_BY_HAND.values():
                with self.subTest(f"{name} {flag}"):
                    self.assertEqual(deadline[flag], getattr(kind, may))
            late = kind.moved and kind.heard
            self.assertEqual(deadline.can_tell_late, late)

    def test_no_button_is_shown_on_what_is_done(self):
        promise = self._open("promise")
        promise.action_done()
        flags = ["can_finish", "can_move", "can_cancel", "can_tell_late"]
        self.assertEqual(
            promise.read(flags), [dict.fromkeys(flags, False) | {"id": promise.id}]
        )

    def test_people_write_down_what_the_table_allows_and_nothing_else(self):
        deadlines = self.env["complaint.deadline"].with_user(self.handler)
        vals = {"ticket_id": self.ticket.id, "name": "Audit", "due_at": self.later}
        for name, kind in deadlines._get_kinds().items():
            with self.subTest(name):
                self.assertEqual(name in deadlines.new().written_kinds, kind.written)
                if kind.written:
                    self.assertTrue(deadlines.create({**vals, "kind": name}))
                else:
                    with self.assertRaises(AccessError):
                        deadlines.create({**vals, "kind": name})

    def test_what_goes_with_a_word_to_the_customer_asks_for_it(self):
        for name, kind in self.env["complaint.deadline"]._get_kinds().items():
            if kind.purpose:
                with self.subTest(name):
                    action = self._open(name).action_done()
                    purpose = action["context"]["default_purpose"]
                    self.assertEqual(purpose, kind.purpose)

    def test_what_is_planned_has_a_time_by_the_severity(self):
        clock = self.ticket._complaint_clock()
        for kind in self.env["complaint.deadline"]._get_kinds_that("planned"):
            with self.subTest(kind):
                vals = self.ticket._complaint_prepare_deadline(kind, clock)
                self.assertTrue(vals["due_at"] and vals["name"])

    def test_types_of_activities_are_there(self):
        for name, kind in self.env["complaint.deadline"]._get_kinds().items():
            if kind.activity_type:
                with self.subTest(name):
                    activity = self._open(name).activity_id.sudo().activity_type_id
                    self.assertEqual(activity, self.env.ref(kind.activity_type))

    def test_kind_nobody_describes_is_handled_like_what_people_write_down(self):
        with self._kind_of_another_addon():
            kind = self.env["complaint.deadline"]._get_kinds()["audit"]
            self.assertEqual(kind, Kind())
            for method in DONE_BY_HAND:
                with self.subTest(method):
                    self.assertTrue(self._try("audit", method))

    def test_views_ask_the_table(self):
        """No view decides by a list of kinds of its own."""
        views = self.env["ir.ui.view"].search([("model", "=", "complaint.deadline")])
        self.assertTrue(views)
        for view in views:
            with self.subTest(view.name):
                found = re.search(
                    r"\bkind (not )?in\b|whitelisted_values", view.arch_db
                )
                self.assertFalse(found, found)
