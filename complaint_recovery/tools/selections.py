"""Selections that more than one model shares."""

PHASES = [
    ("intake", "Received"),
    ("investigation", "Investigating"),
    ("recovery", "Recovering"),
    ("follow_up", "Following up"),
    ("closed", "Closed"),
    ("withdrawn", "Withdrawn"),
]
SENTIMENTS = [("calm", "Calm"), ("upset", "Upset"), ("angry", "Angry")]
SATISFACTIONS = [
    ("satisfied", "Satisfied"),
    ("neutral", "Neutral"),
    ("dissatisfied", "Dissatisfied"),
]
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
