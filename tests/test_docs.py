import ast
import importlib.util
import re
import shlex
import sys
import textwrap
from pathlib import Path

from lxml import etree

from odoo.tools import config

from odoo.addons.base.tests.common import BaseCommon

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.rst"), *ROOT.glob("docs/*.rst")])
#: A block of code, with its language; ``::`` has none.
BLOCK = re.compile(
    r"^( *)(?:\.\. code-block:: (\w+)|(?!\.\. ).*::)\n"
    r"((?: +:.*\n)*)\n((?:\1  .*\n|\n)+)",
    re.MULTILINE,
)
#: What in a page names a file of the repository.
FILE = re.compile(r"``((?:docs|scripts|tests|dev|bench)/[\w./-]+\.\w+)``")
COMMANDS = re.compile(
    r"(?:^|``)((?:[A-Z_]+=\S+ )*(?:make|sh|python3|pip) [^`\n]+)(?:``|$)", re.MULTILINE
)


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class TestDocs(BaseCommon):
    """What the pages say to type can be typed, and what they show is what it says."""

    def _blocks(self):
        for page in PAGES:
            for _indent, language, _options, text in BLOCK.findall(page.read_text()):
                yield page.name, language, textwrap.dedent(text)

    def test_code_blocks_are_code(self):
        readers = {"python": ast.parse, "xml": lambda t: etree.fromstring(t.encode())}
        seen = set()
        for page, language, text in self._blocks():
            if language in readers:
                seen.add(language)
                with self.subTest(page=page, text=text[:40]):
                    readers[language](text)
        self.assertEqual(seen, readers.keys())

    def _commands(self):
        for page in PAGES:
            for command in COMMANDS.findall(page.read_text()):
                yield page.name, command.strip()

    def test_commands_name_what_is_there(self):
        targets = ast.parse((ROOT / "dev" / "__main__.py").read_text())
        needs = next(
            ast.literal_eval(node.value)
            for node in targets.body
            if isinstance(node, ast.Assign) and node.targets[0].id == "NEEDS"
        )
        found = 0
        for page, command in self._commands():
            words = shlex.split(re.split(r'[|#"<]', command)[0])
            words = [w for w in words if not re.match(r"[A-Z_]+=", w)]
            names = [w for w in words[1:] if not w.startswith("-")]
            with self.subTest(page=page, command=command):
                found += 1
                if words[0] == "make" and names:
                    self.assertIn(names[0].rstrip(";,."), needs)
                elif words[0] in ("sh", "python3") and names:
                    self.assertTrue((ROOT / names[0]).exists())
        self.assertGreater(found, 25)

    def test_files_that_are_named_are_there(self):
        for page in PAGES:
            for name in FILE.findall(page.read_text()):
                with self.subTest(page=page.name, name=name):
                    self.assertTrue((ROOT / name).exists())

    def test_all_methods_to_extend_are_on_the_page_for_extending(self):
        page = (ROOT / "docs" / "extend.rst").read_text()
        named = set(re.findall(r"``(?:[a-z.]+\.)?(_[a-z_]+)(?:\(\)|<)", page))
        hooks = {
            f"{path.relative_to(ROOT)}: {node.name}()": node.name
            for path in ROOT.glob("complaint_recovery/**/*.py")
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.FunctionDef)
            and re.search(r"\b[Ee]xtend", ast.get_docstring(node) or "")
        }
        self.assertGreater(len(hooks), 80)
        missing = [place for place, name in hooks.items() if name not in named]
        self.assertEqual(missing, [])

    def test_what_compose_mounts_and_copies_is_there(self):
        text = (ROOT / "compose.yaml").read_text()
        context = ROOT / re.search(r"^ +context: (\S+)", text, re.MULTILINE)[1]
        copied = re.findall(r"^ +COPY (\S+)", text, re.MULTILINE)
        self.assertTrue(copied)
        for name in copied:
            self.assertTrue((context / name).is_file(), name)
        # Of a clone in use the whole context may be sent: not with what .dev/ holds.
        self.assertNotEqual(context.resolve(), ROOT)
        mounted = re.search(r"- (\S+):/mnt/extra-addons:ro", text)[1]
        self.assertTrue(config._is_addons_path(ROOT / mounted))
        addon = re.search(r"--init (\w+)", text)[1]
        self.assertTrue((ROOT / mounted / addon / "__manifest__.py").is_file())

    def test_compose_waits_for_the_database_that_odoo_reaches(self):
        # While it is made, the database of the image answers on its socket alone.
        text = (ROOT / "compose.yaml").read_text()
        self.assertRegex(text, r"pg_isready [^\n]*-h 127\.0\.0\.1")

    def test_pages_of_the_addons_are_built_of_their_fragments(self):
        sys.path.insert(0, str(ROOT / "scripts"))
        self.addCleanup(sys.path.remove, str(ROOT / "scripts"))
        descriptions = load(ROOT / "scripts" / "descriptions.py")
        for manifest in ROOT.glob("complaint_recovery*/__manifest__.py"):
            for path, text in descriptions.build(manifest.parent).items():
                with self.subTest(path.relative_to(ROOT)):
                    self.assertEqual(path.read_text(), text)

    def test_pictures_of_the_addons_are_there(self):
        for page in ROOT.glob("complaint_recovery*/static/description/index.html"):
            for name in re.findall(r'src="([^"]+)"', page.read_text()):
                with self.subTest(page=page.parts[-4], name=name):
                    self.assertTrue((page.parent / name).is_file())
            self.assertTrue((page.parent / "icon.png").is_file())
