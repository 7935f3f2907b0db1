"""One problem of many customers, each handled on the own complaint.

Here live ``complaint.group``, proposed by a surge or made by hand, and its steps: a
batch of lines, one a customer, previewed before it is done, with the words of each
language. One comes in by the group's form and by the daily steps. It fills
``_complaint_duty_to_inform()``, ``_complaint_unwanted_names()`` (no customer learns of
another) and ``_complaint_daily_steps()``. It calls the rooms inside: on each complaint
it does what a person does, by the same actions.
"""

from . import group
from . import figures
from . import surge
from . import text
from . import batch
from . import line
from . import steps
from . import preview
from . import helpdesk_ticket
from . import res_users
from . import ir_rule
