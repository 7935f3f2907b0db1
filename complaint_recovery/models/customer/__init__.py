"""The customer's complaints as seen from outside the desk.

Here live the complaint history for whoever knows the customer, counts and banner on the
contact, search by phone number, what the salesperson is told, repeats, and anonymising.
One comes in by the contact's form and by ``_complaint_announce()``. Hooks:
``_complaint_news_next()``, ``_complaint_sales_documents()``, the history's columns,
``complaint.customer.banner`` for other documents of a customer,
``_complaint_anonymise()`` and ``_complaint_traces()`` (what tells who it was). It fills
hooks of contact/, escalation/, ticket/.
"""

from . import history
from . import story
from . import at_hand
from . import res_partner
from . import banner
from . import phone
from . import ticket_counts
from . import given
from . import salesperson
from . import taken
from . import anonymise
from . import repeat
from . import similar
from . import customer_moves
from . import desk
