"""Figures for people: the pivot, the period review, My day, each morning's mails.

Here live ``complaint.report`` (one row a complaint), ``complaint.review`` (kept as it
was told, with figures and text), My day (``my_day.py``; its rows are in
``my_day_rows.py``, the last part in ``my_day_held.py``), the managers' view of today
(``helpdesk_ticket_team.py``), what directors and staff are mailed in the morning, and
the shipped favourites in the reader's language. One comes in by the Insight menu, by
``retrieve_complaint_day()`` and two scheduled actions. Hooks: ``_get_columns()`` of the
analysis, ``_get_row_kinds()`` and ``_get_day_parts()`` of My day,
``_complaint_is_grouped_by()``. It looks at all other rooms, and no room knows it.
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
from . import my_day_held
from . import pictures
from . import res_users
from . import ir_filters
