"""What the rows of My day come from, said once a kind."""

from dataclasses import dataclass
from datetime import datetime

#: So many rows are shown of each kind; who has more sees that there are more.
ROWS = 80


@dataclass(frozen=True, kw_only=True)
class Day:
    """The day somebody looks at. Moments are UTC."""

    #: ``mine``, or ``team`` for what is due to anybody on complaints one may read.
    scope: str
    now: datetime
    #: When it ends where the user is.
    tonight: datetime


@dataclass(frozen=True, kw_only=True)
class RowKind:
    """A kind of row of My day.

    Read through ``helpdesk.ticket.team._get_row_kinds()``, where other addons describe
    theirs. Its methods are those of ``helpdesk.ticket.team``. The records of all kinds
    are found first, then their complaints are read together, then the rows are made.
    """

    #: Method: given the ``Day``, returns the records that rows are made of, ``ROWS`` at
    #: most, with the user's own rights and in as many queries for many as for one.
    find: str
    #: Method: given the records and the ``Day``, returns the rows. Each is what
    #: ``_day_of_ticket()`` returns for its complaint, with ``what`` in words and
    #: ``buttons``. It stands under *Overdue*, *Today* or *Later* by ``due``, or in the
    #: ``part`` it names, one of ``_get_day_parts()``.
    tell: str
    #: Field by which the records lead to their complaints; "" where they are these.
    ticket: str = "ticket_id"
    #: For whoever leads a team alone.
    leads: bool = False
