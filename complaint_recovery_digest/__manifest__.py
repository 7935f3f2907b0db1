{
    "name": "Complaint Recovery: Digest",
    "summary": "The key figures of complaints in Odoo's digest mail",
    "version": "19.0.1.0.0",
    "category": "After-Sales",
    "author": "Complaint Recovery contributors",
    "website": "https://complaint-recovery.example",
    "license": "AGPL-3",
    "depends": ["complaint_recovery", "digest"],
    "data": ["data/digest_data.xml", "views/digest_views.xml"],
    "auto_install": True,
    "images": ["static/description/banner.png"],
    "installable": True,
}
