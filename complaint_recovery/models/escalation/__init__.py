"""How a complaint goes up before the customer has to ask, and comes down again.

Here live the rules (when, who, what), their recipients and preview, the escalations
with the superior's answer, what happens to a complaint and makes rules fire
(``triggers.py``, and ``trigger.py`` what is said of each), the moments of deadlines
that rules wait for (``complaint_deadline.py``) and the case file, which is kept with
the answer and printed afterwards (``kept_file.py``). One comes in by
``_complaint_escalate()``, ``_complaint_fire_triggers()`` and the pass of the ledger.
Hooks: ``_get_recipients()`` and ``_get_triggers()`` of a rule,
``_complaint_occurrence()``, ``_complaint_watch_reference()``,
``_complaint_repeat_reference()``, ``_complaint_case_file_values()``. Whom it goes to
above the owner is said by ``_complaint_chain()`` in ticket/. It calls guard/, setup/,
contact/, deadline/, remedy/.
"""

from . import rule
from . import recipients
from . import preview
from . import escalation
from . import reason
from . import answer
from . import kept_file
from . import helpdesk_ticket
from . import triggers
from . import case_file
from . import res_users
from . import mails
from . import complaint_deadline
from . import mail_activity
from . import together
from . import told_me
