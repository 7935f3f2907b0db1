"""What a complaint teaches, so that it does not come again.

Here live corrective actions (their way, their effect in equal spans before and after,
thanks to who complained), the figures and standard answers of a cause, and guidance on
the complaint. One comes in by the cause and by the corrective action. It fills
``_get_fitting_answers()``, ``_complaint_told_changes()`` and
``_complaint_status_lines()``. It calls guard/, setup/, contact/ and ticket/.
"""

from . import cause_figures
from . import standard_answer
from . import corrective_action
from . import transitions
from . import effect
from . import thanks
from . import helpdesk_ticket
from . import guidance
from . import res_users
