"""What is offered to put it right, within whose authority, until it is delivered.

Here live ``complaint.remedy`` with its type, the way from state to state
(``transitions.py``), how long an offer stands (``validity.py``), approval limits
(``complaint.authority``), who is asked above them (``approval.py``, ``approver.py``),
what is mailed when it is approved (``wish.py``), that what comes to a complaint is
judged there (``helpdesk_ticket.py``), what to know while deciding (``advice.py``,
``figures.py``), and the document of another app that proves it (``proof.py``,
``making.py``, ``proved.py``, and ``document.py`` for the document's side). One comes in
by ``action_request()``, ``action_offer()``, ``action_accept()``. Hooks:
``_get_makers()``, ``_deliver_<kind>()``, ``_get_limit_at()`` (up to what amount
somebody decides; ``_get_role_limit()`` where that depends on the complaint: all other
limits are made of these), ``_find_approvers()``. It calls guard/, setup/, contact/ and
deadline/, whose promises it makes.
"""

from . import type
from . import authority
from . import remedy
from . import transitions
from . import validity
from . import document
from . import document_line
from . import proof
from . import making
from . import named
from . import refused
from . import proved
from . import approver
from . import approval
from . import wish
from . import helpdesk_ticket
from . import advice
from . import figures
from . import res_users
from . import complaint_deadline
from . import complaint_apology
from . import limits_told
from . import option_words
