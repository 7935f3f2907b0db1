"""The addon's own life: an update, a company that is made later, years, and the end.

Here live what is said before the addon is uninstalled and what is done then
(``complaint.leaving``, called by the uninstall hook and by Odoo's dialog), what an
update makes anew (``complaint.remaking``, called by the last of our data), what a new
company begins with, and what is archived after years, where a manager agrees. One comes
in at ``_leave()``, ``_finish()``, ``_complaint_begin()`` and
``_complaint_propose_archiving()``. It looks at all other rooms, as report/ does; none
knows it.
"""

from . import archiving
from . import leaving
from . import remaking
from . import res_company
