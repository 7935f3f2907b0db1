"""The pictures of the manual: who is logged in, where, what is clicked, which part.

A step is ``click: words on it``, ``css: selector``, ``fill: selector => text``,
``press: Key``, ``wait: selector`` or ``top: selector`` (see pictures_browser.py).
``<name>`` in an address is a record of ``FIND``.
"""

from typing import NamedTuple

WIDE = (1440, 760)
TALL = (1200, 1000)
PHONE = (420, 860)


class Picture(NamedTuple):
    name: str
    login: str
    where: str
    steps: tuple = ()
    crop: str = ""
    size: tuple = (1200, 760)


def _complaint(customer, cause="", *more):
    """How to find the complaint that is open today: by customer and cause."""
    domain = [("partner_id.name", "=", customer), ("complaint_closed_at", "=", False)]
    if cause:
        domain.append(("complaint_cause_id.name", "ilike", cause))
    return "helpdesk.ticket", [*domain, ("is_complaint", "=", True), *more]


def _named(model, name):
    return model, [("name", "=", name)]


FIND = {
    "unanswered": _complaint("Ingrid Solberg"),
    "offered": _complaint("Renate Haas", "", ("complaint_remedy_ids", "!=", False)),
    "found": _complaint("Tom Albright"),
    "late": _complaint("Hye-jin Park"),
    "escalated": _complaint("Grace Mbeki", "", ("complaint_level", ">", 0)),
    "choice": _complaint("Grace Mbeki", "forgot to tell"),
    "listed": _complaint("Luc Martens"),
    "ended": (
        "helpdesk.ticket",
        [("complaint_outcome", "=", "satisfied"), ("user_id.login", "=", "handler")],
    ),
    "worked": _named("complaint.corrective.action", "Corner guards on every tall box"),
    "batch": _named("complaint.group", "Appliances that fail in the first weeks"),
    "review": ("complaint.review", [("received_count", ">", 9)]),
    "received": _named("complaint.stage", "Received"),
    "major": _named("complaint.severity", "Major"),
    "cause": _named("complaint.cause", "Late delivery"),
    "voucher": _named("complaint.remedy.type", "Voucher"),
    "rule": _named("complaint.escalation.rule", "Overdue: the team leader"),
    "team": _named("helpdesk.ticket.team", "Customer Care"),
    "customer": _named("res.partner", "Bistro Lumière"),
    "colleague": ("res.users", [("login", "=", "leader")]),
    "key": ("complaint.watchlist.entry", [("kind", "=", "key_customer")]),
}
COMPLAINT = "/odoo/complaints/"
ALL = "/odoo/complaints-all/"
ACTION = "/odoo/action-complaint_recovery."
DIALOG = ".modal-content"
MENU = ".o-dropdown--menu"

HANDLERS = (
    Picture("day", "handler", "/odoo/complaint-day"),
    Picture("later", "handler", "/odoo/complaint-day", ("click: Later…",), DIALOG),
    Picture(
        "call",
        "handler",
        "/odoo/complaint-day",
        (
            "click: Take a call",
            "fill: .modal [name=partner_id] input => Ingrid",
            "click: Ingrid Solberg",
            "fill: .modal [name=description] textarea => It trips the fuse again.",
            "click: Angry",
        ),
        DIALOG,
        (1200, 1150),
    ),
    Picture("complaint", "handler", COMPLAINT + "<unanswered>", size=TALL),
    Picture(
        "checklist", "handler", COMPLAINT + "<choice>", ("css: .o_complaint_checklist",)
    ),
    Picture("next", "handler", COMPLAINT + "<late>"),
    Picture(
        "called",
        "handler",
        COMPLAINT + "<unanswered>",
        ("click: Call the customer",),
        DIALOG,
        TALL,
    ),
    Picture(
        "apologise",
        "handler",
        COMPLAINT + "<unanswered>",
        (
            "click: Apology and remedies",
            "css: .tab-pane.active button[name=action_apologise]",
        ),
        DIALOG,
        TALL,
    ),
    Picture(
        "findings",
        "handler",
        COMPLAINT + "<found>",
        ("click: Findings and decision", "top: .o_notebook_headers"),
    ),
    Picture(
        "offer",
        "handler",
        COMPLAINT + "<unanswered>",
        (
            "click: Apology and remedies",
            "click: Add a remedy",
            "css: .modal [name=line_ids] td[name=amount]",
            "fill: .modal [name=line_ids] td[name=amount] input => 45",
            "click: Replacement",
        ),
        DIALOG,
        (1300, 1000),
    ),
    Picture(
        "chose",
        "handler",
        COMPLAINT + "<choice>",
        ("click: The customer chose…",),
        DIALOG,
        TALL,
    ),
    Picture(
        "remedies",
        "handler",
        COMPLAINT + "<choice>",
        ("click: Apology and remedies", "top: .o_notebook_headers"),
    ),
    Picture("record", "handler", COMPLAINT + "<offered>", ("click: Record",)),
    Picture(
        "promise",
        "handler",
        COMPLAINT + "<offered>",
        ("click: Record", "click: Promise or task"),
        DIALOG,
    ),
    Picture(
        "timeline",
        "handler",
        COMPLAINT + "<offered>",
        ("click: Timeline", "top: .o_notebook_headers"),
    ),
    Picture(
        "escalate",
        "handler",
        COMPLAINT + "<unanswered>",
        ("css: [data-menu=escalate]", "css: .o-dropdown--menu .o-dropdown-item"),
        DIALOG,
    ),
    Picture("more", "handler", COMPLAINT + "<offered>", ("click: More",)),
    Picture(
        "case_file",
        "handler",
        "/report/html/complaint_recovery.report_case_file/<escalated>",
        size=TALL,
    ),
    Picture("ended", "handler", COMPLAINT + "<ended>"),
    Picture("board", "handler", "/odoo/complaints", size=WIDE),
    Picture("help", "handler", "/odoo/complaint-day", ("css: .o_complaint_help",)),
)
LEADERS = (
    Picture("day_leader", "leader", "/odoo/complaint-day"),
    Picture("approvals", "leader", "/odoo/complaint-approvals", size=WIDE),
    Picture("escalations", "leader", "/odoo/complaint-escalations", size=WIDE),
    Picture(
        "give_back",
        "leader",
        "/odoo/complaint-day",
        ("click: Give back…",),
        DIALOG,
    ),
    Picture(
        "list",
        "leader",
        "/odoo/complaints-all?view_type=list",
        size=WIDE,
    ),
    Picture(
        "selected",
        "leader",
        "/odoo/complaints-all?view_type=list",
        (
            "css: thead .o_list_record_selector input",
            "click: For all selected…",
        ),
        DIALOG,
        WIDE,
    ),
    Picture("promises", "leader", "/odoo/complaint-deadlines", size=WIDE),
    Picture("overview", "leader", "/odoo/complaint-overview", size=TALL),
    Picture("group", "leader", "/odoo/complaint-groups/<batch>"),
    Picture(
        "group_step",
        "leader",
        "/odoo/complaint-groups/<batch>",
        ("click: Apologise",),
        "",
        TALL,
    ),
)
MANAGERS = (
    Picture("watchlist", "manager", "/odoo/complaints-watchlist", size=WIDE),
    Picture("watched", "manager", "/odoo/complaints-watchlist/<key>"),
    Picture("action", "manager", "/odoo/complaint-actions/<worked>", size=(1200, 560)),
    Picture("review", "manager", "/odoo/complaint-reviews/<review>", size=TALL),
    Picture(
        "analysis",
        "manager",
        "/odoo/complaint-analysis",
        (
            "css: .o_searchview_dropdown_toggler",
            "click: More...",
            "click: Which causes grow?",
            "press: Escape",
        ),
        size=WIDE,
    ),
)
ADMINS = (
    Picture(
        "first_hour",
        "admin",
        "/odoo/complaint-day",
        ("css: .o_complaint_first_hour summary",),
        ".o_complaint_first_hour",
        (1200, 1200),
    ),
    Picture(
        "holidays",
        "admin",
        ACTION + "complaint_holidays_action",
        (),
        DIALOG,
        TALL,
    ),
    Picture(
        "settings", "manager", ACTION + "complaint_settings_action", (), DIALOG, TALL
    ),
    Picture("limits", "manager", "/odoo/complaint-limits", size=(1200, 420)),
    Picture(
        "limits_all",
        "manager",
        "/odoo/complaint-limits",
        ("click: Limits of everybody",),
    ),
    Picture("user", "admin", "/odoo/users/<colleague>", ("click: Preferences",)),
    Picture("stages", "manager", "/odoo/complaint-stages", size=(1200, 560)),
    Picture(
        "stage",
        "manager",
        "/odoo/complaint-stages/<received>",
        ("css: [name=require_apology] input",),
    ),
    Picture(
        "stage_new",
        "manager",
        "/odoo/complaint-stages/new",
        (
            "fill: [name=name] input => Waiting for the supplier",
            "css: [name=pause_clock] input",
        ),
    ),
    Picture(
        "severity", "manager", "/odoo/complaint-severities/<major>", size=(1200, 620)
    ),
    Picture("causes", "manager", "/odoo/complaint-causes"),
    Picture("cause", "manager", "/odoo/complaint-causes/<cause>", size=TALL),
    Picture(
        "remedy_type",
        "manager",
        "/odoo/complaint-remedy-types/<voucher>",
        size=(1200, 460),
    ),
    Picture("rules", "manager", "/odoo/complaint-rules", size=WIDE),
    Picture("rule", "manager", "/odoo/complaint-rules/<rule>", size=TALL),
    Picture(
        "words", "manager", ACTION + "mail_template_action_complaint", size=(1300, 800)
    ),
    Picture(
        "team",
        "manager",
        "/odoo/helpdesk-teams/<team>",
    ),
)
SALES = (
    Picture("customer", "sales", "/odoo/res.partner/<customer>"),
    Picture("history", "sales", "/odoo/complaint-history"),
    Picture(
        "report",
        "sales",
        "/odoo/res.partner/<customer>",
        ("click: Report a complaint",),
        DIALOG,
        TALL,
    ),
)
CUSTOMERS = (
    Picture("portal_list", "renate", "/my/complaints", size=(1200, 600)),
    Picture("portal_page", "renate", "/my/complaint/<offered>", size=TALL),
    Picture("portal_phone", "renate", "/my/complaint/<offered>", size=PHONE),
    Picture(
        "portal_choose",
        "renate",
        "/my/complaint/<offered>",
        ("click: Choose",),
    ),
    Picture("portal_file", "", "/complaint", size=TALL),
)

PICTURES = (*HANDLERS, *LEADERS, *MANAGERS, *ADMINS, *SALES, *CUSTOMERS)

#: Picture → its name on the core's page in Apps; descriptions.py says what one sees.
SCREENSHOTS = {
    "day": "screenshot_day",
    "complaint": "screenshot_complaint",
    "call": "screenshot_call",
    "offer": "screenshot_offer",
    "promises": "screenshot_promises",
    "overview": "screenshot_overview",
    "stage": "screenshot_stage",
    "portal_page": "screenshot_portal",
}
