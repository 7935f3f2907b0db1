import re
from pathlib import Path

from .common.change import CHANGES, ChangeCommon

PAGE = Path(__file__).parents[1] / "docs" / "change.rst"
ROW = re.compile(r"^   ``(?P<field>[\w.]+)``,(?P<cells>.+)$", re.MULTILINE)


def documented():
    """Return field → change → what docs/change.rst says of it."""
    found = {}
    for row in ROW.finditer(PAGE.read_text()):
        cells = [cell.strip() for cell in row["cells"].split(",")]
        found[row["field"]] = dict(zip(CHANGES, cells[1:7], strict=True))
    return found


class TestChange(ChangeCommon):
    """What each field of ours leans on changes: the table of docs/change.rst."""

    def test_each_cell_of_the_table_is_so(self):
        table, cells = documented(), 0
        self.assertEqual(
            sorted(table),
            sorted(f"{model}.{name}" for model, name in self.table),
            "A new field is decided: say in docs/change.rst what becomes of it.",
        )
        for (model, name), words in self._walk().items():
            cells += len(words)
            with self.subTest(f"{model}.{name}"):
                self.assertEqual(words, table[f"{model}.{name}"])
        self.assertGreater(cells, 400)
