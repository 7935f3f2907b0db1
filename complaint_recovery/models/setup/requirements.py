"""What a stage can require, said once: its check, and its part of the dialog.

This is the table; the checks themselves are in ``ticket/requirements.py``.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Requirement:
    """How one switch ``require_x`` of a stage is judged, and how it is met."""

    #: Method of the ticket: says in words what is missing, or returns False.
    check: str
    #: Method of the dialog ``complaint.missing``: does what was entered in its part of
    #: the view. Without one the dialog names the gap and asks nothing.
    fill: str = ""
    #: Method of the dialog: returns the text that filling it in sends to the customer,
    #: so that whoever sends it is asked first where it names somebody.
    words: str = ""


#: Switch → requirement, in the order in which it happens: gaps are named and filled in
#: by it. Read through ``complaint.stage._get_requirements()``, which addons extend.
REQUIREMENTS = {
    "require_first_contact": Requirement(
        "_complaint_gap_first_contact", fill="_fill_first_contact"
    ),
    "require_apology": Requirement(
        "_complaint_gap_apology", fill="_fill_apology", words="_get_apology_text"
    ),
    "require_finding": Requirement("_complaint_gap_finding", fill="_fill_finding"),
    "require_decision_sent": Requirement(
        "_complaint_gap_decision_sent",
        fill="_fill_decision_sent",
        words="_get_decision_text",
    ),
    "require_remedy": Requirement("_complaint_gap_remedy", fill="_fill_remedy"),
    "require_delivery": Requirement("_complaint_gap_delivery", fill="_fill_delivery"),
    "require_followup": Requirement("_complaint_gap_followup", fill="_fill_followup"),
    # It comes of the follow-up.
    "require_outcome": Requirement("_complaint_gap_outcome"),
}
