"""The rooms of the core addon: who may know whom. See docs/develop.rst, The rooms.

Read from the code as text: nothing here needs a database.
"""

import ast
import re
import shutil
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from odoo.addons.base.tests.common import BaseCommon

MODELS = Path(__file__).parents[1] / "complaint_recovery" / "models"
TICKET = "helpdesk.ticket"
#: These rooms are the complaint itself; the others stand around it.
INSIDE = (
    *("guard", "setup", "contact", "apology"),
    *("deadline", "remedy", "escalation", "ticket"),
)
#: They look at all the others; none of them knows these.
ONLOOKERS = ("report", "life")


@dataclass
class House:
    """What is defined and what is named in each room."""

    root: Path
    #: Method → rooms that define it; those of the ticket once more.
    methods: dict = field(default_factory=lambda: defaultdict(set))
    ticket_methods: dict = field(default_factory=lambda: defaultdict(set))
    #: Field or model of ours → rooms that define it.
    fields: dict = field(default_factory=lambda: defaultdict(set))
    models: dict = field(default_factory=lambda: defaultdict(set))
    #: (room, place, name): what is imported, taken from a record, written as a string.
    imported: list = field(default_factory=list)
    taken: list = field(default_factory=list)
    written: list = field(default_factory=list)

    def __post_init__(self):
        for room in self.order:
            for path in sorted((self.root / room).glob("*.py")):
                self.look_at(room, path)

    @cached_property
    def order(self):
        """Return the rooms in the order of import."""
        tree = ast.parse((self.root / "__init__.py").read_text())
        imports = (node for node in tree.body if isinstance(node, ast.ImportFrom))
        return [name.name for node in imports for name in node.names]

    def look_at(self, room, path):
        for node in ast.walk(ast.parse(path.read_text())):
            place = f"{room}/{path.name}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.ClassDef):
                self.read_class(room, node)
            elif isinstance(node, ast.ImportFrom) and node.level == 2 and node.module:
                target = node.module.split(".")[0]
                self.imported.append((room, place, target))
            elif isinstance(node, ast.Attribute):
                self.taken.append((room, place, node.attr))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                self.written.append((room, place, node.value))

    def read_class(self, room, node):
        inherited = set()
        for statement in node.body:
            if isinstance(statement, ast.FunctionDef):
                self.methods[statement.name].add(room)
            if not isinstance(statement, ast.Assign):
                continue
            name, value = statement.targets[0].id, ast.unparse(statement.value)
            if name in ("_name", "_inherit"):
                known = ast.literal_eval(statement.value)
                inherited |= {known} if isinstance(known, str) else set(known)
                if name == "_name":
                    self.models[known].add(room)
            elif value.startswith("fields."):
                self.fields[name].add(room)
            elif isinstance(statement.value, ast.Name):  # _deliver_gift = _deliver_x
                self.methods[name].add(room)
        if TICKET in inherited:
            for statement in node.body:
                if isinstance(statement, ast.FunctionDef):
                    self.ticket_methods[statement.name].add(room)

    def may_know(self, room, other):
        """May ``room`` name what lies in ``other``?"""
        if room == other or (room in ONLOOKERS):
            return True
        if other not in INSIDE:
            return False
        return room not in INSIDE or self.order.index(other) < self.order.index(room)

    def wrong_imports(self):
        for room, place, other in self.imported:
            if other in self.order and not self.may_know(room, other):
                yield f"{place} imports from {other}/"

    def wrong_calls(self):
        """Inside, the rooms talk to each other through the ticket as well."""
        for room, place, name in self.taken:
            homes = self.methods.get(name, set())
            if not homes or name in self.fields:
                continue
            if any(self.may_know(room, home) for home in homes):
                continue
            if room in INSIDE and self.ticket_methods[name] & set(INSIDE):
                continue
            yield f"{place} calls {name}() of {', '.join(sorted(homes))}/"

    def wrong_names(self):
        """Nobody inside names a field of ours or a model of the rooms around."""
        named = [*self.taken, *self.written]
        for room, place, name in named:
            homes = self.fields[name] if name.startswith("complaint_") else set()
            homes = homes or (self.models[name] if name.startswith("compl") else set())
            if room in INSIDE and homes and not homes & set(INSIDE):
                yield f"{place} names {name} of {', '.join(sorted(homes))}/"


@cache
def _as_it_is():
    return House(MODELS)


class TestLayers(BaseCommon):
    """A line in the wrong direction shows at once, by its place."""

    def _house(self, **lines):
        """Return the house, or a copy with ``lines``: room → text put into it."""
        if not lines:
            return _as_it_is()
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        shutil.copytree(MODELS, folder / "models")
        for room, text in lines.items():
            (folder / "models" / room / "put_in.py").write_text(text)
        return House(folder / "models")

    def test_fifteen_rooms_the_inside_first(self):
        order = self._house().order
        self.assertEqual(tuple(order[: len(INSIDE)]), INSIDE)
        self.assertEqual(len(order), 15)

    def test_each_room_is_described_and_loads_all_its_files(self):
        for room in self._house().order:
            with self.subTest(room=room):
                tree = ast.parse((MODELS / room / "__init__.py").read_text())
                self.assertGreater(len(ast.get_docstring(tree) or ""), 200)
                loaded = {
                    name.name
                    for node in tree.body
                    if isinstance(node, ast.ImportFrom)
                    for name in node.names
                }
                with_models = {
                    path.stem
                    for path in (MODELS / room).glob("*.py")
                    if "(models." in path.read_text()
                }
                self.assertEqual(loaded, with_models)

    def test_what_a_description_names_is_there(self):
        house = self._house()
        for room in house.order:
            text = ast.get_docstring(
                ast.parse((MODELS / room / "__init__.py").read_text())
            )
            for name in re.findall(r"``([a-z_]+)\(\)``", text):
                with self.subTest(room=room, name=name):
                    self.assertIn(name, {*house.methods, "message_new"})
            for name in re.findall(r"``([a-z_]+\.py)``", text):
                with self.subTest(room=room, name=name):
                    self.assertTrue((MODELS / room / name).exists() or name[0] == "_")

    def test_imports_go_one_way(self):
        self.assertFalse(list(self._house().wrong_imports()))

    def test_no_room_calls_what_only_a_later_one_has(self):
        self.assertFalse(list(self._house().wrong_calls()))

    def test_nobody_inside_names_the_rooms_around(self):
        self.assertFalse(list(self._house().wrong_names()))

    def test_a_line_in_the_wrong_direction_is_found(self):
        house = self._house(
            guard="from ..remedy.transitions import LIVE_STATES\n",
            contact="def f(self):\n    return self._complaint_tell_salesperson('x')\n",
            deadline="def f(self):\n    self.env['complaint.escalation']._fire([])\n",
            ticket="def f(self):\n    return self.complaint_group_id\n",
            portal="from ..group.figures import COMPARED_STATES\n",
            group="def f(self):\n    return self._complaint_portal_path()\n",
        )
        found = [
            *house.wrong_imports(),
            *house.wrong_calls(),
            *house.wrong_names(),
        ]
        places = {line.split("/")[0] for line in found if "/put_in.py" in line}
        self.assertEqual(
            places, {"guard", "contact", "deadline", "ticket", "portal", "group"}
        )
