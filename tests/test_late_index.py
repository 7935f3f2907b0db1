from unittest.mock import patch

from odoo.tools.sql import index_definition

from odoo.addons.complaint_recovery.tools import late_index

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

    def test_on_a_small_table_it_is_built_at_once(self):
        self._was_defined_otherwise()
        self.assertFalse(self._apply())
        self.assertTrue(self._is_there())
