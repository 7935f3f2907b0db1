"""The addon's own life: what happens when it is updated, and when it goes.

Here live what is said before the addon is uninstalled and what is done then
(``complaint.leaving``, called by the uninstall hook and by Odoo's dialog), and what an
update makes anew (``complaint.remaking``, called by the last of our data). One comes in
at ``_leave()`` and ``_finish()``. It looks at all other rooms, as report/ does; none of
them knows it.
"""

from . import leaving
from . import remaking
