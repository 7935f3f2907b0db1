{
    "name": "Complaint Recovery: Repairs",
    "summary": "Repairs by repair order, complaints on repair orders",
    "version": "19.0.1.0.0",
    "category": "After-Sales",
    "author": "Complaint Recovery contributors",
    "website": "https://complaint-recovery.example",
    "license": "AGPL-3",
    "depends": ["complaint_recovery_stock", "repair"],
    "data": [
        "views/complaint_remedy_views.xml",
        "views/repair_order_views.xml",
        "wizards/complaint_settings_views.xml",
    ],
    "auto_install": True,
    "images": ["static/description/banner.png"],
    "installable": True,
    "uninstall_hook": "uninstall_hook",
}
