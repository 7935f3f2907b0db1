"""Whom to know before the first word: decided by a person, expiring by itself.

Here live the entries with their way from suggestion to end, what is done about them
once a day, and what they mean for contacts (``res_partner.py``) and complaints
(``helpdesk_ticket.py``: shorter times for key customers, guidance for the others). One
comes in by ``action_activate()`` and by the daily steps. It fills
``_complaint_times()``, ``_complaint_watch_reference()``,
``_complaint_deserves_visit()`` and ``_complaint_daily_steps()``, and never slows a
complaint or refuses a remedy. It calls guard/, setup/, deadline/ and ticket/.
"""

from . import entry
from . import transitions
from . import daily
from . import salesperson
from . import res_partner
from . import helpdesk_ticket
