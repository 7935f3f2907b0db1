"""What the customer sees and does by themselves, prepared, never the record itself.

Here live the page of one complaint (values, timeline, choices), filing, the steps a
visitor takes behind a check of token or login, and what is said after the closing. One
comes in by the ``_portal_*`` methods, which controllers/ call. What comes without an
account is ``door.py``, and how much of it ``door_count.py``. Hooks:
``_portal_prepare_complaint()`` (what is filed) and ``_complaint_portal_values()`` (what
is shown). It gives mails the page they link to (``access_url``), and calls the rooms
inside.
"""

from . import page
from . import timeline
from . import filing
from . import steps
from . import after_closing
from . import choices
from . import limits
from . import ir_attachment
from . import next_word
from . import door
from . import door_count
from . import rated
