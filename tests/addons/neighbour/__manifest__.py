{
    "name": "Neighbour",
    "summary": "Does what addons do that stand beside ours",
    "version": "19.0.1.0.0",
    "category": "After-Sales",
    "author": "Complaint Recovery contributors",
    "license": "AGPL-3",
    "depends": [
        "complaint_recovery",
        "base_automation",
        "helpdesk_mgmt_merge",
        "rating",
    ],
    "installable": True,
}
