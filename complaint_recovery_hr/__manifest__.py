{
    "name": "Complaint Recovery: Employees",
    "summary": "Managers of employees approve, approved time off is an absence",
    "version": "19.0.1.0.0",
    "category": "After-Sales",
    "author": "Complaint Recovery contributors",
    "website": "https://complaint-recovery.example",
    "license": "AGPL-3",
    "depends": ["complaint_recovery", "hr_holidays"],
    "data": [],
    "auto_install": True,
    "images": ["static/description/banner.png"],
    "installable": True,
}
