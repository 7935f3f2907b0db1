from . import entry
from . import transitions
from . import daily
from . import salesperson
from . import res_partner
from . import helpdesk_ticket
