"""The kinds of deadlines, and what may happen to each."""

from dataclasses import dataclass

#: On how many days we try before a customer counts as unreachable (D3).
FOLLOW_UP_TRIES = 3


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What may happen to the deadlines of a kind.

    ``Kind()`` holds for a kind that an addon adds without describing it: people write
    it down, finish, move and cancel it, and the customer does not see it.
    """

    #: A person may write one down; others are opened by what happens, in code.
    written: bool = True
    #: A person may say that it is done; others are when what they wait for happens.
    finished: bool = True
    #: A person may give it a new date, with a reason.
    moved: bool = True
    #: A person may say that nobody needs it any more.
    cancelled: bool = True
    #: It is done with a word to the customer: the purpose of that interaction.
    purpose: str = ""
    #: It is opened with the complaint, with the times of its severity, and planned anew
    #: with them; ``ticket._complaint_due()`` knows when it is due.
    planned: bool = False
    #: It stands still while the stage pauses the clock.
    paused: bool = False
    #: A loss that still runs halves its time (D29).
    halved: bool = False
    #: It is done when the complaint is resolved.
    resolved: bool = False
    #: The complaint cannot be closed while it runs; others are cancelled then.
    blocking: bool = False
    #: It goes to the new owner with the complaint.
    handed_over: bool = True
    #: The customer hears from us with it: it is what is due next for them, and is moved
    #: with a word to them ("Running late").
    heard: bool = False
    #: The customer sees it with its date, and what became of it.
    told: bool = False
    #: External id of the type of activity that the person in charge gets; "" for none.
    activity_type: str = "mail.mail_activity_data_todo"


def _of_policy(**values):
    """Return a kind that follows from the policy: nothing is done to it by hand."""
    by_hand = dict.fromkeys(("written", "finished", "moved", "cancelled"), False)
    return Kind(**by_hand | values)


def _activity(name):
    return f"complaint_recovery.mail_activity_type_{name}"


#: Read through ``complaint.deadline._get_kinds()``, where other addons describe theirs.
KINDS = {
    "first_contact": _of_policy(
        finished=True,
        purpose="first_contact",
        planned=True,
        paused=True,
        halved=True,
        resolved=True,
        heard=True,
        told=True,
        activity_type=_activity("first_contact"),
    ),
    "progress": _of_policy(planned=True, paused=True, resolved=True, activity_type=""),
    "resolution": _of_policy(
        planned=True, paused=True, halved=True, resolved=True, activity_type=""
    ),
    "promise": Kind(
        blocking=True, heard=True, told=True, activity_type=_activity("promise")
    ),
    "follow_up": _of_policy(
        finished=True,
        moved=True,
        purpose="follow_up",
        heard=True,
        activity_type=_activity("follow_up"),
    ),
    "task": Kind(blocking=True, handed_over=False, activity_type=_activity("task")),
    "approval": _of_policy(handed_over=False, activity_type=_activity("approval")),
    "containment": Kind(resolved=True, activity_type=_activity("containment")),
    "care": Kind(written=False, purpose="follow_up", activity_type=_activity("care")),
    "reply": Kind(written=False, moved=False, activity_type=_activity("follow_up")),
    # What a superior gave back is handled.
    "second_handling": _of_policy(finished=True, activity_type=_activity("escalation")),
}
