#!/bin/sh
# Update a database made by an earlier commit to the code of today, and compare.
#
#     sh scripts/update_from.sh [COMMIT]
#
# Without COMMIT from the last one before the rooms. All our addons are installed with
# demo data by that commit, a year of work is not: what the demo holds, a few complaints
# taken from intake to the end, and configuration that was edited, archived, deleted. Run
# it before each release, from the last one. Fails where the update warns, where a record,
# an amount, a stage or an id of ours is lost or changed, or where a model is left in the
# database that the code no longer has.
set -e
commit=${1:-bd0d2ecc}
db=${DB:-update_from}
modules=complaint_recovery,complaint_recovery_sale,complaint_recovery_crm
modules=$modules,complaint_recovery_digest
work=$(mktemp -d)
trap 'git worktree remove --force "$work/before"; rm -rf "$work"' EXIT
git worktree add --quiet --detach "$work/before" "$commit"

odoo() {  # odoo ADDONS ARGUMENTS: Odoo with the addons of a folder
    addons=$1
    shift
    make --silent odoo DB="$db" \
        ARGS="$* --addons-path=$addons --log-level=warn --no-http"
}

echo "== Database $db by $commit"
make --silent odoo ARGS="db drop $db" >/dev/null 2>&1 || true
odoo "$work/before" "--init=$modules --with-demo --stop-after-init" 2>"$work/log.before"
COMPARE=before odoo "$work/before" shell <scripts/update_compare.py >"$work/before.json"
echo "== Update"
odoo "$PWD" "--update=complaint_recovery --stop-after-init" 2>"$work/log.update"
if grep -E " (WARNING|ERROR|CRITICAL) " "$work/log.update" |
    grep -vE "root|EXTENSION|extension"; then
    echo "The update warns: see above." >&2
    exit 1
fi
BEFORE="$work/before.json" odoo "$PWD" shell <scripts/update_compare.py
