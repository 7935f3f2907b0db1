import os
import sys
from pathlib import Path
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.base.tests.common import BaseCommon

sys.path.insert(0, str(Path(__file__).parents[1] / "dev"))
import checks  # noqa: E402
from console import Problem  # noqa: E402

sys.path.pop(0)


@tagged("post_install", "-at_install")
class TestDevChecks(BaseCommon):
    """What would only fail after minutes, or do what nobody asked, is told at once."""

    def _before(self, command, *more, args=""):
        with patch.dict(os.environ, {"ARGS": args}):
            checks.before(command, *more)

    def test_words_after_a_command_are_not_passed_over(self):
        with self.assertRaisesRegex(Problem, "ARGS"):
            self._before("bench", "--help")

    def test_a_benchmark_that_is_not_there_is_told_with_those_that_are(self):
        with self.assertRaisesRegex(Problem, "instal is no benchmark: .*install"):
            self._before("bench", args="years instal")

    def test_benchmarks_are_called_by_their_names(self):
        self._before("bench", args="years install")
        self._before("bench")
