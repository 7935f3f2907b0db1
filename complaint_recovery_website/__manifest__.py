{
    "name": "Complaint Recovery: Website",
    "summary": "A building block for pages that leads to the complaint form",
    "version": "19.0.1.0.0",
    "category": "After-Sales",
    "author": "Complaint Recovery contributors",
    "website": "https://complaint-recovery.example",
    "license": "AGPL-3",
    "depends": ["complaint_recovery", "website"],
    "data": ["views/snippets.xml"],
    "auto_install": True,
    "images": ["static/description/banner.png"],
    "installable": True,
}
