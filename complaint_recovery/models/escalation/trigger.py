"""What happens to a complaint and makes rules fire, said once a trigger."""

from dataclasses import dataclass

from odoo.fields import Domain


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """What a rule may wait for, beside a deadline.

    Read through ``complaint.escalation.rule._get_triggers()``, where other addons
    describe theirs: a value of ``trigger`` by ``selection_add``, this, and what
    ``helpdesk.ticket._complaint_occurrence()`` says of it. One without ``written`` is
    fired by whoever makes it happen, with ``_complaint_fire_trigger()``.
    """

    #: Fields of the complaint; when one is written, it may have happened. With
    #: ``is_complaint`` among them it may be so from the start.
    written: tuple[str, ...] = ()
    #: The complaints it has happened to, as far as the database knows: for the preview.
    happened: Domain = Domain.TRUE
    #: Can only the complaint itself tell? Then the preview asks each of these.
    judged: bool = True


#: The triggers of this addon.
OURS = {
    "reopened": Trigger(
        written=("complaint_reopen_count",),
        happened=Domain("complaint_reopen_count", ">", 0),
        judged=False,
    ),
    "repeat": Trigger(
        written=("is_complaint", "complaint_cause_id", "partner_id"),
        happened=Domain("complaint_cause_id", "!=", False),
    ),
    "watchlist": Trigger(written=("is_complaint", "partner_id")),
    "severity": Trigger(
        written=("is_complaint", "complaint_severity_id"),
        happened=Domain("complaint_severity_id", "!=", False),
        judged=False,
    ),
    "exposure": Trigger(
        written=("is_complaint", "complaint_exposure"),
        happened=Domain("complaint_exposure", "not in", (False, "none")),
        judged=False,
    ),
    "amount": Trigger(
        written=("is_complaint", "complaint_claim_amount"),
        happened=Domain("complaint_claim_amount", ">", 0),
        judged=False,
    ),
    "dissatisfied": Trigger(
        happened=Domain("complaint_satisfaction", "=", "dissatisfied"), judged=False
    ),
    "requested": Trigger(
        happened=Domain("complaint_escalation_ids.requested", "=", True), judged=False
    ),
}
