"""Build the .pot of each addon anew and bring it into the catalogues.

Run by `make i18n`, in an Odoo shell with every addon installed. Kept translations stay,
new terms appear empty, terms the code no longer has are dropped. The languages of
customers have what customers read, and nothing else (dev/circles.py).
"""

import io
import sys
from pathlib import Path

import polib

from odoo.tools.translate import trans_export

ROOT = Path.cwd()
sys.path.insert(0, str(ROOT / "dev"))
import circles  # noqa: E402

ADDONS = sorted(
    path.parent for path in ROOT.glob("complaint_recovery*/__manifest__.py")
)
MODULES = env["ir.module.module"].search([("state", "=", "installed")])  # noqa: F821
INSTALLED = set(MODULES.mapped("name"))


def export(addon):
    buffer = io.BytesIO()
    trans_export(None, [addon.name], buffer, "po", env)  # noqa: F821
    fresh = polib.pofile(buffer.getvalue().decode())
    for name in ("POT-Creation-Date", "PO-Revision-Date"):
        fresh.metadata.pop(name, None)  # A date would change with each run.
    beside = INSTALLED - needed_by(addon)
    fresh[:] = [
        entry
        for entry in fresh
        if not is_foreign(entry, beside) and not circles.is_of_others(entry)
    ]
    return fresh


def needed_by(addon):
    """Return the names of the addon and of all that comes with it."""
    modules = MODULES.filtered(lambda module: module.name == addon.name)
    modules += modules.upstream_dependencies(exclude_states=("uninstalled",))
    while glue := installing_themselves(modules):
        modules += glue
    return set(modules.mapped("name"))


def installing_themselves(modules):
    """Return what Odoo installs where all of ``modules`` are."""
    beside = MODULES.filtered("auto_install") - modules
    return beside.filtered(lambda each: each.dependencies_id.depend_id <= modules)


def is_foreign(entry, beside):
    """Is it a field that an app ``beside`` adds to a mixin, so to models of ours?"""
    names = [place.rpartition(":")[2] for place, _line in entry.occurrences]
    records = [env.ref(name, raise_if_not_found=False) for name in names]  # noqa: F821
    if not all(record and record._name == "ir.model.fields" for record in records):
        return False
    fields = [env[record.model]._fields[record.name] for record in records]  # noqa: F821
    return all(field._modules and beside >= set(field._modules) for field in fields)


def translate(fresh, kept):
    """Return ``fresh`` with the translations of ``kept``."""
    known = {entry.msgid: entry.msgstr for entry in kept}
    for entry in fresh:
        entry.msgstr = known.get(entry.msgid, "")
    return fresh


for addon in ADDONS:
    target = addon / "i18n"
    target.mkdir(exist_ok=True)
    export(addon).save(str(target / f"{addon.name}.pot"))
    for lang in (*circles.DESK, *circles.CUSTOMERS):
        path = target / f"{lang}.po"
        kept = polib.pofile(str(path)) if path.exists() else []
        catalogue = translate(export(addon), kept)
        if lang in circles.CUSTOMERS:
            catalogue[:] = filter(circles.is_for_customers, catalogue)
            if not catalogue:
                continue
        catalogue.metadata["Language"] = lang
        catalogue.save(str(path))
        empty = [entry.msgid for entry in catalogue if not entry.msgstr]
        print(f"{addon.name} {lang}: {len(catalogue)} terms, {len(empty)} to translate")
