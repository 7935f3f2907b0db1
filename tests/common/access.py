"""Who may do what: design, part 3, as one table for the tests to go by."""

OPERATIONS = {"c": "create", "r": "read", "w": "write", "u": "unlink"}
PLACES = ("own", "team", "other", "company")
#: Roles by how far their helpdesk rights reach.
PERSONAL = ("handler",)
TEAM = ("leader",)
ALL = ("agent_all", "director")
HELPDESK = (*PERSONAL, *TEAM, *ALL, "manager")
SALES = ("sales", "sales_all")
NONE = ("employee", *SALES, "portal")
ALL_ROLES = (*HELPDESK, *NONE)


def _everywhere(rights):
    """Return the same rights on all of the own company, none on another's."""
    return (rights, rights, rights, "")


def _as_ticket(rights):
    """Return the rows of what hangs on a ticket, as far as that may be read."""
    return {
        PERSONAL: (rights, "", "", ""),
        TEAM: (rights, rights, "", ""),
        (*ALL, "manager"): _everywhere(rights),
        NONE: _everywhere(""),
    }


def _configuration(sales="", manager="crwu"):
    """Return the rows of what managers settle, and others read."""
    return {
        (*PERSONAL, *TEAM, *ALL): _everywhere("r"),
        ("manager",): _everywhere(manager),
        SALES: _everywhere(sales),
        ("employee", "portal"): _everywhere(""),
    }


def _of_groups(leader, manager):
    return {
        PERSONAL: _everywhere("r"),
        (*TEAM, *ALL): _everywhere(leader),
        ("manager",): _everywhere(manager),
        NONE: _everywhere(""),
    }


#: model → roles → rights on (own, the team's, others', another company's), one letter a
#: right. "own" is of a ticket of oneself; for the portal one of the own company, for
#: sales one of an own customer.
MATRIX = {
    "helpdesk.ticket": {
        PERSONAL: ("crw", "", "", ""),
        TEAM: ("crw", "crw", "", ""),
        ALL: _everywhere("crw"),
        ("manager",): _everywhere("crwu"),
        ("portal",): ("r", "", "", ""),
        ("employee", *SALES): _everywhere(""),
    },
    **dict.fromkeys(
        ("complaint.interaction", "complaint.apology", "complaint.remedy"),
        _as_ticket("crwu"),
    ),
    "complaint.deadline": _as_ticket("crw"),
    # What was escalated, and what a group did, is written by methods alone.
    **dict.fromkeys(
        ("complaint.override", "complaint.escalation", "complaint.group.line"),
        _as_ticket("r"),
    ),
    "complaint.report": _as_ticket("r"),
    "complaint.history": {
        (*PERSONAL, "sales"): ("r", "", "", ""),
        TEAM: ("r", "r", "", ""),
        (*ALL, "manager", "sales_all"): _everywhere("r"),
        ("employee", "portal"): _everywhere(""),
    },
    # Active ones; the others are the managers'.
    "complaint.watchlist.entry": {
        (*PERSONAL, *TEAM, *ALL, "sales_all"): _everywhere("r"),
        ("manager",): _everywhere("crwu"),
        ("sales",): ("r", "", "", ""),
        ("employee", "portal"): _everywhere(""),
    },
    # "own" is in one's charge, "team" against a cause one answers for.
    "complaint.corrective.action": {
        (*PERSONAL, *TEAM, *ALL): ("crw", "crw", "cr", ""),
        ("manager",): _everywhere("crwu"),
        ("employee", *SALES): ("rw", "rw", "", ""),
        ("portal",): _everywhere(""),
    },
    # Counted by the public form; administrators alone look at it.
    "complaint.door.count": {(*HELPDESK, *NONE): _everywhere("")},
    "complaint.review": {
        (*ALL, "manager"): _everywhere("r"),
        (*PERSONAL, *TEAM, *NONE): _everywhere(""),
    },
    "complaint.group": _of_groups("crw", "crwu"),
    **dict.fromkeys(
        ("complaint.group.batch", "complaint.group.text"), _of_groups("crwu", "crwu")
    ),
    **dict.fromkeys(
        (
            *("complaint.stage", "complaint.severity", "complaint.remedy.type"),
            "complaint.cause",
        ),
        _configuration(sales="r"),
    ),
    **dict.fromkeys(
        (
            "complaint.authority",
            "complaint.escalation.rule",
            "complaint.apology.template",
        ),
        _configuration(),
    ),
}
#: Dialog → who opens one. Each is its user's alone.
DIALOGS = {
    **dict.fromkeys(
        (
            "complaint.apology.hand.over",
            "complaint.apology.visit",
            "complaint.escalate",
            "complaint.bulk",
            "complaint.escalation.dialog",
            "complaint.duplicate",
            "complaint.handover",
            "complaint.interaction.result",
            "complaint.missing",
            "complaint.offer",
            "complaint.offer.line",
            "complaint.on.spot",
            "complaint.proactive",
            "complaint.quick.entry",
            "complaint.reason",
            "complaint.send.anyway",
            "complaint.watchlist.suggest",
        ),
        HELPDESK,
    ),
    # For tasks of one's own.
    "complaint.reschedule": (*HELPDESK, *SALES, "employee"),
    "complaint.sales.entry": (*HELPDESK, *SALES),
    **dict.fromkeys(
        ("complaint.group.entry", "complaint.group.closing"),
        (*TEAM, *ALL, "manager"),
    ),
    **dict.fromkeys(
        (
            "complaint.anonymise",
            "complaint.cause.merge",
            "complaint.data.export",
            "complaint.replan",
            "complaint.settings",
            "complaint.words",
        ),
        ("manager",),
    ),
    # For administrators.
    **dict.fromkeys(("complaint.holidays", "complaint.holidays.line"), ()),
}


def rights_of(model, role, place):
    """Return the rights the contract gives ``role`` on a record at ``place``."""
    rows = next(rows for roles, rows in MATRIX[model].items() if role in roles)
    return rows[PLACES.index(place)]
