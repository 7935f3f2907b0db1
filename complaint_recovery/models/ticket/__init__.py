"""The ticket as a complaint: intake, triage, stages, owner, decision, the end.

``helpdesk_ticket.py`` holds ``create()`` and ``write()`` and routes what is written by
its keys; every other file is one concern. How the ticket's stage goes with the
complaint's is in ``ticket_stage.py``; ``asked_first.py`` has a ``write()`` before all
others, which keeps from other addons what does not happen. Also here: which tickets and
mails become complaints by themselves (``marks_by_itself.py``: ``_complaint_opens()``),
what a stage requires (``requirements.py``), what stands in which role (``people.py``),
who is not known for sure yet (``confirmed.py``), the document whose number the customer
named (``reference.py``), what follows the mail that opens one (``after_mail.py``), the
checks every action begins with (``checks.py``), history taken over from elsewhere, and
the SQL row that history and report share. One comes in by ``action_mark_complaint()``,
``action_resolve()``, ``action_close()``, ``action_reopen()``. Hooks:
``_prepare_complaint_vals()``, ``_prepare_unmark_vals()``, ``_complaint_gaps()`` (what a
switch of the stage asks for is added in setup/, by ``_get_requirements()``),
``_complaint_ensure_found()``, ``_complaint_can_reopen()``,
``_complaint_fallback_owner()`` and ``_complaint_stand_in()`` (who takes over),
``_complaint_match_number()``, ``_complaint_status_lines()``,
``_complaint_daily_steps()``. It calls all rooms inside.
"""

from . import about
from . import helpdesk_ticket
from . import asked_first
from . import ticket_stage
from . import checks
from . import people
from . import intake
from . import found_by_us
from . import marked_again
from . import confirmed
from . import reference
from . import marks_by_itself
from . import triage
from . import history_import
from . import stage
from . import requirements
from . import owner
from . import decision
from . import recovery
from . import follow_up
from . import care
from . import status
from . import after_mail
from . import next_step
from . import third_party
from . import amounts
from . import base_import
from . import customer_reply
from . import daily
from . import desk
from . import timeline
from . import live
from . import sql_row
from . import stand_in
from . import taken_over
from . import two_at_once
from . import duplicate
from . import mail_activity
from . import res_users
from . import res_company
from . import helpdesk_ticket_team
