"""The kinds of deadlines, and what may happen to each."""

#: Kinds that stand still while the stage pauses the clock. Promises never do.
PAUSING_KINDS = ("first_contact", "progress", "resolution")
#: Kinds that a person writes down; the others come from what happens.
MANUAL_KINDS = ("promise", "task", "containment")
#: Kinds that are opened by what happens, and finished or cancelled by hand.
LATER_KINDS = ("care", "reply", "second_handling")
#: Kinds that a person may cancel; what a superior gave back is handled.
CANCELLED_KINDS = (*MANUAL_KINDS, "care", "reply")
#: Kinds that block closing while they run.
BLOCKING_KINDS = ("promise", "task")
#: Kinds that end with a word to the customer, so with an interaction.
CONTACT_KINDS = {
    "first_contact": "first_contact",
    "follow_up": "follow_up",
    "care": "follow_up",
}
#: On how many days we try before a customer counts as unreachable (D3).
FOLLOW_UP_TRIES = 3
