"""The addon's own life: an update, a company that is made later, years, and the end.

Here live what is said before the addon is uninstalled and what is done then
(``complaint.leaving``, called by the uninstall hook and by Odoo's dialog), what an
update makes anew (``complaint.remaking``, called by the last of our data), what a new
company begins with, what is archived after years, where a manager agrees, and the
first hour (``complaint.first.hour``): the lines on My day of whoever sets it up, each
of which sees by itself whether it is done. One comes in at ``_leave()``, ``_finish()``,
``_complaint_begin()``, ``_complaint_propose_archiving()`` and, by the web client,
``retrieve_first_hour()``; ``_get_checks()`` takes further lines. It looks at all other
rooms, as report/ does; none but report/ knows it.
"""

from . import archiving
from . import leaving
from . import remaking
from . import res_company
from . import first_hour
from . import first_checks
from . import first_mail
from . import trial
from . import web_tour
