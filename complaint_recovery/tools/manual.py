"""The manual, as pages of HTML: from the texts of docs/, links and pictures included.

The texts are written for Sphinx, which makes a searchable manual of them. Odoo has
docutils alone: what the pages use of Sphinx beside it is said here.
"""

import re
from functools import lru_cache
from pathlib import Path

from docutils import nodes
from docutils.core import publish_parts
from docutils.parsers.rst import Directive, directives, roles
from docutils.parsers.rst.directives.body import CodeBlock

ADDON = Path(__file__).parents[1]
#: Where the texts are: in the addon where it comes as a wheel, else beside it.
FOLDERS = (ADDON / "manual", ADDON.parent / "docs")
#: Where its pages are in Odoo.
PATH = "/complaint/manual"
PICTURES = "_static"
#: A label, and the title it stands above; a title over a line of the same length.
LABEL = re.compile(r"^\.\. _([\w-]+):$\n+(?:=+\n)?(.+)\n[=~-]{3,}$", re.MULTILINE)
TITLE = re.compile(r"^(=+)\n(.+)\n\1$", re.MULTILINE)
#: ``words <target>``, or the target alone.
WORDED = re.compile(r"^(.+?)\s*<([\w-]+)>$", re.DOTALL)
#: Neither files nor markup of a text are taken over as they are.
SAFE = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "embed_stylesheet": False,
    "stylesheet_path": "",
    "doctitle_xform": False,
    "initial_header_level": 1,
    "report_level": 4,
    "syntax_highlight": "none",
}


@lru_cache(maxsize=1)
def find_folder():
    """Return the folder of the texts, or None where they did not come along."""
    return next((f for f in FOLDERS if (f / "index.rst").is_file()), None)


@lru_cache(maxsize=1)
def find_pages():
    """Return name → title of each page."""
    folder = find_folder()
    texts = {p.stem: p.read_text() for p in sorted(folder.glob("*.rst"))}
    return {name: TITLE.search(text)[2] for name, text in texts.items()}


@lru_cache(maxsize=1)
def find_labels():
    """Return label → page and title of what it stands above."""
    return {
        label: (page, title)
        for page in find_pages()
        for label, title in LABEL.findall((find_folder() / f"{page}.rst").read_text())
    }


@lru_cache(maxsize=64)
def render(page):
    """Return a page as HTML, or None where there is none of that name."""
    if not find_folder() or page not in find_pages():
        return None
    _teach()
    text = (find_folder() / f"{page}.rst").read_text()
    parts = publish_parts(text, writer_name="html5", settings_overrides=SAFE)
    pictures = f'src="{PICTURES}/'
    return parts["body"].replace(pictures, f'src="{PATH}/{PICTURES}/')


def get_picture(name):
    """Return the path of a picture of the manual, or None."""
    folder = find_folder()
    if not folder or not re.fullmatch(r"[\w-]+\.(?:png|svg)", name):
        return None
    path = folder / PICTURES / name
    return path if path.is_file() else None


def _link(target, words):
    page, _hash, label = target.partition("#")
    address = f"{PATH}/{page}" + (f"#{label}" if label else "")
    return nodes.reference(words, words, refuri=address)


def _refer(kind):
    """Return the role ``:doc:`` or ``:ref:`` of Sphinx."""

    def role(_name, raw, text, _line, _inliner, _options=None, _content=None):
        worded = WORDED.match(text)
        words, target = worded.groups() if worded else ("", text)
        if kind == "doc":
            title, address = find_pages().get(target), target
        else:
            page, title = find_labels().get(target, ("", ""))
            address = f"{page}#{target}"
        if not title:
            return [nodes.literal(raw, words or target)], []
        return [_link(address, words or title)], []

    return role


class Contents(Directive):
    """Sphinx's table of pages: a list of links under its caption."""

    has_content = True
    option_spec = {"maxdepth": int, "caption": directives.unchanged}

    def run(self):
        items = nodes.bullet_list()
        for name in filter(None, map(str.strip, self.content)):
            link = _link(name, find_pages().get(name, name))
            items += nodes.list_item("", nodes.paragraph("", "", link))
        return [nodes.rubric("", self.options.get("caption", "")), items]


class Code(CodeBlock):
    """Sphinx's block of code, with the name of its file."""

    option_spec = {**CodeBlock.option_spec, "caption": directives.unchanged}

    def run(self):
        name = self.options.pop("caption", "")
        caption = [nodes.paragraph("", "", nodes.emphasis("", name))] if name else []
        return [*caption, *super().run()]


def _teach():
    """Tell docutils what the pages use of Sphinx."""
    for kind in ("doc", "ref"):
        roles.register_local_role(kind, _refer(kind))
    directives.register_directive("toctree", Contents)
    directives.register_directive("code-block", Code)
