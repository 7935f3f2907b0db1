#!/bin/sh
# The own tests of the addons in scripts/neighbours.txt, without and with ours; prints
# what fails with ours alone, which must be nothing. About 20 minutes.
#
#     sh scripts/neighbour_tests.sh [MODULE ...]
#
# See scripts/suites.sh for what may be set.
set -e
. scripts/suites.sh
folder=.dev/neighbours
made=$folder/$(cksum <scripts/neighbours.txt | cut -d' ' -f1)
if [ ! -e "$made" ]; then
    make --silent odoo ARGS=--version >/dev/null # Has the virtual environment made.
    rm -rf "$folder"
    .dev/venv/bin/python -m pip install --quiet --no-input --no-deps \
        --target="$folder" --requirement=scripts/neighbours.txt
    touch "$made"
fi
neighbours=$(ls "$folder/odoo/addons" | grep -v __pycache__)
installed=$(echo $neighbours base_automation sale_management crm | tr ' ' ',')
runs=$(echo $neighbours | tr ' ' ',')
[ $# = 0 ] || runs=$*
suites neighbours "$folder/odoo/addons,." "$installed" "$runs"
