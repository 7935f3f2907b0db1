"""The one ledger of what is due, and the scheduled pass over it.

Here live ``complaint.deadline`` (kinds in ``kinds.py``, the course in
``transitions.py``, whose word it is in ``superiors_word.py``, its activity, care
calls), the ticket's clock (``helpdesk_ticket.py``: when something is due, by severity
and working hours), and the pass that looks at due rows only. One comes in by
``_complaint_open_deadline()``, ``_complaint_promise()`` and ``_cron_process()``. Hooks:
``_get_kinds()``, ``_complaint_times()``, ``_get_calendar()``, ``_bring_up_to_date()``,
``_ask_anew()`` (who decides now), ``_check_rules()`` (what is due by rule),
``_settle_escalations()``, ``_tell_people()``. It calls guard/, setup/ and contact/, and
the ticket for its people.
"""

from . import deadline
from . import by_kind
from . import activity
from . import transitions
from . import superiors_word
from . import care
from . import rule_check
from . import scheduled_pass
from . import helpdesk_ticket
from . import running
from . import mail_activity_type
from . import mail_activity
from . import res_users
from . import resource_calendar
from . import complaint_interaction
