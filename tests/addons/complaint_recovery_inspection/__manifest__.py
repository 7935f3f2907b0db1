{
    "name": "Complaint Recovery: Inspection",
    "summary": "Worked example: a deadline, a requirement, a document, a row of My day",
    "version": "19.0.1.0.0",
    "category": "After-Sales",
    "author": "Complaint Recovery contributors",
    "license": "AGPL-3",
    "depends": ["complaint_recovery"],
    "data": [
        "security/inspection_security.xml",
        "security/ir.model.access.csv",
        "wizards/complaint_missing_views.xml",
        "views/complaint_stage_views.xml",
    ],
    "installable": True,
}
