from unittest.mock import patch

from odoo.tools.sql import (
    constraint_definition,
    drop_constraint,
    get_foreign_keys,
    index_definition,
)

from odoo.addons.complaint_recovery.tools import late_constraint, late_index

from .common import ComplaintCommon

NAME = "helpdesk_ticket_complaint_list_idx"


class TestLateIndex(ComplaintCommon):
    """Indexes of a large table are built once people may write again."""

    def _apply(self):
        """Let the index be looked at as at an update; return what is built later."""
        tickets = self.env["helpdesk.ticket"]
        # The building itself waits for this transaction, which a test never ends.
        with patch.object(late_index, "build") as build:
            tickets._table_objects[NAME].apply_to_database(tickets)
            self.env.cr.postcommit.run()
        return [call.args[2] for call in build.call_args_list]

    def _is_there(self):
        return bool(index_definition(self.env.cr, NAME)[0])

    def _was_defined_otherwise(self):
        self.env.cr.execute(f"COMMENT ON INDEX {NAME} IS 'INDEX (id)'")

    def test_an_index_that_is_as_declared_stays(self):
        with patch.object(late_index, "LARGE", 0):
            self.assertFalse(self._apply())
        self.assertTrue(self._is_there())

    def test_an_index_with_other_columns_than_before_is_built_late(self):
        self._was_defined_otherwise()
        with patch.object(late_index, "LARGE", 0):
            self.assertEqual(self._apply(), [NAME])
        self.assertFalse(self._is_there())

    def test_rows_there_are_held_to_a_constraint_late(self):
        tickets, name = self.env["helpdesk.ticket"], "complaint_claim_not_negative"
        constraint = tickets._table_objects[f"helpdesk_ticket_{name}"]
        for large, validated in ((0, [f"helpdesk_ticket_{name}"]), (10**12, [])):
            drop_constraint(self.cr, "helpdesk_ticket", f"helpdesk_ticket_{name}")
            with (
                self.subTest(large=large),
                patch.object(late_index, "LARGE", large),
                patch.object(late_constraint, "validate") as validate,
            ):
                constraint.apply_to_database(tickets)
                self.env.cr.postcommit.run()
                self.assertEqual(
                    [c.args[2] for c in validate.call_args_list], validated
                )
                known = constraint_definition(
                    self.cr, "helpdesk_ticket", f"helpdesk_ticket_{name}"
                )
                self.assertEqual(known, constraint.get_definition(self.env.registry))

    def test_rows_there_are_held_to_a_foreign_key_late(self):
        tickets = self.env["helpdesk.ticket"]
        column = "complaint_stage_id"
        key = "helpdesk_ticket", column
        wanted = {key: ("complaint_stage", "id", "restrict", tickets, tickets._module)}
        drop_constraint(self.cr, "helpdesk_ticket", f"helpdesk_ticket_{column}_fkey")
        with (
            patch.object(late_index, "LARGE", 0),
            patch.object(late_constraint, "validate") as validate,
            patch.object(self.env.registry, "_foreign_keys", wanted, create=True),
        ):
            late_constraint.add_foreign_keys(tickets)
            late_constraint.add_foreign_keys(tickets)  # It is there.
            self.env.cr.postcommit.run()
            self.assertEqual(validate.call_count, 1)
            self.env.registry.check_foreign_keys(self.cr)  # Odoo knows it as its own.
        keys = get_foreign_keys(
            self.cr, "helpdesk_ticket", column, "complaint_stage", "id", "restrict"
        )
        self.assertEqual(keys, [f"helpdesk_ticket_{column}_fkey"])

    def test_on_a_small_table_it_is_built_at_once(self):
        self._was_defined_otherwise()
        self.assertFalse(self._apply())
        self.assertTrue(self._is_there())
