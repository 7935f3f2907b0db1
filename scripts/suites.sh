# Read by neighbour_tests.sh and odoo_tests.sh: other addons' own tests, without and
# with ours, in databases that differ in nothing else.
#
#     suites NAME ADDONS_PATH INSTALLED "RUN RUN ..."
#
# INSTALLED (comma separated) and helpdesk_mgmt are in both databases. Each RUN (names
# of modules, comma separated) is one process on either side, one after the other and
# with low priority. Ends with status 1 where a test fails with ours and not without,
# or is not run.
#
# SUITE_FILES=test_mail_composer runs those files alone. PORT is for tests over HTTP.
# NICE (10) is how far they stand back for others on the machine.
# The database without ours is kept, and made new where what it is made of has changed;
# both are in PostgreSQL until make clean.
suites() {
    name=$1 path=$2,scripts installed=helpdesk_mgmt,$3 runs=$4
    made_of=$(echo "$installed" | cat - scripts/neighbours.txt | cksum | cut -d' ' -f1)
    without=suites_${name}_$made_of with=suites_${name}_with
    logs=.dev/log/suites_$name
    mkdir -p "$logs"

    if [ ! -e "$logs/$without" ]; then
        echo "== Database without: $installed"
        make --silent odoo ARGS="db drop $without" >/dev/null 2>&1 || true
        server "$without" "$logs/making" "--init=$installed" || return 1
        touch "$logs/$without"
    fi
    echo "== Database with: complaint_recovery and what it brings beside them"
    make --silent odoo ARGS="db duplicate --force $without $with" >/dev/null 2>&1
    server "$with" "$logs/making" --init=complaint_recovery || return 1

    status=0
    for modules in $runs; do
        results=$logs/$(echo "$modules" | cut -c1-80) # File names have an end.
        for side in without with; do
            eval "db=\$$side"
            rm -f "$results.$side"
            tags=/$(echo "$modules" | sed 's#,#,/#g')
            export SUITE_RESULTS="$PWD/$results.$side"
            server "$db" "$results.$side.log" \
                "--load=base,web,rpc,whole_registry --test-tags=$tags" >/dev/null || true
        done
        python3 scripts/suites_compare.py "$modules" "$results" || status=1
    done
    return $status
}

# server DB LOG ARGUMENTS: Odoo on the database with the addons of $path, and with what
# they import from their first folder.
server() {
    rm -f "$2"
    PYTHONPATH=${path%%/odoo/addons*} nice -n "${NICE:-10}" make --silent odoo DB="$1" ARGS="--addons-path=$path --logfile=$PWD/$2 \
        --http-port=${PORT:-8069} --stop-after-init --log-level=warn $3" || {
        echo "Odoo ended with a failure: see $2"
        return 1
    }
}
