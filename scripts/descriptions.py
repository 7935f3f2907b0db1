"""Build README.rst and static/description/index.html of each addon from its readme/.

    .dev/venv/bin/python scripts/descriptions.py [--check]

The fragments are those of OCA: DESCRIPTION, INSTALL, CONFIGURE, USAGE. Screenshots that
lie beside the page are shown. With ``--check`` nothing is written: it ends in failure
where a page is not what would be built (tests/test_docs.py).
"""

import ast
import sys
from html import escape
from pathlib import Path

from docutils.core import publish_parts

ROOT = Path(__file__).parents[1]
FRAGMENTS = ("DESCRIPTION", "INSTALL", "CONFIGURE", "USAGE")
HEADINGS = {"INSTALL": "Install", "CONFIGURE": "Configure", "USAGE": "Use"}
LICENCE = "Licence: AGPL-3, see ``LICENSE``.\n"
SAFE = {"file_insertion_enabled": False, "raw_enabled": False, "stylesheet_path": ""}
PAGE = """<section class="container py-4">
  <img src="banner.png" alt="{name}" style="max-width: 100%" />
  <h1 class="mt-4">{name}</h1>
  <p class="lead">{summary}</p>
{body}{pictures}</section>
"""
PICTURE = """  <figure class="my-4">
    <img src="{file}" alt="{words}" style="max-width: 100%; border: 1px solid #ccc" />
    <figcaption>{words}</figcaption>
  </figure>
"""
#: Screenshot → what one sees on it.
SCREENSHOTS = {
    "screenshot_day.png": "My day: what is due, to whom, and the buttons to do it",
    "screenshot_complaint.png": "A complaint: the next step is the highlighted button",
    "screenshot_call.png": "Taking a call: nothing typed is lost",
    "screenshot_offer.png": "Options told together; the customer chooses one",
    "screenshot_promises.png": "One ledger of everything that is due, and promised",
    "screenshot_overview.png": "The overview: against targets and the period before",
    "screenshot_stage.png": "A stage, and what it requires",
    "screenshot_portal.png": "What the customer sees and answers, with login or link",
}


def read(addon):
    """Return fragment → text of those that the addon has."""
    paths = {name: addon / "readme" / f"{name}.rst" for name in FRAGMENTS}
    return {name: path.read_text() for name, path in paths.items() if path.exists()}


def build(addon):
    """Return path → text of the two pages of an addon."""
    manifest = ast.literal_eval((addon / "__manifest__.py").read_text())
    name, texts = manifest["name"], read(addon)
    line = "=" * len(name)
    parts, body = [f"{line}\n{name}\n{line}\n"], ""
    for fragment, text in texts.items():
        heading = HEADINGS.get(fragment)
        head = f"{heading}\n{'=' * len(heading)}\n\n" if heading else ""
        parts.append(head + text)
        html = publish_parts(text, writer_name="html5", settings_overrides=SAFE)["body"]
        body += (f"<h2>{heading}</h2>\n" if heading else "") + html
    beside = addon / "static" / "description"
    pictures = "".join(
        PICTURE.format(file=file, words=escape(words))
        for file, words in SCREENSHOTS.items()
        if (beside / file).is_file()
    )
    page = PAGE.format(
        name=escape(name),
        summary=escape(manifest["summary"]),
        body=body,
        pictures=pictures,
    )
    return {
        addon / "README.rst": "\n".join([*parts, LICENCE]),
        addon / "static" / "description" / "index.html": page,
    }


def main(arguments):
    wrong = []
    for manifest in sorted(ROOT.glob("complaint_recovery*/__manifest__.py")):
        for path, text in build(manifest.parent).items():
            if path.exists() and path.read_text() == text:
                continue
            wrong.append(path.relative_to(ROOT))
            if "--check" not in arguments:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
    print("\n".join(map(str, wrong)))
    return 1 if wrong and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
