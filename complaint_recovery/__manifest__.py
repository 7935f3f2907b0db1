{
    "name": "Complaint Recovery",
    "summary": "From complaint to satisfied customer: owner, apology, remedy, promises",
    "version": "19.0.1.0.0",
    "category": "After-Sales",
    "author": "Complaint Recovery contributors",
    "license": "AGPL-3",
    "depends": ["helpdesk_mgmt", "resource", "sales_team"],
    "data": [],
    "application": True,
    "installable": True,
}
