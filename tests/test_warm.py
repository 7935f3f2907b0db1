import datetime
import sys
from types import ModuleType
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.modules.registry import Registry
from odoo.service.model import get_public_method
from odoo.tests import BaseCase, freeze_time, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from .cold import is_cold
from .common import ComplaintCommon
from .warm import Memory, remember

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

    def test_who_begins_with_nothing_leaves_what_was_known_and_no_more(self):
        key = self.env.ref("base.main_company").id, "cold"
        memory = remember(cold=True)
        self.assertNotIn("before", self.cache)
        self.cache[key] = "learned"
        memory.restore()
        self.assertEqual(self.cache["before"], "known")
        self.assertNotIn(key, self.cache)


class TestKept(ComplaintCommon):
    """What is kept of Odoo's answers is what it would answer (tests/kept.py)."""

    def test_what_is_forbidden_in_a_condition_is_forbidden_each_time(self):
        for _time in range(2):
            self.assertEqual(safe_eval("1 + x", {"x": 2}), 3)
            with self.assertRaises(NameError), mute_logger("odoo.tools.safe_eval"):
                safe_eval("x.__class__", {"x": 2})
            with self.assertRaises(SyntaxError):
                safe_eval("1 +")

    def test_function_put_in_place_of_another_is_the_one_that_is_called(self):
        cls = type(self.customer)
        before = get_public_method(self.customer, "read")
        with patch.object(cls, "read", lambda self: "other", create=True):
            self.assertEqual(get_public_method(self.customer, "read")(None), "other")
        self.assertIs(get_public_method(self.customer, "read"), before)

    def test_what_nobody_may_call_from_outside_is_refused_each_time(self):
        def private(self):
            return "private"

        private._api_private = True
        get_public_method(self.customer, "read")
        with patch.object(type(self.customer), "read", private):
            for _time in range(2):
                with self.assertRaises(AccessError):
                    get_public_method(self.customer, "read")

    def test_there_is_one_environment_for_user_rights_and_context(self):
        env = self.env(user=self.handler)
        self.assertIs(self.env(user=self.handler), env)
        one, two = (env(context={**env.context, "kept": kept}) for kept in (1, 2))
        self.assertEqual([one.context["kept"], two.context["kept"]], [1, 2])
        self.assertIs(env(context={**env.context, "kept": 1}), one)
        self.assertIsNot(env(su=True), env)
        self.assertTrue(env(su=True).su)
        self.assertFalse(self.env(user=self.handler, su=False).su)

    def test_environment_the_transaction_has_forgotten_is_made_anew(self):
        env = self.env(user=self.handler, context={"kept": 1})
        self.env.transaction.envs.discard(env)
        self.assertIsNot(self.env(user=self.handler, context={"kept": 1}), env)


class Counting(ComplaintCommon):
    """No test: what tests/cold.py reads."""

    @classmethod
    def _make_old(cls):
        cls.cr.execute("SELECT 1")

    def _count(self):
        return [self.cr.sql_log_count for _turn in range(1)]

    def counts(self):
        return self._count()

    @freeze_time(DAY)
    def counts_elsewhere(self):
        return count(self)

    def changes_a_row(self):
        self._make_old()

    def reads(self):
        return self.customer.name


class CountingSetUp(Counting):
    def setUp(self):
        super().setUp()
        self._make_old()


class CountingSetUpClass(Counting):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_old()


def count(case):
    return Counting._count(case)


@tagged("post_install", "-at_install")
class TestCold(BaseCase):
    """Which tests find the caches empty (tests/cold.py)."""

    def test_who_counts_queries_or_changes_rows_over_any_number_of_calls(self):
        names = ("counts", "counts_elsewhere", "changes_a_row")
        for name in names:
            with self.subTest(name=name):
                self.assertTrue(is_cold(Counting, name))

    def test_others_of_the_same_class_know_what_was_read_before(self):
        self.assertFalse(is_cold(Counting))
        self.assertFalse(is_cold(Counting, "reads"))

    def test_what_happens_before_each_test_counts_for_each(self):
        self.assertTrue(is_cold(CountingSetUp, "reads"))
        self.assertFalse(is_cold(CountingSetUp))

    def test_what_happens_before_all_tests_counts_for_the_class(self):
        self.assertTrue(is_cold(CountingSetUpClass))
        self.assertFalse(is_cold(CountingSetUpClass, "reads"))

    def test_closed_cursor_of_a_class_that_ran_before_is_not_asked(self):
        class Ran(Counting):
            cr = Registry(get_db_name()).cursor()

            def asks(self):
                return self.cr

        Ran.cr.close()
        self.assertFalse(is_cold(Ran, "asks"))


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
