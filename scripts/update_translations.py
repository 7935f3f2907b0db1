"""Build the .pot of each addon anew and bring it into the catalogues.

Run by `make i18n`, in an Odoo shell with every addon installed. Kept translations stay,
new terms appear empty, terms the code no longer has are dropped.
"""

import io
from pathlib import Path

import polib

from odoo.tools.translate import trans_export

ROOT = Path.cwd()
LANGUAGES = ("zh_CN", "zh_TW")


def export(addon):
    buffer = io.BytesIO()
    trans_export(None, [addon.name], buffer, "po", env)  # noqa: F821
    fresh = polib.pofile(buffer.getvalue().decode())
    for name in ("POT-Creation-Date", "PO-Revision-Date"):
        fresh.metadata.pop(name, None)  # A date would change with each run.
    return fresh


def translate(fresh, kept):
    """Return ``fresh`` with the translations of ``kept``."""
    known = {entry.msgid: entry.msgstr for entry in kept}
    for entry in fresh:
        entry.msgstr = known.get(entry.msgid, "")
    return fresh


for folder in sorted(ROOT.glob("complaint_recovery*/__manifest__.py")):
    addon = folder.parent
    target = addon / "i18n"
    target.mkdir(exist_ok=True)
    export(addon).save(str(target / f"{addon.name}.pot"))
    for lang in LANGUAGES:
        path = target / f"{lang}.po"
        kept = polib.pofile(str(path)) if path.exists() else []
        catalogue = translate(export(addon), kept)
        catalogue.metadata["Language"] = lang
        catalogue.save(str(path))
        empty = [entry.msgid for entry in catalogue if not entry.msgstr]
        print(f"{addon.name} {lang}: {len(catalogue)} terms, {len(empty)} to translate")
