{
    "name": "Complaint Recovery: Dashboard",
    "summary": "Complaints among Odoo's spreadsheet dashboards",
    "version": "19.0.1.0.0",
    "category": "After-Sales",
    "author": "Complaint Recovery contributors",
    "website": "https://complaint-recovery.example",
    "license": "AGPL-3",
    "depends": ["complaint_recovery", "spreadsheet_dashboard"],
    "data": ["data/spreadsheet_dashboard_data.xml"],
    "auto_install": True,
    "images": ["static/description/banner.png"],
    "installable": True,
}
