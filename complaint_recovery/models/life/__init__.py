"""The addon's own life: an update, a company that is made later, and the end.

Here live what is said before the addon is uninstalled and what is done then
(``complaint.leaving``, called by the uninstall hook and by Odoo's dialog), what an
update makes anew (``complaint.remaking``, called by the last of our data), and what a
new company begins with. One comes in at ``_leave()``, ``_finish()`` and
``_complaint_begin()``. It looks at all other rooms, as report/ does; none knows it.
"""

from . import leaving
from . import remaking
from . import res_company
from . import web_tour
