"""What passes from whatever makes a rule fire to the escalation it makes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass
class Firing:
    """One rule that is due on one complaint, at its moment (UTC)."""

    ticket: Any
    rule: Any
    moment: datetime
    deadline: Any = None
    event: str = ""

    @property
    def occurrence(self):
        """Return what makes it fire once: the deadline's round, or the event."""
        if not self.deadline:
            return self.event
        return f"deadline:{self.deadline.id}:{self.deadline.round}"

    @property
    def key(self):
        return self.rule.id, self.ticket.id, self.occurrence
