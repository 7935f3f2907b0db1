"""The rooms, in the order of import: it says who may override whom.

The first eight are the complaint itself. The others stand around it: they may use the
inside and are named by nobody there, nor by each other; report/ and life/ look at all.
A room may call what lies before it and, inside, whatever the ticket offers. Each room's
``__init__.py`` tells what lives there; tests/test_layers.py watches the arrows,
docs/develop.rst shows how a value travels through the rooms.
"""

from . import guard
from . import setup
from . import contact
from . import apology
from . import deadline
from . import remedy
from . import escalation
from . import ticket
from . import customer
from . import watchlist
from . import group
from . import portal
from . import learning
from . import report
from . import life
