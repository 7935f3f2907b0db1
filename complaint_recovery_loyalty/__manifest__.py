{
    "name": "Complaint Recovery: Coupons & Loyalty",
    "summary": "Vouchers and discounts with a code of their own",
    "version": "19.0.1.0.0",
    "category": "After-Sales",
    "author": "Complaint Recovery contributors",
    "website": "https://complaint-recovery.example",
    "license": "AGPL-3",
    "depends": ["complaint_recovery", "loyalty"],
    "data": [
        "reports/complaint_letter_reports.xml",
        "views/complaint_remedy_type_views.xml",
        "views/complaint_remedy_views.xml",
        "views/loyalty_card_views.xml",
    ],
    "auto_install": True,
    "installable": True,
    "uninstall_hook": "uninstall_hook",
}
