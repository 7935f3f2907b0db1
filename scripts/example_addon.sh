#!/bin/sh
# The worked example of docs/extend.rst: taken out of the page, installed, and tested.
# Ends with status 1 where it does not install or one of its tests fails.
set -e
db=${1:-example}
addons=.dev/example
rm -rf "$addons"
python3 - "$addons/complaint_recovery_cleaning" << 'END'
import re
import sys
import textwrap
from pathlib import Path

page = Path("docs/extend.rst").read_text()
block = re.compile(r"   :caption: (\S+)\n\n((?:   .*\n|\n)+)")
for name, text in block.findall(page):
    path = Path(sys.argv[1], name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(text).rstrip() + "\n")
END
make --silent db DB="$db"
log=.dev/log/example.log
rm -f "$log"
make --silent odoo DB="$db" ARGS="--addons-path=.,$addons \
    --init=complaint_recovery_cleaning --test-tags=/complaint_recovery_cleaning \
    --stop-after-init --log-level=warn --log-handler=odoo.tests.result:INFO \
    --logfile=$log" || { cat "$log"; exit 1; }
grep " of [1-9][0-9]* tests" "$log"
