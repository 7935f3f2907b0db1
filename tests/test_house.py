import sys
from pathlib import Path

from odoo.tests import tagged

from odoo.addons.base.tests.common import BaseCommon

sys.path.insert(0, str(Path(__file__).parents[1] / "dev"))
import house  # noqa: E402

sys.path.pop(0)

ADDON = "complaint_recovery/models/thing.py"
OTHER = "complaint_recovery/models/other.py"
RULES = f".. _d{1}:\n\n.. _decision-{1}:\n\n``thing._method()``, tests/test_thing.py\n"
GOOD = {
    house.RULES: RULES,
    "tests/test_thing.py": "",
    ADDON: """
class Thing:
    def _method(self):
        one = self.sudo()  # The rule asks.
        # Whoever asks.
        if two := self.sudo():
            return two
        return (
            self.env["x"]
            .sudo()  # No secret.
            .search([])
        )
""",
}


@tagged("post_install", "-at_install")
class TestHouse(BaseCommon):
    """``make lint`` sees what the other tools do not."""

    def _problems(self, text, path=ADDON):
        return house.problems({**GOOD, path: text})

    def assertFound(self, words, text, path=ADDON):
        found = self._problems(text, path)
        self.assertEqual(len(found), 1, found)
        self.assertIn(words, found[0])

    def test_what_is_right_is_left_alone(self):
        self.assertEqual(house.problems(dict(GOOD)), [])

    def test_a_file_is_no_longer_than_it_may_be(self):
        lines = "x = 1\n" * house.FILE_LINES
        self.assertEqual(self._problems(lines, "dev/x.py"), [])
        self.assertFound(f"{house.FILE_LINES + 1} lines", lines + "y = 2\n", "dev/x.py")
        self.assertEqual(self._problems(lines + "y", "x/views/x.xml"), [])

    def test_a_function_is_no_longer_than_it_may_be(self):
        function = "def long():\n" + "    x = 1\n" * (house.FUNCTION_LINES - 1)
        self.assertEqual(self._problems(function, "dev/x.py"), [])
        self.assertFound("long()", function + "    y = 2\n", "dev/x.py")

    def test_sudo_without_a_reason_is_found(self):
        self.assertFound("superuser", GOOD[ADDON].replace("  # The rule asks.", ""))
        self.assertFound("superuser", GOOD[ADDON].replace("# Whoever asks.", "x = 1"))
        self.assertFound("superuser", GOOD[ADDON].replace("  # No secret.", ""))

    def test_as_above_is_no_reason(self):
        self.assertFound("superuser", GOOD[ADDON].replace("The rule asks", "As above"))
        self.assertFound("superuser", GOOD[ADDON].replace("Whoever asks", "See above"))

    def test_a_reason_of_the_line_before_is_none(self):
        text = GOOD[ADDON].replace("        # Whoever asks.\n", "")
        self.assertFound("superuser", text)

    def test_the_system_user_needs_a_reason_as_well(self):
        text = GOOD[ADDON].replace("self.sudo()", "self.with_user(SUPERUSER_ID)")
        self.assertEqual(self._problems(text), [])
        self.assertFound("superuser", text.replace("  # The rule asks.", ""))

    def test_rights_of_a_person_need_no_reason(self):
        text = GOOD[ADDON].replace("  # The rule asks.", "")
        self.assertEqual(self._problems(text.replace("sudo()", "sudo(False)")), [])

    def test_a_term_the_export_does_not_find_is_found(self):
        for text in ('say = self.env._\nsay("Hello")\n', 'x = f"{self.env._(1)}"\n'):
            self.assertRegex("".join(self._problems(text, OTHER)), "no term is found")
        self.assertFalse(self._problems('x = self.env._("Hello")\n', OTHER))

    def test_tests_and_tools_need_no_reason(self):
        self.assertEqual(self._problems("x.sudo()\n", "tests/x.py"), [])

    def test_a_rule_that_is_not_there_is_not_cited(self):
        there = f"# D{1}, decision {1}, decisions {1} and {1}\n"
        self.assertEqual(self._problems(there, "dev/x.py"), [])
        self.assertFound(f"D{2}", f"# for staff (D{2})\n", "dev/x.py")
        for cited in (f"decision {2}", f"Decisions {1}, {2}", f"decisions {1} and {2}"):
            self.assertFound(f"decision {2}", f"# {cited}\n", "dev/x.py")

    def test_papers_that_are_not_here_are_not_cited(self):
        self.assertFound("domain", "# as domain" + ".md says\n", "dev/x.py")

    def test_what_the_rules_name_is_there(self):
        self.assertFound("_method", GOOD[ADDON].replace("_method", "_renamed"))
        self.assertFound("test_gone", RULES + "tests/test_gone.py\n", house.RULES)
        self.assertFound("gone/thing", RULES + "``gone/thing.py``\n", house.RULES)
        there = RULES + "``models/thing.py``, ``tests/test_thing.py``\n"
        self.assertEqual(self._problems(there, house.RULES), [])


@tagged("post_install", "-at_install")
class TestNamedMethods(BaseCommon):
    """What the pages say of the code is so."""

    def test_each_method_is_one_of_the_model_it_is_named_with(self):
        named = [
            (page.name, *match)
            for page in (Path(house.ROOT) / "docs").glob("*.rst")
            for match in house.NAMED.findall(page.read_text())
        ]
        self.assertGreater(len(named), 50)
        wrong = [
            f"{page}: {model}.{method}()"
            for page, model, method in named
            if model in self.env and not hasattr(self.env[model], method)
        ]
        self.assertEqual(wrong, [])
        unknown = {model for _page, model, _method in named} - set(self.env.registry)
        self.assertEqual(unknown, set())
