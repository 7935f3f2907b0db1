"""Figures for people: the pivot, the period review, each morning's view and mails.

Here live ``complaint.report`` (one row a complaint), ``complaint.review`` (kept as it
was told, with figures and text), the teams' view of today, what directors and staff are
mailed in the morning, and the shipped favourites in the reader's language. One comes in
by the Insight menu and two scheduled actions. It looks at all other rooms, and no room
knows it.
"""

from . import report
from . import review
from . import figures
from . import res_company
from . import text
from . import helpdesk_ticket_team
from . import groupings
from . import my_day
from . import my_day_rows
from . import held
from . import pictures
from . import res_users
from . import ir_filters
