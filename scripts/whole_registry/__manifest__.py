{
    "name": "Whole registry",
    "summary": "Loaded server-wide by scripts/suites.sh; never installed",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Complaint Recovery contributors",
    "license": "AGPL-3",
    "depends": ["base"],
    "installable": False,
}
