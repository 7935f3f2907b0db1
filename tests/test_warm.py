import datetime
import sys
from types import ModuleType
from unittest.mock import patch

from odoo.tests import BaseCase, freeze_time, tagged

from .common import ComplaintCommon
from .warm import Memory, is_cold

DAY = "2026-01-05 08:00:00"


class TestWarm(ComplaintCommon):
    """Caches after a test hold what is true then, and no more (tests/warm.py)."""

    def setUp(self):
        super().setUp()
        self.cache = self.registry._Registry__caches["default"]
        self.cache["before"] = "known"
        self.memory = Memory()
        self.addCleanup(self.cache.pop, "before", None)
        self.addCleanup(self.cache.pop, "after", None)

    def test_what_was_learned_stays(self):
        self.cache["after"] = "learned"
        self.memory.restore()
        self.assertEqual(self.cache["before"], "known")
        self.assertEqual(self.cache["after"], "learned")

    def test_what_was_learned_since_a_cache_was_emptied_is_forgotten(self):
        self.env.registry.clear_cache()
        self.cache["after"] = "learned"
        self.memory.restore()
        self.assertEqual(self.cache["before"], "known")
        self.assertNotIn("after", self.cache)

    def test_what_changed_a_cached_answer_changes_it_back(self):
        key = "complaint_recovery.test_warm"
        parameters = self.env["ir.config_parameter"]
        self.assertFalse(parameters.get_param(key))
        memory = Memory()
        with self.env.cr.savepoint() as savepoint:
            parameters.set_param(key, "changed")
            self.assertEqual(parameters.get_param(key), "changed")
            savepoint.rollback()
        memory.restore()
        self.assertFalse(parameters.get_param(key))

    def test_who_counts_queries_knows_nothing(self):
        class TestCounting(ComplaintCommon):
            def test_count(self):
                return self.cr.sql_log_count

        self.assertTrue(is_cold(TestCounting))
        self.assertFalse(is_cold(ComplaintCommon))


@tagged("post_install", "-at_install")
class TestFreezing(BaseCase):
    """A freeze stops the clocks of all modules (tests/freezing.py)."""

    def test_clocks_of_odoo_and_of_ours_stand_still(self):
        real = {"datetime": datetime.datetime, "date": datetime.date}
        with freeze_time(DAY):
            going = [
                f"{name}.{key}"
                for name, module in sys.modules.copy().items()
                if name.startswith("odoo.")
                for key, value in real.items()
                if getattr(module, "__dict__", {}).get(key) is value
            ]
        self.assertFalse(going)

    def test_module_imported_before_or_meanwhile_is_as_it_was_afterwards(self):
        real = datetime.datetime
        before, meanwhile = ModuleType("x_before"), ModuleType("x_meanwhile")
        before.moment = real
        with patch.dict(sys.modules, x_before=before):
            with freeze_time(DAY):
                self.assertEqual(str(before.moment.now()), DAY)
                meanwhile.moment = datetime.datetime
                sys.modules["x_meanwhile"] = meanwhile
            self.assertIs(before.moment, real)
            self.assertIs(meanwhile.moment, real)
