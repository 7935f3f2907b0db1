{
    "name": "Complaint Recovery: Sales",
    "summary": "Open complaints on quotations and orders, orders on complaints",
    "version": "19.0.1.0.0",
    "category": "After-Sales",
    "author": "Complaint Recovery contributors",
    "website": "https://complaint-recovery.example",
    "license": "AGPL-3",
    "depends": ["complaint_recovery", "sale"],
    "data": [
        "views/complaint_history_views.xml",
        "views/helpdesk_ticket_views.xml",
        "views/portal_templates.xml",
        "views/sale_order_views.xml",
        "wizards/complaint_sales_entry_views.xml",
    ],
    "auto_install": True,
    "installable": True,
}
