"""Selections that more than one model shares."""

PHASES = [
    ("intake", "Received"),
    ("investigation", "Investigating"),
    ("recovery", "Recovering"),
    ("follow_up", "Following up"),
    ("closed", "Closed"),
    ("withdrawn", "Withdrawn"),
]
#: Phases in which nothing is owed any more.
ENDED = ("closed", "withdrawn")
SENTIMENTS = [("calm", "Calm"), ("upset", "Upset"), ("angry", "Angry")]
SATISFACTIONS = [
    ("satisfied", "Satisfied"),
    ("neutral", "Neutral"),
    ("dissatisfied", "Dissatisfied"),
]
#: Asked after the end: did it help, was it quick, were we kind?
ANSWERS = [("yes", "Yes"), ("partly", "Partly"), ("no", "No")]
CHANNELS = [
    ("phone", "Phone"),
    ("visit", "Visit"),
    ("email", "E-mail"),
    ("letter", "Letter"),
    ("chat", "Chat"),
    ("portal", "Portal"),
]
#: Channels on which both sides are there at the same time.
LIVE_CHANNELS = ("phone", "visit", "chat")

#: Deadlines that follow from the policy: the step that ends them is shown by itself.
QUIET_KINDS = ("progress", "resolution")

#: Kinds of remedies whose amount the customer gets; of others it is what they cost us.
MONEY_KINDS = ("refund", "discount", "voucher")
