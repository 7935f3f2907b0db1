{
    "name": "Complaint Recovery: CRM",
    "summary": "Report a complaint from a lead, and see open ones there",
    "version": "19.0.1.0.0",
    "category": "After-Sales",
    "author": "Complaint Recovery contributors",
    "website": "https://complaint-recovery.example",
    "license": "AGPL-3",
    "depends": ["complaint_recovery", "crm"],
    "data": [
        "views/crm_lead_views.xml",
        "wizards/complaint_sales_entry_views.xml",
    ],
    "auto_install": True,
    "images": ["static/description/banner.png"],
    "installable": True,
}
