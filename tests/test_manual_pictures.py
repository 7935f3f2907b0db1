import re
import runpy
from pathlib import Path

from odoo.addons.base.tests.common import BaseCommon
from odoo.addons.complaint_recovery.tools import manual

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "scripts" / "pictures_table.py"
FOLDER = manual.find_folder() / manual.PICTURES
#: A picture in a page, and what is said of it to who does not see it.
IMAGE = re.compile(
    r"^( *)\.\. image:: (?:docs/)?_static/(\S+)\.png\n((?:\1 +:.*\n)*)", re.MULTILINE
)
#: All of them together: whoever clones this fetches them.
BYTES = 4_000_000
LEAST = 40


class TestManualPictures(BaseCommon):
    """The pictures of the manual are those that scripts/pictures.py takes."""

    def _table(self):
        """Return the names that the script knows, and those of the page in Apps."""
        table = runpy.run_path(str(TABLE))
        return [picture.name for picture in table["PICTURES"]], table["SCREENSHOTS"]

    def _used(self):
        """Return page, name and options of each picture that the pages show."""
        pages = [ROOT / "README.rst", *manual.find_folder().glob("*.rst")]
        for page in pages:
            for _indent, name, options in IMAGE.findall(page.read_text()):
                yield page.name, name, options

    def test_each_has_a_line_in_the_table_and_each_line_has_been_taken(self):
        names, _screenshots = self._table()
        self.assertEqual(len(names), len(set(names)))
        self.assertEqual(set(names), {path.stem for path in FOLDER.glob("*.png")})
        self.assertGreaterEqual(len(names), LEAST)

    def test_pages_show_all_of_them_and_no_others(self):
        used = {name for _page, name, _options in self._used()}
        self.assertEqual(used, {path.stem for path in FOLDER.glob("*.png")})
        everything = {path.suffix for path in FOLDER.iterdir()}
        self.assertEqual(everything, {".png"})

    def test_each_is_told_to_who_does_not_see_it(self):
        for page, name, options in self._used():
            with self.subTest(page=page, name=name):
                words = re.search(r":alt: (.+)", options)
                self.assertTrue(words, "no :alt:")
                self.assertGreater(len(words[1]), 15)

    def test_pages_of_the_manual_are_rendered_with_them(self):
        for page, name, _options in self._used():
            if page != "README.rst":
                with self.subTest(page=page, name=name):
                    html = manual.render(page.removesuffix(".rst"))
                    self.assertIn(f'src="{manual.PATH}/_static/{name}.png"', html)
            self.assertTrue(manual.get_picture(f"{name}.png"))

    def test_the_page_in_apps_shows_eight_of_them(self):
        _names, screenshots = self._table()
        beside = ROOT / "complaint_recovery" / "static" / "description"
        page = (beside / "index.html").read_text()
        taken = {path.name for path in beside.glob("screenshot_*.png")}
        self.assertEqual(len(screenshots), 8)
        self.assertEqual(taken, {f"{name}.png" for name in screenshots.values()})
        for picture, name in screenshots.items():
            with self.subTest(name):
                self.assertIn(f'src="{name}.png"', page)
                same = (FOLDER / f"{picture}.png").read_bytes()
                self.assertEqual((beside / f"{name}.png").read_bytes(), same)

    def test_they_are_small(self):
        sizes = [path.stat().st_size for path in FOLDER.glob("*.png")]
        self.assertLess(sum(sizes), BYTES)
        self.assertGreater(min(sizes), 4000, "a picture shows nothing")
