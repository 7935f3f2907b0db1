"""What admins shape: stages and their requirements, severities, causes, overrides.

Here live the short lists kept in memory (``complaint.configuration``), what a company
settles (``res_company.py``), which teams and categories make complaints of their
tickets, and colleagues as people who may be away (``res_users.py``). One comes in by
the configuration menu. Hooks: a stage's ``_get_requirements()``; of users
``_complaint_has_leave()`` (which ``_complaint_is_away()`` asks),
``_complaint_give_up()`` and ``_complaint_pass_approvals()``;
``_complaint_lose_members()`` of a team. What makes a complaint of a ticket by itself is
said in ticket/. It calls guard/, and the ticket where a stage is judged.
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
