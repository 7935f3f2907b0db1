"""What admins shape: stages and their requirements, severities, causes, overrides.

Here live the short lists kept in memory (``complaint.configuration``), what a company
settles (``res_company.py``), which teams and categories
make complaints of their tickets, and colleagues as people who may be away
(``res_users.py``). One comes in by the configuration menu. Hooks: a stage's
``_get_requirements()``, ``_complaint_is_away()`` and ``_complaint_give_up()`` of users,
``_complaint_pass_approvals()``. It calls guard/, and the ticket where a stage is
judged.
"""

from . import configuration
from . import default
from . import stage
from . import severity
from . import cause
from . import override
from . import res_company
from . import res_users
from . import res_groups
from . import ir_rule
from . import helpdesk_ticket_team
from . import helpdesk_ticket_category
