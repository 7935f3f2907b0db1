#!/bin/sh
# Build a wheel of each addon and try them: sh scripts/wheels.sh FOLDER
#
# Of what is committed. The wheel of the core brings the manual along. They are installed
# without what they need into a new virtual environment, which must find each of them;
# ends in failure where one is not.
set -eu
target=$(mkdir -p "$1" && cd "$1" && pwd)
root=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

git -C "$root" archive HEAD | tar -x -C "$work"
mkdir "$work/complaint_recovery/manual"
cp -r "$work"/docs/*.rst "$work/complaint_recovery/manual/"
if [ -d "$work/docs/_static" ]; then
  cp -r "$work/docs/_static" "$work/complaint_recovery/manual/"
fi
"$python" -m venv "$work/venv"
for manifest in "$work"/complaint_recovery*/__manifest__.py; do
  addon=$(dirname "$manifest")
  "$work/venv/bin/pip" wheel --quiet --no-deps --wheel-dir "$target" "$addon"
done
"$work/venv/bin/pip" install --quiet --no-deps "$target"/odoo_addon_complaint_recovery*.whl
cd "$work/venv"  # What is found is the wheel's, not the clone's.
for manifest in "$work"/complaint_recovery*/__manifest__.py; do
  name=$(basename "$(dirname "$manifest")")
  "$work/venv/bin/python" - "$name" <<'END'
import importlib.metadata, importlib.util, pathlib, sys

name = sys.argv[1]
paths = importlib.util.find_spec("odoo.addons").submodule_search_locations
found = [p for p in paths if (pathlib.Path(p) / name / "__manifest__.py").is_file()]
assert found, f"{name} is not on the path of the addons"
about = importlib.metadata.metadata(f"odoo-addon-{name}")
assert about["License"] == "AGPL-3", f"{name}: no licence"
assert len(about.get_payload()) > 300, f"{name}: no long description"
assert (pathlib.Path(found[0]) / name / "LICENSE").is_file(), f"{name}: no LICENSE"
print(f"{name} {about['Version']}: found, licence and description are there")
END
done
